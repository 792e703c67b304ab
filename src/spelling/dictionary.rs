//! The words of a newsroom's own dictionary, and those that a draft's front matter brings.
//!
//! One word or name a line; `Name = wrong, wrong2` also says which spellings of it are slips; `#` opens a comment.

use crate::language::HouseSpelling;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Words that are right because the newsroom says so, and slips that it knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    words: HashSet<String>,
    /// The same in capitals, those that are not in capitals anyway: headlines shout.
    capitals: HashSet<String>,
    slips: HashMap<String, String>,
}

/// How a newsroom spells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DictionarySet {
    /// Which of the spellings that English allows.
    pub spelling: HouseSpelling,
    /// Its own words.
    pub dictionary: Dictionary,
}

impl Dictionary {
    /// Adds the lines of a dictionary. Of an entry of several words each one is known.
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

    /// Whether it has the word: as it stands, in capitals, or with the capital that a sentence's first word has.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let word = if word.contains('’') { Cow::Owned(word.replace('’', "'")) } else { Cow::Borrowed(word) };
        let plain = word.strip_suffix("'s").or_else(|| word.strip_suffix("'S"));
        self.has(&word) || plain.is_some_and(|plain| self.has(plain))
    }

    /// What to write for a slip that the newsroom knows.
    #[must_use]
    pub fn meant(&self, word: &str) -> Option<&str> {
        self.slips.get(word).map(String::as_str)
    }

    /// Whether it names slips.
    #[must_use]
    pub fn has_slips(&self) -> bool {
        !self.slips.is_empty()
    }

    fn has(&self, word: &str) -> bool {
        let mut letters = word.chars();
        let title = |lower: &str| lower.chars().next().is_some_and(char::is_lowercase);
        let shouted = word.chars().all(|c| !c.is_lowercase());
        self.words.contains(word)
            || letters.next().is_some_and(char::is_uppercase) && (shouted || letters.all(|c| !c.is_uppercase())) && {
                let lower = word.to_lowercase();
                title(&lower) && self.words.contains(&lower)
            }
            || shouted && self.capitals.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::Dictionary;

    fn house() -> Dictionary {
        let mut house = Dictionary::default();
        house.add(
            "# The house's words\nportaloo\nAldmoor Weir\nBrelvix = Brelvicks, Brellvix # since May\n\n= nothing\n",
        );
        house
    }

    #[test]
    fn each_line_is_a_word() {
        let house = house();
        for word in
            ["portaloo", "Portaloo", "PORTALOO", "portaloo's", "Aldmoor", "Weir", "Weir’s", "ALDMOOR", "Brelvix"]
        {
            assert!(house.knows(word), "{word}");
        }
        for word in ["aldmoor", "PortaLoo", "The", "house's", "Brelvicks", "since", "nothing", ""] {
            assert!(!house.knows(word), "{word}");
        }
        assert!(!Dictionary::default().knows("portaloo"));
    }

    #[test]
    fn slips_stand_behind_what_is_meant() {
        let house = house();
        assert_eq!(house.meant("Brelvicks"), Some("Brelvix"));
        assert_eq!(house.meant("Brellvix"), Some("Brelvix"));
        assert_eq!(house.meant("nothing"), None);
        assert!(house.has_slips() && !Dictionary::default().has_slips());
    }
}
