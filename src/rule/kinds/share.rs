//! The rule kind `share`: stories with too high a share of one sort of source.

use crate::attribution::{AttributionKind, Attributions, DOUBTFUL, Route, SourceClass, TokenAttribution, Voice};
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
    /// The classes of source to count; may be empty if `secondhand` is set.
    #[serde(default, deserialize_with = "each_once")]
    pub source: Vec<SourceClass>,
    /// Whether to count everything that came through other outlets.
    #[serde(default)]
    pub secondhand: bool,
    /// The highest allowed percentage of such statements.
    pub max_percent: u32,
    /// Drafts with fewer attributions are not reported.
    pub min_statements: u32,
}

impl RuleKind for ShareKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn addable(&self) -> Option<AddableEntry> {
        Some(AddableEntry::Outlet)
    }

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_share(sink, self);
    }
}

/// Reports a story with too high a share of one sort of source.
fn report_share(sink: &mut FindingSink<'_, '_>, keys: &ShareKeys) {
    let draft = sink.draft;
    let reached = if keys.secondhand { speakers_reached_through_outlets(draft.attributions) } else { Vec::new() };
    let through_outlet =
        |r: &TokenAttribution| r.route == Route::Outlet || r.speaker().is_some_and(|number| reached[number]);
    let is_counted =
        |r: &TokenAttribution| keys.source.contains(&r.class) || keys.secondhand && !r.own && through_outlet(r);
    let statements: Vec<&TokenAttribution> = firsthand_statements(sink).map(|(_, r)| r).collect();
    let found: Vec<&TokenAttribution> = statements.iter().copied().filter(|r| is_counted(r)).collect();
    let (count, total) = (found.len() as u32, statements.len() as u32);
    // An uncertain attribution does not count as a statement, but it may be another source.
    let others = draft.attributions.attributions.iter().filter(|r| r.confidence >= DOUBTFUL && has_source(r));
    let doubtful = others.filter(|r| !is_counted(r)).count() as u32;
    let total = total.max(count + doubtful.min(total));
    if total < keys.min_statements || count * 100 <= keys.max_percent * total {
        return;
    }
    let outlets = found.iter().filter(|_| keys.secondhand).filter_map(|r| r.outlet_at());
    let places = outlets.chain(found.iter().map(|r| r.at.core));
    let Some(first) = places.into_iter().find(|tokens| !tokens.is_empty()) else { return };
    // An interview may be told in words that are not statements. Then only the speaker's record has the outlet.
    let interviewing_outlet = |r: &&TokenAttribution| draft.attributions.speakers[r.speaker()?].outlet.as_deref();
    let outlet = found.iter().find_map(|r| r.outlet()).or_else(|| found.iter().find_map(interviewing_outlet));
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

/// A speaker with at most this many statements for each one through an outlet is taken to have spoken to it throughout. Set by hand.
const MAX_STATEMENTS_PER_CREDIT: u32 = 4;

/// For each speaker, whether the draft has their words through outlets: the first of them, or enough of them. A single late credit,
/// “told NBC” in a report on a speech, says nothing of the rest.
fn speakers_reached_through_outlets(attributions: &Attributions) -> Vec<bool> {
    #[derive(Clone, Default)]
    struct Credits {
        starts_through_outlet: bool,
        through_outlet: u32,
        statements: u32,
    }
    let mut speakers = vec![Credits::default(); attributions.speakers.len()];
    for attribution in &attributions.attributions {
        let through_outlet = attribution.route == Route::Outlet;
        // An unclear statement may be somebody else's; a credit says through whom the speaker's words came in any case.
        if attribution.voice != Voice::Clear && !through_outlet {
            continue;
        }
        let Some(number) = attribution.speaker() else { continue };
        let credits = &mut speakers[number];
        credits.starts_through_outlet |= credits.statements == 0 && through_outlet;
        credits.through_outlet += u32::from(through_outlet);
        credits.statements += 1;
    }
    let reached = speakers.iter().map(|credits| {
        credits.starts_through_outlet
            || credits.through_outlet > 0 && credits.statements <= credits.through_outlet * MAX_STATEMENTS_PER_CREDIT
    });
    reached.collect()
}

/// The least confidence in the form at which an attribution states something: “spoke about the dam” is below it.
const MIN_FORM_CONFIDENCE: u8 = 70;

/// The statements that speakers make to the reader, with the speakers' numbers. A statement within another's account does
/// not count.
fn firsthand_statements<'d>(sink: &FindingSink<'_, 'd>) -> impl Iterator<Item = (usize, &'d TokenAttribution)> {
    let attributions = sink.draft.attributions;
    let language = sink.draft.language;
    attributions
        .attributions
        .iter()
        .filter(|r| {
            matches!(r.kind, AttributionKind::Speech | AttributionKind::Document)
                && r.is_likely()
                && r.form >= MIN_FORM_CONFIDENCE
        })
        .filter_map(move |r| {
            let others = attributions.in_sentence(language.sentence_at(r.at.head));
            let is_reported = others.iter().any(|o| {
                r.nested && o.at.cue != r.at.cue && o.kind == AttributionKind::Speech && o.speaker() != r.speaker()
            });
            (!is_reported).then_some(())?;
            Some((r.speaker()?, r))
        })
}
