//! Which words attribute: one of three labels for each token of a sentence, by the best path.

use super::facts::{Fact, THAT};
use std::ops::Range;

/// The labels of a token.
pub(super) const OUTSIDE: usize = 0;
pub(super) const BEGINS: usize = 1;
pub(super) const INSIDE: usize = 2;
/// Scores of the three labels.
pub(super) type Scores = [i32; 3];
/// Less than any path can score.
const NEVER: i32 = -1_000_000;

/// A cue and by how much the best reading with it beats the best without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Its tokens, from the sentence's first.
    pub tokens: Range<usize>,
    /// In the model's own unit; calibrated by [`super::Model::confidence`].
    pub margin: i32,
}

/// The paths through a sentence's labels.
#[derive(Debug)]
pub(super) struct Paths<'a> {
    scores: &'a [Scores],
    steps: &'a [Scores; 3],
    forward: Vec<Scores>,
    back: Vec<[u8; 3]>,
}

impl<'a> Paths<'a> {
    /// Finds the best path.
    pub(super) fn walk(scores: &'a [Scores], steps: &'a [Scores; 3]) -> Self {
        let n = scores.len();
        let mut paths = Self { scores, steps, forward: Vec::with_capacity(n), back: Vec::with_capacity(n) };
        for (at, score) in scores.iter().enumerate() {
            let mut here = *score;
            let mut from = [0; 3];
            if at == 0 {
                here[INSIDE] = NEVER;
            } else {
                let before = paths.forward[at - 1];
                for (label, score) in here.iter_mut().enumerate() {
                    let through =
                        [before[0] + steps[0][label], before[1] + steps[1][label], before[2] + steps[2][label]];
                    let best = best(&through);
                    from[label] = best as u8;
                    *score += through[best];
                }
            }
            paths.forward.push(here);
            paths.back.push(from);
        }
        paths
    }

    /// What each label is worth to the tokens behind it. Only where a cue was found is it asked how sure it is.
    fn backward(&self) -> Vec<Scores> {
        let n = self.scores.len();
        let mut backward = vec![[0; 3]; n];
        for at in (0..n.saturating_sub(1)).rev() {
            let (next, score) = (backward[at + 1], self.scores[at + 1]);
            for (step, behind) in self.steps.iter().zip(&mut backward[at]) {
                let onward = (0..3).map(|l| step[l] + score[l] + next[l]);
                *behind = onward.max().unwrap_or_default();
            }
        }
        backward
    }

    /// By how much the best path that has a cue at a token beats the best that has none there.
    fn margin(&self, backward: &[Scores], at: usize) -> i32 {
        let whole = |label: usize| self.forward[at][label] + backward[at][label];
        whole(BEGINS).max(whole(INSIDE)) - whole(OUTSIDE)
    }

    /// The cues of the best path.
    pub(super) fn cues(&self) -> Vec<Cue> {
        let mut found: Vec<Cue> = Vec::new();
        let Some(last) = self.forward.last() else { return found };
        let mut label = best(last);
        let mut end = self.forward.len();
        for at in (0..self.forward.len()).rev() {
            if label == BEGINS {
                found.push(Cue { tokens: at..end, margin: 0 });
            }
            if label != INSIDE {
                end = at;
            }
            label = self.back[at][label] as usize;
        }
        found.reverse();
        let backward = if found.is_empty() { Vec::new() } else { self.backward() };
        for cue in &mut found {
            cue.margin = cue.tokens.clone().map(|t| self.margin(&backward, t)).max().unwrap_or_default();
        }
        found
    }
}

/// The label with the highest score, the first of those alike.
fn best(scores: &Scores) -> usize {
    let first = usize::from(scores[BEGINS] > scores[OUTSIDE]);
    if scores[INSIDE] > scores[first] { INSIDE } else { first }
}

/// What stands further off on both sides of a token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// The tags of the nearest marks; 0 where none is within reach.
    left: u8,
    right: u8,
    /// Whether "that" follows soon.
    that: bool,
}

/// How far a mark may stand off, in tokens.
const MARK: usize = 12;
/// How far "that" may.
const SOON: usize = 5;

impl Around {
    /// What stands around each token of a sentence, in two passes.
    pub(super) fn all(facts: &[Fact]) -> Vec<Self> {
        let mut around = vec![Self::default(); facts.len()];
        let mut mark = None;
        for (at, fact) in facts.iter().enumerate() {
            around[at].left = mark.filter(|&(before, _)| at - before <= MARK).map_or(0, |(_, tag)| tag);
            if fact.is_mark() {
                mark = Some((at, fact.tag));
            }
        }
        let mut mark = None;
        let mut that = None;
        for (at, fact) in facts.iter().enumerate().rev() {
            around[at].right = mark.filter(|&(behind, _)| behind - at <= MARK).map_or(0, |(_, tag)| tag);
            around[at].that = that.is_some_and(|behind| behind - at <= SOON);
            if fact.is_mark() {
                mark = Some((at, fact.tag));
            }
            if fact.tag == THAT {
                that = Some(at);
            }
        }
        around
    }
}

/// How many templates [`features`] has.
pub(super) const TEMPLATES: usize = 35;

/// Mixes a template's number with what it saw.
pub(super) fn mix(template: u32, a: u32, b: u32) -> u32 {
    let seen = u64::from(a ^ template.wrapping_mul(0x9e37_79b9)) << 32 | u64::from(b.wrapping_add(template));
    let mixed = seen.wrapping_mul(0x9fb2_1c65_1e98_df25);
    let mixed = (mixed ^ mixed >> 35).wrapping_mul(0x9fb2_1c65_1e98_df25);
    (mixed >> 40) as u32
}

/// The features of one token of a sentence: each a template's number and a hash of what the template saw there.
///
/// Which templates earn their place was measured on a quarter of the training articles, leaving out one after another.
pub(super) fn features(facts: &[Fact], around: Around, at: usize, mut see: impl FnMut(u32, u32)) {
    let none = Fact::default();
    let fact = |d: isize| at.checked_add_signed(d).and_then(|i| facts.get(i)).copied().unwrap_or(none);
    let here = fact(0);
    let (l1, l2, r1, r2) = (fact(-1), fact(-2), fact(1), fact(2));
    let t = |f: Fact| u32::from(f.tag);
    let mut put = numbered(0, &mut see);
    put(t(here), 0);
    put(t(l1) << 8 | t(r1), t(here));
    put(u32::from(here.frame), 1);
    put(0, 0);
    if here.is_mark() {
        // A mark is part of a cue now and then, never its sense.
        return;
    }
    put(here.lemma, t(here));
    put(here.suffix, t(here));
    put(u32::from(here.verb), t(here));
    put(here.word, u32::from(here.quoted));
    put(r1.word, 0);
    put(l2.word, 0);
    put(r2.word, 0);
    put(l1.word, here.lemma);
    put(here.lemma, r1.word);
    put(here.lemma, t(r1));
    put(t(l1) << 8 | t(l2), here.lemma);
    put(t(r1) << 8 | t(r2), here.lemma);
    put(t(l1), t(here));
    put(t(r1), t(here));
    put(t(l1) << 8 | t(l2), t(here));
    put(t(r1) << 8 | t(r2), t(here));
    put(l1.lemma, t(here));
    put(r1.lemma, t(here));
    put(l2.word, here.word);
    put(here.word, r2.word);
    put(u32::from(here.frame), here.lemma);
    put(u32::from(l1.frame), t(here));
    put(u32::from(r1.frame), t(here));
    put(u32::from(here.role) | u32::from(l1.role) << 2 | u32::from(r1.role) << 4, t(here));
    put(u32::from(here.role), here.lemma);
    put(u32::from(here.quoted) | u32::from(l1.quoted) << 1 | u32::from(r1.quoted) << 2, t(here));
    put(u32::from(at == 0) | u32::from(at == 1) << 1, t(here));
    let Around { left, right, that } = around;
    put(u32::from(left) << 8 | u32::from(right), t(here));
    put(u32::from(left), here.lemma);
    put(u32::from(that), here.lemma);
    put(u32::from(that), t(here) << 8 | t(l1));
}

/// Numbers features from a base on.
pub(super) fn numbered(base: u32, see: &mut impl FnMut(u32, u32)) -> impl FnMut(u32, u32) {
    let mut n = base;
    move |a, b| {
        n += 1;
        see(n, mix(n, a, b));
    }
}
