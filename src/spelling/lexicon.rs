//! The compiled word lists: the flags of a key, how common a word is, and the correction of a listed slip.
//!
//! Look-ups take folded keys, without case and accents (see [`key::fold`]).

use fst::Map;

use super::function_words::FunctionWords;
use super::key::{self, Padded};
use super::word_parts::WordParts;

/// The frequency of a word in thousandths of a Zipf point: 1,000 is once in a hundred million words, 7,000 once in a hundred.
pub(crate) type Zipf = i32;

/// The built-in lists, used in place as part of the binary.
#[derive(Debug)]
pub(crate) struct WordTables {
    /// The commonest words.
    frequent: Table,
    all: Table,
    /// A bit set of the hashes of all dictionary words: if the bit for a hash is not set, the key is not a dictionary word.
    filter: &'static [u8; key::FILTER],
    /// The common words with their frequency classes, for walks letter by letter.
    common: Map<&'static [u8]>,
    /// For each listed slip, the index of its correction in `corrections`.
    slips: Map<&'static [u8]>,
    /// The corrections, one on each line.
    corrections: &'static str,
    function_words: FunctionWords,
    parts: WordParts,
}

/// The entry of a key in the lists; empty if no list has it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordInfo {
    flags: u8,
    class: u8,
}

impl WordTables {
    pub(crate) fn builtin() -> Self {
        let table: &'static [u8] = include_bytes!(concat!(env!("OUT_DIR"), "/spelling.table"));
        let common: &'static [u8] = include_bytes!(concat!(env!("OUT_DIR"), "/spelling.fst"));
        let slips: &'static [u8] = include_bytes!(concat!(env!("OUT_DIR"), "/spelling.slips"));
        let (frequent, all) = table.split_at(key::FREQUENT_SLOTS * key::SLOT);
        Self {
            frequent: Table::new(frequent),
            all: Table::new(all),
            filter: include_bytes!(concat!(env!("OUT_DIR"), "/spelling.filter")),
            common: Map::new(common).expect("the build script writes a valid map"),
            slips: Map::new(slips).expect("the build script writes a valid map"),
            corrections: include_str!(concat!(env!("OUT_DIR"), "/spelling.meant")),
            function_words: FunctionWords::load(),
            parts: WordParts::load(),
        }
    }

    /// The entry of `key`, a folded spelling. Empty if no list has it.
    pub(crate) fn info(&self, key: &[u8]) -> WordInfo {
        if key.len() > key::MAX_KEY_LEN { WordInfo::default() } else { self.info_by_hash(key::hash(&key::pad(key))) }
    }

    /// The frequency of a word that may be suggested; `None` for any other key. The filter makes this cheap for spellings that
    /// are not words, which most of the searched spellings are.
    pub(crate) fn suggestible_zipf(&self, key: &Padded) -> Option<Zipf> {
        let hash = key::hash(key);
        let (byte, bit) = key::filter_bit(hash);
        if self.filter[byte] & bit == 0 {
            return None;
        }
        let info = self.info_by_hash(hash);
        (info.is_word() && info.flags & key::UNSAID == 0).then(|| info.zipf())
    }

    /// The entry of a key, by the key's hash.
    pub(crate) fn info_by_hash(&self, hash: u64) -> WordInfo {
        self.frequent.info(hash).or_else(|| self.all.info(hash)).unwrap_or_default()
    }

    /// The correction of a listed slip.
    pub(crate) fn correction(&self, key: &str) -> Option<&'static str> {
        let start = self.slips.get(key)? as usize;
        self.corrections.get(start..)?.lines().next()
    }

    /// The function words, such as "the" and "would".
    pub(crate) fn function_words(&self) -> &FunctionWords {
        &self.function_words
    }

    /// The prefixes, suffixes and endings.
    pub(crate) fn parts(&self) -> &WordParts {
        &self.parts
    }

    /// The common words with their frequency classes.
    pub(crate) fn common(&self) -> &fst::raw::Fst<&'static [u8]> {
        self.common.as_fst()
    }
}

/// A hash table of keys with their entries. The module [`key`] defines the layout.
#[derive(Debug)]
struct Table {
    bytes: &'static [u8],
    slots: usize,
}

impl Table {
    fn new(bytes: &'static [u8]) -> Self {
        Self { bytes, slots: bytes.len() / key::SLOT }
    }

    fn info(&self, hash: u64) -> Option<WordInfo> {
        let fingerprint = (hash as u32).to_le_bytes();
        let mut slot = key::slot(hash, self.slots);
        loop {
            let place = &self.bytes[slot * key::SLOT..][..key::SLOT];
            if place[4] == 0 {
                return None;
            }
            if place[..4] == fingerprint {
                return Some(WordInfo { flags: place[4], class: place[5] });
            }
            slot = if slot + 1 == self.slots { 0 } else { slot + 1 };
        }
    }
}

impl WordInfo {
    /// Whether the word is in the dictionary, in lower case.
    pub(crate) fn is_word(self) -> bool {
        self.flags & key::WORD != 0
    }

    /// The frequency of the word; 0 if it is not a dictionary word.
    pub(crate) fn zipf(self) -> Zipf {
        if self.is_word() { class_to_zipf(self.class.into()) } else { 0 }
    }

    /// Whether the word is in the large dictionaries only.
    pub(crate) fn is_rare(self) -> bool {
        self.flags & key::RARE != 0
    }

    /// Whether the word is a name.
    pub(crate) fn is_name(self) -> bool {
        self.flags & key::NAME != 0
    }

    /// Whether it is a word of another language that English writers use.
    pub(crate) fn is_loan(self) -> bool {
        self.flags & key::LOAN != 0
    }

    /// Whether it is a listed slip.
    pub(crate) fn is_slip(self) -> bool {
        self.flags & key::SLIP != 0
    }
}

/// Converts a frequency class of the lists (fifths of a natural logarithm above e^-20.5) to the Zipf scale.
pub(crate) fn class_to_zipf(class: u64) -> Zipf {
    97 + Zipf::try_from(class).unwrap_or(Zipf::MAX / 100) * 87
}
