//! A draft as it is given to a linter.

use crate::document::Format;

/// A news draft: its name, its bytes and the format they are read as.
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
    /// A draft in Markdown with tables, footnotes, HTML and shortcodes. `name` is its path from the directory of the
    /// configuration, which decides on overrides for paths.
    #[must_use]
    pub fn markdown(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(name, bytes, Format::Markdown)
    }

    /// A draft of plain paragraphs between blank lines.
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

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its bytes: UTF-8, or UTF-16 with a byte order mark.
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
