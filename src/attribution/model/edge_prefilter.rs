//! The edge prefilter: scores a position where a source or a content may begin or end, with five look-ups in small tables. Its
//! weights were trained only to select a few positions that include the right one.

use super::edges::{self, Edge, EdgeKind, SpanKind};
use super::facts::TAG_LIMIT;

/// Upper bound for the numbers of frames, including 0 for no frame.
const FRAMES: usize = 1 << 4;
/// The number of states of an edge's hints: for each hint, whether it exists and whether it has this edge.
const HINT_STATES: usize = 1 << (2 * edges::HINTS);
/// The number of values of the counts between an edge and its cue ([`super::facts::ParagraphFacts::capped_counts`]).
const BETWEEN_STATES: usize = 1 << 7;
/// Upper bound for the buckets of distances.
const DISTANCES: usize = 1 << 4;

/// Offset in a table of the weights for hints, by the frame of the cue's head.
const HINT_OFFSET: usize = 0;
/// Offset of the weights for the counts between the edge and the cue.
const BETWEEN_OFFSET: usize = HINT_OFFSET + FRAMES * HINT_STATES;
/// Offset of the weights for the tag left of the edge, by the distance from the cue.
const TAG_BEFORE_OFFSET: usize = BETWEEN_OFFSET + BETWEEN_STATES;
/// Offset of the weights for the tag right of the edge, by the distance from the cue.
const TAG_AFTER_OFFSET: usize = TAG_BEFORE_OFFSET + TAG_LIMIT * DISTANCES;
/// Offset of the weights for the tags on both sides of the edge.
const TAG_PAIR_OFFSET: usize = TAG_AFTER_OFFSET + TAG_LIMIT * DISTANCES;
/// The number of weights in a table: for one kind of edge on one side of the cue.
const TABLE_LENGTH: usize = TAG_PAIR_OFFSET + TAG_LIMIT * TAG_LIMIT;

/// The number of tables: for the two edges of a source and the two edges of a content, each left or right of the cue.
const TABLE_COUNT: usize = 8;

/// The number of weights of the edge prefilter.
pub const EDGE_PREFILTER_WEIGHTS: usize = TABLE_COUNT * TABLE_LENGTH;

/// Indices of the weights that an edge adds up.
type WeightIndices = [usize; 5];

/// The weights of the edge prefilter.
#[derive(Clone, Copy, Debug)]
pub(super) struct EdgePrefilter<'a>(&'a [[u8; TABLE_LENGTH]; TABLE_COUNT]);

impl<'a> EdgePrefilter<'a> {
    /// The weights in the bytes of a model's file; `None` if there are not exactly [`EDGE_PREFILTER_WEIGHTS`].
    pub(super) fn new(weights: &'a [u8]) -> Option<Self> {
        let (tables, []) = weights.as_chunks() else { return None };
        tables.try_into().ok().map(Self)
    }

    /// A scorer for one kind of edge; `frame` is the frame code of the cue's head.
    pub(super) fn scorer(self, kind: EdgeKind, frame: u8) -> EdgeScorer<'a> {
        EdgeScorer { sides: [0, 1].map(|right| &self.0[table(kind, right)]), frame }
    }
}

/// Scores edges of one kind around one cue.
#[derive(Debug)]
pub(super) struct EdgeScorer<'a> {
    sides: [&'a [u8; TABLE_LENGTH]; 2],
    frame: u8,
}

impl EdgeScorer<'_> {
    /// The score of an edge between two tokens with these tags.
    pub(super) fn score(&self, edge: &Edge, tags: [u8; 2]) -> i32 {
        let table = self.sides[usize::from(edge.right)];
        table_indices(edge, self.frame, tags).iter().map(|&index| i32::from(table[index].cast_signed())).sum()
    }
}

/// The indices of the weights that an edge adds up, among all [`EDGE_PREFILTER_WEIGHTS`].
pub(super) fn weight_indices(kind: EdgeKind, edge: &Edge, frame: u8, tags: [u8; 2]) -> WeightIndices {
    let first = table(kind, usize::from(edge.right)) * TABLE_LENGTH;
    table_indices(edge, frame, tags).map(|index| first + index)
}

/// The number of a table. For content, the kind of span already says on which side of the cue it is.
fn table(kind: EdgeKind, right: usize) -> usize {
    let side = kind.side as usize;
    match kind.part {
        SpanKind::Source => 2 * side + right,
        SpanKind::Left => 4 + side,
        SpanKind::Right => 6 + side,
    }
}

/// The indices of the weights that an edge adds up, in its table.
fn table_indices(edge: &Edge, frame: u8, tags: [u8; 2]) -> WeightIndices {
    let [before, after] = tags.map(|tag| usize::from(tag) % TAG_LIMIT);
    let distance = usize::from(edge.distance) % DISTANCES;
    [
        // The sixteen codes of a frame share one number, and code 0 means no frame.
        HINT_OFFSET + usize::from(frame.div_ceil(1 << 4)) % FRAMES * HINT_STATES + usize::from(edge.hint),
        BETWEEN_OFFSET + usize::from(edge.between) % BETWEEN_STATES,
        TAG_BEFORE_OFFSET + before * DISTANCES + distance,
        TAG_AFTER_OFFSET + after * DISTANCES + distance,
        TAG_PAIR_OFFSET + before * TAG_LIMIT + after,
    ]
}

#[cfg(test)]
mod tests {
    use super::super::decoder::Decoder;
    use super::super::edges::EdgeSide;
    use super::super::paragraph::KnownSpans;
    use super::super::weights::Model;
    use super::*;
    use crate::attribution::test_draft::TestDraft;
    use std::collections::HashMap;

    const EDGE_KINDS: [EdgeKind; 6] = [
        EdgeKind { part: SpanKind::Source, side: EdgeSide::Start },
        EdgeKind { part: SpanKind::Source, side: EdgeSide::End },
        EdgeKind { part: SpanKind::Left, side: EdgeSide::Start },
        EdgeKind { part: SpanKind::Left, side: EdgeSide::End },
        EdgeKind { part: SpanKind::Right, side: EdgeSide::Start },
        EdgeKind { part: SpanKind::Right, side: EdgeSide::End },
    ];

    #[test]
    fn a_score_is_the_sum_of_its_edges_weights() {
        let draft = TestDraft::read(include_str!("../../../fixtures/red-lines.md"));
        let weights: Vec<u8> = (0..EDGE_PREFILTER_WEIGHTS).map(|at| (at % 251) as u8).collect();
        let edge_prefilter = EdgePrefilter::new(&weights).expect("the number of weights is right");
        let mut decoder = Decoder::new(Model::builtin());
        let mut kind_of_weight: HashMap<usize, (SpanKind, EdgeSide, bool)> = HashMap::new();
        for paragraph in draft.paragraphs() {
            for sentence in 0..paragraph.sentences().len() {
                for cue in paragraph.cues(&mut decoder, sentence) {
                    for kind in EDGE_KINDS {
                        let window = paragraph.window(sentence, cue.tokens.clone(), kind.part, &KnownSpans::default());
                        window.edge_positions(kind.side, |at| {
                            let edge = window.edge_at(kind.side, at);
                            let indices = window.edge_prefilter_indices(&edge);
                            let sum: i32 = indices.iter().map(|&index| i32::from(weights[index].cast_signed())).sum();
                            let scorer = edge_prefilter.scorer(kind, window.head.frame);
                            assert_eq!(scorer.score(&edge, window.tags_around(at)), sum);
                            // Each kind of edge has its own weights on each side of the cue.
                            for index in indices {
                                let here = (kind.part, kind.side, edge.right);
                                assert_eq!(*kind_of_weight.entry(index).or_insert(here), here);
                            }
                        });
                    }
                }
            }
        }
        let mut kinds_found: Vec<_> =
            kind_of_weight.into_values().map(|(part, side, right)| format!("{part:?} {side:?} {right}")).collect();
        kinds_found.sort();
        kinds_found.dedup();
        assert_eq!(kinds_found.len(), TABLE_COUNT, "{kinds_found:?}");
    }

    #[test]
    fn each_property_of_an_edge_changes_only_its_own_weights() {
        let edge =
            |hint, between, distance| Edge { at: 0, side: EdgeSide::Start, hint, right: false, between, distance };
        let plain = table_indices(&edge(0, 0, 0), 0, [0, 0]);
        assert_eq!(plain, [HINT_OFFSET, BETWEEN_OFFSET, TAG_BEFORE_OFFSET, TAG_AFTER_OFFSET, TAG_PAIR_OFFSET]);
        let moved = |edge: &Edge, frame, tags| -> Vec<usize> {
            let indices = table_indices(edge, frame, tags);
            (0..5).filter(|&n| indices[n] != plain[n]).collect()
        };
        assert_eq!(moved(&edge(1, 0, 0), 0, [0, 0]), [0]);
        assert_eq!(moved(&edge(0, 0, 0), 1, [0, 0]), [0]);
        assert_eq!(moved(&edge(0, 1, 0), 0, [0, 0]), [1]);
        assert_eq!(moved(&edge(0, 0, 1), 0, [0, 0]), [2, 3]);
        assert_eq!(moved(&edge(0, 0, 0), 0, [1, 0]), [2, 4]);
        assert_eq!(moved(&edge(0, 0, 0), 0, [0, 1]), [3, 4]);
        // The largest values select the last weight of each section.
        let last = table_indices(&edge(255, 127, 15), 240, [127, 127]);
        assert_eq!(
            last,
            [BETWEEN_OFFSET - 1, TAG_BEFORE_OFFSET - 1, TAG_AFTER_OFFSET - 1, TAG_PAIR_OFFSET - 1, TABLE_LENGTH - 1]
        );
        // A frame's confidence and the token's part of the cue do not change the weight.
        let frame = |frame| table_indices(&edge(0, 0, 0), frame, [0, 0])[0];
        assert_eq!([1, 16, 17, 32].map(frame), [HINT_STATES, HINT_STATES, 2 * HINT_STATES, 2 * HINT_STATES]);
    }

    #[test]
    fn a_wrong_number_of_weights_is_rejected() {
        let weights = vec![0; EDGE_PREFILTER_WEIGHTS + 1];
        assert!(EdgePrefilter::new(&weights[..EDGE_PREFILTER_WEIGHTS]).is_some());
        assert!(
            EdgePrefilter::new(&weights).is_none()
                && EdgePrefilter::new(&weights[..EDGE_PREFILTER_WEIGHTS - 1]).is_none()
        );
    }
}
