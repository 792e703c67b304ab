//! Phrases of the lexicon, and the search for them in a draft.

use super::Lexicon;
use crate::language::look_alikes;
use crate::language::token::{Token, WordId};
use crate::text::{TokenIdx, TokenRange};
use std::fmt;
use std::ops::Range;

/// The list that a phrase comes from. It takes only four bytes, since a long draft has hundreds of thousands of matches.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct List(pub(super) u32);

impl List {
    /// The phrases of `source-nouns.tsv`; the row is that of [`Lexicon::source`].
    pub const SOURCE: Self = Self(0);
    /// The names of `outlets.tsv`; the row is that of [`Lexicon::outlet`].
    pub const OUTLET: Self = Self(1);
    /// Verbs of several words; the row is that of [`Lexicon::verb_of_words`].
    pub const VERB: Self = Self(2);
    pub(super) const RULES: u32 = 3;

    /// A list of a rule's phrases, by the number that [`LexiconBuilder::add_rule_phrases`] returned.
    ///
    /// [`LexiconBuilder::add_rule_phrases`]: crate::language::LexiconBuilder::add_rule_phrases
    #[must_use]
    pub fn rule(number: u32) -> Self {
        Self(Self::RULES + number)
    }
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::SOURCE => f.write_str("Source"),
            Self::OUTLET => f.write_str("Outlet"),
            Self::VERB => f.write_str("Verb"),
            Self(number) => write!(f, "Rule({})", number - Self::RULES),
        }
    }
}

/// An occurrence of a phrase in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The tokens of the occurrence.
    pub tokens: TokenRange,
    /// The list that has the phrase.
    pub list: List,
    /// The row of the phrase in that list.
    pub row: u32,
}

/// A phrase without its first word, which is stored next to it.
#[derive(Debug)]
pub(super) struct Phrase {
    /// The words after the first.
    pub(super) rest: Box<[WordId]>,
    /// For names, the text with the case that a match must have: "the Sun" is a newspaper and "the sun" is not.
    pub(super) exact: Option<Box<str>>,
    pub(super) list: List,
    pub(super) row: u32,
}

/// The range of the phrases that start with a word, in [`Lexicon`]'s sorted phrases: first the word alone, then longer phrases.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct PhrasesOfFirstWord {
    pub(super) start: u32,
    /// Where the phrases of several words begin.
    pub(super) multiword_start: u32,
    pub(super) end: u32,
}

/// Buffers of the phrase search, reused for all blocks of a draft.
#[derive(Debug, Default)]
pub(in crate::language) struct MatchBuffers {
    /// The ranges of phrases that match at the current token, from the shortest to the longest.
    complete: Vec<Range<usize>>,
    /// For each list, one more than the last token at which a phrase of the list was found.
    last_found: Vec<u32>,
}

impl Lexicon {
    /// Buffers for [`Self::matches`], to be used for one draft.
    pub(in crate::language) fn match_buffers(&self) -> MatchBuffers {
        MatchBuffers { complete: Vec::new(), last_found: vec![0; (List::RULES + self.rule_lists) as usize] }
    }

    /// Finds the phrases in a block. For each token and each list, appends the longest phrase that starts there to `found`, in
    /// the order of the draft.
    pub(in crate::language) fn matches(
        &self,
        prose: &str,
        tokens: &[Token],
        block: TokenRange,
        buffers: &mut MatchBuffers,
        found: &mut Vec<Match>,
    ) {
        let tokens = &tokens[..block.end.index()];
        let MatchBuffers { complete, last_found } = buffers;
        for (at, token) in tokens.iter().enumerate().skip(block.start.index()) {
            let PhrasesOfFirstWord { start, multiword_start, end } = self.entries[token.word().0 as usize].phrases;
            if start == end {
                continue;
            }
            complete.clear();
            complete.push(start as usize..multiword_start as usize);
            self.extend_matches(tokens, at, multiword_start as usize..end as usize, complete);
            for phrases in complete.iter().rev() {
                for (_, phrase) in &self.phrases[phrases.clone()] {
                    let last_found = &mut last_found[phrase.list.0 as usize];
                    if *last_found != at as u32 + 1 && phrase.has_case_of(prose, tokens, at) {
                        *last_found = at as u32 + 1;
                        let start = TokenIdx::from_usize(at);
                        let tokens = start.until(start + 1 + phrase.rest.len() as u32);
                        found.push(Match { tokens, list: phrase.list, row: phrase.row });
                    }
                }
            }
        }
    }

    /// Narrows `left`, the range of phrases that may still match, by the tokens after `at`. Appends the ranges of phrases that
    /// match completely to `complete`, shortest first.
    fn extend_matches(&self, tokens: &[Token], at: usize, mut left: Range<usize>, complete: &mut Vec<Range<usize>>) {
        for (depth, token) in tokens[at + 1..].iter().enumerate() {
            let word = token.word();
            if left.is_empty() || !word.is_known() {
                return;
            }
            left = if depth == 0 {
                let second_words = &self.second_words[left.clone()];
                let from = second_words.partition_point(|&second| second < word);
                let to = from + second_words[from..].partition_point(|&second| second == word);
                left.start + from..left.start + to
            } else {
                let phrases = &self.phrases[left.clone()];
                let from = phrases.partition_point(|(_, phrase)| phrase.rest[depth] < word);
                let to = from + phrases[from..].partition_point(|(_, phrase)| phrase.rest[depth] == word);
                left.start + from..left.start + to
            };
            // Phrases that end here come before the longer ones that begin with the same words.
            let phrases = &self.phrases[left.clone()];
            let here = left.start + phrases.partition_point(|(_, phrase)| phrase.rest.len() == depth + 1);
            if here > left.start {
                complete.push(left.start..here);
            }
            left.start = here;
        }
    }
}

impl Phrase {
    /// The second word of the phrase; `UNKNOWN` if it has only one.
    pub(super) fn second_word(&self) -> WordId {
        self.rest.first().copied().unwrap_or(WordId::UNKNOWN)
    }

    /// Whether the tokens from `at` on, whose words match, also have the right case.
    fn has_case_of(&self, prose: &str, tokens: &[Token], at: usize) -> bool {
        let Some(exact) = &self.exact else { return true };
        let words = exact.split(' ').filter(|w| !w.is_empty());
        tokens[at..=at + self.rest.len()].iter().zip(words).all(|(token, word)| {
            let text = token.text(prose);
            // Only the article of a name may change its case: "The Times", "the Times".
            text == word
                || (word.eq_ignore_ascii_case("the") && text.eq_ignore_ascii_case("the"))
                || look_alikes::reads_as(text, word)
        })
    }
}
