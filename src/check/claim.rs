//! Statements of fact that nobody stands behind.

use super::coverage::Cover;
use super::{Details, Draft, Ready, Sink};
use crate::language::{Class, Form, Role, TokenKind};
use crate::rule::kind::{Claim, ClaimCue, Place};
use std::ops::Range;

/// From which weight on a sentence is queried; set so that on annotated articles more than half of the queries are right.
const ENOUGH: i32 = 4;

/// Sentences of copy that make a claim of the rule's sort, where the rule looks.
pub(super) fn claims(sink: &mut Sink<'_, '_>, ready: &Ready, keys: &Claim) {
    let draft = sink.draft;
    let mut lead = true;
    for paragraph in &draft.language.paragraphs {
        if paragraph.role != Role::Copy {
            continue;
        }
        if keys.place == Place::Lead && !lead {
            return;
        }
        lead &= paragraph.sentences.is_empty();
        for number in paragraph.sentences.clone() {
            let mut sentence = draft.language.sentences[number as usize].clone();
            sentence.start = sentence.start.max(paragraph.start);
            if open(sink, keys.place, number as usize, &sentence) && !exempt(sink, &sentence) {
                claim(sink, ready, keys, sentence);
            }
        }
    }
}

/// Whether nothing stands behind a sentence that the rule would accept.
fn open(sink: &Sink<'_, '_>, place: Place, number: usize, sentence: &Range<u32>) -> bool {
    let cover = sink.draft.coverage.of_sentence(number);
    let linked = sink.draft.has_link(sentence.clone());
    match place {
        Place::Anywhere => cover == Cover::None && !linked,
        Place::Lead => matches!(cover, Cover::None | Cover::Lead) && !linked,
        Place::Linked => cover == Cover::None && linked,
    }
}

/// A sentence that makes a claim of the rule's sort: by its weight, or by one of the rule's phrases.
fn claim(sink: &mut Sink<'_, '_>, ready: &Ready, keys: &Claim, sentence: Range<u32>) {
    let draft = sink.draft;
    let weights = Weights::of(draft, &sentence);
    let cue = keys.cues.iter().copied().filter(|&cue| weights.leads(cue)).min();
    let needed = ready.needs.is_none() || draft.has_phrase(ready.needs, sentence.clone());
    if let Some(cue) = cue.filter(|_| needed && weights.total() >= ENOUGH) {
        let related = sentence.clone().find(|&at| shows(draft, cue, &sentence, at)).map(|at| at..at + 1);
        let clause = clause(sink, sentence);
        sink.push(clause, Details { related, ..Details::default() });
        return;
    }
    let phrase = draft.phrases_in(ready.phrases, sentence).find(|m| !draft.token(m.tokens.start).quoted());
    if let Some(tokens) = phrase.map(|m| m.tokens.clone()) {
        sink.push(tokens.clone(), Details { related: Some(tokens), ..Details::default() });
    }
}

/// Sentences that need no source by their form.
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
    words < 6 || !verb || quoted * 2 > sentence.len() || in_person || question(sink, sentence)
}

fn question(sink: &Sink<'_, '_>, sentence: &Range<u32>) -> bool {
    sink.draft.text(sentence.end - 1) == "?"
}

/// How much a stretch asks "says who?", by what it asserts.
struct Weights {
    accusation: i32,
    casualty: i32,
    /// Whether those who came to harm are counted.
    toll: bool,
    statistic: i32,
    prediction: i32,
    superlative: i32,
    /// Causes, acts, comparisons and judgements: what no rule of its own is about.
    rest: i32,
    /// What needs no source: how the story was made, what was scheduled.
    procedure: i32,
}

impl Weights {
    fn of(draft: &Draft<'_>, range: &Range<u32>) -> Self {
        let count = |wanted: Class| {
            let words = range.clone().filter(|&at| !draft.token(at).quoted() && draft.is(at, wanted));
            words.take(2).map(|_| 1).sum::<i32>()
        };
        let figures = figures(draft, range);
        let estimate = if figures > 0 { count(Class::APPROXIMATE).min(1) } else { 0 };
        let acts = if perfect(draft, range) { 4 } else { 2 };
        Self {
            accusation: 4 * count(Class::ACCUSATION).min(1),
            casualty: 2 * count(Class::HARM).min(1),
            toll: range.clone().any(|at| toll(draft, range, at)),
            statistic: 2 * (figures.min(2) + estimate),
            prediction: count(Class::FORECAST).min(1),
            superlative: 2 * count(Class::SUPERLATIVE).min(1),
            rest: count(Class::COMPARATIVE).min(1)
                + 2 * count(Class::CAUSE).min(1)
                + 2 * count(Class::JUDGEMENT)
                + count(Class::GENERAL).min(1)
                + acts * count(Class::CONDUCT).min(1),
            procedure: 3 * count(Class::PROCEDURE),
        }
    }

    fn total(&self) -> i32 {
        self.accusation + self.casualty + self.statistic + self.prediction + self.superlative + self.rest
            - self.procedure
    }

    /// Whether a rule about this cue may query the sentence. A forecast or a superlative in passing does not make one of a
    /// judgement.
    fn leads(&self, cue: ClaimCue) -> bool {
        match cue {
            ClaimCue::Accusation => self.accusation > 0,
            ClaimCue::Casualty => self.toll,
            ClaimCue::Statistic => self.statistic > 0,
            ClaimCue::Motive => false,
            ClaimCue::Prediction => self.prediction > 0 && 2 * self.prediction >= self.rest,
            ClaimCue::Superlative => self.superlative > 0 && self.superlative >= self.rest,
            ClaimCue::Causal | ClaimCue::Conduct | ClaimCue::Judgement => true,
        }
    }
}

/// Whether a word is what makes the claim one of this sort.
fn shows(draft: &Draft<'_>, cue: ClaimCue, sentence: &Range<u32>, at: u32) -> bool {
    let class = match cue {
        ClaimCue::Accusation => Class::ACCUSATION,
        ClaimCue::Casualty => return toll(draft, sentence, at),
        ClaimCue::Statistic => return figure(draft, sentence, at),
        ClaimCue::Prediction => Class::FORECAST,
        ClaimCue::Superlative => Class::SUPERLATIVE,
        ClaimCue::Motive | ClaimCue::Causal | ClaimCue::Conduct | ClaimCue::Judgement => return false,
    };
    draft.is(at, class) && !draft.token(at).quoted()
}

/// "had tabled", "has targeted": an act without a date, told from after it.
fn perfect(draft: &Draft<'_>, range: &Range<u32>) -> bool {
    range.clone().any(|at| {
        draft.is(at, Class::HAVE)
            && (at + 1..range.end.min(at + 6)).any(|next| draft.is(next, Class::CONDUCT | Class::ACCUSATION))
    })
}

/// Harm beside a number: "12 people were killed", "killed at least a dozen".
fn toll(draft: &Draft<'_>, range: &Range<u32>, at: u32) -> bool {
    const NEAR: u32 = 6;
    let near = at.saturating_sub(NEAR).max(range.start)..range.end.min(at + NEAR);
    let year = |at: u32| {
        let four = draft.text(at).len() == 4 && !draft.text(at).contains(',');
        four || at > 0 && draft.is(at - 1, Class::MONTH)
    };
    let number = |at: u32| match draft.token(at).kind {
        TokenKind::Number => !year(at),
        _ => draft.is(at, Class::NUMBER_WORD) && !draft.is(at, Class::INDEFINITE),
    };
    draft.is(at, Class::HARM) && !draft.token(at).quoted() && near.into_iter().any(number)
}

/// Numbers that somebody must have counted, two at most.
fn figures(draft: &Draft<'_>, range: &Range<u32>) -> i32 {
    range.clone().filter(|&at| figure(draft, range, at)).take(2).map(|_| 1).sum()
}

/// A number that somebody must have counted: not a date, an age, a time or a year.
fn figure(draft: &Draft<'_>, range: &Range<u32>, at: u32) -> bool {
    let token = draft.token(at);
    let text = draft.text(at);
    let scale = at + 1 < range.end && draft.is(at + 1, Class::SCALE | Class::PEOPLE);
    token.kind == TokenKind::Number
        && !token.quoted()
        && (text.contains('%')
            || text.starts_with(['$', '£', '€'])
            || text.contains(',') && !text.ends_with(',')
            || scale)
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
        let weight = Weights::of(draft, &clause).total();
        if clause.len() >= 4 && best.as_ref().is_none_or(|(most, _)| weight > *most) {
            best = Some((weight, clause));
        }
        start = at + 2;
    }
    best.filter(|(weight, _)| *weight >= ENOUGH).map_or(range, |(_, clause)| clause)
}
