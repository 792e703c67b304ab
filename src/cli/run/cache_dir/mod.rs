//! Stores the outcomes of linting between runs. An entry is trusted only if this user wrote it on this machine, or if
//! a job with the same secret wrote it. Otherwise anyone who can write to the directory could hide findings. Errors of
//! the cache only cost time: a draft without a usable entry is linted.

mod secret;

use super::atomic_write::{Replacement, is_temporary, remove_leftovers};
use super::output::Output;
use crate::cli::args::CacheArgs;
use crate::cli::config::paths;
use crate::cli::config::paths::display_path;
use crate::cli::run::inputs::tree;
use anyhow::Context as _;
use bylint::cache::{self, CacheKey, Fingerprint};
use bylint::document::{Document, Format};
use bylint::engine::{Engine, Outcome, Prepared};
use bylint::report;
use bylint::text::Source;
use secret::{KEY_VARIABLE, own_directory, signing_secret};
use std::env;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

/// The cache directory of earlier versions, next to a `bylint.toml`. It is not used, because anyone can commit one.
const OLD_DIRECTORY_NAME: &str = ".bylint-cache";

/// The text of `CACHEDIR.TAG`. It tells backup programs what the directory is (<https://bford.info/cachedir/>), and
/// shows that bylint created it.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
    # Cached results of bylint. You can delete this directory at any time.\n";

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Entries that have not been used for this long are removed.
const MAX_ENTRY_AGE: Duration = Duration::from_secs(14 * DAY.as_secs());

/// Number of characters of a key that name the subdirectory. The rest of the key names the file.
const BUCKET_LENGTH: usize = 2;

/// Number of characters of a key.
const KEY_LENGTH: usize = 64;

/// Number of bytes at the start of an entry that prove who wrote it.
const PROOF_LENGTH: usize = blake3::OUT_LEN;

/// Where a run caches outcomes.
#[derive(Clone, Debug)]
pub(crate) enum Caching {
    Off,
    /// In the user's cache directory, or in the one that a `bylint.toml` names.
    Default(Arc<CacheWarnings>),
    /// In one directory for all drafts; `None` if there is no secret.
    In(Option<Arc<Cache>>, Arc<CacheWarnings>),
}

/// Warnings about caches and entries that were not used.
#[derive(Debug, Default)]
pub(crate) struct CacheWarnings {
    messages: Mutex<Vec<String>>,
    /// Number of entries that were ignored because somebody else wrote them.
    foreign_entries: AtomicUsize,
}

/// A directory with the outcomes of drafts, one file each, named by its key. Concurrent runs do not disturb each
/// other: a file is complete or absent, and its name determines its content.
#[derive(Debug)]
pub(crate) struct Cache {
    /// A path without links.
    directory: PathBuf,
    secret: [u8; blake3::KEY_LEN],
    now: SystemTime,
    warnings: Arc<CacheWarnings>,
    /// Whether the directory belongs to bylint and can be written. It is created and tidied before the first entry is
    /// stored.
    ready: OnceLock<bool>,
}

impl Caching {
    /// Decides from the arguments where to cache. In CI, nothing is cached without `--cache-dir`.
    ///
    /// # Errors
    /// If the secret of a job is too short, or if `--cache-dir` cannot be used.
    pub(crate) fn new(args: &CacheArgs) -> anyhow::Result<Self> {
        let in_ci = || env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
        let warnings: Arc<CacheWarnings> = Arc::default();
        let Some(cache_dir) = &args.cache_dir else {
            return Ok(if args.no_cache || in_ci() { Self::Off } else { Self::Default(warnings) });
        };
        let directory =
            tree::resolve(cache_dir).with_context(|| format!("--cache-dir {}", paths::to_slash(cache_dir)))?;
        let cache = signing_secret(None)?.map(|secret| Arc::new(Cache::new(directory, secret, &warnings)));
        if cache.is_none() {
            let reason = "you have no cache directory of your own to store its key in";
            warnings.add(format!("--cache-dir is not used: {reason}; set a key in {KEY_VARIABLE} (docs/ci.md)"));
        }
        Ok(Self::In(cache, warnings))
    }

    /// The cache for the drafts of a configuration. `root` is the directory of the configuration, `cache_dir` its `cache-dir`.
    pub(crate) fn cache_for(&self, root: Option<&Path>, cache_dir: Option<&str>) -> anyhow::Result<Option<Arc<Cache>>> {
        let (root, warnings) = match (self, root) {
            (Self::Off, _) | (Self::Default(_), None) => return Ok(None),
            (Self::In(cache, _), _) => return Ok(cache.clone()),
            (Self::Default(warnings), Some(root)) => (root, warnings),
        };
        let Some(secret) = signing_secret(Some(root))? else { return Ok(None) };
        let directory = match cache_dir.map(|cache_dir| (cache_dir, tree::resolve_inside(root, &root.join(cache_dir))))
        {
            Some((_, Ok(directory))) => Some(directory),
            Some((cache_dir, Err(error))) => {
                warnings.add(format!("cannot use `{cache_dir}` as cache directory: {error}"));
                None
            }
            None => {
                let old = root.join(OLD_DIRECTORY_NAME);
                if fs::symlink_metadata(&old).is_ok() {
                    let old = display_path(&old);
                    warnings.add(format!(
                        "{old} is no longer used: bylint now caches in your own cache directory; delete {old}"
                    ));
                }
                own_directory().map(|own| own.join("findings"))
            }
        };
        Ok(directory.map(|directory| Arc::new(Cache::new(directory, secret, warnings))))
    }

    /// Prints on standard error which caches were not used, and why.
    pub(crate) fn print_notes(&self, output: &mut Output) -> anyhow::Result<()> {
        self.warnings()
            .iter()
            .try_for_each(|warning| output.print_to_stderr(&format!("warning: {}\n", report::path(warning))))
    }

    /// All warnings so far.
    fn warnings(&self) -> Vec<String> {
        let (Self::Default(warnings) | Self::In(_, warnings)) = self else { return Vec::new() };
        let mut messages = warnings.messages.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let foreign = warnings.foreign_entries.load(Ordering::Relaxed);
        if foreign > 0 {
            let (entries, was) = if foreign == 1 { ("entry", "was") } else { ("entries", "were") };
            messages.push(format!(
                "ignored {foreign} cache {entries} that {was} not written by you on this machine; to share a cache between \
                 jobs, set {KEY_VARIABLE} (docs/ci.md)"
            ));
        }
        messages
    }
}

impl CacheWarnings {
    /// Adds a warning, unless it has been added before.
    fn add(&self, message: String) {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        if !messages.contains(&message) {
            messages.push(message);
        }
    }
}

impl Cache {
    fn new(directory: PathBuf, secret: [u8; blake3::KEY_LEN], warnings: &Arc<CacheWarnings>) -> Self {
        Self { directory, secret, now: SystemTime::now(), warnings: warnings.clone(), ready: OnceLock::new() }
    }

    /// Returns the stored outcome, or calls `lint` and stores its outcome.
    pub(crate) fn lint<'d>(
        &self,
        linter: &Engine,
        context: &Prepared,
        fingerprint: Fingerprint,
        source: &Source,
        format: Format,
        lint: impl FnOnce() -> (&'d Document, Outcome),
    ) -> Outcome {
        let key = CacheKey::new(fingerprint, source, format);
        let name = key.to_hex();
        let cached = self
            .load(&name)
            .and_then(|entry| cache::decode_outcome(&entry, key, source, linter.rules(), context.today));
        cached.unwrap_or_else(|| {
            let (document, outcome) = lint();
            if *self.ready.get_or_init(|| self.prepare().is_ok()) {
                // An outcome that cannot be stored is computed again by the next run.
                let _ = self.store(&name, &cache::encode_outcome(key, document, context.today, &outcome));
            }
            outcome
        })
    }

    /// The subdirectory of an entry, and the name of its file there.
    fn entry_location<'n>(&self, name: &'n str) -> (PathBuf, &'n str) {
        (self.directory.join(&name[..BUCKET_LENGTH]), &name[BUCKET_LENGTH..])
    }

    /// Reads an entry whose proof is valid. Returns `None` for anything else, including a link or a pipe.
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        let (bucket, entry) = self.entry_location(name);
        let path = bucket.join(entry);
        let metadata = fs::symlink_metadata(&path).ok()?;
        if !fs::symlink_metadata(&bucket).is_ok_and(|bucket| bucket.is_dir()) || !metadata.is_file() {
            self.warnings.foreign_entries.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let mut proof = paths::read_setting(&path).ok()?;
        let outcome = proof.split_off(proof.len().min(PROOF_LENGTH));
        if self.proof(name, &outcome) != proof[..] {
            self.warnings.foreign_entries.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let age = metadata.modified().ok().and_then(|then| self.now.duration_since(then).ok());
        if age.is_some_and(|age| age > DAY) {
            // Records the day of the last use. If that fails, the entry is eventually removed and computed again.
            let _ = File::options().write(true).open(path).and_then(|file| file.set_modified(self.now));
        }
        Some(outcome)
    }

    /// The keyed hash that proves that an outcome was written with the secret. Hashes are compared in constant time.
    fn proof(&self, name: &str, outcome: &[u8]) -> blake3::Hash {
        blake3::Hasher::new_keyed(&self.secret).update(name.as_bytes()).update(outcome).finalize()
    }

    /// Writes an entry: the proof, then the outcome.
    fn store(&self, name: &str, outcome: &[u8]) -> io::Result<()> {
        let (bucket, entry) = self.entry_location(name);
        if !bucket.exists() {
            fs::create_dir(&bucket)?;
        }
        if !fs::symlink_metadata(&bucket)?.is_dir() {
            return Err(io::Error::other("a link"));
        }
        let proof = self.proof(name, outcome);
        self.write(bucket.join(entry), &[proof.as_bytes(), outcome])
    }

    /// Writes a file in one step. The temporary file is in the cache directory itself, not in a subdirectory.
    fn write(&self, path: PathBuf, parts: &[&[u8]]) -> io::Result<()> {
        let mut file = Replacement::in_directory(&self.directory, path, None)?;
        parts.iter().try_for_each(|part| file.write_all(part))?;
        file.commit()
    }

    /// Creates the directory unless it has other content, and removes unused entries once a day.
    fn prepare(&self) -> io::Result<()> {
        fs::create_dir_all(&self.directory)?;
        remove_leftovers(&self.directory);
        let tag = self.directory.join("CACHEDIR.TAG");
        let is_ours = fs::symlink_metadata(&tag).is_ok_and(|metadata| metadata.is_file())
            && paths::read_setting(&tag).is_ok_and(|text| text == TAG.as_bytes());
        if !is_ours {
            // A temporary file of an active run is bylint's too.
            let is_other = |entry: io::Result<fs::DirEntry>| Ok(!is_temporary(&entry?.file_name().to_string_lossy()));
            let are_other: Vec<bool> = fs::read_dir(&self.directory)?.map(is_other).collect::<io::Result<_>>()?;
            if are_other.contains(&true) {
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, "the directory contains other files"));
            }
            self.write(tag, &[TAG.as_bytes()])?;
        }
        let (gitignore, tidied) = (self.directory.join(".gitignore"), self.directory.join("tidied"));
        if fs::symlink_metadata(&gitignore).is_err() {
            self.write(gitignore, &[b"# Made by bylint.\n*\n"])?;
        }
        let last_tidied = fs::symlink_metadata(&tidied).and_then(|file| file.modified());
        if last_tidied.map_or(true, |last_tidied| self.now.duration_since(last_tidied).is_ok_and(|age| age > DAY)) {
            self.write(tidied, &[])?;
            self.tidy()?;
        }
        Ok(())
    }

    /// Removes entries that have not been used for a long time. Files with other names are left alone.
    fn tidy(&self) -> io::Result<()> {
        let is_hex = |name: &str| name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        for bucket in fs::read_dir(&self.directory)? {
            let bucket = bucket?;
            let name = bucket.file_name();
            if name.len() != BUCKET_LENGTH || !is_hex(&name.to_string_lossy()) || !bucket.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(bucket.path())? {
                let file = file?;
                let name = file.file_name();
                let is_entry = name.len() == KEY_LENGTH - BUCKET_LENGTH && is_hex(&name.to_string_lossy());
                let last_used = file.metadata().and_then(|file| file.modified());
                if is_entry
                    && last_used
                        .is_ok_and(|last_used| self.now.duration_since(last_used).is_ok_and(|age| age > MAX_ENTRY_AGE))
                {
                    // Another run may have removed it.
                    let _ = fs::remove_file(file.path());
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(directory: PathBuf, secret: u8) -> Cache {
        Cache::new(directory, [secret; blake3::KEY_LEN], &Arc::default())
    }

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).expect("a folder").filter_map(Result::ok);
        let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn write_aged(path: &Path, age: Duration) {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, "x").expect("it is written");
        let file = File::options().write(true).open(path).expect("it is there");
        file.set_modified(SystemTime::now() - age).expect("its time can be set");
    }

    #[test]
    fn unused_entries_are_removed() {
        let directory = tempfile::tempdir().expect("a folder");
        let cache = cache(directory.path().join("cache"), 1);
        cache.prepare().expect("it is made");
        let (old, new) = (format!("ab/{}", "0".repeat(62)), format!("ab/{}", "1".repeat(62)));
        for (name, age) in [
            (&*old, MAX_ENTRY_AGE + DAY),
            (&*new, MAX_ENTRY_AGE / 2),
            ("ab/notes", MAX_ENTRY_AGE + DAY),
            ("cd.md", MAX_ENTRY_AGE + DAY),
        ] {
            write_aged(&cache.directory.join(name), age);
        }
        cache.prepare().expect("it was tidied up today");
        assert!(cache.directory.join(&old).exists());
        write_aged(&cache.directory.join("tidied"), 2 * DAY);
        write_aged(&cache.directory.join(".bylint-0123456789.tmp"), Duration::ZERO);
        cache.prepare().expect("it is tidied up");
        assert_eq!(names(&cache.directory), [".gitignore", "CACHEDIR.TAG", "ab", "cd.md", "tidied"]);
        assert_eq!(names(&cache.directory.join("ab")), ["1".repeat(62), "notes".to_owned()]);
    }

    #[test]
    fn directory_with_other_files_is_left_alone() {
        let directory = tempfile::tempdir().expect("a folder");
        fs::write(directory.path().join("story.md"), "News.").expect("a file");
        assert!(cache(directory.path().to_owned(), 1).prepare().is_err());
        assert_eq!(names(directory.path()), ["story.md"]);
    }

    #[test]
    fn entry_is_loaded_only_with_its_own_secret() {
        let directory = tempfile::tempdir().expect("a folder");
        let [own, other] = [1, 2].map(|secret| cache(directory.path().join("cache"), secret));
        let [name, second] = ["ab", "cd"].map(|start| format!("{start}{}", "0".repeat(62)));
        own.prepare().expect("it is made");
        own.store(&name, b"all is well").expect("it is kept");
        let path = own.directory.join("ab").join(&name[2..]);
        write_aged(&path.with_extension("x"), MAX_ENTRY_AGE);
        File::options()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_modified(own.now - MAX_ENTRY_AGE))
            .expect("its time");
        assert_eq!(own.load(&name).as_deref(), Some(&b"all is well"[..]));
        let then = fs::metadata(&path).and_then(|file| file.modified()).expect("it has a time");
        assert!(then.elapsed().is_ok_and(|age| age < DAY), "what is used stays");
        assert_eq!(other.load(&name), None);
        assert_eq!(other.warnings.foreign_entries.load(Ordering::Relaxed), 1);
        // The outcome of one draft is not valid for another.
        fs::create_dir(own.directory.join("cd")).expect("a folder");
        fs::copy(&path, own.directory.join("cd").join(&second[2..])).expect("a copy");
        assert_eq!(own.load(&second), None);
        let mut forged = fs::read(&path).expect("it is there");
        *forged.last_mut().expect("it says something") ^= 1;
        fs::write(&path, forged).expect("it is written");
        assert_eq!(own.load(&name), None);
        fs::write(&path, "").expect("it is written");
        assert_eq!(own.load(&name), None);
    }
}
