//! Faults of a `bylint.toml`, and parsing its text as a table.

use crate::text::Span;
use std::borrow::Cow;
use toml::de::DeTable;

/// A fault in a `bylint.toml`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConfigError {
    /// The place, in bytes of the file.
    pub span: Span,
    /// What is wrong, and what was probably meant.
    pub message: String,
}

/// Parses a text as a TOML table and calls `work` with it; `None` if the text is not valid TOML.
pub(super) fn with_table<T>(text: &str, work: impl FnOnce(&DeTable<'_>) -> T) -> Option<T> {
    let text = blank_byte_order_mark(text);
    DeTable::parse(&text).ok().map(|table| work(table.get_ref()))
}

/// Replaces a byte order mark, which Notepad writes, by three spaces. All places stay the same.
pub(super) fn blank_byte_order_mark(text: &str) -> Cow<'_, str> {
    text.strip_prefix('\u{feff}').map_or(Cow::Borrowed(text), |rest| Cow::Owned(format!("   {rest}")))
}
