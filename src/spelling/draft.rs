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
    pub(crate) fn read(lexicon: &WordTables, words: &'a dyn Words<'w>, extra_known: &dyn Fn(&str) -> bool) -> Self {
        let mut draft = Self { words, unknown: Vec::new(), uses: HashMap::new(), strange: Vec::new() };
        let mut plain = Vec::with_capacity(AT_ONCE.min(words.count()));
        let mut parts = Vec::new();
        for first in (0..words.count()).step_by(AT_ONCE).take_while(|_| !words.unwanted()) {
            let asked = (first..words.count().min(first + AT_ONCE)).filter(|&index| !words.known(index));
            plain.clear();
            plain.extend(asked.map(|index| (index, Plain::of(words.word(index).text))));
            for (index, word) in &plain {
                if !word.as_ref().is_some_and(|word| word.known(lexicon)) {
                    draft.look_up(lexicon, *index, extra_known, &mut parts);
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
        lexicon: &WordTables,
        index: usize,
        extra_known: &dyn Fn(&str) -> bool,
        parts: &mut Vec<WordPart>,
    ) {
        let word = self.words.word(index);
        parts.clear();
        token::parts(word.text, parts);
        if parts.len() > 1 && known_whole(lexicon, parts) || parts.iter().all(|part| known(lexicon, part)) {
            return;
        }
        if extra_known(word.text) {
            return;
        }
        for part in parts.drain(..) {
            let in_a_name = word.neighbours_capital && lexicon.info(part.key.as_bytes()).loan();
            if !in_a_name && !known(lexicon, &part) && !extra_known(&word.text[part.start..part.end]) {
                self.add(index, part);
            }
        }
    }

    /// Whether more than one word in eight is unknown, so that the draft is probably not in English.
    fn is_foreign(&self) -> bool {
        self.words.count() >= 30 && self.strange.len() * 8 > self.words.count()
    }

    /// The unknown parts, in the order of the draft.
    pub(crate) fn unknown(&self) -> &[UnknownPart] {
        &self.unknown
    }

    /// Collects the evidence about an unknown part. `None` if it cannot be a slip.
    pub(crate) fn evidence(&self, lexicon: &WordTables, unknown: &UnknownPart) -> Option<Evidence> {
        let UnknownPart { index, part } = unknown;
        let key = part.key.as_str();
        // Words that begin with one letter and an apostrophe are French, Irish or old forms ("d'état", "o'er").
        if part.case == Case::Other || key.len() < SHORTEST || part.accented || key.as_bytes()[1] == b'\'' {
            return None;
        }
        let word = self.words.word(*index);
        let uses = self.uses.get(key).copied().unwrap_or_default();
        let info = lexicon.info(key.as_bytes());
        let capital = part.case == Case::Title;
        if capital && !info.slip() && (!word.sentence_start || uses.capital > 0 || uses.all > 1) {
            return None;
        }
        Some(Evidence {
            letters: key.len(),
            info,
            formation: morphology::formation(lexicon, key).filter(|formation| !info.name() || !formation.is_run_on()),
            capital,
            seen_capital: uses.capital > 0,
            uses: uses.all,
            strange_neighbours: self.strange_neighbours(*index),
            neighbours_capital: word.neighbours_capital,
            joined: part.joined,
            drawn_out: longest_run(key) >= 3 && !tripled_inside(key),
            beside_a_name: capital && !word.sentence_start && self.before_a_name(lexicon, *index),
            of_a_word: morphology::of_a_word(lexicon, key),
            clipped: key.ends_with("in") && lexicon.info(format!("{key}g").as_bytes()).word(),
        })
    }

    /// The classes of the words before and after an unknown part in its sentence.
    pub(crate) fn context(&self, lexicon: &WordTables, unknown: &UnknownPart) -> Neighbours {
        let UnknownPart { index, part } = unknown;
        // The words beside a hyphenated word say nothing about the grammar of its parts.
        if part.joined {
            return Neighbours::default();
        }
        let class = |word: WordUse<'_>| ContextClass::of(word.text, lexicon.function_words());
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

    fn add(&mut self, index: usize, part: WordPart) {
        let uses = self.uses.entry(part.key.clone()).or_default();
        uses.all += 1;
        if part.case != Case::Lower && !self.words.word(index).sentence_start {
            uses.capital += 1;
        }
        if part.case == Case::Lower && self.strange.last() != Some(&index) {
            self.strange.push(index);
        }
        self.unknown.push(UnknownPart { index, part });
    }

    /// Whether the next word of the sentence has a capital and is not a dictionary word.
    fn before_a_name(&self, lexicon: &WordTables, index: usize) -> bool {
        let next =
            (index + 1 < self.words.count()).then(|| self.words.word(index + 1)).filter(|next| !next.sentence_start);
        next.filter(|next| next.text.starts_with(char::is_uppercase)).is_some_and(|next| {
            let info = key::fold(next.text).map(|key| lexicon.info(key.as_bytes())).unwrap_or_default();
            !info.word()
        })
    }

    /// The number of unknown words in lower case within three words of this one.
    fn strange_neighbours(&self, index: usize) -> usize {
        let from = self.strange.partition_point(|&at| at + 3 < index);
        self.strange[from..].iter().take_while(|&&at| at <= index + 3).filter(|&&at| at != index).count()
    }
}

/// The fewest letters in a word that may be reported as a slip.
const MIN_SLIP_LETTERS: usize = 3;

/// The number of words that are hashed before they are looked up. With batches, the CPU can fetch several entries of the tables
/// from memory at the same time.
const BATCH: usize = 64;

/// Whether a word consists of plain letters and is in a list. If it is not, it may still be formed from words that are.
pub(super) fn is_listed_plain_word(lexicon: &WordTables, word: &str) -> bool {
    Plain::of(word).is_some_and(|word| word.known(lexicon))
}

/// Fast path for most words of a draft: ASCII letters, all in lower case except perhaps the first.
struct PlainWord {
    hash: u64,
    letters: usize,
    capital: bool,
}

impl Plain {
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (&first, rest) = bytes.split_first()?;
        if bytes.len() > key::LONGEST || !rest.iter().all(u8::is_ascii_lowercase) || !first.is_ascii_alphabetic() {
            return None;
        }
        let mut padded = key::pad(bytes);
        padded[0] = first.to_ascii_lowercase();
        Some(Self { hash: key::hash(&padded), letters: bytes.len(), capital: first.is_ascii_uppercase() })
    }

    fn known(&self, lexicon: &WordTables) -> bool {
        known_so(lexicon.info_by_hash(self.hash), self.letters, self.capital)
    }
}

/// Whether a hyphenated word is listed without its hyphens ("pre-empt").
fn known_without_hyphens(lexicon: &WordTables, parts: &[WordPart]) -> bool {
    let whole: String = parts.iter().map(|part| part.key.as_str()).collect();
    lexicon.info(whole.as_bytes()).word()
}

fn known(lexicon: &WordTables, part: &WordPart) -> bool {
    let info = lexicon.info(part.key.as_bytes());
    known_so(info, part.key.len(), part.case != Case::Lower)
        || contraction(lexicon, part)
        || part.joined && !part.last && morphology::combines(lexicon, &part.key)
}

/// Whether a word counts as known by its entry in the lists, its number of letters and its case. A short foreign word in lower
/// case does not: it is more likely a slip.
fn counts_as_known(info: WordInfo, letters: usize, capital: bool) -> bool {
    let borrowed = info.loan() && (letters >= 5 || capital) || info.rare() && capital;
    info.word() || borrowed && !info.slip() || capital && info.name()
}

/// Whether a part is a listed word or name with a contracted verb ("there'll") or with the apostrophe of a plural ("voters'").
fn is_contraction(lexicon: &WordTables, part: &WordPart) -> bool {
    // "dos and don'ts"
    let plural = part.key.strip_suffix('s').filter(|one| one.ends_with("n't"));
    if plural.is_some_and(|one| lexicon.info(one.as_bytes()).word()) {
        return true;
    }
    part.key.split_once('\'').is_some_and(|(stem, ending)| {
        let info = lexicon.info(stem.as_bytes());
        (ending.is_empty() || lexicon.parts().clitics.contains(&ending))
            && (info.word() || part.case != Case::Lower && info.name())
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
