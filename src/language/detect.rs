//! Which language a draft is in, as far as its small words tell.

use super::key::key;
use super::token::{Token, TokenKind};
use crate::wordlist::WordList;
use rustc_hash::FxHashMap;

/// Words that are looked at: the head of a draft tells.
const ENOUGH: usize = 400;
/// Fewer words do not tell.
const LEAST: usize = 20;

/// Small words with the languages they belong to.
#[derive(Debug)]
pub(super) struct Languages {
    names: Vec<&'static str>,
    /// By their numbers.
    words: FxHashMap<u64, Vec<usize>>,
    /// Bytes of the longest of them.
    longest: usize,
}

impl Languages {
    pub(super) fn load() -> Self {
        let mut languages = Self { names: vec!["en"], words: FxHashMap::default(), longest: 0 };
        let list = WordList::get("languages").expect("the list stands in rules/lexicon");
        for [word, names] in list.rows(["word", "languages"]) {
            languages.longest = languages.longest.max(word.len());
            for name in names.split(',') {
                let number = languages.names.iter().position(|known| *known == name).unwrap_or_else(|| {
                    languages.names.push(name);
                    languages.names.len() - 1
                });
                let key = key(word).expect("small words are short");
                languages.words.entry(key).or_default().push(number);
            }
        }
        languages
    }

    /// The language of a draft when it is another than English; `None` for English and where too few words tell.
    pub(super) fn other(&self, prose: &str, tokens: &[Token]) -> Option<&'static str> {
        let words = tokens.iter().filter(|t| t.kind() == TokenKind::Word).take(ENOUGH);
        let mut counts = vec![0_usize; self.names.len()];
        let (mut all, mut foreign) = (0, 0);
        for token in words {
            // Asked now and then: whether the draft is in English, whatever the words to come are.
            if all % 32 == 0 && foreign * 2 + ENOUGH - all <= all {
                let most = counts[1..].iter().max().copied().unwrap_or_default();
                if most + ENOUGH - all <= counts[0] * 2 {
                    return None;
                }
            }
            let text = token.text(prose);
            all += 1;
            // Letters beyond Latin, Greek accents left aside: another script.
            foreign += usize::from(text.chars().next().is_some_and(|c| c as u32 >= 0x370));
            let short = text.len() <= self.longest;
            let numbers = short.then(|| self.words.get(&key(text)?)).flatten();
            for &number in numbers.into_iter().flatten() {
                counts[number] += 1;
            }
        }
        if all < LEAST {
            return None;
        }
        if foreign * 2 > all {
            return Some("another script");
        }
        let (best, &hits) =
            counts.iter().enumerate().skip(1).max_by_key(|&(at, &hits)| (hits, std::cmp::Reverse(at)))?;
        (hits * 10 > all && hits > counts[0] * 2).then(|| self.names[best])
    }
}
