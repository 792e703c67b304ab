//! The lexicon: all words and phrases that a run knows. One look-up for each token finds its classes, verb form and phrases.
//!
//! The lexicon is built once, from the lists under `rules/lexicon` and the phrases of rules. All lists share one table of words
//! and one table of phrases, so a draft is read only once, whatever the number of lists.

mod builder;
mod phrases;
mod verb;

pub use super::class::{Class, Grammar};
pub use builder::LexiconBuilder;
pub use phrases::{List, Match};
pub use verb::{Form, Verb, VerbClass};

use super::key::key;
use super::look_alikes;
use super::token::{Token, WordId};
use super::word_hash::WordHash;
use phrases::{Phrase, PhrasesOfFirstWord};
use rustc_hash::{FxHashMap, FxHashSet};

/// The data of a word.
#[derive(Debug, Default, Clone, Copy)]
struct LexiconEntry {
    classes: Class,
    /// One more than the index of its attribution verb; 0 if it is not a form of one.
    verb: u32,
    form: Option<Form>,
    /// The phrases that start with the word.
    phrases: PhrasesOfFirstWord,
}

/// A row of `source-nouns.tsv`.
#[derive(Debug, Clone, Copy)]
pub struct SourceNoun {
    /// The phrase: "a person close to the board".
    pub phrase: &'static str,
    /// The class in the list: `anonymous`, `vague-collective` …
    pub class: &'static str,
}

/// A row of `outlets.tsv`.
#[derive(Debug, Clone, Copy)]
pub struct Outlet {
    /// The full name.
    pub name: &'static str,
    /// The kind of outlet: wire, newspaper, state-media …
    pub class: &'static str,
    /// Who controls the outlet: independent, state-controlled …
    pub control: &'static str,
    /// The description that readers need: "Russian state-owned news agency". Empty if none is needed.
    pub descriptor: &'static str,
    /// Whether the name has other meanings, so that it counts as an outlet only beside a cue.
    pub ambiguous: bool,
}

/// All words and phrases that a run knows.
#[derive(Debug)]
pub struct Lexicon {
    /// The entry of each word, by the word's [`key`]. Two words share a key in one of a thousand billion lexicons.
    ids: FxHashMap<u64, WordId>,
    entries: Vec<LexiconEntry>,
    /// The hashes of each entry's word, if the word is ASCII.
    hashes: Vec<WordHash>,
    verbs: Vec<Verb>,
    /// For each form of a verb of several words ("pointed out"): the index of the verb, and the form.
    multiword_verbs: Vec<(u32, Form)>,
    /// The phrases with their first words, sorted by words: a phrase comes before those that begin with it.
    phrases: Vec<(WordId, Phrase)>,
    /// The second word of each phrase of `phrases`. They have a vector of their own because they are searched for every word of a
    /// draft that begins a phrase.
    second_words: Vec<WordId>,
    sources: Vec<SourceNoun>,
    outlets: Vec<Outlet>,
    nationality_endings: Vec<&'static str>,
    person_endings: Vec<&'static str>,
    /// The endings that show a part of speech, by their last byte, each with its position in the list.
    form_endings: Vec<Vec<(usize, &'static str)>>,
    /// The noun for each abbreviated title: "senator" for "sen."
    title_nouns: FxHashMap<String, &'static str>,
    countries: FxHashSet<&'static str>,
    /// The number of lists that rules have added.
    rule_lists: u32,
    pub(super) languages: super::language_id::Languages,
}

impl Lexicon {
    /// The lexicon of the built-in lists, without phrases of rules.
    #[must_use]
    pub fn builtin() -> Self {
        LexiconBuilder::builtin().build()
    }

    /// The entry of a word. Case and the kind of apostrophe do not matter.
    #[must_use]
    pub fn lookup(&self, word: &str) -> WordId {
        key(word).and_then(|key| self.ids.get(&key)).copied().unwrap_or(WordId::UNKNOWN)
    }

    /// The entry of a word in look-alikes. `word` is its ASCII reading.
    pub(super) fn entry_of_reading(&self, word: &str, all_caps: bool) -> WordId {
        let found = self.lookup(word);
        if all_caps { self.in_capitals(found) } else { found }
    }

    /// The entry of a word that is written in capitals. `UNKNOWN` for pronouns: "US", "WHO" and "IT" are names.
    pub(super) fn in_capitals(&self, word: WordId) -> WordId {
        let pronoun = Class::OBJECT_PRONOUN | Class::PRONOUN | Class::RELATIVE;
        if self.classes(word).intersects(pronoun) { WordId::UNKNOWN } else { word }
    }

    /// The hashes of a token's letters. For most words of a draft, they were computed in advance. A word in look-alikes has the
    /// hashes of the word that it is read as.
    #[must_use]
    pub fn word_hash(&self, token: Token, prose: &str) -> WordHash {
        let precomputed = self.hashes[token.word().0 as usize];
        if precomputed.applies_to(token) {
            return precomputed;
        }
        let text = token.text(prose);
        // A word in look-alikes has an entry although its own letters are in no list. (A curly apostrophe also makes a word
        // longer, but the lists have such a word.)
        if token.word().is_known()
            && look_alikes::may_have_look_alikes(text)
            && self.is_spelled_unlike_lists(text)
            && precomputed.is_precomputed()
        {
            return precomputed;
        }
        WordHash::new(text)
    }

    /// Whether a word that has an entry is spelled in letters that no list has.
    #[cold]
    fn is_spelled_unlike_lists(&self, text: &str) -> bool {
        !self.lookup(text).is_known()
    }

    /// A word's classes.
    #[must_use]
    pub fn classes(&self, word: WordId) -> Class {
        self.entries[word.0 as usize].classes
    }

    /// Whether a token is an adjective of nationality: "Russian", "US", and by its ending "Guyanese".
    #[must_use]
    pub fn nationality(&self, token: Token, prose: &str) -> bool {
        let text = token.text(prose);
        self.classes(token.word()).contains(Class::NATIONALITY)
            || token.all_caps() && text.len() <= 2
            || text.len() > 4 && self.nationality_endings.iter().any(|ending| text.ends_with(ending))
    }

    /// Whether a text is the name of a country.
    #[must_use]
    pub fn country(&self, words: &str) -> bool {
        self.countries.contains(words)
    }

    /// The stem of a noun for a role, in lower case and without an ending such as "man" or "woman". Spokesman, spokesperson and
    /// spokeswoman have the same stem, and so do chairman and chair. For a title, its noun: "senator" for "Sen."
    #[must_use]
    pub fn role_stem(&self, noun: &str) -> String {
        let lower = noun.to_lowercase();
        if let Some(&noun) = self.title_nouns.get(&lower) {
            return noun.to_owned();
        }
        let stems = self.person_endings.iter().filter_map(|ending| lower.strip_suffix(ending));
        stems.filter(|stem| stem.len() >= 4).map(str::to_owned).next().unwrap_or(lower)
    }

    /// The position in its list of the ending ("-tion", "-ous") that shows a word's part of speech.
    #[must_use]
    pub fn ending(&self, word: &str) -> Option<usize> {
        let with_same_last_letter = self.form_endings.get(usize::from(*word.as_bytes().last()?))?;
        // Compare the letter before the last first: most endings with the same last letter differ there.
        let before_last = |word: &str| word.len().checked_sub(2).map(|at| word.as_bytes()[at]);
        let before = before_last(word);
        let ends = |ending: &str| {
            word.len() > ending.len() + 2
                && before_last(ending).is_none_or(|letter| Some(letter) == before)
                && word.ends_with(ending)
        };
        with_same_last_letter.iter().find(|(_, ending)| ends(ending)).map(|&(at, _)| at)
    }

    /// The attribution verb that a word is a form of, and which form it is.
    #[must_use]
    pub fn verb(&self, word: WordId) -> Option<(&Verb, Form)> {
        let entry = &self.entries[word.0 as usize];
        let verb = self.verbs.get(entry.verb.checked_sub(1)? as usize)?;
        Some((verb, entry.form?))
    }

    /// The verb of several words for a row of [`List::VERB`], and its form.
    #[must_use]
    pub fn verb_of_words(&self, row: u32) -> (&Verb, Form) {
        let (verb, form) = self.multiword_verbs[row as usize];
        (&self.verbs[verb as usize], form)
    }

    /// The form of a common or attribution verb.
    #[must_use]
    pub fn form(&self, word: WordId) -> Option<Form> {
        self.entries[word.0 as usize].form
    }

    /// A row of the list of sources.
    #[must_use]
    pub fn source(&self, row: u32) -> SourceNoun {
        self.sources[row as usize]
    }

    /// A row of the list of outlets.
    #[must_use]
    pub fn outlet(&self, row: u32) -> Outlet {
        self.outlets[row as usize]
    }
}
