//! The sourcing report: the source of each span of a draft's copy, and the speaker on whom most paragraphs rest. Knows
//! neither severities nor output formats.

mod labels;
mod reliance;
#[cfg(test)]
mod tests;

pub use reliance::{Streak, TopSource};

use crate::attribution::{Route, SourceClass, SpeakerRecord, TokenAttribution};
use crate::document::Document;
use crate::statements::Covered;
use crate::text::ProseRange;
use serde::Serialize;

/// A draft's copy, divided by source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourcingReport {
    /// All words of the copy, in order; without headings, captions, credits, tables and datelines.
    pub spans: Vec<AttributedSpan>,
    /// Number of words per [`SourceTier`], in the order of [`SourceTier::ALL`].
    pub words: [usize; SourceTier::ALL.len()],
    /// Number of paragraphs of copy.
    pub paragraphs: usize,
    /// The source on which most paragraphs rest; `None` if no paragraph rests on anybody.
    pub top_source: Option<TopSource>,
    /// The first of the longest runs of at least two paragraphs that rest on one source.
    pub longest_streak: Option<Streak>,
}

/// A span of copy with one source.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributedSpan {
    /// Byte range of the document's prose, from the start of a word to the end of a word or mark, within one block.
    pub prose: ProseRange,
    /// The kind of source that the span has.
    pub tier: SourceTier,
    /// The speaker, as an index into [`Attributions::speaking`](crate::attribution::Attributions::speaking).
    pub speaker: Option<usize>,
    /// Whether there is a speaker, but it is unclear who it is.
    pub unclear: bool,
    /// The probable speaker if the speaker is unclear, as an index into the same list as `speaker`.
    pub probably: Option<usize>,
    /// Number of words.
    pub words: usize,
}

/// The kind of source that a span has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceTier {
    /// A named person, office or body. The draft does not say that the words came through others.
    Firsthand,
    /// Another news outlet, or anybody who spoke to it.
    Outlet,
    /// A person without a name, or somebody whose identity is unclear.
    Anonymous,
    /// Several people without names.
    Collective,
    /// A document, study, poll or post, or the target of a link.
    Document,
    /// No source.
    Nobody,
}

impl SourceTier {
    /// All tiers, from the firmest to none.
    pub const ALL: [Self; 6] =
        [Self::Firsthand, Self::Outlet, Self::Anonymous, Self::Collective, Self::Document, Self::Nobody];

    /// The tier of the content of an attribution. If one statement of a speaker came through an outlet, all of them count as
    /// such, except those that the draft says were made to the newsroom.
    fn of_attribution(attribution: &TokenAttribution, speakers: &[SpeakerRecord]) -> Self {
        let speaker = attribution.speaker().and_then(|number| speakers.get(number));
        let class = match attribution.class {
            SourceClass::Unknown => speaker.map_or(SourceClass::Unknown, |speaker| speaker.class),
            class => class,
        };
        let through =
            |route: Route| attribution.route == route || speaker.is_some_and(|speaker| speaker.route == route);
        match class {
            SourceClass::None => Self::Nobody,
            SourceClass::Document | SourceClass::Study | SourceClass::Poll | SourceClass::SocialMedia => Self::Document,
            SourceClass::Outlet | SourceClass::UnnamedOutlet => Self::Outlet,
            _ if through(Route::Outlet) && !attribution.own => Self::Outlet,
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
