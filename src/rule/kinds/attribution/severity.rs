//! Chooses the case of the rule, and with it the severity, of a finding about an attribution.

use super::passes::is_counted;
use super::reach::{Reach, tokens_within};
use super::{AttributionKeys, Via};
use crate::attribution::{AttributionKind, Frame, SourceClass, TokenAttribution};
use crate::diagnostic::Severity;
use crate::language::{Class, Form, Grammar, TokenKind, VerbClass};
use crate::rule::kinds::shared::attributions::is_unnamed_person;
use crate::rule::kinds::shared::identity::{has_named_speaker, has_officer, is_introduced_later};
use crate::rule::kinds::shared::{FindingSink, LintedDraft, Variant, more_severe};
use crate::text::{SentenceIdx, TokenIdx, TokenRange};

/// The rule's case for an attribution by its source: the most severe of those that apply; `None` for the rule itself.
pub(super) fn case_of<'k>(
    sink: &FindingSink<'_, '_>,
    keys: &'k AttributionKeys,
    attribution: &TokenAttribution,
    part: Via,
) -> Option<&'k Variant> {
    let draft = sink.draft;
    // “Sources with knowledge of the talks” have a description.
    let is_undescribed = attribution.at.source.as_ref().is_none_or(|source| source.len() <= attribution.at.core.len());
    let is_bare = attribution.at.core.len() == 1
        && is_undescribed
        && attribution.class == SourceClass::Anonymous
        && !draft.is_pronoun(attribution);
    let mut chosen = keys.bare.as_ref().filter(|_| is_bare);
    chosen = more_severe(chosen, keys.state.as_ref().filter(|_| attribution.state));
    let intelligence = attribution.at.core.iter().any(|at| draft.is(at, Class::INTELLIGENCE));
    // In “US intelligence concluded” a service speaks. “According to intelligence” cites a document that nobody has seen.
    let is_document = intelligence && attribution.frame == Frame::AccordingTo;
    chosen = more_severe(chosen, keys.intelligence.as_ref().filter(|_| is_document));
    let milder = keys.venue.as_ref().filter(|_| part == Via::Venue && !attribution.state);
    chosen.or(milder).or(keys.witness.as_ref().filter(|_| attribution.class == SourceClass::UnnamedIndividual))
}

/// The less severe of two cases, where `None` has the rule's `own` severity. If they are equally severe, returns `b`.
fn less_severe<'v>(own: Severity, a: Option<&'v Variant>, b: Option<&'v Variant>) -> Option<&'v Variant> {
    b.filter(|b| b.severity <= a.map_or(own, |a| a.severity)).or(a)
}

/// The case of a later mention of a source. A case that is as mild already stays, because its message fits the place better:
/// “told the Daily Mail”.
pub(super) fn later_case<'k>(
    sink: &FindingSink<'_, '_>,
    keys: &'k AttributionKeys,
    variant: Option<&'k Variant>,
) -> Option<&'k Variant> {
    let severity = variant.map_or(sink.rule.severity, |variant| variant.severity);
    let is_milder = |later: &&Variant| later.severity < severity || variant.is_none() && later.severity == severity;
    keys.later.as_ref().filter(is_milder).or(variant)
}

/// Replaces a case by a less severe one that applies: a named person nearby, a group that speaks in public, a stated reason.
pub(super) fn milder_case<'k>(
    sink: &FindingSink<'_, '_>,
    keys: &'k AttributionKeys,
    attribution: &TokenAttribution,
    part: Via,
    variant: Option<&'k Variant>,
) -> Option<&'k Variant> {
    let draft = sink.draft;
    let nearby_tokens = || tokens_within(sink, attribution, Reach::Around);
    let counted = keys.counted && is_counted(draft, attribution);
    let speaks_in_public = |at: TokenIdx| keys.in_public.has_in_any_case(draft.text(at));
    let cases: [(&Option<Variant>, &dyn Fn() -> bool); 7] = [
        (&keys.nearby, &|| !counted && has_named_speaker(draft, attribution, nearby_tokens())),
        (&keys.described, &|| has_officer(draft, attribution, nearby_tokens())),
        (&keys.public, &|| !counted && attribution.at.core.iter().next_back().is_some_and(speaks_in_public)),
        (&keys.view, &|| part == Via::Source && is_view(draft, attribution)),
        (&keys.quoted, &|| part == Via::Source && quotes_somebody(draft, attribution)),
        (&keys.explained, &|| has_reason_for_anonymity(draft, attribution)),
        (&keys.introduced, &|| is_unnamed_person(attribution) && is_introduced_later(draft, attribution)),
    ];
    let applicable = cases.into_iter().filter_map(|(milder, applies)| milder.as_ref().filter(|_| applies()));
    applicable.fold(variant, |variant, other| less_severe(sink.rule.severity, variant, Some(other)))
}

/// Whether the attribution gives a crowd's opinion or an outlet's own view: “Many say”, “some feel”, “The Courier called it
/// a disgrace”.
fn is_view(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let crowd = Class::GENERAL | Class::SEVERAL | Class::PRONOUN;
    match attribution.class {
        SourceClass::VagueGroup => {
            let last = attribution.at.core.end - 1;
            attribution.at.core.len() <= 2 && draft.is(last, crowd)
        }
        SourceClass::Outlet if attribution.frame != Frame::AccordingTo => {
            let gives_judgement = draft.verb(attribution).is_some_and(|(verb, form, _)| {
                form != Form::Ing && !verb.takes_that && !verb.grammar.contains(Grammar::CITES)
            });
            gives_judgement || attribution.at.source.is_some_and(|source| names_writer(draft, source))
        }
        _ => false,
    }
}

/// Whether the source phrase of an outlet names its writer: “Ada Brook of the Courier wrote”.
fn names_writer(draft: &LintedDraft<'_>, source: TokenRange) -> bool {
    let name = |at: TokenIdx| draft.token(at).capital() && draft.kind(at) == TokenKind::Word;
    let mut of_tokens =
        (source.start + 2).until(source.end.max(source.start + 2)).iter().filter(|&at| draft.is(at, Class::OF));
    of_tokens.any(|at| name(at - 1) && name(at - 2) && !draft.is(at - 2, Class::DETERMINER))
}

/// Whether an identified source speaks in the same sentence: “The mayor said, according to the Courier”.
fn quotes_somebody(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let others = draft.attributions.in_sentence(draft.language.sentence_at(attribution.at.cue.start));
    others.iter().any(|other| {
        other.at.cue != attribution.at.cue
            && other.kind == AttributionKind::Speech
            && other.is_likely()
            && matches!(other.class, SourceClass::NamedPerson | SourceClass::Role | SourceClass::Institution)
    })
}

/// Whether the draft gives the reason why the source has no name: “who spoke on condition of anonymity because the matter is
/// private”. The reason may be in the sentence of the attribution. It may also follow, up to the first sentence of the next
/// paragraph, in a sentence about the same source.
fn has_reason_for_anonymity(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let number = draft.language.sentence_at(attribution.at.cue.start);
    let Some(noun) = attribution.at.core.iter().next_back() else { return false };
    let mentions_source = |sentence: SentenceIdx| {
        let tokens = draft.language.sentences[sentence.index()];
        tokens.iter().any(|at| {
            at > TokenIdx::ZERO
                && draft.is(at - 1, Class::DETERMINER)
                && draft.text(at).eq_ignore_ascii_case(draft.text(noun))
        })
    };
    let paragraph = draft.language.paragraph_at(attribution.at.cue.start);
    let end = draft.language.paragraphs[paragraph].sentences.end;
    let later =
        (number + 1).until((end + 1).min(draft.language.all_sentences().end).min(number + 1 + MAX_REASON_SENTENCES));
    gives_reason(draft, number)
        || later.into_iter().any(|sentence| mentions_source(sentence) && gives_reason(draft, sentence))
}

/// The most sentences after an unnamed source in which a reason for the missing name is sought.
const MAX_REASON_SENTENCES: u32 = 6;

/// Whether the sentence gives a reason for anonymity: “on condition of anonymity because”, “asked not to be named in order
/// to”.
fn gives_reason(draft: &LintedDraft<'_>, sentence: SentenceIdx) -> bool {
    let sentence = draft.language.sentences[sentence.index()];
    let reason = Class::CAUSE | Class::SUBORDINATOR | Class::TO | Class::AS;
    let is_denied = |at: TokenIdx| {
        draft.is(at, Class::NEGATION)
            || draft.lexicon.verb(draft.token(at).word()).is_some_and(|(verb, _)| verb.class == VerbClass::Denying)
    };
    let is_withheld = |at: TokenIdx| {
        draft.is(at, Class::IDENTIFIED) && at.saturating_sub(4).max(sentence.start).until(at).iter().any(is_denied)
    };
    let anonymity =
        sentence.iter().find(|&at| !draft.token(at).quoted() && (draft.is(at, Class::ANONYMITY) || is_withheld(at)));
    anonymity.is_some_and(|at| (at + 1).until(sentence.end).iter().any(|at| draft.is(at, reason)))
}
