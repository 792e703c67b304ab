//! Points at the likeliest beginning and end of a part.

use super::decoder::Decoder;
use super::edges::{EdgeKind, EdgeSide, ScoredEdge, ScoredEdges};
use super::window::Window;
use std::cmp::Reverse;
use std::ops::Range;

/// How many edges are looked at closely.
const LOOKS: usize = 32;
/// How many starts and ends are tried with each other.
const KEPT: usize = 4;
/// An edge that is so far behind the best at a glance is given up. This and the limits below were set by what they cost on
/// articles that are not trained on; `docs/attribution.md` has the figures of this one.
const BEHIND: i32 = 140;
/// So much hardly any start and end weigh together besides what each weighs alone.
const PAIR: i32 = 80;
/// Where content was found on one side, and so much speaks for none on the other, there is none.
const SETTLED: i32 = 80;

/// The best reading of a part, and how it compares with there being none.
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
    /// Points at a window's part. Where content was found on the other side, it shows a place only if it beats there being none.
    pub(super) fn best_span(&mut self, window: &Window<'_>) -> ScoredSpan {
        let mut none = 0;
        window.none_features(|_, hash| none += self.model.span_weight(hash));
        if window.other && none >= SETTLED {
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
                if score + PAIR <= most {
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

    /// The likeliest edges of a side with their scores, best first: few are seen more closely than at a glance. `from` has the first
    /// place that counts left of the cue, and right of it.
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
            if score + BEHIND > best {
                edges.push(ScoredEdge { score, edge });
            }
        }
        give_up(edges, BEHIND);
        narrow(edges, LOOKS);
        for ScoredEdge { score, edge } in &mut *edges {
            *score = 0;
            let mut weigh = |_, hash| *score += model.span_weight(hash);
            window.coarse_features(edge, &mut weigh);
            window.fine_features(edge, &mut weigh);
        }
        keep(edges, KEPT);
    }
}

/// Leaves out the edges that are so far behind the best.
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
