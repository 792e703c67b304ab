//! The sourcing of a draft in words, shared by the terminal, Markdown and HTML reports.

use super::sanitize::one_line;
use super::tally::counted;
use super::terms;
use crate::attribution::{Attributions, Route, SourceClass, SpeakerRecord, Voice};
use crate::document::Document;
use crate::sourcing::{SourceTier, SourcingReport, TopSource};
use crate::text::{ProseRange, Source};
use serde::Serialize;
use std::borrow::Cow;

/// A draft with the data that a sourcing report shows.
#[derive(Clone, Copy, Debug)]
pub struct SourcingView<'a> {
    /// The text of the draft's file.
    pub source: &'a Source,
    /// The parsed draft.
    pub document: &'a Document,
    /// The attributions and speakers of the draft.
    pub attributions: &'a Attributions,
    /// The source of each passage, and the totals.
    pub sourcing: &'a SourcingReport,
}

/// The names of a source tier.
pub(super) struct TierNames {
    /// The class in the style sheet.
    pub(super) key: &'static str,
    /// The name in a label.
    pub(super) short: &'static str,
    /// The name in a legend.
    pub(super) long: &'static str,
}

/// The names of each source tier, in the order of [`SourceTier::ALL`].
const TIER_NAMES: [TierNames; SourceTier::ALL.len()] = [
    TierNames {
        key: "firsthand",
        short: "on the record (no outlet mentioned)",
        long: "On the record (a person, a body or its spokesperson), with no outlet mentioned",
    },
    TierNames {
        key: "outlet",
        short: "an outlet or somebody quoted through one",
        long: "Another news outlet, or somebody whom the draft quotes through one, even once",
    },
    TierNames {
        key: "anonymous",
        short: "unnamed or unclear source",
        long: "An unnamed source, or a speaker who is unclear",
    },
    TierNames { key: "collective", short: "unnamed group", long: "A group of unnamed people" },
    TierNames { key: "document", short: "document or link", long: "A document, study, poll, post or link" },
    TierNames { key: "nobody", short: "no source", long: "No source" },
];

/// The names of a source tier.
pub(super) fn tier_names(tier: SourceTier) -> &'static TierNames {
    &TIER_NAMES[tier as usize]
}

/// The definition of “rests on”, for readers.
pub(super) const RESTS_ON: &str = "A paragraph rests on a source, and the source carries it, if at least half of the paragraph's words come from that source.";

/// The name of a source tier in a legend.
#[must_use]
pub fn tier_description(tier: SourceTier) -> &'static str {
    tier_names(tier).long
}

/// The percentages of the parts. They add up to 100, or to 0 if all parts are 0: each is rounded down, and the rest goes to
/// those with the largest remainders.
pub(super) fn percentages<const N: usize>(parts: [usize; N]) -> [usize; N] {
    let total: usize = parts.iter().sum();
    if total == 0 {
        return [0; N];
    }
    let mut shares = parts.map(|part| 100 * part / total);
    let remainder = 100 - shares.iter().sum::<usize>();
    let mut order: Vec<usize> = (0..N).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(100 * parts[at] % total));
    for &at in order.iter().take(remainder) {
        shares[at] += 1;
    }
    shares
}

impl SourcingView<'_> {
    /// The verdict: "7 of 9 paragraphs rest on Anselm Krail (government spokesman), reached through TASS, the Russian state
    /// news agency."
    pub(super) fn verdict(&self) -> String {
        let all = counted(self.sourcing.paragraphs, "paragraph");
        match &self.sourcing.top_source {
            Some(TopSource { paragraphs: 1, .. }) if self.sourcing.paragraphs > 1 => {
                format!("The draft does not lean on any one source: each carries at most one of its {all}.")
            }
            Some(top) if self.sourcing.paragraphs == 1 => {
                format!("The only paragraph rests on {}.", self.top_source_description(top))
            }
            Some(top) if top.paragraphs * 3 < self.sourcing.paragraphs => {
                format!(
                    "The draft does not lean on any one source: none carries more than {} of its {all}.",
                    top.paragraphs
                )
            }
            Some(top) => format!("{} of {all} rest on {}.", top.paragraphs, self.top_source_description(top)),
            None if self.sourcing.paragraphs == 0 => "The draft has no paragraphs.".to_owned(),
            None if self.attributions.speaking().is_empty() => "Nobody is quoted or cited.".to_owned(),
            None if self.sourcing.paragraphs == 1 => {
                "No source accounts for half of the words in the only paragraph.".to_owned()
            }
            None => format!("No source accounts for half of the words in any of {all}."),
        }
    }

    /// The top source and the route of most of its words: "Anselm Krail (government spokesman), reached through TASS".
    fn top_source_description(&self, top: &TopSource) -> String {
        let speaker = &self.attributions.speaking()[top.speaker];
        let name = one_line(&speaker.name);
        let description = match (speaker.class, &top.role) {
            (SourceClass::NamedPerson, Some(role)) => format!("{name} ({})", one_line(role)),
            (SourceClass::NamedPerson, None) => name.into_owned(),
            (SourceClass::Anonymous | SourceClass::UnnamedIndividual, _) => {
                format!("an unnamed source, “{name}”")
            }
            (SourceClass::Collective | SourceClass::VagueGroup, _) => format!("unnamed people, “{name}”"),
            _ => format!("one source, {name}"),
        };
        let outlet_note = match top.outlet {
            Some(descriptor) => format!(", the {descriptor}"),
            None if top.state => ", which is state-controlled".to_owned(),
            None => String::new(),
        };
        match (speaker.class, speaker.route, &speaker.outlet) {
            (SourceClass::Outlet, ..) => description + &outlet_note,
            (SourceClass::UnnamedOutlet, ..) => description,
            _ if !top.through => description,
            (_, Route::Outlet, Some(outlet)) => {
                format!("{description}, reached through {}{outlet_note}", one_line(outlet))
            }
            (_, Route::Outlet, None) => description + ", reached through another outlet",
            _ => description,
        }
    }

    /// The longest run: "Longest run on one source: 7 paragraphs (lines 8 to 38), Anselm Krail."
    pub(super) fn longest_run(&self) -> Option<String> {
        let run = self.sourcing.longest_streak.as_ref()?;
        let span = self.document.span(run.prose);
        let line = |at| self.source.position(at).line;
        Some(format!(
            "Longest run on one source: {} (lines {} to {}), {}.",
            counted(run.paragraphs, "paragraph"),
            line(span.start),
            line(span.end),
            one_line(&self.attributions.speaking()[run.speaker].name)
        ))
    }

    /// The number of speakers and their shares; `None` without speakers: "10 speakers: 4 people with names (40%), 3 direct,
    /// with no outlet or document mentioned (30%)."
    pub(super) fn speaker_summary(&self) -> Option<String> {
        let Shares { speakers, named, firsthand } = Shares::of(self.attributions.speaking());
        let share = |part: usize| (100 * part + speakers / 2) / speakers.max(1);
        (speakers > 0).then(|| {
            format!(
                "{}: {} ({}%), {firsthand} direct, with no outlet or document mentioned ({}%).",
                counted(speakers, "speaker"),
                people_with_names(named),
                share(named),
                share(firsthand)
            )
        })
    }

    /// The number of words and the share of each source tier; `None` without words: "512 words: 30% on the record (no outlet
    /// mentioned), 45% an outlet or somebody quoted through one, 25% no source."
    pub(super) fn word_summary(&self) -> Option<String> {
        let all: usize = self.sourcing.words.iter().sum();
        let shares = SourceTier::ALL.into_iter().zip(percentages(self.sourcing.words));
        let present = shares.filter(|(tier, _)| self.sourcing.words[*tier as usize] > 0);
        let parts: Vec<String> = present.map(|(tier, share)| format!("{share}% {}", tier_names(tier).short)).collect();
        (all > 0).then(|| format!("{}: {}.", counted(all, "word"), parts.join(", ")))
    }

    /// For each speaker, the number of statements that came through each outlet.
    pub(super) fn outlet_counts(&self) -> Vec<OutletCounts<'_>> {
        let mut speakers = vec![OutletCounts::default(); self.attributions.speaking().len()];
        for attribution in
            self.attributions.attributions.iter().filter(|r| r.voice == Voice::Clear && r.route == Route::Outlet)
        {
            if let Some(counts) = self.attributions.speaker_of(attribution).and_then(|number| speakers.get_mut(number))
            {
                counts.count(attribution.outlet());
            }
        }
        speakers
    }

    /// The line of the draft on which this range of prose begins.
    pub(super) fn line(&self, prose: ProseRange) -> usize {
        self.source.position(self.document.span(prose).start).line
    }
}

/// The number of speakers who are named persons, in words.
pub(crate) fn people_with_names(count: usize) -> String {
    if count == 1 { "1 person with a name".to_owned() } else { format!("{count} people with names") }
}

/// The number of statements of one speaker that came through outlets.
#[derive(Clone, Debug, Default)]
pub(super) struct OutletCounts<'a> {
    statements: u32,
    /// The number for each named outlet, in the order of the draft.
    outlets: Vec<(&'a str, u32)>,
}

impl<'a> OutletCounts<'a> {
    /// The most outlets that are named; the others are counted together.
    const MAX_NAMED: usize = 3;

    /// Counts a statement that came through this outlet, or through an unnamed one.
    fn count(&mut self, outlet: Option<&'a str>) {
        self.statements += 1;
        let Some(outlet) = outlet else { return };
        match self.outlets.iter_mut().find(|(name, _)| *name == outlet) {
            Some((_, count)) => *count += 1,
            None => self.outlets.push((outlet, 1)),
        }
    }

    /// The counts by outlet: "TASS 1, Norwegian television 2, others 4". `None` unless there are at least two counts.
    fn by_outlet(&self, shown: impl for<'o> Fn(&'o str) -> Cow<'o, str>) -> Option<String> {
        let named_outlets = &self.outlets[..self.outlets.len().min(Self::MAX_NAMED)];
        let mut each: Vec<String> =
            named_outlets.iter().map(|(name, count)| format!("{} {count}", shown(name))).collect();
        let others = self.statements - named_outlets.iter().map(|(_, count)| count).sum::<u32>();
        if others > 0 {
            each.push(format!("others {others}"));
        }
        (each.len() > 1).then(|| each.join(", "))
    }
}

/// The route of a speaker: "outlet (TASS)", "outlets (TASS 1, Interfax 2)". If only some statements came through outlets, their
/// number follows: ": 3 of 15 statements". The outlet is not named again if it is the speaker.
pub(super) fn route(
    speaker: &SpeakerRecord,
    outlet_counts: &OutletCounts<'_>,
    shown: impl for<'o> Fn(&'o str) -> Cow<'o, str>,
) -> String {
    let is_speaker = |outlet: &str| speaker.class == SourceClass::Outlet && speaker.name.ends_with(outlet);
    let route = terms::route_term(speaker.route).word;
    let Some(outlet) = speaker.outlet.as_deref().filter(|outlet| !is_speaker(outlet)) else { return route.to_owned() };
    if speaker.route != Route::Outlet {
        return format!("{route} ({})", shown(outlet));
    }
    let outlets = match outlet_counts.by_outlet(&shown) {
        Some(each) => format!("{route}s ({each})"),
        None => format!("{route} ({})", shown(outlet)),
    };
    if (1..speaker.statements).contains(&outlet_counts.statements) {
        format!("{outlets}: {} of {} statements", outlet_counts.statements, speaker.statements)
    } else {
        outlets
    }
}

/// The number of speakers, of named persons among them, and of speakers with a direct route.
#[derive(Serialize)]
pub(crate) struct Shares {
    pub(crate) speakers: usize,
    pub(crate) named: usize,
    pub(crate) firsthand: usize,
}

impl Shares {
    pub(crate) fn of(speakers: &[SpeakerRecord]) -> Self {
        let count = |counts: fn(&SpeakerRecord) -> bool| speakers.iter().filter(|speaker| counts(speaker)).count();
        Self {
            speakers: speakers.len(),
            named: count(|speaker| speaker.class == SourceClass::NamedPerson),
            firsthand: count(|speaker| speaker.route == Route::Firsthand),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_add_up_to_100() {
        for (parts, shares) in [
            ([1, 1, 1], [34, 33, 33]),
            ([0, 0, 0], [0, 0, 0]),
            ([5, 0, 0], [100, 0, 0]),
            ([1, 199, 0], [1, 99, 0]),
            ([333, 333, 334], [33, 33, 34]),
        ] {
            assert_eq!(percentages(parts), shares, "{parts:?}");
        }
    }
}
