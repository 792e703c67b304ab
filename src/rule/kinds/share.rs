//! The rule kind that finds stories that lean on sources of one sort.

use crate::attribution::{AttributionKind, DOUBTFUL, Route, SourceClass, TokenAttribution};
use crate::language::LexiconBuilder;
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{AddableEntry, FindingExtras, FindingSink};
use crate::rule::lists::each_once;
use crate::statements::has_source;
use serde::Deserialize;

/// Keys of the kind `share`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ShareKeys {
    /// The classes of source that are counted; those of the route when there are none.
    #[serde(default, deserialize_with = "each_once")]
    pub source: Vec<SourceClass>,
    /// Whether all that came through other outlets is counted.
    #[serde(default)]
    pub secondhand: bool,
    /// More than so many of a hundred statements are too many.
    pub max_percent: u32,
    /// Drafts with fewer attributions pass.
    pub min_statements: u32,
}

impl RuleKind for ShareKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn addable(&self) -> Option<AddableEntry> {
        Some(AddableEntry::Outlet)
    }

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        share(sink, self);
    }
}

/// A story that leans on sources of one sort.
fn share(sink: &mut FindingSink<'_, '_>, keys: &ShareKeys) {
    let draft = sink.draft;
    let counted =
        |r: &TokenAttribution| keys.source.contains(&r.class) || keys.secondhand && !r.own && through_outlet(sink, r);
    let among: Vec<&TokenAttribution> = voices(sink).map(|(_, r)| r).collect();
    let found: Vec<&TokenAttribution> = among.iter().copied().filter(|r| counted(r)).collect();
    let (count, total) = (found.len() as u32, among.len() as u32);
    // A doubtful reading is no statement, but it may be the second source.
    let others = draft.attributions.attributions.iter().filter(|r| r.confidence >= DOUBTFUL && has_source(r));
    let doubtful = others.filter(|r| !counted(r)).count() as u32;
    let total = total.max(count + doubtful.min(total));
    if total < keys.min_statements || count * 100 <= keys.max_percent * total {
        return;
    }
    let outlets = found.iter().filter(|_| keys.secondhand).filter_map(|r| r.outlet_at().cloned());
    let places = outlets.chain(found.iter().map(|r| r.at.core.clone()));
    let Some(first) = places.into_iter().find(|tokens| !tokens.is_empty()) else { return };
    // An interview may be told in words that are no statement: then only the speaker knows its outlet.
    let spoken_to = |r: &&TokenAttribution| draft.attributions.speakers[r.speaker()?].outlet.as_deref();
    let outlet = found.iter().find_map(|r| r.outlet()).or_else(|| found.iter().find_map(spoken_to));
    let outlet = outlet.unwrap_or_default().to_owned();
    let percent = 100 * count / total.max(1);
    let fill = vec![
        ("count", count.to_string()),
        ("total", total.to_string()),
        ("percent", percent.to_string()),
        ("outlet", outlet),
    ];
    sink.push(first, FindingExtras { fill, ..FindingExtras::default() });
}

/// It came through an outlet, or its speaker did: what else he said came the same way.
fn through_outlet(sink: &FindingSink<'_, '_>, relation: &TokenAttribution) -> bool {
    let speakers = &sink.draft.attributions.speakers;
    relation.route == Route::Outlet || relation.speaker().is_some_and(|number| speakers[number].route == Route::Outlet)
}

/// From this confidence of the form on, a relation states something: "spoke about the dam" is below.
const SPEAKS: u8 = 70;

/// Statements that somebody makes to the reader: those inside another's account are that one's.
fn voices<'d>(sink: &FindingSink<'_, 'd>) -> impl Iterator<Item = (usize, &'d TokenAttribution)> {
    let attributions = sink.draft.attributions;
    let language = sink.draft.language;
    attributions
        .attributions
        .iter()
        .filter(|r| {
            matches!(r.kind, AttributionKind::Speech | AttributionKind::Document) && r.is_likely() && r.form >= SPEAKS
        })
        .filter_map(move |r| {
            let others = attributions.in_sentence(language.sentence_at(r.at.head));
            let reported = others.iter().any(|o| {
                r.nested && o.at.cue != r.at.cue && o.kind == AttributionKind::Speech && o.speaker() != r.speaker()
            });
            (!reported).then_some(())?;
            Some((r.speaker()?, r))
        })
}
