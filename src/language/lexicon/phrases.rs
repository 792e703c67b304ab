//! The phrases of the lexicon, and how they are found in a draft.

use super::Lexicon;
use crate::language::look_alikes;
use crate::language::token::{Token, WordId};
use std::fmt;
use std::ops::Range;

/// The list a phrase comes from, in four bytes: a long draft has hundreds of thousands of matches.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct List(pub(super) u32);

impl List {
    /// `source-nouns.tsv`, by row.
    pub const SOURCE: Self = Self(0);
    /// `outlets.tsv`, by row.
    pub const OUTLET: Self = Self(1);
    /// Verbs of several words: [`Lexicon::verb_of_words`] by row.
    pub const VERB: Self = Self(2);
    pub(super) const RULES: u32 = 3;

    /// The phrases of a rule, by the number the rule got when it added them.
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

/// A phrase found in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Tokens.
    pub tokens: Range<u32>,
    /// The list it stands in.
    pub list: List,
    /// The row of that list.
    pub row: u32,
}

#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) rest: Box<[WordId]>,
    /// Names match with their case, so that "the Sun" is a paper and "the sun" is not.
    pub(super) exact: Option<Box<str>>,
    pub(super) list: List,
    pub(super) row: u32,
}

/// The phrases that start with a word: first the word alone, then those of several words, by these.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Starting {
    pub(super) start: u32,
    pub(super) several: u32,
    pub(super) end: u32,
}

/// Phrases that end at a token, from the longest to the shortest, and of which lists one was found there: kept from one block of
/// a draft to the next.
#[derive(Debug, Default)]
pub(in crate::language) struct Matching {
    ends: Vec<Range<usize>>,
    /// For each list, one more than the token at which it was found last.
    lists: Vec<u32>,
}

impl Lexicon {
    /// Room for what is found at the tokens of a draft.
    pub(in crate::language) fn matching(&self) -> Matching {
        Matching { ends: Vec::new(), lists: vec![0; (List::RULES + self.rule_lists) as usize] }
    }

    /// Adds the longest match of each list that starts at each token of a block, in the order of the draft.
    pub(in crate::language) fn matches(
        &self,
        prose: &str,
        tokens: &[Token],
        block: Range<u32>,
        matching: &mut Matching,
        found: &mut Vec<Match>,
    ) {
        let tokens = &tokens[..block.end as usize];
        let Matching { ends, lists } = matching;
        for (at, token) in tokens.iter().enumerate().skip(block.start as usize) {
            let Starting { start, several, end } = self.entries[token.word().0 as usize].phrases;
            if start == end {
                continue;
            }
            ends.clear();
            ends.push(start as usize..several as usize);
            self.go_on(tokens, at, several as usize..end as usize, ends);
            for ending in ends.iter().rev() {
                for (_, phrase) in &self.phrases[ending.clone()] {
                    let listed = &mut lists[phrase.list.0 as usize];
                    if *listed != at as u32 + 1 && phrase.has_case_of(prose, tokens, at) {
                        *listed = at as u32 + 1;
                        let tokens = at as u32..(at + 1 + phrase.rest.len()) as u32;
                        found.push(Match { tokens, list: phrase.list, row: phrase.row });
                    }
                }
            }
        }
    }

    /// The phrases among `left` that go on as the draft does behind a token, by where they end.
    fn go_on(&self, tokens: &[Token], at: usize, mut left: Range<usize>, ends: &mut Vec<Range<usize>>) {
        for (depth, token) in tokens[at + 1..].iter().enumerate() {
            let word = token.word();
            if left.is_empty() || !word.is_known() {
                return;
            }
            left = if depth == 0 {
                let seconds = &self.seconds[left.clone()];
                let from = seconds.partition_point(|&second| second < word);
                let to = from + seconds[from..].partition_point(|&second| second == word);
                left.start + from..left.start + to
            } else {
                let phrases = &self.phrases[left.clone()];
                let from = phrases.partition_point(|(_, phrase)| phrase.rest[depth] < word);
                let to = from + phrases[from..].partition_point(|(_, phrase)| phrase.rest[depth] == word);
                left.start + from..left.start + to
            };
            // Those that end here stand before those that they begin.
            let phrases = &self.phrases[left.clone()];
            let here = left.start + phrases.partition_point(|(_, phrase)| phrase.rest.len() == depth + 1);
            if here > left.start {
                ends.push(left.start..here);
            }
            left.start = here;
        }
    }
}

impl Phrase {
    /// Its second word; a phrase of one has none.
    pub(super) fn second(&self) -> WordId {
        self.rest.first().copied().unwrap_or(WordId::UNKNOWN)
    }

    /// Whether the case of the tokens from `at` on is right; the words are.
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
