//! Compiles `rules/lexicon/spelling/` for `src/spelling`. Writes two hash tables with the flags of words, a map of the
//! common words for letter-by-letter search, and the listed misspellings with their corrections.
//!
//! The files have one entry per line. `words.txt`, `modern.txt` and `news.txt`: a word and its frequency class (0 to 85:
//! fifths of a natural logarithm above a share of e^-20.5 of running text). `slips.tsv`: a misspelling, a tab, its
//! correction. The others: one word or name.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[path = "../src/spelling/key.rs"]
mod key;

/// The flags and the frequency class of a key.
#[derive(Default)]
struct Entry {
    flags: u8,
    /// The frequency class; 0 if the key is not a dictionary word.
    class: u8,
}

impl Entry {
    /// Whether the speller may suggest the word: it is in the dictionary and not in `unsaid.txt`.
    fn is_suggested(&self) -> bool {
        self.flags & (key::WORD | key::UNSAID) == key::WORD
    }
}

/// The least frequency class of a word that a spelling two edits away can be corrected to. Rarer words could match by
/// chance.
const MIN_CORRECTION_CLASS: u8 = 28;

/// Writes `spelling.table`, `spelling.filter`, `spelling.fst`, `spelling.slips` and `spelling.meant` into `out_dir`.
///
/// # Panics
/// If a list is missing or one of its lines is not as described above.
pub(crate) fn build(out_dir: &Path) {
    let lists = Path::new("rules/lexicon/spelling");
    println!("cargo::rerun-if-changed={}", lists.display());
    println!("cargo::rerun-if-changed=src/spelling/key.rs");

    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    for list in ["words.txt", "modern.txt", "news.txt"] {
        for line in read_lines(lists, list) {
            let (word, class) = line.split_once(' ').unwrap_or_else(|| panic!("{list}: `{line}` has no class"));
            let class: u8 = class.parse().unwrap_or_else(|_| panic!("{list}: `{line}` has no class"));
            let entry = entries.entry(checked_key(list, word)).or_default();
            entry.class = class.max(entry.class);
            entry.flags |= key::WORD;
        }
    }
    for (list, flag) in [
        ("rare.txt", key::RARE),
        ("loans.txt", key::LOAN),
        ("unsaid.txt", key::UNSAID),
        ("people.txt", key::NAME),
        ("places.txt", key::NAME),
        ("proper.txt", key::NAME),
    ] {
        for line in read_lines(lists, list) {
            entries.entry(checked_key(list, &line)).or_default().flags |= flag;
        }
    }

    let mut corrections = String::new();
    let mut misspellings: BTreeMap<String, u64> = BTreeMap::new();
    for line in read_lines(lists, "slips.tsv") {
        let (slip, correction) = line.split_once('\t').unwrap_or_else(|| panic!("slips.tsv: `{line}` has no tab"));
        let key = checked_key("slips.tsv", slip);
        misspellings.insert(key.clone(), corrections.len() as u64);
        corrections.push_str(correction);
        corrections.push('\n');
        entries.entry(key).or_default().flags |= key::SLIP;
    }

    let common = entries.iter().filter(|(_, entry)| entry.is_suggested() && entry.class >= MIN_CORRECTION_CLASS);
    let mut frequent: Vec<_> = entries.iter().filter(|(_, entry)| entry.class > 0).collect();
    frequent.sort_by_key(|(_, entry)| Reverse(entry.class));
    assert!(frequent.len() > key::FREQUENT, "there are too few words for a table of the commonest");
    let mut tables = hash_table(frequent[..key::FREQUENT].iter().copied(), key::FREQUENT_SLOTS);
    // Four fifths full, because the table is large.
    tables.extend(hash_table(entries.iter(), entries.len() * 5 / 4 + 1));
    write_table(out_dir, "spelling.table", &tables);
    write_table(out_dir, "spelling.filter", &word_filter(&entries));
    write_table(out_dir, "spelling.fst", &fst_map(common.map(|(key, entry)| (key, entry.class.into()))));
    write_table(out_dir, "spelling.slips", &fst_map(misspellings.iter().map(|(slip, &start)| (slip, start))));
    write_table(out_dir, "spelling.meant", corrections.as_bytes());
}

/// The lines of a list that are not empty.
fn read_lines(lists: &Path, list: &str) -> Vec<String> {
    let path = lists.join(list);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The key of a word, which must be valid and not too long.
fn checked_key(list: &str, word: &str) -> String {
    let key = key::fold(word).unwrap_or_else(|| panic!("{list}: `{word}` holds a character no key can hold"));
    assert!(key.len() <= key::MAX_KEY_LEN, "{list}: `{word}` is longer than {} bytes", key::MAX_KEY_LEN);
    key
}

/// An open-addressing hash table. Each slot has a fingerprint, the flags and the class; a free slot is all zeros.
fn hash_table<'a>(entries: impl Iterator<Item = (&'a String, &'a Entry)>, slots: usize) -> Vec<u8> {
    let mut bytes = vec![0; slots * key::SLOT];
    for (word, entry) in entries {
        let hash = key::hash(&key::pad(word.as_bytes()));
        let fingerprint = (hash as u32).to_le_bytes();
        let mut slot = key::slot(hash, slots);
        loop {
            let place = &mut bytes[slot * key::SLOT..][..key::SLOT];
            if place[4] == 0 {
                place[..4].copy_from_slice(&fingerprint);
                place[4] = entry.flags;
                place[5] = entry.class;
                break;
            }
            assert!(place[..4] != fingerprint, "`{word}` has the fingerprint of a neighbour: change the hash");
            slot = (slot + 1) % slots;
        }
    }
    bytes
}

/// A bit for each dictionary word that may be suggested, by the word's hash.
fn word_filter(entries: &BTreeMap<String, Entry>) -> Vec<u8> {
    let mut bits = vec![0; key::FILTER];
    for (word, _) in entries.iter().filter(|(_, entry)| entry.is_suggested()) {
        let (byte, bit) = key::filter_bit(key::hash(&key::pad(word.as_bytes())));
        bits[byte] |= bit;
    }
    bits
}

/// A finite-state map of sorted keys to numbers.
fn fst_map<'a>(entries: impl Iterator<Item = (&'a String, u64)>) -> Vec<u8> {
    let mut builder = fst::MapBuilder::memory();
    for (key, value) in entries {
        builder.insert(key, value).expect("a BTreeMap hands its keys in order");
    }
    builder.into_inner().expect("writing to memory does not fail")
}

fn write_table(out_dir: &Path, name: &str, bytes: &[u8]) {
    let path = out_dir.join(name);
    fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
