//! Statements of fact that nobody stands behind.

use super::coverage::Cover;
use super::{Details, Sink};
use crate::language::{Class, Form, Role, TokenKind};
use crate::rule::kind::{Claim, ClaimCue};
use std::ops::Range;

/// From which weight on a sentence is queried at all: on annotated articles two of three such queries are right.
const ENOUGH: i32 = 6;
/// How much of it has to come from what is asserted, not from how it is told.
const ASSERTED: i32 = 4;
/// From which weight on the rule's own severity holds: six of seven are right.
const STRONG: i32 = 9;
/// From which weight on one of several clauses is a claim of its own.
const CLAUSE: i32 = 6;

/// Sentences of copy that make a claim and have no source, in the paragraph or behind a link.
pub(super) fn claims(sink: &mut Sink<'_, '_>, keys: &Claim) {
    let draft = sink.draft;
    for paragraph in &draft.language.paragraphs {
        if paragraph.role != Role::Copy {
            continue;
        }
        for number in paragraph.sentences.clone() {
            let mut sentence = draft.language.sentences[number as usize].clone();
            sentence.start = sentence.start.max(paragraph.start);
            let cover = draft.coverage.of_sentence(number as usize);
            if cover == Cover::Here || exempt(sink, &sentence) {
                continue;
            }
            let asserted = asserts(sink, keys, &sentence);
            let weight = asserted + tells(sink, &sentence) - answers(sink, &sentence, number as usize, cover);
            if asserted < ASSERTED || weight < ENOUGH {
                continue;
            }
            let variant = keys.mild.as_ref().filter(|_| weight < STRONG);
            for clause in clauses(sink, keys, &sentence) {
                sink.push(clause, Details { variant, ..Details::default() });
            }
        }
    }
}

fn exempt(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> bool {
    let draft = sink.draft;
    let words = sentence.clone().filter(|&at| draft.token(at).wordlike()).count();
    let quoted = sentence.clone().filter(|&at| draft.token(at).quoted()).count();
    let in_person = sentence.clone().any(|at| draft.is(at, Class::FIRST_PERSON | Class::SECOND_PERSON));
    words < 6
        || !predicates(sink, sentence)
        || quoted * 2 > sentence.len()
        || in_person
        || draft.has_link(sentence.clone())
        || question(sink, sentence)
}

/// Whether a verb stands in these tokens.
fn predicates(sink: &Sink<'_, '_>, tokens: &Range<u32>) -> bool {
    let draft = sink.draft;
    tokens.clone().any(|at| {
        let word = draft.token(at).word;
        draft.lexicon.form(word).is_some()
            || draft.lexicon.classes(word).intersects(Class::BE | Class::HAVE | Class::MODAL)
            || draft.text(at).ends_with("ed")
    })
}

fn question(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> bool {
    sink.draft.text(sentence.end - 1) == "?"
}

/// How many words of a class stand in these tokens outside quotation marks, up to two.
fn count(sink: &Sink<'_, '_>, tokens: &Range<u32>, wanted: Class) -> i32 {
    let draft = sink.draft;
    let here = |&at: &u32| !draft.token(at).quoted() && draft.is(at, wanted);
    tokens.clone().filter(here).take(2).map(|_| 1).sum()
}

/// How much these tokens ask "says who?", by what they assert. The weights were fitted to what two editors marked, and rounded.
fn asserts(sink: &Sink<'_, '_>, keys: &Claim, tokens: &Range<u32>) -> i32 {
    let asks = |cue: ClaimCue| i32::from(keys.cues.contains(&cue));
    let count = |wanted: Class| count(sink, tokens, wanted);
    let any = |wanted: Class| count(wanted).min(1);
    let figures = figures(sink, tokens);
    let counted = figures.min(1);
    let (judged, acted) = (count(Class::JUDGEMENT), count(Class::CONDUCT));
    asks(ClaimCue::Accusation) * 6 * any(Class::ACCUSATION)
        + asks(ClaimCue::Casualty) * (2 * count(Class::HARM) + 2 * any(Class::HARM) * counted)
        + asks(ClaimCue::Statistic)
            * (2 * figures + counted * (any(Class::APPROXIMATE) + 2 * any(Class::PEOPLE)) + 2 * any(Class::SCALE))
        + asks(ClaimCue::Superlative) * (3 * any(Class::SUPERLATIVE) + any(Class::COMPARATIVE))
        + asks(ClaimCue::Causal) * any(Class::CAUSE)
        + asks(ClaimCue::Prediction) * any(Class::FORECAST)
        + asks(ClaimCue::Judgement) * (3 * judged.min(1) + judged + 2 * any(Class::GENERAL) + 2 * any(Class::ADVERB))
        + asks(ClaimCue::Conduct) * (3 * acted.min(1) + acted)
}

/// How much it sounds like background that somebody must have told: "has targeted", "had fled", "which were".
fn tells(sink: &Sink<'_, '_>, tokens: &Range<u32>) -> i32 {
    let draft = sink.draft;
    let any = |wanted: Class| count(sink, tokens, wanted).min(1);
    let form = |at: u32| draft.lexicon.form(draft.token(at).word);
    let past = |at: u32| matches!(form(at), Some(Form::Past | Form::Participle)) || draft.text(at).ends_with("ed");
    let before_last = |at: u32| {
        draft.is(at, Class::HAVE) && form(at) == Some(Form::Past) && (at + 1..tokens.end.min(at + 4)).any(past)
    };
    2 * any(Class::HAVE)
        + 2 * i32::from(tokens.clone().any(before_last))
        + 2 * any(Class::RELATIVE)
        + 2 * any(Class::NATIONALITY)
        + any(Class::BE)
        + any(Class::NEGATION)
}

/// What needs no source, or has one near: what a court or a calendar settles, what somebody does in public view, what the
/// paragraph before is still the source of.
fn answers(sink: &Sink<'_, '_>, sentence: &Range<u32>, number: usize, cover: Cover) -> i32 {
    let draft = sink.draft;
    let any = |wanted: Class| count(sink, sentence, wanted).min(1);
    let near = match cover {
        Cover::None | Cover::Here => 0,
        Cover::Lead => 1,
        Cover::Carried => 2,
        Cover::TakenUp => 3,
    };
    near + 2 * count(sink, sentence, Class::PROCEDURE)
        + 2 * any(Class::MODAL)
        + 2 * any(Class::PERSON_NOUN)
        + any(Class::STATEMENT_NOUN)
        + any(Class::DAY)
        + 2 * i32::from(!draft.attributions.in_sentence(number).is_empty())
        + i32::from(sentence.clone().any(|at| draft.token(at).quoted()))
        + 2 * i32::from(draft.is(sentence.start, Class::PERSONAL | Class::DEMONSTRATIVE))
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

/// The clauses that make the claim: those of several that would alone, else the one that bears most of it, else the sentence.
fn clauses(sink: &Sink<'_, '_>, keys: &Claim, sentence: &Range<u32>) -> Vec<Range<u32>> {
    let parts = parts(sink, sentence);
    if parts.len() < 2 {
        return vec![trimmed(sink, sentence.clone())];
    }
    let weigh = |tokens: &Range<u32>| asserts(sink, keys, tokens) + tells(sink, tokens);
    let weighed: Vec<_> = parts.into_iter().map(|part| (weigh(&part), part)).collect();
    let strong: Vec<_> = weighed.iter().filter(|(weight, _)| *weight >= CLAUSE).map(|(_, part)| part.clone()).collect();
    if !strong.is_empty() {
        return strong;
    }
    let whole = weigh(sentence);
    let heaviest =
        weighed.into_iter().rev().max_by_key(|(weight, _)| *weight).filter(|(weight, _)| 2 * weight >= whole);
    vec![heaviest.map_or_else(|| trimmed(sink, sentence.clone()), |(_, part)| part)]
}

/// A sentence cut where a clause is joined on, and at semicolons and dashes; without what holds no verb.
fn parts(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> Vec<Range<u32>> {
    let draft = sink.draft;
    let joins = |at: u32| {
        let joint = Class::COORDINATOR | Class::SUBORDINATOR | Class::RELATIVE | Class::WH;
        match draft.token(at).kind {
            TokenKind::Semicolon | TokenKind::Dash => true,
            TokenKind::Comma => draft.is(at + 1, joint),
            _ => false,
        }
    };
    let inner = sentence.start + 1..sentence.end.saturating_sub(1);
    let mut cuts: Vec<u32> = inner.filter(|&at| !draft.token(at).quoted() && joins(at)).collect();
    cuts.push(sentence.end);
    let mut start = sentence.start;
    let mut parts = Vec::new();
    for cut in cuts {
        let mut part = trimmed(sink, start..cut);
        if part.len() > 1 && draft.is(part.start, Class::COORDINATOR) {
            part.start += 1;
        }
        if part.len() >= 4 && predicates(sink, &part) {
            parts.push(part);
        }
        start = cut;
    }
    parts
}

/// Without the marks at its ends; a range of nothing but marks stays.
fn trimmed(sink: &Sink<'_, '_>, range: Range<u32>) -> Range<u32> {
    use TokenKind::{Break, Close, Colon, Comma, Dash, Exclaim, Open, Semicolon, Stop};
    let mark = |at: &u32| {
        let kind = sink.draft.token(*at).kind;
        matches!(kind, Break | Close | Colon | Comma | Dash | Exclaim | Open | Semicolon | Stop)
    };
    let start = range.clone().find(|at| !mark(at)).unwrap_or(range.start);
    let end = range.clone().rev().find(|at| !mark(at)).map_or(range.end, |at| at + 1);
    start..end
}
