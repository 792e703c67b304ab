//! Words written in letters that look like others: `Сritics` with a Cyrillic letter, `ｓａｉｄ` in full width.
//!
//! No list has such words, so that no rule would find them. The tokenizer asks here how a word with other than ASCII letters reads;
//! whether it is a word of English in disguise is for `disguised` to say.

use super::key;
use super::token::{is_clitic, is_combining};
use crate::wordlist::WordList;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A word, or a number, that is read as if it were written in ASCII.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlike {
    /// The token.
    pub token: u32,
    /// How it reads.
    pub text: Box<str>,
    /// What is odd about its letters.
    pub kind: Disguise,
}

/// What is odd about the letters of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disguise {
    /// Letters of two scripts in one word: `Сritics`.
    Mixed,
    /// Letters of Greek among Latin ones, which terms of science have as well: `TNFα`.
    MixedGreek,
    /// Letters of another script that all look like Latin ones: `аѕ`.
    OtherScript,
    /// Latin letters in another form: full width, bold in mathematics, circled.
    Form,
    /// Latin letters in another form that phonetics or footnotes have as well: small capitals, raised letters.
    Phonetic,
    /// Letters struck through by combining marks.
    Struck,
    /// Letters with accents that the word does not take.
    Accent,
    /// A way of writing that is nobody's disguise: the ligature `ﬁ`, a raised letter, digits in full width, a hyphen that does
    /// not break.
    Plain,
}

/// A letter of `look-alikes.tsv`, by the column `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    Form,
    Other,
    /// It only resembles a Latin letter: enough among such, too little in a word of its own script.
    Near,
    Raised,
    Numeral,
    Ligature,
    Accent,
}

static LETTERS: LazyLock<FxHashMap<char, (&'static str, Letter)>> = LazyLock::new(|| {
    let list = WordList::get("look-alikes").expect("the list stands in rules/lexicon");
    let mut letters = FxHashMap::default();
    for [reads, kind, characters] in list.rows(["letters", "kind", "characters"]) {
        let kind = match kind {
            "form" => Letter::Form,
            "other" => Letter::Other,
            "near" => Letter::Near,
            "raised" => Letter::Raised,
            "numeral" => Letter::Numeral,
            "ligature" => Letter::Ligature,
            _ => Letter::Accent,
        };
        letters.extend(characters.chars().map(|c| (c, (reads, kind))));
    }
    letters
});

/// Whether a character is a Latin letter, with or without an accent.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii() || LETTERS.get(&c).is_some_and(|(_, kind)| *kind == Letter::Accent)
}

/// Whether a word may be written in look-alikes: it has other characters than ASCII and curly apostrophes.
pub(super) fn may_be(word: &str) -> bool {
    let bytes = word.as_bytes();
    let wide = |at: usize| matches!(bytes.get(at..at + 3), Some([0xe2, 0x80, 0x99]));
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| !byte.is_ascii()) {
        at += next;
        if !wide(at) {
            return true;
        }
        at += 3;
    }
    false
}

/// Whether letters behind an apostrophe read as a clitic, and are written in none of the letters that languages have for their own.
pub(super) fn reads_as_clitic(letters: &str) -> bool {
    may_be(letters)
        && read(letters).is_some_and(|reading| {
            !matches!(reading.kind, Disguise::Accent | Disguise::Plain) && is_clitic(reading.text.as_bytes())
        })
}

/// Whether a word with other letters reads as these: names match with their case.
pub(super) fn reads_as(word: &str, wanted: &str) -> bool {
    may_be(word) && read(word).is_some_and(|reading| reading.text == wanted)
}

/// The digit that a character looks like: in full width, or of mathematics.
pub(super) fn digit(c: char) -> Option<char> {
    let place = match c {
        '\u{ff10}'..='\u{ff19}' => c as u32 - 0xff10,
        '\u{1d7ce}'..='\u{1d7ff}' => (c as u32 - 0x1d7ce) % 10,
        _ => return None,
    };
    char::from_digit(place, 10)
}

/// How a word reads.
pub(super) struct Reading {
    pub(super) text: String,
    pub(super) kind: Disguise,
    /// Letters of any kind.
    pub(super) letters: usize,
    /// Whether only its hyphens are odd.
    pub(super) hyphens: bool,
}

/// How a word with other letters than ASCII reads; `None` where one of them looks like none, and where nothing is odd.
pub(super) fn read(word: &str) -> Option<Reading> {
    let mut text = String::with_capacity(word.len());
    let (mut mixed, mut greek, mut struck, mut marked, mut plain) = (false, true, false, false, false);
    let (mut hyphens, mut phonetic) = (false, false);
    let mut all = ScriptCounts::default();
    let mut part = ScriptCounts::default();
    for c in word.chars() {
        match c {
            _ if c == '-' || key::is_hyphen(c) => {
                text.push('-');
                hyphens |= c != '-';
                mixed |= part.mixed();
                part = ScriptCounts::default();
            }
            _ if key::is_apostrophe(c) => text.push('\''),
            '，' => text.push(','),
            '．' => text.push('.'),
            '％' => text.push('%'),
            _ if c.is_ascii() => {
                text.push(c);
                part.latin += usize::from(c.is_ascii_alphabetic());
                all.latin += usize::from(c.is_ascii_alphabetic());
            }
            _ if is_combining(c) && is_accent(c) => marked = true,
            _ if is_combining(c) => struck = true,
            _ => {
                if let Some(digit) = digit(c) {
                    text.push(digit);
                    plain = true;
                    continue;
                }
                let (reads, kind) = *LETTERS.get(&c)?;
                text.push_str(reads);
                part.add(kind);
                all.add(kind);
                greek &= kind != Letter::Other || is_greek(c);
                phonetic |= kind == Letter::Form && !is_compatible(c);
            }
        }
    }
    mixed |= part.mixed();
    let letters = all.latin + all.other + all.near + all.form + all.raised + all.numeral + all.ligature;
    let kind = if mixed && greek && all.near == 0 {
        Disguise::MixedGreek
    } else if mixed {
        Disguise::Mixed
    } else if all.other + all.near > 0 {
        // A word of Cyrillic has letters that resemble none.
        (all.near == 0).then_some(Disguise::OtherScript)?
    } else if struck {
        Disguise::Struck
    } else if phonetic || all.raised > 2 && all.raised == letters {
        Disguise::Phonetic
    } else if all.form > 0 || all.numeral > 0 && all.numeral < letters {
        Disguise::Form
    } else if all.numeral > 0 {
        return None;
    } else if marked || all.accents > 0 {
        Disguise::Accent
    } else if plain || hyphens || all.raised + all.ligature > 0 {
        Disguise::Plain
    } else {
        return None;
    };
    let hyphens = hyphens && !plain && letters == all.latin;
    Some(Reading { text, kind, letters, hyphens })
}

/// Whether a letter or a sign that looks like one is Greek, in ordinary text, in mathematics or in APL.
fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' | '\u{2373}'..='\u{237a}' | '\u{1d6a8}'..='\u{1d7cb}')
}

/// Whether a letter in another form is one that Unicode has only for how it looks, and no language or phonetic alphabet writes.
fn is_compatible(c: char) -> bool {
    matches!(c, '\u{2100}'..='\u{24ff}' | '\u{ff00}'..='\u{ffef}' | '\u{1d400}'..='\u{1d7ff}' | '\u{1f100}'..='\u{1f1ff}')
}

/// Whether a combining mark is one that languages put on Latin letters: no stroke through a letter, no line over or under it, nothing
/// that encloses it.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}') && !matches!(c, '\u{305}' | '\u{332}'..='\u{338}' | '\u{33f}')
}

/// How many letters of each kind a word has; those with an accent are Latin.
#[derive(Default)]
struct ScriptCounts {
    latin: usize,
    accents: usize,
    other: usize,
    near: usize,
    form: usize,
    raised: usize,
    numeral: usize,
    ligature: usize,
}

impl ScriptCounts {
    fn add(&mut self, kind: Letter) {
        match kind {
            Letter::Form => self.form += 1,
            Letter::Other => self.other += 1,
            Letter::Near => self.near += 1,
            Letter::Raised => self.raised += 1,
            Letter::Numeral => self.numeral += 1,
            Letter::Ligature => self.ligature += 1,
            Letter::Accent => {
                self.latin += 1;
                self.accents += 1;
            }
        }
    }

    fn mixed(&self) -> bool {
        self.other + self.near > 0 && self.latin + self.form > 0
    }
}
