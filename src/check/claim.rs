//! Statements of fact that nobody stands behind.

use super::coverage::Cover;
use super::{Details, Sink};
use crate::language::{Class, Form, Role, TokenKind};
use std::ops::Range;

/// Sentences of copy that make a claim and have no source, in the paragraph or behind a link.
pub(super) fn claims(sink: &mut Sink<'_, '_>) {
    let draft = sink.draft;
    for paragraph in &draft.language.paragraphs {
        if paragraph.role != Role::Copy {
            continue;
        }
        for number in paragraph.sentences.clone() {
            let mut sentence = draft.language.sentences[number as usize].clone();
            sentence.start = sentence.start.max(paragraph.start);
            if draft.coverage.of_sentence(number as usize) != Cover::None || exempt(sink, &sentence) {
                continue;
            }
            if weight(sink, &sentence) >= 3 {
                let clause = clause(sink, sentence);
                sink.push(clause, Details::default());
            }
        }
    }
}

fn exempt(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> bool {
    let draft = sink.draft;
    let words = sentence.clone().filter(|&at| draft.token(at).wordlike()).count();
    let quoted = sentence.clone().filter(|&at| draft.token(at).quoted()).count();
    let first_person =
        sentence.clone().any(|at| matches!(draft.text(at), "we" | "We" | "our" | "Our" | "I" | "my" | "you" | "your"));
    words < 5
        || quoted * 2 > sentence.len()
        || first_person
        || draft.has_link(sentence.clone())
        || question(sink, sentence)
}

fn question(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> bool {
    sink.draft.text(sentence.end - 1) == "?"
}

/// How much a sentence asks "says who?": by what it asserts.
fn weight(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> i32 {
    let draft = sink.draft;
    let class = |at: u32| draft.lexicon.classes(draft.token(at).word);
    let any = |wanted: Class| sentence.clone().any(|at| class(at).intersects(wanted) && !draft.token(at).quoted());
    let mut weight = 0;
    if any(Class::ACCUSATION) {
        weight += 3;
    }
    if any(Class::HARM) {
        weight += 2;
    }
    if figure(sink, sentence) {
        weight += 3;
    }
    weight
}

/// A number that somebody must have counted: not a date, an age, a time or a year.
fn figure(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> bool {
    let draft = sink.draft;
    sentence.clone().any(|at| {
        let text = draft.text(at);
        let token = draft.token(at);
        let next = draft.language.tokens.get(at as usize + 1);
        token.kind == TokenKind::Number
            && (text.contains('%')
                || text.starts_with(['$', '£', '€'])
                || text.contains(',')
                || next.is_some_and(|t| {
                    matches!(t.text(&draft.document.prose), "percent" | "per" | "million" | "billion")
                }))
    })
}

/// The clause that carries the claim: without an opening phrase set off by a comma, and without the full stop.
fn clause(sink: &Sink<'_, '_>, sentence: Range<u32>) -> Range<u32> {
    let draft = sink.draft;
    let mut range = sentence;
    while range.len() > 1
        && matches!(draft.token(range.end - 1).kind, TokenKind::Stop | TokenKind::Exclaim | TokenKind::Break)
    {
        range.end -= 1;
    }
    let comma = (range.start..range.end.min(range.start + 8)).find(|&at| draft.token(at).kind == TokenKind::Comma);
    if let Some(comma) = comma {
        let opener = draft
            .lexicon
            .classes(draft.token(range.start).word)
            .intersects(Class::PREPOSITION | Class::SUBORDINATOR | Class::ADVERB);
        let verb =
            (range.start..comma).any(|at| draft.lexicon.form(draft.token(at).word).is_some_and(|f| f != Form::Base));
        if opener && !verb && comma + 3 < range.end {
            range.start = comma + 1;
        }
    }
    range
}
