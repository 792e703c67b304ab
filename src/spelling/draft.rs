//! Reads a draft's words once: which of them no list knows, and what the draft itself says about those.
//!
//! It knows the words in their order and the lists; what speaks for a slip and how much is `score`'s.

use std::collections::HashMap;

use super::context::Neighbours;
use super::function_words::ContextClass;
use super::key;
use super::lexicon::{WordInfo, WordTables};
use super::morphology;
use super::score::Evidence;
use super::token::{self, Case, WordPart};
use super::{WordUse, Words};

/// A draft's words and those among them that no list knows.
pub(crate) struct UnknownWords<'a, 'w> {
    words: &'a dyn Words<'w>,
    unknown: Vec<UnknownPart>,
    uses: HashMap<String, Uses>,
    /// The places of unknown and of foreign words in lower case, in order.
    strange: Vec<usize>,
}

/// A part of a word that no list knows.
pub(crate) struct UnknownPart {
    /// The word's place in the draft.
    pub(crate) index: usize,
    pub(crate) part: WordPart,
}

/// How often a draft uses an unknown spelling.
#[derive(Debug, Default, Clone, Copy)]
struct Uses {
    all: u32,
    /// With a capital that no sentence's start explains.
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

    /// The long way for a word of a draft: it may have hyphens, accents or a clitic, or be unknown.
    /// What `parts` holds is written over.
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

    /// Whether so many words are strange that the draft can hardly be in English.
    fn is_foreign(&self) -> bool {
        self.words.count() >= 30 && self.strange.len() * 8 > self.words.count()
    }

    /// The unknown parts in the order of the draft.
    pub(crate) fn unknown(&self) -> &[UnknownPart] {
        &self.unknown
    }

    /// What is to be weighed for an unknown part; `None` where nothing could make it a slip.
    pub(crate) fn evidence(&self, lexicon: &WordTables, unknown: &UnknownPart) -> Option<Evidence> {
        let UnknownPart { index, part } = unknown;
        let key = part.key.as_str();
        // A letter and an apostrophe ahead are French or Irish ("d'état", "o'er").
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

    /// What stands beside an unknown part in its sentence.
    pub(crate) fn context(&self, lexicon: &WordTables, unknown: &UnknownPart) -> Neighbours {
        let UnknownPart { index, part } = unknown;
        // What stands beside a hyphen is no neighbour in the sense of grammar.
        if part.joined {
            return Neighbours::default();
        }
        let class = |word: WordUse<'_>| ContextClass::of(word.text, lexicon.function_words());
        let before = index.checked_sub(1).filter(|_| !self.words.word(*index).sentence_start);
        let next = (index + 1 < self.words.count()).then(|| self.words.word(index + 1));
        let after = next.filter(|word| !word.sentence_start);
        Neighbours { before: before.map(|at| class(self.words.word(at))), after: after.map(class) }
    }

    /// The whole word with `right` for its unknown part.
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

    /// Whether a name that is no word follows, with only a space between.
    fn before_a_name(&self, lexicon: &WordTables, index: usize) -> bool {
        let next =
            (index + 1 < self.words.count()).then(|| self.words.word(index + 1)).filter(|next| !next.sentence_start);
        next.filter(|next| next.text.starts_with(char::is_uppercase)).is_some_and(|next| {
            let info = key::fold(next.text).map(|key| lexicon.info(key.as_bytes())).unwrap_or_default();
            !info.word()
        })
    }

    /// How many unknown words in lower case stand within three words of this one.
    fn strange_neighbours(&self, index: usize) -> usize {
        let from = self.strange.partition_point(|&at| at + 3 < index);
        self.strange[from..].iter().take_while(|&&at| at <= index + 3).filter(|&&at| at != index).count()
    }
}

/// The fewest letters that a slip is looked for in.
const SHORTEST: usize = 3;

/// How many words are hashed before they are looked up: what lies far apart in the lists comes from memory side by side.
const AT_ONCE: usize = 64;

/// Whether a word of plain letters stands in a list; one that does not may be made of words that do.
pub(super) fn known_plainly(lexicon: &WordTables, word: &str) -> bool {
    Plain::of(word).is_some_and(|word| word.known(lexicon))
}

/// The short way for most words of a draft: plain letters, small but for the first.
struct Plain {
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

/// Whether a hyphened word is listed when it is written in one ("pre-empt").
fn known_whole(lexicon: &WordTables, parts: &[WordPart]) -> bool {
    let whole: String = parts.iter().map(|part| part.key.as_str()).collect();
    lexicon.info(whole.as_bytes()).word()
}

fn known(lexicon: &WordTables, part: &WordPart) -> bool {
    let info = lexicon.info(part.key.as_bytes());
    known_so(info, part.key.len(), part.case != Case::Lower)
        || contraction(lexicon, part)
        || part.joined && !part.last && morphology::combines(lexicon, &part.key)
}

/// Whether what the lists say makes a word of so many letters known. A short word of another language is not, in lower case: it is
/// nearer to a slip.
fn known_so(info: WordInfo, letters: usize, capital: bool) -> bool {
    let borrowed = info.loan() && (letters >= 5 || capital) || info.rare() && capital;
    info.word() || borrowed && !info.slip() || capital && info.name()
}

/// Whether it is a listed word or a name with a verb drawn to it ("there'll") or a plural's possessive ("voters'").
fn contraction(lexicon: &WordTables, part: &WordPart) -> bool {
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

/// Whether a consonant inside the word stands three times in a row: nobody draws one out ("carrrier").
fn tripled_inside(key: &str) -> bool {
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
