//! Tokens: the words, numbers and marks of a draft, as ranges of its prose.

use super::key;
use crate::text::{ProseOffset, ProseRange};
use std::fmt;
use std::ops::Range;

/// A word, number or mark. A token takes only eight bytes, since a long draft has millions of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The index of its first byte in the prose.
    pub start: ProseOffset,
    /// From the lowest bit: the width (8 bits), flags (5 bits), and the entry of the word in the lexicon (19 bits). A token that
    /// is not a word has the number of its kind instead of an entry.
    bits: u32,
}

/// The kind of a token. The model identifies kinds by these numbers: if they change, it must be trained again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum TokenKind {
    /// Digits with their separators, sign, currency or percent.
    Number = 1,
    /// `,`
    Comma,
    /// `.`
    Stop,
    /// `?` or `!`
    QuestionOrExclamation,
    /// `…` or `...`
    Ellipsis,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `–`, `—`, `--`, or a hyphen between blanks.
    Dash,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    /// A quotation mark that the quotation map has not classified yet.
    Quote,
    /// A mark that opens a quotation.
    QuoteOpen,
    /// A mark that closes a quotation.
    QuoteClose,
    /// An apostrophe that is a token of its own: `'90s`, `players'`.
    Apostrophe,
    /// A web or e-mail address, a handle, a hashtag.
    Address,
    /// Code, an image or a shortcode, which is not prose.
    Object,
    /// A hard line break.
    Break,
    /// Any other mark.
    Symbol,
    /// A word, a clitic such as `'s`, or an abbreviation with its full stop. `n't` is part of its verb.
    Word,
}

/// The number of a word's entry in the lexicon. The numbers up to [`Self::UNKNOWN`] are not entries: they are kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub(super) u32);

impl WordId {
    /// The number of all words that are in no list.
    pub const UNKNOWN: Self = Self(19);
    /// One more than the largest number that fits into a token. Words beyond it are never found; `Engine::new` refuses rules that
    /// have too many words.
    pub(super) const END: u32 = 1 << 19;

    /// Whether the word is in a list.
    #[must_use]
    pub fn is_known(self) -> bool {
        self > Self::UNKNOWN
    }
}

/// The number of bits for the width. They are the lowest ones, so that the width is a byte of its own.
const WIDTH_BITS: u32 = 8;

pub(super) const SPACE_BEFORE: u32 = 1 << 8;
pub(super) const CAPITAL: u32 = 1 << 9;
pub(super) const ALL_CAPS: u32 = 1 << 10;
const IN_QUOTE: u32 = 1 << 11;
pub(super) const LETTERS: u32 = 1 << 12;
const FLAGS: u32 = 0x1f00;

/// The lowest bit of the word's entry or of the kind's number.
const ENTRY_SHIFT: u32 = 13;

/// The maximum length of a token, in bytes.
pub(super) const MAX_TOKEN_LEN: usize = (1 << WIDTH_BITS) - 1;

const _: () = {
    assert!(key::MAX_WORD_LEN <= MAX_TOKEN_LEN, "each word of a list fits into a token");
    assert!(WordId::END == 1 << (u32::BITS - ENTRY_SHIFT));
    assert!(WordId::UNKNOWN.0 == TokenKind::Word as u32);
    let mut number = TokenKind::Number as u32;
    while number <= WordId::UNKNOWN.0 {
        assert!(TokenKind::from_number(number) as u32 == number);
        number += 1;
    }
};

impl TokenKind {
    /// The kind with this number. All numbers above those of the other kinds are words.
    #[inline]
    const fn from_number(number: u32) -> Self {
        match number {
            1 => Self::Number,
            2 => Self::Comma,
            3 => Self::Stop,
            4 => Self::QuestionOrExclamation,
            5 => Self::Ellipsis,
            6 => Self::Colon,
            7 => Self::Semicolon,
            8 => Self::Dash,
            9 => Self::Open,
            10 => Self::Close,
            11 => Self::Quote,
            12 => Self::QuoteOpen,
            13 => Self::QuoteClose,
            14 => Self::Apostrophe,
            15 => Self::Address,
            16 => Self::Object,
            17 => Self::Break,
            18 => Self::Symbol,
            _ => Self::Word,
        }
    }
}

impl Token {
    pub(super) fn new(kind: TokenKind, range: Range<usize>, word: WordId, flags: u32) -> Self {
        let entry = if kind == TokenKind::Word { word.0 } else { kind as u32 };
        let width = (range.end - range.start) as u32;
        Self { start: ProseOffset::from_usize(range.start), bits: entry << ENTRY_SHIFT | flags | width }
    }

    /// The kind of the token.
    #[must_use]
    #[inline]
    pub fn kind(self) -> TokenKind {
        TokenKind::from_number(self.bits >> ENTRY_SHIFT)
    }

    /// The entry of the word in the lexicon. For other tokens, a number that is not an entry.
    #[must_use]
    #[inline]
    pub fn word(self) -> WordId {
        WordId(self.bits >> ENTRY_SHIFT)
    }

    /// The index in the prose of the byte after its last one.
    #[must_use]
    #[inline]
    pub fn end(self) -> ProseOffset {
        self.start + self.width()
    }

    /// Its byte range in the prose.
    #[must_use]
    #[inline]
    pub fn range(self) -> ProseRange {
        self.start.until(self.end())
    }

    /// The length of the token in bytes. This is a cheap test before its text is compared: most tokens fail it.
    #[must_use]
    #[inline]
    pub fn width(self) -> u32 {
        self.bits & MAX_TOKEN_LEN as u32
    }

    /// The text of the token.
    #[must_use]
    #[inline]
    pub fn text(self, prose: &str) -> &str {
        &prose[self.range().range()]
    }

    /// Whether white space is before it.
    #[must_use]
    #[inline]
    pub fn space_before(self) -> bool {
        self.bits & SPACE_BEFORE != 0
    }

    /// Whether it has the capital of a name: on its first letter, or on the second as in "eBay".
    #[must_use]
    #[inline]
    pub fn capital(self) -> bool {
        self.bits & CAPITAL != 0
    }

    /// Whether it has two letters or more, all capitals.
    #[must_use]
    #[inline]
    pub fn all_caps(self) -> bool {
        self.bits & ALL_CAPS != 0
    }

    /// Whether it is inside a quotation. The quotation marks themselves count.
    #[must_use]
    #[inline]
    pub fn quoted(self) -> bool {
        self.bits & IN_QUOTE != 0
    }

    /// Whether it is a word of ASCII letters only, without hyphen, apostrophe, full stop or accent.
    #[must_use]
    #[inline]
    pub fn letters(self) -> bool {
        self.bits & LETTERS != 0
    }

    /// Changes the kind of a mark.
    pub(super) fn set_kind(&mut self, kind: TokenKind) {
        *self = Self::new(kind, self.range().range(), WordId::UNKNOWN, self.bits & FLAGS);
    }

    /// Sets the entry of a word.
    pub(super) fn set_word(&mut self, word: WordId) {
        *self = Self::new(TokenKind::Word, self.range().range(), word, self.bits & FLAGS);
    }

    /// Marks the token as part of a quotation.
    pub(super) fn set_quoted(&mut self) {
        self.bits |= IN_QUOTE;
    }

    /// Whether it is a word or a number.
    #[must_use]
    #[inline]
    pub fn wordlike(self) -> bool {
        matches!(self.kind(), TokenKind::Word | TokenKind::Number)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({:?}, {:?})", self.kind(), self.range(), self.word())
    }
}

/// Whether letters after an apostrophe are a clitic, which is a token of its own.
pub(super) fn is_clitic(letters: &[u8]) -> bool {
    matches!(letters, b"s" | b"S" | b"ve" | b"re" | b"ll" | b"d" | b"m")
}

/// Whether a word may end with an apostrophe and these letters: `’s`, `n’t`.
pub(super) fn follows_apostrophe(letters: &str) -> bool {
    is_clitic(letters.as_bytes()) || letters.eq_ignore_ascii_case("t")
}

/// Whether a character is a combining mark, such as an accent that follows its letter.
pub(super) fn is_combining(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}
