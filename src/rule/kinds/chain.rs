//! The rule kind that finds words which went through two mouths.

use crate::attribution::{AttributionKind, Frame, SourceClass, TokenAttribution};
use crate::language::{Class, Form, Grammar, LexiconBuilder, List, Match, Role, TokenKind, VerbClass};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::attributions::{is_attributed, one_unnamed, without_colon};
use crate::rule::kinds::shared::{AddableEntry, FindingExtras, FindingSink, LintedDraft, Variant, source_words};
use crate::statements::new_clause;
use serde::Deserialize;
use std::ops::Range;

/// Keys of the kind `chain`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChainKeys {
    /// How many sources may stand between the newsroom and a statement: 1 lets a source speak for itself.
    pub max_depth: u8,
    /// For a source with a name or a title behind the one that passes it on.
    pub identified: Option<Variant>,
    /// For a group behind an outlet.
    pub group: Option<Variant>,
    /// For somebody without a name who passes on what another said.
    pub unnamed: Option<Variant>,
}

impl RuleKind for ChainKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn addable(&self) -> Option<AddableEntry> {
        Some(AddableEntry::Outlet)
    }

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        chains(sink, self);
    }
}

/// An outlet that passes on what another source said.
fn chains(sink: &mut FindingSink<'_, '_>, keys: &ChainKeys) {
    let draft = sink.draft;
    for sentence in 0..draft.language.sentences.len() {
        if draft.role(draft.language.sentences[sentence].start) != Role::Copy {
            continue;
        }
        let relations = draft.attributions.in_sentence(sentence);
        let mut ends = 0;
        for relation in relations.iter().filter(|relation| quotes_another(draft, relation)) {
            let (core, cue) = (&relation.at.core, &without_colon(draft, relation.at.cue.clone()));
            let tokens = core.start.min(cue.start)..core.end.max(cue.end);
            ends = ends.max(tokens.end);
            let variant = keys.identified.as_ref();
            let fill = vec![("speaker", called(draft, relation))];
            sink.push(
                tokens,
                FindingExtras { variant, fill, related: Some(relation.at.core.clone()), ..FindingExtras::default() },
            );
        }
        for outer in relations {
            let Some(inner) = relations.iter().find(|inner| passes_on(draft, outer, inner)) else { continue };
            let (a, b) = (extent(outer), extent(inner));
            let tokens = a.start.min(b.start)..a.end.max(b.end);
            if tokens.start < ends {
                continue;
            }
            ends = tokens.end;
            let variant = variant(draft, keys, outer, inner);
            let source =
                if cites(draft, inner) { draft.words(cited(draft, inner)).to_owned() } else { called(draft, inner) };
            let fill = vec![("speaker", called(draft, outer)), ("source", source)];
            sink.push(
                tokens,
                FindingExtras { variant, fill, related: Some(outer.at.core.clone()), ..FindingExtras::default() },
            );
        }
    }
}

/// How a message names the source of a relation: a pronoun by the name that it stands for, if that is known.
fn called(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> String {
    let known = relation.speaker().filter(|_| draft.pronoun(relation));
    known.map_or_else(|| source_words(draft, relation).to_owned(), |at| draft.attributions.speakers[at].name.clone())
}

/// Whether a news outlet speaks, with a name or without one.
fn is_outlet(relation: &TokenAttribution) -> bool {
    matches!(relation.class, SourceClass::Outlet | SourceClass::UnnamedOutlet)
}

/// How much a chain weighs: one person without a name behind an outlet can be asked by nobody; a group may have spoken in public.
fn variant<'k>(
    draft: &LintedDraft<'_>,
    keys: &'k ChainKeys,
    outer: &TokenAttribution,
    inner: &TokenAttribution,
) -> Option<&'k Variant> {
    let group = matches!(inner.class, SourceClass::Collective | SourceClass::VagueGroup);
    // "ordered by a judge", "a strategist called it": what somebody does or calls something is no account.
    let account = cites(draft, inner)
        || inner.frame != Frame::PassiveBy && draft.verb(inner).is_none_or(|(verb, ..)| verb.takes_that);
    let cited = cites(draft, inner).then(|| cited(draft, inner));
    let unnamed = match &cited {
        Some(phrase) => names_nobody(draft, phrase) && !phrase.clone().any(|at| draft.token(at).capital()),
        None => one_unnamed(inner) && !draft.pronoun(inner),
    };
    if is_outlet(outer) && account && unnamed {
        return None;
    }
    let group = group || cited.is_some_and(|phrase| names_nobody(draft, &phrase));
    if is_outlet(outer) && account && group {
        keys.group.as_ref()
    } else if one_unnamed(outer) && !draft.pronoun(outer) {
        keys.unnamed.as_ref()
    } else {
        keys.identified.as_ref()
    }
}

/// "citing two officials, that the dam had cracked": the words for whom an outlet cites.
fn cited(draft: &LintedDraft<'_>, citing: &TokenAttribution) -> Range<u32> {
    let content = citing.at.content.first().cloned().unwrap_or(citing.at.cue.clone());
    let ends = |&at: &u32| draft.kind(at) == TokenKind::Comma || draft.is(at, Class::THAT);
    content.start..content.clone().find(ends).unwrap_or(content.end)
}

/// Whether a phrase means people whom it does not name, by the list of sources ("two officials") or by what they know ("someone familiar
/// with the case").
fn names_nobody(draft: &LintedDraft<'_>, phrase: &Range<u32>) -> bool {
    let unnamed = |m: &Match| {
        let class = draft.lexicon.source(m.row).class;
        m.list == List::SOURCE
            && matches!(class, "anonymous" | "unnamed-individual" | "collective-official" | "vague-collective")
    };
    let close =
        |at: u32| draft.is(at, Class::BESIDE) && draft.is(at - 1, Class::PERSON_NOUN | Class::PEOPLE | Class::PRONOUN);
    draft.language.matches_in(phrase.clone()).any(unnamed) || phrase.clone().skip(1).any(close)
}

/// "The Courier quoted the mayor as saying": two mouths in one cue.
fn quotes_another(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let saying = |at: u32| {
        let verb = draft.lexicon.verb(draft.token(at).word());
        draft.is(at - 1, Class::AS) && verb.is_some_and(|(verb, form)| verb.takes_that && form == Form::Ing)
    };
    // "quoted X as saying": at least the verb, one word for X, "as".
    is_outlet(relation) && !relation.own && is_attributed(relation) && relation.at.cue.clone().skip(3).any(saying)
}

/// The cue, with the source behind "according to".
fn extent(relation: &TokenAttribution) -> Range<u32> {
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
fn passes_on(draft: &LintedDraft<'_>, outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
    let same_cue = outer.at.cue == inner.at.cue;
    let says = inner.at.source.is_some()
        && (inner.kind == AttributionKind::Speech && gives_words(draft, inner) || cites(draft, inner))
        && !negated(draft, inner);
    if same_cue || !says || outer.own || !is_attributed(outer) || hears(draft, inner) || apart(draft, outer, inner) {
        return false;
    }
    if is_outlet(outer) { outlet_passes_on(draft, outer, inner) } else { person_passes_on(draft, outer, inner) }
}

/// "nobody had told him", "never told her": nothing was said.
fn negated(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let nobody = |at: u32| draft.is(at, Class::NEGATION | Class::NOBODY);
    relation.at.core.clone().chain(relation.at.core.end..relation.at.head).any(nobody)
}

/// Whether the verb brings words or a clause, so that it says something: "called off the sale" and "ordered a retreat" do not.
fn gives_words(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let clause = |at: u32| {
        let form = draft.lexicon.form(draft.token(at).word());
        draft.is(at, Class::BE | Class::HAVE | Class::MODAL | Class::THAT)
            || matches!(form, Some(Form::Past | Form::Third))
            || draft.token(at).quoted()
    };
    let mut content = relation.at.content.iter().flat_map(Clone::clone);
    says(draft, relation) || content.any(clause)
}

/// Whether a new clause with its own speaker begins between two relations: behind "; ", or behind a comma and "but" or "while".
fn apart(draft: &LintedDraft<'_>, outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
    new_clause(draft, outer.at.cue.end, inner) || new_clause(draft, inner.at.cue.end, outer)
}

/// "according to OUTLET, X said" is hearsay; "X said, OUTLET reported" credits the outlet.
fn outlet_passes_on(draft: &LintedDraft<'_>, outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
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
    cites(draft, inner) || !same_speaker(outer, inner) && (!credit || tells(draft, inner)) && outer.addressee.is_none()
}

/// Whether the cue is one of the words for reporting: a paper that "inquired about" something passes nothing on.
fn reports(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    relation.frame == Frame::AccordingTo || draft.verb(relation).is_some()
}

/// "X said that Y told the police": what was said to X alone X knows at first hand.
fn person_passes_on(draft: &LintedDraft<'_>, outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
    credits(draft, outer, inner)
        || outer.kind == AttributionKind::Speech
            && outer.at.content.iter().any(|content| content.contains(&inner.at.head))
            && tells(draft, inner)
            && speaks(draft, inner)
            && inner.addressee_at().cloned().is_some_and(|venue| somebody(draft, venue))
            && !same_speaker(outer, inner)
            && !draft.pronoun(inner)
}

/// "the 2 in the second place tells us": a figure tells nobody.
fn speaks(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let figure = relation.at.core.clone().any(|at| draft.kind(at) == TokenKind::Number);
    relation.class != SourceClass::Institution || !figure
}

/// "X said, according to the company"
fn credits(draft: &LintedDraft<'_>, outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
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
fn somebody(draft: &LintedDraft<'_>, venue: Range<u32>) -> bool {
    // "told her": the one who gives the account was there.
    if venue.clone().any(|at| draft.is(at, Class::PERSONAL | Class::OBJECT_PRONOUN)) {
        return false;
    }
    let person = Class::PERSON_NOUN | Class::PEOPLE | Class::PLAIN_PERSON;
    let listed = draft.language.matches_in(venue.clone()).any(|m| matches!(m.list, List::SOURCE | List::OUTLET));
    listed || venue.into_iter().any(|at| draft.token(at).capital() || draft.is(at, person))
}

fn same_speaker(outer: &TokenAttribution, inner: &TokenAttribution) -> bool {
    outer.at.core == inner.at.core || outer.speaker().is_some() && outer.speaker() == inner.speaker()
}

/// said, told
fn says(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let verb = draft.lexicon.verb(draft.token(relation.at.head).word());
    verb.is_some_and(|(verb, _)| verb.grammar.contains(Grammar::BARE))
}

/// "has seen a rise": no words of anybody's.
fn hears(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    draft.verb(relation).is_some_and(|(verb, ..)| verb.class == VerbClass::Hearing)
}

/// told
fn tells(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let verb = draft.lexicon.verb(draft.token(relation.at.head).word());
    verb.is_some_and(|(verb, _)| verb.grammar.contains(Grammar::HEARER | Grammar::BARE))
}

/// citing
fn cites(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let verb = draft.lexicon.verb(draft.token(relation.at.head).word());
    verb.is_some_and(|(verb, form)| verb.grammar.contains(Grammar::CITES) && form == Form::Ing)
}
