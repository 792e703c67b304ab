//! A draft that is there to be read: where it is, its bytes, and about how much memory it takes.

use crate::cli::config::paths::{at_most, format_of, is_repo_doc, to_slash};
use bylint::document::Format;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Larger files are not drafts if nobody says otherwise, in megabytes.
pub(crate) const LARGEST: u16 = 128;

/// A draft that is there to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftInput {
    pub(crate) place: InputPlace,
    /// Whether it was asked for by itself, so that no pattern leaves it out.
    pub(crate) named: bool,
    /// Above how many megabytes it is none.
    pub(crate) largest: u16,
}

/// Where a draft is; the order is the order of reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum InputPlace {
    /// Standard input, and the path it is said to have.
    Stdin(Option<PathBuf>),
    File(PathBuf),
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
    /// A file that is named on the command line.
    pub(crate) fn named(path: &Path) -> Self {
        Self { place: InputPlace::File(path.to_owned()), named: true, largest: LARGEST }
    }

    /// A file that an editor has open; `None` for a paper of the repository and for settings, which are no drafts.
    pub(crate) fn open(path: &Path) -> Option<Self> {
        let is_other = path.file_name().is_some_and(is_repo_doc) || path.extension().is_some_and(|end| end == "toml");
        (!is_other).then(|| Self { place: InputPlace::File(path.to_owned()), named: false, largest: LARGEST })
    }

    /// About how many bytes of memory it takes while it is read, by the file as it stands in its folder; none where that cannot be told
    /// before.
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

    /// How many bytes it may have.
    fn most(&self) -> u64 {
        u64::from(self.largest) * 1_000_000
    }

    /// Where it is, or is said to be.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.place {
            InputPlace::Stdin(path) => path.as_deref(),
            InputPlace::File(path) => Some(path),
        }
    }

    /// Whether it is a file by itself, not what comes on standard input.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.place, InputPlace::File(_))
    }

    /// How messages call it: as reached from the argument, with `/`.
    pub(crate) fn name(&self) -> String {
        self.path().map_or_else(|| "<stdin>".to_owned(), to_slash)
    }

    /// How it is read; Markdown where the ending says nothing.
    pub(crate) fn format(&self) -> Format {
        self.path().map_or(Format::Markdown, format_of)
    }
}

/// What two names of one file have in common.
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
        // What is short is not opened twice, what is too large to be a draft not once.
        assert_eq!((takes("He.\n"), takes(&"He.\n".repeat(250_001))), (4 * TIMES, 0));
    }
}
