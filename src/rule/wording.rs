//! Limits the length of the texts of a rule's file: each finding has a copy of some of them.

use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The most characters of a message, label or substitute. Those of the built-in rules have at most 156.
const LONGEST_SHOWN: usize = crate::diagnostic::LONGEST_MESSAGE;

/// The keys of texts that each finding copies, also within tables of the file.
const SHOWN: [&str; 6] = ["message", "label", "related", "quoted", "fix", "dash"];

/// The most characters of a text on a rule's page. Those of the built-in rules have at most 223.
const LONGEST: usize = 4_000;

/// The keys of texts on a rule's page. Phrases have limits of their own: see `pattern` and `substitution`.
const TOLD: [&str; 5] = ["what", "why", "instead", "standards", "sides"];

/// A text that is too long.
pub(super) struct TooLong {
    /// The bytes of the text in the rule's file.
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

/// Rejects a file with a text that is too long.
pub(super) fn check(table: &DeTable<'_>) -> Result<(), TooLong> {
    table.iter().try_for_each(|(key, value)| {
        let longest = match &**key.get_ref() {
            key if SHOWN.contains(&key) => LONGEST_SHOWN,
            key if TOLD.contains(&key) => LONGEST,
            _ => usize::MAX,
        };
        check_value(value, longest)
    })
}

fn check_value(value: &Spanned<DeValue<'_>>, longest: usize) -> Result<(), TooLong> {
    match value.get_ref() {
        DeValue::String(text) if text.len() > longest && text.chars().nth(longest).is_some() => {
            Err(TooLong { span: value.span(), message: format!("longer than {longest} characters") })
        }
        DeValue::Array(values) => values.iter().try_for_each(|value| check_value(value, longest)),
        DeValue::Table(table) => check(table),
        _ => Ok(()),
    }
}
