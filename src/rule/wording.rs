//! Limits the length of the texts of a rule's file: each finding has a copy of some of them.

use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The most characters of a message, label or substitute. Those of the built-in rules have at most 156.
const MAX_FINDING_TEXT: usize = crate::diagnostic::LONGEST_MESSAGE;

/// The keys of texts that each finding copies, also within tables of the file.
const FINDING_KEYS: [&str; 6] = ["message", "label", "related", "quoted", "fix", "dash"];

/// The most characters of a text on a rule's page. Those of the built-in rules have at most 223.
const MAX_PAGE_TEXT: usize = 4_000;

/// The keys of texts on a rule's page. Phrases have limits of their own: see `pattern` and `substitution`.
const PAGE_KEYS: [&str; 5] = ["what", "why", "instead", "standards", "sides"];

/// A text that is too long.
pub(super) struct TextTooLong {
    /// The bytes of the text in the rule's file.
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

/// Rejects a file with a text that is too long.
pub(super) fn check(table: &DeTable<'_>) -> Result<(), TextTooLong> {
    table.iter().try_for_each(|(key, value)| {
        let max_chars = match &**key.get_ref() {
            key if FINDING_KEYS.contains(&key) => MAX_FINDING_TEXT,
            key if PAGE_KEYS.contains(&key) => MAX_PAGE_TEXT,
            _ => usize::MAX,
        };
        check_value(value, max_chars)
    })
}

/// Rejects a value with a text of more than `max_chars` characters. Tables are checked by their own keys.
fn check_value(value: &Spanned<DeValue<'_>>, max_chars: usize) -> Result<(), TextTooLong> {
    match value.get_ref() {
        DeValue::String(text) if text.len() > max_chars && text.chars().nth(max_chars).is_some() => {
            Err(TextTooLong { span: value.span(), message: format!("longer than {max_chars} characters") })
        }
        DeValue::Array(values) => values.iter().try_for_each(|value| check_value(value, max_chars)),
        DeValue::Table(table) => check(table),
        _ => Ok(()),
    }
}
