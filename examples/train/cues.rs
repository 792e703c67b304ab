//! Learns the cues: a conditional random field of three labels, by stochastic gradient with a step of its own for each
//! weight (`AdaGrad`), the weights averaged over the rounds.

use crate::Random;
use crate::articles::Sentence;
use crate::weights::{MIN_GRADIENT, descend, slot};
use bylint::unstable::model::BITS;

/// No cue, a cue that begins, one that goes on.
pub(crate) const LABELS: usize = 3;
const ROUNDS: usize = 8;
const RATE: f32 = 0.04;
/// Pull of every weight towards nothing.
const DECAY: f32 = 1e-5;
/// Share of features left out of each example, in percent.
const DROPOUT_PERCENT: u32 = 10;
/// What a sum over the rounds is worth: with all features present, each counts for as much less as were left out.
const SHARE: f32 = 0.9 / 8.0;
/// A feature seen less often teaches nothing.
const MIN_COUNT: u32 = 2;
/// Less than any path can score.
const NEG_INF: f32 = -1e4;

type Labels = [f32; LABELS];

/// The weights.
pub(crate) struct Cues {
    /// Three for each hash.
    pub(crate) weights: Vec<f32>,
    /// From label to label.
    pub(crate) steps: [Labels; LABELS],
}

struct Training {
    cues: Cues,
    seen: Vec<u32>,
    /// Sums of squared gradients.
    past: Vec<f32>,
    past_steps: [Labels; LABELS],
}

pub(crate) fn train(sentences: &[&Sentence<'_>]) -> Cues {
    let mut seen = vec![0; 1 << BITS];
    for hash in sentences.iter().flat_map(|s| s.features.iter().flatten()) {
        seen[slot(*hash, BITS)] += 1;
    }
    let cues = Cues::new();
    let (past, mut sum) = (cues.weights.clone(), cues.weights.clone());
    let mut training = Training { cues, seen, past, past_steps: [[0.0; LABELS]; LABELS] };
    let mut random = Random::new();
    for _ in 0..ROUNDS {
        for at in random.order(sentences.len()) {
            training.learn(sentences[at], &mut random);
        }
        for (sum, weight) in sum.iter_mut().zip(&training.cues.weights) {
            *sum += weight;
        }
    }
    training.cues.weights = sum.iter().map(|sum| sum * SHARE).collect();
    training.cues
}

impl Training {
    fn learn(&mut self, sentence: &Sentence<'_>, random: &mut Random) {
        let mut features = sentence.features.clone();
        for list in &mut features {
            list.retain(|hash| self.seen[slot(*hash, BITS)] >= MIN_COUNT);
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
                        descend(weight, &mut self.past[first + label], gradient, RATE);
                    }
                }
            }
        }
        let mut gradient = pairs;
        for pair in sentence.labels.windows(2) {
            gradient[pair[0]][pair[1]] -= 1.0;
        }
        let steps = self.cues.steps.iter_mut().flatten().zip(self.past_steps.iter_mut().flatten());
        for ((step, past), gradient) in steps.zip(gradient.iter().flatten()) {
            if *step > NEG_INF && gradient.abs() >= MIN_GRADIENT {
                descend(step, past, *gradient, RATE);
            }
        }
    }
}

impl Cues {
    /// Nothing learned yet.
    pub(crate) fn new() -> Self {
        let mut steps = [[0.0; LABELS]; LABELS];
        // Nothing goes on inside a cue that has not begun.
        steps[0][2] = NEG_INF;
        Self { weights: vec![0.0; LABELS << BITS], steps }
    }

    /// How likely each label is at each token, and each pair of neighbours in all.
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
                let before: Labels = std::array::from_fn(|from| forward[at - 1][from] + self.steps[from][to]);
                forward[at][to] += log_sum(&before);
            }
        }
        let mut backward = vec![[0.0; LABELS]; n];
        for at in (0..n - 1).rev() {
            for from in 0..LABELS {
                let onward: Labels =
                    std::array::from_fn(|to| self.steps[from][to] + scores[at + 1][to] + backward[at + 1][to]);
                backward[at][from] = log_sum(&onward);
            }
        }
        let all = log_sum(&forward[n - 1]);
        let label = |at: usize| std::array::from_fn(|label| (forward[at][label] + backward[at][label] - all).exp());
        let mut pairs = [[0.0; LABELS]; LABELS];
        for at in 1..n {
            for (from, row) in pairs.iter_mut().enumerate() {
                for (to, pair) in row.iter_mut().enumerate() {
                    let path = forward[at - 1][from] + self.steps[from][to] + scores[at][to] + backward[at][to];
                    *pair += (path - all).exp();
                }
            }
        }
        ((0..n).map(label).collect(), pairs)
    }

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
