//! Cached outcomes: the format in which the outcome of linting a draft is stored for later runs, and the key under which it is
//! stored. Opens no files.
//!
//! A key is a hash of everything that the outcome depends on, except the date: the draft's text and format, its settings, and
//! the build of the program. The date matters only if a suppression has a last day. Therefore these last days are stored with
//! the outcome.

use crate::attribution::Newsroom;
use crate::date::Date;
use crate::diagnostic::{Finding, Fix};
use crate::document::{Document, Format};
use crate::engine::ignore::Suppression;
use crate::engine::{Context, Outcome};
use crate::rule::RuleSet;
use crate::spelling::DictionarySet;
use crate::text::{Source, Span};
use blake3::{Hash, Hasher};
use serde::{Deserialize, Serialize};

/// The first bytes of every cache entry. Increment the number when the format changes.
const MAGIC: &str = "bylint-cache 2";

/// A hash of all settings of a draft, except the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(Hash);

/// A hash of a draft and its settings: the name of a cache entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheKey(Hash);

/// The contents of a cache entry.
#[derive(Debug, Serialize, Deserialize)]
struct CachedOutcome<F, I> {
    /// The date on which the draft was linted.
    day: Option<Date>,
    /// The last days of the draft's suppressions.
    #[serde(rename = "ends")]
    expiry_dates: Vec<Date>,
    findings: F,
    suppressed: F,
    #[serde(rename = "ignores")]
    suppressions: I,
    /// The language of a draft that is not in English.
    #[serde(rename = "not_read")]
    not_english: Option<String>,
}

impl Fingerprint {
    /// Hashes the settings of a draft. `rules` holds the rules and their settings; it is `None` if the built-in rules run
    /// with their default settings. `dictionaries` are the texts from which the dictionary of `context` was built.
    #[must_use]
    pub fn new<'t>(
        context: &Context,
        rules: Option<(&RuleSet, &dyn std::fmt::Debug)>,
        dictionaries: impl Iterator<Item = &'t str>,
    ) -> Self {
        // No `..` in these patterns: whoever adds a field has to decide whether it belongs in the hash.
        let Context { newsroom, enabled, severity, legal, language, own_spelling, settled_facts, today: _ } = context;
        let Newsroom { own_outlets, partners, state_media } = newsroom;
        let DictionarySet { spelling, dictionary: _ } = own_spelling;
        let mut hasher = Hasher::new();
        let mut add = |part: &str| {
            hasher.update(&part.len().to_le_bytes());
            hasher.update(part.as_bytes());
        };
        add(env!("BYLINT_BUILD"));
        add(&format!(
            "{:?}",
            (own_outlets, partners, state_media, enabled, severity, legal, language, spelling, settled_facts)
        ));
        dictionaries.for_each(&mut add);
        if let Some((rules, settings)) = rules {
            add(&format!("{settings:?}"));
            for rule in rules.iter() {
                [&rule.family, &rule.name, rule.head()].into_iter().for_each(&mut add);
            }
        }
        Self(hasher.finalize())
    }
}

impl CacheKey {
    /// Hashes a draft together with the fingerprint of its settings.
    #[must_use]
    pub fn new(fingerprint: Fingerprint, source: &Source, format: Format) -> Self {
        let mut hasher = Hasher::new();
        hasher.update(fingerprint.0.as_bytes());
        // Bytes that are not UTF-8 are replaced in the text. Their places are therefore hashed too, as is the reason why the
        // file may not be text.
        hasher.update(format!("{format:?} {:?} {:?}\n", source.not_text(), source.invalid()).as_bytes());
        hasher.update(source.text().as_bytes());
        Self(hasher.finalize())
    }

    /// Formats the key as 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn to_hex(&self) -> String {
        self.0.to_hex().to_string()
    }
}

/// Serializes an outcome into a cache entry.
///
/// # Panics
/// Never: an outcome consists of text and numbers.
#[must_use]
pub fn encode_outcome(key: CacheKey, document: &Document, today: Option<Date>, outcome: &Outcome) -> Vec<u8> {
    let directives = document.front_matter.ignores.iter().chain(&document.directives);
    let Outcome { findings, suppressed, suppressions, not_english } = outcome;
    let expiry_dates = directives.filter_map(|directive| directive.until?.date).collect();
    let entry = CachedOutcome {
        day: today,
        expiry_dates,
        findings,
        suppressed,
        suppressions,
        not_english: not_english.clone(),
    };
    let body = serde_json::to_string(&entry).expect("structs of text and numbers are JSON");
    let checksum = blake3::hash(body.as_bytes()).to_hex();
    format!("{MAGIC} {} {checksum}\n{body}", key.to_hex()).into_bytes()
}

/// Parses a cache entry. Returns `None` if it is damaged, if it belongs to another key, or if a suppression that applied on the
/// stored date has expired on the date `today`, or the other way round.
#[must_use]
pub fn decode_outcome(
    entry: &[u8],
    key: CacheKey,
    source: &Source,
    rules: &RuleSet,
    today: Option<Date>,
) -> Option<Outcome> {
    let (head, body) = std::str::from_utf8(entry).ok()?.split_once('\n')?;
    let (stored_key, stored_checksum) = head.strip_prefix(MAGIC)?.strip_prefix(' ')?.split_once(' ')?;
    if stored_key != key.to_hex() || blake3::hash(body.as_bytes()).to_hex().as_str() != stored_checksum {
        return None;
    }
    let CachedOutcome { day, expiry_dates, mut findings, mut suppressed, suppressions, not_english }: CachedOutcome<
        Vec<Finding>,
        Vec<Suppression>,
    > = serde_json::from_str(body).ok()?;
    let has_expired = |end: Date, day: Option<Date>| day.is_some_and(|day| end < day);
    if expiry_dates.iter().any(|&end| has_expired(end, day) != has_expired(end, today)) {
        return None;
    }
    // Anyone who can write to the cache can forge the checksum. A forged entry may give wrong findings, but must not cause a
    // panic.
    for finding in findings.iter_mut().chain(&mut suppressed) {
        finding.rule = rules.get(&finding.rule)?.name.clone();
        if !has_valid_spans(finding, source.text()) {
            return None;
        }
    }
    let suppressions_are_valid = suppressions.iter().all(|suppression| is_within(suppression.span, source.text()));
    suppressions_are_valid.then_some(Outcome { findings, suppressed, suppressions, not_english })
}

/// Whether all spans of a finding are within the text, and the edits of each fix are sorted and disjoint.
fn has_valid_spans(finding: &Finding, text: &str) -> bool {
    let edits_are_valid = |fix: &Fix| {
        fix.edits.iter().all(|edit| is_within(edit.span, text))
            && fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start)
    };
    !finding.span.is_empty()
        && is_within(finding.span, text)
        && finding.labels.iter().all(|label| is_within(label.span, text))
        && finding.fixes.iter().all(edits_are_valid)
}

/// Whether a span is within the text and cuts no character.
fn is_within(Span { start, end }: Span, text: &str) -> bool {
    start <= end && text.get(start..end).is_some()
}

#[cfg(test)]
mod tests;
