//! The rule kind `spelling`: words that no list has.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::LexiconBuilder;
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{AddableEntry, FindingExtras, FindingSink, Variant, in_quotation};
use crate::spelling::{Misspelling, Tier};
use crate::text::TokenRange;
use serde::Deserialize;

/// Keys of the kind `spelling`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SpellingKeys {
    /// Whether the rule is about two words without a space between them (true), or about all other misspellings (false).
    #[serde(default)]
    pub run_together: bool,
    /// Severity and message for a word that is probably misspelled.
    pub medium: Option<Variant>,
    /// Severity and message for a word that is possibly misspelled.
    pub low: Option<Variant>,
    /// Severity and message for a misspelling that the newsroom's own dictionary lists.
    pub house: Option<Variant>,
    /// The message of a finding in a quotation.
    pub quoted: Option<String>,
}

impl RuleKind for SpellingKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn addable(&self) -> Option<AddableEntry> {
        Some(AddableEntry::Word)
    }

    fn reads_spelling(&self) -> bool {
        true
    }

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_misspellings(sink, self);
    }
}

/// Reports words that no list has and that are similar to a likelier word, and misspellings that the newsroom's dictionary lists.
fn report_misspellings(sink: &mut FindingSink<'_, '_>, keys: &SpellingKeys) {
    let draft = sink.draft;
    let places = draft.spelled_words();
    for slip in draft.misspellings().iter().filter(|slip| is_run_together(slip) == keys.run_together) {
        let tokens = places.tokens(slip.index);
        let variant = match slip.tier {
            Tier::High => None,
            Tier::Medium => keys.medium.as_ref(),
            Tier::Low => keys.low.as_ref(),
        };
        report(sink, keys, tokens, variant, slip.certain, slip.suggestions.clone());
    }
    if draft.house.dictionary.has_slips() && !keys.run_together {
        for tokens in places.all() {
            let text = draft.words(tokens);
            let stem = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
            if let Some(correction) = draft.house.dictionary.meant(stem) {
                let correction = format!("{correction}{}", &text[stem.len()..]);
                report(sink, keys, tokens, keys.house.as_ref(), true, vec![correction]);
            }
        }
    }
}

/// A suggestion of two words, with its space, must be longer than this in bytes for a space to be missing. “hisself” and “wethe” are rather misspellings of one word.
const MAX_ONE_WORD_BYTES: usize = 8;

/// Whether a space is missing: “wherethe”.
fn is_run_together(slip: &Misspelling) -> bool {
    slip.suggestions.first().is_some_and(|words| words.len() > MAX_ONE_WORD_BYTES && words.contains(' '))
}

/// Reports a misspelling. In a quotation, only the original shows whether the slip is the writer's, so no fix is safe
/// there.
fn report(
    sink: &mut FindingSink<'_, '_>,
    keys: &SpellingKeys,
    tokens: TokenRange,
    variant: Option<&Variant>,
    sure: bool,
    suggestions: Vec<String>,
) {
    let draft = sink.draft;
    let span = draft.span(tokens);
    let quoted = draft.token(tokens.start).quoted();
    let severity = variant.map_or(sink.rule.severity, |variant| variant.severity);
    let in_quotation = in_quotation(sink.draft, keys.quoted.as_ref(), tokens.start, severity);
    let fill = vec![("fix", suggestions.first().cloned().unwrap_or_default())];
    let fixes = suggestions.into_iter().enumerate().map(|(rank, text)| Fix {
        applicability: if sure && !quoted && rank == 0 { Applicability::Safe } else { Applicability::Suggestion },
        edits: vec![Edit { span, text }],
    });
    let fixes = fixes.collect();
    sink.push(tokens, FindingExtras { variant: in_quotation.as_ref().or(variant), fill, fixes, related: None });
}
