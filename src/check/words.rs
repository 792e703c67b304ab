//! Rules about single words.

use super::{Details, Sink};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, Role, TokenKind};

/// Words that are one slip away from a common word.
pub(super) fn spelling(sink: &mut Sink<'_, '_>) {
    let _ = sink;
}

/// The same word twice in a row: function words in the same case, or any word with a line's end between.
pub(super) fn doubled(sink: &mut Sink<'_, '_>, allow: &[String]) {
    let draft = sink.draft;
    for paragraph in &draft.language.paragraphs {
        if !matches!(paragraph.role, Role::Copy | Role::Caption) {
            continue;
        }
        for at in paragraph.tokens.clone().skip(1) {
            let (first, second) = (draft.token(at - 1), draft.token(at));
            if first.kind != TokenKind::Word || second.kind != TokenKind::Word || !second.space_before() {
                continue;
            }
            let (a, b) = (draft.text(at - 1), draft.text(at));
            // "The the" slips at a sentence's head; "Duran Duran" is a name.
            if !a.eq_ignore_ascii_case(b) || second.capital() || allow.iter().any(|word| word.eq_ignore_ascii_case(b)) {
                continue;
            }
            if !function_word(sink, at) || twice_by_right(sink, at) {
                continue;
            }
            let span = draft.span(at - 1..at);
            let whole = draft.span(at - 1..at + 1);
            let edit = Edit { span: crate::text::Span::new(span.end, whole.end), text: String::new() };
            let fixes = vec![Fix { applicability: Applicability::Safe, edits: vec![edit] }];
            sink.push(at..at + 1, Details { fixes, ..Details::default() });
        }
    }
}

fn function_word(sink: &Sink<'_, '_>, at: u32) -> bool {
    let draft = sink.draft;
    let classes = draft.lexicon.classes(draft.token(at).word);
    classes.intersects(
        Class::DETERMINER
            | Class::POSSESSIVE
            | Class::PERSONAL
            | Class::PREPOSITION
            | Class::COORDINATOR
            | Class::SUBORDINATOR
            | Class::BE
            | Class::HAVE
            | Class::DO
            | Class::MODAL
            | Class::THAT,
    )
}

/// "that that law", "what it is, is", "in in-house": the second word belongs to what follows.
fn twice_by_right(sink: &Sink<'_, '_>, at: u32) -> bool {
    let draft = sink.draft;
    let word = draft.text(at);
    let next = draft.language.tokens.get(at as usize + 1).copied();
    let next_class = next.map(|t| draft.lexicon.classes(t.word)).unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        // "said that that law was old": a noun follows the second.
        "that" => next.is_some_and(|t| {
            t.kind == TokenKind::Word
                && !next_class.intersects(Class::PERSONAL | Class::DETERMINER | Class::POSSESSIVE)
                && !t.capital()
        }),
        "her" | "is" | "was" | "do" | "did" | "on" | "in" => {
            next.is_some_and(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Stop)) || word == "her"
        }
        _ => false,
    }
}
