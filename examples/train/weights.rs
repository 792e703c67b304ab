//! What all trainings share: where a feature's weight lies, and how it learns.

/// A smaller gradient teaches nothing.
pub(crate) const MIN_GRADIENT: f32 = 1e-3;

/// Where the weight of a feature lies among two to the power of `bits`.
pub(crate) fn slot(hash: u32, bits: u32) -> usize {
    (hash & ((1 << bits) - 1)) as usize
}

/// Weights that are averaged over the rounds of their training.
pub(crate) struct Averaged {
    pub(crate) weights: Vec<f32>,
    /// Sums of squared gradients.
    past: Vec<f32>,
    sum: Vec<f32>,
    rate: f32,
    /// Pull of every weight towards nothing.
    decay: f32,
}

impl Averaged {
    pub(crate) fn new(count: usize, rate: f32, decay: f32) -> Self {
        Self { weights: vec![0.0; count], past: vec![0.0; count], sum: vec![0.0; count], rate, decay }
    }

    /// One step down a gradient for each of these weights.
    pub(crate) fn descend(&mut self, places: impl IntoIterator<Item = usize>, gradient: f32) {
        for at in places {
            let weight = &mut self.weights[at];
            let gradient = gradient + self.decay * *weight;
            descend(weight, &mut self.past[at], gradient, self.rate);
        }
    }

    /// Ends a round.
    pub(crate) fn round(&mut self) {
        for (sum, weight) in self.sum.iter_mut().zip(&self.weights) {
            *sum += weight;
        }
    }

    /// What was learned; each sum over the rounds is worth a share.
    pub(crate) fn finish(self, share: f32) -> Vec<f32> {
        self.sum.into_iter().map(|sum| sum * share).collect()
    }
}

/// One step down a gradient, the shorter the more was walked already: `past` is the sum of the squared gradients.
pub(crate) fn descend(weight: &mut f32, past: &mut f32, gradient: f32, rate: f32) {
    *past += gradient * gradient;
    *weight -= rate * gradient / (past.sqrt() + 1e-6);
}
