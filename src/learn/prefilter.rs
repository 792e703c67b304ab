//! A prefilter: a cheap test of whether it is worth computing a full score.

use super::weights::WeightTable;

/// A linear model with few features and a table that is small enough to stay in a processor's cache. It is trained to pass
/// nearly everything that the full model would find, and little else.
#[derive(Clone, Copy, Debug)]
pub struct Prefilter<'a, const SLOTS: usize> {
    weights: WeightTable<'a, 1, SLOTS>,
    threshold: i32,
}

impl<'a, const SLOTS: usize> Prefilter<'a, SLOTS> {
    /// A prefilter that passes an item if the weights of its features add up to at least `threshold`.
    #[must_use]
    pub fn new(weights: WeightTable<'a, 1, SLOTS>, threshold: i32) -> Self {
        Self { weights, threshold }
    }

    /// Whether an item with these feature hashes passes.
    #[inline]
    pub fn passes(&self, hashes: impl IntoIterator<Item = u32>) -> bool {
        hashes.into_iter().map(|hash| self.weights.weight(hash)).sum::<i32>() >= self.threshold
    }
}
