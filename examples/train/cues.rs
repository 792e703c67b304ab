//! Trains the weights of cues: a conditional random field with three labels. Training uses stochastic gradient descent with
//! `AdaGrad`, which adapts the step of each weight, and averages the weights over all rounds.

use crate::Random;
use crate::articles::Sentence;
use crate::weights::{MIN_GRADIENT, descend, slot};
use bylint::unstable::model::BITS;

/// The number of labels: outside a cue, first token of a cue, later token of a cue.
pub(crate) const LABELS: usize = 3;
/// The number of passes over all examples.
const ROUNDS: usize = 8;
/// The learning rate.
const RATE: f32 = 0.04;
/// Weight decay: pulls every weight towards zero.
const DECAY: f32 = 1e-5;
/// Percentage of features that are dropped at random from each example.
const DROPOUT_PERCENT: u32 = 10;
/// Factor from the sum of the weights of all rounds to the final weight: averages the rounds, and makes up for the features that
/// training dropped.
const AVERAGE_FACTOR: f32 = 0.9 / 8.0;
/// Features that occur less often are ignored.
const MIN_COUNT: u32 = 2;
/// A score below that of any path.
const NEG_INF: f32 = -1e4;

/// A value for each label.
type Labels = [f32; LABELS];

/// The weights of cues.
pub(crate) struct Cues {
    /// Weights of features: [`LABELS`] for each slot.
    pub(crate) weights: Vec<f32>,
    /// Transition scores, as `[label][next label]`.
    pub(crate) transitions: [Labels; LABELS],
}

/// The state of training.
struct Training {
    cues: Cues,
    /// How often the features of each slot occur.
    counts: Vec<u32>,
    /// Sums of the squared gradients of `cues.weights`.
    squares: Vec<f32>,
    /// Sums of the squared gradients of `cues.transitions`.
    transition_squares: [Labels; LABELS],
}

/// Trains the weights of cues.
pub(crate) fn train(sentences: &[&Sentence<'_>]) -> Cues {
    let mut counts = vec![0; 1 << BITS];
    for hash in sentences.iter().flat_map(|s| s.features.iter().flatten()) {
        counts[slot(*hash, BITS)] += 1;
    }
    let cues = Cues::new();
    let (squares, mut sum) = (cues.weights.clone(), cues.weights.clone());
    let mut training = Training { cues, counts, squares, transition_squares: [[0.0; LABELS]; LABELS] };
    let mut random = Random::new();
    for _ in 0..ROUNDS {
        for at in random.order(sentences.len()) {
            training.learn(sentences[at], &mut random);
        }
        for (sum, weight) in sum.iter_mut().zip(&training.cues.weights) {
            *sum += weight;
        }
    }
    training.cues.weights = sum.iter().map(|sum| sum * AVERAGE_FACTOR).collect();
    training.cues
}

impl Training {
    /// Takes one training step for a sentence.
    fn learn(&mut self, sentence: &Sentence<'_>, random: &mut Random) {
        let mut features = sentence.features.clone();
        for list in &mut features {
            list.retain(|hash| self.counts[slot(*hash, BITS)] >= MIN_COUNT);
            random.drop_out(list, DROPOUT_PERCENT);
        }
        let (labels, pairs) = self.cues.marginals(&features, &sentence.may_begin);
        for (at, list) in features.iter().enumerate() {
            let mut gradient = labels[at];
            gradient[sentence.labels[at]] -= 1.0;
            for hash in list {
                let first = LABELS * slot(*hash, BITS);
                for (label, gradient) in gradient.iter().enumerate() {
                    let weight = &mut self.cues.weights[first + label];
                    let gradient = gradient + DECAY * *weight;
                    if gradient.abs() >= MIN_GRADIENT {
                        descend(weight, &mut self.squares[first + label], gradient, RATE);
                    }
                }
            }
        }
        let mut gradient = pairs;
        for pair in sentence.labels.windows(2) {
            gradient[pair[0]][pair[1]] -= 1.0;
        }
        let transitions = self.cues.transitions.iter_mut().flatten().zip(self.transition_squares.iter_mut().flatten());
        for ((score, squares), gradient) in transitions.zip(gradient.iter().flatten()) {
            if *score > NEG_INF && gradient.abs() >= MIN_GRADIENT {
                descend(score, squares, *gradient, RATE);
            }
        }
    }
}

impl Cues {
    /// Weights before training.
    pub(crate) fn new() -> Self {
        let mut transitions = [[0.0; LABELS]; LABELS];
        // A cue must begin before it continues.
        transitions[0][2] = NEG_INF;
        Self { weights: vec![0.0; LABELS << BITS], transitions }
    }

    /// The probability of each label at each token, and the expected number of each pair of adjacent labels.
    fn marginals(&self, features: &[Vec<u32>], may_begin: &[bool]) -> (Vec<Labels>, [Labels; LABELS]) {
        let n = features.len();
        let mut scores: Vec<Labels> = features.iter().map(|list| self.scores(list)).collect();
        for (score, _) in scores.iter_mut().zip(may_begin).filter(|(_, may_begin)| !**may_begin) {
            score[1] = NEG_INF;
        }
        let mut forward = scores.clone();
        forward[0][2] += NEG_INF;
        for at in 1..n {
            for to in 0..LABELS {
                let before: Labels = std::array::from_fn(|from| forward[at - 1][from] + self.transitions[from][to]);
                forward[at][to] += log_sum(&before);
            }
        }
        let mut backward = vec![[0.0; LABELS]; n];
        for at in (0..n - 1).rev() {
            for from in 0..LABELS {
                let onward: Labels =
                    std::array::from_fn(|to| self.transitions[from][to] + scores[at + 1][to] + backward[at + 1][to]);
                backward[at][from] = log_sum(&onward);
            }
        }
        let all = log_sum(&forward[n - 1]);
        let label = |at: usize| std::array::from_fn(|label| (forward[at][label] + backward[at][label] - all).exp());
        let mut pairs = [[0.0; LABELS]; LABELS];
        for at in 1..n {
            for (from, row) in pairs.iter_mut().enumerate() {
                for (to, pair) in row.iter_mut().enumerate() {
                    let path = forward[at - 1][from] + self.transitions[from][to] + scores[at][to] + backward[at][to];
                    *pair += (path - all).exp();
                }
            }
        }
        ((0..n).map(label).collect(), pairs)
    }

    /// The score of each label for a token with these features.
    fn scores(&self, features: &[u32]) -> Labels {
        features.iter().fold([0.0; LABELS], |sum, hash| {
            let first = LABELS * slot(*hash, BITS);
            std::array::from_fn(|label| sum[label] + self.weights[first + label])
        })
    }
}

/// The logarithm of a sum of exponentials.
fn log_sum(values: &Labels) -> f32 {
    let most = values.iter().copied().fold(f32::MIN, f32::max);
    most + values.iter().map(|value| (value - most).exp()).sum::<f32>().ln()
}
