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
pub(super) const NEG_INF: i32 = -1_000_000;
/// So far behind there being none, hardly any cue has come back in the training articles.
const PRUNE_MARGIN: i32 = 200;

/// A cue and by how much the best reading with it beats the best without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Its tokens, from the sentence's first.
    pub tokens: Range<usize>,
    /// In the model's own unit; calibrated by [`super::Model::confidence`].
    pub margin: i32,
}

/// The viterbi through a sentence's labels; kept from one sentence to the next.
#[derive(Debug, Default)]
pub(super) struct ViterbiDecoder {
    steps: [Scores; 3],
    tokens: Vec<LatticeColumn>,
    /// What each label is worth to the tokens behind it, once that is asked.
    backward: Vec<Scores>,
}

/// A token that the viterbi have passed.
#[derive(Clone, Copy, Debug)]
struct LatticeColumn {
    score: Scores,
    /// What the best path is worth that ends with each label here.
    forward: Scores,
    /// From which label before it came.
    from: [u8; 3],
}

impl ViterbiDecoder {
    /// Finds the best path through `n` tokens. `look` scores a token, given whether a cue may go on there: where one so far is
    /// hopelessly behind none, none does.
    pub(super) fn decode(&mut self, n: usize, steps: [Scores; 3], mut look: impl FnMut(usize, bool) -> Option<Scores>) {
        self.steps = steps;
        self.tokens.clear();
        self.tokens.reserve(n);
        let mut before = [0, NEG_INF, NEG_INF];
        for at in 0..n {
            let on = before[BEGINS].max(before[INSIDE]) + PRUNE_MARGIN > before[OUTSIDE];
            let looked = look(at, on);
            let score = looked.unwrap_or([0, NEG_INF, NEG_INF]);
            let (mut here, mut from) = (score, [0; 3]);
            if at == 0 {
                here[INSIDE] = NEG_INF;
            } else if looked.is_none() {
                // No cue goes on and none begins: there is one way.
                here[OUTSIDE] += before[OUTSIDE] + steps[OUTSIDE][OUTSIDE];
            } else {
                for (label, score) in here.iter_mut().enumerate() {
                    let through =
                        [before[0] + steps[0][label], before[1] + steps[1][label], before[2] + steps[2][label]];
                    let best = best(&through);
                    from[label] = best as u8;
                    *score += through[best];
                }
            }
            before = here;
            self.tokens.push(LatticeColumn { score, forward: here, from });
        }
    }

    /// Works out what each label is worth to the tokens behind it. Only where a cue was found is it asked how sure it is.
    fn look_back(&mut self) {
        let n = self.tokens.len();
        self.backward.clear();
        self.backward.resize(n, [0; 3]);
        for at in (0..n.saturating_sub(1)).rev() {
            let (next, score) = (self.backward[at + 1], self.tokens[at + 1].score);
            for (step, behind) in self.steps.iter().zip(&mut self.backward[at]) {
                let onward = |label: usize| step[label] + score[label] + next[label];
                *behind = onward(OUTSIDE).max(onward(BEGINS)).max(onward(INSIDE));
            }
        }
    }

    /// By how much the best path that has a cue at a token beats the best that has none there.
    fn margin(&self, at: usize) -> i32 {
        let whole = |label: usize| self.tokens[at].forward[label] + self.backward[at][label];
        whole(BEGINS).max(whole(INSIDE)) - whole(OUTSIDE)
    }

    /// The cues of the best path.
    pub(super) fn cues(&mut self) -> Vec<Cue> {
        let mut found: Vec<Cue> = Vec::new();
        let Some(last) = self.tokens.last() else { return found };
        let mut label = best(&last.forward);
        let mut end = self.tokens.len();
        for at in (0..self.tokens.len()).rev() {
            if label == BEGINS {
                found.push(Cue { tokens: at..end, margin: 0 });
            }
            if label != INSIDE {
                end = at;
            }
            label = self.tokens[at].from[label] as usize;
        }
        found.reverse();
        if !found.is_empty() {
            self.look_back();
        }
        for cue in &mut found {
            cue.margin = cue.tokens.clone().map(|t| self.margin(t)).max().unwrap_or_default();
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
pub(super) struct TokenContext {
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

impl TokenContext {
    /// What stands around each token of a sentence.
    pub(super) fn all(facts: &[Fact], around: &mut Vec<Self>) {
        around.clear();
        around.reserve(facts.len());
        let mut mark: Option<(usize, u8)> = None;
        for (at, fact) in facts.iter().enumerate() {
            let left = mark.filter(|&(before, _)| at - before <= MARK).map_or(0, |(_, tag)| tag);
            around.push(Self { left, right: 0, that: false });
            // Those before are told what follows them.
            if fact.is_mark() {
                let from = mark.map_or(0, |(before, _)| before).max(at.saturating_sub(MARK));
                around[from..at].iter_mut().for_each(|before| before.right = fact.tag);
                mark = Some((at, fact.tag));
            }
            if fact.tag == THAT {
                around[at.saturating_sub(SOON)..at].iter_mut().for_each(|before| before.that = true);
            }
        }
    }
}

/// How many templates [`TokenFeatures::features`] has.
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
pub(super) struct TokenFeatures {
    here: Fact,
    /// One and two tokens before it, one and two behind it; nothing outside the sentence.
    l1: Fact,
    l2: Fact,
    r1: Fact,
    r2: Fact,
    around: TokenContext,
    /// Whether it is the sentence's first token, or its second.
    place: u32,
}

impl TokenFeatures {
    /// Sees a token of a sentence alone: what stands further off is looked for anew.
    pub(super) fn at(facts: &[Fact], at: usize) -> Self {
        let mut around = Vec::new();
        TokenContext::all(facts, &mut around);
        Self::with_context(facts, around[at], at)
    }

    pub(super) fn with_context(facts: &[Fact], around: TokenContext, at: usize) -> Self {
        let fact = |d: isize| at.checked_add_signed(d).and_then(|i| facts.get(i)).copied().unwrap_or_default();
        let place = u32::from(at == 0) | u32::from(at == 1) << 1;
        Self { here: fact(0), l1: fact(-1), l2: fact(-2), r1: fact(1), r2: fact(2), around, place }
    }

    /// All its features: each a template's number and a hash of what the template saw.
    ///
    /// Which templates earn their place was measured on a quarter of the training articles, leaving out one after another.
    pub(super) fn features(&self, see: impl FnMut(u32, u32)) {
        let Self { here, l1, l2, r1, r2, around, place } = *self;
        let mut put = mixed(see);
        put(1, tag(here), 0);
        put(2, tag(l1) << 8 | tag(r1), tag(here));
        put(3, u32::from(here.frame), 1);
        put(4, 0, 0);
        // A mark is part of a cue now and then, never its sense.
        if here.is_mark() {
            return;
        }
        let roles = u32::from(here.role) | u32::from(l1.role) << 2 | u32::from(r1.role) << 4;
        let quoted = u32::from(here.quoted) | u32::from(l1.quoted) << 1 | u32::from(r1.quoted) << 2;
        put(5, here.lemma, tag(here));
        put(6, here.suffix, tag(here));
        put(7, u32::from(here.verb), tag(here));
        put(8, here.word, u32::from(here.quoted));
        put(9, r1.word, 0);
        put(10, l2.word, 0);
        put(11, r2.word, 0);
        put(12, l1.word, here.lemma);
        put(13, here.lemma, r1.word);
        put(14, here.lemma, tag(r1));
        put(15, tag(l1) << 8 | tag(l2), here.lemma);
        put(16, tag(r1) << 8 | tag(r2), here.lemma);
        put(17, tag(l1), tag(here));
        put(18, tag(r1), tag(here));
        put(19, tag(l1) << 8 | tag(l2), tag(here));
        put(20, tag(r1) << 8 | tag(r2), tag(here));
        put(21, l1.lemma, tag(here));
        put(22, r1.lemma, tag(here));
        put(23, l2.word, here.word);
        put(24, here.word, r2.word);
        put(25, u32::from(here.frame), here.lemma);
        put(26, u32::from(l1.frame), tag(here));
        put(27, u32::from(r1.frame), tag(here));
        put(28, roles, tag(here));
        put(29, u32::from(here.role), here.lemma);
        put(30, quoted, tag(here));
        put(31, place, tag(here));
        put(32, u32::from(around.left) << 8 | u32::from(around.right), tag(here));
        put(33, u32::from(around.left), here.lemma);
        put(34, u32::from(around.that), here.lemma);
        put(35, u32::from(around.that), tag(here) << 8 | tag(l1));
    }
}

fn tag(fact: Fact) -> u32 {
    u32::from(fact.tag)
}

/// Shows features by their templates' numbers.
pub(super) fn mixed(mut see: impl FnMut(u32, u32)) -> impl FnMut(u32, u32, u32) {
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
