//! Which files the arguments mean, and their bytes.

use super::args::ReadingArgs;
use super::git::Repository;
use super::missed::unreadable;
use super::output::Output;
use super::sniff::not_a_draft;
use super::tree;
use super::walk::{Walk, is_left_out};
use bylint::document::Format;
use bylint::report;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Larger files are not drafts if nobody says otherwise, in megabytes.
pub(super) const LARGEST: u16 = 128;

/// Configurations, dictionaries, rules and baselines that are larger are none, in bytes.
const LARGEST_SETTING: u64 = 64 << 20;

/// Endings of drafts that are found in folders.
const ENDINGS: [&str; 4] = ["md", "markdown", "mdx", "txt"];

/// Endings of word processors' documents.
const DOCUMENTS: [&str; 5] = ["doc", "docx", "odt", "pages", "rtf"];

/// Papers of a repository, which are not drafts.
const PAPERS: [&str; 9] =
    ["README", "CONTRIBUTING", "LICENSE", "LICENCE", "CHANGELOG", "CODE_OF_CONDUCT", "SECURITY", "AUTHORS", "NOTICE"];

/// A draft that is there to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    place: Place,
    /// Whether it was asked for by itself, so that no pattern leaves it out.
    pub(super) named: bool,
    /// Above how many megabytes it is none.
    largest: u16,
}

/// Where a draft is; the order is the order of reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Place {
    /// Standard input, and the path it is said to have.
    Stdin(Option<PathBuf>),
    File(PathBuf),
}

/// What the arguments came to.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In the order of their paths, each once.
    pub(super) drafts: Vec<Draft>,
    /// What could not be read, a message each.
    pub(super) unreadable: Vec<String>,
    /// What the reader should know of the search, a message each.
    pub(super) notes: Vec<String>,
    /// What may be a mistake of whoever set it up, a message each.
    pub(super) warnings: Vec<String>,
    /// Documents of word processors that were found.
    documents: Vec<PathBuf>,
    /// The directories that were searched, each with what ignore files leave out of it, all without links.
    ignored: Vec<(PathBuf, Vec<PathBuf>)>,
    /// What the directories that were searched are called.
    searched: Vec<String>,
    /// Files in them that have a draft's ending and are none.
    project_files: usize,
    /// How many drafts were taken from it.
    taken: usize,
}

/// Drafts that a note names, at most.
const NAMED: usize = 10;

/// The drafts that a command was asked to read.
pub(super) fn asked(args: &ReadingArgs) -> Found {
    let mut found = find(&args.paths, args.stdin_filename.as_deref());
    found.drafts.iter_mut().for_each(|draft| draft.largest = args.max_file_size);
    found.warnings.extend(found.tracked_but_ignored());
    found.documents.sort();
    found.documents.dedup();
    let documents = named(&found.documents);
    found
        .notes
        .extend(documents.map(|named| format!("skipped, because bylint reads only Markdown and plain text: {named}")));
    found
}

/// Finds the drafts; without paths, those in the working folder and below.
pub(super) fn find(paths: &[PathBuf], stdin_filename: Option<&Path>) -> Found {
    let mut found = Found::default();
    if paths.is_empty() {
        found.walk(Path::new(""));
    }
    for path in paths {
        if path.as_os_str() == "-" {
            let place = Place::Stdin(stdin_filename.map(Path::to_owned));
            found.drafts.push(Draft { place, named: true, largest: LARGEST });
            continue;
        }
        // A link that a pull request brings must show nobody what lies outside, nor whether it is there.
        let there = tree::resolve(path).and_then(|_| Ok(fs::metadata(path)?.is_dir()));
        match there {
            Ok(true) => found.walk(path),
            Ok(false) => found.drafts.push(Draft::named(path)),
            Err(error) => found.unreadable.push(format!("{}: {error}", slashed(path))),
        }
    }
    if paths.len() > 1 {
        // A file that was named stays as it was named.
        found.drafts.sort_by_key(|draft| !draft.named);
        let mut seen = HashSet::new();
        found.drafts.retain(|draft| seen.insert(same(&draft.place)));
    }
    found.drafts.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

/// So many times its bytes a draft takes while it is read.
const TIMES: u64 = 12;

/// So many bytes more for each mark that ends a sentence or a line, or may be markup: where these stand close together, more is found.
const MARK: u64 = 250;

/// A draft of more bytes is looked through for such marks before it is read.
const LONG: u64 = 1 << 15;

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'>' | b'<' | b'[' | b']' | b'*' | b'_' | b'&' | b'`')
}

/// How many of them a file has in so many bytes.
fn marks(path: &Path, size: u64) -> io::Result<u64> {
    let mut file = File::open(path)?.take(size);
    let (mut piece, mut count) = ([0; 1 << 14], 0);
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(count);
        }
        count += piece[..read].iter().filter(|byte| is_mark(**byte)).count() as u64;
    }
}

/// The bytes of a draft.
///
/// # Errors
/// When it cannot be read, or is larger than drafts are; then no more of it is read than that.
pub(super) fn read(draft: &Draft) -> io::Result<Vec<u8>> {
    let most = draft.most();
    let bytes = match &draft.place {
        Place::Stdin(_) => at_most(most, 0, io::stdin().lock())?,
        Place::File(path) => {
            let file = File::open(path)?;
            let size = file.metadata()?.len();
            if size > most { None } else { at_most(most, size, file)? }
        }
    };
    let too_large = || format!("larger than {} MB; --max-file-size sets another limit", draft.largest);
    bytes.ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, too_large()))
}

/// The bytes of a draft, unless the file is something else.
///
/// # Errors
/// As [`read`]; a [`NotADraft`](super::sniff::NotADraft) for a document, an image, a feed and the like.
pub(super) fn read_draft(draft: &Draft) -> anyhow::Result<Vec<u8>> {
    let bytes = read(draft)?;
    match not_a_draft(draft, &bytes) {
        Some(not) => Err(not.into()),
        None => Ok(bytes),
    }
}

/// The bytes of a file that says what holds for drafts.
///
/// # Errors
/// When it cannot be read, is no file (a pipe would be waited for, a device never ends), or is larger than any such file.
pub(super) fn setting(path: &Path) -> io::Result<Vec<u8>> {
    let there = fs::metadata(path)?;
    if !there.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, "larger than 64 MiB, the limit for settings files");
    at_most(LARGEST_SETTING, there.len(), File::open(path)?)?.ok_or_else(too_large)
}

/// What there is to read; `None` when there is more. Room is made for the size that it is said to have, and a byte more, so that its end
/// is seen without a further reading. It may be larger by then, or smaller.
fn at_most(most: u64, size: u64, from: impl io::Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    // Where there is no room for so much, reading tells how much there is.
    let _ = bytes.try_reserve_exact(size.min(most) as usize + 1);
    from.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// Refuses to write a report over one of the drafts that are read.
///
/// # Errors
/// If `output` is one of them. A `.txt` in a directory may be the report of the last run.
pub(super) fn refuse_draft<'d>(output: Option<&Path>, drafts: impl Iterator<Item = &'d Draft>) -> anyhow::Result<()> {
    let Some((output, target)) = output.and_then(|path| Some((path, fs::canonicalize(path).ok()?))) else {
        return Ok(());
    };
    let may_be_report = |draft: &Draft, path: &Path| !draft.named && path.extension().is_some_and(|end| end == "txt");
    let is_target = |draft: &Draft| {
        let path = draft.path().filter(|path| draft.is_file() && !may_be_report(draft, path));
        path.is_some_and(|path| {
            path.file_name() == target.file_name() && fs::canonicalize(path).is_ok_and(|path| path == target)
        })
    };
    let mut drafts = drafts;
    anyhow::ensure!(!drafts.any(is_target), "--output {} would overwrite a draft: name another file", slashed(output));
    Ok(())
}

/// A path as text, with `/` on every system.
pub(super) fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

impl Draft {
    /// A file that is named on the command line.
    pub(super) fn named(path: &Path) -> Self {
        Self { place: Place::File(path.to_owned()), named: true, largest: LARGEST }
    }

    /// A file that an editor has open; `None` for a paper of the repository and for settings, which are no drafts.
    pub(super) fn open(path: &Path) -> Option<Self> {
        let is_other = path.file_name().is_some_and(is_paper) || path.extension().is_some_and(|end| end == "toml");
        (!is_other).then(|| Self { place: Place::File(path.to_owned()), named: false, largest: LARGEST })
    }

    /// About how many bytes of memory it takes while it is read, by the file as it stands in its folder; none where that cannot be told
    /// before.
    pub(super) fn takes(&self) -> u64 {
        let Place::File(path) = &self.place else { return 0 };
        match fs::metadata(path) {
            Ok(there) if there.len() <= self.most() => {
                let marks = if there.len() > LONG { marks(path, there.len()).unwrap_or(0) } else { 0 };
                there.len() * TIMES + marks * MARK
            }
            _ => 0,
        }
    }

    /// How many bytes it may have.
    fn most(&self) -> u64 {
        u64::from(self.largest) * 1_000_000
    }

    /// Where it is, or is said to be.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Stdin(path) => path.as_deref(),
            Place::File(path) => Some(path),
        }
    }

    /// Whether it is a file by itself, not what comes on standard input.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.place, Place::File(_))
    }

    /// How messages call it: as reached from the argument, with `/`.
    pub(super) fn name(&self) -> String {
        self.path().map_or_else(|| "<stdin>".to_owned(), slashed)
    }

    /// How it is read; Markdown where the ending says nothing.
    pub(super) fn format(&self) -> Format {
        self.path().map_or(Format::Markdown, format_of)
    }
}

impl Found {
    /// As if the drafts that were named had been found in a folder.
    pub(super) fn unnamed(mut self) -> Self {
        self.drafts.retain(|draft| !draft.path().and_then(Path::file_name).is_some_and(is_paper));
        self.drafts.iter_mut().for_each(|draft| draft.named = false);
        self
    }

    /// The directories that were searched, without links.
    pub(super) fn directories(&self) -> Vec<PathBuf> {
        self.ignored.iter().map(|(directory, _)| directory.clone()).collect()
    }

    /// Takes the drafts that were found.
    pub(super) fn take(&mut self) -> Vec<Draft> {
        let drafts = std::mem::take(&mut self.drafts);
        self.taken = drafts.len();
        drafts
    }

    /// Says on standard error what could not be read and what was left out; and that nothing is left to read, unless `left`,
    /// the number of drafts that settings left, is not for the reader to know.
    pub(super) fn complain(&self, left: Option<usize>, output: &mut Output) -> anyhow::Result<()> {
        self.unreadable.iter().try_for_each(|message| output.complain(&unreadable(message)))?;
        self.notes.iter().try_for_each(|note| output.complain(&format!("note: {}\n", report::path(note))))?;
        self.warnings
            .iter()
            .try_for_each(|warning| output.complain(&format!("warning: {}\n", report::path(warning))))?;
        if left == Some(0) && self.unreadable.is_empty() && !self.searched.is_empty() {
            output.complain(&format!("warning: {}\n", report::path(&self.nothing_found())))?;
        }
        Ok(())
    }

    /// What was looked for and what was left out.
    fn nothing_found(&self) -> String {
        let ignored: usize = self.ignored.iter().map(|(_, ignored)| ignored.len()).sum();
        let project_files =
            if self.project_files == 1 { "project file such as README.md" } else { "project files such as README.md" };
        let left_out = [
            (self.taken, "excluded by bylint.toml"),
            (ignored, "ignored by .gitignore or .ignore"),
            (self.project_files, project_files),
        ];
        let left_out = left_out.iter().filter(|(count, _)| *count > 0);
        let left_out: Vec<String> = left_out.map(|(count, why)| format!("{count} {why}")).collect();
        let left_out = if left_out.is_empty() { String::new() } else { format!("; skipped: {}", left_out.join(", ")) };
        let (searched, endings) = (self.searched.join(", "), ENDINGS.join(", ."));
        format!("no drafts in {searched}: searched for .{endings} files{left_out}")
    }

    fn walk(&mut self, folder: &Path) {
        let shown = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        self.searched.push(slashed(shown));
        let real = match tree::resolve(folder) {
            Ok(real) => real,
            Err(error) => return self.unreadable.push(format!("{}: {error}", slashed(folder))),
        };
        let walk = Walk::of(folder, real.clone());
        let draft = |path| Draft { place: Place::File(path), named: false, largest: LARGEST };
        self.drafts.extend(walk.drafts.into_iter().map(draft));
        self.unreadable.extend(walk.unreadable);
        self.warnings.extend(walk.notes);
        self.documents.extend(walk.documents);
        self.project_files += walk.project_files;
        self.ignored.push((real, walk.ignored));
    }

    /// Names the drafts that git keeps although an ignore file leaves them out: a pull request could hide its own.
    fn tracked_but_ignored(&self) -> Vec<String> {
        let (mut notes, mut hidden) = (Vec::new(), Vec::new());
        for (folder, ignored) in self.ignored.iter().filter(|(_, ignored)| !ignored.is_empty()) {
            let ignored: HashSet<&Path> = ignored.iter().map(PathBuf::as_path).collect();
            // Without a repository nothing is tracked, and a directory that is only called `.git` is none.
            let keeps = |top: &&Path| {
                let directory = tree::git_directory(top);
                ["objects", "commondir"].iter().any(|part| directory.join(part).exists())
            };
            let tracked = tree::repository(folder).filter(keeps).map(|_| Repository::of(folder)?.tracked(folder));
            let tracked = tracked.transpose().unwrap_or_else(|error| {
                notes.push(format!("cannot find out whether git tracks drafts that ignore files hide: {error:#}"));
                None
            });
            hidden.extend(tracked.unwrap_or_default().into_iter().filter(|path| {
                let below = path.strip_prefix(folder).unwrap_or(path);
                is_draft_name(path)
                    && !is_left_out(below)
                    && path.ancestors().any(|path| ignored.contains(path))
                    && fs::symlink_metadata(path).is_ok_and(|there| there.is_file())
            }));
        }
        hidden.sort();
        hidden.dedup();
        notes.dedup();
        let named = named(&hidden);
        notes.extend(
            named.map(|named| {
                format!("not checked, because an ignore file hides them, although git tracks them: {named}")
            }),
        );
        notes
    }
}

/// How many files there are and their names, as far as a note has room for them; `None` when there are none.
pub(super) fn named(paths: &[PathBuf]) -> Option<String> {
    let names: Vec<String> = paths.iter().take(NAMED).map(|path| super::settings::shown(path)).collect();
    match paths.len() {
        0 => None,
        1..=NAMED => Some(names.join(", ")),
        count => Some(format!("{}, … ({count} in all)", names.join(", "))),
    }
}

/// Whether a file that is called this is taken for a draft where it is found.
pub(super) fn is_draft_name(path: &Path) -> bool {
    has_ending(path) && !path.file_name().is_some_and(is_paper)
}

/// Whether a file has the ending of a draft and is none: README.md.
pub(super) fn is_project_file(path: &Path) -> bool {
    has_ending(path) && path.file_name().is_some_and(is_paper)
}

/// Whether a file is a document of a word processor by its name. Word's own lock files (`~$story.docx`) are none.
pub(super) fn is_document_name(path: &Path) -> bool {
    let is_lock = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"~$"));
    ends_with(path, &DOCUMENTS) && !is_lock
}

fn has_ending(path: &Path) -> bool {
    ends_with(path, &ENDINGS)
}

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// `README.de.md` and `LICENSE-MIT.txt` by their capitals, `readme.md` by its whole name: a draft may be about security,
/// licences and notices, but its name is not in capitals.
fn is_paper(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let stem = name.split('.').next().unwrap_or_default();
    PAPERS.iter().any(|paper| name.starts_with(paper) || stem.eq_ignore_ascii_case(paper))
}

fn format_of(path: &Path) -> Format {
    match path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase).as_deref() {
        Some("mdx") => Format::Mdx,
        Some("txt") => Format::Plain,
        _ => Format::Markdown,
    }
}

/// What two names of one file have in common.
fn same(place: &Place) -> Place {
    match place {
        Place::Stdin(_) => Place::Stdin(None),
        Place::File(path) => Place::File(fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_whatever_size_it_says_it_has() {
        for said in [0, 3, 8, 9, 100, u64::MAX / 2] {
            assert_eq!(at_most(8, said, &b"8 bytes."[..]).ok().flatten().as_deref(), Some(&b"8 bytes."[..]), "{said}");
            assert_eq!(at_most(7, said, &b"8 bytes."[..]).ok(), Some(None), "{said}");
        }
    }

    #[test]
    fn a_long_draft_takes_more_where_its_sentences_are_short() {
        let takes = |text: &str| {
            let file = tempfile::NamedTempFile::new().expect("a file can be made");
            fs::write(&file, text).expect("it can be written");
            Draft { place: Place::File(file.path().to_owned()), named: true, largest: 1 }.takes()
        };
        let size = LONG as usize * 4;
        assert_eq!(takes(&"said ".repeat(size / 5)), size as u64 / 5 * 5 * TIMES);
        assert_eq!(takes(&"He.\n".repeat(size / 4)), size as u64 * TIMES + size as u64 / 2 * MARK);
        // What is short is not opened twice, what is too large to be a draft not once.
        assert_eq!((takes("He.\n"), takes(&"He.\n".repeat(250_001))), (4 * TIMES, 0));
    }

    #[test]
    fn papers_are_told_from_drafts() {
        for name in ["README.md", "README.de.md", "readme.md", "LICENSE-MIT.txt", "Changelog.md", "CODE_OF_CONDUCT.md"]
        {
            assert!(is_paper(OsStr::new(name)), "{name}");
        }
        for name in ["security-council-votes.md", "license-plates.md", "noticed.md", "Authors-guild-sues.md", "news.md"]
        {
            assert!(!is_paper(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn a_file_is_read_as_its_ending_says() {
        for (name, format) in [
            ("a.md", Format::Markdown),
            ("a.MDX", Format::Mdx),
            ("a.txt", Format::Plain),
            ("a", Format::Markdown),
            ("a.docx", Format::Markdown),
        ] {
            assert_eq!(format_of(Path::new(name)), format, "{name}");
        }
    }
}
