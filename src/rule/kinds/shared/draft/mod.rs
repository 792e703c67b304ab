//! A draft with its analyses, as rules see it, and the analyses that several kinds share.

mod non_english;
pub(crate) mod quotation_marks;
mod repeated_terms;
mod spelled_words;
mod token_index;

pub(crate) use repeated_terms::{MAX_TERM_WORDS, RepeatedTerms};
pub(crate) use spelled_words::{unknown_words, words_to_spell};

use crate::attribution::TokenAttribution;
use crate::cancel::Cancel;
use crate::document::{Document, Links};
use crate::language::{Class, Form, OthersWords, Verb};
use crate::rule::lists::WordSet;
use crate::spelling::{Dictionary, DictionarySet, Misspelling, Speller};
use crate::statements::{Covered, SettledFacts, Statement, StatementInput, statements};
use crate::text::{ProseRange, Span, TokenIdx, TokenRange};
use spelled_words::SpelledWords;
use std::cell::OnceCell;
use std::ops::Deref;
use token_index::TokenIndex;

/// A draft with all that was parsed and analysed of it.
#[derive(Clone, Copy)]
pub(crate) struct LintedDraft<'a> {
    /// The parsed draft.
    pub(crate) document: &'a Document,
    /// The draft's language, attributions and coverage.
    pub(crate) covered: Covered<'a>,
    pub(crate) speller: &'a Speller,
    /// The newsroom's own dictionary and spelling.
    pub(crate) house: &'a DictionarySet,
    /// The words that the newsroom's names and the draft's front matter teach the speller.
    pub(crate) learned: [&'a Dictionary; 2],
    /// The facts that need no source, by the newsroom's configuration and by the draft.
    pub(crate) accepted_facts: [&'a SettledFacts; 2],
    /// Analyses that several rules use; each is computed on first use.
    pub(crate) shared: &'a SharedAnalyses,
    /// Analyses that several rules about spelling use; each is computed on first use.
    pub(crate) spellings: &'a SharedSpelling,
    /// Whether the run was cancelled. Long loops check it and may stop early.
    pub(crate) cancel: &'a Cancel,
}

/// Gives access to the methods for tokens and sentences.
impl<'a> Deref for LintedDraft<'a> {
    type Target = Covered<'a>;

    fn deref(&self) -> &Covered<'a> {
        &self.covered
    }
}

/// Analyses of one draft that several rules use.
#[derive(Default)]
pub(crate) struct SharedAnalyses {
    statements: OnceCell<Vec<Statement>>,
    token_index: OnceCell<TokenIndex>,
    links: OnceCell<Links>,
    terms: OnceCell<RepeatedTerms>,
    others: OnceCell<OthersWords>,
    straight: OnceCell<Option<bool>>,
}

/// Analyses of one draft that several rules about spelling use.
#[derive(Default)]
pub(crate) struct SharedSpelling {
    spelled_words: OnceCell<SpelledWords>,
    misspellings: OnceCell<Vec<Misspelling>>,
    non_english: OnceCell<Vec<ProseRange>>,
}

impl<'a> LintedDraft<'a> {
    /// The statements that no attribution covers.
    pub(crate) fn statements(&self) -> &'a [Statement] {
        self.shared.statements.get_or_init(|| {
            statements(&StatementInput {
                covered: self.covered,
                settled: self.accepted_facts,
                links: self.links(),
                cancel: self.cancel,
            })
        })
    }

    /// The tokens at which rules about single words start.
    pub(crate) fn token_index(&self) -> &'a TokenIndex {
        self.shared.token_index.get_or_init(|| TokenIndex::build(self))
    }

    /// The first occurrence of each short quotation.
    pub(crate) fn repeated_terms(&self) -> &'a RepeatedTerms {
        self.shared.terms.get_or_init(|| RepeatedTerms::build(self))
    }

    /// The probable misspellings, in the order of the draft.
    pub(crate) fn misspellings(&self) -> &'a [Misspelling] {
        self.spellings.misspellings.get_or_init(|| spelled_words::misspellings(self))
    }

    /// The words to spell-check, in the order of the draft.
    pub(crate) fn spelled_words(&self) -> &'a SpelledWords {
        self.spellings.spelled_words.get_or_init(|| spelled_words::collect_words(self))
    }

    /// Whether a word is correct whatever the spelling lists say: another list has it, or the newsroom or the draft's front
    /// matter.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.lexicon.lookup(word).is_known()
            || self.house.dictionary.knows(word)
            || self.learned.iter().any(|learned| learned.knows(word))
    }

    /// Whether a word is within emphasis that marks words of another language.
    pub(crate) fn is_in_non_english(&self, at: TokenIdx) -> bool {
        let non_english = self.spellings.non_english.get_or_init(|| non_english::emphasised_non_english(self));
        if non_english.is_empty() {
            return false;
        }
        let start = self.language.prose(at.until(at + 1)).start;
        let next = non_english.partition_point(|words| words.end <= start);
        non_english.get(next).is_some_and(|words| words.start <= start)
    }

    /// Whether a source is a single pronoun: “she”, “who”.
    pub(crate) fn is_pronoun(&self, attribution: &TokenAttribution) -> bool {
        attribution.at.core.len() == 1 && self.is(attribution.at.core.start, Class::PERSONAL | Class::RELATIVE)
    }

    /// The span of tokens in the draft's file.
    pub(crate) fn span(&self, tokens: TokenRange) -> Span {
        self.document.span(self.language.prose(tokens))
    }

    /// The links of the draft.
    pub(crate) fn links(&self) -> &'a Links {
        self.shared.links.get_or_init(|| self.document.links())
    }

    /// Whether any of the tokens is in a link.
    pub(crate) fn has_link(&self, tokens: TokenRange) -> bool {
        self.links().any_in(self.language.prose(tokens))
    }
}

impl<'a> LintedDraft<'a> {
    /// Whether the words for the source have one of these nouns.
    pub(crate) fn source_has_noun(&self, attribution: &TokenAttribution, nouns: &WordSet) -> bool {
        let is_listed_noun = |at: TokenIdx| nouns.has_in_any_case(self.text(at));
        !nouns.is_empty() && attribution.at.source.is_some_and(|source| source.iter().any(is_listed_noun))
    }

    /// The verb of an attribution, of one or more words, with its form and its tokens.
    pub(crate) fn verb(&self, attribution: &TokenAttribution) -> Option<(&'a Verb, Form, TokenRange)> {
        let head = attribution.at.head;
        let multi_word_verb = self
            .language
            .matches_in(head.until(attribution.at.cue.end.max(head + 1)))
            .find(|m| m.list == crate::language::List::VERB && m.tokens.start == head);
        if let Some(found) = multi_word_verb {
            let (verb, form) = self.lexicon.verb_of_words(found.row);
            return Some((verb, form, found.tokens));
        }
        self.lexicon.verb(self.token(head).word()).map(|(verb, form)| (verb, form, head.until(head + 1)))
    }
}

/// Keeps the findings that are not in other people's words, so that they can be fixed together. If all are in such words,
/// keeps the first.
pub(crate) fn outside_others_words<T>(
    draft: &LintedDraft<'_>,
    mut found: Vec<T>,
    at: impl Fn(&T) -> TokenIdx,
) -> Vec<T> {
    if found.is_empty() {
        return found;
    }
    let others_words = draft.shared.others.get_or_init(|| OthersWords::of(draft.document, draft.language));
    let is_outside = |found: &T| !others_words.overlap(draft.span(at(found).until(at(found) + 1)));
    if found.iter().any(is_outside) {
        found.retain(is_outside);
    } else {
        found.truncate(1);
    }
    found
}
