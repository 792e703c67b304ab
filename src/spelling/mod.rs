//! Finds misspelled words in a draft without reporting names.
//!
//! A spelling is reported only if no list has it and a word with similar letters is likely to have been meant. Names, coinages
//! and foreign words are in no list either. So evidence for them (a capital, a second use, unknown neighbours, regular word
//! formation) is weighed against a slip. This module works on a sequence of words: it has no Markdown, rules or severities.
//!
//! A *slip* is a typing or spelling mistake, or the misspelled word itself. “One slip away” means one letter added, left out,
//! changed or swapped with the next.

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

/// The spell checker with the built-in word lists.
#[derive(Debug)]
pub struct Speller {
    tables: WordTables,
    cache: CandidateCache,
}

/// A word of a draft with the facts about its place that matter for spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordUse<'a> {
    /// The word with its apostrophes and hyphens, without the punctuation around it.
    pub text: &'a str,
    /// Whether it opens a sentence, a heading, a list item or a quotation. Its capital then does not suggest a name.
    pub sentence_start: bool,
    /// Whether the word before or after it, with only a space between, has a capital that is not a sentence's first.
    pub neighbours_capital: bool,
    /// Whether the caller already knows the word, so that it is not looked up.
    pub known: bool,
}

/// The words of one draft, in order. This is a trait so that a caller need not copy the words of a long draft into a slice.
pub trait Words<'w> {
    /// The number of words.
    fn count(&self) -> usize;

    /// The word at an index below [`Self::count`].
    fn word(&self, index: usize) -> WordUse<'w>;

    /// Whether the caller already knows the word at an index.
    fn known(&self, index: usize) -> bool {
        self.word(index).known
    }

    /// Whether the word at an index begins with a capital.
    fn capital(&self, index: usize) -> bool {
        self.word(index).text.starts_with(char::is_uppercase)
    }

    /// Whether the check has been cancelled: the results are no longer needed.
    fn is_cancelled(&self) -> bool {
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
    /// The index of the word.
    pub index: usize,
    /// How certain it is that the word is misspelled.
    pub tier: Tier,
    /// The strength of the evidence for a slip, in thousandths of a Zipf point. `tier` is derived from it.
    pub score: i32,
    /// Replacements for the whole word in the word's case, best first. There is at least one.
    pub suggestions: Vec<String>,
    /// Whether the first suggestion is the only plausible one, so that it can be applied without asking.
    pub certain: bool,
}

/// A name that is one slip away from another name of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameSlip {
    /// The index of the word.
    pub index: usize,
    /// The index of the first word with the other spelling.
    pub like: usize,
    /// How certain it is that the name is misspelled.
    pub tier: Tier,
    /// The other spelling.
    pub other: String,
    /// The replacement for the whole word.
    pub suggestion: String,
}

/// How certain it is that a word is misspelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Possibly misspelled: worth a look.
    Low,
    /// Probably misspelled.
    Medium,
    /// Almost certainly misspelled.
    High,
}

impl Speller {
    /// A speller with the built-in lists. This is cheap: the lists are used in place, as part of the binary.
    #[must_use]
    pub fn builtin() -> Self {
        Self { tables: WordTables::builtin(), cache: CandidateCache::default() }
    }

    /// Finds the misspelled words of one draft, at most one misspelling for each word.
    ///
    /// The caller must leave out URLs, code, handles, hashtags and numbers. `extra_known` is called with each word that is in no
    /// list, as it is written, and with its parts without hyphens and possessive endings. If it returns true, the word or part is
    /// not reported.
    #[must_use]
    pub fn check<'w>(&self, words: &impl Words<'w>, extra_known: &dyn Fn(&str) -> bool) -> Vec<Misspelling> {
        let draft = UnknownWords::read(&self.tables, words, extra_known);
        let mut seen = HashMap::new();
        let mut misspellings: Vec<Misspelling> = Vec::new();
        for unknown in draft.unknown().iter().take_while(|_| !words.is_cancelled()) {
            let Some(evidence) = draft.evidence(&self.tables, unknown) else { continue };
            if misspellings.last().is_some_and(|last| last.index == unknown.index) {
                continue;
            }
            let key = unknown.part.key.as_str();
            let Some(max_edits) = score::max_edits(&evidence) else { continue };
            let find = || score::candidates(&self.tables, &self.cache, key, &evidence, max_edits);
            let candidates = seen.entry((key, max_edits)).or_insert_with(find);
            if let Some((score, tier)) = score::score_and_tier(&evidence, candidates) {
                let context = draft.context(&self.tables, unknown);
                let best = score::rank_in_context(&self.tables, candidates, context);
                let certain = tier == Tier::High && score::is_certain(&self.tables, &evidence, key, &best, context);
                let suggestions = best.iter().map(|candidate| draft.corrected(unknown, &candidate.word)).collect();
                misspellings.push(Misspelling { index: unknown.index, tier, score, suggestions, certain });
            }
        }
        misspellings
    }

    /// Finds misspelled names: names that occur once, are in no list, and differ by one letter from another name of the draft.
    /// They are in the order of the draft. `words` and `extra_known` are as for [`Self::check`].
    #[must_use]
    pub fn check_names<'w>(&self, words: &impl Words<'w>, extra_known: &dyn Fn(&str) -> bool) -> Vec<NameSlip> {
        names::find_slips(&self.tables, words, extra_known)
    }

    /// Whether a single word is in a list, or is regularly formed from words that are.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        let alone = WordUse { text: word, sentence_start: false, neighbours_capital: false, known: false };
        // Fast path: most words are plain letters.
        draft::is_listed_plain_word(&self.tables, word) || self.unknown(&[alone], &|_| false).is_empty()
    }

    /// Whether a word is a listed slip and not a word of another language.
    #[must_use]
    pub fn is_english_slip(&self, word: &str) -> bool {
        let info = key::fold(word).map(|key| self.tables.info(key.as_bytes()));
        info.is_some_and(|info| info.is_slip() && !info.is_loan())
    }

    /// The words that are in no list, both likely slips and names, without possessive endings and in the order of the draft.
    /// `words` and `extra_known` are as for [`Self::check`].
    #[must_use]
    pub fn unknown<'w>(&self, words: &impl Words<'w>, extra_known: &dyn Fn(&str) -> bool) -> Vec<&'w str> {
        let draft = UnknownWords::read(&self.tables, words, extra_known);
        let text = |unknown: &draft::UnknownPart| &words.word(unknown.index).text[unknown.part.start..unknown.part.end];
        draft.unknown().iter().map(text).collect()
    }
}
