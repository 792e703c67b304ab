//! Which words are looked at: by its word and by the kinds of word beside it, most of a draft cannot begin a cue.
//!
//! A glance has few features, and weights of its own that were trained to miss next to nothing: so few that they stay in a
//! processor's cache.

use super::cues::mixed;
use super::facts::Fact;

/// A token with its neighbours in the sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct CuePrefilter {
    here: Fact,
    before: u8,
    behind: u8,
}

impl CuePrefilter {
    /// Nothing of a mark: none begins a cue.
    pub(super) fn of(facts: &[Fact], at: usize) -> Option<Self> {
        let here = facts[at];
        let tag = |at: usize| facts.get(at).map_or(0, |fact| fact.tag);
        (!here.is_mark()).then(|| Self { here, before: tag(at.wrapping_sub(1)), behind: tag(at + 1) })
    }

    /// All its features, each a template's number and a hash of what the template saw.
    pub(super) fn features(&self, see: impl FnMut(u32, u32)) {
        let Self { here, before, behind } = *self;
        let tag = u32::from(here.tag);
        let marked = u32::from(here.role) << 1 | u32::from(here.quoted);
        let mut put = mixed(see);
        put(41, here.lemma, tag);
        put(42, here.suffix, tag);
        put(43, u32::from(here.frame) << 8 | u32::from(here.verb), tag << 8 | marked);
        put(44, u32::from(before) << 8 | u32::from(behind), tag);
    }
}
