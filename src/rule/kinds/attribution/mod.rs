//! The rule kind that asks who a source is, and how its words came.

mod already_reported;
mod passes;
mod reach;
mod severity;
mod source_named;

use crate::attribution::{Attribution, Frame, Kind, SourceClass};
use crate::language::{Class, Grammar, List, Match, Role, TokenKind};
use crate::rule::kind::{Attribution as Keys, Cover, Via};
use crate::rule::kinds::Ready;
use crate::rule::kinds::shared::attributions::{eligible, one_unnamed, without_colon};
use crate::rule::kinds::shared::{Details, Draft, Sink, outlet_words, source_words};
use already_reported::Asked;
use passes::passes;
use rustc_hash::FxHashSet;
use severity::{lightened, lighter, variant};
use source_named::{one_named, outlet_named, press};
use std::ops::Range;

/// Attributions to the classes of source that a rule names.
pub(crate) fn sources(sink: &mut Sink<'_, '_>, ready: &Ready, keys: &Keys) {
    let draft = sink.draft;
    let all = 0..draft.language.tokens.len() as u32;
    if !keys.unless_words.is_empty() && draft.has_phrase(ready.unless, all) {
        return;
    }
    let mut done: Option<Range<u32>> = None;
    let mut unnamed: FxHashSet<usize> = FxHashSet::default();
    let mut asked_before = Asked::default();
    let [by_source, by_venue] = [Via::Source, Via::Venue].map(|via| keys.via.contains(&via));
    for relation in &draft.attributions.relations {
        let source = by_source && keys.source.contains(&relation.class) && relation.at.source.is_some();
        let venue = relation.venue.filter(|class| by_venue && keys.source.contains(class));
        let part = source.then_some(Via::Source).or(venue.map(|_| Via::Venue));
        let joinable = by_source && matches!(relation.class, SourceClass::Collective | SourceClass::VagueGroup);
        if part.is_none() && !joinable
            || matches!(relation.kind, Kind::Agentless | Kind::Wish | Kind::Stance)
            || !eligible(relation)
        {
            continue;
        }
        let at = relation.at.cue.start;
        if draft.role(at) != Role::Copy {
            continue;
        }
        let joined = if part.is_none() { joined(draft, keys, relation) } else { None };
        let Some(part) = part.or(joined.as_ref().map(|_| Via::Source)) else { continue };
        if draft.is_post(at) {
            continue;
        }
        // "citing officials who said": those who spoke stand before the pronoun.
        let spoken = || if part == Via::Source && !keys.pronouns { spoken_of(draft, relation) } else { None };
        let behind = joined.or_else(spoken);
        let own = keys.unless.own && (relation.own || dateline(draft, relation));
        if own || part == Via::Source && behind.is_none() && passes(sink, ready, keys, relation) {
            // "the lawyers wrote, quoting": what lets one cue pass lets the other.
            done.clone_from(&relation.at.source);
            continue;
        }
        if ready.needs.is_some() && !needed(draft, ready, relation) {
            continue;
        }
        let speaks_of_itself = relation.class == SourceClass::Outlet || ready.needs.is_some();
        if speaks_of_itself && part == Via::Source && about_itself(sink, relation) {
            continue;
        }
        // What is quoted from elsewhere has its sources there.
        let quoted = |at: u32| draft.token(at).quoted();
        let elsewhere =
            quoted(relation.at.head) && relation.at.source.clone().is_some_and(|mut source| source.all(quoted));
        if elsewhere || part == Via::Source && behind.is_none() && one_named(draft, relation) {
            continue;
        }
        if relation.class == SourceClass::UnnamedOutlet || venue == Some(SourceClass::UnnamedOutlet) {
            let phrase = if part == Via::Venue { relation.venue_at().cloned() } else { relation.at.source.clone() };
            if phrase
                .is_some_and(|phrase| outlet_named(draft, phrase.clone()) || part == Via::Venue && press(draft, phrase))
            {
                continue;
            }
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
        let mut variant = lightened(sink, keys, relation, part, variant(sink, keys, relation, part));
        let source = relation.at.source.as_ref().map_or(&relation.at.cue, |_| &relation.at.core);
        let source = behind.as_ref().unwrap_or(source);
        let asked = if part == Via::Venue { relation.outlet_at() } else { None }.unwrap_or(source);
        let whole = match (part, &behind) {
            (Via::Venue, _) => draft.words(asked.clone()),
            (_, Some(behind)) => draft.words(behind.clone()),
            (_, None) => source_words(draft, relation),
        };
        let outlet = relation.outlet_at().map_or("", |outlet| outlet_words(draft, outlet));
        let fill = vec![
            ("source", whole.to_owned()),
            ("outlet", outlet.to_owned()),
            ("cue", draft.words(relation.at.cue.clone()).to_owned()),
        ];
        let first = asked_before.first(draft, relation, asked);
        // A group that is "the officials" where it first speaks was brought in by what stands before.
        let brought_in = source.len() > 1
            && (relation.class == SourceClass::Collective || asked_before.unnamed && one_unnamed(relation))
            && says_which(draft, source);
        asked_before.unnamed |= one_unnamed(relation);
        if first.is_some() || brought_in {
            variant = lighter(sink.rule.severity, variant, keys.later.as_ref());
        }
        let related = first.filter(|_| keys.later.is_some());
        sink.push(tokens, Details { variant, fill, related, ..Details::default() });
        if keys.once {
            return;
        }
    }
    if keys.via.contains(&Via::Gathering) && ready.needs.is_none() {
        gathered(sink, keys, &mut asked_before);
    }
}

/// "the source", "one of the sources": of those whom the draft has spoken of.
pub(super) fn says_which(draft: &Draft<'_>, source: &Range<u32>) -> bool {
    let which = Class::DEFINITE | Class::DEMONSTRATIVE | Class::POSSESSIVE;
    let among = source.len() > 2 && draft.is(source.start + 1, Class::OF) && draft.is(source.start + 2, which);
    draft.is(source.start, which) || among
}

/// Whether a source has one of the words that a rule needs. "Claude Moreau" is a person: a word before a surname is a given name.
fn needed(draft: &Draft<'_>, ready: &Ready, relation: &Attribution) -> bool {
    let Some(source) = relation.at.source.clone() else { return false };
    let surname = |at: u32| at < source.end && draft.token(at).capital() && draft.kind(at) == TokenKind::Word;
    let person = |found: &Match| relation.class == SourceClass::NamedPerson && surname(found.tokens.end);
    draft.phrases_in(ready.needs, source.clone()).any(|found| !person(found))
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
    let mut listed = draft.language.matches_in(core.clone()).filter(|m| m.list == List::SOURCE);
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
        draft.kind(at) == TokenKind::Word
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
fn gathered(sink: &mut Sink<'_, '_>, keys: &Keys, asked: &mut Asked) {
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
            ("outlet", outlet_words(draft, &work.outlet).to_owned()),
            ("cue", draft.words(work.tokens.clone()).to_owned()),
        ];
        let mut variant = keys.state.as_ref().filter(|_| work.state);
        let first = asked.outlet(&work.name, &work.outlet).filter(|_| keys.later.is_some());
        if first.is_some() {
            variant = lighter(sink.rule.severity, variant, keys.later.as_ref());
        }
        sink.push(work.tokens.clone(), Details { variant, fill, related: first, ..Details::default() });
    }
}

/// "TORONTO (Reuters) - Shares rose": an agency in brackets at the head of a paragraph credits the copy.
fn dateline(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let Some(outlet) = relation.outlet_at() else { return false };
    // What opens a paragraph as a dateline is no part of its first sentence.
    outlet.start < draft.language.paragraphs[draft.language.paragraph_at(outlet.start)].start
}

/// "Reuters said on Monday that it would cut 20 jobs": the outlet is the news.
fn about_itself(sink: &Sink<'_, '_>, relation: &Attribution) -> bool {
    let draft = sink.draft;
    let number = draft.language.sentence_at(relation.at.cue.start);
    let sentence = draft.language.sentences[number].clone();
    // "The ship carried ore. Reuters reported that it had sunk": "it" is what the sentence before was about.
    let paragraph = draft.language.paragraphs[draft.language.paragraph_at(sentence.start)].sentences.start as usize;
    let before = (number > paragraph).then(|| draft.language.sentences[number - 1].clone());
    let another = before.is_some_and(|before| {
        let outlet = draft.language.matches_in(before).any(|m| m.list == List::OUTLET);
        let planned =
            relation.at.content.first().is_some_and(|content| {
                content.clone().take(6).any(|at| draft.is(at, Class::MODAL | Class::POSSESSIVE))
            });
        !outlet && !planned
    });
    relation.frame == Frame::SaidThat
        && !another
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
