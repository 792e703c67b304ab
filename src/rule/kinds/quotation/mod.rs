//! The rule kind `quotation`: whose words they are, when the speaker is named, whether one person said them, and whether the
//! marks match.

mod balance;
mod collective;
mod judged;
mod late;
mod nested;
mod not_speech;
mod said;
mod speaker;
mod turn;

use crate::language::{LexiconBuilder, Role};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingSink, PhraseList, Variant, add_list};
use crate::rule::lists::WordSet;
use balance::report_unbalanced;
use collective::report_collective;
use late::report_late;
use nested::report_nested;
use serde::Deserialize;
use speaker::report_without_speaker;

/// Keys of the kind `quotation`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct QuotationKeys {
    /// The check that the rule makes.
    pub check: QuotationCheck,
    /// The most quoted sentences before the speaker is named.
    pub max_sentences: Option<u32>,
    /// The most quoted words before the speaker is named. In the check `speaker`: the most words of a quotation with the
    /// case `brief`. In the check `scare`: the most words that can be scare quotes.
    pub max_words: Option<u32>,
    /// Quotations with fewer words are not reported.
    pub min_words: Option<u32>,
    /// In the check `collective`, phrases that make it believable that several people spoke at once: “joint statement”,
    /// “chanted”. In other checks, phrases in the sentence that let a quotation pass.
    #[serde(default)]
    pub unless_words: Vec<String>,
    /// Nouns that let a quotation pass if the words for the source have one: lawyers speak for their clients.
    #[serde(default)]
    pub subject_not: WordSet,
    /// Phrase patterns for praise or attack.
    #[serde(default)]
    pub opinions: Vec<String>,
    /// The case of words that are attributed to unnamed officials.
    pub officials: Option<Variant>,
    /// The case of a few words in marks, which may be a term.
    pub brief: Option<Variant>,
    /// The case of a closing mark of another style than the opening one.
    pub mismatched: Option<Variant>,
}

/// Requirements for quotations. A check reports those that do not meet its requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuotationCheck {
    /// The quotation has a speaker.
    Speaker,
    /// Its speaker is named early.
    Late,
    /// Its words belong to the person named next to them.
    Nested,
    /// One person said it.
    Collective,
    /// Its closing mark matches the opening one.
    Balance,
    /// It is not scare quotes.
    Scare,
    /// Nothing was left out of it or inserted into it.
    Altered,
    /// If it gives an opinion, its speaker has a name.
    Opinion,
    /// If another speaker begins, the draft names that speaker first.
    Turn,
    /// It has no closing mark if the next paragraph continues it.
    Paragraphs,
}

/// The phrase lists of a rule of the kind `quotation`.
#[derive(Debug)]
pub(crate) struct QuotationPhrases {
    /// Words of praise or attack.
    pub(super) opinions: PhraseList,
    /// Words that let a quotation pass.
    pub(super) unless_words: PhraseList,
}

impl RuleKind for QuotationKeys {
    type Phrases = QuotationPhrases;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> QuotationPhrases {
        QuotationPhrases {
            opinions: add_list(lexicon, &self.opinions),
            unless_words: add_list(lexicon, &self.unless_words),
        }
    }

    fn run(&self, lists: &QuotationPhrases, sink: &mut FindingSink<'_, '_>) {
        check_quotations(sink, lists, self);
    }
}

/// Runs the rule's check on all quotations of the draft's copy.
fn check_quotations(sink: &mut FindingSink<'_, '_>, lists: &QuotationPhrases, keys: &QuotationKeys) {
    let draft = sink.draft;
    let quotations = &draft.language.quotations;
    for (number, quotation) in quotations.iter().enumerate().take_while(|_| !draft.cancel.is_cancelled()) {
        let role = draft.language.paragraphs[quotation.block as usize].role;
        if !matches!(role, Role::Copy) {
            continue;
        }
        match keys.check {
            QuotationCheck::Balance => report_unbalanced(sink, keys, quotation),
            _ if quotation.depth > 1 => {}
            // This check handles all quotations in one call.
            QuotationCheck::Speaker => return report_without_speaker(sink, keys),
            QuotationCheck::Late => report_late(sink, keys, number),
            QuotationCheck::Nested => report_nested(sink, number),
            QuotationCheck::Collective => report_collective(sink, lists, keys, number),
            QuotationCheck::Scare => judged::report_scare_quotes(sink, lists, keys, number),
            QuotationCheck::Altered => judged::report_alteration(sink, number),
            QuotationCheck::Opinion => judged::report_opinion(sink, lists, number),
            QuotationCheck::Turn => turn::report_late_turn(sink, number),
            QuotationCheck::Paragraphs => turn::report_closed_paragraph(sink, number),
        }
    }
}
