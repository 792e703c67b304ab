//! The words of a draft that are spell-checked, in the form that the speller needs.

use super::LintedDraft;
use crate::language::{Class, Role, TokenKind};
use crate::spelling::{Misspelling, WordUse, Words};
use crate::text::{TokenIdx, TokenRange};

/// The words that no list has and that are similar to a likelier word.
pub(crate) fn misspellings(draft: &LintedDraft<'_>) -> Vec<Misspelling> {
    let known = |word: &str| draft.knows(word) || draft.house.dictionary.meant(word).is_some();
    draft.speller.check(&words_to_spell(draft), &known)
}

/// The words of a draft that no list has, in their order.
pub(crate) fn unknown_words<'d>(draft: &LintedDraft<'d>) -> Vec<&'d str> {
    draft.speller.unknown(&words_to_spell(draft), &|word| draft.knows(word))
}

/// The words of a draft in the form that the speller needs.
pub(crate) fn words_to_spell<'a, 'd>(draft: &'a LintedDraft<'d>) -> WordsToSpell<'a, 'd> {
    WordsToSpell { draft, places: draft.spelled_words() }
}

/// The words of a draft with their tokens.
pub(crate) struct WordsToSpell<'a, 'd> {
    draft: &'a LintedDraft<'d>,
    places: &'d SpelledWords,
}

impl<'d> Words<'d> for WordsToSpell<'_, 'd> {
    fn count(&self) -> usize {
        self.places.tokens.len()
    }

    fn word(&self, index: usize) -> WordUse<'d> {
        let (tokens, marks) = (self.places.tokens(index), self.places.marks[index]);
        let is_one_token = tokens.len() == 1;
        let first = self.draft.token(tokens.start);
        WordUse {
            text: if is_one_token { first.text(&self.draft.document.prose) } else { self.draft.words(tokens) },
            sentence_start: marks & OPENS != 0,
            neighbours_capital: marks & CAPITAL_BESIDE != 0,
            known: self.known(index),
        }
    }

    fn known(&self, index: usize) -> bool {
        self.places.marks[index] & KNOWN != 0
    }

    fn capital(&self, index: usize) -> bool {
        self.places.marks[index] & CAPITAL != 0
    }

    fn is_cancelled(&self) -> bool {
        self.draft.cancel.is_cancelled()
    }
}

/// The words of a draft to spell-check, each with its clitics, in order. A long draft has many, so each takes only three
/// bytes.
#[derive(Default)]
pub(crate) struct SpelledWords {
    /// The lower sixteen bits of the first token of each word.
    tokens: Vec<u16>,
    /// At `n`, the index of the first word that begins at or after token 65,536 · (n + 1). Empty for most drafts.
    high_starts: Vec<u32>,
    /// Flags of each word: [`OPENS`], [`CAPITAL_BESIDE`], [`KNOWN`] and [`CAPITAL`], plus [`CLITIC`] once for each of its
    /// clitics.
    marks: Vec<u8>,
}

/// Set if the word opens a sentence, a heading or a quotation.
const OPENS: u8 = 1;

/// Set if a word next to it has a capital that is not a sentence's first letter.
const CAPITAL_BESIDE: u8 = 2;

/// Set if a list has the word and it has no clitic.
const KNOWN: u8 = 4;

/// Set if its first letter is a capital. Not set for “iNews”, although `capital` of its token is set.
const CAPITAL: u8 = 8;

/// Added once for each clitic of the word; the bits above the flags count them.
const CLITIC: u8 = 16;

impl SpelledWords {
    /// The tokens of a word.
    pub(crate) fn tokens(&self, index: usize) -> TokenRange {
        let token = self.token(index);
        token.until(token + 1 + u32::from(self.marks[index] / CLITIC))
    }

    /// The tokens of each word.
    pub(crate) fn all(&self) -> impl Iterator<Item = TokenRange> {
        (0..self.tokens.len()).map(|index| self.tokens(index))
    }

    /// The first token of a word.
    fn token(&self, index: usize) -> TokenIdx {
        let high = self.high_starts.partition_point(|&first| first as usize <= index);
        TokenIdx::new((high as u32) << u16::BITS | u32::from(self.tokens[index]))
    }

    /// Adds a word that begins after all others.
    fn push(&mut self, token: TokenIdx, marks: u8) {
        debug_assert!(self.high_starts.len() <= token.index() >> u16::BITS, "words are added in their order");
        self.high_starts.resize(token.index() >> u16::BITS, self.tokens.len() as u32);
        self.tokens.push(token.get() as u16);
        self.marks.push(marks);
    }

    /// Adds a token to the last word as a clitic, if the token follows it directly. Returns whether it was added.
    fn push_clitic(&mut self, at: TokenIdx) -> bool {
        let follows_last = self.tokens.len().checked_sub(1).is_some_and(|last| self.tokens(last).end == at);
        let last = self.marks.last_mut().filter(|marks| follows_last && **marks <= u8::MAX - CLITIC);
        last.map(|marks| *marks = (*marks & !KNOWN) + CLITIC).is_some()
    }
}

/// Collects the words of a draft to spell-check, in their order.
pub(crate) fn collect_words(draft: &LintedDraft<'_>) -> SpelledWords {
    let tokens = draft.language.tokens.len();
    let mut words =
        SpelledWords { tokens: Vec::with_capacity(tokens), high_starts: Vec::new(), marks: Vec::with_capacity(tokens) };
    for paragraph in &draft.language.paragraphs {
        if matches!(paragraph.role, Role::Credit | Role::Navigation) {
            continue;
        }
        let sentences = &draft.language.sentences[paragraph.sentences.range()];
        for sentence in sentences {
            let mut opens = true;
            for at in *sentence {
                let token = draft.token(at);
                if token.kind() == TokenKind::QuoteOpen {
                    opens = true;
                }
                if token.kind() != TokenKind::Word {
                    continue;
                }
                let clitic = !token.space_before() && draft.lexicon.classes(token.word()).contains(Class::CLITIC);
                if !(clitic && words.push_clitic(at)) && is_plain_word(draft, at) && !draft.is_in_non_english(at) {
                    let first = if opens || paragraph.role == Role::Heading { OPENS } else { 0 };
                    let beside = if has_capital_beside(draft, *sentence, at) { CAPITAL_BESIDE } else { 0 };
                    let known = if token.word().is_known() { KNOWN } else { 0 };
                    let capital = token.capital() && draft.text(at).starts_with(char::is_uppercase);
                    words.push(at, first | beside | known | if capital { CAPITAL } else { 0 });
                }
                opens = false;
            }
        }
    }
    words
}

/// Whether a word has only letters that belong together. Abbreviations, parts of file names and words that an invalid byte
/// splits do not count.
fn is_plain_word(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    if !draft.token(at).letters() && draft.text(at).contains('.') {
        return false;
    }
    // After most words there is a space and another word, or a comma or stop and then a space.
    let token = |at: TokenIdx| draft.language.tokens.get(at.index());
    let is_spaced = |at: TokenIdx| token(at).is_none_or(|token| token.space_before());
    let ends_word = token(at + 1).is_none_or(|next| match next.kind() {
        TokenKind::Word => next.space_before(),
        TokenKind::Comma | TokenKind::Stop => is_spaced(at + 2),
        _ => false,
    });
    if ends_word && (at == TokenIdx::ZERO || draft.token(at).space_before() && draft.kind(at - 1) != TokenKind::Symbol)
    {
        return true;
    }
    if is_split_by_marks(draft, at) || is_marked_sic(draft, at) {
        return false;
    }
    let is_invalid_byte = |at: TokenIdx| draft.kind(at) == TokenKind::Symbol && draft.text(at) == "\u{1a}";
    let beside = at > TokenIdx::ZERO && is_invalid_byte(at - 1)
        || (at.index() + 1) < draft.language.tokens.len() && is_invalid_byte(at + 1);
    let in_file_name = at > TokenIdx::ZERO && is_inner_dot(draft, at - 1) || is_inner_dot(draft, at + 1);
    !beside && !in_file_name
}

/// Whether marks within a word hide or replace some of its letters: “provid[ing]”, “f---ing”, “s*t”, “doesn‘t”.
fn is_split_by_marks(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let joined = |at: TokenIdx| draft.language.tokens.get(at.index()).filter(|token| !token.space_before());
    let word = |at: TokenIdx| draft.kind(at) == TokenKind::Word;
    let is_star = |at: TokenIdx| draft.kind(at) == TokenKind::Symbol && draft.text(at) == "*";
    // Whether a sequence of marks that joins this word to `letters` splits one word in two.
    let splits_word = |marks: TokenRange, letters: TokenIdx| {
        let has_short_part = draft.text(letters).len().min(draft.text(at).len()) <= MAX_DASHED_LETTERS;
        let is_one_mark = marks.len() == 1;
        marks.into_iter().any(|mark| match draft.kind(mark) {
            TokenKind::Open => draft.text(mark) == "[",
            // “[D]ebate”, “(P)oliticians”: the writer changed the first letter.
            TokenKind::Close => draft.text(letters).len() == 1,
            TokenKind::Dash => has_short_part && draft.text(mark).starts_with('-'),
            // “Shi'ite” is one word; its apostrophe was tokenized as the end of a word.
            TokenKind::Quote | TokenKind::QuoteOpen | TokenKind::QuoteClose | TokenKind::Apostrophe => is_one_mark,
            _ => is_star(mark),
        })
    };
    let next = (at + 1)
        .until(at + 2 + MAX_REPLACING_MARKS)
        .iter()
        .find(|&next| joined(next).is_none_or(|next| next.kind() == TokenKind::Word));
    let following_word = next.filter(|&next| joined(next).is_some());
    // “‘t” can be a word of its own.
    let is_split_contraction = |next: TokenIdx| next == at + 1 && draft.text(next).starts_with('‘');
    // “motherf-----!”: dashes after which no word follows.
    let has_dashes_after =
        following_word.is_none() && joined(at + 1).is_some_and(|dash| dash.kind() == TokenKind::Dash) && {
            let text = draft.text(at + 1);
            text.starts_with("--") && text.len() > 2
                || joined(at + 2).is_some_and(|dash| dash.kind() == TokenKind::Dash)
        };
    // “Obama¢”: bytes in another encoding.
    let is_broken_encoding =
        joined(at + 1).is_some_and(|sign| sign.kind() == TokenKind::Symbol) && !draft.text(at + 1).is_ascii();
    if has_dashes_after || is_broken_encoding {
        return true;
    }
    if following_word.is_some_and(|next| is_split_contraction(next) || splits_word((at + 1).until(next), next))
        || joined(at + 1).is_some() && is_star(at + 1)
    {
        return true;
    }
    if joined(at).is_none() || at == TokenIdx::ZERO {
        return false;
    }
    let word_before = at
        .saturating_sub(1 + MAX_REPLACING_MARKS)
        .until(at)
        .iter()
        .rev()
        .find(|&word_before| word(word_before) || joined(word_before).is_none());
    let word_before = word_before.filter(|&word_before| word(word_before));
    is_star(at - 1) || word_before.is_some_and(|word_before| splits_word((word_before + 1).until(at), word_before))
}

/// The most marks that replace letters in a row.
const MAX_REPLACING_MARKS: u32 = 6;

/// The most letters next to dashes in a word that is split.
const MAX_DASHED_LETTERS: usize = 3;

/// Whether “[sic]” or “(sic)” follows the word: then its spelling is intended.
fn is_marked_sic(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let kind = |at: TokenIdx| draft.language.tokens.get(at.index()).map(|token| token.kind());
    let mark = at + 1 + u32::from(kind(at + 1) == Some(TokenKind::QuoteClose));
    kind(mark) == Some(TokenKind::Open)
        && kind(mark + 2) == Some(TokenKind::Close)
        && draft.text(mark + 1).eq_ignore_ascii_case("sic")
}

/// Whether the token is a dot as in “robots.txt”: no space on either side, and a lower-case letter after it.
fn is_inner_dot(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let near = |at: TokenIdx| draft.language.tokens.get(at.index());
    let (Some(dot), Some(next)) = (near(at), near(at + 1)) else { return false };
    dot.kind() == TokenKind::Stop
        && !dot.space_before()
        && next.kind() == TokenKind::Word
        && !next.space_before()
        && !next.capital()
}

/// Whether the word before or after has a capital that is not a sentence's first letter.
fn has_capital_beside(draft: &LintedDraft<'_>, sentence: TokenRange, at: TokenIdx) -> bool {
    let name = |other: TokenIdx| draft.token(other).capital();
    at > sentence.start + 1 && name(at - 1)
        || at + 1 < sentence.end && draft.token(at + 1).space_before() && name(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_beyond_65535_are_restored() {
        let places = [0, 7, 65_535, 65_536, 65_537, 65_536 * 4, 65_536 * 4 + 9].map(TokenIdx::new);
        let mut words = SpelledWords::default();
        for place in places {
            words.push(place, OPENS);
        }
        assert!(words.push_clitic(places[6] + 1) && !words.push_clitic(places[6] + 3));
        let found: Vec<_> = (0..places.len()).map(|index| words.tokens(index)).collect();
        let mut expected = places.map(|place| place.until(place + 1));
        expected[6].end += 1;
        assert_eq!(found, expected);
    }
}
