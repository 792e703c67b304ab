//! The compiled word lists: what is known of a key, how common a word is, what a listed slip stands for.
//!
//! It knows keys, not tokens: case and apostrophes are gone when it is asked.

use fst::Map;

use super::function_words::FunctionWords;
use super::key::{self, Padded};
use super::word_parts::WordParts;

/// How common a word is, in thousandths of a Zipf point: 1,000 is once in a hundred million words, 7,000 once in a hundred.
pub(crate) type Zipf = i32;

/// The built-in lists, read where they lie in the binary.
#[derive(Debug)]
pub(crate) struct WordTables {
    /// The commonest words alone.
    frequent: Table,
    all: Table,
    filter: &'static [u8; key::FILTER],
    common: Map<&'static [u8]>,
    slips: Map<&'static [u8]>,
    meant: &'static str,
    function_words: FunctionWords,
    parts: WordParts,
}

/// What the lists say of a key.
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
            meant: include_str!(concat!(env!("OUT_DIR"), "/spelling.meant")),
            function_words: FunctionWords::load(),
            parts: WordParts::load(),
        }
    }

    /// What the lists say of `key`, a folded spelling; nothing of one that is longer than any key.
    pub(crate) fn info(&self, key: &[u8]) -> WordInfo {
        if key.len() > key::LONGEST { WordInfo::default() } else { self.info_by_hash(key::hash(&key::pad(key))) }
    }

    /// How common a word is that may be suggested; `None` for any other key, found out in the cheapest way, since of the spellings
    /// that a slip could have spoiled hardly any is a word.
    pub(crate) fn suggested(&self, key: &Padded) -> Option<Zipf> {
        let hash = key::hash(key);
        let (byte, bit) = key::filter_bit(hash);
        if self.filter[byte] & bit == 0 {
            return None;
        }
        let info = self.info_by_hash(hash);
        (info.word() && info.flags & key::UNSAID == 0).then(|| info.zipf())
    }

    /// The same for the hash of a key.
    pub(crate) fn info_by_hash(&self, hash: u64) -> WordInfo {
        self.frequent.info(hash).or_else(|| self.all.info(hash)).unwrap_or_default()
    }

    /// What a listed slip stands for.
    pub(crate) fn meant(&self, key: &str) -> Option<&'static str> {
        let start = self.slips.get(key)? as usize;
        self.meant.get(start..)?.lines().next()
    }

    /// Words such as "the" and "would".
    pub(crate) fn function_words(&self) -> &FunctionWords {
        &self.function_words
    }

    /// Prefixes and endings.
    pub(crate) fn parts(&self) -> &WordParts {
        &self.parts
    }

    /// The common words with their classes.
    pub(crate) fn common(&self) -> &fst::raw::Fst<&'static [u8]> {
        self.common.as_fst()
    }
}

/// Keys by their hashes, with what is known of each; [`key`] says how it is laid out.
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
    /// In the dictionary, in lower case.
    pub(crate) fn word(self) -> bool {
        self.flags & key::WORD != 0
    }

    /// How common the word is; 0 where it is no dictionary word.
    pub(crate) fn zipf(self) -> Zipf {
        if self.word() { zipf(self.class.into()) } else { 0 }
    }

    /// In the large dictionaries only.
    pub(crate) fn rare(self) -> bool {
        self.flags & key::RARE != 0
    }

    pub(crate) fn name(self) -> bool {
        self.flags & key::NAME != 0
    }

    /// A word of another language that English borrows.
    pub(crate) fn loan(self) -> bool {
        self.flags & key::LOAN != 0
    }

    /// A slip that many writers make.
    pub(crate) fn slip(self) -> bool {
        self.flags & key::SLIP != 0
    }
}

/// The class of the lists (fifths of a natural logarithm above e^-20.5) on the Zipf scale.
pub(crate) fn zipf(class: u64) -> Zipf {
    97 + Zipf::try_from(class).unwrap_or(Zipf::MAX / 100) * 87
}
