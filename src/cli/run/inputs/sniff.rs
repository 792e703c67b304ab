//! Recognizes files that are not drafts, by their first bytes or, for data that is text, by their syntax.

use super::draft::DraftInput;
use serde::de::IgnoredAny;
use std::ffi::OsStr;
use std::path::Path;

/// A file that was not read because it is not a draft: what it is, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.advice("check"))]
pub(crate) struct NotADraft {
    pub(crate) kind: String,
    instead: String,
    /// A command that prints the file as text.
    converter: Option<String>,
}

impl NotADraft {
    /// The message that says what the file is and what to do, for a user of this command.
    pub(crate) fn advice(&self, command: &str) -> String {
        let Self { kind, instead, converter } = self;
        match converter {
            Some(converter) => format!("{kind}: {instead}, or run `{converter} | bylint {command} -`"),
            None => format!("{kind}: {instead}"),
        }
    }
}

/// The advice about documents: bylint reads Markdown best, and most programs can save it.
const SAVE_AS_TEXT: &str = "save it as Markdown or text";

/// Recognizes a file that is not a draft; `None` if it may be a draft.
pub(crate) fn not_a_draft(draft: &DraftInput, bytes: &[u8]) -> Option<NotADraft> {
    let extension =
        draft.path().and_then(Path::extension).and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    let document = document_kind(&extension, bytes);
    let data = if document.is_none() { data_kind(&extension, bytes) } else { None };
    if document.is_none() && data.is_none() {
        return None;
    }
    let advice = |kind: &str, instead: &str, converter| {
        Some(NotADraft { kind: kind.to_owned(), instead: instead.to_owned(), converter })
    };
    let without_converter = |kind: &str, instead: &str| advice(kind, instead, None);
    let with_converter = |kind: &str, converter: String| advice(kind, SAVE_AS_TEXT, Some(converter));
    // Users may copy the command, so it must not contain a name that a shell would interpret.
    let is_plain = |name: &String| name.chars().all(|c| c.is_ascii_alphanumeric() || "._/-".contains(c));
    let shell_name = Some(draft.name()).filter(|name| is_plain(name) && !name.starts_with('-'));
    let shell_name = shell_name.unwrap_or_else(|| "FILE".to_owned());
    match document {
        Some(DocumentKind::Word) => with_converter("a Word document", format!("pandoc -t gfm {shell_name}")),
        Some(DocumentKind::OldWord) => without_converter("an old Word document", SAVE_AS_TEXT),
        Some(DocumentKind::Odt) => with_converter("an OpenDocument text", format!("pandoc -t gfm {shell_name}")),
        Some(DocumentKind::Rtf) => with_converter("a rich text document", format!("pandoc -t gfm {shell_name}")),
        Some(DocumentKind::Pdf) => with_converter("a PDF", format!("pdftotext {shell_name} -")),
        Some(DocumentKind::Other(kind)) => without_converter(kind, "bylint reads Markdown and plain text"),
        None => {
            data.and_then(|kind| without_converter(kind, "bylint reads Markdown and plain text, one story per file"))
        }
    }
}

/// A kind of binary file.
enum DocumentKind {
    Word,
    OldWord,
    Odt,
    Rtf,
    Pdf,
    Other(&'static str),
}

/// Recognizes a document or another binary file by its signature.
fn document_kind(extension: &str, bytes: &[u8]) -> Option<DocumentKind> {
    if bytes.starts_with(b"%PDF-") {
        return Some(DocumentKind::Pdf);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some(DocumentKind::Rtf);
    }
    // Text may begin like the signature of another format: “BM” begins a bitmap image, and also “BMW”. UTF-16 and UTF-32
    // begin with a byte order mark.
    if [&b"\xff\xfe"[..], b"\xfe\xff", b"\0\0\xfe\xff"].iter().any(|mark| bytes.starts_with(mark)) {
        return None;
    }
    let start = &bytes[..bytes.len().min(TEXT_CHECK_BYTES)];
    if !start.contains(&0) && std::str::from_utf8(start).map_or_else(|error| error.error_len().is_none(), |_| true) {
        return None;
    }
    let found = infer::get(bytes)?;
    Some(match (found.extension(), found.matcher_type()) {
        ("docx", _) => DocumentKind::Word,
        ("odt", _) => DocumentKind::Odt,
        ("zip", _) if extension == "docx" => DocumentKind::Word,
        ("zip", _) if extension == "odt" => DocumentKind::Odt,
        ("doc" | "xls" | "ppt" | "msi", _) if extension == "doc" => DocumentKind::OldWord,
        ("doc", _) => DocumentKind::OldWord,
        (_, infer::MatcherType::Image) => DocumentKind::Other("an image"),
        (_, infer::MatcherType::Audio) => DocumentKind::Other("an audio file"),
        (_, infer::MatcherType::Video) => DocumentKind::Other("a video"),
        (_, infer::MatcherType::Archive) => DocumentKind::Other("an archive"),
        (_, infer::MatcherType::Font) => DocumentKind::Other("a font"),
        (_, infer::MatcherType::App) => DocumentKind::Other("a program"),
        (_, infer::MatcherType::Text) => return None,
        _ => DocumentKind::Other("a binary file"),
    })
}

/// Number of bytes at the start of a file that are checked for text.
const TEXT_CHECK_BYTES: usize = 512;

/// Recognizes feeds and data, which are text but not drafts.
fn data_kind(extension: &str, bytes: &[u8]) -> Option<&'static str> {
    if matches!(extension, "csv" | "tsv") {
        return Some("a table");
    }
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii();
    if text.starts_with(b"<") {
        return feed_kind(text);
    }
    let is_json = || serde_json::from_slice::<IgnoredAny>(text).is_ok();
    let is_json_lines = || {
        let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
        lines.all(|line| line.starts_with(b"{") && serde_json::from_slice::<IgnoredAny>(line).is_ok())
    };
    let may_be_json = text.starts_with(b"{") || text.starts_with(b"[");
    (may_be_json && (is_json() || is_json_lines())).then_some("JSON")
}

/// Recognizes RSS and Atom by their first element.
fn feed_kind(text: &[u8]) -> Option<&'static str> {
    let mut rest = text;
    // Skips declarations and comments.
    while rest.starts_with(b"<?") || rest.starts_with(b"<!") {
        let end: &[u8] = if rest.starts_with(b"<!--") { b"-->" } else { b">" };
        let at = memchr::memmem::find(rest, end)?;
        rest = rest[at + end.len()..].trim_ascii_start();
    }
    let is_end = |byte: &&u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let name: Vec<u8> = rest.iter().skip(1).take_while(|byte| !is_end(byte)).copied().collect();
    match &name[..] {
        b"rss" | b"rdf:RDF" => Some("an RSS feed"),
        b"feed" => Some("an Atom feed"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn non_drafts_are_recognized_by_content() {
        let zip = b"PK\x03\x04\x14\0\0\0\0\0\0\0!\0";
        for (name, bytes, expected) in [
            (
                "a.docx",
                &zip[..],
                Some("a Word document: save it as Markdown or text, or run `pandoc -t gfm a.docx | bylint check -`"),
            ),
            (
                "a b.docx",
                zip,
                Some("a Word document: save it as Markdown or text, or run `pandoc -t gfm FILE | bylint check -`"),
            ),
            ("a.md", zip, Some("an archive: ")),
            ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", Some("an old Word document: save it")),
            (
                "a.pdf",
                b"%PDF-1.7\n",
                Some("a PDF: save it as Markdown or text, or run `pdftotext a.pdf - | bylint check -`"),
            ),
            ("a.md", b"{\\rtf1\\ansi It rained.}", Some("a rich text document: ")),
            ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some("an image: bylint reads Markdown and plain text")),
            (
                "a.xml",
                b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <feed> -->\n<rss version='2.0'/>",
                Some("an RSS feed: "),
            ),
            ("a.txt", b"<feed xmlns='http://www.w3.org/2005/Atom'/>", Some("an Atom feed: ")),
            ("a.csv", b"id,text\n1,It rained.\n", Some("a table: ")),
            ("a.txt", b"[{\"text\": \"It rained.\"}]\n", Some("JSON: ")),
            ("a.jsonl", b"{\"text\": \"It rained.\"}\n\n{\"text\": \"It snowed.\"}\n", Some("JSON: ")),
            // Drafts that begin like another format.
            ("a.md", b"BMW said it would close the plant.\n", None),
            ("a.md", b"[It rained.](https://example.com)\n", None),
            ("a.md", b"{\n  \"title\": \"Rain\"\n}\n\nIt rained.\n", None),
            ("a.md", b"<div>\n\nIt rained.\n\n</div>\n", None),
            ("a.md", b"<!-- unclosed", None),
            ("a.md", b"It rained \xff all day.\n", None),
            ("a.md", b"\xff\xfeI\0t\0", None),
            ("a.md", b"", None),
            ("a.md", b"{", None),
        ] {
            let draft = DraftInput::named(Path::new(name));
            let found = not_a_draft(&draft, bytes).map(|not| not.to_string());
            let is_expected =
                found.as_deref().zip(expected).is_some_and(|(found, expected)| found.starts_with(expected));
            assert!(is_expected || found.is_none() && expected.is_none(), "{name}: {found:?}");
        }
    }
}
