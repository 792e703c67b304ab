//! Known speakers, and the index that finds them again by surname, role or words.

use crate::attribution::{SourceClass, SpeakerRecord};
use crate::language::{Class, TokenKind, Tokens};
use crate::text::lower;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;

/// How many of the latest speakers are kept per alias.
const MAX_SPEAKERS_OF_ALIAS: usize = 8;
/// How many descriptive words are kept per speaker.
const MAX_DESCRIBING_WORDS: usize = 32;

/// A speaker, and what is known to recognise later mentions.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own, and any of them may go together"
)]
pub(super) struct KnownSpeaker<'a> {
    pub(super) speaker: SpeakerRecord,
    /// Lower-case given name or initial; empty when only a surname is known, or no name.
    pub(super) given: String,
    /// Lower-case surname; empty without a name.
    pub(super) surname: String,
    /// Lower-case words that describe the speaker.
    pub(super) words: Vec<Cow<'a, str>>,
    pub(super) gender: Class,
    pub(super) plural: bool,
    /// The class that rules use; reports may show a more exact one.
    pub(super) read_as: SourceClass,
    /// Whether the draft has words for them that a report can show.
    pub(super) nameable: bool,
    /// Whether “he” or “she” may refer to them.
    pub(super) person: bool,
    /// Whether “it” may refer to it.
    pub(super) body: bool,
}

impl<'a> KnownSpeaker<'a> {
    /// Whether the known gender does not contradict this one.
    pub(super) fn may_be(&self, gender: Class) -> bool {
        self.gender.is_empty() || gender.is_empty() || self.gender == gender
    }

    /// Whether a given name fits: the same, a prefix, or the initial.
    pub(super) fn goes_by(&self, given: &str) -> bool {
        let (a, b) = (self.given.trim_end_matches('.'), given.trim_end_matches('.'));
        a.starts_with(b) || b.starts_with(a)
    }

    /// Whether descriptive words fit this speaker: one of them is known, or there is nothing to compare.
    pub(super) fn described_by(&self, words: &[Cow<'a, str>], head: &str) -> bool {
        let told = || self.words.iter().filter(|word| *word != head);
        words.is_empty() || told().next().is_none() || told().any(|word| words.contains(word))
    }

    pub(super) fn describe(&mut self, words: impl IntoIterator<Item = Cow<'a, str>>) {
        for word in words {
            if self.words.len() < MAX_DESCRIBING_WORDS && !self.words.contains(&word) {
                self.words.push(word);
            }
        }
    }

    pub(super) fn is_named(&self) -> bool {
        !self.surname.is_empty()
    }
}

/// Maps an alias to the speakers that it referred to, latest last.
#[derive(Default)]
pub(super) struct AliasIndex(FxHashMap<String, Vec<usize>>);

impl AliasIndex {
    /// The speakers of an alias, latest first.
    pub(super) fn latest_first(&self, key: &str) -> impl Iterator<Item = usize> {
        self.0.get(key).into_iter().flatten().rev().copied()
    }

    pub(super) fn record(&mut self, key: String, speaker: usize) {
        let holders = self.0.entry(key).or_default();
        holders.retain(|&other| other != speaker);
        if holders.len() == MAX_SPEAKERS_OF_ALIAS {
            holders.remove(0);
        }
        holders.push(speaker);
    }
}

/// Whether a class means one person.
pub(super) fn is_person_class(class: SourceClass) -> bool {
    matches!(
        class,
        SourceClass::NamedPerson | SourceClass::Role | SourceClass::Anonymous | SourceClass::UnnamedIndividual
    )
}

impl<'a> Tokens<'a> {
    /// The lower-case descriptive words of a phrase, without articles, prepositions and the like.
    pub(super) fn telling_words(&self, tokens: Range<u32>) -> Vec<Cow<'a, str>> {
        let empty = Class::DETERMINER
            | Class::PREPOSITION
            | Class::RELATIVE
            | Class::CLITIC
            | Class::COORDINATOR
            | Class::POSSESSIVE
            | Class::COMPANY;
        let words =
            tokens.take(MAX_DESCRIBING_WORDS).filter(|&at| self.kind(at) == TokenKind::Word && !self.is(at, empty));
        words.map(|at| lower(self.text(at))).collect()
    }

    /// The head noun of a phrase: "head" of "the union's head of pay", "officials" of "one of the officials".
    pub(in crate::attribution) fn head_noun(&self, phrase: Range<u32>) -> u32 {
        let ends = Class::PREPOSITION | Class::RELATIVE;
        let counts = Class::NUMBER_WORD | Class::PRONOUN | Class::QUANTITY;
        let mut behind = (phrase.start + 1..phrase.end).filter(|&at| self.is(at, ends) && !self.is(at - 1, counts));
        behind.next().unwrap_or(phrase.end).saturating_sub(1).max(phrase.start)
    }

    /// The key of a head noun: its singular stem.
    pub(super) fn head_key(&self, noun: u32) -> String {
        let mut stem = self.lexicon.role_stem(self.text(noun));
        if self.plural_form(noun) && stem.ends_with('s') {
            stem.pop();
        }
        stem
    }

    pub(in crate::attribution) fn plural_form(&self, noun: u32) -> bool {
        let text = self.text(noun);
        text.len() > 3 && text.ends_with('s') && !text.ends_with("ss")
    }

    /// "one of the officials", "another of his lawyers": one, though the noun is plural.
    pub(super) fn singular_count(&self, first: u32) -> bool {
        self.is(first, Class::INDEFINITE)
    }

    /// The stems of the roles in a source with a name: before the name, as a title, or between commas.
    pub(super) fn roles(&self, source: &Range<u32>, name: &Range<u32>) -> Vec<String> {
        let mut found = Vec::new();
        let mut role = |at: u32| found.push(self.head_key(at));
        let before = source.start.max(name.start.saturating_sub(MAX_DESCRIBING_WORDS as u32))..name.start;
        if let Some(last) = before.clone().rev().find(|&at| self.word(at)) {
            role(last);
        }
        before.clone().filter(|&at| self.is(at, Class::TITLE)).for_each(&mut role);
        let mut at = source.start;
        while at < source.end.min(source.start + 2 * MAX_DESCRIBING_WORDS as u32) {
            let comma = (at..source.end).find(|&t| self.kind(t) == TokenKind::Comma).unwrap_or(source.end);
            let end = (at + 1..comma).find(|&t| !self.word(t)).unwrap_or(comma);
            let phrase = at..end.min(comma);
            if !phrase.is_empty() && !phrase.contains(&name.start) && self.word(at) && !self.is(at, Class::RELATIVE) {
                role(self.head_noun(phrase));
            }
            at = comma + 1;
        }
        found
    }

    /// The gender that a title or given name implies; nothing else is used.
    pub(super) fn told_gender(&self, source: &Range<u32>, name: &Range<u32>) -> Class {
        let nouns = Class::HONORIFIC | Class::SPOKESPERSON | Class::PERSON_NOUN;
        let from = source.start.min(name.start).max(name.start.saturating_sub(MAX_DESCRIBING_WORDS as u32));
        let told = (from..name.end).find(|&at| self.is(at, nouns) && self.one_gender(at) && !self.owned(at));
        let first = name.start;
        if let Some(at) = told {
            return self.gender(at);
        }
        if name.len() >= 2 && self.one_gender(first) { self.gender(first) } else { Class::empty() }
    }

    fn one_gender(&self, at: u32) -> bool {
        self.gender(at).bits().is_power_of_two()
    }

    /// Whether a word is a possessor: “his wife's lawyer”.
    fn owned(&self, at: u32) -> bool {
        self.language
            .tokens
            .get(at as usize + 1)
            .is_some_and(|next| self.lexicon.classes(next.word()).contains(Class::CLITIC))
    }
}
