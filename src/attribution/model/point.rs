//! Points at the likeliest beginning and end of a part.

use super::weights::Model;
use super::window::Window;
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

/// Shows the features of a place, one after another.
type Look<'a> = &'a dyn Fn(&mut dyn FnMut(u32, u32));

/// Edges with their scores, kept from window to window.
#[derive(Debug, Default)]
pub(super) struct Edges {
    starts: Vec<(i32, usize)>,
    ends: Vec<(i32, usize)>,
}

impl Edges {
    /// Points at a window's part.
    pub(super) fn point(&mut self, model: &Model<'_>, window: &Window<'_>) -> Choice {
        let sum = |see: Look<'_>| {
            let mut sum = 0;
            see(&mut |_, hash| sum += model.part(hash));
            sum
        };
        self.starts.clear();
        window.starts(|at| self.starts.push((sum(&|see| window.start_glance(at, see)), at)));
        keep(&mut self.starts, GLANCES);
        for (score, at) in &mut self.starts {
            *score += sum(&|see| window.start_look(*at, see));
        }
        keep(&mut self.starts, KEPT);
        self.ends.clear();
        window.ends(|at| self.ends.push((sum(&|see| window.end_glance(at, see)), at)));
        keep(&mut self.ends, GLANCES);
        for (score, at) in &mut self.ends {
            *score += sum(&|see| window.end_look(*at, see));
        }
        keep(&mut self.ends, KEPT);
        let mut best: Option<(i32, Range<usize>)> = None;
        for &(left, start) in &self.starts {
            for &(right, end) in &self.ends {
                if !window.fits(start, end) {
                    continue;
                }
                let score = left + right + sum(&|see| window.pair_features(start, end, see));
                if best.as_ref().is_none_or(|(most, _)| score > *most) {
                    best = Some((score, start..end));
                }
            }
        }
        let none = sum(&|see| window.none_features(see));
        best.map_or(Choice::default(), |(score, place)| Choice { best: Some(place), margin: score - none })
    }
}

/// The best `count`, best first; the earlier place of two alike.
fn keep(edges: &mut Vec<(i32, usize)>, count: usize) {
    edges.sort_unstable_by_key(|&(score, at)| (std::cmp::Reverse(score), at));
    edges.truncate(count);
}
