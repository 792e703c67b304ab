//! The input of a linter: a draft.

use crate::document::Format;

/// A news draft: its name, its bytes and its format.
///
/// ```
/// let draft = bylint::Draft::markdown("desk/story.md", "The bridge is closed, *sources* said.\n");
/// assert_eq!(draft.name(), "desk/story.md");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    name: String,
    bytes: Vec<u8>,
    format: Format,
}

impl Draft {
    /// A draft in Markdown with tables, footnotes, HTML and shortcodes. `name` is its path relative to the directory of the
    /// configuration; the `paths` of overrides match against it. `a/../b.md` counts as `b.md`. No `paths` match an absolute path
    /// or a draft outside that directory, such as `../b.md`.
    #[must_use]
    pub fn markdown(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(name, bytes, Format::Markdown)
    }

    /// A draft in plain text, with blank lines between its paragraphs.
    #[must_use]
    pub fn plain_text(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(name, bytes, Format::Plain)
    }

    /// A draft in Markdown with JSX.
    #[must_use]
    pub fn mdx(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(name, bytes, Format::Mdx)
    }

    fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>, format: Format) -> Self {
        Self { name: name.into(), bytes: bytes.into(), format }
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the bytes: UTF-8, or UTF-16 with a byte order mark.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn with_bytes(&self, bytes: Vec<u8>) -> Self {
        Self { name: self.name.clone(), bytes, format: self.format }
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }
}
