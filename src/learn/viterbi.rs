//! Finds the best sequence of labels with the Viterbi algorithm. The labels are those of the BIO scheme: a token is outside all
//! spans, begins a span, or is inside a span that began before it.

use std::ops::Range;

/// The label of a token outside all spans (O).
pub const OUTSIDE: usize = 0;
/// The label of a span's first token (B).
pub const BEGIN: usize = 1;
/// The label of the other tokens of a span (I).
pub const INSIDE: usize = 2;
/// The number of labels.
pub const LABELS: usize = 3;

/// Scores of a token's labels.
pub type LabelScores = [i32; LABELS];
/// Scores of pairs of adjacent labels, as `[label][next label]`. The score of [`OUTSIDE`] before [`INSIDE`] must be so low that
/// the best sequence never has that pair.
pub type Transitions = [LabelScores; LABELS];

/// A score below that of any sequence, but far from an overflow.
pub const NEG_INF: i32 = -1_000_000;

/// A span that the decoder found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledSpan {
    /// The tokens of the span, counted from the first decoded token.
    pub tokens: Range<usize>,
    /// The score of the best sequence with the span minus that of the best sequence without it, in the model's own unit. A
    /// [`Calibration`](super::Calibration) turns it into a confidence.
    pub margin: i32,
}

/// Finds the best sequence of labels. Its buffers are reused from sequence to sequence, which does not change any result.
#[derive(Debug, Default)]
pub struct ViterbiDecoder {
    transitions: Transitions,
    tokens: Vec<LatticeColumn>,
    /// For each token and label, the best score of all labels after it. Only computed when a span was found.
    backward: Vec<LabelScores>,
}

/// A token in the lattice of all sequences.
#[derive(Clone, Copy, Debug)]
struct LatticeColumn {
    score: LabelScores,
    /// For each label, the score of the best sequence that ends here with it.
    forward: LabelScores,
    /// For each label, the previous label in that sequence.
    previous: [u8; LABELS],
}

impl ViterbiDecoder {
    /// Returns the spans of the best sequence of `n` tokens, in order.
    ///
    /// `score` returns the scores of a token's labels. Its second argument says whether a span may continue at the token. A
    /// span may continue if the best sequence that ends in a span scores less than `prune_margin` below the best one that does
    /// not. `score` may return `None` for a token that is certainly outside all spans.
    pub fn decode(
        &mut self,
        n: usize,
        transitions: &Transitions,
        prune_margin: i32,
        score: impl FnMut(usize, bool) -> Option<LabelScores>,
    ) -> Vec<LabelledSpan> {
        self.run_forward(n, transitions, prune_margin, score);
        self.best_spans()
    }

    /// Fills in the lattice from the first token to the last.
    fn run_forward(
        &mut self,
        n: usize,
        transitions: &Transitions,
        prune_margin: i32,
        mut score: impl FnMut(usize, bool) -> Option<LabelScores>,
    ) {
        self.transitions = *transitions;
        self.tokens.clear();
        self.tokens.reserve(n);
        let mut before = [0, NEG_INF, NEG_INF];
        for at in 0..n {
            let may_go_on = before[BEGIN].max(before[INSIDE]) + prune_margin > before[OUTSIDE];
            let scored = score(at, may_go_on);
            let score = scored.unwrap_or([0, NEG_INF, NEG_INF]);
            let (mut here, mut previous) = (score, [0; LABELS]);
            if at == 0 {
                here[INSIDE] = NEG_INF;
            } else if scored.is_none() {
                // No span continues and none begins: only one label is possible.
                here[OUTSIDE] += before[OUTSIDE] + transitions[OUTSIDE][OUTSIDE];
            } else {
                for (label, score) in here.iter_mut().enumerate() {
                    let through = [
                        before[0] + transitions[0][label],
                        before[1] + transitions[1][label],
                        before[2] + transitions[2][label],
                    ];
                    let best = best_label(&through);
                    previous[label] = best as u8;
                    *score += through[best];
                }
            }
            before = here;
            self.tokens.push(LatticeColumn { score, forward: here, previous });
        }
    }

    /// Computes `backward`, which the margins of spans need.
    fn run_backward(&mut self) {
        let n = self.tokens.len();
        self.backward.clear();
        self.backward.resize(n, [0; LABELS]);
        for at in (0..n.saturating_sub(1)).rev() {
            let (next, score) = (self.backward[at + 1], self.tokens[at + 1].score);
            for (step, best) in self.transitions.iter().zip(&mut self.backward[at]) {
                let onward = |label: usize| step[label] + score[label] + next[label];
                *best = onward(OUTSIDE).max(onward(BEGIN)).max(onward(INSIDE));
            }
        }
    }

    /// The score of the best sequence with a span at a token minus that of the best sequence without one there.
    fn margin(&self, at: usize) -> i32 {
        let whole = |label: usize| self.tokens[at].forward[label] + self.backward[at][label];
        whole(BEGIN).max(whole(INSIDE)) - whole(OUTSIDE)
    }

    /// The spans of the best sequence, with their margins.
    fn best_spans(&mut self) -> Vec<LabelledSpan> {
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
            label = self.tokens[at].previous[label] as usize;
        }
        found.reverse();
        if !found.is_empty() {
            self.run_backward();
        }
        for span in &mut found {
            span.margin = span.tokens.clone().map(|at| self.margin(at)).max().unwrap_or_default();
        }
        found
    }
}

/// The label with the highest score; the first of equal ones.
fn best_label(scores: &LabelScores) -> usize {
    let first = usize::from(scores[BEGIN] > scores[OUTSIDE]);
    if scores[INSIDE] > scores[first] { INSIDE } else { first }
}
