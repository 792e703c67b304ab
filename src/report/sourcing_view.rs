//! What a draft stands on, in words: the same for the terminal, for a comment and for the page.

use super::sanitize::one_line;
use super::tally::counted;
use super::terms;
use crate::attribution::{Attributions, Route, SourceClass, SpeakerRecord, Voice};
use crate::document::Document;
use crate::sourcing::{SourceTier, SourcingReport, TopSource};
use crate::text::Source;
use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;

/// A draft with all that a sourcing report tells of it.
#[derive(Clone, Copy, Debug)]
pub struct SourcingView<'a> {
    /// The draft's file.
    pub source: &'a Source,
    /// The draft.
    pub document: &'a Document,
    /// Its attributions and speakers.
    pub attributions: &'a Attributions,
    /// What stands behind its passages.
    pub sourcing: &'a SourcingReport,
}

/// One kind of sourcing in words.
pub(super) struct Named {
    /// For a class in a style sheet.
    pub(super) key: &'static str,
    /// For a label.
    pub(super) short: &'static str,
    /// For a legend.
    pub(super) long: &'static str,
}

/// How each kind of sourcing is called, in the order of [`Behind::ALL`].
const NAMES: [Named; SourceTier::ALL.len()] = [
    Named {
        key: "firsthand",
        short: "on the record (no outlet mentioned)",
        long: "On the record (a person, a body or its spokesperson), with no outlet mentioned",
    },
    Named {
        key: "outlet",
        short: "an outlet or somebody quoted through one",
        long: "Another news outlet, or somebody whom the draft quotes through one, even once",
    },
    Named {
        key: "anonymous",
        short: "unnamed or unclear source",
        long: "An unnamed source, or a speaker who is unclear",
    },
    Named { key: "collective", short: "unnamed group", long: "A group of unnamed people" },
    Named { key: "document", short: "document or link", long: "A document, study, poll, post or link" },
    Named { key: "nobody", short: "no source", long: "No source" },
];

/// How a kind of sourcing is called.
pub(super) fn named(behind: SourceTier) -> &'static Named {
    &NAMES[behind as usize]
}

/// What it means that a paragraph rests on a source.
pub(super) const RESTS_ON: &str = "A paragraph rests on a source, and the source carries it, if at least half of the paragraph's words come from that source.";

/// What stands behind a passage, as a legend has it.
#[must_use]
pub fn in_words(behind: SourceTier) -> &'static str {
    named(behind).long
}

/// Percentages that sum up to 100, or to 0 where there is nothing to share: each is rounded down, and what is left goes to
/// those that lost most.
pub(super) fn percentages<const N: usize>(parts: [usize; N]) -> [usize; N] {
    let whole: usize = parts.iter().sum();
    if whole == 0 {
        return [0; N];
    }
    let mut shares = parts.map(|part| 100 * part / whole);
    let left = 100 - shares.iter().sum::<usize>();
    let mut order: Vec<usize> = (0..N).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(100 * parts[at] % whole));
    for &at in order.iter().take(left) {
        shares[at] += 1;
    }
    shares
}

impl SourcingView<'_> {
    /// "7 of 9 paragraphs rest on Anselm Krail (government spokesman), reached through TASS, the Russian state news agency."
    pub(super) fn verdict(&self) -> String {
        let all = counted(self.sourcing.paragraphs, "paragraph");
        match &self.sourcing.top_source {
            Some(TopSource { paragraphs: 1, .. }) if self.sourcing.paragraphs > 1 => {
                format!("The draft does not lean on any one source: each carries at most one of its {all}.")
            }
            Some(rest) if self.sourcing.paragraphs == 1 => format!("The only paragraph rests on {}.", self.who(rest)),
            Some(rest) if rest.paragraphs * 3 < self.sourcing.paragraphs => {
                format!(
                    "The draft does not lean on any one source: none carries more than {} of its {all}.",
                    rest.paragraphs
                )
            }
            Some(rest) => format!("{} of {all} rest on {}.", rest.paragraphs, self.who(rest)),
            None if self.sourcing.paragraphs == 0 => "The draft has no paragraphs.".to_owned(),
            None if self.attributions.speaking().is_empty() => "Nobody is quoted or cited.".to_owned(),
            None if self.sourcing.paragraphs == 1 => {
                "No source accounts for half of the words in the only paragraph.".to_owned()
            }
            None => format!("No source accounts for half of the words in any of {all}."),
        }
    }

    /// A source and the way of most of its words: "Anselm Krail (government spokesman), reached through TASS".
    fn who(&self, rest: &TopSource) -> String {
        let speaker = &self.attributions.speaking()[rest.speaker];
        let name = one_line(&speaker.name);
        let who = match (speaker.class, &rest.role) {
            (SourceClass::NamedPerson, Some(role)) => format!("{name} ({})", one_line(role)),
            (SourceClass::NamedPerson, None) => name.into_owned(),
            (SourceClass::Anonymous | SourceClass::UnnamedIndividual, _) => {
                format!("an unnamed source, “{name}”")
            }
            (SourceClass::Collective | SourceClass::VagueGroup, _) => format!("unnamed people, “{name}”"),
            _ => format!("one source, {name}"),
        };
        let told = match rest.outlet {
            Some(descriptor) => format!(", the {descriptor}"),
            None if rest.state => ", which is state-controlled".to_owned(),
            None => String::new(),
        };
        match (speaker.class, speaker.route, &speaker.outlet) {
            (SourceClass::Outlet, ..) => who + &told,
            (SourceClass::UnnamedOutlet, ..) => who,
            _ if !rest.through => who,
            (_, Route::Outlet, Some(outlet)) => format!("{who}, reached through {}{told}", one_line(outlet)),
            (_, Route::Outlet, None) => who + ", reached through another outlet",
            _ => who,
        }
    }

    /// "Longest run on one source: 7 paragraphs (lines 8 to 38), Anselm Krail."
    pub(super) fn run(&self) -> Option<String> {
        let run = self.sourcing.longest_streak.as_ref()?;
        let span = self.document.span(run.prose.clone());
        let line = |at| self.source.position(at).line;
        Some(format!(
            "Longest run on one source: {} (lines {} to {}), {}.",
            counted(run.paragraphs, "paragraph"),
            line(span.start),
            line(span.end),
            one_line(&self.attributions.speaking()[run.speaker].name)
        ))
    }

    /// "10 speakers: 4 people with names (40%), 3 direct, with no outlet or document mentioned (30%)."; `None` without speakers.
    pub(super) fn speakers(&self) -> Option<String> {
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

    /// "512 words: 30% on the record (no outlet mentioned), 45% an outlet or somebody quoted through one, 25% no source."; `None` without words.
    pub(super) fn words(&self) -> Option<String> {
        let all: usize = self.sourcing.words.iter().sum();
        let shares = SourceTier::ALL.into_iter().zip(percentages(self.sourcing.words));
        let there = shares.filter(|(behind, _)| self.sourcing.words[*behind as usize] > 0);
        let told: Vec<String> = there.map(|(behind, share)| format!("{share}% {}", named(behind).short)).collect();
        (all > 0).then(|| format!("{}: {}.", counted(all, "word"), told.join(", ")))
    }

    /// For each speaker, how many of their statements the draft says came through which outlets.
    pub(super) fn through_outlets(&self) -> Vec<Through<'_>> {
        let mut speakers = vec![Through::default(); self.attributions.speaking().len()];
        for relation in
            self.attributions.attributions.iter().filter(|r| r.voice == Voice::Clear && r.route == Route::Outlet)
        {
            if let Some(through) = self.attributions.speaker_of(relation).and_then(|number| speakers.get_mut(number)) {
                through.count(relation.outlet());
            }
        }
        speakers
    }

    /// The line of the draft on which some of its prose begins.
    pub(super) fn line(&self, prose: &Range<u32>) -> usize {
        self.source.position(self.document.span(prose.clone()).start).line
    }
}

/// How many speakers are persons whom the draft names.
pub(crate) fn people_with_names(count: usize) -> String {
    if count == 1 { "1 person with a name".to_owned() } else { format!("{count} people with names") }
}

/// How many statements of a speaker came through outlets.
#[derive(Clone, Debug, Default)]
pub(super) struct Through<'a> {
    statements: u32,
    /// By outlet, in the order of the draft.
    outlets: Vec<(&'a str, u32)>,
}

impl<'a> Through<'a> {
    /// The most outlets that are named; those after them are counted together.
    const MOST: usize = 3;

    fn count(&mut self, outlet: Option<&'a str>) {
        self.statements += 1;
        let Some(outlet) = outlet else { return };
        match self.outlets.iter_mut().find(|(name, _)| *name == outlet) {
            Some((_, count)) => *count += 1,
            None => self.outlets.push((outlet, 1)),
        }
    }

    /// "TASS 1, Norwegian television 2, others 4"; `None` unless there are several, of which one has a name.
    fn each(&self, shown: impl for<'o> Fn(&'o str) -> Cow<'o, str>) -> Option<String> {
        let named = &self.outlets[..self.outlets.len().min(Self::MOST)];
        let mut each: Vec<String> = named.iter().map(|(name, count)| format!("{} {count}", shown(name))).collect();
        let others = self.statements - named.iter().map(|(_, count)| count).sum::<u32>();
        if others > 0 {
            each.push(format!("others {others}"));
        }
        (each.len() > 1).then(|| each.join(", "))
    }
}

/// How the words of a speaker came: "outlet (TASS)", "outlets (TASS 1, Interfax 2)", with ": 3 of 15 statements" behind it if only
/// some came through outlets. The outlet is not named again if it is the speaker.
pub(super) fn route(
    speaker: &SpeakerRecord,
    through: &Through<'_>,
    shown: impl for<'o> Fn(&'o str) -> Cow<'o, str>,
) -> String {
    let itself = |outlet: &str| speaker.class == SourceClass::Outlet && speaker.name.ends_with(outlet);
    let route = terms::route(speaker.route).word;
    let Some(outlet) = speaker.outlet.as_deref().filter(|outlet| !itself(outlet)) else { return route.to_owned() };
    if speaker.route != Route::Outlet {
        return format!("{route} ({})", shown(outlet));
    }
    let outlets = match through.each(&shown) {
        Some(each) => format!("{route}s ({each})"),
        None => format!("{route} ({})", shown(outlet)),
    };
    if (1..speaker.statements).contains(&through.statements) {
        format!("{outlets}: {} of {} statements", through.statements, speaker.statements)
    } else {
        outlets
    }
}

/// How many speakers there are, how many of them are persons with names, and how many spoke to the newsroom.
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
    fn percentages_sum_up() {
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
