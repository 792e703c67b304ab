//! Identifies the language of a draft by its function words, such as "the" or "und".

use super::key::key;
use super::token::{Token, TokenKind, WordId};
use crate::wordlist::WordList;
use rustc_hash::FxHashMap;

/// The number of words that are read: the beginning of a draft shows its language.
const MAX_WORDS: usize = 400;
/// The fewest words from which a language is identified.
const MIN_WORDS: usize = 20;

/// Function words with the languages they belong to.
#[derive(Debug)]
pub(super) struct Languages {
    /// The English names of the languages; English ("en") is the first.
    names: Vec<&'static str>,
    /// For each function word, the indices of its languages in `names`. The first entry is empty: it is for all other words.
    language_sets: Vec<Vec<usize>>,
    /// The index of each function word in `language_sets`, by the word's key.
    index_by_key: FxHashMap<u64, u32>,
    /// The same index for each entry of the lexicon; 0 if it is not a function word.
    index_by_word_id: Vec<u32>,
    /// The length in bytes of the longest function word.
    max_len: usize,
}

impl Languages {
    pub(super) fn load() -> Self {
        let mut languages = Self {
            names: vec!["en"],
            language_sets: vec![Vec::new()],
            index_by_key: FxHashMap::default(),
            index_by_word_id: Vec::new(),
            max_len: 0,
        };
        let list = WordList::get("languages").expect("the list is in rules/lexicon");
        for [word, names] in list.rows(["word", "languages"]) {
            languages.max_len = languages.max_len.max(word.len());
            let key = key(word).expect("function words are short");
            languages.index_by_key.insert(key, languages.language_sets.len() as u32);
            languages.language_sets.push(Vec::new());
            for name in names.split(',') {
                let number = languages.names.iter().position(|known| *known == name).unwrap_or_else(|| {
                    languages.names.push(name);
                    languages.names.len() - 1
                });
                languages.language_sets.last_mut().expect("one was just added").push(number);
            }
        }
        languages
    }

    /// Finds the function words among the entries of the lexicon, once rather than for each draft.
    pub(super) fn index_lexicon(&mut self, ids: &FxHashMap<u64, WordId>, entries: usize) {
        self.index_by_word_id = vec![0; entries];
        for (key, &place) in &self.index_by_key {
            if let Some(word) = ids.get(key) {
                self.index_by_word_id[word.0 as usize] = place;
            }
        }
    }

    /// The indices of the languages that have the word of a token. Only words in lower case are looked up by their entry: a word
    /// in capitals may have a different one.
    fn languages_of(&self, token: Token, text: &str) -> &[usize] {
        let in_lexicon = token.word().is_known() && text.starts_with(|c: char| c.is_ascii_lowercase());
        let place = if in_lexicon {
            self.index_by_word_id[token.word().0 as usize]
        } else {
            let key = Some(text).filter(|text| text.len() <= self.max_len).and_then(key);
            key.and_then(|key| self.index_by_key.get(&key)).copied().unwrap_or_default()
        };
        &self.language_sets[place as usize]
    }

    /// The language of a draft that is not in English; `None` if it is in English or there are too few function words to know.
    pub(super) fn foreign_language(&self, prose: &str, tokens: &[Token]) -> Option<&'static str> {
        let words = tokens.iter().filter(|t| t.kind() == TokenKind::Word).take(MAX_WORDS);
        let mut counts = vec![0_usize; self.names.len()];
        let (mut all, mut in_other_script) = (0, 0);
        for token in words {
            // Every 32 words: stop if the words that are left cannot outweigh the English ones.
            if all % 32 == 0 && in_other_script * 2 + MAX_WORDS - all <= all {
                let most = counts[1..].iter().max().copied().unwrap_or_default();
                if most + MAX_WORDS - all <= counts[0] * 2 {
                    return None;
                }
            }
            let text = token.text(prose);
            all += 1;
            // Scripts other than Latin start at U+0370 (Greek).
            in_other_script += usize::from(text.chars().next().is_some_and(|c| c as u32 >= 0x370));
            for &number in self.languages_of(*token, text) {
                counts[number] += 1;
            }
        }
        if all < MIN_WORDS {
            return None;
        }
        if in_other_script * 2 > all {
            return Some("another script");
        }
        let (best, &hits) =
            counts.iter().enumerate().skip(1).max_by_key(|&(at, &hits)| (hits, std::cmp::Reverse(at)))?;
        (hits * 10 > all && hits > counts[0] * 2).then(|| self.names[best])
    }
}
