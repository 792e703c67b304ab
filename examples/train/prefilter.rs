//! Trains the cue prefilter: logistic regression on single tokens.

use crate::articles::Sentence;
use crate::weights::{AveragedWeights, MIN_GRADIENT, slot};
use crate::{FOLDS, Random, write};
use bylint::unstable::model::PREFILTER_BITS;

/// How many of a thousand words that begin a cue in held-out articles the prefilter drops. The model would find few of them.
const MISSED_PER_THOUSAND: usize = 50;
/// The number of passes over all examples.
const ROUNDS: usize = 3;
/// The learning rate.
const RATE: f32 = 0.06;
/// Percentage of features that are dropped at random from each example.
const DROPOUT_PERCENT: u32 = 10;
/// Factor from the sum of the weights of all rounds to the final weight: averages the rounds, and makes up for the features that
/// training dropped.
const AVERAGE_FACTOR: f32 = 0.9 / 3.0;

/// Features that occur less often are ignored.
const MIN_COUNT: u32 = 3;
/// The score of a token without known features, as log odds: few tokens begin a cue.
const PRIOR: f32 = -3.0;

/// Trains the prefilter and returns its threshold and weights. The threshold is measured with cross-validation.
pub(crate) fn train(sentences: &[Sentence<'_>]) -> (i16, Vec<f32>) {
    let mut scores = Vec::new();
    for fold in 0..FOLDS {
        let (held_out, rest): (Vec<_>, Vec<_>) = sentences.iter().partition(|s| s.article % FOLDS == fold);
        let weights = learn(&rest);
        let tokens = held_out.iter().flat_map(|s| s.cue_prefilter.iter().zip(&s.labels));
        let begins = tokens.filter(|(features, label)| **label == 1 && !features.is_empty());
        scores.extend(begins.map(|(features, _)| {
            features.iter().map(|hash| i32::from(write::quantized(weights[slot(*hash, PREFILTER_BITS)]))).sum::<i32>()
        }));
    }
    scores.sort_unstable();
    let threshold = scores.get(scores.len() * MISSED_PER_THOUSAND / 1000).map_or(i16::MIN, |&score| score as i16);
    (threshold, learn(&sentences.iter().collect::<Vec<_>>()))
}

/// Trains the weights on these sentences.
fn learn(sentences: &[&Sentence<'_>]) -> Vec<f32> {
    let mut counts = vec![0; 1 << PREFILTER_BITS];
    for hash in sentences.iter().flat_map(|sentence| sentence.cue_prefilter.iter().flatten()) {
        counts[slot(*hash, PREFILTER_BITS)] += 1;
    }
    let mut learned = AveragedWeights::new(1 << PREFILTER_BITS, RATE, 0.0);
    let mut random = Random::new();
    for _ in 0..ROUNDS {
        for at in random.order(sentences.len()) {
            let sentence = sentences[at];
            let tokens =
                sentence.cue_prefilter.iter().zip(&sentence.labels).filter(|(features, _)| !features.is_empty());
            for (features, &label) in tokens {
                let mut features = features.clone();
                features.retain(|hash| counts[slot(*hash, PREFILTER_BITS)] >= MIN_COUNT);
                random.drop_out(&mut features, DROPOUT_PERCENT);
                let score: f32 =
                    features.iter().map(|hash| learned.weights[slot(*hash, PREFILTER_BITS)]).sum::<f32>() + PRIOR;
                let gradient = 1.0 / (1.0 + (-score).exp()) - f32::from(u8::from(label == 1));
                if gradient.abs() >= MIN_GRADIENT {
                    learned.descend(features.iter().map(|hash| slot(*hash, PREFILTER_BITS)), gradient);
                }
            }
        }
        learned.end_round();
    }
    learned.finish(AVERAGE_FACTOR)
}
