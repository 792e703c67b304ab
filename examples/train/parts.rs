//! Trains the weights of spans: the right span of a source or content against all other spans that the model would try.

use crate::Random;
use crate::articles::SpanExample;
use crate::weights::{AveragedWeights, MIN_GRADIENT, slot};
use bylint::unstable::model::{BITS, Edge, EdgeSide, Template, Window};
use std::ops::Range;

/// The number of passes over all examples.
const ROUNDS: usize = 5;
/// Maximum number of edges that are scored with all their features. Like [`FINE_EDGES`], it is lower than in the decoder, so that
/// training uses the hardest wrong spans.
const COARSE_EDGES: usize = 16;
/// Maximum number of starts, and of ends, that are combined into pairs.
const FINE_EDGES: usize = 3;
/// The learning rate.
const RATE: f32 = 0.08;
/// Weight decay: pulls every weight towards zero.
const DECAY: f32 = 1e-5;
/// Percentage of features that are dropped at random from each example.
const DROPOUT_PERCENT: u32 = 20;
/// Factor from the sum of the weights of all rounds to the final weight: averages the rounds, and makes up for the features that
/// training dropped.
const AVERAGE_FACTOR: f32 = 0.8 / 5.0;

/// The state of training.
struct Training {
    learned: AveragedWeights,
    random: Random,
}

/// An edge with its features and its score.
struct ScoredEdge {
    edge: Edge,
    features: Vec<u32>,
    score: f32,
}

/// A start and an end, as indices into the lists of edges.
struct Pair {
    start: usize,
    end: usize,
    features: Vec<u32>,
    score: f32,
}

/// Trains the weights of spans.
pub(crate) fn train(examples: &[SpanExample<'_>]) -> Vec<f32> {
    let mut training = Training { learned: AveragedWeights::new(1 << BITS, RATE, DECAY), random: Random::new() };
    for _ in 0..ROUNDS {
        for at in training.random.order(examples.len()) {
            training.learn(&examples[at]);
        }
        training.learned.end_round();
    }
    training.learned.finish(AVERAGE_FACTOR)
}

impl Training {
    /// Takes one training step for an example.
    fn learn(&mut self, example: &SpanExample<'_>) {
        let window = &example.window;
        let gold = example.gold.as_ref();
        let starts = self.edges(window, EdgeSide::Start, example.gold_edge(EdgeSide::Start));
        let ends = self.edges(window, EdgeSide::End, example.gold_edge(EdgeSide::End));
        let pairs = self.pairs(window, &starts, &ends);
        let none = self.collect_features(|see| window.no_span_features(see));
        let is_span = |pair: &Pair, span: &Range<usize>| {
            starts[pair.start].edge.at() == span.start && ends[pair.end].edge.at() == span.end
        };
        if gold.is_some_and(|span| !pairs.iter().any(|pair| is_span(pair, span))) {
            // The model cannot find this span, so it cannot learn from it.
            return;
        }
        let none_score = self.score(&none);
        let most = pairs.iter().map(|pair| pair.score).fold(none_score, f32::max);
        let all = (none_score - most).exp() + pairs.iter().map(|pair| (pair.score - most).exp()).sum::<f32>();
        self.descend(&none, (none_score - most).exp() / all - f32::from(u8::from(gold.is_none())));
        let mut start_gradients = vec![0.0; starts.len()];
        let mut end_gradients = vec![0.0; ends.len()];
        for pair in &pairs {
            let is_gold = gold.is_some_and(|span| is_span(pair, span));
            let gradient = (pair.score - most).exp() / all - f32::from(u8::from(is_gold));
            start_gradients[pair.start] += gradient;
            end_gradients[pair.end] += gradient;
            self.descend(&pair.features, gradient);
        }
        for (edge, gradient) in starts.iter().zip(start_gradients).chain(ends.iter().zip(end_gradients)) {
            self.descend(&edge.features, gradient);
        }
    }

    /// The best edges, selected by their coarse features and then by all features. The right edge `gold` is never dropped. The
    /// edge prefilter is not used here: with only the edges that it passes, training gave slightly worse spans.
    fn edges(&mut self, window: &Window<'_>, side: EdgeSide, gold: Option<usize>) -> Vec<ScoredEdge> {
        let mut all = Vec::new();
        window.edge_positions(side, |at| all.push(at));
        let mut edges: Vec<ScoredEdge> = Vec::with_capacity(all.len());
        for at in all {
            let edge = window.edge_at(side, at);
            let features = self.collect_features(|see| window.coarse_features(&edge, see));
            let score = self.score(&features);
            edges.push(ScoredEdge { edge, features, score });
        }
        keep_best(&mut edges, gold, COARSE_EDGES);
        for edge in &mut edges {
            let features = self.collect_features(|see| window.fine_features(&edge.edge, see));
            edge.score += self.score(&features);
            edge.features.extend(features);
        }
        keep_best(&mut edges, gold, FINE_EDGES);
        edges
    }

    /// All pairs of a start and an end that can be a span, with their scores.
    fn pairs(&mut self, window: &Window<'_>, starts: &[ScoredEdge], ends: &[ScoredEdge]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (start, left) in starts.iter().enumerate() {
            for (end, right) in ends.iter().enumerate() {
                if window.fits(left.edge.at(), right.edge.at()) {
                    let features =
                        self.collect_features(|see| window.pair_features(left.edge.at(), right.edge.at(), see));
                    let score = left.score + right.score + self.score(&features);
                    pairs.push(Pair { start, end, features, score });
                }
            }
        }
        pairs
    }

    /// The hashes of the features that `look` passes on, some of them dropped at random.
    fn collect_features(&mut self, look: impl FnOnce(&mut dyn FnMut(Template, u32))) -> Vec<u32> {
        let mut list = Vec::new();
        look(&mut |_, hash| list.push(hash));
        self.random.drop_out(&mut list, DROPOUT_PERCENT);
        list
    }

    /// The sum of the weights of some features.
    fn score(&self, features: &[u32]) -> f32 {
        features.iter().map(|hash| self.learned.weights[slot(*hash, BITS)]).sum()
    }

    /// Takes one step down the gradient for these features.
    fn descend(&mut self, features: &[u32], gradient: f32) {
        if gradient.abs() < MIN_GRADIENT {
            return;
        }
        self.learned.descend(features.iter().map(|hash| slot(*hash, BITS)), gradient);
    }
}

/// Keeps the best `count` edges. The right edge `gold` is always one of them.
fn keep_best(edges: &mut Vec<ScoredEdge>, gold: Option<usize>, count: usize) {
    edges.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.edge.at().cmp(&b.edge.at())));
    let index = edges.iter().position(|edge| Some(edge.edge.at()) == gold).filter(|&index| index >= count);
    if let Some(index) = index {
        edges.swap(index, count - 1);
    }
    edges.truncate(count);
}
