//! Chooses the case of the rule, and with it the severity, of a finding about an attribution.

use super::passes::counted;
use super::reach::{Reach, tokens_within};
use super::{AttributionKeys, Via};
use crate::attribution::{AttributionKind, Frame, SourceClass, TokenAttribution};
use crate::diagnostic::Severity;
use crate::language::{Class, Form, Grammar, TokenKind, VerbClass};
use crate::rule::kinds::shared::attributions::one_unnamed;
use crate::rule::kinds::shared::identity::{brought_in, officer, somebody_named};
use crate::rule::kinds::shared::{FindingSink, LintedDraft, Variant, graver};
use std::ops::Range;

pub(super) fn case_of<'k>(
    sink: &FindingSink<'_, '_>,
    keys: &'k AttributionKeys,
    relation: &TokenAttribution,
    part: Via,
) -> Option<&'k Variant> {
    let draft = sink.draft;
    // “Sources with knowledge of the talks” have a description.
    let alone = relation.at.source.as_ref().is_none_or(|source| source.len() <= relation.at.core.len());
    let bare =
        relation.at.core.len() == 1 && alone && relation.class == SourceClass::Anonymous && !draft.pronoun(relation);
    let mut chosen = keys.bare.as_ref().filter(|_| bare);
    chosen = graver(chosen, keys.state.as_ref().filter(|_| relation.state));
    let intelligence = relation.at.core.clone().any(|at| draft.is(at, Class::INTELLIGENCE));
    // In “US intelligence concluded” a service speaks. “According to intelligence” cites a document that nobody has seen.
    let paper = intelligence && relation.frame == Frame::AccordingTo;
    chosen = graver(chosen, keys.intelligence.as_ref().filter(|_| paper));
    let lighter = keys.venue.as_ref().filter(|_| part == Via::Venue && !relation.state);
    chosen.or(lighter).or(keys.witness.as_ref().filter(|_| relation.class == SourceClass::UnnamedIndividual))
}

/// The less severe of two cases, where `None` has the rule's `own` severity. If they are equally severe, returns `b`.
pub(super) fn lighter<'v>(own: Severity, a: Option<&'v Variant>, b: Option<&'v Variant>) -> Option<&'v Variant> {
    b.filter(|b| b.severity <= a.map_or(own, |a| a.severity)).or(a)
}

/// Replaces a case by a less severe one that applies: a named person nearby, a group that speaks in public, a stated reason.
pub(super) fn lightened<'k>(
    sink: &FindingSink<'_, '_>,
    keys: &'k AttributionKeys,
    relation: &TokenAttribution,
    part: Via,
    variant: Option<&'k Variant>,
) -> Option<&'k Variant> {
    let draft = sink.draft;
    let near = || tokens_within(sink, relation, Reach::Around);
    let counted = keys.counted && counted(draft, relation);
    let in_public = |at: u32| keys.in_public.has_in_any_case(draft.text(at));
    let cases: [(&Option<Variant>, &dyn Fn() -> bool); 7] = [
        (&keys.nearby, &|| !counted && somebody_named(draft, relation, near())),
        (&keys.described, &|| officer(draft, relation, near())),
        (&keys.public, &|| !counted && relation.at.core.clone().next_back().is_some_and(in_public)),
        (&keys.view, &|| part == Via::Source && gives_view(draft, relation)),
        (&keys.quoted, &|| part == Via::Source && quotes_somebody(draft, relation)),
        (&keys.explained, &|| explained(draft, relation)),
        (&keys.introduced, &|| one_unnamed(relation) && brought_in(draft, relation)),
    ];
    let holding = cases.into_iter().filter_map(|(lighter, holds)| lighter.as_ref().filter(|_| holds()));
    holding.fold(variant, |variant, other| lighter(sink.rule.severity, variant, Some(other)))
}

/// Whether the attribution gives a crowd's opinion or an outlet's own view: “Many say”, “some feel”, “The Courier called it
/// a disgrace”.
fn gives_view(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let crowd = Class::GENERAL | Class::SEVERAL | Class::PRONOUN;
    match relation.class {
        SourceClass::VagueGroup => {
            let last = relation.at.core.end - 1;
            relation.at.core.len() <= 2 && draft.is(last, crowd)
        }
        SourceClass::Outlet if relation.frame != Frame::AccordingTo => {
            let judges = draft.verb(relation).is_some_and(|(verb, form, _)| {
                form != Form::Ing && !verb.takes_that && !verb.grammar.contains(Grammar::CITES)
            });
            judges || relation.at.source.clone().is_some_and(|source| writer_named(draft, source))
        }
        _ => false,
    }
}

/// Whether the source phrase of an outlet names its writer: “Ada Brook of the Courier wrote”.
fn writer_named(draft: &LintedDraft<'_>, source: Range<u32>) -> bool {
    let name = |at: u32| draft.token(at).capital() && draft.kind(at) == TokenKind::Word;
    let mut of = (source.start + 2..source.end.max(source.start + 2)).filter(|&at| draft.is(at, Class::OF));
    of.any(|at| name(at - 1) && name(at - 2) && !draft.is(at - 2, Class::DETERMINER))
}

/// Whether an identified source speaks in the same sentence: “The mayor said, according to the Courier”.
fn quotes_somebody(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let others = draft.attributions.in_sentence(draft.language.sentence_at(relation.at.cue.start));
    others.iter().any(|other| {
        other.at.cue != relation.at.cue
            && other.kind == AttributionKind::Speech
            && other.is_likely()
            && matches!(other.class, SourceClass::NamedPerson | SourceClass::Role | SourceClass::Institution)
    })
}

/// Whether the draft gives the reason why the source has no name: “who spoke on condition of anonymity because the matter is
/// private”. The reason may be in the sentence of the attribution. It may also follow, up to the first sentence of the next
/// paragraph, in a sentence about the same source.
fn explained(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let number = draft.language.sentence_at(relation.at.cue.start);
    let Some(noun) = relation.at.core.clone().next_back() else { return false };
    let same = |sentence: usize| {
        let mut tokens = draft.language.sentences[sentence].clone();
        tokens.any(|at| {
            at > 0 && draft.is(at - 1, Class::DETERMINER) && draft.text(at).eq_ignore_ascii_case(draft.text(noun))
        })
    };
    let paragraph = draft.language.paragraph_at(relation.at.cue.start);
    let end = draft.language.paragraphs[paragraph].sentences.end as usize;
    let later = number + 1..(end + 1).min(draft.language.sentences.len()).min(number + 1 + REASON);
    gives_reason(draft, number) || later.into_iter().any(|sentence| same(sentence) && gives_reason(draft, sentence))
}

/// The most sentences after an unnamed source in which a reason for the missing name is sought.
const REASON: usize = 6;

/// Whether the sentence gives a reason for anonymity: “on condition of anonymity because”, “asked not to be named in order
/// to”.
fn gives_reason(draft: &LintedDraft<'_>, sentence: usize) -> bool {
    let sentence = draft.language.sentences[sentence].clone();
    let reason = Class::CAUSE | Class::SUBORDINATOR | Class::TO | Class::AS;
    let denied = |at: u32| {
        draft.is(at, Class::NEGATION)
            || draft.lexicon.verb(draft.token(at).word()).is_some_and(|(verb, _)| verb.class == VerbClass::Denying)
    };
    let withheld =
        |at: u32| draft.is(at, Class::IDENTIFIED) && (at.saturating_sub(4).max(sentence.start)..at).any(denied);
    let unnamed =
        sentence.clone().find(|&at| !draft.token(at).quoted() && (draft.is(at, Class::ANONYMITY) || withheld(at)));
    unnamed.is_some_and(|at| (at + 1..sentence.end).any(|at| draft.is(at, reason)))
}
