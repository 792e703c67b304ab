//! Finds the best beginning and end of a source or a content.

use super::decoder::Decoder;
use super::edges::{EdgeKind, EdgeSide, ScoredEdge, ScoredEdges};
use super::window::Window;
use std::cmp::Reverse;
use std::ops::Range;

/// Most edges that are scored by all their features.
const FINE_EDGES: usize = 32;
/// Most starts, and most ends, that are tried with each other.
const PAIRED_EDGES: usize = 4;
/// An edge is dropped if its prefilter score is this far behind the best. This and the limits below were set by what they cost on
/// articles that are not trained on; `docs/attribution.md` has the figures of this one.
const EDGE_PRUNE_MARGIN: i32 = 140;
/// Hardly any start and end score more as a pair, on top of their own scores.
const MAX_PAIR_SCORE: i32 = 80;
/// Margin by which "no content on this side" must win once the other side has content.
const NO_CONTENT_MARGIN: i32 = 80;

/// The best place of a source or a content, compared with there being none.
#[derive(Clone, Debug, Default)]
pub(super) struct ScoredSpan {
    /// The likeliest place.
    pub(super) best: Option<Range<usize>>,
    /// By how much it beats there being none.
    pub(super) margin: i32,
}

impl ScoredSpan {
    /// The place, if one is likelier than none.
    pub(super) fn taken(&self) -> Option<Range<usize>> {
        self.best.clone().filter(|_| self.margin > 0)
    }
}

impl Decoder<'_> {
    /// The best place of a window's part. If the other side has content, a place must beat there being none.
    pub(super) fn best_span(&mut self, window: &Window<'_>) -> ScoredSpan {
        let mut none = 0;
        window.none_features(|_, hash| none += self.model.span_weight(hash));
        if window.other && none >= NO_CONTENT_MARGIN {
            return ScoredSpan::default();
        }
        let [mut starts, mut ends] = std::mem::take(&mut self.edges);
        self.score_edges(window, EdgeSide::Start, [0, 0], &mut starts);
        // An end is of use only behind one of the starts, on its side of the cue.
        let behind = |from: usize| {
            starts.iter().map(ScoredEdge::at).filter(|&at| at >= from).min().map_or(usize::MAX, |at| at + 1)
        };
        let behind = [behind(0), behind(window.cue.end)];
        self.score_edges(window, EdgeSide::End, behind, &mut ends);
        let choice = self.pair(window, none, &starts, &ends);
        self.edges = [starts, ends];
        choice
    }

    /// The best start with the best end.
    fn pair(&self, window: &Window<'_>, none: i32, starts: &ScoredEdges, ends: &ScoredEdges) -> ScoredSpan {
        let (mut most, mut best) = (if window.other { none } else { i32::MIN }, None);
        for start in starts {
            for end in ends {
                let mut score = start.score + end.score;
                // Those that follow are behind this one.
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
        best.map_or(ScoredSpan::default(), |place| ScoredSpan { best: Some(place), margin: most - none })
    }

    /// The best edges of a side with their scores, best first: the prefilter keeps few, which are scored by all their features. `from`
    /// has the first place that counts left of the cue, and right of it.
    fn score_edges(&mut self, window: &Window<'_>, side: EdgeSide, from: [usize; 2], edges: &mut ScoredEdges) {
        edges.clear();
        let Self { model, places, .. } = self;
        let scorer = model.edge_prefilter.at(EdgeKind { part: window.part, side }, window.head.frame);
        let hints = window.hints_of(side);
        let mut best = i32::MIN;
        places.clear();
        window.places(side, |at| {
            if at >= from[usize::from(at > window.cue.start)] {
                places.push(at);
            }
        });
        for &at in &*places {
            let edge = window.edge(side, at, &hints);
            let score = scorer.score(&edge, window.kinds(at));
            best = best.max(score);
            if score + EDGE_PRUNE_MARGIN > best {
                edges.push(ScoredEdge { score, edge });
            }
        }
        give_up(edges, EDGE_PRUNE_MARGIN);
        narrow(edges, FINE_EDGES);
        for ScoredEdge { score, edge } in &mut *edges {
            *score = 0;
            let mut weigh = |_, hash| *score += model.span_weight(hash);
            window.coarse_features(edge, &mut weigh);
            window.fine_features(edge, &mut weigh);
        }
        keep(edges, PAIRED_EDGES);
    }
}

/// Drops the edges that are `behind` the best or further.
fn give_up(edges: &mut ScoredEdges, behind: i32) {
    let best = edges.iter().map(|edge| edge.score).max().unwrap_or_default();
    edges.retain(|edge| edge.score + behind > best);
}

/// The best `count`, best first; the earlier place of two alike.
fn keep(edges: &mut ScoredEdges, count: usize) {
    narrow(edges, count);
    edges.sort_unstable_by_key(rank);
}

/// The best `count`, in any order.
fn narrow(edges: &mut ScoredEdges, count: usize) {
    if edges.len() > count {
        edges.select_nth_unstable_by_key(count, rank);
        edges.truncate(count);
    }
}

fn rank(edge: &ScoredEdge) -> (Reverse<i32>, usize) {
    (Reverse(edge.score), edge.at())
}
