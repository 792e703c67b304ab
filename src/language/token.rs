//! Words, numbers and marks, as slices of the prose.

use super::key;
use std::fmt;
use std::ops::Range;

/// A word, number or mark. A long draft has millions, so that each takes eight bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte in the prose.
    pub start: u32,
    /// The width, flags, and the word's entry; a token that has none has the number of its kind there.
    bits: u32,
}

/// What a token is. The model knows them by these numbers: with others it has to be trained anew.
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
    Exclaim,
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
    /// A quotation mark whose part the quotation map has not settled.
    Quote,
    /// A mark that opens a quotation.
    QuoteOpen,
    /// A mark that closes a quotation.
    QuoteClose,
    /// An apostrophe that stands alone: `'90s`, `players'`.
    Apostrophe,
    /// A web or e-mail address, a handle, a hashtag.
    Address,
    /// Code, an image, a shortcode: something that is not prose.
    Object,
    /// A hard line break.
    Break,
    /// Any other mark.
    Symbol,
    /// A word, a clitic (`'s`, `n't` stays with its verb), an abbreviation with its full stop.
    Word,
}

/// A word's entry. The first numbers are of none: they tell kinds of tokens apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub(super) u32);

impl WordId {
    /// A word that no list has.
    pub const UNKNOWN: Self = Self(19);
    /// Behind the last that a token has room for. What lists have beyond is not found; `Engine::new` refuses such rules.
    pub(super) const END: u32 = 1 << 19;

    /// Whether a list has it.
    #[must_use]
    pub fn is_known(self) -> bool {
        self > Self::UNKNOWN
    }
}

/// Bits of the width, which come first, so that it is a byte of its own.
const WIDTH: u32 = 8;

pub(super) const SPACE_BEFORE: u32 = 1 << 8;
pub(super) const CAPITAL: u32 = 1 << 9;
pub(super) const ALL_CAPS: u32 = 1 << 10;
const IN_QUOTE: u32 = 1 << 11;
pub(super) const LETTERS: u32 = 1 << 12;
const FLAGS: u32 = 0x1f00;

/// Where the word's entry begins, or the number of the kind.
const ENTRY: u32 = 13;

/// The most bytes that a token has.
pub(super) const LONGEST: usize = (1 << WIDTH) - 1;

const _: () = {
    assert!(key::LONGEST <= LONGEST, "what a list has is one token");
    assert!(WordId::END == 1 << (u32::BITS - ENTRY));
    assert!(WordId::UNKNOWN.0 == TokenKind::Word as u32);
    let mut number = TokenKind::Number as u32;
    while number <= WordId::UNKNOWN.0 {
        assert!(TokenKind::from(number) as u32 == number);
        number += 1;
    }
};

impl TokenKind {
    /// The kind of this number; behind them all come the words of the lexicon.
    #[inline]
    const fn from(number: u32) -> Self {
        match number {
            1 => Self::Number,
            2 => Self::Comma,
            3 => Self::Stop,
            4 => Self::Exclaim,
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
        Self { start: range.start as u32, bits: entry << ENTRY | flags | width }
    }

    /// What it is.
    #[must_use]
    #[inline]
    pub fn kind(self) -> TokenKind {
        TokenKind::from(self.bits >> ENTRY)
    }

    /// The word's entry in the lexicon; one that is not known for everything else.
    #[must_use]
    #[inline]
    pub fn word(self) -> WordId {
        WordId(self.bits >> ENTRY)
    }

    /// Byte after the last in the prose.
    #[must_use]
    #[inline]
    pub fn end(self) -> u32 {
        self.start + self.width()
    }

    /// Bytes of the prose.
    #[must_use]
    #[inline]
    pub fn range(self) -> Range<u32> {
        self.start..self.end()
    }

    /// How many bytes of the prose it takes: that a token is none of the words that are looked for, its length mostly tells.
    #[must_use]
    #[inline]
    pub fn width(self) -> u32 {
        self.bits & LONGEST as u32
    }

    /// Its text.
    #[must_use]
    #[inline]
    pub fn text(self, prose: &str) -> &str {
        &prose[self.start as usize..self.end() as usize]
    }

    /// Whether white space stands before it.
    #[must_use]
    #[inline]
    pub fn space_before(self) -> bool {
        self.bits & SPACE_BEFORE != 0
    }

    /// Whether its first letter is a capital.
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

    /// Whether it stands inside a quotation (its marks included).
    #[must_use]
    #[inline]
    pub fn quoted(self) -> bool {
        self.bits & IN_QUOTE != 0
    }

    /// Whether it is a word of nothing but ASCII letters: no hyphen, apostrophe, full stop or accent.
    #[must_use]
    #[inline]
    pub fn letters(self) -> bool {
        self.bits & LETTERS != 0
    }

    /// Settles what a mark is.
    pub(super) fn set_kind(&mut self, kind: TokenKind) {
        *self = Self::new(kind, self.start as usize..self.end() as usize, WordId::UNKNOWN, self.bits & FLAGS);
    }

    /// Gives a word its entry.
    pub(super) fn set_word(&mut self, word: WordId) {
        *self = Self::new(TokenKind::Word, self.start as usize..self.end() as usize, word, self.bits & FLAGS);
    }

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

/// Whether letters behind an apostrophe are a word of their own.
pub(super) fn is_clitic(letters: &[u8]) -> bool {
    matches!(letters, b"s" | b"S" | b"ve" | b"re" | b"ll" | b"d" | b"m")
}

/// Whether a word goes on, or ends, with these letters behind an apostrophe: `’s`, `n’t`.
pub(super) fn follows_apostrophe(letters: &str) -> bool {
    is_clitic(letters.as_bytes()) || letters.eq_ignore_ascii_case("t")
}

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
