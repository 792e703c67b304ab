//! Rules that look at the whole story.

use super::{Details, Sink};
use crate::attribution::{Attribution, DOUBTFUL, Kind, Route, SourceClass, Speaker};
use crate::language::Role;
use crate::rule::kind::{OfficeVariant, Share, SingleSource};
use crate::statements::stands_behind;
use std::ops::Range;

/// From so many quoted words on somebody is a voice of the story.
const QUOTED: u32 = 8;
/// Whoever has one statement where another has so many is cited in passing.
const PASSING: u32 = 10;

/// A story that rests on one person or body: `sources` lists no other voice.
pub(super) fn single_source(sink: &mut Sink<'_, '_>, keys: &SingleSource) {
    let draft = sink.draft;
    let copy = draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy);
    let words = copy.flat_map(|p| p.tokens.clone()).filter(|&at| draft.token(at).wordlike()).count();
    if (words as u32) < keys.min_words {
        return;
    }
    let attributions = draft.attributions;
    let speakers = attributions.speaking();
    let most = |&(number, speaker): &(usize, &Speaker)| (speaker.statements, std::cmp::Reverse(number));
    let Some((top, only)) = speakers.iter().enumerate().max_by_key(most) else { return };
    let total: u32 = speakers.iter().map(|speaker| speaker.statements).sum();
    // What the one source says that others said is still the one's account.
    let mut own = vec![0_u32; speakers.len()];
    for relation in attributions.relations.iter().filter(|relation| !relation.nested) {
        if let Some(number) = attributions.speaker_of(relation) {
            own[number] += 1;
        }
    }
    let second = speakers
        .iter()
        .zip(own)
        .enumerate()
        .any(|(number, (other, statements))| number != top && second_voice(only, other, statements));
    if total < keys.min_statements || only.statements * 2 < total || second || !identified(only.class) {
        return;
    }
    let theirs =
        |r: &&Attribution| attributions.speaker_of(r) == Some(top) && r.class != SourceClass::Unknown && r.is_likely();
    let Some(first) = attributions.relations.iter().find(theirs) else { return };
    let source = only.name.clone();
    let tokens = first.at.core.clone();
    sink.push(tokens, Details { fill: vec![("source", source)], ..Details::default() });
}

/// Whether a speaker is a voice beside another: a person, or another outlet, with a tenth of the other's statements; a body or a
/// paper, where it is quoted or cited twice. A crowd is none, nor is the outlet through which the other's words came.
fn second_voice(only: &Speaker, other: &Speaker, statements: u32) -> bool {
    let heard = statements > 0 && other.quoted_words >= QUOTED || statements * PASSING > only.statements;
    match other.class {
        SourceClass::NamedPerson | SourceClass::Role | SourceClass::Anonymous | SourceClass::UnnamedIndividual => heard,
        SourceClass::Outlet => heard && only.outlet.as_deref() != other.outlet.as_deref().or(Some(&other.name)),
        SourceClass::VagueGroup | SourceClass::Collective | SourceClass::UnnamedOutlet | SourceClass::OwnNewsroom => {
            false
        }
        _ => statements > 1 || statements > 0 && other.quoted_words >= QUOTED,
    }
}

/// A story that leans on sources of one sort.
pub(super) fn share(sink: &mut Sink<'_, '_>, keys: &Share) {
    let draft = sink.draft;
    let counted =
        |r: &Attribution| keys.source.contains(&r.class) || keys.secondhand && !r.own && through_outlet(sink, r);
    let among: Vec<&Attribution> = voices(sink).map(|(_, r)| r).collect();
    let found: Vec<&Attribution> = among.iter().copied().filter(|r| counted(r)).collect();
    let (count, total) = (found.len() as u32, among.len() as u32);
    // A doubtful reading is no statement, but it may be the second source.
    let others = draft.attributions.relations.iter().filter(|r| r.confidence >= DOUBTFUL && stands_behind(r));
    let doubtful = others.filter(|r| !counted(r)).count() as u32;
    let total = total.max(count + doubtful.min(total));
    if total < keys.min_statements || count * 100 <= keys.max_percent * total {
        return;
    }
    let outlets = found.iter().filter(|_| keys.secondhand).filter_map(|r| r.outlet_at().cloned());
    let places = outlets.chain(found.iter().map(|r| r.at.core.clone()));
    let Some(first) = places.into_iter().find(|tokens| !tokens.is_empty()) else { return };
    // An interview may be told in words that are no statement: then only the speaker knows its outlet.
    let spoken_to = |r: &&Attribution| draft.attributions.speakers[r.speaker()?].outlet.as_deref();
    let outlet = found.iter().find_map(|r| r.outlet()).or_else(|| found.iter().find_map(spoken_to));
    let outlet = outlet.unwrap_or_default().to_owned();
    let percent = 100 * count / total.max(1);
    let fill = vec![
        ("count", count.to_string()),
        ("total", total.to_string()),
        ("percent", percent.to_string()),
        ("outlet", outlet),
    ];
    sink.push(first, Details { fill, ..Details::default() });
}

/// It came through an outlet, or its speaker did: what else he said came the same way.
fn through_outlet(sink: &Sink<'_, '_>, relation: &Attribution) -> bool {
    let speakers = &sink.draft.attributions.speakers;
    relation.route == Route::Outlet || relation.speaker().is_some_and(|number| speakers[number].route == Route::Outlet)
}

/// One speaker's office under two names: "spokesperson Ian Reid … the spokesman".
pub(super) fn offices(sink: &mut Sink<'_, '_>, keys: &OfficeVariant) {
    let draft = sink.draft;
    let mut firsts: Vec<Option<u32>> = vec![None; draft.attributions.speakers.len()];
    let mut told = vec![false; firsts.len()];
    for relation in &draft.attributions.relations {
        let (Some(number), Some(source)) = (relation.speaker(), relation.at.source.clone()) else { continue };
        let Some(at) = office(sink, keys, source) else { continue };
        match firsts[number] {
            None => firsts[number] = Some(at),
            Some(first) if !told[number] && keys.pairs.pairs(draft.text(first), draft.text(at)) => {
                let fill = vec![("first", draft.text(first).to_owned())];
                sink.push(at..at + 1, Details { fill, related: Some(first..first + 1), ..Details::default() });
                told[number] = true;
            }
            Some(_) => {}
        }
    }
}

/// The first word for an office in a source.
fn office(sink: &Sink<'_, '_>, keys: &OfficeVariant, source: Range<u32>) -> Option<u32> {
    let draft = sink.draft;
    source.into_iter().find(|&at| keys.pairs.has(draft.text(at)) && !draft.token(at).quoted())
}

/// From this confidence of the form on, a relation states something: "spoke about the dam" is below.
const SPEAKS: u8 = 70;

/// Statements that somebody makes to the reader: those inside another's account are that one's.
fn voices<'d>(sink: &Sink<'_, 'd>) -> impl Iterator<Item = (usize, &'d Attribution)> {
    let attributions = sink.draft.attributions;
    let language = sink.draft.language;
    attributions
        .relations
        .iter()
        .filter(|r| matches!(r.kind, Kind::Speech | Kind::Document) && r.is_likely() && r.form >= SPEAKS)
        .filter_map(move |r| {
            let others = attributions.in_sentence(language.sentence_at(r.at.head));
            let reported = others
                .iter()
                .any(|o| r.nested && o.at.cue != r.at.cue && o.kind == Kind::Speech && o.speaker() != r.speaker());
            (!reported).then_some(())?;
            Some((r.speaker()?, r))
        })
}

fn identified(class: SourceClass) -> bool {
    matches!(
        class,
        SourceClass::NamedPerson
            | SourceClass::Role
            | SourceClass::Institution
            | SourceClass::Document
            | SourceClass::Outlet
    )
}
