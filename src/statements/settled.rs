//! Settled facts: statements that the desk accepts without a source. A claim that only repeats one of them needs no
//! source.

use crate::language::{self, Class, Lexicon, Node, Token, TokenKind, Tokens, Word, WordTree};
use crate::text::{TokenIdx, TokenRange};

/// A list of settled facts, of a newsroom or of a draft.
#[derive(Clone, Debug, Default)]
pub(crate) struct SettledFacts {
    facts: WordTree<()>,
}

impl SettledFacts {
    /// Builds the list; facts without words are ignored.
    pub(crate) fn new<'f>(facts: impl IntoIterator<Item = &'f String>, lexicon: &Lexicon) -> Self {
        let mut settled = Self::default();
        for fact in facts {
            let tokens = language::tokens(fact, lexicon);
            let compared = tokens.iter().filter(|token| is_compared(**token, lexicon));
            let words: Vec<String> = compared.map(|token| fold_word(token.text(fact))).collect();
            if !words.is_empty() {
                settled.facts.insert(words.iter().map(String::as_str));
            }
        }
        settled
    }

    /// Looks up the words of a sentence in this list; `None` for words that no fact has. Empty if the list is empty.
    fn look_up_words(&self, sentence: &[(TokenIdx, String)]) -> Vec<Option<Word>> {
        if self.facts.is_empty() {
            return Vec::new();
        }
        sentence.iter().map(|(_, word)| self.facts.word(word)).collect()
    }

    /// The length in words of the longest fact at the start of `words`; 0 if there is none.
    fn longest_fact(&self, words: &[Option<Word>]) -> usize {
        let mut node = Node::ROOT;
        let mut longest = 0;
        for (count, word) in (1..).zip(words) {
            let Some(next) = word.and_then(|word| self.facts.step(node, word)) else { break };
            node = next;
            if self.facts.end(node).is_some() {
                longest = count;
            }
        }
        longest
    }
}

/// The parts of a sentence that repeat a fact of one of these lists, as ranges of tokens in order, without overlap. At each
/// place the longest fact wins.
pub(super) fn settled_parts(lists: &[&SettledFacts], tokens: &Tokens<'_>, sentence: TokenRange) -> Vec<TokenRange> {
    if lists.iter().all(|settled| settled.facts.is_empty()) {
        return Vec::new();
    }
    let lexicon = tokens.lexicon;
    let words: Vec<(TokenIdx, String)> = sentence
        .iter()
        .filter(|&at| is_compared(tokens.token(at), lexicon))
        .map(|at| (at, fold_word(tokens.text(at))))
        .collect();
    let words_by_list: Vec<_> = lists.iter().map(|settled| (settled, settled.look_up_words(&words))).collect();
    let mut parts = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = words_by_list
            .iter()
            .map(|(settled, words)| settled.longest_fact(words.get(at..).unwrap_or_default()))
            .max();
        // "More than 12 people died" and "not 12 people died" differ from the fact "12 people died".
        let changes_meaning = || {
            let mut before = words[..at].iter().rev().take(2);
            before.any(|&(before, _)| tokens.is(before, Class::APPROXIMATE | Class::NEGATION))
        };
        match longest.filter(|&length| length > 0 && !changes_meaning()) {
            Some(length) => {
                parts.push(words[at].0.until(words[at + length - 1].0 + 1));
                at += length;
            }
            None => at += 1,
        }
    }
    parts
}

/// Whether a token counts when a sentence is compared with a fact. Articles and possessive endings do not.
fn is_compared(token: Token, lexicon: &Lexicon) -> bool {
    token.wordlike()
        && token.kind() != TokenKind::Address
        && !lexicon.classes(token.word()).intersects(Class::DEFINITE | Class::INDEFINITE | Class::CLITIC)
}

/// The word in lower case, with straight apostrophes.
fn fold_word(word: &str) -> String {
    word.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase).collect()
}
