//! The cue prefilter: rules out most words as the first word of a cue, by their text and the tags of their neighbours.
//!
//! The prefilter has four features per word and its own small table of weights, which fits in a processor's cache. The weights
//! were trained to drop few words that begin a cue.

use super::facts::Fact;
use super::templates::PrefilterTemplate;

/// A token with the tags of its neighbours in the sentence; 0 outside the sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct CuePrefilter {
    here: Fact,
    tag_before: u8,
    tag_after: u8,
}

impl CuePrefilter {
    /// The token at `at`; `None` for a mark, because no cue begins with a mark.
    pub(super) fn new(facts: &[Fact], at: usize) -> Option<Self> {
        let here = facts[at];
        let tag = |at: usize| facts.get(at).map_or(0, |fact| fact.tag);
        (!here.is_mark()).then(|| Self { here, tag_before: tag(at.wrapping_sub(1)), tag_after: tag(at + 1) })
    }

    /// The hashes of the token's features, one per template.
    pub(super) fn hashes(&self) -> [u32; PrefilterTemplate::ALL.len()] {
        use PrefilterTemplate::{Frame, Lemma, NeighbourTags, Suffix};
        let Self { here, tag_before, tag_after } = *self;
        let tag = u32::from(here.tag);
        let marked = u32::from(here.role) << 1 | u32::from(here.quoted);
        [
            Lemma.hash(here.lemma, tag),
            Suffix.hash(here.suffix, tag),
            Frame.hash(u32::from(here.frame) << 8 | u32::from(here.verb), tag << 8 | marked),
            NeighbourTags.hash(u32::from(tag_before) << 8 | u32::from(tag_after), tag),
        ]
    }
}
