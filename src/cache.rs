//! What linting a draft gave, written so that a later run can take it over, and by what it is known again. Knows no files.
//!
//! A key stands for all that the outcome depends on but the day: the draft's text, how it is read, what holds for it, and the
//! program. The day counts only where an ignore has an end, so that is kept with the outcome.

use crate::attribution::Newsroom;
use crate::date::Date;
use crate::diagnostic::{Finding, Fix};
use crate::document::{Document, Format};
use crate::engine::ignore::Ignored;
use crate::engine::{Context, Outcome};
use crate::rule::RuleSet;
use crate::spelling::DictionarySet;
use crate::text::{Source, Span};
use blake3::{Hash, Hasher};
use serde::{Deserialize, Serialize};

/// Stands before everything that is kept; another number is another way of writing it.
const MARK: &str = "bylint-cache 2";

/// Sums up all that holds for drafts, the day apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(Hash);

/// Stands for a draft with what holds for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheKey(Hash);

/// What is kept of a draft.
#[derive(Debug, Serialize, Deserialize)]
struct CachedOutcome<F, I> {
    /// The day on which it was linted.
    day: Option<Date>,
    /// The last days of its ignores.
    ends: Vec<Date>,
    findings: F,
    suppressed: F,
    ignores: I,
    /// The language of a draft that was not read.
    not_read: Option<String>,
}

impl Fingerprint {
    /// Of what holds for a draft; `rules` and `settings` are those of the house where they are not the built-in ones as they
    /// are, and `dictionaries` the texts that `context` was made of.
    #[must_use]
    pub fn new<'t>(
        context: &Context,
        rules: Option<(&RuleSet, &dyn std::fmt::Debug)>,
        dictionaries: impl Iterator<Item = &'t str>,
    ) -> Self {
        // Each by its name, so that whoever adds something decides whether it counts.
        let Context { newsroom, enabled, severity, legal, language, house, settled_facts, today: _ } = context;
        let Newsroom { own_outlets, partners, state_media } = newsroom;
        let DictionarySet { spelling, dictionary: _ } = house;
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
    /// Of a draft for which all holds that was summed up.
    #[must_use]
    pub fn new(sum: Fingerprint, source: &Source, format: Format) -> Self {
        let mut hasher = Hasher::new();
        hasher.update(sum.0.as_bytes());
        // Bytes that are no text are not in the text: their places are told apart, and what they seem to be.
        hasher.update(format!("{format:?} {:?} {:?}\n", source.not_text(), source.invalid()).as_bytes());
        hasher.update(source.text().as_bytes());
        Self(hasher.finalize())
    }

    /// The key in letters from a to f and digits, 64 of them.
    #[must_use]
    pub fn to_hex(&self) -> String {
        self.0.to_hex().to_string()
    }
}

/// An outcome as it is kept.
///
/// # Panics
/// Never: an outcome is made of text and numbers.
#[must_use]
pub fn encode_outcome(key: CacheKey, document: &Document, today: Option<Date>, outcome: &Outcome) -> Vec<u8> {
    let directives = document.front_matter.ignores.iter().chain(&document.directives);
    let Outcome { findings, suppressed, ignores, not_read } = outcome;
    let ends = directives.filter_map(|directive| directive.until?.date).collect();
    let kept = CachedOutcome { day: today, ends, findings, suppressed, ignores, not_read: not_read.clone() };
    let body = serde_json::to_string(&kept).expect("structs of text and numbers are JSON");
    let sum = blake3::hash(body.as_bytes()).to_hex();
    format!("{MARK} {} {sum}\n{body}", key.to_hex()).into_bytes()
}

/// The outcome that was kept under a key, if it is whole, was meant for this draft, and no ignore has ended since.
#[must_use]
pub fn decode_outcome(
    kept: &[u8],
    key: CacheKey,
    source: &Source,
    rules: &RuleSet,
    today: Option<Date>,
) -> Option<Outcome> {
    let (head, body) = std::str::from_utf8(kept).ok()?.split_once('\n')?;
    let (key_there, sum) = head.strip_prefix(MARK)?.strip_prefix(' ')?.split_once(' ')?;
    if key_there != key.to_hex() || blake3::hash(body.as_bytes()).to_hex().as_str() != sum {
        return None;
    }
    let CachedOutcome { day, ends, mut findings, mut suppressed, ignores, not_read }: CachedOutcome<
        Vec<Finding>,
        Vec<Ignored>,
    > = serde_json::from_str(body).ok()?;
    let over = |end: Date, day: Option<Date>| day.is_some_and(|day| end < day);
    if ends.iter().any(|&end| over(end, day) != over(end, today)) {
        return None;
    }
    // Whoever can write into the folder can write a sum, too. What is then told may be wrong, but nothing may fail.
    for finding in findings.iter_mut().chain(&mut suppressed) {
        finding.rule = rules.get(&finding.rule)?.name.clone();
        if !fits(finding, source.text()) {
            return None;
        }
    }
    let inside = ignores.iter().all(|ignored| lies(ignored.span, source.text()));
    inside.then_some(Outcome { findings, suppressed, ignores, not_read })
}

fn fits(finding: &Finding, text: &str) -> bool {
    let apart = |fix: &Fix| {
        fix.edits.iter().all(|edit| lies(edit.span, text))
            && fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start)
    };
    !finding.span.is_empty()
        && lies(finding.span, text)
        && finding.labels.iter().all(|label| lies(label.span, text))
        && finding.fixes.iter().all(apart)
}

/// Whether a span is one of this text.
fn lies(Span { start, end }: Span, text: &str) -> bool {
    start <= end && text.get(start..end).is_some()
}

#[cfg(test)]
mod tests;
