//! An index of the tokens at which rules about single words start, built in one pass. Few words of a draft are articles or
//! dates, so this saves a scan for each rule.

use super::LintedDraft;
use crate::language::{Class, Form, TokenKind};

/// The tokens at which rules start, in the order of the draft.
#[derive(Default)]
pub(crate) struct TokenIndex {
    /// "the", in any case.
    pub(crate) definite: Vec<u32>,
    /// "a" and "an", in any case.
    pub(crate) indefinite: Vec<u32>,
    /// Numbers, and the names of days and months.
    pub(crate) calendar: Vec<u32>,
    /// Verbs in the third person: "tries".
    pub(crate) third_persons: Vec<u32>,
    /// Words that repeat the word before them, in any case.
    pub(crate) repeated: Vec<u32>,
}

impl TokenIndex {
    /// Builds the index of a draft.
    pub(crate) fn build(draft: &LintedDraft<'_>) -> Self {
        let mut found = Self::default();
        // The width of the word before, 0 if the token before is not a word. Comparing widths first is cheap, and most
        // neighbours differ in it.
        let mut before = 0;
        for (at, token) in (0..).zip(&draft.language.tokens) {
            let width = if token.kind() == TokenKind::Word { token.width() } else { 0 };
            if token.kind() == TokenKind::Number {
                found.calendar.push(at);
            } else if width > 0 {
                if draft.lexicon.classes(token.word()).intersects(Class::DAY | Class::MONTH) {
                    found.calendar.push(at);
                }
                if draft.lexicon.form(token.word()) == Some(Form::Third) {
                    found.third_persons.push(at);
                }
                if width <= 3 {
                    match draft.text(at).as_bytes() {
                        [b't' | b'T', b'h' | b'H', b'e' | b'E'] => found.definite.push(at),
                        [b'a' | b'A'] | [b'a' | b'A', b'n' | b'N'] => found.indefinite.push(at),
                        _ => {}
                    }
                }
                if width == before && token.space_before() && draft.text(at).eq_ignore_ascii_case(draft.text(at - 1)) {
                    found.repeated.push(at);
                }
            }
            before = width;
        }
        found
    }
}
