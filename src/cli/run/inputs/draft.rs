//! A draft as an input: where it is, how to read its bytes, and an estimate of the memory that it needs.

use crate::cli::config::paths::{at_most, format_of, is_repo_doc, to_slash};
use bylint::document::Format;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Default limit on the size of a draft, in megabytes.
pub(crate) const LARGEST: u16 = 128;

/// A draft that has not been read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftInput {
    pub(crate) place: InputPlace,
    /// Whether the command line names the draft. No glob excludes a named draft.
    pub(crate) named: bool,
    /// Limit on its size, in megabytes.
    pub(crate) largest: u16,
}

/// The location of a draft. Reports are sorted by it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum InputPlace {
    /// Standard input, and the path of `--stdin-filename`.
    Stdin(Option<PathBuf>),
    File(PathBuf),
}

/// Estimated memory for reading a draft, as a multiple of its size.
const TIMES: u64 = 12;

/// Estimated further bytes for each mark that ends a sentence or a line, or may be markup. Texts with many such marks
/// have more findings.
const MARK: u64 = 250;

/// Size of a draft in bytes above which its marks are counted before it is read.
const LONG: u64 = 1 << 15;

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'>' | b'<' | b'[' | b']' | b'*' | b'_' | b'&' | b'`')
}

/// Counts the marks in the first `size` bytes of a file.
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

/// Reads the bytes of a draft.
///
/// # Errors
/// If the draft cannot be read, or is larger than its limit. At most one byte more than the limit is read.
pub(crate) fn read(draft: &DraftInput) -> io::Result<Vec<u8>> {
    let most = draft.most();
    let bytes = match &draft.place {
        InputPlace::Stdin(_) => at_most(most, 0, io::stdin().lock())?,
        InputPlace::File(path) => {
            let file = File::open(path)?;
            let size = file.metadata()?.len();
            if size > most { None } else { at_most(most, size, file)? }
        }
    };
    let too_large = || format!("larger than {} MB; --max-file-size sets another limit", draft.largest);
    bytes.ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, too_large()))
}

impl DraftInput {
    /// A file that the command line names.
    pub(crate) fn named(path: &Path) -> Self {
        Self { place: InputPlace::File(path.to_owned()), named: true, largest: LARGEST }
    }

    /// A file that an editor has open; `None` for project files and settings, which are not drafts.
    pub(crate) fn open(path: &Path) -> Option<Self> {
        let is_other = path.file_name().is_some_and(is_repo_doc) || path.extension().is_some_and(|end| end == "toml");
        (!is_other).then(|| Self { place: InputPlace::File(path.to_owned()), named: false, largest: LARGEST })
    }

    /// Estimated memory in bytes for reading the draft; 0 if it is unknown.
    pub(crate) fn takes(&self) -> u64 {
        let InputPlace::File(path) = &self.place else { return 0 };
        match fs::metadata(path) {
            Ok(there) if there.len() <= self.most() => {
                let marks = if there.len() > LONG { marks(path, there.len()).unwrap_or(0) } else { 0 };
                there.len() * TIMES + marks * MARK
            }
            _ => 0,
        }
    }

    /// The limit on the size of the draft, in bytes.
    fn most(&self) -> u64 {
        u64::from(self.largest) * 1_000_000
    }

    /// The path of the draft; for standard input, the path of `--stdin-filename`.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.place {
            InputPlace::Stdin(path) => path.as_deref(),
            InputPlace::File(path) => Some(path),
        }
    }

    /// Whether the draft is a file and not standard input.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.place, InputPlace::File(_))
    }

    /// The name of the draft in messages: its path as given, with `/`.
    pub(crate) fn name(&self) -> String {
        self.path().map_or_else(|| "<stdin>".to_owned(), to_slash)
    }

    /// The format that the extension of the draft indicates; Markdown by default.
    pub(crate) fn format(&self) -> Format {
        self.path().map_or(Format::Markdown, format_of)
    }
}

/// A value that is equal for two paths of the same file.
pub(crate) fn same(place: &InputPlace) -> InputPlace {
    match place {
        InputPlace::Stdin(_) => InputPlace::Stdin(None),
        InputPlace::File(path) => InputPlace::File(fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_draft_takes_more_where_its_sentences_are_short() {
        let takes = |text: &str| {
            let file = tempfile::NamedTempFile::new().expect("a file can be made");
            fs::write(&file, text).expect("it can be written");
            DraftInput { place: InputPlace::File(file.path().to_owned()), named: true, largest: 1 }.takes()
        };
        let size = LONG as usize * 4;
        assert_eq!(takes(&"said ".repeat(size / 5)), size as u64 / 5 * 5 * TIMES);
        assert_eq!(takes(&"He.\n".repeat(size / 4)), size as u64 * TIMES + size as u64 / 2 * MARK);
        // A short draft is not opened twice, and a draft above the limit not at all.
        assert_eq!((takes("He.\n"), takes(&"He.\n".repeat(250_001))), (4 * TIMES, 0));
    }
}
