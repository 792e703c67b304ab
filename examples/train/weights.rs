//! What all trainings share: where a feature's weight lies, and how it learns.

/// A smaller gradient teaches nothing.
pub(crate) const LEAST: f32 = 1e-3;

/// Where the weight of a feature lies among two to the power of `bits`.
pub(crate) fn slot(hash: u32, bits: u32) -> usize {
    (hash & ((1 << bits) - 1)) as usize
}

/// One step down a gradient, the shorter the more was walked already: `past` is the sum of the squared gradients.
pub(crate) fn descend(weight: &mut f32, past: &mut f32, gradient: f32, rate: f32) {
    *past += gradient * gradient;
    *weight -= rate * gradient / (past.sqrt() + 1e-6);
}
