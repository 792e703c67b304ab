//! Statements of fact that nobody stands behind.

use super::coverage::Cover;
use super::{Details, Sink};
use crate::language::{Class, Form, Role, TokenKind};
use crate::rule::Kind;
use crate::rule::kind::ClaimCue;
use std::ops::Range;

/// From which weight on a sentence is queried; set so that on annotated articles more than half of the queries are right.
const ENOUGH: i32 = 4;

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
            if weight(sink, &sentence) >= ENOUGH
                && let Some(open) = unsettled(sink, sentence)
            {
                let clause = clause(sink, open);
                sink.push(clause, Details::default());
            }
        }
    }
}

/// What of a claim is still open, when what the desk has settled is taken out: all of it where nothing is, else the piece
/// that asks most for a source, if all pieces together ask for one.
fn unsettled(sink: &Sink<'_, '_>, sentence: Range<u32>) -> Option<Range<u32>> {
    let parts = sink.draft.settled.parts(sink.draft, &sentence);
    if parts.is_empty() {
        return Some(sentence);
    }
    let starts = [sentence.start].into_iter().chain(parts.iter().map(|part| part.end));
    let ends = parts.iter().map(|part| part.start).chain([sentence.end]);
    let rest = starts.zip(ends).map(|(start, end)| start..end).filter(|piece| !piece.is_empty());
    let weighed: Vec<(i32, Range<u32>)> = rest.map(|piece| (weight(sink, &piece), piece)).collect();
    let open = weighed.iter().map(|(weight, _)| weight).sum::<i32>() >= ENOUGH;
    weighed.into_iter().filter(|_| open).max_by_key(|(weight, _)| *weight).map(|(_, piece)| piece)
}

fn exempt(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> bool {
    let draft = sink.draft;
    let words = sentence.clone().filter(|&at| draft.token(at).wordlike()).count();
    let quoted = sentence.clone().filter(|&at| draft.token(at).quoted()).count();
    let in_person = sentence.clone().any(|at| draft.is(at, Class::FIRST_PERSON | Class::SECOND_PERSON));
    let verb = sentence.clone().any(|at| {
        let word = draft.token(at).word;
        draft.lexicon.form(word).is_some()
            || draft.lexicon.classes(word).intersects(Class::BE | Class::HAVE | Class::MODAL)
            || draft.text(at).ends_with("ed")
    });
    words < 6
        || !verb
        || quoted * 2 > sentence.len()
        || in_person
        || draft.has_link(sentence.clone())
        || question(sink, sentence)
}

fn question(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> bool {
    sink.draft.text(sentence.end - 1) == "?"
}

/// How much a sentence asks "says who?": by what it asserts, less what needs no source.
fn weight(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> i32 {
    let draft = sink.draft;
    let count = |wanted: Class| {
        let words = sentence.clone().filter(|&at| !draft.token(at).quoted());
        words
            .filter(|&at| draft.lexicon.classes(draft.token(at).word).intersects(wanted))
            .take(2)
            .map(|_| 1)
            .sum::<i32>()
    };
    let asks = |cue: ClaimCue| i32::from(matches!(&sink.rule.kind, Kind::Claim(keys) if keys.cues.contains(&cue)));
    let figures = figures(sink, sentence);
    let estimate = if figures > 0 { count(Class::APPROXIMATE).min(1) } else { 0 };
    let acts = if perfect(sink, sentence) { 4 } else { 2 };
    asks(ClaimCue::Accusation) * 4 * count(Class::ACCUSATION).min(1)
        + asks(ClaimCue::Casualty) * 2 * count(Class::HARM).min(1)
        + asks(ClaimCue::Statistic) * 2 * (figures.min(2) + estimate)
        + asks(ClaimCue::Superlative) * (2 * count(Class::SUPERLATIVE).min(1) + count(Class::COMPARATIVE).min(1))
        + asks(ClaimCue::Causal) * 2 * count(Class::CAUSE).min(1)
        + asks(ClaimCue::Judgement) * (2 * count(Class::JUDGEMENT) + count(Class::GENERAL).min(1))
        + asks(ClaimCue::Prediction) * count(Class::FORECAST).min(1)
        + asks(ClaimCue::Conduct) * acts * count(Class::CONDUCT).min(1)
        - 3 * count(Class::PROCEDURE)
}

/// "had tabled", "has targeted": an act without a date, told from after it.
fn perfect(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> bool {
    let draft = sink.draft;
    let class = |at: u32| draft.lexicon.classes(draft.token(at).word);
    sentence.clone().any(|at| {
        class(at).contains(Class::HAVE)
            && (at + 1..sentence.end.min(at + 6))
                .any(|next| class(next).contains(Class::CONDUCT) || class(next).contains(Class::ACCUSATION))
    })
}

/// Numbers that somebody must have counted: not a date, an age, a time or a year.
fn figures(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> i32 {
    let draft = sink.draft;
    let counted = sentence.clone().filter(|&at| {
        let token = draft.token(at);
        let text = draft.text(at);
        let scale = at + 1 < sentence.end && draft.is(at + 1, Class::SCALE | Class::PEOPLE);
        token.kind == TokenKind::Number
            && !token.quoted()
            && (text.contains('%')
                || text.starts_with(['$', '£', '€'])
                || text.contains(',') && !text.ends_with(',')
                || scale)
    });
    counted.take(2).map(|_| 1).sum()
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
    heaviest(sink, range)
}

/// Of clauses joined by ", and", ", but", ", while", the one that makes the claim alone, if one does.
fn heaviest(sink: &Sink<'_, '_>, range: Range<u32>) -> Range<u32> {
    let draft = sink.draft;
    let joins = |at: u32| {
        draft.token(at).kind == TokenKind::Comma
            && at + 4 < range.end
            && draft.lexicon.classes(draft.token(at + 1).word).intersects(Class::COORDINATOR | Class::SUBORDINATOR)
            && !draft.token(at).quoted()
    };
    let mut start = range.start;
    let mut best: Option<(i32, Range<u32>)> = None;
    for at in range.clone() {
        if !joins(at) && at + 1 != range.end {
            continue;
        }
        let end = if joins(at) { at } else { range.end };
        let clause = start..end;
        let weight = weight(sink, &clause);
        if clause.len() >= 4 && best.as_ref().is_none_or(|(most, _)| weight > *most) {
            best = Some((weight, clause));
        }
        start = at + 2;
    }
    best.filter(|(weight, _)| *weight >= ENOUGH).map_or(range, |(_, clause)| clause)
}
