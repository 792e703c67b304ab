//! Rules that look at the whole story.

use super::coverage::stands_behind;
use super::{Details, Sink};
use crate::attribution::{Attribution, DOUBTFUL, Kind, Route, SourceClass};
use crate::language::Role;
use crate::rule::kind::{OfficeVariant, Share, SingleSource};
use std::ops::Range;

/// From so many quoted words on somebody is a voice of the story.
const QUOTED: u32 = 8;
/// So many others may be cited in passing.
const PASSING: usize = 2;

/// A story that rests on one person or body.
pub(super) fn single_source(sink: &mut Sink<'_, '_>, keys: &SingleSource) {
    let draft = sink.draft;
    let copy = draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy);
    let words = copy.flat_map(|p| p.tokens.clone()).filter(|&at| draft.token(at).wordlike()).count();
    if (words as u32) < keys.min_words {
        return;
    }
    let speakers = draft.attributions.speakers.len();
    let mut statements = vec![0_u32; speakers];
    let mut total = 0;
    for (number, _) in voices(sink) {
        statements[number] += 1;
        total += 1;
    }
    let Some((top, &most)) =
        statements.iter().enumerate().max_by_key(|&(number, &count)| (count, std::cmp::Reverse(number)))
    else {
        return;
    };
    // Whoever else is quoted, or speaks twice, is a second voice; so are several who speak in passing.
    let others =
        || draft.attributions.speakers.iter().enumerate().filter(|&(number, s)| number != top && identified(s.class));
    let second = others().any(|(number, speaker)| statements[number] > 1 || speaker.quoted_words >= QUOTED);
    let persons = others().filter(|(_, s)| s.class == SourceClass::NamedPerson && s.statements > 0).count();
    let second = second || persons > PASSING;
    if total < keys.min_statements || most * 2 < total || second || !identified(draft.attributions.speakers[top].class)
    {
        return;
    }
    let first = voices(sink).find(|&(number, r)| number == top && r.class != SourceClass::Unknown).map(|(_, r)| r);
    let Some(first) = first else { return };
    let source = draft.attributions.speakers[top].name.clone();
    let tokens = first.at.core.clone();
    // An outlet's speaker has the name of the list, which the draft may not have.
    let source = if first.outlet().is_some() { draft.words(tokens.clone()).to_owned() } else { source };
    sink.push(tokens, Details { fill: vec![("source", source)], ..Details::default() });
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
    let outlet = found.iter().find_map(|r| r.outlet_at()).map_or("", |outlet| sink.draft.words(outlet.clone()));
    let fill = vec![("count", count.to_string()), ("total", total.to_string()), ("outlet", outlet.to_owned())];
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
