//! Where rules about single words begin, found for all of them in one pass: few words of a draft are articles or dates.

use super::Draft;
use crate::language::{Class, Form, TokenKind};

/// Tokens at which rules begin, each list in the order of the draft.
#[derive(Default)]
pub(super) struct Landmarks {
    /// "a", "an" and "the", in any case.
    pub(super) articles: Vec<u32>,
    /// Numbers, and the names of days and months.
    pub(super) calendar: Vec<u32>,
    /// Verbs in the third person: "tries".
    pub(super) third_persons: Vec<u32>,
    /// Words that say the word before them again, in any case.
    pub(super) again: Vec<u32>,
}

impl Landmarks {
    pub(super) fn of(draft: &Draft<'_>) -> Self {
        let mut found = Self::default();
        let mut before = (0, "");
        for (at, token) in (0..).zip(&draft.language.tokens) {
            if !token.wordlike() {
                before = (0, "");
                continue;
            }
            let text = token.text(&draft.document.prose);
            if token.kind == TokenKind::Number
                || draft.lexicon.classes(token.word).intersects(Class::DAY | Class::MONTH)
            {
                found.calendar.push(at);
            }
            if token.kind == TokenKind::Number {
                before = (0, "");
                continue;
            }
            if matches!(text.as_bytes(), [b'a' | b'A'] | [b'a' | b'A', b'n' | b'N'])
                || text.len() == 3 && text.eq_ignore_ascii_case("the")
            {
                found.articles.push(at);
            }
            if draft.lexicon.form(token.word) == Some(Form::Third) {
                found.third_persons.push(at);
            }
            if token.width() == before.0 && token.space_before() && text.eq_ignore_ascii_case(before.1) {
                found.again.push(at);
            }
            before = (token.width(), text);
        }
        found
    }
}
