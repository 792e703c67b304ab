//! Finds the best start and end of a source span or a content span.

use super::decoder::Decoder;
use super::edges::{EdgeKind, EdgeSide, ScoredEdge, ScoredEdges};
use super::window::Window;
use std::cmp::Reverse;
use std::ops::Range;

/// Maximum number of edges that are scored with all their features.
const FINE_EDGES: usize = 32;
/// Maximum number of starts, and of ends, that are combined into pairs.
const PAIRED_EDGES: usize = 4;
/// An edge is dropped if its prefilter score is at least this much below the best. This limit and those below were chosen by the
/// accuracy that they cost on articles that the model was not trained on; `docs/attribution.md` has the figures for this one.
const EDGE_PRUNE_MARGIN: i32 = 140;
/// Bound on what a pair adds to the scores of its start and end: hardly any pair adds more.
const MAX_PAIR_SCORE: i32 = 80;
/// If the other side has content and the score of "no content on this side" is at least this, this side is not searched.
const NO_CONTENT_MARGIN: i32 = 80;

/// The best span for a source or a content, and its margin over having none.
#[derive(Clone, Debug, Default)]
pub(super) struct ScoredSpan {
    /// The span with the highest score.
    pub(super) best: Option<Range<usize>>,
    /// Its score minus the score of having no span.
    pub(super) margin: i32,
}

impl ScoredSpan {
    /// The best span, if it is likelier than having none.
    pub(super) fn if_likelier_than_none(&self) -> Option<Range<usize>> {
        self.best.clone().filter(|_| self.margin > 0)
    }
}

impl Decoder<'_> {
    /// The best span for the part that the window is about. If the other side has content, a span must score higher than having
    /// none.
    pub(super) fn best_span(&mut self, window: &Window<'_>) -> ScoredSpan {
        let mut none = 0;
        window.no_span_features(|_, hash| none += self.model.span_weight(hash));
        if window.content_on_other_side && none >= NO_CONTENT_MARGIN {
            return ScoredSpan::default();
        }
        let [mut starts, mut ends] = std::mem::take(&mut self.edges);
        self.score_edges(window, EdgeSide::Start, [0, 0], &mut starts);
        // An end is only useful after one of the starts, on its side of the cue.
        let first_end = |from: usize| {
            starts.iter().map(ScoredEdge::at).filter(|&at| at >= from).min().map_or(usize::MAX, |at| at + 1)
        };
        let first_ends = [first_end(0), first_end(window.cue.end)];
        self.score_edges(window, EdgeSide::End, first_ends, &mut ends);
        let choice = self.best_pair(window, none, &starts, &ends);
        self.edges = [starts, ends];
        choice
    }

    /// The start and end with the highest score as a pair.
    fn best_pair(&self, window: &Window<'_>, none: i32, starts: &ScoredEdges, ends: &ScoredEdges) -> ScoredSpan {
        let (mut most, mut best) = (if window.content_on_other_side { none } else { i32::MIN }, None);
        for start in starts {
            for end in ends {
                let mut score = start.score + end.score;
                // The ends that follow have lower scores.
                if score + MAX_PAIR_SCORE <= most {
                    break;
                }
                if !window.fits(start.at(), end.at()) {
                    continue;
                }
                window.pair_features(start.at(), end.at(), |_, hash| score += self.model.span_weight(hash));
                if score > most {
                    (most, best) = (score, Some(start.at()..end.at()));
                }
            }
        }
        best.map_or(ScoredSpan::default(), |span| ScoredSpan { best: Some(span), margin: most - none })
    }

    /// Fills `edges` with the best edges of a side, highest score first. The prefilter selects a few edges, which are then scored
    /// with all their features. `from` holds the first position to consider left of the cue, and right of it.
    fn score_edges(&mut self, window: &Window<'_>, side: EdgeSide, from: [usize; 2], edges: &mut ScoredEdges) {
        edges.clear();
        let Self { model, places, .. } = self;
        let scorer = model.edge_prefilter.scorer(EdgeKind { part: window.part, side }, window.head.frame);
        let hints = window.hint_edges(side);
        let mut best = i32::MIN;
        places.clear();
        window.edge_positions(side, |at| {
            if at >= from[usize::from(at > window.cue.start)] {
                places.push(at);
            }
        });
        for &at in &*places {
            let edge = window.edge_with_hints(side, at, &hints);
            let score = scorer.score(&edge, window.tags_around(at));
            best = best.max(score);
            if score + EDGE_PRUNE_MARGIN > best {
                edges.push(ScoredEdge { score, edge });
            }
        }
        prune(edges, EDGE_PRUNE_MARGIN);
        select_best(edges, FINE_EDGES);
        for ScoredEdge { score, edge } in &mut *edges {
            *score = 0;
            let mut weigh = |_, hash| *score += model.span_weight(hash);
            window.coarse_features(edge, &mut weigh);
            window.fine_features(edge, &mut weigh);
        }
        sort_best(edges, PAIRED_EDGES);
    }
}

/// Drops the edges whose score is at least `margin` below the best.
fn prune(edges: &mut ScoredEdges, margin: i32) {
    let best = edges.iter().map(|edge| edge.score).max().unwrap_or_default();
    edges.retain(|edge| edge.score + margin > best);
}

/// Keeps the best `count` edges, highest score first; of two equal scores, the earlier position comes first.
fn sort_best(edges: &mut ScoredEdges, count: usize) {
    select_best(edges, count);
    edges.sort_unstable_by_key(rank);
}

/// Keeps the best `count` edges, in any order.
fn select_best(edges: &mut ScoredEdges, count: usize) {
    if edges.len() > count {
        edges.select_nth_unstable_by_key(count, rank);
        edges.truncate(count);
    }
}

/// The sort key of an edge: highest score first, then the earlier position.
fn rank(edge: &ScoredEdge) -> (Reverse<i32>, usize) {
    (Reverse(edge.score), edge.at())
}
