//! What a draft stands on, in words: the same for the terminal, for a comment and for the page.

use super::sanitize::one_line;
use super::sources::{Shares, words};
use super::tally::counted;
use crate::attribution::{Attributions, Route, SourceClass};
use crate::backing::{Backing, Behind, Rest};
use crate::document::Document;
use crate::text::Source;
use std::ops::Range;

/// A draft with all that a sourcing report tells of it.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The draft's file.
    pub source: &'a Source,
    /// The draft.
    pub document: &'a Document,
    /// Its attributions and speakers.
    pub read: &'a Attributions,
    /// What stands behind its passages.
    pub backing: &'a Backing,
}

/// One kind of backing in words.
pub(super) struct Named {
    /// For a class in a style sheet.
    pub(super) key: &'static str,
    /// For a label.
    pub(super) short: &'static str,
    /// For a legend.
    pub(super) long: &'static str,
}

/// How each kind of backing is called, in the order of [`Behind::ALL`].
const NAMES: [Named; Behind::ALL.len()] = [
    Named { key: "firsthand", short: "named, firsthand", long: "A named source, and no outlet in between" },
    Named { key: "outlet", short: "through an outlet", long: "Another news outlet, whoever spoke to it" },
    Named { key: "anonymous", short: "without a name", long: "A source without a name" },
    Named { key: "collective", short: "several, unnamed", long: "Several people without names" },
    Named { key: "document", short: "document or link", long: "A document, study, poll, post or link" },
    Named { key: "nobody", short: "nobody named", long: "Nobody whom the draft names" },
];

/// How a kind of backing is called.
pub(super) fn named(behind: Behind) -> &'static Named {
    &NAMES[behind as usize]
}

/// What stands behind a passage, as a legend has it.
#[must_use]
pub fn in_words(behind: Behind) -> &'static str {
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

impl Standing<'_> {
    /// "7 of 9 paragraphs rest on one government spokesman, Anselm Krail, reached through TASS, the Russian state news agency."
    pub(super) fn verdict(&self) -> String {
        let all = counted(self.backing.paragraphs, "paragraph");
        match &self.backing.rest {
            Some(Rest { paragraphs: 1, .. }) if self.backing.paragraphs > 1 => {
                format!("No source carries more than one of {all}.")
            }
            Some(rest) if self.backing.paragraphs == 1 => format!("The only paragraph rests on {}.", self.who(rest)),
            Some(rest) => format!("{} of {all} rest on {}.", rest.paragraphs, self.who(rest)),
            None if self.backing.paragraphs == 0 => "There is no copy to look at.".to_owned(),
            None if self.read.speaking().is_empty() => format!("Nobody is quoted or cited in {all}."),
            None => format!("No source carries one of {all}."),
        }
    }

    /// A source and the way of its words: "one government spokesman, Anselm Krail, reached through TASS".
    fn who(&self, rest: &Rest) -> String {
        let speaker = &self.read.speaking()[rest.speaker];
        let name = one_line(&speaker.name);
        let who = match (speaker.class, &rest.role) {
            (SourceClass::NamedPerson, Some(role)) => format!("one {}, {name}", one_line(role)),
            (SourceClass::Anonymous | SourceClass::UnnamedIndividual, _) => {
                format!("one source without a name, “{name}”")
            }
            (SourceClass::Collective | SourceClass::VagueGroup, _) => format!("people without names, “{name}”"),
            _ => format!("one source, {name}"),
        };
        let told = match rest.outlet {
            Some(descriptor) => format!(", the {descriptor}"),
            None if rest.state => ", which a state controls".to_owned(),
            None => String::new(),
        };
        match (speaker.class, speaker.route, &speaker.outlet) {
            (SourceClass::Outlet, ..) => who + &told,
            (SourceClass::UnnamedOutlet, ..) => who,
            (_, Route::Outlet, Some(outlet)) => format!("{who}, reached through {}{told}", one_line(outlet)),
            (_, Route::Outlet, None) => who + ", reached through another outlet",
            _ => who,
        }
    }

    /// "The longest run on one source is 7 paragraphs, lines 8 to 38: Anselm Krail."
    pub(super) fn run(&self) -> Option<String> {
        let run = self.backing.run.as_ref()?;
        let span = self.document.span(run.prose.clone());
        let line = |at| self.source.position(at).line;
        Some(format!(
            "The longest run on one source is {}, lines {} to {}: {}.",
            counted(run.paragraphs, "paragraph"),
            line(span.start),
            line(span.end),
            one_line(&self.read.speaking()[run.speaker].name)
        ))
    }

    /// "Of 10 speakers, named persons: 4 (40%); firsthand: 3 (30%)."; `None` without speakers.
    pub(super) fn speakers(&self) -> Option<String> {
        let Shares { speakers, named, firsthand } = Shares::of(self.read.speaking());
        let share = |part: usize| format!("{part} ({}%)", (100 * part + speakers / 2) / speakers.max(1));
        (speakers > 0).then(|| {
            format!(
                "Of {}, named persons: {}; firsthand: {}.",
                counted(speakers, "speaker"),
                share(named),
                share(firsthand)
            )
        })
    }

    /// "Of 512 words, named, firsthand: 30%; through an outlet: 45%; nobody named: 25%."; `None` without words.
    pub(super) fn words(&self) -> Option<String> {
        let all: usize = self.backing.words.iter().sum();
        let shares = Behind::ALL.into_iter().zip(percentages(self.backing.words));
        let there = shares.filter(|(behind, _)| self.backing.words[*behind as usize] > 0);
        let told: Vec<String> = there.map(|(behind, share)| format!("{}: {share}%", named(behind).short)).collect();
        (all > 0).then(|| format!("Of {}, {}.", counted(all, "word"), told.join("; ")))
    }

    /// The line of the draft on which some of its prose begins.
    pub(super) fn line(&self, prose: &Range<u32>) -> usize {
        self.source.position(self.document.span(prose.clone()).start).line
    }
}

/// How the words of a speaker came: "outlet (TASS)".
pub(super) fn route(route: Route, outlet: Option<&str>) -> String {
    match outlet {
        Some(outlet) => format!("{} ({})", words(&route), one_line(outlet)),
        None => words(&route),
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
