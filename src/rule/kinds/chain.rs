//! The rule kind `chain`: words that reached the newsroom through two sources.

use crate::attribution::{AttributionKind, Frame, SourceClass, TokenAttribution};
use crate::language::{Class, Form, Grammar, LexiconBuilder, List, Match, Role, TokenKind, VerbClass};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::attributions::{is_attributed, is_unnamed_person, without_colon};
use crate::rule::kinds::shared::{AddableEntry, FindingExtras, FindingSink, LintedDraft, Variant, source_words};
use crate::statements::new_clause;
use crate::text::{TokenIdx, TokenRange};
use serde::Deserialize;

/// Keys of the kind `chain`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChainKeys {
    /// The most sources between the newsroom and a statement: 1 allows a source that speaks for itself.
    pub max_depth: u8,
    /// The case of an original source with a name or a title.
    pub identified: Option<Variant>,
    /// The case of an unnamed group that an outlet cites.
    pub group: Option<Variant>,
    /// The case of an unnamed person who passes on what another one said.
    pub unnamed: Option<Variant>,
}

impl RuleKind for ChainKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn addable(&self) -> Option<AddableEntry> {
        Some(AddableEntry::Outlet)
    }

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_chains(sink, self);
    }
}

/// Reports sources that pass on what another source said.
fn report_chains(sink: &mut FindingSink<'_, '_>, keys: &ChainKeys) {
    let draft = sink.draft;
    for sentence in draft.language.all_sentences() {
        if draft.role(draft.language.sentences[sentence.index()].start) != Role::Copy {
            continue;
        }
        let attributions = draft.attributions.in_sentence(sentence);
        let mut ends = TokenIdx::ZERO;
        for attribution in attributions.iter().filter(|attribution| quotes_another(draft, attribution)) {
            let (core, cue) = (&attribution.at.core, &without_colon(draft, attribution.at.cue));
            let tokens = core.start.min(cue.start).until(core.end.max(cue.end));
            ends = ends.max(tokens.end);
            let variant = keys.identified.as_ref();
            let fill = vec![("speaker", speaker_words(draft, attribution))];
            sink.push(
                tokens,
                FindingExtras { variant, fill, related: Some(attribution.at.core), ..FindingExtras::default() },
            );
        }
        for outer in attributions {
            let Some(inner) = attributions.iter().find(|inner| passes_on(draft, outer, inner)) else { continue };
            let (a, b) = (marked_tokens(outer), marked_tokens(inner));
            let tokens = a.start.min(b.start).until(a.end.max(b.end));
            if tokens.start < ends {
                continue;
            }
            ends = tokens.end;
            let variant = severity_case(draft, keys, outer, inner);
            let source = if is_citing(draft, inner) {
                draft.words(cited_phrase(draft, inner)).to_owned()
            } else {
                speaker_words(draft, inner)
            };
            let fill = vec![("speaker", speaker_words(draft, outer)), ("source", source)];
            sink.push(
                tokens,
                FindingExtras { variant, fill, related: Some(outer.at.core), ..FindingExtras::default() },
            );
        }
    }
}

/// The words with which a message names the source of an attribution. A pronoun is replaced by the speaker's name, if it is
/// known.
fn speaker_words(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> String {
    let pronoun_speaker = attribution.speaker().filter(|_| draft.is_pronoun(attribution));
    pronoun_speaker
        .map_or_else(|| source_words(draft, attribution).to_owned(), |at| draft.attributions.speakers[at].name.clone())
}

/// Whether the source is a news outlet, named or not.
fn is_outlet(attribution: &TokenAttribution) -> bool {
    matches!(attribution.class, SourceClass::Outlet | SourceClass::UnnamedOutlet)
}

/// The case of a chain. If an outlet cites one unnamed person, nobody can ask that person: this is the most severe case. A
/// group may have spoken in public.
fn severity_case<'k>(
    draft: &LintedDraft<'_>,
    keys: &'k ChainKeys,
    outer: &TokenAttribution,
    inner: &TokenAttribution,
) -> Option<&'k Variant> {
    let is_group = matches!(inner.class, SourceClass::Collective | SourceClass::VagueGroup);
    // “ordered by a judge”, “a strategist called it”: the verb reports an act or a label, not an account.
    let is_account = is_citing(draft, inner)
        || inner.frame != Frame::PassiveBy && draft.verb(inner).is_none_or(|(verb, ..)| verb.takes_that);
    let cited = is_citing(draft, inner).then(|| cited_phrase(draft, inner));
    let is_unnamed = match &cited {
        Some(phrase) => names_nobody(draft, *phrase) && !phrase.iter().any(|at| draft.token(at).capital()),
        None => is_unnamed_person(inner) && !draft.is_pronoun(inner),
    };
    if is_outlet(outer) && is_account && is_unnamed {
        return None;
    }
    let is_group = is_group || cited.is_some_and(|phrase| names_nobody(draft, phrase));
    if is_outlet(outer) && is_account && is_group {
        keys.group.as_ref()
    } else if is_unnamed_person(outer) && !draft.is_pronoun(outer) {
        keys.unnamed.as_ref()
    } else {
        keys.identified.as_ref()
    }
}

/// The words for the sources that an outlet cites: “citing two officials, that the dam had cracked”.
fn cited_phrase(draft: &LintedDraft<'_>, citing: &TokenAttribution) -> TokenRange {
    let content = citing.at.content.first().copied().unwrap_or(citing.at.cue);
    let ends = |&at: &TokenIdx| draft.kind(at) == TokenKind::Comma || draft.is(at, Class::THAT);
    content.start.until(content.iter().find(ends).unwrap_or(content.end))
}

/// Whether a phrase means unnamed people, by the list of sources (“two officials”) or by what they know (“someone familiar
/// with the case”).
fn names_nobody(draft: &LintedDraft<'_>, phrase: TokenRange) -> bool {
    let is_unnamed = |m: &Match| {
        let class = draft.lexicon.source(m.row).class;
        m.list == List::SOURCE
            && matches!(class, "anonymous" | "unnamed-individual" | "collective-official" | "vague-collective")
    };
    let is_close_person = |at: TokenIdx| {
        draft.is(at, Class::BESIDE) && draft.is(at - 1, Class::PERSON_NOUN | Class::PEOPLE | Class::PRONOUN)
    };
    draft.language.matches_in(phrase).any(is_unnamed) || phrase.iter().skip(1).any(is_close_person)
}

/// Whether one cue has two sources: “The Courier quoted the mayor as saying”.
fn quotes_another(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let is_saying = |at: TokenIdx| {
        let verb = draft.lexicon.verb(draft.token(at).word());
        draft.is(at - 1, Class::AS) && verb.is_some_and(|(verb, form)| verb.takes_that && form == Form::Ing)
    };
    // The pattern “quoted X as saying” has at least the verb, one word for X, and “as”.
    is_outlet(attribution)
        && !attribution.own
        && is_attributed(attribution)
        && attribution.at.cue.iter().skip(3).any(is_saying)
}

/// The tokens of the cue, including the source after “according to”.
fn marked_tokens(attribution: &TokenAttribution) -> TokenRange {
    let cue = attribution.at.cue;
    if attribution.frame != Frame::AccordingTo {
        return cue;
    }
    let core = attribution.outlet_at().or(attribution.at.source.map(|_| attribution.at.core)).unwrap_or(cue);
    cue.start.min(core.start).until(cue.end.max(core.end))
}

/// Whether `outer` reports what `inner` says to somebody else.
fn passes_on(draft: &LintedDraft<'_>, outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
    let same_cue = outer.at.cue == inner.at.cue;
    let has_words = inner.at.source.is_some()
        && (inner.kind == AttributionKind::Speech && reports_words(draft, inner) || is_citing(draft, inner))
        && !is_negated(draft, inner);
    if same_cue
        || !has_words
        || outer.own
        || !is_attributed(outer)
        || has_perception_verb(draft, inner)
        || are_separate_clauses(draft, outer, inner)
    {
        return false;
    }
    if is_outlet(outer) { outlet_passes_on(draft, outer, inner) } else { person_passes_on(draft, outer, inner) }
}

/// Whether the attribution says that nothing was said: “nobody had told him”, “never told her”.
fn is_negated(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let is_negation = |at: TokenIdx| draft.is(at, Class::NEGATION | Class::NOBODY);
    attribution.at.core.iter().chain(attribution.at.core.end.until(attribution.at.head)).any(is_negation)
}

/// Whether words or a clause follow the verb, so that it reports something: in “called off the sale” and “ordered a retreat”
/// none does.
fn reports_words(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let is_clause_word = |at: TokenIdx| {
        let form = draft.lexicon.form(draft.token(at).word());
        draft.is(at, Class::BE | Class::HAVE | Class::MODAL | Class::THAT)
            || matches!(form, Some(Form::Past | Form::Third))
            || draft.token(at).quoted()
    };
    let mut content = attribution.at.content.iter().flat_map(Clone::clone);
    has_saying_verb(draft, attribution) || content.any(is_clause_word)
}

/// Whether a new clause with its own speaker begins between two attributions: after “; ”, or after a comma and “but” or
/// “while”.
fn are_separate_clauses(draft: &LintedDraft<'_>, outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
    new_clause(draft, outer.at.cue.end, inner) || new_clause(draft, inner.at.cue.end, outer)
}

/// Whether an outlet passes on the words of `inner`. “According to OUTLET, X said” is hearsay; “X said, OUTLET reported”
/// only credits the outlet.
fn outlet_passes_on(draft: &LintedDraft<'_>, outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
    let is_credit = matches!(outer.frame, Frame::SaidAfter | Frame::SaidBy | Frame::PassiveBy);
    // “The agency has warned of it, and some reports say” has two separate statements.
    let is_inner_first = inner.at.cue.start < outer.at.cue.start;
    if is_inner_first && (matches!(outer.frame, Frame::SaidThat | Frame::Told) || !has_reporting_cue(draft, outer)) {
        return false;
    }
    let is_act = outer.at.content.first().is_some_and(|content| draft.is(content.start, Class::TO));
    let is_within_inner = matches!(inner.frame, Frame::SaidAfter | Frame::SaidBy)
        && inner.at.content.iter().any(|content| content.contains(outer.at.cue.start));
    // “The Courier agreed to pay after a guest claimed”, “The Courier, which said it had grown, Lund said”.
    if is_act || is_within_inner {
        return false;
    }
    is_citing(draft, inner)
        || !same_speaker(outer, inner) && (!is_credit || has_telling_verb(draft, inner)) && outer.addressee.is_none()
}

/// Whether the cue reports something: a newspaper that “inquired about” something passes nothing on.
fn has_reporting_cue(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    attribution.frame == Frame::AccordingTo || draft.verb(attribution).is_some()
}

/// Whether a person repeats what another one told others: “X said that Y told the police”. What Y told X is firsthand.
fn person_passes_on(draft: &LintedDraft<'_>, outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
    credits_second_source(draft, outer, inner)
        || outer.kind == AttributionKind::Speech
            && outer.at.content.iter().any(|content| content.contains(inner.at.head))
            && has_telling_verb(draft, inner)
            && is_more_than_a_figure(draft, inner)
            && inner.addressee_at().is_some_and(|venue| can_be_told(draft, venue))
            && !same_speaker(outer, inner)
            && !draft.is_pronoun(inner)
}

/// Whether the source is more than a figure: “the 2 in the second place tells us”.
fn is_more_than_a_figure(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let has_figure = attribution.at.core.iter().any(|at| draft.kind(at) == TokenKind::Number);
    attribution.class != SourceClass::Institution || !has_figure
}

/// Whether `outer` credits the words of `inner` to a second source: “X said, according to the company”.
fn credits_second_source(draft: &LintedDraft<'_>, outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
    use SourceClass::{Collective, Institution, NamedPerson, Role};
    let gap = outer.at.cue.start.distance_from(inner.at.cue.end);
    outer.frame == Frame::AccordingTo
        && matches!(outer.class, Collective | Institution | NamedPerson | Role)
        && gap.is_some_and(|gap| gap <= 1)
        && has_saying_verb(draft, inner)
        && inner.is_likely()
        && !same_speaker(outer, inner)
}

/// Whether a phrase names somebody who can be told something: in “tells the story” it does not.
fn can_be_told(draft: &LintedDraft<'_>, venue: TokenRange) -> bool {
    // “told her”: she is the one who gives the account.
    if venue.iter().any(|at| draft.is(at, Class::PERSONAL | Class::OBJECT_PRONOUN)) {
        return false;
    }
    let person_classes = Class::PERSON_NOUN | Class::PEOPLE | Class::PLAIN_PERSON;
    let has_listed_name = draft.language.matches_in(venue).any(|m| matches!(m.list, List::SOURCE | List::OUTLET));
    has_listed_name || venue.into_iter().any(|at| draft.token(at).capital() || draft.is(at, person_classes))
}

/// Whether two attributions have the same source.
fn same_speaker(outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
    outer.at.core == inner.at.core || outer.speaker().is_some() && outer.speaker() == inner.speaker()
}

/// Whether the verb is one of saying: “said”, “told”.
fn has_saying_verb(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let verb = draft.lexicon.verb(draft.token(attribution.at.head).word());
    verb.is_some_and(|(verb, _)| verb.grammar.contains(Grammar::BARE))
}

/// Whether the verb is one of perceiving, which reports no words: “has seen a rise”.
fn has_perception_verb(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    draft.verb(attribution).is_some_and(|(verb, ..)| verb.class == VerbClass::Hearing)
}

/// Whether the verb is one of telling or saying: “told”.
fn has_telling_verb(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let verb = draft.lexicon.verb(draft.token(attribution.at.head).word());
    verb.is_some_and(|(verb, _)| verb.grammar.contains(Grammar::HEARER | Grammar::BARE))
}

/// Whether the verb is a participle that cites: “citing”.
fn is_citing(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let verb = draft.lexicon.verb(draft.token(attribution.at.head).word());
    verb.is_some_and(|(verb, form)| verb.grammar.contains(Grammar::CITES) && form == Form::Ing)
}
