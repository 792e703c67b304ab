//! The quotation marks and apostrophes of a draft.

use super::LintedDraft;
use crate::language::{MarkFault, Role, TokenKind};
use crate::text::TokenIdx;
use memchr::memchr3_iter;

/// Whether most of a draft's marks are straight; `None` if as many are curly.
pub(crate) fn mostly_straight(draft: &LintedDraft<'_>) -> Option<bool> {
    *draft.shared.straight.get_or_init(|| {
        let marks = marks(draft);
        let straight = marks.iter().filter(|mark| mark.straight).count();
        (straight * 2 != marks.len()).then_some(straight * 2 > marks.len())
    })
}

/// The quotation marks and apostrophes of a draft, in order.
pub(crate) fn marks(draft: &LintedDraft<'_>) -> Vec<StyledMark> {
    // Another rule reports marks that do not match each other.
    let mut faulty: Vec<TokenIdx> = Vec::new();
    for quotation in &draft.language.quotations {
        faulty.extend(quotation.faulty_mark());
        faulty.extend((quotation.fault == Some(MarkFault::Mismatched)).then_some(quotation.tokens.start));
    }
    faulty.sort_unstable();
    let prose = &draft.document.prose;
    let mut marks: Vec<StyledMark> = Vec::new();
    for paragraph in &draft.language.paragraphs {
        if matches!(paragraph.role, Role::Credit | Role::Navigation) {
            continue;
        }
        let words = draft.language.prose(paragraph.tokens);
        let mark_bytes = memchr3_iter(b'"', b'\'', CURLY, &prose.as_bytes()[words.range()]);
        // The search for marks skips the words that have none.
        let mut at = paragraph.tokens.start;
        for byte in mark_bytes.map(|place| words.start + place as u32) {
            at += draft.language.tokens[at.index()..].iter().take_while(|token| token.end() <= byte).count() as u32;
            let token = draft.token(at);
            let may_have_mark = matches!(
                token.kind(),
                TokenKind::Word | TokenKind::QuoteOpen | TokenKind::QuoteClose | TokenKind::Apostrophe
            );
            // If a word has several marks, the first one counts.
            let has_earlier_mark = marks.last().is_some_and(|mark| mark.at == at);
            if token.start > byte || !may_have_mark || has_earlier_mark || faulty.binary_search(&at).is_ok() {
                continue;
            }
            let opens = token.kind() == TokenKind::QuoteOpen;
            marks.extend(prose[byte.index()..].chars().next().and_then(|c| StyledMark::from_char(c, opens, at)));
        }
    }
    marks
}

/// The first byte of curly marks in UTF-8.
const CURLY: u8 = 0xe2;

/// A quotation mark or an apostrophe.
pub(crate) struct StyledMark {
    /// The character.
    pub(crate) shape: char,
    /// Whether it is straight, not curly.
    pub(crate) straight: bool,
    /// Whether it is a double mark. Apostrophes are single ones.
    pub(crate) double: bool,
    /// Whether it opens a quotation.
    pub(crate) opens: bool,
    /// The token that it is in.
    pub(crate) at: TokenIdx,
}

impl StyledMark {
    /// The mark of a character; `None` for other characters.
    fn from_char(shape: char, opens: bool, at: TokenIdx) -> Option<Self> {
        let (straight, double) = match shape {
            '"' => (true, true),
            '“' | '”' => (false, true),
            '\'' => (true, false),
            '‘' | '’' => (false, false),
            _ => return None,
        };
        Some(Self { shape, straight, double, opens, at })
    }

    /// The same mark in the other style.
    pub(crate) fn in_other_style(&self) -> &'static str {
        match (self.straight, self.double, self.opens) {
            (false, true, _) => "\"",
            (false, false, _) => "'",
            (true, true, true) => "“",
            (true, true, false) => "”",
            (true, false, true) => "‘",
            (true, false, false) => "’",
        }
    }
}
