//! A cheap test of whether a full score is worth its cost.

use super::weights::WeightTable;

/// A linear model with few features and a table small enough to stay in a processor's cache. It is trained to let nearly all
/// through that the full model would find, and little else.
#[derive(Clone, Copy, Debug)]
pub struct Prefilter<'a, const SLOTS: usize> {
    weights: WeightTable<'a, 1, SLOTS>,
    threshold: i32,
}

impl<'a, const SLOTS: usize> Prefilter<'a, SLOTS> {
    /// A filter that lets through what scores at least `threshold`.
    #[must_use]
    pub fn new(weights: WeightTable<'a, 1, SLOTS>, threshold: i32) -> Self {
        Self { weights, threshold }
    }

    /// Whether something with these features passes.
    #[inline]
    pub fn passes(&self, hashes: impl IntoIterator<Item = u32>) -> bool {
        hashes.into_iter().map(|hash| self.weights.weight(hash)).sum::<i32>() >= self.threshold
    }
}
