//! Trains the edge prefilter: the right edge against all other positions where the part could begin or end.

use crate::Random;
use crate::articles::SpanExample;
use crate::weights::{AveragedWeights, MIN_GRADIENT};
use bylint::unstable::model::{EDGE_PREFILTER_WEIGHTS, EdgeSide};

/// The number of passes over all examples.
const ROUNDS: usize = 4;
/// The learning rate.
const RATE: f32 = 0.08;
/// Percentage of features that are dropped at random from each example.
const DROPOUT_PERCENT: u32 = 10;
/// Factor from the sum of the weights of all rounds to the final weight: averages the rounds, and makes up for the features that
/// training dropped.
const AVERAGE_FACTOR: f32 = 0.9 / 4.0;

/// Trains the edge prefilter and returns its weights. Training uses all ends; the decoder only scores ends that are after a
/// start.
pub(crate) fn train(examples: &[SpanExample<'_>]) -> Vec<f32> {
    let mut learned = AveragedWeights::new(EDGE_PREFILTER_WEIGHTS, RATE, 0.0);
    let mut random = Random::new();
    for _ in 0..ROUNDS {
        for at in random.order(examples.len()) {
            for side in [EdgeSide::Start, EdgeSide::End] {
                learn(&examples[at], side, &mut learned, &mut random);
            }
        }
        learned.end_round();
    }
    learned.finish(AVERAGE_FACTOR)
}

/// Takes one training step for one edge of an example.
fn learn(example: &SpanExample<'_>, side: EdgeSide, learned: &mut AveragedWeights, random: &mut Random) {
    let Some(gold) = example.gold_edge(side) else { return };
    let mut positions = Vec::new();
    example.window.edge_positions(side, |at| positions.push(at));
    if !positions.contains(&gold) {
        return;
    }
    let scored = positions.iter().map(|&at| {
        let mut features = example.window.edge_prefilter_indices(&example.window.edge_at(side, at)).to_vec();
        random.drop_out(&mut features, DROPOUT_PERCENT);
        let score: f32 = features.iter().map(|&index| learned.weights[index]).sum();
        (features, score)
    });
    let scored: Vec<_> = scored.collect();
    let most = scored.iter().map(|(_, score)| *score).fold(f32::MIN, f32::max);
    let all: f32 = scored.iter().map(|(_, score)| (score - most).exp()).sum();
    for (at, (features, score)) in positions.iter().zip(&scored) {
        let gradient = (score - most).exp() / all - f32::from(u8::from(*at == gold));
        if gradient.abs() >= MIN_GRADIENT {
            learned.descend(features.iter().copied(), gradient);
        }
    }
}
