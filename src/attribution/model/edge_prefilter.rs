//! The edge prefilter: scores a place where a source or a content may begin or end by five look-ups in small tables. Its weights
//! were trained only to keep few places, with the right one among them.

use super::edges::{self, Edge, EdgeKind, SpanKind};
use super::facts::TAGS;

/// Room for the numbers of frames, and for no frame.
const FRAMES: usize = 1 << 4;
/// States of an edge's hints: for each hint, whether there is one and whether it agrees.
const HINTS: usize = 1 << (2 * edges::HINTS);
/// Counts between an edge and its cue, as [`super::facts::ParagraphFacts::few`] packs them.
const BETWEEN: usize = 1 << 7;
/// Room for the steps of a distance.
const DISTANCES: usize = 1 << 4;

/// Where a table has the weights of hints, by the frame of the cue's head.
const HINT: usize = 0;
/// Where it has those of counts between the edge and the cue.
const SPAN: usize = HINT + FRAMES * HINTS;
/// Where it has those of the kind of word left of the edge, by the distance from the cue.
const BEFORE: usize = SPAN + BETWEEN;
/// Where it has those of the kind of word right of the edge.
const BEHIND: usize = BEFORE + TAGS * DISTANCES;
/// Where it has those of both kinds of word.
const KINDS: usize = BEHIND + TAGS * DISTANCES;
/// Weights of one kind of edge on one side of the cue.
const TABLE: usize = KINDS + TAGS * TAGS;

/// Tables: for two edges of a source on either side of the cue, and two edges of a content on either side.
const TABLES: usize = 8;

/// Number of weights of the edge prefilter.
pub const EDGE_PREFILTER_WEIGHTS: usize = TABLES * TABLE;

/// Where a table has the weights of an edge.
type WeightPlaces = [usize; 5];

/// The weights of the edge prefilter.
#[derive(Clone, Copy, Debug)]
pub(super) struct EdgePrefilter<'a>(&'a [[u8; TABLE]; TABLES]);

impl<'a> EdgePrefilter<'a> {
    /// The weights as they lie in a model's file.
    pub(super) fn new(weights: &'a [u8]) -> Option<Self> {
        let (tables, []) = weights.as_chunks() else { return None };
        tables.try_into().ok().map(Self)
    }

    /// Scores edges of a kind, whose cue's head has this frame.
    pub(super) fn at(self, kind: EdgeKind, frame: u8) -> EdgeScorer<'a> {
        EdgeScorer { sides: [0, 1].map(|right| &self.0[table(kind, right)]), frame }
    }
}

/// Scores edges of one kind.
#[derive(Debug)]
pub(super) struct EdgeScorer<'a> {
    sides: [&'a [u8; TABLE]; 2],
    frame: u8,
}

impl EdgeScorer<'_> {
    /// The score of an edge between two kinds of word.
    pub(super) fn score(&self, edge: &Edge, kinds: [u8; 2]) -> i32 {
        let table = self.sides[usize::from(edge.right)];
        places(edge, self.frame, kinds).iter().map(|&place| i32::from(table[place].cast_signed())).sum()
    }
}

/// The weights that an edge adds up, of all [`EDGE_PREFILTER_WEIGHTS`].
pub(super) fn all(kind: EdgeKind, edge: &Edge, frame: u8, kinds: [u8; 2]) -> WeightPlaces {
    let first = table(kind, usize::from(edge.right)) * TABLE;
    places(edge, frame, kinds).map(|place| first + place)
}

/// The number of a table. A content is left of the cue, or right of it, by itself.
fn table(kind: EdgeKind, right: usize) -> usize {
    let side = kind.side as usize;
    match kind.part {
        SpanKind::Source => 2 * side + right,
        SpanKind::Left => 4 + side,
        SpanKind::Right => 6 + side,
    }
}

fn places(edge: &Edge, frame: u8, kinds: [u8; 2]) -> WeightPlaces {
    let [before, behind] = kinds.map(|tag| usize::from(tag) % TAGS);
    let distance = usize::from(edge.distance) % DISTANCES;
    [
        // A frame's number is followed by four bits, and 0 is none.
        HINT + usize::from(frame.div_ceil(1 << 4)) % FRAMES * HINTS + usize::from(edge.hint),
        SPAN + usize::from(edge.between) % BETWEEN,
        BEFORE + before * DISTANCES + distance,
        BEHIND + behind * DISTANCES + distance,
        KINDS + before * TAGS + behind,
    ]
}

#[cfg(test)]
mod tests {
    use super::super::decoder::Decoder;
    use super::super::edges::EdgeSide;
    use super::super::paragraph::{KnownSpans, ParagraphFeatures};
    use super::super::weights::Model;
    use super::*;
    use crate::document::{Document, Format};
    use crate::language::{Language, Lexicon};
    use crate::text::Source;
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
    fn a_score_adds_up_the_weights_of_its_edge() {
        let source = Source::new("a.md", include_str!("../../../fixtures/red-lines.md").into());
        let document = Document::parse(&source, Format::Markdown);
        let lexicon = Lexicon::builtin();
        let language = Language::read(&document, &lexicon);
        let weights: Vec<u8> = (0..EDGE_PREFILTER_WEIGHTS).map(|at| (at % 251) as u8).collect();
        let edge_prefilter = EdgePrefilter::new(&weights).expect("so many weights it has");
        let mut decoder = Decoder::new(Model::builtin());
        let mut whose: HashMap<usize, (SpanKind, EdgeSide, bool)> = HashMap::new();
        for paragraph in ParagraphFeatures::all(&document, &language, &lexicon) {
            for sentence in 0..paragraph.sentences().len() {
                for cue in paragraph.cues(&mut decoder, sentence) {
                    for kind in EDGE_KINDS {
                        let window = paragraph.window(sentence, cue.tokens.clone(), kind.part, &KnownSpans::default());
                        window.places(kind.side, |at| {
                            let edge = window.edge_at(kind.side, at);
                            let seen = window.edge_prefilter_places(&edge);
                            let sum: i32 = seen.iter().map(|&place| i32::from(weights[place].cast_signed())).sum();
                            let scorer = edge_prefilter.at(kind, window.head.frame);
                            assert_eq!(scorer.score(&edge, window.kinds(at)), sum);
                            // Each kind of edge has weights of its own on each side of the cue.
                            for place in seen {
                                let here = (kind.part, kind.side, edge.right);
                                assert_eq!(*whose.entry(place).or_insert(here), here);
                            }
                        });
                    }
                }
            }
        }
        let mut met: Vec<_> =
            whose.into_values().map(|(part, side, right)| format!("{part:?} {side:?} {right}")).collect();
        met.sort();
        met.dedup();
        assert_eq!(met.len(), TABLES, "{met:?}");
    }

    #[test]
    fn what_is_seen_of_an_edge_is_weighed_each_for_itself() {
        let edge =
            |hint, between, distance| Edge { at: 0, side: EdgeSide::Start, hint, right: false, between, distance };
        let plain = places(&edge(0, 0, 0), 0, [0, 0]);
        assert_eq!(plain, [HINT, SPAN, BEFORE, BEHIND, KINDS]);
        let moved = |edge: &Edge, frame, kinds| -> Vec<usize> {
            let places = places(edge, frame, kinds);
            (0..5).filter(|&n| places[n] != plain[n]).collect()
        };
        assert_eq!(moved(&edge(1, 0, 0), 0, [0, 0]), [0]);
        assert_eq!(moved(&edge(0, 0, 0), 1, [0, 0]), [0]);
        assert_eq!(moved(&edge(0, 1, 0), 0, [0, 0]), [1]);
        assert_eq!(moved(&edge(0, 0, 1), 0, [0, 0]), [2, 3]);
        assert_eq!(moved(&edge(0, 0, 0), 0, [1, 0]), [2, 4]);
        assert_eq!(moved(&edge(0, 0, 0), 0, [0, 1]), [3, 4]);
        // The last place of each row of tables is the one before the next.
        let last = places(&edge(255, 127, 15), 240, [127, 127]);
        assert_eq!(last, [SPAN - 1, BEFORE - 1, BEHIND - 1, KINDS - 1, TABLE - 1]);
        // How sure a frame is, and which word of its cue it has, makes no other frame of it.
        let frame = |frame| places(&edge(0, 0, 0), frame, [0, 0])[0];
        assert_eq!([1, 16, 17, 32].map(frame), [HINTS, HINTS, 2 * HINTS, 2 * HINTS]);
    }

    #[test]
    fn as_many_weights_as_there_are_and_no_others() {
        let weights = vec![0; EDGE_PREFILTER_WEIGHTS + 1];
        assert!(EdgePrefilter::new(&weights[..EDGE_PREFILTER_WEIGHTS]).is_some());
        assert!(
            EdgePrefilter::new(&weights).is_none()
                && EdgePrefilter::new(&weights[..EDGE_PREFILTER_WEIGHTS - 1]).is_none()
        );
    }
}
