//! What bylint knows of English words: one look-up a token gives all a layer above may ask.
//!
//! Built once from the lists under `rules/lexicon`, with the phrases that rules bring. All lists share one table of words
//! and one table of phrases, so a draft is read once, whatever the number of lists.

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
use phrases::{Phrase, Starting};
use rustc_hash::{FxHashMap, FxHashSet};

#[derive(Debug, Default, Clone, Copy)]
struct LexiconEntry {
    classes: Class,
    verb: u32,
    form: Option<Form>,
    phrases: Starting,
}

/// A row of `source-nouns.tsv`.
#[derive(Debug, Clone, Copy)]
pub struct SourceNoun {
    /// The phrase.
    pub phrase: &'static str,
    /// The list's class: `anonymous`, `vague-collective` …
    pub class: &'static str,
}

/// A row of `outlets.tsv`.
#[derive(Debug, Clone, Copy)]
pub struct Outlet {
    /// The full name.
    pub name: &'static str,
    /// wire, newspaper, state-media …
    pub class: &'static str,
    /// Who controls it: independent, state-controlled …
    pub control: &'static str,
    /// "Russian state-owned news agency"; empty where none is needed.
    pub descriptor: &'static str,
    /// The name means other things too, so it needs a cue beside it.
    pub ambiguous: bool,
}

/// All words and phrases that a run knows.
#[derive(Debug)]
pub struct Lexicon {
    /// By the number of the word ([`key`]): of two words, none has that of the other in a thousand billion lexicons.
    ids: FxHashMap<u64, WordId>,
    entries: Vec<LexiconEntry>,
    /// Of each entry's word, as far as it is ASCII.
    prints: Vec<WordHash>,
    verbs: Vec<Verb>,
    wordy_verbs: Vec<(u32, Form)>,
    /// By their words, those that begin another one before it.
    phrases: Vec<(WordId, Phrase)>,
    /// The second word of each phrase, side by side, as they are searched for every word of a draft.
    seconds: Vec<WordId>,
    sources: Vec<SourceNoun>,
    outlets: Vec<Outlet>,
    nationality_endings: Vec<&'static str>,
    person_endings: Vec<&'static str>,
    /// By their last byte: the place in the list, and the ending.
    form_endings: Vec<Vec<(usize, &'static str)>>,
    title_nouns: FxHashMap<String, &'static str>,
    countries: FxHashSet<&'static str>,
    rule_lists: u32,
    pub(super) languages: super::language_id::Languages,
}

impl Lexicon {
    /// The built-in lists alone.
    #[must_use]
    pub fn builtin() -> Self {
        LexiconBuilder::builtin().build()
    }

    /// A word's entry, whatever its case; curly and straight apostrophes are the same.
    #[must_use]
    pub fn lookup(&self, word: &str) -> WordId {
        key(word).and_then(|key| self.ids.get(&key)).copied().unwrap_or(WordId::UNKNOWN)
    }

    /// The entry of a word that is not written as the lists have it.
    pub(super) fn entry_of(&self, word: &str, all_caps: bool) -> WordId {
        let found = self.lookup(word);
        if all_caps { self.in_capitals(found) } else { found }
    }

    /// The entry of a word in capitals: "US", "WHO" and "IT" are names, not pronouns.
    pub(super) fn in_capitals(&self, word: WordId) -> WordId {
        let pronoun = Class::OBJECT_PRONOUN | Class::PRONOUN | Class::RELATIVE;
        if self.classes(word).intersects(pronoun) { WordId::UNKNOWN } else { word }
    }

    /// The hashes of a token's letters: for most words of a draft they are at hand. A word in look-alikes has those of the word
    /// that it is read as.
    #[must_use]
    pub fn print(&self, token: Token, prose: &str) -> WordHash {
        let known = self.prints[token.word().0 as usize];
        if known.is_of(token) {
            return known;
        }
        let text = token.text(prose);
        // A curly apostrophe makes a word longer, too.
        if token.word().is_known() && look_alikes::may_be(text) && self.reads_otherwise(text) && known.is_at_hand() {
            return known;
        }
        WordHash::of(text)
    }

    /// Whether a word of the lists is not written as they have it.
    #[cold]
    fn reads_otherwise(&self, text: &str) -> bool {
        !self.lookup(text).is_known()
    }

    /// A word's classes.
    #[must_use]
    pub fn classes(&self, word: WordId) -> Class {
        self.entries[word.0 as usize].classes
    }

    /// Whether a token says of which country something is: "Russian", "US", and by its ending "Guyanese".
    #[must_use]
    pub fn nationality(&self, token: Token, prose: &str) -> bool {
        let text = token.text(prose);
        self.classes(token.word()).contains(Class::NATIONALITY)
            || token.all_caps() && text.len() <= 2
            || text.len() > 4 && self.nationality_endings.iter().any(|ending| text.ends_with(ending))
    }

    /// Whether words are the name of a country.
    #[must_use]
    pub fn country(&self, words: &str) -> bool {
        self.countries.contains(words)
    }

    /// A noun for a role in lower case, without the ending that says who holds it: spokesman, spokesperson and spokeswoman
    /// have one stem, and so have chairman and chair. A title gives its noun: "Sen." is a senator.
    #[must_use]
    pub fn role_stem(&self, noun: &str) -> String {
        let lower = noun.to_lowercase();
        if let Some(&noun) = self.title_nouns.get(&lower) {
            return noun.to_owned();
        }
        let stems = self.person_endings.iter().filter_map(|ending| lower.strip_suffix(ending));
        stems.filter(|stem| stem.len() >= 4).map(str::to_owned).next().unwrap_or(lower)
    }

    /// Which of the endings that tell a part of speech ("-tion", "-ous") a word has, by its place in the list.
    #[must_use]
    pub fn ending(&self, word: &str) -> Option<usize> {
        let alike = self.form_endings.get(usize::from(*word.as_bytes().last()?))?;
        // Of those with its last letter, most have another before it.
        let before_last = |word: &str| word.len().checked_sub(2).map(|at| word.as_bytes()[at]);
        let before = before_last(word);
        let ends = |ending: &str| {
            word.len() > ending.len() + 2
                && before_last(ending).is_none_or(|letter| Some(letter) == before)
                && word.ends_with(ending)
        };
        alike.iter().find(|(_, ending)| ends(ending)).map(|&(at, _)| at)
    }

    /// The attribution verb a word is a form of, with its form.
    #[must_use]
    pub fn verb(&self, word: WordId) -> Option<(&Verb, Form)> {
        let entry = &self.entries[word.0 as usize];
        let verb = self.verbs.get(entry.verb.checked_sub(1)? as usize)?;
        Some((verb, entry.form?))
    }

    /// The verb of several words of a [`List::VERB`] match, with its form.
    #[must_use]
    pub fn verb_of_words(&self, row: u32) -> (&Verb, Form) {
        let (verb, form) = self.wordy_verbs[row as usize];
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
