//! The rule kind `headline`: headlines that assert what the story only attributes.

use crate::language::{LexiconBuilder, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, PhraseList, add_list};
use crate::statements::covers_token;
use crate::text::{TokenIdx, TokenRange, lower};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Keys of the kind `headline`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HeadlineKeys {
    /// Phrase patterns that make a headline an assertion that needs support.
    pub asserts: Vec<String>,
    /// Phrases that give the headline a source or a doubt.
    pub unless: Vec<String>,
}

/// The phrase lists of a rule of the kind `headline`.
#[derive(Debug)]
pub(crate) struct HeadlinePhrases {
    /// Phrases that make a headline an assertion.
    pub(super) asserts: PhraseList,
    /// Phrases that give the headline a source or a doubt.
    pub(super) unless: PhraseList,
}

impl RuleKind for HeadlineKeys {
    type Phrases = HeadlinePhrases;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> HeadlinePhrases {
        HeadlinePhrases { asserts: add_list(lexicon, &self.asserts), unless: add_list(lexicon, &self.unless) }
    }

    fn run(&self, lists: &HeadlinePhrases, sink: &mut FindingSink<'_, '_>) {
        report_assertions(sink, lists);
    }
}

/// The length of the prefix, in bytes, that forms of one word share: “stole” and “stolen”, “poisoned” and “poisoning”.
const STEM_BYTES: usize = 5;

/// Reports headlines that assert as fact what the story only attributes to others.
fn report_assertions(sink: &mut FindingSink<'_, '_>, lists: &HeadlinePhrases) {
    let draft = sink.draft;
    let mut assertions: Vec<(TokenRange, String)> = Vec::new();
    for paragraph in draft.language.paragraphs.iter().filter(|p| p.role == Role::Heading) {
        let tokens = paragraph.tokens;
        if tokens.is_empty() || is_hedged(draft, lists, tokens) {
            continue;
        }
        let Some(assertion) = draft.phrases_in(lists.asserts, tokens).next() else { continue };
        let word = draft.text(assertion.tokens.start).to_lowercase();
        assertions.push((tokens, word.get(..STEM_BYTES).unwrap_or(&word).to_owned()));
    }
    if assertions.is_empty() {
        return;
    }
    let story = Story::build(draft, assertions.iter().map(|(_, stem)| stem.as_str()));
    for (tokens, stem) in &assertions {
        if let Some(StoryAccount::Attributed(place)) = story.0.get(stem.as_str()) {
            sink.push(*tokens, FindingExtras { related: Some(place.until(*place + 1)), ..FindingExtras::default() });
        }
    }
}

/// Whether the headline itself names a source, asks a question, or quotes.
fn is_hedged(draft: &LintedDraft<'_>, lists: &HeadlinePhrases, tokens: TokenRange) -> bool {
    let is_hedging_mark = |at: TokenIdx| {
        let kind = draft.kind(at);
        kind == TokenKind::Colon || draft.token(at).quoted() || draft.text(at) == "?"
    };
    let sentences = draft.language.sentence_at(tokens.start).until(draft.language.sentence_at(tokens.end - 1) + 1);
    let sourced = sentences.into_iter().any(|number| !draft.attributions.in_sentence(number).is_empty());
    sourced || tokens.iter().any(is_hedging_mark) || draft.has_phrase(lists.unless, tokens)
}

/// How the story tells each word that a headline asserts, by the word's prefix. One pass over the story serves all
/// headlines.
struct Story<'s>(FxHashMap<&'s str, StoryAccount>);

/// How the story uses a word that a headline asserts.
enum StoryAccount {
    Nowhere,
    /// Only in attributed sentences or quotations; the first of them at this token.
    Attributed(TokenIdx),
    /// Also as a fact.
    AsFact,
}

impl<'s> Story<'s> {
    /// Looks up all words of the story's copy.
    fn build(draft: &LintedDraft<'_>, stems: impl Iterator<Item = &'s str>) -> Self {
        let mut accounts: FxHashMap<&str, StoryAccount> = stems.map(|stem| (stem, StoryAccount::Nowhere)).collect();
        let lengths: BTreeSet<usize> = accounts.keys().map(|stem| stem.len()).collect();
        for paragraph in draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy) {
            for at in paragraph.tokens.iter().filter(|&at| draft.kind(at) == TokenKind::Word) {
                let word = lower(draft.text(at));
                for stem in lengths.iter().filter_map(|&len| word.get(..len)) {
                    if let Some(account) = accounts.get_mut(stem) {
                        account.add_occurrence(draft, at);
                    }
                }
            }
        }
        Self(accounts)
    }
}

impl StoryAccount {
    /// Takes another occurrence of the word into account.
    fn add_occurrence(&mut self, draft: &LintedDraft<'_>, at: TokenIdx) {
        if matches!(self, Self::AsFact) {
            return;
        }
        let attributions = draft.attributions.in_sentence(draft.language.sentence_at(at));
        if !draft.token(at).quoted() && !attributions.iter().any(|r| covers_token(r, draft, at)) {
            *self = Self::AsFact;
        } else if matches!(self, Self::Nowhere) {
            *self = Self::Attributed(at);
        }
    }
}
