//! The rule kind that finds words that no list knows.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::LexiconBuilder;
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{AddableEntry, FindingExtras, FindingSink, Variant, in_quotation};
use crate::spelling::{Misspelling, Tier};
use serde::Deserialize;
use std::ops::Range;

/// Keys of the kind `spelling`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SpellingKeys {
    /// Whether it is about two words without a blank between them, or about all other slips.
    #[serde(default)]
    pub run_together: bool,
    /// For a word that is more likely a slip than not.
    pub medium: Option<Variant>,
    /// For a word that is worth a look.
    pub low: Option<Variant>,
    /// For a slip that the newsroom's own dictionary names.
    pub house: Option<Variant>,
    /// What a finding says inside a quotation.
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
        spelling(sink, self);
    }
}

/// Words that no list knows and that a likelier word lies near.
fn spelling(sink: &mut FindingSink<'_, '_>, keys: &SpellingKeys) {
    let draft = sink.draft;
    let places = draft.spelled();
    for slip in draft.slips().iter().filter(|slip| two_words(slip) == keys.run_together) {
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
            let text = draft.words(tokens.clone());
            let stem = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
            if let Some(right) = draft.house.dictionary.meant(stem) {
                let right = format!("{right}{}", &text[stem.len()..]);
                report(sink, keys, tokens, keys.house.as_ref(), true, vec![right]);
            }
        }
    }
}

/// The fewest letters of two words run together; "hisself" and "wethe" are rather slips for one word.
const TWO_WORDS: usize = 8;

/// "wherethe": what is missing is a blank.
fn two_words(slip: &Misspelling) -> bool {
    slip.suggestions.first().is_some_and(|words| words.len() > TWO_WORDS && words.contains(' '))
}

/// What somebody said is theirs: inside a quotation the recording decides, not the list.
fn report(
    sink: &mut FindingSink<'_, '_>,
    keys: &SpellingKeys,
    tokens: Range<u32>,
    variant: Option<&Variant>,
    sure: bool,
    suggestions: Vec<String>,
) {
    let draft = sink.draft;
    let span = draft.span(tokens.clone());
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
