//! Recognizes drafts and configurations by their names, formats paths for messages, and reads settings files.

use anyhow::Context as _;
use bylint::document::Format;
use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The name of a new configuration.
pub(crate) const NAME: &str = "bylint.toml";

/// The names of configurations. A directory may have only one of these files.
pub(crate) const NAMES: [&str; 2] = [NAME, ".bylint.toml"];

/// The configuration of a directory. A link or a pipe counts, too: a file that cannot be read is an error, not a
/// missing configuration.
pub(crate) fn configuration(directory: &Path) -> Option<PathBuf> {
    NAMES.iter().map(|name| directory.join(name)).find(|path| fs::symlink_metadata(path).is_ok())
}

/// Limit on the size of configurations, dictionaries, rules and baselines, in bytes.
pub(crate) const MAX_SETTING_BYTES: u64 = 64 << 20;

/// Extensions of drafts that are found in directories.
pub(crate) const DRAFT_EXTENSIONS: [&str; 4] = ["md", "markdown", "mdx", "txt"];

/// Extensions of word processors' documents.
pub(crate) const DOCUMENT_EXTENSIONS: [&str; 5] = ["doc", "docx", "odt", "pages", "rtf"];

/// Beginnings of the names of project files, which are not drafts.
pub(crate) const PROJECT_FILE_PREFIXES: [&str; 9] =
    ["README", "CONTRIBUTING", "LICENSE", "LICENCE", "CHANGELOG", "CODE_OF_CONDUCT", "SECURITY", "AUTHORS", "NOTICE"];

/// Limit on the drafts that a note names.
const MAX_LISTED_NAMES: usize = 10;

/// Reads a file with settings.
///
/// # Errors
/// If it cannot be read, is not a file (a pipe would block, a device never ends), or is too large.
pub(crate) fn read_setting(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, "larger than 64 MiB, the limit for settings files");
    read_at_most(MAX_SETTING_BYTES, metadata.len(), File::open(path)?)?.ok_or_else(too_large)
}

/// Reads a whole stream; `None` if it has more than `max_bytes` bytes. `size` is the expected size; the actual size may differ.
/// Allocates one byte more than the smaller of `size` and `max_bytes`, so that the end is found without growing the buffer.
pub(crate) fn read_at_most(max_bytes: u64, size: u64, from: impl io::Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    // If there is not enough memory, reading fails later with a better error.
    let _ = bytes.try_reserve_exact(size.min(max_bytes) as usize + 1);
    from.take(max_bytes + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= max_bytes).then_some(bytes))
}

/// A path as text, with `/` on every system.
pub(crate) fn to_slash(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The canonical path of a directory.
pub(crate) fn canonical(directory: &Path) -> anyhow::Result<PathBuf> {
    let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
    fs::canonicalize(directory).with_context(|| to_slash(directory))
}

/// A path for messages: relative to the working directory, if the path is in it or below.
pub(crate) fn display_path(path: &Path) -> String {
    let here = env::current_dir().and_then(fs::canonicalize);
    let short = here.ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    to_slash(short.as_deref().unwrap_or(path))
}

/// The names of files for a note; `None` if there are none. A long list is shortened.
pub(crate) fn list_names(paths: &[PathBuf]) -> Option<String> {
    let names: Vec<String> = paths.iter().take(MAX_LISTED_NAMES).map(|path| display_path(path)).collect();
    match paths.len() {
        0 => None,
        1..=MAX_LISTED_NAMES => Some(names.join(", ")),
        count => Some(format!("{}, … ({count} in all)", names.join(", "))),
    }
}

/// Whether a file with this name is a draft when it is found in a directory.
pub(crate) fn is_draft_name(path: &Path) -> bool {
    has_draft_extension(path) && !path.file_name().is_some_and(is_project_file_name)
}

/// Whether a file has the extension of a draft but is a project file, such as README.md.
pub(crate) fn is_project_file(path: &Path) -> bool {
    has_draft_extension(path) && path.file_name().is_some_and(is_project_file_name)
}

/// Whether a file is a word processor's document by its name. Word's lock files (`~$story.docx`) are not.
pub(crate) fn is_document_name(path: &Path) -> bool {
    let is_lock = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"~$"));
    has_extension(path, &DOCUMENT_EXTENSIONS) && !is_lock
}

/// Whether a file has the extension of a draft.
pub(crate) fn has_draft_extension(path: &Path) -> bool {
    has_extension(path, &DRAFT_EXTENSIONS)
}

/// Whether a file has one of these extensions, in any case.
pub(crate) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    extensions.iter().any(|other| extension.eq_ignore_ascii_case(other))
}

/// Whether a file name is that of a project file. In capitals, the beginning of the name is enough: `README.de.md`,
/// `LICENSE-MIT.txt`. In lower case, the whole stem must match: `readme.md`. A draft may be about security, licences or
/// notices, but its name is not in capitals.
pub(crate) fn is_project_file_name(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let stem = name.split('.').next().unwrap_or_default();
    PROJECT_FILE_PREFIXES.iter().any(|prefix| name.starts_with(prefix) || stem.eq_ignore_ascii_case(prefix))
}

/// The format that the extension of a file indicates; Markdown by default.
pub(crate) fn format_of(path: &Path) -> Format {
    match path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase).as_deref() {
        Some("mdx") => Format::Mdx,
        Some("txt") => Format::Plain,
        _ => Format::Markdown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expected_size_does_not_limit_reading() {
        for expected_size in [0, 3, 8, 9, 100, u64::MAX / 2] {
            assert_eq!(
                read_at_most(8, expected_size, &b"8 bytes."[..]).ok().flatten().as_deref(),
                Some(&b"8 bytes."[..]),
                "{expected_size}"
            );
            assert_eq!(read_at_most(7, expected_size, &b"8 bytes."[..]).ok(), Some(None), "{expected_size}");
        }
    }

    #[test]
    fn project_files_are_distinguished_from_drafts() {
        for name in ["README.md", "README.de.md", "readme.md", "LICENSE-MIT.txt", "Changelog.md", "CODE_OF_CONDUCT.md"]
        {
            assert!(is_project_file_name(OsStr::new(name)), "{name}");
        }
        for name in ["security-council-votes.md", "license-plates.md", "noticed.md", "Authors-guild-sues.md", "news.md"]
        {
            assert!(!is_project_file_name(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn format_depends_on_extension() {
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
