//! Rules that look at the whole story.

use super::{Details, Sink};
use crate::attribution::{Attribution, Kind, SourceClass};
use crate::language::Role;
use crate::rule::kind::SingleSource;

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
    // Others who speak once may be quoted in passing; twice makes a second source.
    let second = statements
        .iter()
        .enumerate()
        .any(|(number, &count)| number != top && count >= 2 && identified(draft.attributions.speakers[number].class));
    if total < keys.min_statements || most * 2 < total || second || !identified(draft.attributions.speakers[top].class)
    {
        return;
    }
    let once = statements
        .iter()
        .enumerate()
        .filter(|&(number, &count)| {
            number != top && count == 1 && draft.attributions.speakers[number].class == SourceClass::NamedPerson
        })
        .count();
    if once * 3 > most as usize {
        return;
    }
    let first = voices(sink).find(|&(number, r)| number == top && r.class != SourceClass::Unknown).map(|(_, r)| r);
    let Some(first) = first else { return };
    let source = draft.attributions.speakers[top].name.clone();
    let tokens = first.at.core.clone();
    sink.push(tokens, Details { fill: vec![("source", source)], ..Details::default() });
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
                .any(|o| r.nested && o.at.cue != r.at.cue && o.kind == Kind::Speech && o.speaker != r.speaker);
            (!reported).then_some(())?;
            Some((r.speaker?, r))
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
