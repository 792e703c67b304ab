//! Edges: the positions where a source span or a content span may begin or end, with the values that features use.

/// The part of an attribution that is searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// The source.
    Source,
    /// Content left of the cue.
    Left,
    /// Content right of the cue.
    Right,
}

/// Which edge of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeSide {
    /// The position of the first token.
    Start,
    /// The position after the last token.
    End,
}

/// Maximum number of hints per window: spans that frames and simple searches propose.
pub(super) const HINTS: usize = 4;

/// An edge, described relative to the cue.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    pub(super) at: u32,
    pub(super) side: EdgeSide,
    /// Two bits per hint, lowest first: the hint has this edge; there is such a hint.
    pub(super) hint: u8,
    /// Whether the edge is right of the cue.
    pub(super) right: bool,
    /// Counts of commas, quotation marks, verbs and cues between the edge and the cue (`ParagraphFacts::capped_counts`).
    pub(super) between: u8,
    /// The number of tokens between the edge and the cue, as one of the buckets of [`super::window`].
    pub(super) distance: u8,
}

/// Which edge of which kind of span. Each combination has its own weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EdgeKind {
    /// The kind of span.
    pub part: SpanKind,
    /// The side of the span.
    pub side: EdgeSide,
}

impl Edge {
    /// The index of the token right of the edge.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at as usize
    }

    /// The values that templates use: hints, side of the cue, counts between edge and cue, and distance.
    pub(super) fn feature_values(&self) -> [u32; 4] {
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
    /// The index of the token right of the edge.
    pub(super) fn at(&self) -> usize {
        self.edge.at()
    }
}

/// A buffer of edges with their scores, reused for all windows.
pub(super) type ScoredEdges = Vec<ScoredEdge>;
