//! What stands behind each passage of a draft's copy, and on whom its paragraphs rest: the sourcing report's view of the
//! analysis. Knows neither severities nor how it is shown.

mod labels;
mod reliance;
#[cfg(test)]
mod tests;

pub use reliance::{Streak, TopSource};

use crate::attribution::{Attribution, Route, SourceClass, Speaker};
use crate::document::Document;
use crate::statements::Covered;
use serde::Serialize;
use std::ops::Range;

/// A draft's copy by what stands behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourcingReport {
    /// All words of the story's own text, in order: no heading, caption, credit or table, and no dateline.
    pub spans: Vec<AttributedSpan>,
    /// How many words there are of each [`Behind`], in the order of [`Behind::ALL`].
    pub words: [usize; SourceTier::ALL.len()],
    /// Paragraphs of copy.
    pub paragraphs: usize,
    /// On whom most paragraphs rest; `None` where no paragraph rests on anybody.
    pub top_source: Option<TopSource>,
    /// The longest run of paragraphs that rest on one source, where it is two or more; the first of those as long.
    pub longest_streak: Option<Streak>,
}

/// A stretch of copy with one thing behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributedSpan {
    /// Bytes of the document's prose, from a word's start to a word's or mark's end; within one block.
    pub prose: Range<u32>,
    /// What stands behind it.
    pub tier: SourceTier,
    /// Who, as an index into [`Attributions::speaking`](crate::attribution::Attributions::speaking).
    pub speaker: Option<usize>,
    /// Somebody speaks, but the reading does not tell who.
    pub unclear: bool,
    /// Where that is so, who probably speaks, as an index into the same list.
    pub probably: Option<usize>,
    /// How many words it has.
    pub words: usize,
}

/// What stands behind a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceTier {
    /// A person, office or body that the draft names, and nothing that says the words came through others.
    Firsthand,
    /// Another news outlet, whoever spoke to it.
    Outlet,
    /// A person without a name, or somebody of whom it is not clear who they are.
    Anonymous,
    /// Several people without names.
    Collective,
    /// A document, study, poll or post, or what a link leads to.
    Document,
    /// Nobody whom the draft names.
    Nobody,
}

impl SourceTier {
    /// All there are, from the firmest to none.
    pub const ALL: [Self; 6] =
        [Self::Firsthand, Self::Outlet, Self::Anonymous, Self::Collective, Self::Document, Self::Nobody];

    /// What a relation puts behind the words it attributes. Words of somebody whom the draft heard through an outlet came
    /// through it, unless the draft says that they were said to the newsroom.
    fn of_attribution(relation: &Attribution, speakers: &[Speaker]) -> Self {
        let speaker = relation.speaker().and_then(|number| speakers.get(number));
        let class = match relation.class {
            SourceClass::Unknown => speaker.map_or(SourceClass::Unknown, |speaker| speaker.class),
            class => class,
        };
        let through = |route: Route| relation.route == route || speaker.is_some_and(|speaker| speaker.route == route);
        match class {
            SourceClass::None => Self::Nobody,
            SourceClass::Document | SourceClass::Study | SourceClass::Poll | SourceClass::SocialMedia => Self::Document,
            SourceClass::Outlet | SourceClass::UnnamedOutlet => Self::Outlet,
            _ if through(Route::Outlet) && !relation.own => Self::Outlet,
            _ if through(Route::Document) => Self::Document,
            SourceClass::Anonymous | SourceClass::UnnamedIndividual | SourceClass::Unknown => Self::Anonymous,
            SourceClass::Collective | SourceClass::VagueGroup => Self::Collective,
            SourceClass::NamedPerson | SourceClass::Role | SourceClass::Institution | SourceClass::OwnNewsroom => {
                Self::Firsthand
            }
        }
    }
}

impl SourcingReport {
    pub(crate) fn new(document: &Document, draft: &Covered<'_>) -> Self {
        let Covered { attributions, coverage, tokens } = *draft;
        let labelled = labels::label_copy(document, tokens.language, attributions, coverage);
        let mut words = [0; SourceTier::ALL.len()];
        for span in labelled.iter().flatten() {
            words[span.tier as usize] += span.words;
        }
        let speakers = attributions.speakers.len();
        Self {
            words,
            paragraphs: labelled.len(),
            top_source: reliance::top_speaker(&labelled, speakers)
                .map(|(speaker, count)| TopSource::new(speaker, count, draft)),
            longest_streak: reliance::longest_streak(&labelled),
            spans: labelled.into_iter().flatten().collect(),
        }
    }
}
