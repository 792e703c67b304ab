//! The types of the lists in a rule's keys. A newsroom's rule may have very long lists, and checks search them for every
//! word of a draft, so each type finds a word without a scan of its list.

use serde::{Deserialize, Deserializer};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A set of words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct WordSet {
    /// Sorted by the words in lower case, then by the words as they are. Without duplicates.
    sorted: Vec<String>,
}

impl WordSet {
    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// The words, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.sorted.iter().map(String::as_str)
    }

    /// Whether the set has exactly this word.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.sorted.binary_search_by(|listed| compare(listed, word)).is_ok()
    }

    /// Whether the set has the word, ignoring the case of ASCII letters.
    #[must_use]
    pub fn has_in_any_case(&self, word: &str) -> bool {
        self.sorted.binary_search_by(|listed| compare_ignoring_case(listed, word)).is_ok()
    }
}

impl From<Vec<String>> for WordSet {
    fn from(mut words: Vec<String>) -> Self {
        words.sort_unstable_by(|a, b| compare(a, b));
        words.dedup();
        Self { sorted: words }
    }
}

/// A set of words for each of some key words. Key words are found in any case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "BTreeMap<String, Vec<String>>")]
pub struct WordsByWord(BTreeMap<String, WordSet>);

impl WordsByWord {
    /// The words that are listed for this key word.
    #[must_use]
    pub fn words_for(&self, word: &str) -> Option<&WordSet> {
        if self.0.is_empty() { None } else { self.0.get(&word.to_ascii_lowercase()) }
    }
}

impl From<BTreeMap<String, Vec<String>>> for WordsByWord {
    fn from(lists: BTreeMap<String, Vec<String>>) -> Self {
        let mut merged: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (word, list) in lists {
            merged.entry(word.to_ascii_lowercase()).or_default().extend(list);
        }
        Self(merged.into_iter().map(|(word, list)| (word, list.into())).collect())
    }
}

/// Pairs of words. Both words are found in any case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub struct WordPairs {
    /// Each word with the words that it is paired with.
    partners: WordsByWord,
}

impl WordPairs {
    /// Whether a word belongs to a pair.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.partners.words_for(word).is_some()
    }

    /// Whether two words are a pair, in either order.
    #[must_use]
    pub fn pairs(&self, first: &str, second: &str) -> bool {
        self.partners.words_for(first).is_some_and(|words| words.has_in_any_case(second))
    }
}

impl From<Vec<(String, String)>> for WordPairs {
    fn from(pairs: Vec<(String, String)>) -> Self {
        let mut partners: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (a, b) in pairs {
            partners.entry(a.clone()).or_default().push(b.clone());
            partners.entry(b).or_default().push(a);
        }
        Self { partners: partners.into() }
    }
}

/// A list of numbered entries. An entry is one word, or several as `a|b`. Words are found in any case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct NumberedWords {
    /// The first word of each entry.
    names: Vec<String>,
    /// All words with the numbers of their entries, sorted by the words in lower case. A word of two entries has the number
    /// of the first.
    numbers: Vec<(String, usize)>,
}

impl NumberedWords {
    /// The number of the entry that has this word.
    #[must_use]
    pub fn number_of(&self, word: &str) -> Option<usize> {
        let place = self.numbers.binary_search_by(|(listed, _)| compare_ignoring_case(listed, word)).ok()?;
        Some(self.numbers[place].1)
    }

    /// The first word of the entry with this number.
    #[must_use]
    pub fn name(&self, number: usize) -> Option<&str> {
        self.names.get(number).map(String::as_str)
    }
}

impl From<Vec<String>> for NumberedWords {
    fn from(entries: Vec<String>) -> Self {
        let words = entries.iter().enumerate().flat_map(|(number, entry)| entry.split('|').map(move |w| (w, number)));
        let mut numbers: Vec<(String, usize)> = words.map(|(word, number)| (word.to_owned(), number)).collect();
        numbers.sort_by(|(a, first), (b, second)| compare_ignoring_case(a, b).then(first.cmp(second)));
        numbers.dedup_by(|(again, _), (first, _)| again.eq_ignore_ascii_case(first));
        let name = |entry: &String| entry.split('|').next().unwrap_or_default().to_owned();
        Self { names: entries.iter().map(name).collect(), numbers }
    }
}

/// A list of prefixes of words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct WordPrefixes {
    words: WordSet,
    /// A bit for the first byte of each prefix (its value modulo 32): a cheap test before the lookups.
    first_bytes: u32,
    /// The length of the longest prefix in bytes.
    max_len: usize,
}

impl WordPrefixes {
    /// Whether a word begins with one of the prefixes.
    #[must_use]
    pub fn matches(&self, word: &str) -> bool {
        let listed = word.bytes().next().is_some_and(|byte| self.first_bytes & first_byte_bit(byte) != 0);
        listed
            && (1..=word.len().min(self.max_len)).any(|end| word.get(..end).is_some_and(|start| self.words.has(start)))
    }
}

impl From<Vec<String>> for WordPrefixes {
    fn from(mut words: Vec<String>) -> Self {
        words.retain(|word| !word.is_empty());
        Self {
            first_bytes: words
                .iter()
                .filter_map(|word| word.bytes().next())
                .fold(0, |bits, byte| bits | first_byte_bit(byte)),
            max_len: words.iter().map(String::len).max().unwrap_or_default(),
            words: words.into(),
        }
    }
}

/// The bit of a byte in `WordPrefixes::first_bytes`.
fn first_byte_bit(byte: u8) -> u32 {
    1 << (byte & 31)
}

/// Deserializes a list and drops duplicates.
pub(super) fn each_once<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de> + PartialEq,
    D: Deserializer<'de>,
{
    let mut unique: Vec<T> = Vec::new();
    for entry in Vec::<T>::deserialize(deserializer)? {
        // These lists have few different entries, so a linear search is enough.
        if !unique.contains(&entry) {
            unique.push(entry);
        }
    }
    Ok(unique)
}

/// The order of `WordSet::sorted`.
fn compare(a: &str, b: &str) -> Ordering {
    compare_ignoring_case(a, b).then_with(|| a.cmp(b))
}

fn compare_ignoring_case(a: &str, b: &str) -> Ordering {
    let lower = |byte: u8| byte.to_ascii_lowercase();
    a.bytes().map(lower).cmp(b.bytes().map(lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn word_set_finds_words_exactly_and_in_any_case() {
        let words = WordSet::from(owned(&["mill", "Ada", "MILL", "été", "a", "mill"]));
        for (word, exact, any) in [
            ("mill", true, true),
            ("Mill", false, true),
            ("MILL", true, true),
            ("ada", false, true),
            ("été", true, true),
            ("Été", false, false),
            ("mil", false, false),
            ("", false, false),
        ] {
            assert_eq!((words.has(word), words.has_in_any_case(word)), (exact, any), "{word}");
        }
        assert!(WordSet::default().is_empty() && !words.is_empty());
    }

    #[test]
    fn key_words_and_pairs_are_found_in_any_case() {
        let lists = [("On", &["a", "The"][..]), ("on", &["b"])].map(|(word, list)| (word.to_owned(), owned(list)));
        let partners = WordsByWord::from(BTreeMap::from(lists));
        let has = |word: &str, second: &str| partners.words_for(word).is_some_and(|words| words.has(second));
        assert!(has("ON", "a") && has("on", "The") && has("oN", "b"));
        assert!(!has("on", "the") && !has("at", "a"));
        let pairs = WordPairs::from(vec![("chair".to_owned(), "Chairman".to_owned())]);
        assert!(pairs.has("CHAIRMAN") && pairs.pairs("chairman", "Chair") && pairs.pairs("chair", "chairman"));
        assert!(!pairs.has("chairs") && !pairs.pairs("chair", "chair"));
    }

    #[test]
    fn numbered_words_have_the_index_of_their_entry() {
        let days = NumberedWords::from(owned(&["monday|mon", "tuesday|tue|Mon", ""]));
        for (word, number) in [("Mon", Some(0)), ("TUE", Some(1)), ("", Some(2)), ("wed", None)] {
            assert_eq!(days.number_of(word), number, "{word}");
        }
        assert_eq!((days.name(1), days.name(2), days.name(3)), (Some("tuesday"), Some(""), None));
    }

    #[test]
    fn prefixes_match_the_start_of_words() {
        let starts = WordPrefixes::from(owned(&["hono", "hour", "é", ""]));
        for (word, begins) in
            [("honour", true), ("hour", true), ("hou", false), ("été", true), ("", false), ("x", false)]
        {
            assert_eq!(starts.matches(word), begins, "{word}");
        }
    }
}
