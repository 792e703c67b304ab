//! Learns which edges are looked at: the right one against all places where the part could begin or end.

use crate::Random;
use crate::articles::Point;
use crate::weights::{Averaged, LEAST};
use bylint::attribution::model::{OUTLOOK, Side};

const ROUNDS: usize = 4;
const RATE: f32 = 0.08;
/// Share of features left out of each glance, in percent.
const LEFT_OUT: u32 = 10;
/// What a sum over the rounds is worth: with all features present, each counts for as much less as were left out.
const SHARE: f32 = 0.9 / 4.0;

/// The weights of glances. All ends are learned from, though at work those alone are glanced at that have a start before them.
pub(crate) fn train(points: &[Point<'_>]) -> Vec<f32> {
    let mut learned = Averaged::new(OUTLOOK, RATE, 0.0);
    let mut random = Random::new();
    for _ in 0..ROUNDS {
        for at in random.order(points.len()) {
            for side in [Side::Start, Side::End] {
                learn(&points[at], side, &mut learned, &mut random);
            }
        }
        learned.round();
    }
    learned.finish(SHARE)
}

fn learn(point: &Point<'_>, side: Side, learned: &mut Averaged, random: &mut Random) {
    let Some(right) = point.edge(side) else { return };
    let mut places = Vec::new();
    point.window.places(side, |at| places.push(at));
    if !places.contains(&right) {
        return;
    }
    let glances = places.iter().map(|&at| {
        let mut features = point.window.glance(&point.window.edge_at(side, at)).to_vec();
        random.thin(&mut features, LEFT_OUT);
        let score: f32 = features.iter().map(|&place| learned.weights[place]).sum();
        (features, score)
    });
    let glances: Vec<_> = glances.collect();
    let most = glances.iter().map(|(_, score)| *score).fold(f32::MIN, f32::max);
    let all: f32 = glances.iter().map(|(_, score)| (score - most).exp()).sum();
    for (at, (features, score)) in places.iter().zip(&glances) {
        let gradient = (score - most).exp() / all - f32::from(u8::from(*at == right));
        if gradient.abs() >= LEAST {
            learned.descend(features.iter().copied(), gradient);
        }
    }
}
