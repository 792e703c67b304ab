//! An index of the tokens at which rules about single words start, built in one pass. Few words of a draft are articles or
//! dates, so this saves a scan for each rule.

use super::LintedDraft;
use crate::language::{Class, Form, TokenKind};
use crate::text::TokenIdx;

/// The tokens at which rules start, in the order of the draft.
#[derive(Default)]
pub(crate) struct TokenIndex {
    /// "the", in any case.
    pub(crate) definite: Vec<TokenIdx>,
    /// "a" and "an", in any case.
    pub(crate) indefinite: Vec<TokenIdx>,
    /// Numbers, and the names of days and months.
    pub(crate) calendar: Vec<TokenIdx>,
    /// Verbs in the third person: "tries".
    pub(crate) third_persons: Vec<TokenIdx>,
    /// Words that repeat the word before them, in any case.
    pub(crate) repeated: Vec<TokenIdx>,
}

impl TokenIndex {
    /// Builds the index of a draft.
    pub(crate) fn build(draft: &LintedDraft<'_>) -> Self {
        let mut found = Self::default();
        // The width of the word before, 0 if the token before is not a word. Comparing widths first is cheap, and most
        // neighbours differ in it.
        let mut before = 0;
        for (at, token) in draft.language.all_tokens().iter().zip(&draft.language.tokens) {
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
