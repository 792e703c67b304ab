//! What is wrong with a `bylint.toml`, and the table that its text is.

use crate::text::Span;
use crate::toml_error::{STRINGS, reword, with_list};
use std::borrow::Cow;
use std::ops::Range;
use toml::de::DeTable;

/// A fault in a `bylint.toml`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConfigError {
    /// Where, as bytes of the file.
    pub span: Span,
    /// What is wrong, and what was probably meant.
    pub message: String,
}

/// A fault in a value that a rule has to read.
pub(super) fn refused_value(span: Range<usize>, message: &str) -> ConfigError {
    ConfigError { span: span.into(), message: with_list(reword(message), STRINGS) }
}

/// Works on the table that a text is, if it is one.
pub(super) fn table<T>(text: &str, work: impl FnOnce(&DeTable<'_>) -> T) -> Option<T> {
    let text = without_mark(text);
    DeTable::parse(&text).ok().map(|table| work(table.get_ref()))
}

/// A byte order mark is Notepad's, not the newsroom's; blanks keep every place where it is.
pub(super) fn without_mark(text: &str) -> Cow<'_, str> {
    text.strip_prefix('\u{feff}').map_or(Cow::Borrowed(text), |rest| Cow::Owned(format!("   {rest}")))
}
