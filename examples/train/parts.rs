//! Learns where source and content begin and end: the right place against all others that the model would try.

use crate::Random;
use crate::articles::Point;
use crate::weights::{Averaged, MIN_GRADIENT, slot};
use bylint::unstable::model::{BITS, Edge as Place, EdgeSide, Template, Window};
use std::ops::Range;

const ROUNDS: usize = 5;
/// How many edges are looked at closely, and how many starts and ends are tried with each other: fewer than where the model is at
/// work, so that it learns from the hardest.
const COARSE_EDGES: usize = 16;
const FINE_EDGES: usize = 3;
const RATE: f32 = 0.08;
/// Pull of every weight towards nothing.
const DECAY: f32 = 1e-5;
/// Share of features left out of each example, in percent.
const DROPOUT_PERCENT: u32 = 20;
/// What a sum over the rounds is worth: with all features present, each counts for as much less as were left out.
const SHARE: f32 = 0.8 / 5.0;

struct Training {
    learned: Averaged,
    random: Random,
}

/// An edge with what was seen there, and its score.
struct Edge {
    place: Place,
    features: Vec<u32>,
    score: f32,
}

/// A start and an end, by their places in the lists.
struct Pair {
    start: usize,
    end: usize,
    features: Vec<u32>,
    score: f32,
}

pub(crate) fn train(points: &[Point<'_>]) -> Vec<f32> {
    let mut training = Training { learned: Averaged::new(1 << BITS, RATE, DECAY), random: Random::new() };
    for _ in 0..ROUNDS {
        for at in training.random.order(points.len()) {
            training.learn(&points[at]);
        }
        training.learned.round();
    }
    training.learned.finish(SHARE)
}

impl Training {
    fn learn(&mut self, point: &Point<'_>) {
        let window = &point.window;
        let right = point.right.as_ref();
        let starts = self.edges(window, EdgeSide::Start, point.edge(EdgeSide::Start));
        let ends = self.edges(window, EdgeSide::End, point.edge(EdgeSide::End));
        let pairs = self.pairs(window, &starts, &ends);
        let none = self.see(|see| window.none_features(see));
        let is = |pair: &Pair, place: &Range<usize>| {
            starts[pair.start].place.at() == place.start && ends[pair.end].place.at() == place.end
        };
        if right.is_some_and(|place| !pairs.iter().any(|pair| is(pair, place))) {
            // What the model can never point at teaches it nothing.
            return;
        }
        let none_score = self.score(&none);
        let most = pairs.iter().map(|pair| pair.score).fold(none_score, f32::max);
        let all = (none_score - most).exp() + pairs.iter().map(|pair| (pair.score - most).exp()).sum::<f32>();
        self.descend(&none, (none_score - most).exp() / all - f32::from(u8::from(right.is_none())));
        let mut start_gradients = vec![0.0; starts.len()];
        let mut end_gradients = vec![0.0; ends.len()];
        for pair in &pairs {
            let wanted = right.is_some_and(|place| is(pair, place));
            let gradient = (pair.score - most).exp() / all - f32::from(u8::from(wanted));
            start_gradients[pair.start] += gradient;
            end_gradients[pair.end] += gradient;
            self.descend(&pair.features, gradient);
        }
        for (edge, gradient) in starts.iter().zip(start_gradients).chain(ends.iter().zip(end_gradients)) {
            self.descend(&edge.features, gradient);
        }
    }

    /// The best edges, first by their coarse features, then by all of them; the right one always stays. The edge prefilter is not
    /// asked: with only the edges that it lets through, training gave slightly worse spans.
    fn edges(&mut self, window: &Window<'_>, side: EdgeSide, right: Option<usize>) -> Vec<Edge> {
        let mut all = Vec::new();
        window.places(side, |at| all.push(at));
        let mut edges: Vec<Edge> = Vec::with_capacity(all.len());
        for at in all {
            let place = window.edge_at(side, at);
            let features = self.see(|see| window.coarse_features(&place, see));
            let score = self.score(&features);
            edges.push(Edge { place, features, score });
        }
        keep(&mut edges, right, COARSE_EDGES);
        for edge in &mut edges {
            let features = self.see(|see| window.fine_features(&edge.place, see));
            edge.score += self.score(&features);
            edge.features.extend(features);
        }
        keep(&mut edges, right, FINE_EDGES);
        edges
    }

    fn pairs(&mut self, window: &Window<'_>, starts: &[Edge], ends: &[Edge]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (start, left) in starts.iter().enumerate() {
            for (end, right) in ends.iter().enumerate() {
                if window.fits(left.place.at(), right.place.at()) {
                    let features = self.see(|see| window.pair_features(left.place.at(), right.place.at(), see));
                    let score = left.score + right.score + self.score(&features);
                    pairs.push(Pair { start, end, features, score });
                }
            }
        }
        pairs
    }

    fn see(&mut self, look: impl FnOnce(&mut dyn FnMut(Template, u32))) -> Vec<u32> {
        let mut list = Vec::new();
        look(&mut |_, hash| list.push(hash));
        self.random.drop_out(&mut list, DROPOUT_PERCENT);
        list
    }

    fn score(&self, features: &[u32]) -> f32 {
        features.iter().map(|hash| self.learned.weights[slot(*hash, BITS)]).sum()
    }

    /// One step down a gradient.
    fn descend(&mut self, features: &[u32], gradient: f32) {
        if gradient.abs() < MIN_GRADIENT {
            return;
        }
        self.learned.descend(features.iter().map(|hash| slot(*hash, BITS)), gradient);
    }
}

/// The best `count`, the right one among them.
fn keep(edges: &mut Vec<Edge>, right: Option<usize>, count: usize) {
    edges.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.at().cmp(&b.place.at())));
    let place = edges.iter().position(|edge| Some(edge.place.at()) == right).filter(|&place| place >= count);
    if let Some(place) = place {
        edges.swap(place, count - 1);
    }
    edges.truncate(count);
}
