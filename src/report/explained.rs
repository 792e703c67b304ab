//! Why each relation of a draft was read, for people; programs get the same from `sources`.

use super::sanitize::one_line;
use super::sources::words;
use crate::attribution::{Because, DOUBTFUL, Frame, Read};
use crate::document::Document;
use crate::text::Source;
use serde::Serialize;
use std::fmt::Write as _;
use std::ops::Range;

/// The most characters of a source or cue that are shown.
const LONGEST: usize = 60;

/// What a relation was read by, for programs.
#[derive(Serialize)]
pub(super) struct BecauseJson<'a> {
    frame: Option<Frame>,
    form: f64,
    features: Vec<FeatureJson<'a>>,
}

#[derive(Serialize)]
struct FeatureJson<'a> {
    seen: &'a str,
    weight: i32,
}

impl<'a> From<&'a Because> for BecauseJson<'a> {
    fn from(because: &'a Because) -> Self {
        Self {
            frame: because.frame.map(|(frame, _)| frame),
            form: f64::from(because.frame.map_or(0, |(_, form)| form)) / 100.0,
            features: because.features.iter().map(|f| FeatureJson { seen: &f.seen, weight: f.weight }).collect(),
        }
    }
}

/// Two lines a relation: where it stands and what it is; the frame and the model's features that made it one.
#[must_use]
pub fn list(source: &Source, document: &Document, read: &Read, explained: &[Because]) -> String {
    let Read { language, attributions } = read;
    let shown = |range: Range<u32>| {
        let text = one_line(&document.prose[range.start as usize..range.end as usize]).into_owned();
        match text.char_indices().nth(LONGEST) {
            Some((cut, _)) => text[..cut].trim_end().to_owned() + "…",
            None => text,
        }
    };
    let mut text = String::new();
    for (relation, because) in attributions.relations.iter().zip(explained).filter(|(r, _)| r.confidence >= DOUBTFUL) {
        let cue = relation.cue(language);
        let place = source.position(document.span(cue.clone()).start);
        let who = relation.source(language).map_or_else(|| "nobody named".to_owned(), shown);
        let _ = writeln!(
            text,
            "  {}:{} “{}”: {who} ({}, {}; confidence {}%)",
            place.line,
            place.column,
            shown(cue),
            words(&relation.kind),
            words(&relation.class),
            relation.confidence
        );
        let frame = because
            .frame
            .map_or_else(|| "no frame fits".to_owned(), |(frame, form)| format!("frame {} ({form}%)", words(&frame)));
        let features: Vec<_> =
            because.features.iter().map(|f| format!("{} {:+}", one_line(&f.seen), f.weight)).collect();
        let _ = writeln!(text, "      {frame}; model: {}", features.join(", "));
    }
    text
}
