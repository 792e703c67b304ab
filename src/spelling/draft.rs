//! Finds the words of a draft that are in no list, and collects what the draft itself shows about them.
//!
//! This module only collects the evidence; the module `score` weighs it.

use std::collections::HashMap;

use super::context::Neighbours;
use super::function_words::ContextClass;
use super::key;
use super::lexicon::{WordInfo, WordTables};
use super::morphology;
use super::score::Evidence;
use super::token::{self, Case, WordPart};
use super::{WordUse, Words};

/// The words of a draft, and those of them that are in no list.
pub(crate) struct UnknownWords<'a, 'w> {
    words: &'a dyn Words<'w>,
    unknown: Vec<UnknownPart>,
    /// How often each unknown spelling is used, by key.
    uses: HashMap<String, UseCounts>,
    /// The indices of words with an unknown part in lower case, in order.
    unknown_lower_case: Vec<usize>,
}

/// A part of a word that is in no list.
pub(crate) struct UnknownPart {
    /// The index of the word in the draft.
    pub(crate) index: usize,
    pub(crate) part: WordPart,
}

/// How often a draft uses an unknown spelling.
#[derive(Debug, Default, Clone, Copy)]
struct UseCounts {
    all: u32,
    /// Uses with a capital that are not at the start of a sentence.
    capital: u32,
}

impl<'a, 'w> UnknownWords<'a, 'w> {
    /// Looks up the words of a draft. The result is empty if the draft is probably not in English.
    pub(crate) fn read(tables: &WordTables, words: &'a dyn Words<'w>, extra_known: &dyn Fn(&str) -> bool) -> Self {
        let mut draft = Self { words, unknown: Vec::new(), uses: HashMap::new(), unknown_lower_case: Vec::new() };
        let mut plain = Vec::with_capacity(BATCH.min(words.count()));
        let mut parts = Vec::new();
        for first in (0..words.count()).step_by(BATCH).take_while(|_| !words.is_cancelled()) {
            let to_look_up = (first..words.count().min(first + BATCH)).filter(|&index| !words.known(index));
            plain.clear();
            plain.extend(to_look_up.map(|index| (index, PlainWord::of(words.word(index).text))));
            for (index, word) in &plain {
                if !word.as_ref().is_some_and(|word| word.is_known(tables)) {
                    draft.look_up(tables, *index, extra_known, &mut parts);
                }
            }
        }
        if draft.is_foreign() {
            draft.unknown.clear();
        }
        draft
    }

    /// Slow path for a word that is not [`PlainWord::is_known`]: it may have hyphens, accents or a clitic, or be unknown. `parts`
    /// is a buffer that is overwritten.
    fn look_up(
        &mut self,
        tables: &WordTables,
        index: usize,
        extra_known: &dyn Fn(&str) -> bool,
        parts: &mut Vec<WordPart>,
    ) {
        let word = self.words.word(index);
        parts.clear();
        token::parts(word.text, parts);
        if parts.len() > 1 && known_without_hyphens(tables, parts)
            || parts.iter().all(|part| is_known_part(tables, part))
        {
            return;
        }
        if extra_known(word.text) {
            return;
        }
        for part in parts.drain(..) {
            let in_a_name = word.neighbours_capital && tables.info(part.key.as_bytes()).is_loan();
            if !in_a_name && !is_known_part(tables, &part) && !extra_known(&word.text[part.start..part.end]) {
                self.add(index, part);
            }
        }
    }

    /// Whether more than one word in eight is unknown, so that the draft is probably not in English.
    fn is_foreign(&self) -> bool {
        self.words.count() >= 30 && self.unknown_lower_case.len() * 8 > self.words.count()
    }

    /// The unknown parts, in the order of the draft.
    pub(crate) fn unknown(&self) -> &[UnknownPart] {
        &self.unknown
    }

    /// Collects the evidence about an unknown part. `None` if it cannot be a slip.
    pub(crate) fn evidence(&self, tables: &WordTables, unknown: &UnknownPart) -> Option<Evidence> {
        let UnknownPart { index, part } = unknown;
        let key = part.key.as_str();
        // Words that begin with one letter and an apostrophe are French, Irish or old forms ("d'état", "o'er").
        if part.case == Case::Other || key.len() < MIN_SLIP_LETTERS || part.accented || key.as_bytes()[1] == b'\'' {
            return None;
        }
        let word = self.words.word(*index);
        let uses = self.uses.get(key).copied().unwrap_or_default();
        let info = tables.info(key.as_bytes());
        let capital = part.case == Case::Title;
        if capital && !info.is_slip() && (!word.sentence_start || uses.capital > 0 || uses.all > 1) {
            return None;
        }
        Some(Evidence {
            letters: key.len(),
            info,
            formation: morphology::formation(tables, key).filter(|formation| !info.is_name() || !formation.is_run_on()),
            capital,
            capital_elsewhere: uses.capital > 0,
            uses: uses.all,
            unknown_neighbours: self.unknown_neighbours(*index),
            neighbours_capital: word.neighbours_capital,
            hyphenated: part.hyphenated,
            has_letter_run: longest_run(key) >= 3 && !has_tripled_consonant_inside(key),
            before_a_name: capital && !word.sentence_start && self.before_a_name(tables, *index),
            has_listed_stem: morphology::has_listed_stem(tables, key),
            lacks_final_g: key.ends_with("in") && tables.info(format!("{key}g").as_bytes()).is_word(),
        })
    }

    /// The classes of the words before and after an unknown part in its sentence.
    pub(crate) fn context(&self, tables: &WordTables, unknown: &UnknownPart) -> Neighbours {
        let UnknownPart { index, part } = unknown;
        // The words beside a hyphenated word say nothing about the grammar of its parts.
        if part.hyphenated {
            return Neighbours::default();
        }
        let class = |word: WordUse<'_>| ContextClass::of_word(word.text, tables.function_words());
        let before = index.checked_sub(1).filter(|_| !self.words.word(*index).sentence_start);
        let next = (index + 1 < self.words.count()).then(|| self.words.word(index + 1));
        let after = next.filter(|word| !word.sentence_start);
        Neighbours { before: before.map(|at| class(self.words.word(at))), after: after.map(class) }
    }

    /// The whole word with its unknown part replaced by `right`.
    pub(crate) fn corrected(&self, unknown: &UnknownPart, right: &str) -> String {
        let UnknownPart { index, part } = unknown;
        let text = self.words.word(*index).text;
        format!("{}{}{}", &text[..part.start], token::with_case(right, part.case), &text[part.end..])
    }

    /// Adds an unknown part and counts its use.
    fn add(&mut self, index: usize, part: WordPart) {
        let uses = self.uses.entry(part.key.clone()).or_default();
        uses.all += 1;
        if part.case != Case::Lower && !self.words.word(index).sentence_start {
            uses.capital += 1;
        }
        if part.case == Case::Lower && self.unknown_lower_case.last() != Some(&index) {
            self.unknown_lower_case.push(index);
        }
        self.unknown.push(UnknownPart { index, part });
    }

    /// Whether the next word of the sentence has a capital and is not a dictionary word.
    fn before_a_name(&self, tables: &WordTables, index: usize) -> bool {
        let next =
            (index + 1 < self.words.count()).then(|| self.words.word(index + 1)).filter(|next| !next.sentence_start);
        next.filter(|next| next.text.starts_with(char::is_uppercase)).is_some_and(|next| {
            let info = key::fold(next.text).map(|key| tables.info(key.as_bytes())).unwrap_or_default();
            !info.is_word()
        })
    }

    /// The number of unknown words in lower case within three words of this one.
    fn unknown_neighbours(&self, index: usize) -> usize {
        let from = self.unknown_lower_case.partition_point(|&at| at + 3 < index);
        self.unknown_lower_case[from..].iter().take_while(|&&at| at <= index + 3).filter(|&&at| at != index).count()
    }
}

/// The fewest letters in a word that may be reported as a slip.
const MIN_SLIP_LETTERS: usize = 3;

/// The number of words that are hashed before they are looked up. With batches, the CPU can fetch several entries of the tables
/// from memory at the same time.
const BATCH: usize = 64;

/// Whether a word consists of plain letters and is in a list. If it is not, it may still be formed from words that are.
pub(super) fn is_listed_plain_word(tables: &WordTables, word: &str) -> bool {
    PlainWord::of(word).is_some_and(|word| word.is_known(tables))
}

/// Fast path for most words of a draft: ASCII letters, all in lower case except perhaps the first.
struct PlainWord {
    hash: u64,
    letters: usize,
    capital: bool,
}

impl PlainWord {
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (&first, rest) = bytes.split_first()?;
        if bytes.len() > key::MAX_KEY_LEN || !rest.iter().all(u8::is_ascii_lowercase) || !first.is_ascii_alphabetic() {
            return None;
        }
        let mut padded = key::pad(bytes);
        padded[0] = first.to_ascii_lowercase();
        Some(Self { hash: key::hash(&padded), letters: bytes.len(), capital: first.is_ascii_uppercase() })
    }

    fn is_known(&self, tables: &WordTables) -> bool {
        counts_as_known(tables.info_by_hash(self.hash), self.letters, self.capital)
    }
}

/// Whether a hyphenated word is listed without its hyphens ("pre-empt").
fn known_without_hyphens(tables: &WordTables, parts: &[WordPart]) -> bool {
    let whole: String = parts.iter().map(|part| part.key.as_str()).collect();
    tables.info(whole.as_bytes()).is_word()
}

/// Whether a part of a word is known: listed, contracted, or a prefix before a hyphen.
fn is_known_part(tables: &WordTables, part: &WordPart) -> bool {
    let info = tables.info(part.key.as_bytes());
    counts_as_known(info, part.key.len(), part.case != Case::Lower)
        || is_contraction(tables, part)
        || part.hyphenated && !part.last && morphology::is_combining_form(tables, &part.key)
}

/// Whether a word counts as known by its entry in the lists, its number of letters and its case. A short foreign word in lower
/// case does not: it is more likely a slip.
fn counts_as_known(info: WordInfo, letters: usize, capital: bool) -> bool {
    let borrowed = info.is_loan() && (letters >= 5 || capital) || info.is_rare() && capital;
    info.is_word() || borrowed && !info.is_slip() || capital && info.is_name()
}

/// Whether a part is a listed word or name with a contracted verb ("there'll") or with the apostrophe of a plural ("voters'").
fn is_contraction(tables: &WordTables, part: &WordPart) -> bool {
    // "dos and don'ts"
    let plural = part.key.strip_suffix('s').filter(|one| one.ends_with("n't"));
    if plural.is_some_and(|one| tables.info(one.as_bytes()).is_word()) {
        return true;
    }
    part.key.split_once('\'').is_some_and(|(stem, ending)| {
        let info = tables.info(stem.as_bytes());
        (ending.is_empty() || tables.parts().clitics.contains(&ending))
            && (info.is_word() || part.case != Case::Lower && info.is_name())
    })
}

/// Whether the longest run is a tripled consonant inside the word ("carrrier"): a slip, not drawn out for emphasis like "nooo".
fn has_tripled_consonant_inside(key: &str) -> bool {
    let vowel = |letter: u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let mut runs = key.as_bytes().chunk_by(|a, b| a == b).skip(1).peekable();
    let mut long = false;
    while let Some(run) = runs.next() {
        if run.len() >= 3 {
            long = run.len() == 3 && !vowel(run[0]) && runs.peek().is_some();
            if !long {
                return false;
            }
        }
    }
    long
}

/// The length of the longest run of one letter: 1 in "fine", 4 in "soooo".
fn longest_run(key: &str) -> usize {
    key.as_bytes().chunk_by(|a, b| a == b).map(<[u8]>::len).max().unwrap_or(0)
}
