//! Explains the attributions of a draft to people: the reason for each and, on request, the weights of the model.
//! [`sources`](super::sources) writes both as JSON.

use super::sanitize::one_line;
use super::terms::{self, json_name_in_words};
use crate::analysis::DraftAnalysis;
use crate::attribution::{
    AttributionKind, Attributions, Because, DOUBTFUL, Frame, SourceClass, TokenAttribution, Voice,
};
use crate::document::Document;
use crate::text::{ProseRange, Source};
use serde::Serialize;
use std::fmt::Write as _;

/// The most characters that are shown of a source or cue.
const MAX_EXCERPT_CHARS: usize = 60;

/// The explanation of an attribution, for programs.
#[derive(Serialize)]
pub(super) struct BecauseJson<'a> {
    frame: Option<Frame>,
    form: f64,
    reason: String,
    features: Vec<FeatureJson<'a>>,
}

#[derive(Serialize)]
struct FeatureJson<'a> {
    seen: &'a str,
    weight: i32,
}

impl<'a> BecauseJson<'a> {
    pub(super) fn new(
        document: &Document,
        analysis: &DraftAnalysis,
        attribution: &TokenAttribution,
        because: &'a Because,
    ) -> Self {
        Self {
            reason: reason(attribution, because, &excerpt(document, attribution.cue(&analysis.language))),
            frame: because.frame.map(|(frame, _)| frame),
            form: f64::from(because.frame.map_or(0, |(_, form)| form)) / 100.0,
            features: because.features.iter().map(|f| FeatureJson { seen: &f.seen, weight: f.weight }).collect(),
        }
    }
}

/// Words of a draft on one line, cut after [`MAX_EXCERPT_CHARS`] characters.
fn excerpt(document: &Document, range: ProseRange) -> String {
    let text = one_line(document.text(range)).into_owned();
    match text.char_indices().nth(MAX_EXCERPT_CHARS) {
        Some((cut, _)) => text[..cut].trim_end().to_owned() + "…",
        None => text,
    }
}

/// The frame of an attribution in words: "because “said” follows the name".
fn reason(attribution: &TokenAttribution, because: &Because, cue: &str) -> String {
    let source = match attribution.class {
        _ if because.pronoun => "the pronoun",
        SourceClass::NamedPerson => "the name",
        SourceClass::Document | SourceClass::Study | SourceClass::Poll => "the document",
        _ => "the source",
    };
    match because.frame.map(|(frame, _)| frame) {
        Some(Frame::SaidThat) => format!("because “{cue}” follows {source}"),
        Some(Frame::SaidAfter) => format!("because “{cue}” follows {source}, after the statement"),
        Some(Frame::SaidBy) => format!("because {source} follows “{cue}”, after the statement"),
        Some(Frame::Told) => format!("because “{cue}” follows {source} and comes before who was told"),
        Some(Frame::Colon) => format!("because {source} is right next to the statement"),
        Some(Frame::AccordingTo | Frame::PassiveBy) => format!("because {source} follows “{cue}”"),
        Some(Frame::Participle) => format!("because {source} is the subject of “{cue}”"),
        Some(Frame::Passive | Frame::Hedge) => format!("because “{cue}” means somebody says so, without saying who"),
        Some(Frame::Nominal) => format!("because the sentence links “{cue}” to {source}"),
        None => "because sentences like this often report what somebody said, wanted or did".to_owned(),
    }
}

/// The speaker, or why there is none: "; speaker: Ada Brook".
fn speaker_note(analysis: &DraftAnalysis, attribution: &TokenAttribution, cue: &str) -> String {
    let attributions = &analysis.attributions;
    match attributions.speaker_of(attribution) {
        Some(number) => {
            // A doubtful attribution has a speaker only because the same sentence has a clear one.
            let elsewhere = if attribution.confidence < DOUBTFUL { ", as elsewhere in this sentence" } else { "" };
            format!("; speaker: {}{elsewhere}", one_line(&attributions.speaking()[number].name))
        }
        None if attributions.is_unclear(attribution) => match attributions.probable_speaker(attribution) {
            Some(number) => {
                let name = one_line(&attributions.speaking()[number].name);
                format!("; speaker unclear: probably {name}, but bylint is not sure enough to count it as theirs")
            }
            None => format!("; speaker unclear: {}", unclear_reason(attribution)),
        },
        None if matches!(attribution.voice, Voice::Silent | Voice::Thinks) && attribution.at.source.is_some() => {
            format!("; bylint lists no speaker: “{cue}” may describe a view or an act, not words")
        }
        None if is_outlet(attribution) => {
            "; another outlet's words, but bylint is not sure enough to list it as a speaker".to_owned()
        }
        None => String::new(),
    }
}

/// Whether the source is another outlet, named or unnamed.
fn is_outlet(attribution: &TokenAttribution) -> bool {
    matches!(attribution.class, SourceClass::Outlet | SourceClass::UnnamedOutlet)
}

/// The reason why the speaker is unclear.
fn unclear_reason(attribution: &TokenAttribution) -> &'static str {
    match (attribution.voice, &attribution.at.source) {
        (Voice::Unclear, _) => "bylint is not sure enough that this is their statement",
        (_, None) => "the sentence does not name one",
        (_, Some(_)) => "the words for the source do not say who it is",
    }
}

/// The kind, the class of source and the confidence: "speech, named person, confidence 90%".
fn kind_class_confidence(attributions: &Attributions, attribution: &TokenAttribution) -> String {
    let kind = (attribution.kind != AttributionKind::Agentless).then(|| json_name_in_words(&attribution.kind));
    let class = Some(attributions.class_of(attribution))
        .filter(|class| *class != SourceClass::None)
        .map(|class| terms::class_term(class).word.to_owned());
    let confidence = format!("confidence {}%", attribution.confidence);
    kind.into_iter().chain(class).chain([confidence]).collect::<Vec<_>>().join(", ")
}

/// The line before the list.
const HEAD: &str =
    "Attributions, in the order of the draft; the confidence says how many of a hundred such attributions are right:";

/// Whether the list includes an attribution: it is not too doubtful, or it counts for a speaker or as an unclear statement,
/// or it is a likely attribution to an outlet.
fn is_listed(attributions: &Attributions, attribution: &TokenAttribution) -> bool {
    attribution.confidence >= DOUBTFUL
        || attributions.speaker_of(attribution).is_some()
        || attributions.is_unclear(attribution)
        || is_outlet(attribution) && attribution.is_likely()
}

/// Lists the attributions of a draft. The first line of each has its position and its parts, the second the reason. With
/// `weights`, a third line has the frame and the features with the largest weights in the model.
#[must_use]
pub fn list(
    source: &Source,
    document: &Document,
    analysis: &DraftAnalysis,
    explained: &[Because],
    weights: bool,
) -> String {
    let DraftAnalysis { language, attributions, .. } = analysis;
    let excerpt = |range: ProseRange| excerpt(document, range);
    let mut text = String::new();
    let entries =
        attributions.attributions.iter().zip(explained).filter(|(attribution, _)| is_listed(attributions, attribution));
    let mut entries: Vec<_> = entries.collect();
    entries.sort_by_key(|(attribution, _)| attribution.at.cue.start);
    if !entries.is_empty() {
        let _ = writeln!(text, "  {HEAD}");
    }
    for (attribution, because) in entries {
        let cue = attribution.cue(language);
        let place = source.position(document.span(cue).start);
        let source_words = attribution.source(language).map_or_else(|| "no source named".to_owned(), excerpt);
        let _ = writeln!(
            text,
            "  {}:{} “{}”: {source_words} ({})",
            place.line,
            place.column,
            excerpt(cue),
            kind_class_confidence(attributions, attribution)
        );
        let cue = excerpt(attribution.cue(language));
        let _ =
            writeln!(text, "      {}{}", reason(attribution, because, &cue), speaker_note(analysis, attribution, &cue));
        if !weights {
            continue;
        }
        let frame = because.frame.map_or_else(
            || "no frame fits".to_owned(),
            |(frame, form)| format!("frame {} ({form}%)", json_name_in_words(&frame)),
        );
        let features: Vec<_> =
            because.features.iter().map(|f| format!("{} {:+}", one_line(&f.seen), f.weight)).collect();
        let _ = writeln!(text, "      {frame}; model: {}", features.join(", "));
    }
    text
}
