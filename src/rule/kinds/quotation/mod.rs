//! The rule kind about quotations: whose words, how late the speaker comes, whether one mouth said them, whether the marks close.

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
use balance::balance;
use collective::collective;
use late::late;
use nested::nested;
use serde::Deserialize;
use speaker::speakers;

/// Keys of the kind `quotation`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct QuotationKeys {
    /// What is asked of a quotation.
    pub check: QuotationCheck,
    /// How many quoted sentences may stand before the speaker does.
    pub max_sentences: Option<u32>,
    /// How many quoted words may stand before the speaker does; of a quotation without one, up to how many words it is brief.
    pub max_words: Option<u32>,
    /// Shorter quotations pass.
    pub min_words: Option<u32>,
    /// Words that make speaking in unison believable: "joint statement", "chanted"; for other checks, words in the sentence
    /// that let a quotation pass.
    #[serde(default)]
    pub unless_words: Vec<String>,
    /// Nouns that let a quotation pass where they say who speaks: lawyers speak with one voice for whom they stand.
    #[serde(default)]
    pub subject_not: WordSet,
    /// Words that praise or attack; phrase patterns.
    #[serde(default)]
    pub opinions: Vec<String>,
    /// For words put into the mouths of unnamed officials.
    pub officials: Option<Variant>,
    /// For a few words in marks, which may be a term.
    pub brief: Option<Variant>,
    /// For a mark of another kind than the one that opened the quotation.
    pub mismatched: Option<Variant>,
}

/// What is asked of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuotationCheck {
    /// It has a speaker.
    Speaker,
    /// Its speaker comes early.
    Late,
    /// Its words are those of the person they stand beside.
    Nested,
    /// One person said it.
    Collective,
    /// Its marks close what they opened.
    Balance,
    /// It is more than a word or two that nobody is said to have used.
    Scare,
    /// Nothing was left out of it or put into it.
    Altered,
    /// Whoever judges in it has a name.
    Opinion,
    /// Another speaker is named before his words.
    Turn,
    /// It stays open where the next paragraph goes on with it.
    Paragraphs,
}

/// The phrase lists of a rule of the kind `quotation`.
#[derive(Debug)]
pub(crate) struct QuotationPhrases {
    /// Words that praise or attack.
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
        quotations(sink, lists, self);
    }
}

/// All quotations of the draft's copy, by what the rule asks of them.
fn quotations(sink: &mut FindingSink<'_, '_>, lists: &QuotationPhrases, keys: &QuotationKeys) {
    let draft = sink.draft;
    let quotations = &draft.language.quotations;
    for (number, quotation) in quotations.iter().enumerate().take_while(|_| !draft.cancel.is_cancelled()) {
        let role = draft.language.paragraphs[quotation.block as usize].role;
        if !matches!(role, Role::Copy) {
            continue;
        }
        match keys.check {
            QuotationCheck::Balance => balance(sink, keys, quotation),
            _ if quotation.depth > 1 => {}
            // All at once.
            QuotationCheck::Speaker => return speakers(sink, keys),
            QuotationCheck::Late => late(sink, keys, number),
            QuotationCheck::Nested => nested(sink, number),
            QuotationCheck::Collective => collective(sink, lists, keys, number),
            QuotationCheck::Scare => judged::scare(sink, lists, keys, number),
            QuotationCheck::Altered => judged::altered(sink, number),
            QuotationCheck::Opinion => judged::opinion(sink, lists, number),
            QuotationCheck::Turn => turn::turn(sink, number),
            QuotationCheck::Paragraphs => turn::paragraphs(sink, number),
        }
    }
}
