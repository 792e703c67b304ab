//! Learns which edges are looked at: the right one against all places where the part could begin or end.

use crate::Random;
use crate::articles::Point;
use crate::weights::{Averaged, MIN_GRADIENT};
use bylint::unstable::model::{EDGE_PREFILTER_WEIGHTS, EdgeSide};

const ROUNDS: usize = 4;
const RATE: f32 = 0.08;
/// Share of features left out of each example, in percent.
const DROPOUT_PERCENT: u32 = 10;
/// What a sum over the rounds is worth: with all features present, each counts for as much less as were left out.
const SHARE: f32 = 0.9 / 4.0;

/// The weights of the edge prefilter. Training uses all ends; at work only those behind a start are scored.
pub(crate) fn train(points: &[Point<'_>]) -> Vec<f32> {
    let mut learned = Averaged::new(EDGE_PREFILTER_WEIGHTS, RATE, 0.0);
    let mut random = Random::new();
    for _ in 0..ROUNDS {
        for at in random.order(points.len()) {
            for side in [EdgeSide::Start, EdgeSide::End] {
                learn(&points[at], side, &mut learned, &mut random);
            }
        }
        learned.round();
    }
    learned.finish(SHARE)
}

fn learn(point: &Point<'_>, side: EdgeSide, learned: &mut Averaged, random: &mut Random) {
    let Some(right) = point.edge(side) else { return };
    let mut places = Vec::new();
    point.window.places(side, |at| places.push(at));
    if !places.contains(&right) {
        return;
    }
    let cue_prefilter = places.iter().map(|&at| {
        let mut features = point.window.edge_prefilter_places(&point.window.edge_at(side, at)).to_vec();
        random.drop_out(&mut features, DROPOUT_PERCENT);
        let score: f32 = features.iter().map(|&place| learned.weights[place]).sum();
        (features, score)
    });
    let cue_prefilter: Vec<_> = cue_prefilter.collect();
    let most = cue_prefilter.iter().map(|(_, score)| *score).fold(f32::MIN, f32::max);
    let all: f32 = cue_prefilter.iter().map(|(_, score)| (score - most).exp()).sum();
    for (at, (features, score)) in places.iter().zip(&cue_prefilter) {
        let gradient = (score - most).exp() / all - f32::from(u8::from(*at == right));
        if gradient.abs() >= MIN_GRADIENT {
            learned.descend(features.iter().copied(), gradient);
        }
    }
}
