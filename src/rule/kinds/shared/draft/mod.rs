//! A draft with all that was read of it, and the analyses that several kinds share.

mod non_english;
pub(crate) mod quotation_marks;
mod repeated_terms;
mod spelled_words;
mod token_index;

pub(crate) use repeated_terms::{LONGEST_TERM, RepeatedTerms};
pub(crate) use spelled_words::{unknown_words, words_to_spell};

use crate::attribution::TokenAttribution;
use crate::cancel::Cancel;
use crate::document::{Document, Links};
use crate::language::{Class, Form, OthersWords, Verb};
use crate::rule::lists::WordSet;
use crate::spelling::{Dictionary, DictionarySet, Misspelling, Speller};
use crate::statements::{Covered, SettledFacts, Statement, StatementInput, statements};
use crate::text::Span;
use spelled_words::SpelledWords;
use std::cell::OnceCell;
use std::ops::{Deref, Range};
use token_index::TokenIndex;

/// A draft with all that was read of it.
#[derive(Clone, Copy)]
pub(crate) struct LintedDraft<'a> {
    pub(crate) document: &'a Document,
    pub(crate) covered: Covered<'a>,
    pub(crate) speller: &'a Speller,
    pub(crate) house: &'a DictionarySet,
    /// The words that the newsroom's names and the draft's own front matter bring.
    pub(crate) learned: [&'a Dictionary; 2],
    /// What needs no source, by the newsroom and by the draft.
    pub(crate) accepted_facts: [&'a SettledFacts; 2],
    /// What several rules ask for, read when the first of them does.
    pub(crate) shared: &'a SharedAnalyses,
    /// The same for rules about spelling.
    pub(crate) spellings: &'a SharedSpelling,
    /// Whether anybody still waits for what is found. What goes on for long asks it, and may stop where it is.
    pub(crate) cancel: &'a Cancel,
}

/// What is asked of a token is asked of the draft.
impl<'a> Deref for LintedDraft<'a> {
    type Target = Covered<'a>;

    fn deref(&self) -> &Covered<'a> {
        &self.covered
    }
}

/// What several rules ask of one draft.
#[derive(Default)]
pub(crate) struct SharedAnalyses {
    statements: OnceCell<Vec<Statement>>,
    token_index: OnceCell<TokenIndex>,
    links: OnceCell<Links>,
    terms: OnceCell<RepeatedTerms>,
    others: OnceCell<OthersWords>,
    straight: OnceCell<Option<bool>>,
}

/// What several rules about spelling ask of one draft.
#[derive(Default)]
pub(crate) struct SharedSpelling {
    spelled: OnceCell<SpelledWords>,
    slips: OnceCell<Vec<Misspelling>>,
    non_english: OnceCell<Vec<Range<u32>>>,
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

    /// Where rules about single words begin.
    pub(crate) fn token_index(&self) -> &'a TokenIndex {
        self.shared.token_index.get_or_init(|| TokenIndex::build(self))
    }

    /// Where each short quotation stands first.
    pub(crate) fn repeated_terms(&self) -> &'a RepeatedTerms {
        self.shared.terms.get_or_init(|| RepeatedTerms::build(self))
    }

    /// The words that look like slips, by place.
    pub(crate) fn slips(&self) -> &'a [Misspelling] {
        self.spellings.slips.get_or_init(|| spelled_words::slips(self))
    }

    /// The words that are spelled out, in their order.
    pub(crate) fn spelled(&self) -> &'a SpelledWords {
        self.spellings.spelled.get_or_init(|| spelled_words::spelled(self))
    }

    /// Whether a word is right whatever the spelling lists say: it stands in another list, or the newsroom or the draft's
    /// front matter has it.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.lexicon.lookup(word).is_known()
            || self.house.dictionary.knows(word)
            || self.learned.iter().any(|learned| learned.knows(word))
    }

    /// Whether a word stands in emphasis that marks it as one of another language.
    pub(crate) fn is_in_non_english(&self, at: u32) -> bool {
        let non_english = self.spellings.non_english.get_or_init(|| non_english::emphasised_non_english(self));
        if non_english.is_empty() {
            return false;
        }
        let start = self.language.prose(at..at + 1).start;
        let next = non_english.partition_point(|words| words.end <= start);
        non_english.get(next).is_some_and(|words| words.start <= start)
    }

    /// Whether a source is but a pronoun: "she", "who".
    pub(crate) fn pronoun(&self, relation: &TokenAttribution) -> bool {
        relation.at.core.len() == 1 && self.is(relation.at.core.start, Class::PERSONAL | Class::RELATIVE)
    }

    pub(crate) fn span(&self, tokens: Range<u32>) -> Span {
        self.document.span(self.language.prose(tokens))
    }

    pub(crate) fn links(&self) -> &'a Links {
        self.shared.links.get_or_init(|| self.document.links())
    }

    pub(crate) fn has_link(&self, tokens: Range<u32>) -> bool {
        self.links().any_in(&self.language.prose(tokens))
    }
}

impl<'a> LintedDraft<'a> {
    /// Whether one of these nouns says who or what the source is.
    pub(crate) fn speaks_as(&self, relation: &TokenAttribution, nouns: &WordSet) -> bool {
        let named = |at: u32| nouns.has_in_any_case(self.text(at));
        !nouns.is_empty() && relation.at.source.clone().is_some_and(|mut source| source.any(named))
    }

    /// The verb of a relation, of one word or several, with its form and its tokens.
    pub(crate) fn verb(&self, relation: &TokenAttribution) -> Option<(&'a Verb, Form, std::ops::Range<u32>)> {
        let head = relation.at.head;
        let wordy = self
            .language
            .matches_in(head..relation.at.cue.end.max(head + 1))
            .find(|m| m.list == crate::language::List::VERB && m.tokens.start == head);
        if let Some(found) = wordy {
            let (verb, form) = self.lexicon.verb_of_words(found.row);
            return Some((verb, form, found.tokens.clone()));
        }
        self.lexicon.verb(self.token(head).word()).map(|(verb, form)| (verb, form, head..head + 1))
    }
}

/// Those that are not other people's words, to be changed all at once; where all are, the first.
pub(crate) fn outside_others_words<T>(draft: &LintedDraft<'_>, mut found: Vec<T>, at: impl Fn(&T) -> u32) -> Vec<T> {
    if found.is_empty() {
        return found;
    }
    let theirs = draft.shared.others.get_or_init(|| OthersWords::of(draft.document, draft.language));
    let free = |found: &T| !theirs.overlap(draft.span(at(found)..at(found) + 1));
    if found.iter().any(free) {
        found.retain(free);
    } else {
        found.truncate(1);
    }
    found
}
