//! Which language a draft is in, as far as its small words tell.

use super::key::key;
use super::token::{Token, TokenKind, WordId};
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
    /// The languages of each small word, by their numbers; those of no word first.
    of_words: Vec<Vec<usize>>,
    /// A word's place there, by its key.
    words: FxHashMap<u64, u32>,
    /// The same by its number in the lexicon.
    known: Vec<u32>,
    /// Bytes of the longest of them.
    longest: usize,
}

impl Languages {
    pub(super) fn load() -> Self {
        let mut languages = Self {
            names: vec!["en"],
            of_words: vec![Vec::new()],
            words: FxHashMap::default(),
            known: Vec::new(),
            longest: 0,
        };
        let list = WordList::get("languages").expect("the list stands in rules/lexicon");
        for [word, names] in list.rows(["word", "languages"]) {
            languages.longest = languages.longest.max(word.len());
            languages.words.insert(key(word).expect("small words are short"), languages.of_words.len() as u32);
            languages.of_words.push(Vec::new());
            for name in names.split(',') {
                let number = languages.names.iter().position(|known| *known == name).unwrap_or_else(|| {
                    languages.names.push(name);
                    languages.names.len() - 1
                });
                languages.of_words.last_mut().expect("one was just added").push(number);
            }
        }
        languages
    }

    /// Looks the words of the lexicon up once, instead of in every draft.
    pub(super) fn index(&mut self, ids: &FxHashMap<u64, WordId>, entries: usize) {
        self.known = vec![0; entries];
        for (key, &place) in &self.words {
            if let Some(word) = ids.get(key) {
                self.known[word.0 as usize] = place;
            }
        }
    }

    /// The numbers of the languages that have the word of a token. The lexicon may have another entry for a word in capitals.
    fn of(&self, token: Token, text: &str) -> &[usize] {
        let in_lexicon = token.word().is_known() && text.starts_with(|c: char| c.is_ascii_lowercase());
        let place = if in_lexicon {
            self.known[token.word().0 as usize]
        } else {
            let key = Some(text).filter(|text| text.len() <= self.longest).and_then(key);
            key.and_then(|key| self.words.get(&key)).copied().unwrap_or_default()
        };
        &self.of_words[place as usize]
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
            for &number in self.of(*token, text) {
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
