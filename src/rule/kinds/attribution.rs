//! Rules that ask who the source is, and how its words came.

use super::identity::{body_named, brought_in, identified, named_member, officer, somebody_named, taken_up};
use super::message::{outlet_words, source_words};
use super::{Details, Draft, Ready, Sink, graver};
use crate::attribution::{Attribution, Frame, Kind, SURE, SourceClass};
use crate::diagnostic::Severity;
use crate::language::{Class, Form, Grammar, List, Match, Role, TokenKind, VerbClass};
use crate::rule::kind::{Attribution as Keys, Cover, Label, Reach, Variant, Via};
use rustc_hash::{FxHashMap, FxHashSet};
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

/// "Many say", "some feel", "The Courier called it a disgrace": what a mere crowd says or thinks is nobody's word, and what an outlet makes of
/// something is its own view.
fn gives_view(draft: &Draft<'_>, relation: &Attribution) -> bool {
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

/// "Ada Brook of the Courier wrote": the one who writes has a name.
fn writer_named(draft: &Draft<'_>, source: Range<u32>) -> bool {
    let name = |at: u32| draft.token(at).capital() && draft.kind(at) == TokenKind::Word;
    let mut of = (source.start + 2..source.end.max(source.start + 2)).filter(|&at| draft.is(at, Class::OF));
    of.any(|at| name(at - 1) && name(at - 2) && !draft.is(at - 2, Class::DETERMINER))
}

/// Whether one person or a few speak whom the draft does not name.
fn one_unnamed(relation: &Attribution) -> bool {
    matches!(relation.class, SourceClass::Anonymous | SourceClass::UnnamedIndividual)
}

/// "the source", "one of the sources": of those whom the draft has spoken of.
fn says_which(draft: &Draft<'_>, source: &Range<u32>) -> bool {
    let which = Class::DEFINITE | Class::DEMONSTRATIVE | Class::POSSESSIVE;
    let among = source.len() > 2 && draft.is(source.start + 1, Class::OF) && draft.is(source.start + 2, which);
    draft.is(source.start, which) || among
}

/// "Ada Brook, an adviser to the board, said", "one critic, the former mayor Ada Brook, said", "she is a critic of the plan":
/// the one without a name has it beside the phrase, or is what a verb says of somebody else.
fn one_named(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let (core, cue) = (relation.at.core.clone(), relation.at.cue.start);
    if !one_unnamed(relation) || core.is_empty() || says_which(draft, &core) {
        return false;
    }
    let sentence = draft.language.sentences[draft.language.sentence_at(core.start)].clone();
    let name = |at: u32| {
        let other = Class::DAY | Class::MONTH | Class::DETERMINER | Class::PERSONAL | Class::NATIONALITY;
        draft.token(at).capital() && draft.kind(at) == TokenKind::Word && !draft.is(at, other)
    };
    let mark = |at: u32| matches!(draft.kind(at), TokenKind::Comma | TokenKind::Dash);
    let predicate = core.start > sentence.start && draft.is(core.start - 1, Class::BE) && core.end <= cue;
    // "It is unusual for an official to comment": nobody comments.
    let case = core.start > sentence.start
        && draft.is(core.start - 1, Class::PREPOSITION)
        && core.end < relation.at.head
        && draft.is(relation.at.head - 1, Class::TO);
    // "According to Insider": with a capital inside a sentence it is a name.
    let title = core.len() == 1 && core.start > sentence.start + 1 && name(core.start);
    // Behind the comma or dash that ends an aside the verb follows at once.
    let aside = cue > core.end && mark(cue - 1);
    let before = aside && core.start > sentence.start + 1 && mark(core.start - 1) && name(core.start - 2);
    let behind = aside && (core.end..cue - 1).any(|at| name(at) && name(at + 1) && (core.end..at).any(mark));
    // "But Ada Brook, a lawyer in Hull said": the comma behind the aside is missing.
    let comma_left_out = cue == relation.at.source.clone().map_or(core.end, |source| source.end)
        && core.start > sentence.start + 2
        && mark(core.start - 1)
        && name(core.start - 2)
        && name(core.start - 3)
        && !draft.is(core.start - 3, Class::PREPOSITION | Class::ADVERB)
        && (core.start - 3 == sentence.start
            || core.start - 4 == sentence.start && draft.is(sentence.start, Class::COORDINATOR));
    predicate || case || title || before || behind || comma_left_out
}

/// "reports by the Courier", "the BBC's breakfast show": the phrase names an outlet after all. In "told a daily news briefing" the
/// word for an outlet belongs to a noun that is none.
fn outlet_named(draft: &Draft<'_>, phrase: Range<u32>) -> bool {
    let listed = draft.language.matches_in(phrase.clone()).any(|m| m.list == List::OUTLET);
    let next = draft.language.tokens.get(phrase.end as usize);
    let noun = next.is_some_and(|next| next.kind() == TokenKind::Word && !next.capital());
    let describes = !phrase.is_empty() && draft.is(phrase.end - 1, Class::OUTLET_WORD) && noun && {
        let small = Class::PREPOSITION | Class::COORDINATOR | Class::SUBORDINATOR | Class::ADVERB | Class::RELATIVE;
        let told = Class::THAT | Class::WH | Class::TIME | Class::PERSONAL | Class::DETERMINER | Class::POSSESSIVE;
        let verb = draft.lexicon.form(draft.token(phrase.end).word()).is_some_and(|form| form != Form::Ing);
        !verb && !draft.is(phrase.end, small | told | Class::BE | Class::HAVE | Class::MODAL)
    };
    listed || describes
}

/// "told the media": what was said to all of them.
fn press(draft: &Draft<'_>, venue: Range<u32>) -> bool {
    let small = Class::DEFINITE | Class::PREPOSITION | Class::TO;
    let words = venue.clone().filter(|&at| draft.token(at).wordlike() && !draft.is(at, small)).count();
    words == 1 && !venue.clone().any(|at| draft.is(at, Class::INDEFINITE))
}

/// Whether a source has one of the words that a rule needs. "Claude Moreau" is a person: a word before a surname is a given name.
fn needed(draft: &Draft<'_>, ready: &Ready, relation: &Attribution) -> bool {
    let Some(source) = relation.at.source.clone() else { return false };
    let surname = |at: u32| at < source.end && draft.token(at).capital() && draft.kind(at) == TokenKind::Word;
    let person = |found: &Match| relation.class == SourceClass::NamedPerson && surname(found.tokens.end);
    draft.phrases_in(ready.needs, source.clone()).any(|found| !person(found))
}

/// The less severe of a rule's own severity, a variant and another variant; the other one where they are alike.
fn lighter<'v>(own: Severity, a: Option<&'v Variant>, b: Option<&'v Variant>) -> Option<&'v Variant> {
    b.filter(|b| b.severity <= a.map_or(own, |a| a.severity)).or(a)
}

/// What speaks for less than a variant's severity: somebody with a name near by, a group that speaks in public, a reason.
fn lightened<'k>(
    sink: &Sink<'_, '_>,
    keys: &'k Keys,
    relation: &Attribution,
    part: Via,
    variant: Option<&'k Variant>,
) -> Option<&'k Variant> {
    let draft = sink.draft;
    let near = || within(sink, relation, Reach::Around);
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

/// "The mayor said, according to the Courier": somebody with a name says it in the same sentence.
fn quotes_somebody(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let others = draft.attributions.in_sentence(draft.language.sentence_at(relation.at.cue.start));
    others.iter().any(|other| {
        other.at.cue != relation.at.cue
            && other.kind == Kind::Speech
            && other.is_likely()
            && matches!(other.class, SourceClass::NamedPerson | SourceClass::Role | SourceClass::Institution)
    })
}

/// "who spoke on condition of anonymity because the matter is private": the sentence gives the reason; or the rest of the paragraph,
/// or the sentence that opens the next, where it speaks of the same source.
fn explained(draft: &Draft<'_>, relation: &Attribution) -> bool {
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

/// In so many sentences behind an unnamed source a reason for the missing name is looked for.
const REASON: usize = 6;

/// "on condition of anonymity because", "asked not to be named in order to".
fn gives_reason(draft: &Draft<'_>, sentence: usize) -> bool {
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

/// The sources that a rule has asked about, with the place of the first mention of each.
#[derive(Default)]
struct Asked {
    outlets: FxHashMap<String, Range<u32>>,
    groups: FxHashMap<String, Range<u32>>,
    /// Whether somebody without a name has been asked about.
    unnamed: bool,
}

impl Asked {
    /// The first mention of an outlet, or of those whom "the officials" means. Remembers this one where it is the first.
    fn first(&mut self, draft: &Draft<'_>, relation: &Attribution, asked: &Range<u32>) -> Option<Range<u32>> {
        // "An official told Reuters": the rule asks about the official, whatever the outlet.
        let by_outlet = relation.at.source.as_ref() != Some(asked) && relation.at.core != *asked
            || matches!(relation.class, SourceClass::Outlet | SourceClass::UnnamedOutlet);
        if let Some(outlet) = relation.outlet().filter(|outlet| by_outlet && !outlet.is_empty()) {
            return self.outlet(outlet, asked);
        }
        let again = draft.is(asked.start, Class::DEFINITE | Class::DEMONSTRATIVE | Class::POSSESSIVE);
        let noun = draft.text(asked.end - 1).to_lowercase();
        let key = noun.strip_suffix('s').unwrap_or(&noun).to_owned();
        if let Some(first) = self.groups.get(&key) {
            return again.then(|| first.clone());
        }
        self.groups.insert(key, asked.clone());
        None
    }

    fn outlet(&mut self, name: &str, at: &Range<u32>) -> Option<Range<u32>> {
        if let Some(first) = self.outlets.get(name) {
            return Some(first.clone());
        }
        self.outlets.insert(name.to_owned(), at.clone());
        None
    }
}

/// "TORONTO (Reuters) - Shares rose": an agency in brackets at the head of a paragraph credits the copy.
fn dateline(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let Some(outlet) = relation.outlet_at() else { return false };
    // What opens a paragraph as a dateline is no part of its first sentence.
    outlet.start < draft.language.paragraphs[draft.language.paragraph_at(outlet.start)].start
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

/// A pronoun that stands for a source was queried at the source's own mention; a heading's colon is no claim of sourcing.
pub(super) fn eligible(relation: &Attribution) -> bool {
    relation.frame != Frame::Colon && relation.is_likely() && !relation.at.core.is_empty()
}

fn passes(sink: &Sink<'_, '_>, ready: &Ready, keys: &Keys, relation: &Attribution) -> bool {
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
        || nobody_speaks(draft, relation)
        || !keys.party.is_empty() && party(draft, ready, relation)
        || !beside(draft, keys, core)
        || own_paper(draft, keys, relation)
        || public_register(draft, keys, core)
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
    if keys.counted && counted(draft, relation) {
        return false;
    }
    if keys.unless.body_named && body_named(draft, relation) || keys.unless.taken_up && taken_up(draft, relation) {
        return true;
    }
    if keys.unless.officer_within.is_some_and(|r| officer(draft, relation, reach(r))) {
        return true;
    }
    keys.unless.identified_within.is_some_and(|r| identified(draft, relation, reach(r)))
}

/// "Two officials of the board": two who would not be named, whatever the board says.
fn counted(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let first = relation.at.core.start;
    let number = draft.is(first, Class::NUMBER_WORD) && !draft.is(first, Class::INDEFINITE | Class::SCALE);
    relation.class == SourceClass::Collective && number
}

/// "No newspaper said", "not everyone thinks": nothing was said.
fn nobody_speaks(draft: &Draft<'_>, relation: &Attribution) -> bool {
    let start = relation.at.core.start;
    let none = Class::NEGATION | Class::NOBODY;
    draft.is(start, none) || start > 0 && draft.is(start - 1, none)
}

/// An outlet or platform that speaks for itself: to a court, in a statement, of a lawsuit; or the platform's bare name.
fn party(draft: &Draft<'_>, ready: &Ready, relation: &Attribution) -> bool {
    if !matches!(relation.class, SourceClass::Outlet | SourceClass::SocialMedia) {
        return false;
    }
    let sentence = draft.language.sentences[draft.language.sentence_at(relation.at.cue.start)].clone();
    let content = &relation.at.content;
    let told = |at: u32| content.iter().any(|content| content.contains(&at)) || draft.token(at).quoted();
    // What an outlet calls something, rather than what it reports of it, is its view.
    let judges = draft.verb(relation).is_some_and(|(verb, ..)| !verb.takes_that);
    let says = draft.phrases_in(ready.phrases, sentence).any(|m| judges || !told(m.tokens.start));
    let platform = relation.class == SourceClass::SocialMedia
        && !draft.text(relation.at.core.end - 1).ends_with('s')
        && relation.at.core.clone().all(|at| draft.token(at).capital() && !draft.is(at, Class::POST));
    says || platform
}

/// Whether what stands before a noun of many senses leaves it the rule's sense: "local reports", not "police reports".
fn beside(draft: &Draft<'_>, keys: &Keys, core: &Range<u32>) -> bool {
    let Some(words) = core.end.checked_sub(1).and_then(|last| keys.beside.of(draft.text(last))) else { return true };
    let small = Class::DETERMINER | Class::NUMBER_WORD | Class::SEVERAL | Class::NATIONALITY | Class::GENERAL;
    (core.start..core.end - 1).all(|at| {
        let token = draft.token(at);
        draft.is(at, small)
            || draft.lexicon.nationality(token, &draft.document.prose)
            || words.has_in_any_case(draft.text(at))
            || token.kind() != TokenKind::Word
    })
}

/// "Court records show": a register that anybody can ask to see.
fn public_register(draft: &Draft<'_>, keys: &Keys, core: &Range<u32>) -> bool {
    let keepers = core.end.checked_sub(1).and_then(|last| keys.registers.of(draft.text(last)));
    keepers.is_some_and(|keepers| (core.start..core.end - 1).any(|at| keepers.has_in_any_case(draft.text(at))))
}

/// "The union said an internal poll found": the paper is that of the body whose words these are.
fn own_paper(draft: &Draft<'_>, keys: &Keys, relation: &Attribution) -> bool {
    let accepted = |at: u32| keys.accept_inside.has_in_any_case(draft.text(at));
    if keys.accept_inside.is_empty() || !relation.at.core.clone().any(accepted) {
        return false;
    }
    let body = |other: &Attribution| {
        matches!(other.class, SourceClass::Institution | SourceClass::NamedPerson | SourceClass::Role)
            && other.at.content.iter().any(|content| content.contains(&relation.at.head))
    };
    draft.attributions.in_sentence(draft.language.sentence_at(relation.at.head)).iter().any(body)
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
    let thinks = person && relation.kind == Kind::Thought && relation.confidence < SURE
        || relation.class == SourceClass::Collective && matches!(relation.kind, Kind::Thought | Kind::Wish);
    // "if officials can agree" is but a case.
    let case = draft.is(relation.at.cue.start, Class::MODAL) && relation.at.cue.len() > 1;
    // "Reuters asked the ministry" is work, not news.
    let asks = verb.is_some_and(|(verb, _)| verb.grammar == Grammar::PASSIVE_HEARER);
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
        Reach::Around => {
            let number = language.sentence_at(at);
            let last = (number + 2).min(language.sentences.len() - 1);
            language.sentences[number.saturating_sub(1)].start..language.sentences[last].end
        }
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

fn variant<'k>(
    sink: &Sink<'_, '_>,
    keys: &'k Keys,
    relation: &Attribution,
    part: Via,
) -> Option<&'k crate::rule::kind::Variant> {
    let draft = sink.draft;
    // "Sources with knowledge of the talks" are described.
    let alone = relation.at.source.as_ref().is_none_or(|source| source.len() <= relation.at.core.len());
    let bare =
        relation.at.core.len() == 1 && alone && relation.class == SourceClass::Anonymous && !draft.pronoun(relation);
    let mut chosen = keys.bare.as_ref().filter(|_| bare);
    chosen = graver(chosen, keys.state.as_ref().filter(|_| relation.state));
    let intelligence = relation.at.core.clone().any(|at| draft.is(at, Class::INTELLIGENCE));
    // "US intelligence concluded" is a service that speaks; "according to intelligence" is a paper that nobody has seen.
    let paper = intelligence && relation.frame == Frame::AccordingTo;
    chosen = graver(chosen, keys.intelligence.as_ref().filter(|_| paper));
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
        if draft.has_phrase(ready.phrases, near) || tied(draft, keys, &tokens, &sentence) {
            continue;
        }
        let exact = found.map_or(tokens, |m| m.tokens.clone());
        let descriptor = found.map_or("", |m| draft.lexicon.outlet(m.row).descriptor);
        let descriptor = if descriptor.is_empty() { &keys.descriptor } else { descriptor };
        let fill = vec![("outlet", draft.words(exact.clone()).to_owned()), ("descriptor", descriptor.to_owned())];
        sink.push(exact, Details { fill, ..Details::default() });
    }
}

/// So many tokens before an outlet, and in what stands between commas behind it, a reader looks for who controls it.
const BEFORE: u32 = 5;
const BEHIND: u32 = 12;

/// "the Kremlin-backed RT", "TASS, which the Russian state owns,": a power and what it has to do with the outlet.
fn tied(draft: &Draft<'_>, keys: &Label, outlet: &Range<u32>, sentence: &Range<u32>) -> bool {
    let before = outlet.start.saturating_sub(BEFORE).max(sentence.start)..outlet.end;
    let aside = outlet.end < sentence.end
        && matches!(draft.kind(outlet.end), TokenKind::Comma | TokenKind::Open | TokenKind::Dash);
    let behind = if aside { outlet.end + 1..sentence.end.min(outlet.end + 1 + BEHIND) } else { 0..0 };
    let ended = behind.clone().find(|&at| matches!(draft.kind(at), TokenKind::Comma | TokenKind::Close));
    let behind = behind.start..ended.unwrap_or(behind.end);
    [before, behind].into_iter().any(|near| {
        let ending = |at: u32| keys.endings.iter().any(|ending| draft.text(at).ends_with(ending.as_str()));
        let power = |at: u32| {
            keys.powers.has_in_any_case(draft.text(at))
                || draft.lexicon.nationality(draft.token(at), &draft.document.prose)
                || draft.token(at).capital() && draft.lexicon.country(draft.text(at))
        };
        let tie = |at: u32| keys.ties.has_in_any_case(draft.text(at));
        // "North Korea's": of a country's name in two words the second is enough beside a possessive.
        let owner = |at: u32| draft.is(at, Class::CLITIC) && at > near.start && draft.token(at - 1).capital();
        near.clone().any(ending) || near.clone().any(tie) && near.clone().any(|at| power(at) || owner(at))
    })
}

/// "quoted her as saying:" without its colon.
pub(super) fn without_colon(draft: &Draft<'_>, cue: Range<u32>) -> Range<u32> {
    let colon = cue.len() > 1 && draft.kind(cue.end - 1) == TokenKind::Colon;
    cue.start..cue.end - u32::from(colon)
}
