//! A draft as an input: where it is, how to read its bytes, and an estimate of the memory that it needs.

use crate::cli::config::paths::{format_of, is_project_file_name, read_at_most, to_slash};
use bylint::document::Format;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Default limit on the size of a draft, in megabytes.
pub(crate) const DEFAULT_MAX_MEGABYTES: u16 = 128;

/// A draft that has not been read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftInput {
    pub(crate) location: InputLocation,
    /// Whether the command line names the draft. No glob excludes a named draft.
    pub(crate) is_named: bool,
    /// Limit on its size, in megabytes.
    pub(crate) max_megabytes: u16,
}

/// The location of a draft. Reports are sorted by it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum InputLocation {
    /// Standard input, and the path of `--stdin-filename`.
    Stdin(Option<PathBuf>),
    File(PathBuf),
}

/// Estimated memory for reading a draft, as a multiple of its size.
const MEMORY_FACTOR: u64 = 12;

/// Estimated further bytes for each mark that ends a sentence or a line, or may be markup. Texts with many such marks
/// have more findings.
const BYTES_PER_MARK: u64 = 250;

/// Size of a draft in bytes above which its marks are counted before it is read.
const COUNT_MARKS_ABOVE: u64 = 1 << 15;

/// Whether a byte ends a sentence or a line, or may be markup.
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'>' | b'<' | b'[' | b']' | b'*' | b'_' | b'&' | b'`')
}

/// Counts the marks in the first `size` bytes of a file.
fn count_marks(path: &Path, size: u64) -> io::Result<u64> {
    let mut file = File::open(path)?.take(size);
    let (mut buffer, mut count) = ([0; 1 << 14], 0);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(count);
        }
        count += buffer[..read].iter().filter(|byte| is_mark(**byte)).count() as u64;
    }
}

/// Reads the bytes of a draft.
///
/// # Errors
/// If the draft cannot be read, or is larger than its limit. At most one byte more than the limit is read.
pub(crate) fn read(draft: &DraftInput) -> io::Result<Vec<u8>> {
    let max_bytes = draft.max_bytes();
    let bytes = match &draft.location {
        InputLocation::Stdin(_) => read_at_most(max_bytes, 0, io::stdin().lock())?,
        InputLocation::File(path) => {
            let file = File::open(path)?;
            let size = file.metadata()?.len();
            if size > max_bytes { None } else { read_at_most(max_bytes, size, file)? }
        }
    };
    let too_large = || format!("larger than {} MB; --max-file-size sets another limit", draft.max_megabytes);
    bytes.ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, too_large()))
}

impl DraftInput {
    /// A file that the command line names.
    pub(crate) fn named(path: &Path) -> Self {
        Self { location: InputLocation::File(path.to_owned()), is_named: true, max_megabytes: DEFAULT_MAX_MEGABYTES }
    }

    /// A file that an editor has open; `None` for project files and settings, which are not drafts.
    pub(crate) fn open(path: &Path) -> Option<Self> {
        let is_not_a_draft =
            path.file_name().is_some_and(is_project_file_name) || path.extension().is_some_and(|end| end == "toml");
        (!is_not_a_draft).then(|| Self {
            location: InputLocation::File(path.to_owned()),
            is_named: false,
            max_megabytes: DEFAULT_MAX_MEGABYTES,
        })
    }

    /// Estimated memory in bytes for reading the draft; 0 if it is unknown.
    pub(crate) fn estimated_bytes(&self) -> u64 {
        let InputLocation::File(path) = &self.location else { return 0 };
        match fs::metadata(path) {
            Ok(metadata) if metadata.len() <= self.max_bytes() => {
                let marks =
                    if metadata.len() > COUNT_MARKS_ABOVE { count_marks(path, metadata.len()).unwrap_or(0) } else { 0 };
                metadata.len() * MEMORY_FACTOR + marks * BYTES_PER_MARK
            }
            _ => 0,
        }
    }

    /// The limit on the size of the draft, in bytes.
    fn max_bytes(&self) -> u64 {
        u64::from(self.max_megabytes) * 1_000_000
    }

    /// The path of the draft; for standard input, the path of `--stdin-filename`.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.location {
            InputLocation::Stdin(path) => path.as_deref(),
            InputLocation::File(path) => Some(path),
        }
    }

    /// Whether the draft is a file and not standard input.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.location, InputLocation::File(_))
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
pub(crate) fn file_identity(location: &InputLocation) -> InputLocation {
    match location {
        InputLocation::Stdin(_) => InputLocation::Stdin(None),
        InputLocation::File(path) => InputLocation::File(fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_sentences_raise_the_estimate_of_long_drafts() {
        let estimate = |text: &str| {
            let file = tempfile::NamedTempFile::new().expect("a file can be made");
            fs::write(&file, text).expect("it can be written");
            DraftInput { location: InputLocation::File(file.path().to_owned()), is_named: true, max_megabytes: 1 }
                .estimated_bytes()
        };
        let size = COUNT_MARKS_ABOVE as usize * 4;
        assert_eq!(estimate(&"said ".repeat(size / 5)), size as u64 / 5 * 5 * MEMORY_FACTOR);
        assert_eq!(estimate(&"He.\n".repeat(size / 4)), size as u64 * MEMORY_FACTOR + size as u64 / 2 * BYTES_PER_MARK);
        // A short draft is not opened twice, and a draft above the limit not at all.
        assert_eq!((estimate("He.\n"), estimate(&"He.\n".repeat(250_001))), (4 * MEMORY_FACTOR, 0));
    }
}
