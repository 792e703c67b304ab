//! Where what linting a draft gave is kept between runs. Whatever goes wrong here costs time and nothing else: a draft of which
//! nothing can be taken over is linted.

use super::args::CacheArgs;
use super::output::beside;
use super::settings::Settings;
use bylint::cache::{self, Key};
use bylint::document::{Document, Format};
use bylint::engine::Outcome;
use bylint::text::Source;
use std::env;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

/// What the folder is called beside a `bylint.toml`.
const NAME: &str = ".bylint-cache";

/// Says what the folder is to programs that make backups (<https://bford.info/cachedir/>), and to us.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
    # What bylint found in drafts, so that it need not look again. The folder may be deleted at any time.\n";

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What nobody has asked for this long is thrown away.
const KEPT: Duration = Duration::from_secs(14 * DAY.as_secs());

/// Characters of a key that name a folder; the rest name the file in it.
const FOLDER: usize = 2;

/// Characters of a key.
const KEY: usize = 64;

/// Where a run keeps things.
#[derive(Clone, Debug)]
pub(super) enum Caching {
    Off,
    /// Beside each `bylint.toml`, or in the folder in it that it names.
    Beside,
    /// In one folder for all drafts.
    In(Arc<Cache>),
}

/// A folder with what was found in drafts, each in a file that is named by its key. Runs at the same time do not disturb each
/// other: a file stands whole or not at all, and what it holds follows from its name.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    now: SystemTime,
    /// Whether the folder is ours, and to be written to: made and tidied up when something is to be kept.
    ready: OnceLock<bool>,
}

impl Caching {
    /// As the arguments have it.
    ///
    /// In CI only what the command line names is used: a folder that comes with the drafts may come from whoever wants them
    /// passed, and nobody would see what it says of them.
    pub(super) fn new(args: &CacheArgs) -> Self {
        let in_ci = || env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
        match &args.cache_dir {
            Some(folder) => Self::In(Arc::new(Cache::new(folder.clone()))),
            None if args.no_cache || in_ci() => Self::Off,
            None => Self::Beside,
        }
    }

    /// For drafts under a configuration whose paths start from `root`, and that names this folder.
    pub(super) fn of(&self, root: Option<&Path>, named: Option<&str>) -> Option<Arc<Cache>> {
        match self {
            Self::Off => None,
            Self::In(cache) => Some(cache.clone()),
            Self::Beside => {
                let (root, named) = (root?, Path::new(named.unwrap_or(NAME)));
                // Through a link a repository could have us write, and delete, where its drafts have no business.
                let linked = named.ancestors().any(|part| root.join(part).is_symlink() && !part.as_os_str().is_empty());
                (!linked).then(|| Arc::new(Cache::new(root.join(named))))
            }
        }
    }
}

impl Cache {
    fn new(folder: PathBuf) -> Self {
        Self { folder, now: SystemTime::now(), ready: OnceLock::new() }
    }

    /// What linting gives: taken over if it is there, else found out and kept.
    pub(super) fn lint<'d>(
        &self,
        settings: &Settings,
        source: &Source,
        format: Format,
        document: impl FnOnce() -> &'d Document,
    ) -> Outcome {
        let (linter, context) = (&settings.linter, &settings.context);
        let key = Key::new(settings.sum, source, format);
        let path = self.path(&key);
        let kept = self.take(&path).and_then(|kept| cache::read(&kept, key, source, linter.rules(), context.today));
        kept.unwrap_or_else(|| {
            let document = document();
            let outcome = linter.lint_by(source, document, context);
            if *self.ready.get_or_init(|| self.prepare().is_ok()) {
                // What cannot be kept is found out anew.
                let _ = put(&path, &cache::write(key, document, context.today, &outcome));
            }
            outcome
        })
    }

    fn path(&self, key: &Key) -> PathBuf {
        let name = key.written();
        self.folder.join(&name[..FOLDER]).join(&name[FOLDER..])
    }

    fn take(&self, path: &Path) -> Option<Vec<u8>> {
        let kept = fs::read(path).ok()?;
        let age = fs::metadata(path)
            .and_then(|file| file.modified())
            .ok()
            .and_then(|then| self.now.duration_since(then).ok());
        if age.is_some_and(|age| age > DAY) {
            // The time of the last use, to a day. Where it cannot be set, what is kept is found out anew some day.
            let _ = File::options().write(true).open(path).and_then(|file| file.set_modified(self.now));
        }
        Some(kept)
    }

    /// Makes the folder, unless it holds other things, and once a day throws away what nobody uses.
    fn prepare(&self) -> io::Result<()> {
        let tag = self.folder.join("CACHEDIR.TAG");
        fs::create_dir_all(&self.folder)?;
        if fs::read(&tag).map_or(true, |text| text != TAG.as_bytes()) {
            // What was cut off while it made the folder leaves a file of ours behind.
            let others = |entry: io::Result<fs::DirEntry>| Ok(!is_temporary(&entry?.file_name().to_string_lossy()));
            let others: Vec<bool> = fs::read_dir(&self.folder)?.map(others).collect::<io::Result<_>>()?;
            if others.contains(&true) {
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, "the folder holds other things"));
            }
            put(&tag, TAG.as_bytes())?;
        }
        let (ignored, tidied) = (self.folder.join(".gitignore"), self.folder.join("tidied"));
        if !ignored.exists() {
            put(&ignored, b"# Made by bylint.\n*\n")?;
        }
        let last = fs::metadata(&tidied).and_then(|file| file.modified());
        if last.map_or(true, |last| self.now.duration_since(last).is_ok_and(|age| age > DAY)) {
            put(&tidied, b"")?;
            self.tidy()?;
        }
        Ok(())
    }

    /// Throws away what was not used for long. Only what has a name that we would give is touched.
    fn tidy(&self) -> io::Result<()> {
        let hex = |name: &str| name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        for folder in fs::read_dir(&self.folder)? {
            let folder = folder?;
            let name = folder.file_name();
            if name.len() != FOLDER || !hex(&name.to_string_lossy()) || !folder.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(folder.path())? {
                let file = file?;
                let name = file.file_name();
                let name = name.to_string_lossy();
                let ours = is_temporary(&name) || (name.len() == KEY - FOLDER && hex(&name));
                let used = file.metadata().and_then(|file| file.modified());
                if ours && used.is_ok_and(|used| self.now.duration_since(used).is_ok_and(|age| age > KEPT)) {
                    // Another run may have been quicker.
                    let _ = fs::remove_file(file.path());
                }
            }
        }
        Ok(())
    }
}

/// Whether a file is one that is not yet in its place.
fn is_temporary(name: &str) -> bool {
    name.starts_with(".bylint-")
}

/// Writes a file in one step.
fn put(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut temporary = beside(path, None)?;
    temporary.write_all(text)?;
    temporary.into_inner().map_err(io::IntoInnerError::into_error)?.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
        let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn aged(path: &Path, age: Duration) {
        put(path, b"x").expect("it is written");
        let file = File::options().write(true).open(path).expect("it is there");
        file.set_modified(SystemTime::now() - age).expect("its time can be set");
    }

    #[test]
    fn what_nobody_uses_is_thrown_away() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(folder.path().join("cache"));
        cache.prepare().expect("it is made");
        let (old, new) = (format!("ab/{}", "0".repeat(62)), format!("ab/{}", "1".repeat(62)));
        for (name, age) in [
            (&*old, KEPT + DAY),
            (&*new, KEPT / 2),
            ("ab/.bylint-cut", KEPT + DAY),
            ("ab/notes", KEPT + DAY),
            ("cd.md", KEPT + DAY),
        ] {
            aged(&cache.folder.join(name), age);
        }
        cache.prepare().expect("it was tidied up today");
        assert!(cache.folder.join(&old).exists());
        aged(&cache.folder.join("tidied"), 2 * DAY);
        cache.prepare().expect("it is tidied up");
        assert_eq!(names(&cache.folder), [".gitignore", "CACHEDIR.TAG", "ab", "cd.md", "tidied"]);
        assert_eq!(names(&cache.folder.join("ab")), ["1".repeat(62), "notes".to_owned()]);
    }

    #[test]
    fn a_folder_with_other_things_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("story.md"), "News.").expect("a file");
        assert!(Cache::new(folder.path().to_owned()).prepare().is_err());
        assert_eq!(names(folder.path()), ["story.md"]);
    }

    #[test]
    fn what_is_used_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("kept");
        aged(&path, KEPT + DAY);
        assert_eq!(Cache::new(folder.path().to_owned()).take(&path), Some(b"x".to_vec()));
        let then = fs::metadata(&path).and_then(|file| file.modified()).expect("it has a time");
        assert!(then.elapsed().is_ok_and(|age| age < DAY));
    }
}
