//! A newsroom's own dictionary, and the words that the front matter of a draft adds.
//!
//! A dictionary has one word or name on each line. `Name = wrong, wrong2` also lists spellings of it that are slips. `#` starts a
//! comment.

use crate::language::HouseSpelling;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Words that the newsroom accepts, and slips that it lists with their corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    words: HashSet<String>,
    /// The words in capitals, for headlines. Words that are in capitals anyway are only in `words`.
    capitals: HashSet<String>,
    /// The correction of each listed slip.
    slips: HashMap<String, String>,
}

/// A newsroom's spelling variety and its own dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DictionarySet {
    /// The variety of English spelling.
    pub spelling: HouseSpelling,
    /// The newsroom's own words.
    pub dictionary: Dictionary,
}

impl Dictionary {
    /// Adds the lines of a dictionary. If an entry has several words, each of them becomes known.
    pub fn add(&mut self, text: &str) {
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let (right, wrong) = line.split_once('=').unwrap_or((line, ""));
            let right = right.trim();
            self.learn(right);
            let wrong = wrong.split(',').map(str::trim).filter(|wrong| !wrong.is_empty() && !right.is_empty());
            self.slips.extend(wrong.map(|wrong| (wrong.to_owned(), right.to_owned())));
        }
    }

    /// Adds the words of a name or of running text.
    pub fn learn(&mut self, text: &str) {
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '"' | '(' | ')'));
        let words = words.map(|word| word.trim_matches(['.', ':', '-', '\'', '’'])).filter(|word| !word.is_empty());
        for word in words.map(|word| word.replace('’', "'")) {
            let capitals = word.to_uppercase();
            if capitals != word {
                self.capitals.insert(capitals);
            }
            self.words.insert(word);
        }
    }

    /// Whether the dictionary has a word: as it is written, in capitals, or with a capital as at the start of a sentence. A
    /// possessive ending is ignored.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let word = if word.contains('’') { Cow::Owned(word.replace('’', "'")) } else { Cow::Borrowed(word) };
        let plain = word.strip_suffix("'s").or_else(|| word.strip_suffix("'S"));
        self.has(&word) || plain.is_some_and(|plain| self.has(plain))
    }

    /// The correction of a slip that the newsroom lists.
    #[must_use]
    pub fn meant(&self, word: &str) -> Option<&str> {
        self.slips.get(word).map(String::as_str)
    }

    /// Whether the dictionary lists slips.
    #[must_use]
    pub fn has_slips(&self) -> bool {
        !self.slips.is_empty()
    }

    fn has(&self, word: &str) -> bool {
        let mut letters = word.chars();
        let starts_lower = |lower: &str| lower.chars().next().is_some_and(char::is_lowercase);
        let all_caps = word.chars().all(|c| !c.is_lowercase());
        self.words.contains(word)
            || letters.next().is_some_and(char::is_uppercase) && (all_caps || letters.all(|c| !c.is_uppercase())) && {
                let lower = word.to_lowercase();
                starts_lower(&lower) && self.words.contains(&lower)
            }
            || all_caps && self.capitals.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::Dictionary;

    fn newsroom() -> Dictionary {
        let mut newsroom = Dictionary::default();
        newsroom.add(
            "# The house's words\nportaloo\nAldmoor Weir\nBrelvix = Brelvicks, Brellvix # since May\n\n= nothing\n",
        );
        newsroom
    }

    #[test]
    fn words_are_known_in_the_cases_that_headlines_and_sentences_need() {
        let newsroom = newsroom();
        for word in
            ["portaloo", "Portaloo", "PORTALOO", "portaloo's", "Aldmoor", "Weir", "Weir’s", "ALDMOOR", "Brelvix"]
        {
            assert!(newsroom.knows(word), "{word}");
        }
        for word in ["aldmoor", "PortaLoo", "The", "house's", "Brelvicks", "since", "nothing", ""] {
            assert!(!newsroom.knows(word), "{word}");
        }
        assert!(!Dictionary::default().knows("portaloo"));
    }

    #[test]
    fn slips_after_the_equals_sign_have_corrections() {
        let newsroom = newsroom();
        assert_eq!(newsroom.meant("Brelvicks"), Some("Brelvix"));
        assert_eq!(newsroom.meant("Brellvix"), Some("Brelvix"));
        assert_eq!(newsroom.meant("nothing"), None);
        assert!(newsroom.has_slips() && !Dictionary::default().has_slips());
    }
}
