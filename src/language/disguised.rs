//! Decides which words of a draft are English words in look-alike letters, and which are foreign words or names, which must stay
//! as they are. The neighbouring words help to decide.

use super::lexicon::{Class, Lexicon};
use super::look_alikes::{Disguise, LookAlike, Reading, is_latin, may_have_look_alikes, read_as_ascii};
use super::token::{Token, TokenKind, WordId, is_combining};
use crate::text::TokenIdx;
use crate::wordlist::WordList;
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Words that have accents in English, such as "café".
static ACCENTED: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let list = WordList::get("accented-words").expect("the list is in rules/lexicon");
    list.rows(["word"]).map(|[word]| word).collect()
});

/// Decides for each token of `suspects` whether it is written in look-alikes. `suspects` are the indices of the block's tokens
/// for which [`may_have_look_alikes`] is true. A disguised word gets its entry in the lexicon and is added to `found`.
pub(super) fn resolve_disguises(
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
            if let Some(reading) = read_as_ascii(text) {
                found.push(LookAlike {
                    token: TokenIdx::from_usize(at),
                    text: reading.text.into(),
                    kind: Disguise::Plain,
                });
            }
            continue;
        }
        if token.kind() != TokenKind::Word || token.word().is_known() {
            continue;
        }
        let Some(reading) = read_as_ascii(text) else { continue };
        let word = lexicon.entry_of_reading(&reading.text, token.all_caps());
        let place = WordContext { prose, tokens, block: block.clone(), lexicon, at };
        if is_disguised(&reading, text, word, &place) {
            tokens[at].set_word(word);
            found.push(LookAlike { token: TokenIdx::from_usize(at), text: reading.text.into(), kind: reading.kind });
        }
    }
}

/// The fewest letters of an accented word that alone shows a disguise. Shorter words are too often foreign, unless they are
/// attribution verbs: `sáy`.
const MIN_ACCENTED_LETTERS: usize = 4;

/// Whether a word is the English word that it looks like. `word` is the entry of that English word.
fn is_disguised(reading: &Reading, text: &str, word: WordId, place: &WordContext<'_>) -> bool {
    match reading.kind {
        Disguise::Mixed | Disguise::Struck => true,
        Disguise::Phonetic => reading.letters > 1,
        Disguise::Form => {
            let wide = text.starts_with(|c| ('\u{ff21}'..='\u{ff5a}').contains(&c));
            reading.letters > 1 || wide || reading.text.starts_with('\'') || place.fits_one_letter_word(word)
        }
        Disguise::Plain => word.is_known() || reading.letters == 0 || reading.hyphens,
        // TNFα and λx are scientific terms. An English word in disguise has ordinary case.
        Disguise::MixedGreek => word.is_known() && reading.letters > 2 && has_ordinary_case(&reading.text),
        Disguise::OtherScript => {
            let cyrillic = text.starts_with(|c| ('\u{400}'..='\u{52f}').contains(&c));
            let lone_letter = reading.letters == 1 && !(cyrillic && place.has_known_neighbour());
            word.is_known() && !lone_letter && !place.has_neighbour(is_of_another_script)
        }
        Disguise::Accent => place.unexpected_accent(text).is_some_and(|conclusive| {
            let run = place.accented_run(conclusive);
            run.conclusive && run.beside_english && !run.beside_foreign
        }),
    }
}

/// Whether a text is all capitals, or has none after its first letter.
fn has_ordinary_case(text: &str) -> bool {
    let rest = text.get(1..).unwrap_or_default();
    let all_caps = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    all_caps || !rest.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// Whether a word has letters of another script and does not read as an English word.
fn is_of_another_script(text: &str, lexicon: &Lexicon) -> bool {
    let foreign = text.chars().any(|c| c.is_alphabetic() && !is_latin(c));
    foreign && read_as_ascii(text).is_none_or(|reading| !lexicon.lookup(&reading.text).is_known())
}

/// The classes of words that cannot follow "a".
const NOT_AFTER_ARTICLE: Class = Class::PREPOSITION
    .union(Class::BE)
    .union(Class::HAVE)
    .union(Class::DO)
    .union(Class::MODAL)
    .union(Class::COORDINATOR)
    .union(Class::SUBORDINATOR)
    .union(Class::DETERMINER)
    .union(Class::PRONOUN);

/// A run of neighbouring words that have accents which they do not have in English.
struct AccentedRun {
    /// Whether a word of the run is long enough to show a disguise, or is an attribution verb.
    conclusive: bool,
    /// Whether a word next to the run is in the lexicon.
    beside_english: bool,
    /// Whether a word next to the run has non-ASCII letters and is not an English word in disguise.
    beside_foreign: bool,
}

/// The number of words of a run that are read on each side. A longer run is not a foreign phrase, so it counts as English.
const MAX_RUN_WORDS: usize = 8;

impl AccentedRun {
    /// Reads the words on one side of the word that the run is built around, nearest first.
    fn extend(&mut self, place: &WordContext<'_>, tokens: impl Iterator<Item = usize>) {
        for (count, at) in tokens.enumerate() {
            let token = place.tokens[at];
            let text = token.text(place.prose);
            let is_word = token.kind() == TokenKind::Word;
            let non_ascii_letter = |c: char| !c.is_ascii() && (c.is_alphabetic() || is_combining(c));
            if !is_word || !text.contains(non_ascii_letter) {
                self.beside_english |= token.word().is_known();
                return;
            }
            let Some(conclusive) = (WordContext { at, block: place.block.clone(), ..*place }).unexpected_accent(text)
            else {
                self.beside_foreign = true;
                return;
            };
            self.conclusive |= conclusive;
            if count == MAX_RUN_WORDS {
                self.beside_english = true;
                return;
            }
        }
    }
}

/// A word in its block: gives access to the tokens around it.
struct WordContext<'a> {
    prose: &'a str,
    tokens: &'a [Token],
    block: Range<usize>,
    lexicon: &'a Lexicon,
    /// The index of the word's token.
    at: usize,
}

impl WordContext<'_> {
    fn neighbours(&self) -> impl Iterator<Item = Token> {
        let before = self.at.checked_sub(1).filter(|at| self.block.contains(at));
        let after = Some(self.at + 1).filter(|at| self.block.contains(at));
        [before, after].into_iter().flatten().map(|at| self.tokens[at])
    }

    /// Whether a predicate is true of the word directly before or after.
    fn has_neighbour(&self, is: impl Fn(&str, &Lexicon) -> bool) -> bool {
        let mut words = self.neighbours().filter(|token| token.kind() == TokenKind::Word);
        words.any(|token| is(token.text(self.prose), self.lexicon))
    }

    /// Whether a one-letter word ("a", "I") fits here. It must come after an English word or at the start of a sentence, and
    /// before a word; "a" also before a word that can follow it. The letter of a list item, a vitamin or a formula does not fit.
    fn fits_one_letter_word(&self, word: WordId) -> bool {
        let next = Some(self.at + 1).filter(|at| self.block.contains(at)).map(|at| self.tokens[at]);
        let Some(next) = next.filter(|next| next.kind() == TokenKind::Word) else { return false };
        let before = self.at.checked_sub(1).filter(|at| self.block.contains(at));
        let (classes, follows) = (self.lexicon.classes(word), self.lexicon.classes(next.word()));
        let article = classes.intersects(Class::DETERMINER) && !follows.intersects(NOT_AFTER_ARTICLE);
        (article || classes.intersects(Class::PERSONAL))
            && (self.opens_sentence() || before.is_some_and(|at| self.tokens[at].word().is_known()))
    }

    /// Whether a word reads as English only without its accents. `Some(true)` if it alone shows a disguise: it is long enough, or
    /// an attribution verb. `None` if it does not read as English, has these accents in English, or has the capital of a name.
    fn unexpected_accent(&self, text: &str) -> Option<bool> {
        let is_no_name = !text.starts_with(char::is_uppercase) || self.opens_sentence();
        let reading = Some(text).filter(|text| is_no_name && may_have_look_alikes(text)).and_then(read_as_ascii)?;
        let word = self.lexicon.lookup(&reading.text);
        if reading.kind != Disguise::Accent || !word.is_known() || ACCENTED.contains(&*text.to_lowercase()) {
            return None;
        }
        Some(reading.letters >= MIN_ACCENTED_LETTERS || self.lexicon.classes(word).contains(Class::CUE))
    }

    /// The run of words with unexpected accents around this word. `conclusive` says whether this word alone shows a disguise.
    fn accented_run(&self, conclusive: bool) -> AccentedRun {
        let mut run = AccentedRun { conclusive, beside_english: false, beside_foreign: false };
        let before = self.block.start..self.at;
        run.extend(self, before.rev());
        run.extend(self, self.at + 1..self.block.end);
        run
    }

    /// Whether the token directly before or after is in the lexicon.
    fn has_known_neighbour(&self) -> bool {
        self.neighbours().any(|token| token.word().is_known())
    }

    /// Whether the word is the first of a sentence.
    fn opens_sentence(&self) -> bool {
        let before = self.at.checked_sub(1).filter(|at| self.block.contains(at)).map(|at| self.tokens[at].kind());
        matches!(
            before,
            None | Some(TokenKind::Stop | TokenKind::QuestionOrExclamation | TokenKind::Quote | TokenKind::Break)
        )
    }
}
