//! Points at the likeliest beginning and end of a part.

use super::weights::Model;
use super::window::Window;
use std::cmp::Reverse;
use std::ops::Range;

/// How many edges are looked at closely, by a first glance.
pub const GLANCES: usize = 16;
/// How many starts and ends are tried with each other.
pub const KEPT: usize = 6;

/// The best reading of a part, and how it compares with there being none.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    /// The likeliest place.
    pub(super) best: Option<Range<usize>>,
    /// By how much it beats there being none.
    pub(super) margin: i32,
}

impl Choice {
    /// The place, if one is likelier than none.
    pub(super) fn taken(&self) -> Option<Range<usize>> {
        self.best.clone().filter(|_| self.margin > 0)
    }
}

/// Edges with their scores, kept from window to window.
#[derive(Debug, Default)]
pub(super) struct Edges {
    starts: Vec<(i32, usize)>,
    ends: Vec<(i32, usize)>,
}

impl Edges {
    /// Points at a window's part.
    pub(super) fn point(&mut self, model: &Model<'_>, window: &Window<'_>) -> Choice {
        self.starts.clear();
        window.starts(|at| {
            let mut score = 0;
            window.start_glance(at, |_, hash| score += model.part(hash));
            self.starts.push((score, at));
        });
        narrow(&mut self.starts, GLANCES);
        for (score, at) in &mut self.starts {
            window.start_look(*at, |_, hash| *score += model.part(hash));
        }
        keep(&mut self.starts, KEPT);
        self.ends.clear();
        window.ends(|at| {
            let mut score = 0;
            window.end_glance(at, |_, hash| score += model.part(hash));
            self.ends.push((score, at));
        });
        narrow(&mut self.ends, GLANCES);
        for (score, at) in &mut self.ends {
            window.end_look(*at, |_, hash| *score += model.part(hash));
        }
        keep(&mut self.ends, KEPT);
        let mut best: Option<(i32, Range<usize>)> = None;
        for &(left, start) in &self.starts {
            for &(right, end) in &self.ends {
                if !window.fits(start, end) {
                    continue;
                }
                let mut score = left + right;
                window.pair_features(start, end, |_, hash| score += model.part(hash));
                if best.as_ref().is_none_or(|(most, _)| score > *most) {
                    best = Some((score, start..end));
                }
            }
        }
        let mut none = 0;
        window.none_features(|_, hash| none += model.part(hash));
        best.map_or(Choice::default(), |(score, place)| Choice { best: Some(place), margin: score - none })
    }
}

/// The best `count`, best first; the earlier place of two alike.
fn keep(edges: &mut Vec<(i32, usize)>, count: usize) {
    narrow(edges, count);
    edges.sort_unstable_by_key(rank);
}

/// The best `count`, in any order.
fn narrow(edges: &mut Vec<(i32, usize)>, count: usize) {
    if edges.len() > count {
        edges.select_nth_unstable_by_key(count, rank);
        edges.truncate(count);
    }
}

fn rank(&(score, at): &(i32, usize)) -> (Reverse<i32>, usize) {
    (Reverse(score), at)
}
