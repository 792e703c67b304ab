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
                let onward = |label: usize| step[label] + score[label] + next[label];
                *behind = onward(OUTSIDE).max(onward(BEGINS)).max(onward(INSIDE));
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

/// How many templates [`Sight::features`] has.
pub(super) const TEMPLATES: usize = 35;

/// Mixes a template's number with what it saw.
pub(super) fn mix(template: u32, a: u32, b: u32) -> u32 {
    let seen = u64::from(a ^ template.wrapping_mul(0x9e37_79b9)) << 32 | u64::from(b.wrapping_add(template));
    let mixed = seen.wrapping_mul(0x9fb2_1c65_1e98_df25);
    let mixed = (mixed ^ mixed >> 35).wrapping_mul(0x9fb2_1c65_1e98_df25);
    (mixed >> 40) as u32
}

/// A token of a sentence and what stands around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sight {
    here: Fact,
    /// One and two tokens before it, one and two behind it; nothing outside the sentence.
    l1: Fact,
    l2: Fact,
    r1: Fact,
    r2: Fact,
    around: Around,
    /// Whether it is the sentence's first token, or its second.
    place: u32,
}

impl Sight {
    pub(super) fn of(facts: &[Fact], around: Around, at: usize) -> Self {
        let fact = |d: isize| at.checked_add_signed(d).and_then(|i| facts.get(i)).copied().unwrap_or_default();
        let place = u32::from(at == 0) | u32::from(at == 1) << 1;
        Self { here: fact(0), l1: fact(-1), l2: fact(-2), r1: fact(1), r2: fact(2), around, place }
    }

    /// A mark is part of a cue now and then, never its sense.
    pub(super) fn is_mark(&self) -> bool {
        self.here.is_mark()
    }

    /// All its features: each a template's number and a hash of what the template saw. They come in groups, so that a
    /// [`super::Reading`] need not look up those again that it has seen together.
    ///
    /// Which templates earn their place was measured on a quarter of the training articles, leaving out one after another.
    pub(super) fn features(&self, mut see: impl FnMut(u32, u32)) {
        if self.is_mark() {
            return self.of_mark(see);
        }
        self.of_word(&mut see);
        self.of_place(&mut see);
        self.of_kinds_before(&mut see);
        self.of_kinds_behind(&mut see);
        self.of_neighbours(see);
    }

    /// All that is seen of a mark.
    pub(super) fn of_mark(&self, see: impl FnMut(u32, u32)) {
        let Self { here, l1, r1, .. } = *self;
        let mut put = mixed(see);
        put(1, tag(here), 0);
        put(2, tag(l1) << 8 | tag(r1), tag(here));
        put(3, u32::from(here.frame), 1);
        put(4, 0, 0);
    }

    /// What the word itself tells, with the frame's reading of it and the mark before it.
    pub(super) fn of_word(&self, see: impl FnMut(u32, u32)) {
        let Self { here, around, .. } = *self;
        let mut put = mixed(see);
        put(5, here.lemma, tag(here));
        put(6, here.suffix, tag(here));
        put(7, u32::from(here.verb), tag(here));
        put(8, here.word, u32::from(here.quoted));
        put(25, u32::from(here.frame), here.lemma);
        put(29, u32::from(here.role), here.lemma);
        put(33, u32::from(around.left), here.lemma);
        put(34, u32::from(around.that), here.lemma);
    }

    /// All that [`Self::of_word`] asks; the last number is never [`u32::MAX`], as no tag is 255.
    pub(super) fn word_key(&self) -> [u32; 4] {
        let Self { here, around, .. } = *self;
        let rest = u32::from(here.tag) << 24
            | u32::from(here.verb) << 17
            | u32::from(here.frame) << 9
            | u32::from(here.role) << 7
            | u32::from(here.quoted) << 6
            | u32::from(around.that) << 5
            | u32::from(around.left);
        [here.word, here.lemma, here.suffix, rest]
    }

    /// What tells its place among frames, quotation marks and in the sentence.
    pub(super) fn of_place(&self, see: impl FnMut(u32, u32)) {
        let Self { here, l1, r1, .. } = *self;
        let mut put = mixed(see);
        put(1, tag(here), 0);
        put(3, u32::from(here.frame), 1);
        put(4, 0, 0);
        put(26, u32::from(l1.frame), tag(here));
        put(27, u32::from(r1.frame), tag(here));
        put(28, self.roles(), tag(here));
        put(30, self.quoted(), tag(here));
        put(31, self.place, tag(here));
    }

    pub(super) fn place_key(&self) -> u64 {
        let Self { here, l1, r1, .. } = *self;
        let frames = u32::from(here.frame) | u32::from(l1.frame) << 8 | u32::from(r1.frame) << 16 | tag(here) << 24;
        u64::from(frames) | u64::from(self.roles() | self.quoted() << 6 | self.place << 9) << 32
    }

    fn roles(&self) -> u32 {
        u32::from(self.here.role) | u32::from(self.l1.role) << 2 | u32::from(self.r1.role) << 4
    }

    fn quoted(&self) -> u32 {
        u32::from(self.here.quoted) | u32::from(self.l1.quoted) << 1 | u32::from(self.r1.quoted) << 2
    }

    /// The kinds of word before it, and whether a clause with "that" follows.
    pub(super) fn of_kinds_before(&self, see: impl FnMut(u32, u32)) {
        let Self { here, l1, l2, around, .. } = *self;
        let mut put = mixed(see);
        put(17, tag(l1), tag(here));
        put(19, tag(l1) << 8 | tag(l2), tag(here));
        put(35, u32::from(around.that), tag(here) << 8 | tag(l1));
    }

    pub(super) fn kinds_before_key(&self) -> u64 {
        let that = u32::from(self.around.that);
        u64::from(tag(self.here) | tag(self.l1) << 8 | tag(self.l2) << 16 | that << 24)
    }

    /// The kinds of word behind it.
    pub(super) fn of_kinds_behind(&self, see: impl FnMut(u32, u32)) {
        let Self { here, r1, r2, .. } = *self;
        let mut put = mixed(see);
        put(18, tag(r1), tag(here));
        put(20, tag(r1) << 8 | tag(r2), tag(here));
    }

    pub(super) fn kinds_behind_key(&self) -> u64 {
        u64::from(tag(self.here) | tag(self.r1) << 8 | tag(self.r2) << 16)
    }

    /// What it is together with the words around it, which is hardly ever seen twice.
    pub(super) fn of_neighbours(&self, see: impl FnMut(u32, u32)) {
        let Self { here, l1, l2, r1, r2, around, .. } = *self;
        let mut put = mixed(see);
        put(2, tag(l1) << 8 | tag(r1), tag(here));
        put(9, r1.word, 0);
        put(10, l2.word, 0);
        put(11, r2.word, 0);
        put(12, l1.word, here.lemma);
        put(13, here.lemma, r1.word);
        put(14, here.lemma, tag(r1));
        put(15, tag(l1) << 8 | tag(l2), here.lemma);
        put(16, tag(r1) << 8 | tag(r2), here.lemma);
        put(21, l1.lemma, tag(here));
        put(22, r1.lemma, tag(here));
        put(23, l2.word, here.word);
        put(24, here.word, r2.word);
        put(32, u32::from(around.left) << 8 | u32::from(around.right), tag(here));
    }
}

/// How many templates [`Sight::of_neighbours`] has.
pub(super) const NEIGHBOURS: usize = 14;

fn tag(fact: Fact) -> u32 {
    u32::from(fact.tag)
}

/// Shows features by their templates' numbers.
fn mixed(mut see: impl FnMut(u32, u32)) -> impl FnMut(u32, u32, u32) {
    move |template, a, b| see(template, mix(template, a, b))
}

/// Numbers features from a base on.
pub(super) fn numbered(base: u32, see: &mut impl FnMut(u32, u32)) -> impl FnMut(u32, u32) {
    let mut n = base;
    move |a, b| {
        n += 1;
        see(n, mix(n, a, b));
    }
}
