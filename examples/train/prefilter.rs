//! Learns which words are looked at: by logistic regression, each token for itself.

use crate::articles::Sentence;
use crate::weights::{Averaged, MIN_GRADIENT, slot};
use crate::{FOLDS, Random, write};
use bylint::unstable::model::PREFILTER_BITS;

/// Of a thousand words that begin a cue in held-out articles, how many the prefilter drops: the model would find few of them.
const MISSED_PER_THOUSAND: usize = 50;
const ROUNDS: usize = 3;
const RATE: f32 = 0.06;
/// Share of features left out of each example, in percent.
const DROPOUT_PERCENT: u32 = 10;
/// What a sum over the rounds is worth: with all features present, each counts for as much less as were left out.
const SHARE: f32 = 0.9 / 3.0;

/// A feature seen less often teaches nothing.
const MIN_COUNT: u32 = 3;
/// Where a token stands of which no feature is known, as a logarithm of odds: few tokens begin a cue.
const PRIOR: f32 = -3.0;

/// What a token has to score to be looked at, and the weights.
pub(crate) fn train(sentences: &[Sentence<'_>]) -> (i16, Vec<f32>) {
    let mut scores = Vec::new();
    for fold in 0..FOLDS {
        let (held, kept): (Vec<_>, Vec<_>) = sentences.iter().partition(|s| s.article % FOLDS == fold);
        let weights = learn(&kept);
        let tokens = held.iter().flat_map(|s| s.cue_prefilter.iter().zip(&s.labels));
        let begins = tokens.filter(|(features, label)| **label == 1 && !features.is_empty());
        scores.extend(begins.map(|(features, _)| {
            features.iter().map(|hash| i32::from(write::small(weights[slot(*hash, PREFILTER_BITS)]))).sum::<i32>()
        }));
    }
    scores.sort_unstable();
    let threshold = scores.get(scores.len() * MISSED_PER_THOUSAND / 1000).map_or(i16::MIN, |&score| score as i16);
    (threshold, learn(&sentences.iter().collect::<Vec<_>>()))
}

fn learn(sentences: &[&Sentence<'_>]) -> Vec<f32> {
    let mut seen = vec![0; 1 << PREFILTER_BITS];
    for hash in sentences.iter().flat_map(|sentence| sentence.cue_prefilter.iter().flatten()) {
        seen[slot(*hash, PREFILTER_BITS)] += 1;
    }
    let mut learned = Averaged::new(1 << PREFILTER_BITS, RATE, 0.0);
    let mut random = Random::new();
    for _ in 0..ROUNDS {
        for at in random.order(sentences.len()) {
            let sentence = sentences[at];
            let tokens =
                sentence.cue_prefilter.iter().zip(&sentence.labels).filter(|(features, _)| !features.is_empty());
            for (features, &label) in tokens {
                let mut features = features.clone();
                features.retain(|hash| seen[slot(*hash, PREFILTER_BITS)] >= MIN_COUNT);
                random.drop_out(&mut features, DROPOUT_PERCENT);
                let score: f32 =
                    features.iter().map(|hash| learned.weights[slot(*hash, PREFILTER_BITS)]).sum::<f32>() + PRIOR;
                let gradient = 1.0 / (1.0 + (-score).exp()) - f32::from(u8::from(label == 1));
                if gradient.abs() >= MIN_GRADIENT {
                    learned.descend(features.iter().map(|hash| slot(*hash, PREFILTER_BITS)), gradient);
                }
            }
        }
        learned.round();
    }
    learned.finish(SHARE)
}
