//! The places where a source or a content may begin or end, as models of them see them.

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// Who says it.
    Source,
    /// What is said, left of the cue.
    Left,
    /// What is said, right of the cue.
    Right,
}

/// Which edge of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeSide {
    /// Where it begins.
    Start,
    /// Behind which it ends.
    End,
}

/// How many readings by frames a window takes as hints.
pub(super) const HINTS: usize = 4;

/// An edge as it is seen from the cue.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    pub(super) at: u32,
    pub(super) side: EdgeSide,
    /// Which hints agree with it, two bits each: it agrees; there is one.
    pub(super) hint: u8,
    /// Whether it is right of the cue.
    pub(super) right: bool,
    /// What stands between it and the cue, and how many tokens that is, in steps.
    pub(super) between: u8,
    pub(super) distance: u8,
}

/// Which edge of which part: each has weights of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EdgeKind {
    /// Of which part it is an edge.
    pub part: SpanKind,
    /// Which edge it is.
    pub side: EdgeSide,
}

impl Edge {
    /// The token right of it.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at as usize
    }

    /// What templates ask of it: hints, side of the cue, what stands between, and the distance.
    pub(super) fn seen(&self) -> [u32; 4] {
        [self.hint.into(), self.right.into(), self.between.into(), self.distance.into()]
    }
}

/// An edge with its score.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScoredEdge {
    pub(super) score: i32,
    pub(super) edge: Edge,
}

impl ScoredEdge {
    pub(super) fn at(&self) -> usize {
        self.edge.at()
    }
}

/// Edges with their scores, kept from window to window.
pub(super) type ScoredEdges = Vec<ScoredEdge>;
