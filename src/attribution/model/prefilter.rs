//! The cue prefilter: by its word and by the kinds of the words beside it, most words of a draft cannot begin a cue.
//!
//! It has few features, and weights of its own that were trained to miss next to nothing: so few that they stay in a
//! processor's cache.

use super::facts::Fact;
use super::templates::PrefilterTemplate;

/// A token with its neighbours in the sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct CuePrefilter {
    here: Fact,
    before: u8,
    behind: u8,
}

impl CuePrefilter {
    /// `None` for a mark, which begins no cue.
    pub(super) fn new(facts: &[Fact], at: usize) -> Option<Self> {
        let here = facts[at];
        let tag = |at: usize| facts.get(at).map_or(0, |fact| fact.tag);
        (!here.is_mark()).then(|| Self { here, before: tag(at.wrapping_sub(1)), behind: tag(at + 1) })
    }

    /// The hashes of its features, one of each template.
    pub(super) fn hashes(&self) -> [u32; PrefilterTemplate::ALL.len()] {
        use PrefilterTemplate::{Frame, Lemma, NeighbourTags, Suffix};
        let Self { here, before, behind } = *self;
        let tag = u32::from(here.tag);
        let marked = u32::from(here.role) << 1 | u32::from(here.quoted);
        [
            Lemma.hash(here.lemma, tag),
            Suffix.hash(here.suffix, tag),
            Frame.hash(u32::from(here.frame) << 8 | u32::from(here.verb), tag << 8 | marked),
            NeighbourTags.hash(u32::from(before) << 8 | u32::from(behind), tag),
        ]
    }
}
