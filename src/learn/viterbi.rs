//! The best sequence of labels, by the Viterbi algorithm. The labels are those of the BIO scheme: a token is outside of every span,
//! begins one, or is inside one that began before it.

use std::ops::Range;

/// The label of a token outside of every span (O).
pub const OUTSIDE: usize = 0;
/// The label of a span's first token (B).
pub const BEGIN: usize = 1;
/// The label of a span's further tokens (I).
pub const INSIDE: usize = 2;
/// How many labels there are.
pub const LABELS: usize = 3;

/// Scores of a token's labels.
pub type LabelScores = [i32; LABELS];
/// Scores of two labels side by side: `[label][next label]`. That of [`OUTSIDE`] before [`INSIDE`] should be so low that no
/// sequence has it.
pub type Transitions = [LabelScores; LABELS];

/// Less than any sequence can score, and far from an overflow.
pub const NEG_INF: i32 = -1_000_000;

/// A span that the decoder found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledSpan {
    /// Its tokens, from the first that was decoded.
    pub tokens: Range<usize>,
    /// By how much the best sequence with it beats the best without, in the model's own unit; a
    /// [`Calibration`](super::Calibration) makes it a confidence.
    pub margin: i32,
}

/// Finds the best sequence of labels. Its buffers serve one sequence after another, which changes no result.
#[derive(Debug, Default)]
pub struct ViterbiDecoder {
    transitions: Transitions,
    tokens: Vec<LatticeColumn>,
    /// For each token and label, the best score of the labels behind it; filled in when it is needed.
    backward: Vec<LabelScores>,
}

/// A token in the lattice of all sequences.
#[derive(Clone, Copy, Debug)]
struct LatticeColumn {
    score: LabelScores,
    /// For each label, the score of the best sequence up to here that ends with it.
    forward: LabelScores,
    /// For each label, the label before it in that sequence.
    from: [u8; LABELS],
}

impl ViterbiDecoder {
    /// Scores all sequences of `n` tokens and returns the spans of the best one, in their order.
    ///
    /// `score` scores a token's labels. It is also told whether a span may go on at the token: that is so while the best sequence
    /// that ends in a span is less than `prune_margin` behind the best that does not. It may return `None` for a token that is
    /// surely outside.
    pub fn decode(
        &mut self,
        n: usize,
        transitions: &Transitions,
        prune_margin: i32,
        score: impl FnMut(usize, bool) -> Option<LabelScores>,
    ) -> Vec<LabelledSpan> {
        self.look_forward(n, transitions, prune_margin, score);
        self.spans()
    }

    fn look_forward(
        &mut self,
        n: usize,
        transitions: &Transitions,
        prune_margin: i32,
        mut score: impl FnMut(usize, bool) -> Option<LabelScores>,
    ) {
        self.transitions = *transitions;
        let steps = transitions;
        self.tokens.clear();
        self.tokens.reserve(n);
        let mut before = [0, NEG_INF, NEG_INF];
        for at in 0..n {
            let may_go_on = before[BEGIN].max(before[INSIDE]) + prune_margin > before[OUTSIDE];
            let scored = score(at, may_go_on);
            let score = scored.unwrap_or([0, NEG_INF, NEG_INF]);
            let (mut here, mut from) = (score, [0; LABELS]);
            if at == 0 {
                here[INSIDE] = NEG_INF;
            } else if scored.is_none() {
                // No span goes on and none begins: only one label is possible.
                here[OUTSIDE] += before[OUTSIDE] + steps[OUTSIDE][OUTSIDE];
            } else {
                for (label, score) in here.iter_mut().enumerate() {
                    let through =
                        [before[0] + steps[0][label], before[1] + steps[1][label], before[2] + steps[2][label]];
                    let best = best_label(&through);
                    from[label] = best as u8;
                    *score += through[best];
                }
            }
            before = here;
            self.tokens.push(LatticeColumn { score, forward: here, from });
        }
    }

    /// Fills in `backward`. Only sequences with a span need it, for their margins.
    fn look_back(&mut self) {
        let n = self.tokens.len();
        self.backward.clear();
        self.backward.resize(n, [0; LABELS]);
        for at in (0..n.saturating_sub(1)).rev() {
            let (next, score) = (self.backward[at + 1], self.tokens[at + 1].score);
            for (step, behind) in self.transitions.iter().zip(&mut self.backward[at]) {
                let onward = |label: usize| step[label] + score[label] + next[label];
                *behind = onward(OUTSIDE).max(onward(BEGIN)).max(onward(INSIDE));
            }
        }
    }

    /// By how much the best sequence that has a span at a token beats the best that has none there.
    fn margin(&self, at: usize) -> i32 {
        let whole = |label: usize| self.tokens[at].forward[label] + self.backward[at][label];
        whole(BEGIN).max(whole(INSIDE)) - whole(OUTSIDE)
    }

    /// The spans of the best sequence.
    fn spans(&mut self) -> Vec<LabelledSpan> {
        let mut found: Vec<LabelledSpan> = Vec::new();
        let Some(last) = self.tokens.last() else { return found };
        let mut label = best_label(&last.forward);
        let mut end = self.tokens.len();
        for at in (0..self.tokens.len()).rev() {
            if label == BEGIN {
                found.push(LabelledSpan { tokens: at..end, margin: 0 });
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
        for span in &mut found {
            span.margin = span.tokens.clone().map(|at| self.margin(at)).max().unwrap_or_default();
        }
        found
    }
}

/// The label with the highest score; of equal ones the first.
fn best_label(scores: &LabelScores) -> usize {
    let first = usize::from(scores[BEGIN] > scores[OUTSIDE]);
    if scores[INSIDE] > scores[first] { INSIDE } else { first }
}
