//! The rule kind that finds words which went through two mouths.

use super::attribution::{eligible, without_colon};
use super::{Details, Draft, Sink};
use crate::attribution::{Attribution, Frame, Kind, SourceClass};
use crate::language::{Class, Form, Grammar, List, TokenKind, VerbClass};
use std::ops::Range;

/// A source that passes on what another said.
pub(super) fn chains(sink: &mut Sink<'_, '_>) {
    let draft = sink.draft;
    for sentence in 0..draft.language.sentences.len() {
        let relations = draft.attributions.in_sentence(sentence);
        let mut ends = 0;
        for relation in relations.iter().filter(|relation| quotes_another(draft, relation)) {
            let (core, cue) = (&relation.at.core, &without_colon(draft, relation.at.cue.clone()));
            let tokens = core.start.min(cue.start)..core.end.max(cue.end);
            ends = ends.max(tokens.end);
            sink.push(tokens, Details { related: Some(relation.at.core.clone()), ..Details::default() });
        }
        for outer in relations {
            let Some(inner) = relations.iter().find(|inner| passes_on(draft, outer, inner)) else { continue };
            let (a, b) = (extent(outer), extent(inner));
            let tokens = a.start.min(b.start)..a.end.max(b.end);
            if tokens.start < ends {
                continue;
            }
            ends = tokens.end;
            sink.push(tokens, Details { related: Some(outer.at.core.clone()), ..Details::default() });
        }
    }
}

/// "The Courier quoted the mayor as saying": two mouths in one cue.
fn quotes_another(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let outlet = matches!(relation.class, SourceClass::Outlet | SourceClass::UnnamedOutlet);
    let saying = |at: u32| {
        let verb = draft.lexicon.verb(draft.token(at).word());
        draft.is(at - 1, Class::AS) && verb.is_some_and(|(verb, form)| verb.takes_that && form == Form::Ing)
    };
    // "quoted X as saying": at least the verb, one word for X, "as".
    outlet && !relation.own && eligible(relation) && relation.at.cue.clone().skip(3).any(saying)
}

/// The cue, with the source behind "according to".
fn extent(relation: &Attribution) -> Range<u32> {
    let cue = relation.at.cue.clone();
    if relation.frame != Frame::AccordingTo {
        return cue;
    }
    let core = relation
        .outlet_at()
        .cloned()
        .or(relation.at.source.clone().map(|_| relation.at.core.clone()))
        .unwrap_or(cue.clone());
    cue.start.min(core.start)..cue.end.max(core.end)
}

/// Whether `outer` reports what `inner` says to somebody else.
fn passes_on(draft: &Draft<'_>, outer: &Attribution, inner: &Attribution) -> bool {
    let same_cue = outer.at.cue == inner.at.cue;
    let says = inner.at.source.is_some() && (inner.kind == Kind::Speech || cites(draft, inner));
    if same_cue || !says || outer.own || !eligible(outer) || hears(draft, inner) {
        return false;
    }
    if matches!(outer.class, SourceClass::Outlet | SourceClass::UnnamedOutlet) {
        outlet_passes_on(draft, outer, inner)
    } else {
        person_passes_on(draft, outer, inner)
    }
}

/// "according to OUTLET, X said" is hearsay; "X said, OUTLET reported" credits the outlet.
fn outlet_passes_on(draft: &Draft<'_>, outer: &Attribution, inner: &Attribution) -> bool {
    let credit = matches!(outer.frame, Frame::SaidAfter | Frame::SaidBy | Frame::PassiveBy);
    // "The agency has warned of it, and some reports say" are two statements.
    let behind = inner.at.cue.start < outer.at.cue.start;
    if behind && (matches!(outer.frame, Frame::SaidThat | Frame::Told) || !reports(draft, outer)) {
        return false;
    }
    let acts = outer.at.content.first().is_some_and(|content| draft.is(content.start, Class::TO));
    let within = matches!(inner.frame, Frame::SaidAfter | Frame::SaidBy)
        && inner.at.content.iter().any(|content| content.contains(&outer.at.cue.start));
    // "The Courier agreed to pay after a guest claimed", "The Courier, which said it had grown, Lund said".
    if acts || within {
        return false;
    }
    cites(draft, inner) || !same_speaker(outer, inner) && (!credit || tells(draft, inner)) && outer.venue.is_none()
}

/// Whether the cue is one of the words for reporting: a paper that "inquired about" something passes nothing on.
fn reports(draft: &Draft<'_>, relation: &Attribution) -> bool {
    relation.frame == Frame::AccordingTo || draft.verb(relation).is_some()
}

/// "X said that Y told Z"
fn person_passes_on(draft: &Draft<'_>, outer: &Attribution, inner: &Attribution) -> bool {
    credits(draft, outer, inner)
        || outer.kind == Kind::Speech
            && outer.at.content.iter().any(|content| content.contains(&inner.at.head))
            && tells(draft, inner)
            && speaks(draft, inner)
            && inner.venue_at().cloned().is_some_and(|venue| somebody(draft, venue))
            && !same_speaker(outer, inner)
            && !draft.pronoun(inner)
}

/// "the 2 in the second place tells us": a figure tells nobody.
fn speaks(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let figure = relation.at.core.clone().any(|at| draft.token(at).kind() == TokenKind::Number);
    relation.class != SourceClass::Institution || !figure
}

/// "X said, according to the company"
fn credits(draft: &Draft<'_>, outer: &Attribution, inner: &Attribution) -> bool {
    use SourceClass::{Collective, Institution, NamedPerson, Role};
    let gap = outer.at.cue.start.checked_sub(inner.at.cue.end);
    outer.frame == Frame::AccordingTo
        && matches!(outer.class, Collective | Institution | NamedPerson | Role)
        && gap.is_some_and(|gap| gap <= 1)
        && says(draft, inner)
        && inner.is_likely()
        && !same_speaker(outer, inner)
}

/// Whether a phrase names who can be told something: "tells the story" does not.
fn somebody(draft: &Draft<'_>, venue: Range<u32>) -> bool {
    let person = Class::PERSON_NOUN | Class::PEOPLE | Class::PERSONAL | Class::OBJECT_PRONOUN | Class::PLAIN_PERSON;
    let listed = draft.language.matches_in(venue.clone()).any(|m| matches!(m.list, List::SOURCE | List::OUTLET));
    listed || venue.into_iter().any(|at| draft.token(at).capital() || draft.is(at, person))
}

fn same_speaker(outer: &Attribution, inner: &Attribution) -> bool {
    outer.at.core == inner.at.core || outer.speaker().is_some() && outer.speaker() == inner.speaker()
}

/// said, told
fn says(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let verb = draft.lexicon.verb(draft.token(relation.at.head).word());
    verb.is_some_and(|(verb, _)| verb.grammar.contains(Grammar::BARE))
}

/// "has seen a rise": no words of anybody's.
fn hears(draft: &Draft<'_>, relation: &Attribution) -> bool {
    draft.verb(relation).is_some_and(|(verb, ..)| verb.class == VerbClass::Hearing)
}

/// told
fn tells(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let verb = draft.lexicon.verb(draft.token(relation.at.head).word());
    verb.is_some_and(|(verb, _)| verb.grammar.contains(Grammar::HEARER | Grammar::BARE))
}

/// citing
fn cites(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let verb = draft.lexicon.verb(draft.token(relation.at.head).word());
    verb.is_some_and(|(verb, form)| verb.grammar.contains(Grammar::CITES) && form == Form::Ing)
}
