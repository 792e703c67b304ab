//! Statements that the desk has settled: a claim that says no more than one of them needs no source.

use super::Draft;
use crate::language::{self, Class, Lexicon, Token, TokenKind};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The settled statements of a newsroom and a draft, by their first word.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    facts: FxHashMap<String, Vec<Vec<String>>>,
}

impl Settled {
    /// Reads statements. One without a word settles nothing.
    pub(crate) fn new<'f>(facts: impl IntoIterator<Item = &'f String>, lexicon: &Lexicon) -> Self {
        let mut settled = Self::default();
        for fact in facts {
            let tokens = language::tokens(fact, lexicon);
            let mut words =
                tokens.iter().filter(|token| counts(**token, lexicon)).map(|token| folded(token.text(fact)));
            if let Some(first) = words.next() {
                settled.facts.entry(first).or_default().push(words.collect());
            }
        }
        settled
    }

    /// The words of a sentence that a settled statement says, as ranges of tokens in their order, without overlap; the
    /// longest statement at each place.
    pub(super) fn parts(&self, draft: &Draft<'_>, sentence: &Range<u32>) -> Vec<Range<u32>> {
        if self.facts.is_empty() {
            return Vec::new();
        }
        let lexicon = draft.lexicon;
        let words: Vec<(u32, String)> = sentence
            .clone()
            .filter(|&at| counts(draft.token(at), lexicon))
            .map(|at| (at, folded(draft.text(at))))
            .collect();
        let mut parts = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let rest = &words[at + 1..];
            let fits = |fact: &&Vec<String>| {
                rest.len() >= fact.len() && rest.iter().zip(fact.iter()).all(|((_, word), other)| word == other)
            };
            let facts = self.facts.get(&words[at].1).into_iter().flatten();
            // "More than 12 people died" and "not 12 people died" are other statements than "12 people died".
            let other = words[..at]
                .iter()
                .rev()
                .take(2)
                .any(|&(before, _)| draft.is(before, Class::APPROXIMATE | Class::NEGATION));
            match facts.filter(fits).map(Vec::len).max().filter(|_| !other) {
                Some(length) => {
                    parts.push(words[at].0..words[at + length].0 + 1);
                    at += length + 1;
                }
                None => at += 1,
            }
        }
        parts
    }
}

/// Whether a token is a word of a statement: articles and possessive endings come and go.
fn counts(token: Token, lexicon: &Lexicon) -> bool {
    token.wordlike()
        && token.kind() != TokenKind::Address
        && !lexicon.classes(token.word()).intersects(Class::DEFINITE | Class::INDEFINITE | Class::CLITIC)
}

fn folded(word: &str) -> String {
    word.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase).collect()
}
