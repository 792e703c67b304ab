//! Converts between `file:` URIs and paths. Opens no files.

use crate::text::push_encoded_path;
use std::path::{Path, PathBuf};

/// The path of a `file:` URI; `None` for other URIs, such as those of a buffer without a file.
#[must_use]
pub fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let mut bytes = Vec::with_capacity(rest.len());
    let mut remaining = rest.as_bytes().iter();
    while let Some(&byte) = remaining.next() {
        let digits = remaining.as_slice().get(..2).filter(|two| two.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.and_then(|two| std::str::from_utf8(two).ok());
        match digits.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| byte == b'%') {
            Some(decoded) => {
                bytes.push(decoded);
                remaining.nth(1);
            }
            None => bytes.push(byte),
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    // On Windows, `/c:/drafts` is `c:/drafts`.
    let drive = text.as_bytes().get(2) == Some(&b':') && cfg!(windows);
    let text = if drive { &text[1..] } else { &text };
    text.starts_with('/').then_some(()).or(drive.then_some(()))?;
    Some(PathBuf::from(text))
}

/// The `file:` URI of a path.
#[must_use]
pub fn from_path(path: &Path) -> String {
    let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    push_encoded_path(&mut uri, &text);
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_survives_a_round_trip() {
        for text in ["/a/b.md", "/a b/ü&%.md", "/x/100%25.md", "/q?#.md"] {
            assert_eq!(path(&from_path(Path::new(text))), Some(PathBuf::from(text)), "{text}");
        }
        assert_eq!(from_path(Path::new("/a b/ü.md")), "file:///a%20b/%C3%BC.md");
    }

    #[test]
    fn other_uris_have_no_path() {
        for uri in ["untitled:Untitled-1", "file:", "", "file:///%FF", "https://example.org/a.md"] {
            assert_eq!(path(uri), None, "{uri}");
        }
        assert_eq!(path("file:///a%2"), Some(PathBuf::from("/a%2")));
    }
}
