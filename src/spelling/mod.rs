//! Finds misspelled words in a draft, and leaves names alone.
//!
//! A spelling is reported only where two things hold: no list knows it, and a word the writer is likely to have meant lies
//! near. Names, coinages and foreign words are unknown too, so what speaks for one of them (a capital, a second use, unknown
//! neighbours, lawful word formation) is weighed against the slip. It knows words in their order, not Markdown, rules or
//! severities.

mod candidates;
mod context;
mod cost;
mod dictionary;
mod draft;
mod function_words;
mod key;
mod lexicon;
mod morphology;
mod names;
mod score;
#[cfg(test)]
mod tests;
mod token;
mod word_parts;

pub use dictionary::{Dictionary, DictionarySet};

use std::collections::HashMap;

use candidates::CandidateCache;
use draft::UnknownWords;
use lexicon::WordTables;

/// Finds misspellings by the built-in word lists.
#[derive(Debug)]
pub struct Speller {
    lexicon: WordTables,
    searched: CandidateCache,
}

/// A word of a draft, as it is written and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordUse<'a> {
    /// The word with its apostrophes and hyphens, without the punctuation around it.
    pub text: &'a str,
    /// Whether it opens a sentence, a heading, a list item or a quotation, so that its capital says nothing.
    pub sentence_start: bool,
    /// Whether the word before or after it, with only a space between, has a capital that is not a sentence's first.
    pub neighbours_capital: bool,
    /// Whether the caller knows it, so that no list need be asked.
    pub known: bool,
}

/// The words of one draft in their order. A long draft has many: whoever has them in another form need not write them down anew.
pub trait Words<'w> {
    /// How many there are.
    fn count(&self) -> usize;

    /// The word at a place below [`Self::count`].
    fn word(&self, index: usize) -> WordUse<'w>;

    /// Whether the word at a place is known without a look at its letters.
    fn known(&self, index: usize) -> bool {
        self.word(index).known
    }

    /// Whether the word at a place begins with a capital.
    fn capital(&self, index: usize) -> bool {
        self.word(index).text.starts_with(char::is_uppercase)
    }

    /// Whether nobody waits for what is found in them any more, so that looking can stop where it is.
    fn unwanted(&self) -> bool {
        false
    }
}

impl<'w, T: AsRef<[WordUse<'w>]> + ?Sized> Words<'w> for T {
    fn count(&self) -> usize {
        self.as_ref().len()
    }

    fn word(&self, index: usize) -> WordUse<'w> {
        self.as_ref()[index]
    }
}

/// A word that is probably misspelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misspelling {
    /// Which of the words it is.
    pub index: usize,
    /// How sure it is.
    pub tier: Tier,
    /// What speaks for a slip, in thousandths of a Zipf point: what `tier` was read from.
    pub score: i32,
    /// What to write instead of the whole word, best first and at least one, in the case of the word.
    pub suggestions: Vec<String>,
    /// Whether the first suggestion is the only plausible one, so that it can be written without asking.
    pub certain: bool,
}

/// A name that another name of the draft is one slip away from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameSlip {
    /// Which of the words it is.
    pub index: usize,
    /// Which of the words is the first with the other spelling.
    pub like: usize,
    /// How sure it is.
    pub tier: Tier,
    /// The other spelling.
    pub other: String,
    /// What to write instead of the whole word.
    pub suggestion: String,
}

/// How sure it is that a word is misspelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Worth a look.
    Low,
    /// More likely a slip than not.
    Medium,
    /// A slip.
    High,
}

impl Speller {
    /// The speller with the built-in lists. It costs next to nothing: the lists are read where they lie in the binary.
    #[must_use]
    pub fn builtin() -> Self {
        Self { lexicon: WordTables::builtin(), searched: CandidateCache::default() }
    }

    /// The misspellings among the words of one draft, which are handed over in their order; at most one for each word.
    ///
    /// URLs, code, handles, hashtags and numbers are the caller's to leave out. `extra_known` is asked of each word
    /// that no list knows, as it is written, and of its parts without hyphens and possessive endings; what it knows is
    /// not reported.
    #[must_use]
    pub fn check<'w>(&self, words: &impl Words<'w>, extra_known: &dyn Fn(&str) -> bool) -> Vec<Misspelling> {
        let draft = UnknownWords::read(&self.lexicon, words, extra_known);
        let mut seen = HashMap::new();
        let mut misspellings: Vec<Misspelling> = Vec::new();
        for unknown in draft.unknown().iter().take_while(|_| !words.unwanted()) {
            let Some(evidence) = draft.evidence(&self.lexicon, unknown) else { continue };
            if misspellings.last().is_some_and(|last| last.index == unknown.index) {
                continue;
            }
            let key = unknown.part.key.as_str();
            let Some(max_edits) = score::max_edits(&evidence) else { continue };
            let find = || score::candidates(&self.lexicon, &self.searched, key, &evidence, max_edits);
            let candidates = seen.entry((key, max_edits)).or_insert_with(find);
            if let Some((score, tier)) = score::judge(&evidence, candidates) {
                let context = draft.context(&self.lexicon, unknown);
                let best = score::in_context(&self.lexicon, candidates, context);
                let certain = tier == Tier::High && score::certain(&self.lexicon, &evidence, key, &best, context);
                let suggestions = best.iter().map(|candidate| draft.corrected(unknown, &candidate.word)).collect();
                misspellings.push(Misspelling { index: unknown.index, tier, score, suggestions, certain });
            }
        }
        misspellings
    }

    /// The names among the words of one draft that stand once, that no list knows, and that one letter parts from another
    /// name of the draft; by place. Words and `extra_known` as for [`Self::check`].
    #[must_use]
    pub fn check_names<'w>(&self, words: &impl Words<'w>, extra_known: &dyn Fn(&str) -> bool) -> Vec<NameSlip> {
        names::slips(&self.lexicon, words, extra_known)
    }

    /// Whether a word, taken by itself, stands in a list or is lawfully made of words that do.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        let alone = WordUse { text: word, sentence_start: false, neighbours_capital: false, known: false };
        // Most words that are asked for are plain.
        draft::known_plainly(&self.lexicon, word) || self.unknown(&[alone], &|_| false).is_empty()
    }

    /// Whether a word is a listed slip, and no word of another language.
    #[must_use]
    pub fn is_english_slip(&self, word: &str) -> bool {
        let info = key::fold(word).map(|key| self.lexicon.info(key.as_bytes()));
        info.is_some_and(|info| info.slip() && !info.loan())
    }

    /// The words that no list knows, likely slips and names alike, without possessive endings; in the order of the draft.
    /// Words and `extra_known` as for [`Self::check`].
    #[must_use]
    pub fn unknown<'w>(&self, words: &impl Words<'w>, extra_known: &dyn Fn(&str) -> bool) -> Vec<&'w str> {
        let draft = UnknownWords::read(&self.lexicon, words, extra_known);
        let text = |unknown: &draft::UnknownPart| &words.word(unknown.index).text[unknown.part.start..unknown.part.end];
        draft.unknown().iter().map(text).collect()
    }
}
