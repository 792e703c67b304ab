//! From the text of a rule's file to a [`Rule`], with the place of whatever is amiss.
//!
//! In the file a kind's keys stand beside those that all rules have. Here they are moved into a table of their own, under
//! the kind's name, so that both halves are read by types that know all their keys and errors keep their places.

use super::{Kind, Rule, layout, pattern, wording};
use crate::text::Span;
use serde::Deserialize;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

/// What a rule's words may hold in braces, filled from the draft.
pub const PLACEHOLDERS: [&str; 12] = [
    "source",
    "cue",
    "text",
    "outlet",
    "speaker",
    "descriptor",
    "first",
    "fix",
    "reason",
    "language",
    "count",
    "total",
];

/// Why a rule's file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: `{key}`: {message}")]
pub struct RuleError {
    /// The file, from the folder that holds all rules.
    pub file: String,
    /// The key at fault; `rule` where it is the file as a whole.
    pub key: String,
    /// What is amiss, in lower case.
    pub message: String,
    /// Where in the file.
    pub span: Span,
}

/// The keys that all rules have; every other key is its kind's.
const COMMON: [&str; 13] = [
    "profiles",
    "settings",
    "level",
    "severity",
    "legal-severity",
    "confidence",
    "message",
    "label",
    "related",
    "what",
    "why",
    "instead",
    "standards",
];

/// Reads a whole file, examples included.
pub(super) fn whole(family: &str, name: &str, text: &str, examples: usize) -> Result<Rule, RuleError> {
    let start =
        layout::check(text, examples).map_err(|fault| error(family, name, &fault.key, &fault.message, fault.span))?;
    let (above, below) = text.split_at(start);
    let rule = head(family, name, Cow::Owned(above.to_owned()), Cow::Owned(below.to_owned()))?;
    rule.examples()?;
    Ok(rule)
}

/// Reads a whole file of a newsroom's own.
pub(super) fn house(family: &str, name: &str, text: &str) -> Result<Rule, RuleError> {
    let plain = |name: &str| {
        let letters =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        name.split('-').all(letters)
    };
    for (what, name_of) in [("file", name), ("directory", family)] {
        if !plain(name_of) {
            let message =
                format!("the {what} name may have only lowercase letters, digits and hyphens, as in `loaded-verb`");
            return Err(error(family, name, "rule", &message, 0..0));
        }
    }
    let rule = whole(family, name, text, 0)?;
    if matches!(rule.kind, Kind::Engine(_)) {
        let place = DeTable::parse(&rule.head).map_or(0..0, |table| Places::of(table.get_ref()).value("kind"));
        return Err(error(family, name, "kind", "the kind `engine` is only for built-in rules", place));
    }
    Ok(rule)
}

/// Reads the part of a file above its examples, which stay text until they are asked for.
pub(super) fn head(
    family: &str,
    name: &str,
    head: Cow<'static, str>,
    examples: Cow<'static, str>,
) -> Result<Rule, RuleError> {
    let table = DeTable::parse(&head).map_err(|fault| {
        let span = fault.span().unwrap_or(0..head.len());
        error(family, name, "rule", fault.message(), span)
    })?;
    // The built-in rules, which are read at each start, have few.
    let words = if matches!(head, Cow::Owned(_)) { words(family, name, table.get_ref())? } else { 0 };
    let mut rule = from_table(family, name, table, &head)?;
    (rule.words, rule.head, rule.examples) = (words, head, examples);
    Ok(rule)
}

/// Reads what stands above a file's examples, `text`, once it is a table.
pub(super) fn from_table(family: &str, name: &str, table: Spanned<DeTable<'_>>, text: &str) -> Result<Rule, RuleError> {
    let whole = 0..text.len();
    let places = Places::of(table.get_ref());
    let Some(table) = nest_kind(table) else {
        return Err(error(family, name, "kind", "missing, or not a string", whole));
    };
    let mut rule = Rule::deserialize(Deserializer::from(table)).map_err(|fault| {
        let span = fault.span().unwrap_or(whole);
        error(family, name, places.key(&span).unwrap_or("rule"), fault.message(), span)
    })?;
    let texts = [("message", Some(&*rule.message)), ("label", Some(&rule.label)), ("related", rule.related.as_deref())];
    for (key, text) in texts {
        if let Some(unknown) = text.and_then(|text| unknown_placeholder(text)) {
            let message =
                format!("unknown placeholder {{{unknown}}}; expected one of {{{}}}", PLACEHOLDERS.join("}, {"));
            return Err(error(family, name, key, &message, places.value(key)));
        }
    }
    if let Kind::Substitution(keys) = &rule.kind
        && let Some((key, message)) = keys.fault(&rule.message)
    {
        return Err(error(family, name, key, &message, places.value(key)));
    }
    (rule.family, rule.name) = (Arc::from(family), Arc::from(name));
    Ok(rule)
}

/// How many words the phrases in a rule's own keys have: those of a file that is not built in may be any number. Its texts must
/// not be too long.
pub(super) fn words(family: &str, name: &str, table: &DeTable<'_>) -> Result<u64, RuleError> {
    wording::check(table).map_err(|wording::TooLong { span, message }| {
        let places = Places::of(table);
        error(family, name, places.key(&span).unwrap_or("rule"), &message, span)
    })?;
    // Phrases of the kind `substitution` stand for themselves, and have a list of their own.
    if table.iter().any(|(key, kind)| key.get_ref() == "kind" && kind.get_ref().as_str() == Some("substitution")) {
        return Ok(0);
    }
    let own = table.iter().filter(|(key, _)| !COMMON.contains(&&**key.get_ref()));
    pattern::words(own.map(|(_, value)| value)).map_err(|pattern::TooMany { span, message }| {
        let places = Places::of(table);
        error(family, name, places.key(&span).unwrap_or("rule"), &message, span)
    })
}

/// An error at a place of a rule's file.
pub(super) fn error(family: &str, name: &str, key: &str, message: &str, span: Range<usize>) -> RuleError {
    let (file, span) = (format!("{family}/{name}.toml"), Span::new(span.start, span.end.max(span.start)));
    RuleError { file, key: key.to_owned(), message: message.to_owned(), span }
}

/// Turns `kind = "hedge"` and the keys that are not common into `kind = { hedge = { … } }`.
fn nest_kind(table: Spanned<DeTable<'_>>) -> Option<Spanned<DeTable<'_>>> {
    let whole = table.span();
    let (mut common, mut own) = (DeTable::new(), DeTable::new());
    let mut kind = None;
    for (key, value) in table.into_inner() {
        match &**key.get_ref() {
            "kind" => kind = Some((key, value)),
            name if COMMON.contains(&name) => drop(common.insert(key, value)),
            _ => drop(own.insert(key, value)),
        }
    }
    let (key, value) = kind?;
    let place = value.span();
    let DeValue::String(name) = value.into_inner() else { return None };
    let mut kind = DeTable::new();
    kind.insert(Spanned::new(place.clone(), name), Spanned::new(place.clone(), DeValue::Table(own)));
    common.insert(key, Spanned::new(place, DeValue::Table(kind)));
    Some(Spanned::new(whole, common))
}

fn unknown_placeholder(text: &str) -> Option<&str> {
    let names = text.split('{').skip(1).map(|rest| rest.split_once('}').map_or(rest, |(name, _)| name));
    names.into_iter().find(|name| !PLACEHOLDERS.contains(name))
}

/// Where each key of a file stands: key and value.
struct Places(Vec<(String, Range<usize>)>);

impl Places {
    fn of(table: &DeTable<'_>) -> Self {
        let place = |(key, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
            (key.get_ref().to_string(), key.span().start..value.span().end)
        };
        Self(table.iter().map(place).collect())
    }

    /// The key that the span lies in.
    fn key(&self, span: &Range<usize>) -> Option<&str> {
        let holds = |place: &Range<usize>| place.start <= span.start && span.end <= place.end;
        self.0.iter().find(|(_, place)| holds(place)).map(|(key, _)| key.as_str())
    }

    fn value(&self, key: &str) -> Range<usize> {
        self.0.iter().find(|(name, _)| name == key).map_or(0..0, |(_, place)| place.clone())
    }
}
