//! How long the texts of a rule's file may be: each finding has a copy of some of them.

use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Longest message, label or substitute, in characters; those of the built-in rules have 156 at most.
const LONGEST_SHOWN: usize = crate::diagnostic::LONGEST_MESSAGE;

/// Keys of texts that each finding has, in tables of the file as well.
const SHOWN: [&str; 6] = ["message", "label", "related", "quoted", "fix", "dash"];

/// Longest text on a rule's page, in characters; those of the built-in rules have 223 at most.
const LONGEST: usize = 4_000;

/// Keys of these texts. What a rule looks for is bounded by `pattern` and `substitution`.
const TOLD: [&str; 5] = ["what", "why", "instead", "standards", "sides"];

/// A text that is too long.
pub(super) struct TooLong {
    /// Where it stands.
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

/// Refuses a file with a text that is too long.
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
