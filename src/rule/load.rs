//! Parses the text of a rule's file into a [`Rule`]. Each error has the span of the text that is wrong.
//!
//! In the file, a kind's keys are next to the keys that all rules have. Here they are moved into a table under the kind's
//! name. Then both halves are parsed by types that know all their keys, and errors keep their spans.

use super::{Kind, OtherCase, Rule, example_format, pattern, wording};
use crate::diagnostic::Severity;
use crate::text::Span;
use crate::toml_error::{PATTERN, STRINGS, reword, reword_with, split_name, with_list};
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

/// The placeholders that a rule's message and labels may have in braces. They are filled with words of the draft.
pub const PLACEHOLDERS: [&str; 13] = [
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
    "percent",
];

/// Why a rule's file was rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {}", self.sentence())]
pub struct RuleError {
    /// The path of the file below the directory of all rules.
    pub file: String,
    /// The key that is wrong; `rule` if it is the file as a whole.
    pub key: String,
    /// What is wrong; begins in lower case.
    pub message: String,
    /// The bytes of the file that are wrong.
    pub span: Span,
}

/// The kind of built-in rules whose findings the engine makes itself.
const ENGINE_KIND: &str = "engine";

impl RuleError {
    /// What is wrong, after the key if the message does not name the key.
    #[must_use]
    pub fn sentence(&self) -> Cow<'_, str> {
        let Self { key, message, .. } = self;
        if matches!(&**key, "rule" | "kind") || message.contains(&format!("`{key}`")) {
            return Cow::Borrowed(message);
        }
        Cow::Owned(format!("`{key}`: {message}"))
    }
}

/// The keys that all rules have, except `kind`. Every other key belongs to the rule's kind.
pub(super) const COMMON_KEYS: [&str; 13] = [
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

/// The keys that every rule must have.
const REQUIRED_KEYS: [&str; 10] =
    ["kind", "level", "severity", "confidence", "message", "label", "what", "why", "instead", "standards"];

/// Parses a whole file, including its examples, of which it must have at least `examples` bad and good ones.
pub(super) fn parse_file(family: &str, name: &str, text: &str, examples: usize) -> Result<Rule, RuleError> {
    let start = example_format::check(text, examples)
        .map_err(|fault| rule_error(family, name, &fault.key, &fault.message, fault.span))?;
    let (before_examples, from_examples) = text.split_at(start);
    let rule = parse_head(family, name, Cow::Owned(before_examples.to_owned()), Cow::Owned(from_examples.to_owned()))?;
    rule.examples()?;
    Ok(rule)
}

/// Parses a whole file of a newsroom's own rule.
pub(super) fn parse_house_file(family: &str, name: &str, text: &str) -> Result<Rule, RuleError> {
    let is_valid_name = |name: &str| {
        let is_valid_part =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        name.split('-').all(is_valid_part)
    };
    for (what, name_of) in [("file", name), ("directory", family)] {
        if !is_valid_name(name_of) {
            let message =
                format!("the {what} name may have only lowercase letters, digits and hyphens, as in `loaded-verb`");
            return Err(rule_error(family, name, "rule", &message, 0..0));
        }
    }
    if let Ok(table) = DeTable::parse(text)
        && let Some(kind) = table.get_ref().get("kind").filter(|kind| kind.get_ref().as_str() == Some(ENGINE_KIND))
    {
        return Err(rule_error(family, name, "kind", "rules of your own cannot have the kind `engine`", kind.span()));
    }
    parse_file(family, name, text, 0)
}

/// Parses the part of a file before its examples. The examples stay text until they are needed.
pub(super) fn parse_head(
    family: &str,
    name: &str,
    head: Cow<'static, str>,
    examples: Cow<'static, str>,
) -> Result<Rule, RuleError> {
    let table = DeTable::parse(&head).map_err(|fault| {
        let span = fault.span().unwrap_or(0..head.len());
        rule_error(family, name, "rule", &reword(fault.message()), span)
    })?;
    // Words of built-in rules are not counted: the rules are parsed at each start, and have few.
    let words = if matches!(head, Cow::Owned(_)) { count_phrase_words(family, name, table.get_ref())? } else { 0 };
    let mut rule = from_table(family, name, table, &head)?;
    (rule.words, rule.head, rule.examples) = (words, head, examples);
    Ok(rule)
}

/// The cases in which the file whose text before its examples is `head` gives another severity than its own, most severe first. A
/// case is a table that has a severity.
pub(super) fn parse_other_cases(head: &str) -> Vec<OtherCase> {
    let Ok(file) = DeTable::parse(head) else { return Vec::new() };
    let severity_in = |table: &DeTable<'_>| {
        let name = StrDeserializer::<Error>::new(table.get("severity")?.get_ref().as_str()?);
        Severity::deserialize(name).ok()
    };
    let own = severity_in(file.get_ref());
    let case = |value: &Spanned<DeValue<'_>>| {
        let table = value.get_ref().as_table()?;
        let severity = severity_in(table).filter(|&severity| Some(severity) != own)?;
        let text = |key: &str| Some(table.get(key)?.get_ref().as_str()?.to_owned());
        Some(OtherCase { severity, when: text("when"), message: text("message") })
    };
    let mut cases: Vec<OtherCase> = file.get_ref().values().filter_map(case).collect();
    cases.sort_by_key(|case| std::cmp::Reverse(case.severity));
    cases.dedup();
    cases
}

/// Makes a rule of the parsed `table` of a file without its examples. `text` is the text of the table.
pub(super) fn from_table(family: &str, name: &str, table: Spanned<DeTable<'_>>, text: &str) -> Result<Rule, RuleError> {
    let whole = 0..text.len();
    let key_spans = KeySpans::new(table.get_ref());
    let phrases = substitution_phrases(table.get_ref());
    let table = nest_kind(table).map_err(|span| match span {
        Some(span) => rule_error(family, name, "kind", "`kind` must be a string", span),
        None => rule_error(family, name, "kind", &missing_keys("kind", &key_spans), 0..0),
    })?;
    let mut rule = Rule::deserialize(Deserializer::from(table)).map_err(|fault| {
        let span = fault.span().unwrap_or(whole);
        let key = key_spans.key_at(&span).unwrap_or("rule");
        deserialize_error(family, name, key, fault.message(), span, &key_spans)
    })?;
    let texts = [("message", Some(&*rule.message)), ("label", Some(&rule.label)), ("related", rule.related.as_deref())];
    for (key, text) in texts {
        let known = || PLACEHOLDERS.iter().copied().filter(|name| can_fill(name, &rule.kind));
        if let Some(unknown) =
            text.and_then(|text| placeholders(text).find(|name| !known().any(|known| known == *name)))
        {
            let known: Vec<_> = known().collect();
            let message = format!("unknown placeholder {{{unknown}}}; expected one of {{{}}}", known.join("}, {"));
            return Err(rule_error(family, name, key, &message, key_spans.span_of(key)));
        }
    }
    if let Some(fault) = rule.kind.fault(&rule.message) {
        let phrase = fault.phrase.and_then(|phrase| phrases.iter().find(|(known, _)| known == phrase));
        let span = phrase.map_or_else(|| key_spans.span_of(fault.key), |(_, span)| span.clone());
        return Err(rule_error(family, name, fault.key, &fault.message, span));
    }
    (rule.family, rule.name) = (Arc::from(family), Arc::from(name));
    Ok(rule)
}

/// Counts the words of all phrases in the keys of a rule's kind: a file that is not built in may have any number. Also
/// checks that the file's texts are not too long.
pub(super) fn count_phrase_words(family: &str, name: &str, table: &DeTable<'_>) -> Result<u64, RuleError> {
    wording::check(table).map_err(|wording::TextTooLong { span, message }| {
        let key_spans = KeySpans::new(table);
        rule_error(family, name, key_spans.key_at(&span).unwrap_or("rule"), &message, span)
    })?;
    // Phrases of the kind `substitution` have no alternatives, and their checker has its own limit.
    if table.iter().any(|(key, kind)| key.get_ref() == "kind" && kind.get_ref().as_str() == Some("substitution")) {
        return Ok(0);
    }
    let own = table.iter().filter(|(key, _)| !COMMON_KEYS.contains(&&**key.get_ref()));
    pattern::count_words(own.map(|(_, value)| value)).map_err(|pattern::PatternTooLarge { span, message }| {
        let key_spans = KeySpans::new(table);
        rule_error(family, name, key_spans.key_at(&span).unwrap_or("rule"), &message, span)
    })
}

/// The phrases of a substitution, each with the span of its entry.
fn substitution_phrases(table: &DeTable<'_>) -> Vec<(String, Range<usize>)> {
    let mut phrases = Vec::new();
    if table.get("kind").and_then(|kind| kind.get_ref().as_str()) != Some("substitution") {
        return phrases;
    }
    for key in ["swap", "avoid", "allow"] {
        match table.get(key).map(Spanned::get_ref) {
            Some(DeValue::Table(swap)) => phrases.extend(KeySpans::new(swap).0),
            Some(DeValue::Array(list)) => {
                phrases.extend(list.iter().filter_map(|one| Some((one.get_ref().as_str()?.to_owned(), one.span()))));
            }
            _ => {}
        }
    }
    phrases
}

/// Makes an error of the message of serde, in plainer words.
fn deserialize_error(
    family: &str,
    name: &str,
    key: &str,
    message: &str,
    span: Range<usize>,
    key_spans: &KeySpans,
) -> RuleError {
    // In the place of an unknown key of the kind, a common key would be accepted, too.
    let is_own_key = key_spans.0.iter().any(|(known, place)| known == key && place.start == span.start);
    let more: &[&str] = if is_own_key { &COMMON_KEYS } else { &[] };
    let value_name = if key == "kind" { "kind" } else { "value" };
    // A newsroom's own rules cannot have this kind.
    let without_engine = message.replace(", `engine`", "");
    let message = if key == "kind" { &without_engine } else { message };
    let text = match split_name(message, "missing field `") {
        Some((key, _)) => missing_keys(key, key_spans),
        None => match key {
            "patterns" => with_list(reword_with(message, value_name, more), &format!("[{PATTERN}]")),
            "pairs" => with_list(reword_with(message, value_name, more), "[[\"…\", \"…\"]]"),
            _ => with_list(reword_with(message, value_name, more), STRINGS),
        },
    };
    match split_name(message, "missing field `") {
        Some((missing, _)) if matches!(key, "rule" | "kind") || is_own_key && COMMON_KEYS.contains(&missing) => {
            rule_error(family, name, missing, &text, span)
        }
        _ => rule_error(family, name, key, &text, span),
    }
}

/// The message that a file lacks `key`. It also names the other keys that every rule needs and that the file lacks.
fn missing_keys(key: &str, key_spans: &KeySpans) -> String {
    let lacks = |name: &&str| *name != key && !key_spans.0.iter().any(|(known, _)| known == name);
    let others: Vec<&str> = REQUIRED_KEYS.iter().copied().filter(lacks).collect();
    if others.is_empty() {
        return format!("missing key `{key}`");
    }
    format!("missing keys `{key}`, `{}`", others.join("`, `"))
}

/// An error at a span of a rule's file.
pub(super) fn rule_error(family: &str, name: &str, key: &str, message: &str, span: Range<usize>) -> RuleError {
    let (file, span) = (format!("{family}/{name}.toml"), Span::new(span.start, span.end.max(span.start)));
    RuleError { file, key: key.to_owned(), message: message.to_owned(), span }
}

/// Turns `kind = "hedge"` and the keys that are not common into `kind = { hedge = { … } }`.
///
/// # Errors
/// If `kind` is missing (`None`), or if it is not a string (its span).
fn nest_kind(table: Spanned<DeTable<'_>>) -> Result<Spanned<DeTable<'_>>, Option<Range<usize>>> {
    let whole = table.span();
    let (mut common, mut own) = (DeTable::new(), DeTable::new());
    let mut kind = None;
    for (key, value) in table.into_inner() {
        match &**key.get_ref() {
            "kind" => kind = Some((key, value)),
            name if COMMON_KEYS.contains(&name) => drop(common.insert(key, value)),
            _ => drop(own.insert(key, value)),
        }
    }
    let (key, value) = kind.ok_or(None)?;
    let place = value.span();
    let DeValue::String(name) = value.into_inner() else { return Err(Some(place)) };
    let mut kind = DeTable::new();
    kind.insert(Spanned::new(place.clone(), name), Spanned::new(place.clone(), DeValue::Table(own)));
    common.insert(key, Spanned::new(place, DeValue::Table(kind)));
    Ok(Spanned::new(whole, common))
}

/// The names in braces of a text.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).map(|rest| rest.split_once('}').map_or(rest, |(name, _)| name))
}

/// Whether a kind of rule can fill a placeholder. Only the engine knows why a file was not read, and in which language it
/// is.
fn can_fill(name: &str, kind: &Kind) -> bool {
    !matches!(name, "reason" | "language") || matches!(kind, Kind::Engine(_))
}

/// The keys of a file, each with the span from the start of the key to the end of its value.
struct KeySpans(Vec<(String, Range<usize>)>);

impl KeySpans {
    /// The spans of a table's keys.
    fn new(table: &DeTable<'_>) -> Self {
        let place = |(key, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
            (key.get_ref().to_string(), key.span().start..value.span().end)
        };
        Self(table.iter().map(place).collect())
    }

    /// The key whose span encloses `span`.
    fn key_at(&self, span: &Range<usize>) -> Option<&str> {
        let encloses = |place: &Range<usize>| place.start <= span.start && span.end <= place.end;
        self.0.iter().find(|(_, place)| encloses(place)).map(|(key, _)| key.as_str())
    }

    /// The span of a key and its value; empty if there is no such key.
    fn span_of(&self, key: &str) -> Range<usize> {
        self.0.iter().find(|(name, _)| name == key).map_or(0..0, |(_, place)| place.clone())
    }
}
