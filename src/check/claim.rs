//! Statements of fact that nobody stands behind.

use super::coverage::Cover;
use super::statement::{Statement, figure, toll};
use super::{Details, Draft, Ready, Sink};
use crate::language::Class;
use crate::rule::kind::{Claim, ClaimCue, Place};
use std::ops::Range;

/// Sentences of copy that make a claim of the rule's sort, where the rule looks.
pub(super) fn claims(sink: &mut Sink<'_, '_>, ready: &Ready, keys: &Claim) {
    for statement in sink.draft.statements().iter().filter(|statement| open(statement, keys.place)) {
        claim(sink, ready, keys, statement);
    }
}

/// Whether nothing stands behind a statement that the rule would accept.
fn open(statement: &Statement, place: Place) -> bool {
    match place {
        Place::Anywhere => !statement.linked,
        Place::Lead => statement.lead && matches!(statement.cover, Cover::None | Cover::Lead) && !statement.linked,
        Place::Linked => statement.linked,
    }
}

/// The clauses of a statement that make a claim of the rule's sort; else one of the rule's phrases.
fn claim(sink: &mut Sink<'_, '_>, ready: &Ready, keys: &Claim, statement: &Statement) {
    let draft = sink.draft;
    let variant = keys.mild.as_ref().filter(|_| !statement.strong);
    for (clause, asserts) in &statement.claims {
        let needed = ready.needs.is_none() || draft.has_phrase(ready.needs, clause.clone());
        let Some(cue) = keys.cues.iter().copied().filter(|&cue| needed && asserts.leads(cue)).min() else {
            continue;
        };
        let related = clause.clone().find(|&at| shows(draft, cue, clause, at)).map(|at| at..at + 1);
        sink.push(clause.clone(), Details { variant, related, ..Details::default() });
    }
    if !keys.phrases.is_empty() && matches!(statement.cover, Cover::None | Cover::Lead) {
        let mut phrases = draft.phrases_in(ready.phrases, statement.sentence.clone());
        if let Some(found) = phrases.find(|found| !draft.token(found.tokens.start).quoted()) {
            let related = Some(found.tokens.clone());
            sink.push(found.tokens.clone(), Details { related, ..Details::default() });
        }
    }
}

/// Whether a word is what makes the claim one of this sort.
fn shows(draft: &Draft<'_>, cue: ClaimCue, clause: &Range<u32>, at: u32) -> bool {
    let class = match cue {
        ClaimCue::Accusation => Class::ACCUSATION,
        ClaimCue::Casualty => return toll(draft, clause, at),
        ClaimCue::Statistic => return figure(draft, clause, at) || draft.is(at, Class::FIGURE),
        ClaimCue::Prediction => Class::FORECAST,
        ClaimCue::Superlative => Class::SUPERLATIVE,
        ClaimCue::Motive | ClaimCue::Causal | ClaimCue::Conduct | ClaimCue::Judgement => return false,
    };
    draft.is(at, class) && !draft.token(at).quoted()
}
