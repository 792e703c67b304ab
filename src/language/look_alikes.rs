//! Words written in letters that look like others: `Сritics` with a Cyrillic letter, `ｓａｉｄ` in full width.
//!
//! No list has such words, so that no rule would find them. The tokenizer asks here how a word with other than ASCII letters reads,
//! and whether it is a word of English in disguise: a foreign word or name has to stay what it is.

use super::key;
use super::lexicon::{Class, Lexicon, WordId};
use super::token::{Token, TokenKind, is_clitic, is_combining};
use crate::wordlist::WordList;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
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

/// Words that keep their accents in English.
static ACCENTED: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let list = WordList::get("accented-words").expect("the list stands in rules/lexicon");
    list.rows(["word"]).map(|[word]| word).collect()
});

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
struct Reading {
    text: String,
    kind: Disguise,
    /// Letters of any kind.
    letters: usize,
    /// Whether only its hyphens are odd.
    hyphens: bool,
}

/// How a word with other letters than ASCII reads; `None` where one of them looks like none, and where nothing is odd.
fn read(word: &str) -> Option<Reading> {
    let mut text = String::with_capacity(word.len());
    let (mut mixed, mut greek, mut struck, mut marked, mut plain) = (false, true, false, false, false);
    let (mut hyphens, mut phonetic) = (false, false);
    let mut all = Counts::default();
    let mut part = Counts::default();
    for c in word.chars() {
        match c {
            _ if c == '-' || key::is_hyphen(c) => {
                text.push('-');
                hyphens |= c != '-';
                mixed |= part.mixed();
                part = Counts::default();
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
struct Counts {
    latin: usize,
    accents: usize,
    other: usize,
    near: usize,
    form: usize,
    raised: usize,
    numeral: usize,
    ligature: usize,
}

impl Counts {
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

/// Reads the words among these tokens that may be written in look-alikes. `suspects` are those of the block's tokens that
/// [`may_be`]; words that are read so get their entry.
pub(super) fn settle(
    prose: &str,
    tokens: &mut [Token],
    block: Range<usize>,
    suspects: &[usize],
    lexicon: &Lexicon,
    found: &mut Vec<LookAlike>,
) {
    for &at in suspects {
        let token = tokens[at];
        let text = token.text(prose);
        if token.kind() == TokenKind::Number {
            if let Some(reading) = read(text) {
                found.push(LookAlike { token: at as u32, text: reading.text.into(), kind: Disguise::Plain });
            }
            continue;
        }
        if token.kind() != TokenKind::Word || token.word().is_known() {
            continue;
        }
        let Some(reading) = read(text) else { continue };
        let word = lexicon.entry_of(&reading.text, token.all_caps());
        let beside = Beside { prose, tokens, block: block.clone(), lexicon, at };
        if is_read(&reading, text, word, &beside) {
            tokens[at].set_word(word);
            found.push(LookAlike { token: at as u32, text: reading.text.into(), kind: reading.kind });
        }
    }
}

/// Shorter words with an accent are too often those of other languages, unless they are verbs that attribute: `sáy`.
const ACCENTED_LETTERS: usize = 4;

/// Whether a word is what it looks like.
fn is_read(reading: &Reading, text: &str, word: WordId, beside: &Beside<'_>) -> bool {
    match reading.kind {
        Disguise::Mixed | Disguise::Struck => true,
        Disguise::Phonetic => reading.letters > 1,
        Disguise::Form => {
            let wide = text.starts_with(|c| ('\u{ff21}'..='\u{ff5a}').contains(&c));
            reading.letters > 1 || wide || reading.text.starts_with('\'') || beside.takes(word)
        }
        Disguise::Plain => word.is_known() || reading.letters == 0 || reading.hyphens,
        // TNFα and λx are terms; a word in disguise has the case of a word.
        Disguise::MixedGreek => word.is_known() && reading.letters > 2 && has_case_of_a_word(&reading.text),
        Disguise::OtherScript => {
            let cyrillic = text.starts_with(|c| ('\u{400}'..='\u{52f}').contains(&c));
            let alone = reading.letters == 1 && !(cyrillic && beside.english());
            word.is_known() && !alone && !beside.foreign(is_of_another_script)
        }
        Disguise::Accent => beside.accented(text).is_some_and(|here| {
            let run = beside.accented_run(here);
            run.telling && run.english && !run.foreign
        }),
    }
}

fn has_case_of_a_word(text: &str) -> bool {
    let rest = text.get(1..).unwrap_or_default();
    let shouted = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    shouted || !rest.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// Whether a word has letters of another script, and is no English word in them.
fn is_of_another_script(text: &str, lexicon: &Lexicon) -> bool {
    let latin = |c: char| c.is_ascii() || LETTERS.get(&c).is_some_and(|(_, kind)| *kind == Letter::Accent);
    let foreign = text.chars().any(|c| c.is_alphabetic() && !latin(c));
    foreign && read(text).is_none_or(|reading| !lexicon.lookup(&reading.text).is_known())
}

/// Words of other kinds than those that stand behind "a".
const NOT_BEHIND_ARTICLE: Class = Class::PREPOSITION
    .union(Class::BE)
    .union(Class::HAVE)
    .union(Class::DO)
    .union(Class::MODAL)
    .union(Class::COORDINATOR)
    .union(Class::SUBORDINATOR)
    .union(Class::DETERMINER)
    .union(Class::PRONOUN);

/// Words beside each other with accents that they do not take.
struct AccentedRun {
    /// Whether one of them is long enough, or a verb that attributes.
    telling: bool,
    /// Whether a word at its ends is one that the lists have.
    english: bool,
    /// Whether a word at its ends has other letters and is none of them.
    foreign: bool,
}

/// So many words of a run are looked at on each side. Where the run is longer, it is no phrase of another language.
const LONGEST_RUN: usize = 8;

impl AccentedRun {
    /// Reads the words on one side, from the nearest on.
    fn take(&mut self, beside: &Beside<'_>, tokens: impl Iterator<Item = usize>) {
        for (count, at) in tokens.enumerate() {
            let token = beside.tokens[at];
            let text = token.text(beside.prose);
            let word = token.kind() == TokenKind::Word;
            let other = |c: char| !c.is_ascii() && (c.is_alphabetic() || is_combining(c));
            if !word || !text.contains(other) {
                self.english |= token.word().is_known();
                return;
            }
            let Some(telling) = (Beside { at, block: beside.block.clone(), ..*beside }).accented(text) else {
                self.foreign = true;
                return;
            };
            self.telling |= telling;
            if count == LONGEST_RUN {
                self.english = true;
                return;
            }
        }
    }
}

/// What stands beside a word.
struct Beside<'a> {
    prose: &'a str,
    tokens: &'a [Token],
    block: Range<usize>,
    lexicon: &'a Lexicon,
    at: usize,
}

impl Beside<'_> {
    fn neighbours(&self) -> impl Iterator<Item = Token> {
        let before = self.at.checked_sub(1).filter(|at| self.block.contains(at));
        let after = Some(self.at + 1).filter(|at| self.block.contains(at));
        [before, after].into_iter().flatten().map(|at| self.tokens[at])
    }

    /// Whether a word right beside it is foreign.
    fn foreign(&self, is: impl Fn(&str, &Lexicon) -> bool) -> bool {
        let mut words = self.neighbours().filter(|token| token.kind() == TokenKind::Word);
        words.any(|token| is(token.text(self.prose), self.lexicon))
    }

    /// Whether a letter that is a word ("a", "I") has its place here: behind a word of English or at the start of a sentence, before
    /// a word, and before one that may follow "a". The letter of a list, a vitamin or a formula has another.
    fn takes(&self, word: WordId) -> bool {
        let next = Some(self.at + 1).filter(|at| self.block.contains(at)).map(|at| self.tokens[at]);
        let Some(next) = next.filter(|next| next.kind() == TokenKind::Word) else { return false };
        let before = self.at.checked_sub(1).filter(|at| self.block.contains(at));
        let (classes, follows) = (self.lexicon.classes(word), self.lexicon.classes(next.word()));
        let article = classes.intersects(Class::DETERMINER) && !follows.intersects(NOT_BEHIND_ARTICLE);
        (article || classes.intersects(Class::PERSONAL))
            && (self.opens() || before.is_some_and(|at| self.tokens[at].word().is_known()))
    }

    /// How telling a word is that reads as English without its accents; `None` where it does not, has them in English, or has the
    /// capital of a name.
    fn accented(&self, text: &str) -> Option<bool> {
        let small = !text.starts_with(char::is_uppercase) || self.opens();
        let reading = Some(text).filter(|text| small && may_be(text)).and_then(read)?;
        let word = self.lexicon.lookup(&reading.text);
        if reading.kind != Disguise::Accent || !word.is_known() || ACCENTED.contains(&*text.to_lowercase()) {
            return None;
        }
        Some(reading.letters >= ACCENTED_LETTERS || self.lexicon.classes(word).contains(Class::CUE))
    }

    /// The neighbouring words that read as English without their accents, from a word that is so `telling` on.
    fn accented_run(&self, telling: bool) -> AccentedRun {
        let mut run = AccentedRun { telling, english: false, foreign: false };
        let before = self.block.start..self.at;
        run.take(self, before.rev());
        run.take(self, self.at + 1..self.block.end);
        run
    }

    /// Whether a word right beside it is one that the lists have.
    fn english(&self) -> bool {
        self.neighbours().any(|token| token.word().is_known())
    }

    /// Whether it is the first word of a sentence.
    fn opens(&self) -> bool {
        let before = self.at.checked_sub(1).filter(|at| self.block.contains(at)).map(|at| self.tokens[at].kind());
        matches!(before, None | Some(TokenKind::Stop | TokenKind::Exclaim | TokenKind::Quote | TokenKind::Break))
    }
}
