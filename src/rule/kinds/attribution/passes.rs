//! Conditions under which an attribution is not reported.

use super::reach::{Reach, tokens_within};
use super::{AttributionKeys, AttributionPhrases};
use crate::attribution::{AttributionKind, SURE, SourceClass, TokenAttribution};
use crate::language::{Class, Grammar, TokenKind, VerbClass};
use crate::rule::kinds::shared::identity::{
    has_named_member, has_officer, is_identified, is_mentioned_before, names_body,
};
use crate::rule::kinds::shared::{FindingSink, LintedDraft};
use crate::text::{TokenIdx, TokenRange};

/// Whether the keys of the rule let an attribution pass.
pub(super) fn is_accepted(
    sink: &FindingSink<'_, '_>,
    lists: &AttributionPhrases,
    keys: &AttributionKeys,
    attribution: &TokenAttribution,
) -> bool {
    let draft = sink.draft;
    let verb = draft.verb(attribution).map(|(verb, ..)| verb.lemma);
    let has_accepted_verb = verb.is_some_and(|verb| keys.accept_verbs.has(verb));
    let is_accepted_word = |at: TokenIdx| keys.accept.has_in_any_case(draft.text(at));
    // “He and other officials”, “Boockvar and others”: one member of the group is known.
    let group = matches!(attribution.class, SourceClass::Collective | SourceClass::VagueGroup);
    let core = &attribution.at.core;
    let is_country = |at: TokenIdx| draft.lexicon.nationality(draft.token(at), &draft.document.prose);
    let includes_known_person = core.len() > 2
        && (draft.is(core.start, Class::PERSONAL)
            || group && draft.token(core.start).capital() && !is_country(core.start))
        && draft.is(core.start + 1, Class::COORDINATOR);
    if keys.pronouns != is_unresolved_pronoun(draft, attribution) {
        return true;
    }
    if includes_known_person
        || has_accepted_verb
        || says_nobody_spoke(draft, attribution)
        || !keys.party.is_empty() && is_party(draft, lists, attribution)
        || !fits_words_before(draft, keys, *core)
        || is_own_document(draft, keys, attribution)
        || is_public_register(draft, keys, *core)
        || draft.is_pronoun(attribution) && !keys.pronouns
        || attribution.at.core.iter().any(is_accepted_word)
        || gives_no_information(draft, attribution)
    {
        return true;
    }
    // “<some reports>”: a link on the source shows which reports. It does not show who an unnamed person is.
    let is_person_or_outlet =
        matches!(attribution.class, SourceClass::Anonymous | SourceClass::UnnamedIndividual | SourceClass::Outlet);
    if !is_person_or_outlet && attribution.at.source.is_some_and(|source| draft.has_link(source)) {
        return true;
    }
    let reach = |reach: Reach| tokens_within(sink, attribution, reach);
    if keys.unless.named_member_within.is_some_and(|r| has_named_member(draft, attribution, reach(r))) {
        return true;
    }
    if keys.counted && is_counted(draft, attribution) {
        return false;
    }
    if keys.unless.body_named && names_body(draft, attribution)
        || keys.unless.taken_up && is_mentioned_before(draft, attribution)
    {
        return true;
    }
    if keys.unless.officer_within.is_some_and(|r| has_officer(draft, attribution, reach(r))) {
        return true;
    }
    keys.unless.identified_within.is_some_and(|r| is_identified(draft, attribution, reach(r)))
}

/// Whether the draft says how many officials spoke: “Two officials of the board”. They did not want to be named, even if the
/// board is.
pub(super) fn is_counted(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let first = attribution.at.core.start;
    let is_number = draft.is(first, Class::NUMBER_WORD) && !draft.is(first, Class::INDEFINITE | Class::SCALE);
    attribution.class == SourceClass::Collective && is_number
}

/// Whether the words for the source mean that nobody spoke: “No newspaper said”, “not everyone thinks”.
fn says_nobody_spoke(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let start = attribution.at.core.start;
    let nobody_classes = Class::NEGATION | Class::NOBODY;
    draft.is(start, nobody_classes) || start > TokenIdx::ZERO && draft.is(start - 1, nobody_classes)
}

/// Whether an outlet or platform speaks for itself: to a court, in a statement, or about a lawsuit. The bare name of a
/// platform counts, too.
fn is_party(draft: &LintedDraft<'_>, lists: &AttributionPhrases, attribution: &TokenAttribution) -> bool {
    if !matches!(attribution.class, SourceClass::Outlet | SourceClass::SocialMedia) {
        return false;
    }
    let sentence = draft.sentence(attribution.at.cue.start);
    let content = &attribution.at.content;
    let is_content = |at: TokenIdx| content.iter().any(|content| content.contains(at)) || draft.token(at).quoted();
    // If an outlet calls something by a name, instead of reporting about it, that is the outlet's own view.
    let gives_view = draft.verb(attribution).is_some_and(|(verb, ..)| !verb.takes_that);
    let speaks_for_itself = draft.phrases_in(lists.party, sentence).any(|m| gives_view || !is_content(m.tokens.start));
    let is_platform = attribution.class == SourceClass::SocialMedia
        && !draft.text(attribution.at.core.end - 1).ends_with('s')
        && attribution.at.core.iter().all(|at| draft.token(at).capital() && !draft.is(at, Class::POST));
    speaks_for_itself || is_platform
}

/// Whether the words before an ambiguous noun fit the rule's meaning of it: “local reports”, but not “police reports”.
fn fits_words_before(draft: &LintedDraft<'_>, keys: &AttributionKeys, core: TokenRange) -> bool {
    let Some(words) = core.end.checked_sub(1).and_then(|last| keys.beside.words_for(draft.text(last))) else {
        return true;
    };
    let neutral = Class::DETERMINER | Class::NUMBER_WORD | Class::SEVERAL | Class::NATIONALITY | Class::GENERAL;
    core.start.until(core.end - 1).iter().all(|at| {
        let token = draft.token(at);
        draft.is(at, neutral)
            || draft.lexicon.nationality(token, &draft.document.prose)
            || words.has_in_any_case(draft.text(at))
            || token.kind() != TokenKind::Word
    })
}

/// Whether the source is a register that is open to the public: “Court records show”.
fn is_public_register(draft: &LintedDraft<'_>, keys: &AttributionKeys, core: TokenRange) -> bool {
    let public_registers = core.end.checked_sub(1).and_then(|last| keys.registers.words_for(draft.text(last)));
    public_registers.is_some_and(|public_registers| {
        core.start.until(core.end - 1).iter().any(|at| public_registers.has_in_any_case(draft.text(at)))
    })
}

/// Whether the source is a document of the body that speaks in the sentence: “The union said an internal poll found”.
fn is_own_document(draft: &LintedDraft<'_>, keys: &AttributionKeys, attribution: &TokenAttribution) -> bool {
    let is_accepted_word = |at: TokenIdx| keys.accept_inside.has_in_any_case(draft.text(at));
    if keys.accept_inside.is_empty() || !attribution.at.core.iter().any(is_accepted_word) {
        return false;
    }
    let is_body = |other: &TokenAttribution| {
        matches!(other.class, SourceClass::Institution | SourceClass::NamedPerson | SourceClass::Role)
            && other.at.content.iter().any(|content| content.contains(attribution.at.head))
    };
    draft.attributions.in_sentence(draft.language.sentence_at(attribution.at.head)).iter().any(is_body)
}

/// Whether the source is a pronoun for people, and the speaker was not found.
fn is_unresolved_pronoun(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let start = attribution.at.core.start;
    attribution.at.core.len() == 1
        && attribution.speaker().is_none()
        && draft.is(start, Class::PERSONAL)
        && !draft.is(start, Class::NEUTER | Class::FIRST_PERSON | Class::SECOND_PERSON)
}

/// Whether the attribution gives no information: “Six sources asked to remain anonymous”, “officials declined to comment”.
fn gives_no_information(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let is_to = |at: TokenIdx| draft.is(at, Class::TO);
    let has_infinitive = attribution.at.content.first().is_some_and(|content| is_to(content.start));
    let verb = draft.lexicon.verb(draft.token(attribution.at.head).word());
    let is_denial = verb.is_some_and(|(verb, _)| verb.class == VerbClass::Denying);
    // “officials have not said”: there is no statement to verify.
    let is_negated = attribution.at.cue.iter().any(|at| draft.is(at, Class::NEGATION));
    // “students fear”, “ancient people believed”: these are not statements of a source, unless the attribution is certain.
    let is_person = matches!(attribution.class, SourceClass::Anonymous | SourceClass::UnnamedIndividual);
    let is_uncertain_thought =
        is_person && attribution.kind == AttributionKind::Thought && attribution.confidence < SURE
            || attribution.class == SourceClass::Collective
                && matches!(attribution.kind, AttributionKind::Thought | AttributionKind::Wish);
    // “if officials can agree” is only hypothetical.
    let is_hypothetical = draft.is(attribution.at.cue.start, Class::MODAL) && attribution.at.cue.len() > 1;
    // “Reuters asked the ministry” describes newsgathering, not news.
    let asks_somebody = verb.is_some_and(|(verb, _)| verb.grammar == Grammar::PASSIVE_HEARER);
    asks_somebody
        || is_negated
        || is_uncertain_thought
        || is_hypothetical
        || has_infinitive && attribution.class == SourceClass::Anonymous
        || is_denial && (has_infinitive || attribution.at.cue.iter().any(is_to))
}
