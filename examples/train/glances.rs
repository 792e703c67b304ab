//! Learns which words are looked at: by logistic regression, each token for itself.

use crate::articles::Sentence;
use crate::weights::{Averaged, LEAST, slot};
use crate::{FOLDS, Random, write};
use bylint::attribution::model::GLANCE_BITS;

/// Of a thousand words that begin a cue in articles held out, so many are not looked at: most of these no look would find.
const MISSED: usize = 50;
const ROUNDS: usize = 3;
const RATE: f32 = 0.06;
/// Share of features left out of each glance, in percent.
const LEFT_OUT: u32 = 10;
/// What a sum over the rounds is worth: with all features present, each counts for as much less as were left out.
const SHARE: f32 = 0.9 / 3.0;

/// A feature seen less often teaches nothing.
const OFTEN: u32 = 3;
/// Where a token stands of which no feature is known, as a logarithm of odds: few tokens begin a cue.
const RARE: f32 = -3.0;

/// What a token has to score to be looked at, and the weights.
pub(crate) fn train(sentences: &[Sentence<'_>]) -> (i16, Vec<f32>) {
    let mut scores = Vec::new();
    for fold in 0..FOLDS {
        let (held, kept): (Vec<_>, Vec<_>) = sentences.iter().partition(|s| s.article % FOLDS == fold);
        let weights = learn(&kept);
        let tokens = held.iter().flat_map(|s| s.glances.iter().zip(&s.labels));
        let begins = tokens.filter(|(features, label)| **label == 1 && !features.is_empty());
        scores.extend(begins.map(|(features, _)| {
            features.iter().map(|hash| i32::from(write::small(weights[slot(*hash, GLANCE_BITS)]))).sum::<i32>()
        }));
    }
    scores.sort_unstable();
    let gate = scores.get(scores.len() * MISSED / 1000).map_or(i16::MIN, |&score| score as i16);
    (gate, learn(&sentences.iter().collect::<Vec<_>>()))
}

fn learn(sentences: &[&Sentence<'_>]) -> Vec<f32> {
    let mut seen = vec![0; 1 << GLANCE_BITS];
    for hash in sentences.iter().flat_map(|sentence| sentence.glances.iter().flatten()) {
        seen[slot(*hash, GLANCE_BITS)] += 1;
    }
    let mut learned = Averaged::new(1 << GLANCE_BITS, RATE, 0.0);
    let mut random = Random::new();
    for _ in 0..ROUNDS {
        for at in random.order(sentences.len()) {
            let sentence = sentences[at];
            let tokens = sentence.glances.iter().zip(&sentence.labels).filter(|(features, _)| !features.is_empty());
            for (features, &label) in tokens {
                let mut features = features.clone();
                features.retain(|hash| seen[slot(*hash, GLANCE_BITS)] >= OFTEN);
                random.thin(&mut features, LEFT_OUT);
                let score: f32 =
                    features.iter().map(|hash| learned.weights[slot(*hash, GLANCE_BITS)]).sum::<f32>() + RARE;
                let gradient = 1.0 / (1.0 + (-score).exp()) - f32::from(u8::from(label == 1));
                if gradient.abs() >= LEAST {
                    learned.descend(features.iter().map(|hash| slot(*hash, GLANCE_BITS)), gradient);
                }
            }
        }
        learned.round();
    }
    learned.finish(SHARE)
}
