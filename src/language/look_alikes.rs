//! Words in look-alike letters: `Сritics` with a Cyrillic letter, `ｓａｉｄ` in full width.
//!
//! No list contains such words, so no rule would find them. This module says which ASCII text a word with non-ASCII letters looks
//! like. The module `disguised` decides whether it really is an English word in disguise.

use super::key;
use super::token::{is_clitic, is_combining};
use crate::text::TokenIdx;
use crate::wordlist::WordList;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A word or number that is read as if it were written in ASCII.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlike {
    /// The index of the token.
    pub token: TokenIdx,
    /// The ASCII text that the token is read as.
    pub text: Box<str>,
    /// The kind of letters it is written in.
    pub kind: Disguise,
}

/// The kind of look-alike letters in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disguise {
    /// Letters of two scripts in one word: `Сritics`.
    Mixed,
    /// Greek letters among Latin ones, which also occur in scientific terms: `TNFα`.
    MixedGreek,
    /// Letters of another script that all look like Latin ones: `аѕ`.
    OtherScript,
    /// Latin letters in a variant form: full width, mathematical bold, circled.
    Form,
    /// Latin letters in a variant form that phonetics and footnotes also use: small capitals, raised letters.
    Phonetic,
    /// Letters struck through by combining marks.
    Struck,
    /// Letters with accents that the word does not have in English.
    Accent,
    /// A harmless way of writing, not a disguise: the ligature `ﬁ`, a raised letter, digits in full width, a non-breaking hyphen.
    Plain,
}

/// The kind of a letter: the column `kind` of `look-alikes.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    Form,
    Other,
    /// A letter that only resembles a Latin one: it is read as Latin among Latin letters, but not in a word of its own script.
    Near,
    Raised,
    Numeral,
    Ligature,
    Accent,
}

static LETTERS: LazyLock<FxHashMap<char, (&'static str, Letter)>> = LazyLock::new(|| {
    let list = WordList::get("look-alikes").expect("the list is in rules/lexicon");
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

/// Whether a word may be written in look-alikes: it has a character that is neither ASCII nor a curly apostrophe.
pub(super) fn may_have_look_alikes(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_curly_apostrophe = |at: usize| matches!(bytes.get(at..at + 3), Some([0xe2, 0x80, 0x99]));
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| !byte.is_ascii()) {
        at += next;
        if !is_curly_apostrophe(at) {
            return true;
        }
        at += 3;
    }
    false
}

/// Whether look-alike letters after an apostrophe read as a clitic. Accents and harmless ways of writing do not count as
/// look-alikes here.
pub(super) fn reads_as_clitic(letters: &str) -> bool {
    may_have_look_alikes(letters)
        && read_as_ascii(letters).is_some_and(|reading| {
            !matches!(reading.kind, Disguise::Accent | Disguise::Plain) && is_clitic(reading.text.as_bytes())
        })
}

/// Whether a word in look-alikes reads as `wanted`, case included.
pub(super) fn reads_as(word: &str, wanted: &str) -> bool {
    may_have_look_alikes(word) && read_as_ascii(word).is_some_and(|reading| reading.text == wanted)
}

/// The digit that a full-width or mathematical character looks like.
pub(super) fn digit_like(c: char) -> Option<char> {
    let place = match c {
        '\u{ff10}'..='\u{ff19}' => c as u32 - 0xff10,
        '\u{1d7ce}'..='\u{1d7ff}' => (c as u32 - 0x1d7ce) % 10,
        _ => return None,
    };
    char::from_digit(place, 10)
}

/// The ASCII reading of a word.
pub(super) struct Reading {
    pub(super) text: String,
    pub(super) kind: Disguise,
    /// The number of letters, of any kind.
    pub(super) letters: usize,
    /// Whether its hyphens are its only unusual characters.
    pub(super) hyphens: bool,
}

/// Reads a word as ASCII. `None` if a character looks like no ASCII character, or if the word has no look-alikes.
pub(super) fn read_as_ascii(word: &str) -> Option<Reading> {
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
                mixed |= part.is_mixed();
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
                if let Some(digit) = digit_like(c) {
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
    mixed |= part.is_mixed();
    let letters = all.latin + all.other + all.near + all.form + all.raised + all.numeral + all.ligature;
    let kind = if mixed && greek && all.near == 0 {
        Disguise::MixedGreek
    } else if mixed {
        Disguise::Mixed
    } else if all.other + all.near > 0 {
        // Letters that only resemble Latin ones show that this is a real word of another script, such as Cyrillic.
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

/// Whether a character is a Greek letter, in ordinary text or as a mathematical or APL symbol.
fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' | '\u{2373}'..='\u{237a}' | '\u{1d6a8}'..='\u{1d7cb}')
}

/// Whether Unicode has a letter only for its appearance: no language or phonetic alphabet uses it.
fn is_compatible(c: char) -> bool {
    matches!(c, '\u{2100}'..='\u{24ff}' | '\u{ff00}'..='\u{ffef}' | '\u{1d400}'..='\u{1d7ff}' | '\u{1f100}'..='\u{1f1ff}')
}

/// Whether a combining mark is an accent that languages put on Latin letters. Strokes, lines over or under a letter and enclosing
/// marks are not.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}') && !matches!(c, '\u{305}' | '\u{332}'..='\u{338}' | '\u{33f}')
}

/// The number of letters of each kind in a word. Letters with an accent also count as Latin.
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

    fn is_mixed(&self) -> bool {
        self.other + self.near > 0 && self.latin + self.form > 0
    }
}
