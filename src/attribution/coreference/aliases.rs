//! Known speakers, and the index that finds them by surname, role or descriptive words.

use crate::attribution::{SourceClass, SpeakerRecord};
use crate::language::{Class, TokenKind, Tokens};
use crate::text::{TokenIdx, TokenRange, lower};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Maximum number of speakers per alias; the latest are kept.
const MAX_SPEAKERS_OF_ALIAS: usize = 8;
/// Maximum number of descriptive words per speaker.
const MAX_DESCRIBING_WORDS: usize = 32;

/// A speaker, with the facts that later mentions are compared with.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own, and any of them may go together"
)]
pub(super) struct KnownSpeaker<'a> {
    pub(super) speaker: SpeakerRecord,
    /// Lower-case given name or initial; empty if only a surname or no name is known.
    pub(super) given: String,
    /// Lower-case surname; empty without a name.
    pub(super) surname: String,
    /// Lower-case words that describe the speaker.
    pub(super) words: Vec<Cow<'a, str>>,
    /// The gender that titles, given names and nouns imply; empty if it is unknown.
    pub(super) gender: Class,
    /// Whether the speaker is several persons.
    pub(super) plural: bool,
    /// The class that rules use; reports may show a more exact one.
    pub(super) rule_class: SourceClass,
    /// Whether the draft has words for the speaker that a report can show.
    pub(super) nameable: bool,
    /// Whether the speaker is a person. If `body` is also true, it may be either, or an organisation with its spokesperson.
    pub(super) person: bool,
    /// Whether the speaker is an organisation, so that “it” may refer to it.
    pub(super) body: bool,
}

impl<'a> KnownSpeaker<'a> {
    /// Whether the speaker may have this gender: it is the same, or one of the two is unknown.
    pub(super) fn may_have_gender(&self, gender: Class) -> bool {
        self.gender.is_empty() || gender.is_empty() || self.gender == gender
    }

    /// Whether a given name may be the speaker's: one of the two begins with the other, as an initial does.
    pub(super) fn may_have_given_name(&self, given: &str) -> bool {
        let (a, b) = (self.given.trim_end_matches('.'), given.trim_end_matches('.'));
        a.starts_with(b) || b.starts_with(a)
    }

    /// Whether descriptive words fit the speaker: it has one of them, or there are none to compare. `head` is not compared.
    pub(super) fn fits_description(&self, words: &[Cow<'a, str>], head: &str) -> bool {
        let compared = || self.words.iter().filter(|word| *word != head);
        words.is_empty() || compared().next().is_none() || compared().any(|word| words.contains(word))
    }

    /// Adds descriptive words, up to [`MAX_DESCRIBING_WORDS`].
    pub(super) fn describe(&mut self, words: impl IntoIterator<Item = Cow<'a, str>>) {
        for word in words {
            if self.words.len() < MAX_DESCRIBING_WORDS && !self.words.contains(&word) {
                self.words.push(word);
            }
        }
    }

    /// Whether the surname is known.
    pub(super) fn is_named(&self) -> bool {
        !self.surname.is_empty()
    }
}

/// Maps an alias to the speakers that it referred to, the latest last.
#[derive(Default)]
pub(super) struct AliasIndex(FxHashMap<String, Vec<usize>>);

impl AliasIndex {
    /// The speakers of an alias, the latest first.
    pub(super) fn latest_first(&self, key: &str) -> impl Iterator<Item = usize> {
        self.0.get(key).into_iter().flatten().rev().copied()
    }

    /// Records that an alias referred to a speaker, which is now the latest.
    pub(super) fn record(&mut self, key: String, speaker: usize) {
        let speakers = self.0.entry(key).or_default();
        speakers.retain(|&other| other != speaker);
        if speakers.len() == MAX_SPEAKERS_OF_ALIAS {
            speakers.remove(0);
        }
        speakers.push(speaker);
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
    /// The lower-case descriptive words of a phrase: without articles, prepositions, pronouns and words for companies.
    pub(super) fn descriptive_words(&self, tokens: TokenRange) -> Vec<Cow<'a, str>> {
        let function_words = Class::DETERMINER
            | Class::PREPOSITION
            | Class::RELATIVE
            | Class::CLITIC
            | Class::COORDINATOR
            | Class::POSSESSIVE
            | Class::COMPANY;
        let words = tokens
            .iter()
            .take(MAX_DESCRIBING_WORDS)
            .filter(|&at| self.kind(at) == TokenKind::Word && !self.is(at, function_words));
        words.map(|at| lower(self.text(at))).collect()
    }

    /// The head noun of a phrase: "head" in "the union's head of pay", "officials" in "one of the officials".
    pub(in crate::attribution) fn head_noun(&self, phrase: TokenRange) -> TokenIdx {
        let end_classes = Class::PREPOSITION | Class::RELATIVE;
        let counts = Class::NUMBER_WORD | Class::PRONOUN | Class::QUANTITY;
        let mut ends = (phrase.start + 1)
            .until(phrase.end)
            .iter()
            .filter(|&at| self.is(at, end_classes) && !self.is(at - 1, counts));
        ends.next().unwrap_or(phrase.end).saturating_sub(1).max(phrase.start)
    }

    /// The alias of a head noun: its singular stem.
    pub(super) fn head_key(&self, noun: TokenIdx) -> String {
        let mut stem = self.lexicon.role_stem(self.text(noun));
        if self.plural_form(noun) && stem.ends_with('s') {
            stem.pop();
        }
        stem
    }

    /// Whether a noun looks like a plural.
    pub(in crate::attribution) fn plural_form(&self, noun: TokenIdx) -> bool {
        let text = self.text(noun);
        text.len() > 3 && text.ends_with('s') && !text.ends_with("ss")
    }

    /// Whether a phrase with a plural noun is singular, by its first word: "one of the officials", "another of his lawyers".
    pub(super) fn singular_count(&self, first: TokenIdx) -> bool {
        self.is(first, Class::INDEFINITE)
    }

    /// The stems of the roles that a source with a name mentions: before the name, as a title, or between commas.
    pub(super) fn roles(&self, source: TokenRange, name: TokenRange) -> Vec<String> {
        let mut found = Vec::new();
        let mut role = |at: TokenIdx| found.push(self.head_key(at));
        let before = source.start.max(name.start.saturating_sub(MAX_DESCRIBING_WORDS as u32)).until(name.start);
        if let Some(last) = before.iter().rev().find(|&at| self.word(at)) {
            role(last);
        }
        before.iter().filter(|&at| self.is(at, Class::TITLE)).for_each(&mut role);
        let mut at = source.start;
        while at < source.end.min(source.start + 2 * MAX_DESCRIBING_WORDS as u32) {
            let comma = at.until(source.end).iter().find(|&t| self.kind(t) == TokenKind::Comma).unwrap_or(source.end);
            let end = (at + 1).until(comma).iter().find(|&t| !self.word(t)).unwrap_or(comma);
            let phrase = at.until(end.min(comma));
            if !phrase.is_empty() && !phrase.contains(name.start) && self.word(at) && !self.is(at, Class::RELATIVE) {
                role(self.head_noun(phrase));
            }
            at = comma + 1;
        }
        found
    }

    /// The gender that a title, a noun for a person or a given name implies; empty if there is none. Nothing else is used.
    pub(super) fn implied_gender(&self, source: TokenRange, name: TokenRange) -> Class {
        let nouns = Class::HONORIFIC | Class::SPOKESPERSON | Class::PERSON_NOUN;
        let from = source.start.min(name.start).max(name.start.saturating_sub(MAX_DESCRIBING_WORDS as u32));
        let gendered_noun = from
            .until(name.end)
            .iter()
            .find(|&at| self.is(at, nouns) && self.has_single_gender(at) && !self.is_possessor(at));
        let first = name.start;
        if let Some(at) = gendered_noun {
            return self.gender(at);
        }
        if name.len() >= 2 && self.has_single_gender(first) { self.gender(first) } else { Class::empty() }
    }

    /// Whether a word implies exactly one gender.
    fn has_single_gender(&self, at: TokenIdx) -> bool {
        self.gender(at).bits().is_power_of_two()
    }

    /// Whether a word is a possessor, as “wife” in “his wife's lawyer”.
    fn is_possessor(&self, at: TokenIdx) -> bool {
        self.language
            .tokens
            .get(at.index() + 1)
            .is_some_and(|next| self.lexicon.classes(next.word()).contains(Class::CLITIC))
    }
}
