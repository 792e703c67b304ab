//! Rules that ask who the source is, and how its words came.

use super::identity::{identified, named_member};
use super::{Details, Draft, Ready, Sink, graver};
use crate::attribution::{Attribution, Frame, Kind, SURE, SourceClass};
use crate::language::{Class, Grammar, List, Match, Role, TokenKind, VerbClass};
use crate::rule::kind::{Attribution as Keys, Cover, Label, Reach, Via};
use rustc_hash::FxHashSet;
use std::collections::HashSet;
use std::ops::Range;

/// Attributions to the classes of source that a rule names.
pub(super) fn sources(sink: &mut Sink<'_, '_>, ready: &Ready, keys: &Keys) {
    let draft = sink.draft;
    let all = 0..draft.language.tokens.len() as u32;
    if !keys.unless_words.is_empty() && draft.has_phrase(ready.unless, all) {
        return;
    }
    let mut done: Option<Range<u32>> = None;
    let mut unnamed: FxHashSet<usize> = FxHashSet::default();
    for relation in &draft.attributions.relations {
        if matches!(relation.kind, Kind::Agentless | Kind::Wish | Kind::Stance) || !eligible(relation) {
            continue;
        }
        let by_source =
            keys.source.contains(&relation.class) && keys.via.contains(&Via::Source) && relation.at.source.is_some();
        let venue = relation.venue.filter(|class| keys.source.contains(class) && keys.via.contains(&Via::Venue));
        let part = by_source.then_some(Via::Source).or(venue.map(|_| Via::Venue));
        let named = keys.via.contains(&Via::Source);
        if part.is_none() && !named || draft.role(relation.at.cue.start) != Role::Copy {
            continue;
        }
        let joined = if part.is_none() { joined(draft, keys, relation) } else { None };
        let Some(part) = part.or(joined.as_ref().map(|_| Via::Source)) else { continue };
        // "citing officials who said": those who spoke stand before the pronoun.
        let spoken = || if part == Via::Source && !keys.pronouns { spoken_of(draft, relation) } else { None };
        let behind = joined.or_else(spoken);
        if keys.unless.own && relation.own || part == Via::Source && behind.is_none() && passes(sink, keys, relation) {
            // "the lawyers wrote, quoting": what lets one cue pass lets the other.
            done.clone_from(&relation.at.source);
            continue;
        }
        if ready.needs.is_some()
            && !relation.at.source.clone().is_some_and(|source| draft.has_phrase(ready.needs, source))
        {
            continue;
        }
        let speaks_of_itself = relation.class == SourceClass::Outlet || ready.needs.is_some();
        if speaks_of_itself && part == Via::Source && about_itself(sink, relation) {
            continue;
        }
        // Two cues with one source are one finding: "the Times reported, citing".
        if part == Via::Source && relation.at.source.is_some() && done == relation.at.source {
            continue;
        }
        done.clone_from(&relation.at.source);
        // Who "the woman" is was asked at her first word.
        let unnamed_speaker = relation.speaker().filter(|_| relation.class == SourceClass::UnnamedIndividual);
        if unnamed_speaker.is_some_and(|speaker| !unnamed.insert(speaker)) {
            continue;
        }
        let tokens = behind.clone().unwrap_or_else(|| cover(draft, keys, relation, part));
        let variant = variant(sink, keys, relation, part);
        let source = relation.at.source.as_ref().map_or(&relation.at.cue, |_| &relation.at.core);
        let source = behind.as_ref().unwrap_or(source);
        let asked = if part == Via::Venue { relation.outlet_at() } else { None }.unwrap_or(source);
        let fill = vec![
            ("source", draft.words(asked.clone()).to_owned()),
            ("outlet", relation.outlet().unwrap_or_default().to_owned()),
            ("cue", draft.words(relation.at.cue.clone()).to_owned()),
        ];
        sink.push(tokens, Details { variant, fill, ..Details::default() });
        if keys.once {
            return;
        }
    }
    if keys.via.contains(&Via::Gathering) && ready.needs.is_none() {
        gathered(sink, keys);
    }
}

/// "officials and analysts": of a group of two sorts, each rule asks for its own.
fn joined(draft: &Draft<'_>, keys: &Keys, relation: &Attribution) -> Option<Range<u32>> {
    let core = relation.at.core.clone();
    let own = |m: &Match| {
        let class = match draft.lexicon.source(m.row).class {
            "collective-official" => SourceClass::Collective,
            "vague-collective" => SourceClass::VagueGroup,
            _ => return false,
        };
        class != relation.class && keys.source.contains(&class)
    };
    let first = |m: &&Match| m.tokens.end < core.end && draft.is(m.tokens.end, Class::COORDINATOR);
    let group = matches!(relation.class, SourceClass::Collective | SourceClass::VagueGroup);
    let mut listed = draft.language.matches_in(core.clone()).filter(|m| m.list == List::SOURCE && group);
    listed.find(|m| first(m) && own(m)).map(|m| core.start..m.tokens.end)
}

/// The listed phrase before "who", where no reading has it as its own source.
fn spoken_of(draft: &Draft<'_>, relation: &Attribution) -> Option<Range<u32>> {
    let who =
        relation.at.source.clone().filter(|source| source.len() == 1 && draft.is(source.start, Class::WHO))?.start;
    // "students who ask for help" tell nothing.
    draft.verb(relation).filter(|(verb, ..)| verb.takes_that && !verb.grammar.contains(Grammar::PASSIVE_HEARER))?;
    let sentence = draft.language.sentence_at(who);
    let before = draft.language.sentences[sentence].start..who;
    let listed = draft.language.matches_in(before).filter(|m| m.list == List::SOURCE && m.tokens.end == who);
    let phrase = listed.map(|m| m.tokens.clone()).min_by_key(|tokens| tokens.start)?;
    // The list has "officials", the draft "senior port officials".
    let small = Class::PREPOSITION | Class::COORDINATOR | Class::SUBORDINATOR | Class::BE | Class::HAVE | Class::MODAL;
    let describes = |at: u32| {
        draft.token(at).kind() == TokenKind::Word
            && !draft.is(at, small)
            && draft.lexicon.form(draft.token(at).word()).is_none()
    };
    let floor = draft.language.sentences[sentence].start;
    let start = (floor..phrase.start).rev().take_while(|&at| describes(at)).last().unwrap_or(phrase.start);
    let phrase = start..phrase.end;
    let speaks = |other: &Attribution| {
        eligible(other) && other.at.source.as_ref().is_some_and(|source| source.contains(&(who - 1)))
    };
    (!draft.attributions.in_sentence(sentence).iter().any(speaks)).then_some(phrase)
}

/// What an outlet got hold of, unless it is credited with reporting it as well.
fn gathered(sink: &mut Sink<'_, '_>, keys: &Keys) {
    let draft = sink.draft;
    for work in draft.attributions.gathered.iter().filter(|work| keys.source.contains(&work.class)) {
        let sentence = draft.language.sentence_at(work.tokens.start);
        let credited = |relation: &Attribution| {
            let outlet = relation.outlet_at();
            outlet.is_some_and(|outlet| outlet.start < work.outlet.end && work.outlet.start < outlet.end)
        };
        if draft.attributions.in_sentence(sentence).iter().any(|relation| eligible(relation) && credited(relation)) {
            continue;
        }
        let fill = vec![
            ("source", draft.words(work.outlet.clone()).to_owned()),
            ("outlet", work.name.clone()),
            ("cue", draft.words(work.tokens.clone()).to_owned()),
        ];
        let variant = keys.state.as_ref().filter(|_| work.state);
        sink.push(work.tokens.clone(), Details { variant, fill, ..Details::default() });
    }
}

/// A pronoun that stands for a source was queried at the source's own mention; a heading's colon is no claim of sourcing.
pub(super) fn eligible(relation: &Attribution) -> bool {
    relation.frame != Frame::Colon && relation.is_likely() && !relation.at.core.is_empty()
}

fn passes(sink: &Sink<'_, '_>, keys: &Keys, relation: &Attribution) -> bool {
    let draft = sink.draft;
    let verb = draft.verb(relation).map(|(verb, ..)| verb.lemma);
    let acts = verb.is_some_and(|verb| keys.accept_verbs.has(verb));
    let accepted = |at: u32| keys.accept.has_in_any_case(draft.text(at));
    // "He and other officials", "Boockvar and others": one of them is known.
    let group = matches!(relation.class, SourceClass::Collective | SourceClass::VagueGroup);
    let core = &relation.at.core;
    let country = |at: u32| draft.lexicon.nationality(draft.token(at), &draft.document.prose);
    let joined = core.len() > 2
        && (draft.is(core.start, Class::PERSONAL)
            || group && draft.token(core.start).capital() && !country(core.start))
        && draft.is(core.start + 1, Class::COORDINATOR);
    if keys.pronouns != nobody(draft, relation) {
        return true;
    }
    if joined
        || acts
        || draft.pronoun(relation) && !keys.pronouns
        || relation.at.core.clone().any(accepted)
        || tells_nothing(draft, relation)
    {
        return true;
    }
    // "<some reports>": the link says which. It does not say who an unnamed person is.
    let person =
        matches!(relation.class, SourceClass::Anonymous | SourceClass::UnnamedIndividual | SourceClass::Outlet);
    if !person && relation.at.source.clone().is_some_and(|source| draft.has_link(source)) {
        return true;
    }
    let reach = |reach: Reach| within(sink, relation, reach);
    if keys.unless.named_member_within.is_some_and(|r| named_member(draft, relation, reach(r))) {
        return true;
    }
    keys.unless.identified_within.is_some_and(|r| identified(draft, relation, reach(r)))
}

/// A pronoun for a person or several that no speaker could be found for.
fn nobody(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let start = relation.at.core.start;
    relation.at.core.len() == 1
        && relation.speaker().is_none()
        && draft.is(start, Class::PERSONAL)
        && !draft.is(start, Class::NEUTER | Class::FIRST_PERSON | Class::SECOND_PERSON)
}

/// "Six sources asked to remain anonymous", "officials declined to comment": no information.
fn tells_nothing(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let to = |at: u32| draft.is(at, Class::TO);
    let infinitive = relation.at.content.first().is_some_and(|content| to(content.start));
    let verb = draft.lexicon.verb(draft.token(relation.at.head).word());
    let declines = verb.is_some_and(|(verb, _)| verb.class == VerbClass::Denying);
    // "officials have not said": nothing to ask for.
    let negated = relation.at.cue.clone().any(|at| draft.is(at, Class::NEGATION));
    // "students fear", "ancient people believed" is no source's word, unless the reading is sure.
    let person = matches!(relation.class, SourceClass::Anonymous | SourceClass::UnnamedIndividual);
    let thinks = person && relation.kind == Kind::Thought && relation.confidence < SURE;
    // "if officials can agree" is but a case.
    let case = draft.is(relation.at.cue.start, Class::MODAL) && relation.at.cue.len() > 1;
    // "Reuters asked the ministry" is work, not news.
    let asks =
        relation.class == SourceClass::Outlet && verb.is_some_and(|(verb, _)| verb.grammar == Grammar::PASSIVE_HEARER);
    asks || negated
        || thinks
        || case
        || infinitive && relation.class == SourceClass::Anonymous
        || declines && (infinitive || relation.at.cue.clone().any(to))
}

/// How far from a cue a rule looks, in tokens, at the most. A paragraph can be as long as a draft, and have as many cues.
const FAR: u32 = 800;

/// The tokens in which a rule looks for what would satisfy it, from the source on.
fn within(sink: &Sink<'_, '_>, relation: &Attribution, reach: Reach) -> Range<u32> {
    let language = sink.draft.language;
    let at = relation.at.cue.start;
    let sentence = language.sentences[language.sentence_at(at)].clone();
    let paragraph = language.paragraph_at(at);
    let reach = match reach {
        Reach::Sentence => sentence,
        Reach::Paragraph => language.paragraphs[paragraph].tokens.clone(),
        Reach::NextParagraph => {
            let next = language
                .paragraphs
                .get(paragraph + 1)
                .map_or(language.paragraphs[paragraph].tokens.end, |p| p.tokens.end);
            sentence.start..next
        }
    };
    reach.start.max(at.saturating_sub(FAR))..reach.end.min(at + FAR)
}

/// "Reuters said on Monday that it would cut 20 jobs": the outlet is the news.
fn about_itself(sink: &Sink<'_, '_>, relation: &Attribution) -> bool {
    let draft = sink.draft;
    relation.frame == Frame::SaidThat
        && relation.at.content.first().is_some_and(|content| content.clone().take(3).any(|at| takes_up(draft, at)))
}

/// it, its, they; in a quotation they are the speaker's words, not the draft's.
fn takes_up(draft: &Draft<'_>, at: u32) -> bool {
    let stands_for = draft.is(at, Class::NEUTER) || draft.is(at, Class::PLURAL) && draft.is(at, Class::PERSONAL);
    stands_for && !draft.token(at).quoted()
}

fn cover(draft: &Draft<'_>, keys: &Keys, relation: &Attribution, part: Via) -> Range<u32> {
    let cue = without_colon(draft, relation.at.cue.clone());
    if part == Via::Venue {
        let venue = relation.venue_at().cloned().unwrap_or(cue.clone());
        // "Speaking to the Sun, X said": what stands apart from the verb stands for itself.
        let apart = venue.start > cue.end || venue.end < cue.start;
        return if apart { venue } else { cue.start.min(venue.start)..venue.end.max(cue.end) };
    }
    let source = relation.at.source.clone().unwrap_or(cue.clone());
    match keys.span {
        // The description belongs to the phrase that an editor would query; a long relative clause does not.
        Cover::Source if source.len() <= 8 => source,
        Cover::Source => relation.at.core.clone(),
        Cover::SourceAndCue => {
            let core = relation.outlet_at().cloned().unwrap_or(relation.at.core.clone());
            let (start, end) = (cue.start.min(core.start), cue.end.max(core.end));
            if end - start <= 14 { start..end } else { core }
        }
    }
}

fn variant<'k>(
    sink: &Sink<'_, '_>,
    keys: &'k Keys,
    relation: &Attribution,
    part: Via,
) -> Option<&'k crate::rule::kind::Variant> {
    let draft = sink.draft;
    let bare = relation.at.core.len() == 1 && relation.class == SourceClass::Anonymous;
    let mut chosen = keys.bare.as_ref().filter(|_| bare);
    chosen = graver(chosen, keys.state.as_ref().filter(|_| relation.state));
    let intelligence = relation.at.core.clone().any(|at| draft.is(at, Class::INTELLIGENCE));
    chosen = graver(chosen, keys.intelligence.as_ref().filter(|_| intelligence));
    let lighter = keys.venue.as_ref().filter(|_| part == Via::Venue && !relation.state);
    chosen.or(lighter).or(keys.witness.as_ref().filter(|_| relation.class == SourceClass::UnnamedIndividual))
}

/// How the column `control` of the list of outlets names public broadcasters.
const PUBLIC: &str = "public";

/// An outlet that a state controls, at its first mention as a source, with no word that says so.
pub(super) fn labels(sink: &mut Sink<'_, '_>, ready: &Ready, keys: &Label) {
    let draft = sink.draft;
    let mut told: HashSet<&str> = HashSet::new();
    for relation in &draft.attributions.relations {
        let Some(tokens) = relation.outlet_at().cloned().filter(|_| !relation.own) else { continue };
        let Some(name) = relation.outlet() else { continue };
        let found = draft.language.matches_in(tokens.clone()).filter(|m| m.list == List::OUTLET).last();
        let public = found.is_some_and(|m| draft.lexicon.outlet(m.row).control.starts_with(PUBLIC));
        if !(relation.state || keys.public_broadcasters && public) || !told.insert(name) {
            continue;
        }
        let sentence = draft.language.sentences[draft.language.sentence_at(tokens.start)].clone();
        let near = tokens.start.saturating_sub(8).max(sentence.start)..(tokens.end + 12).min(sentence.end);
        if draft.has_phrase(ready.phrases, near) {
            continue;
        }
        let exact = found.map_or(tokens, |m| m.tokens.clone());
        let descriptor = found.map_or("", |m| draft.lexicon.outlet(m.row).descriptor);
        let descriptor = if descriptor.is_empty() { "state-controlled" } else { descriptor };
        let fill = vec![("outlet", name.to_owned()), ("descriptor", descriptor.to_owned())];
        sink.push(exact, Details { fill, ..Details::default() });
    }
}

/// "quoted her as saying:" without its colon.
pub(super) fn without_colon(draft: &Draft<'_>, cue: Range<u32>) -> Range<u32> {
    let colon = cue.len() > 1 && draft.token(cue.end - 1).kind() == TokenKind::Colon;
    cue.start..cue.end - u32::from(colon)
}
