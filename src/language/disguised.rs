//! Which words of a draft are written in look-alikes, as their neighbours tell: a foreign word or name has to stay what it is.

use super::lexicon::{Class, Lexicon};
use super::look_alikes::{Disguise, LookAlike, Reading, is_latin, may_be, read};
use super::token::{Token, TokenKind, WordId, is_combining};
use crate::wordlist::WordList;
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Words that keep their accents in English.
static ACCENTED: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let list = WordList::get("accented-words").expect("the list stands in rules/lexicon");
    list.rows(["word"]).map(|[word]| word).collect()
});

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
    let foreign = text.chars().any(|c| c.is_alphabetic() && !is_latin(c));
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
