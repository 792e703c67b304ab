//! Weights and gradient steps that all training stages share.

/// Smaller gradients are ignored.
pub(crate) const MIN_GRADIENT: f32 = 1e-3;

/// The slot of a hash in a table of two to the power of `bits` slots.
pub(crate) fn slot(hash: u32, bits: u32) -> usize {
    (hash & ((1 << bits) - 1)) as usize
}

/// Weights that are averaged over the rounds of training.
pub(crate) struct AveragedWeights {
    pub(crate) weights: Vec<f32>,
    /// For each weight, the sum of its squared gradients.
    squares: Vec<f32>,
    /// For each weight, the sum of its values at the end of each round.
    sum: Vec<f32>,
    rate: f32,
    /// Weight decay: pulls every weight towards zero.
    decay: f32,
}

impl AveragedWeights {
    /// `count` weights of zero, with a learning rate and a weight decay.
    pub(crate) fn new(count: usize, rate: f32, decay: f32) -> Self {
        Self { weights: vec![0.0; count], squares: vec![0.0; count], sum: vec![0.0; count], rate, decay }
    }

    /// Takes one step down the gradient for each of these weights.
    pub(crate) fn descend(&mut self, indices: impl IntoIterator<Item = usize>, gradient: f32) {
        for at in indices {
            let weight = &mut self.weights[at];
            let gradient = gradient + self.decay * *weight;
            descend(weight, &mut self.squares[at], gradient, self.rate);
        }
    }

    /// Ends a round: adds the current weights to the sums.
    pub(crate) fn end_round(&mut self) {
        for (sum, weight) in self.sum.iter_mut().zip(&self.weights) {
            *sum += weight;
        }
    }

    /// The final weights: the sums over all rounds, times `factor`.
    pub(crate) fn finish(self, factor: f32) -> Vec<f32> {
        self.sum.into_iter().map(|sum| sum * factor).collect()
    }
}

/// Takes one `AdaGrad` step down the gradient. `squares` is the sum of the weight's squared gradients: the larger it is, the
/// smaller is the step.
pub(crate) fn descend(weight: &mut f32, squares: &mut f32, gradient: f32, rate: f32) {
    *squares += gradient * gradient;
    *weight -= rate * gradient / (squares.sqrt() + 1e-6);
}
