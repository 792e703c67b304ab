//! The model's weights and parameters, read directly from the bytes of its file.

use super::edge_prefilter::EdgePrefilter;
use super::facts::Fact;
use super::prefilter::CuePrefilter;
use crate::learn::{BEGIN, Calibration, INSIDE, LabelScores, ModelReader, Prefilter, Transitions, WeightTable};

/// A linear model of attribution. Weights are small integers, so that every machine gives the same result.
///
/// The file has these parts, in this order. All numbers of two bytes are `i16`, little-endian:
/// - the 8 bytes of [`MAGIC`];
/// - four bytes: [`BITS`] twice, [`PREFILTER_BITS`], and 0;
/// - nine transition scores between labels, the bonus of a cue's first token, and the threshold of the cue prefilter;
/// - the calibration: [`CALIBRATION_POINTS`] margins, then the same number of percentages, a byte each;
/// - the weights of cues, two per slot: of the first token of a cue, and of a later token, each relative to no cue;
/// - the weights of spans, one per slot;
/// - the weights of the cue prefilter, one per slot;
/// - [`super::EDGE_PREFILTER_WEIGHTS`] weights of the edge prefilter.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    cues: WeightTable<'a, 2, SLOTS>,
    spans: WeightTable<'a, 1, SLOTS>,
    cue_prefilter: Prefilter<'a, PREFILTER_SLOTS>,
    pub(super) edge_prefilter: EdgePrefilter<'a>,
    pub(super) transitions: Transitions,
    bonus: i32,
    calibration: Calibration<CALIBRATION_POINTS>,
}

/// Base-2 logarithm of the number of slots for cue features, and of the number of slots for span features.
pub const BITS: u32 = 19;
const SLOTS: usize = 1 << BITS;
/// Base-2 logarithm of the number of slots for features of the cue prefilter.
pub const PREFILTER_BITS: u32 = 16;
const PREFILTER_SLOTS: usize = 1 << PREFILTER_BITS;
/// The first bytes of a model's file; the last one is its version.
pub const MAGIC: [u8; 8] = *b"bylint\0\x04";
/// Number of points of the calibration.
pub const CALIBRATION_POINTS: usize = 16;

static BUILTIN: &[u8] = include_bytes!("../../../rules/attribution.model");

impl Model<'static> {
    /// The model that bylint ships.
    ///
    /// # Panics
    /// Never: the tests parse the shipped file.
    #[must_use]
    pub fn builtin() -> Self {
        Self::parse(BUILTIN).expect("the shipped model is whole")
    }
}

impl<'a> Model<'a> {
    /// Reads a model's file; `None` if the bytes are not a model.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut file = ModelReader::new(bytes, MAGIC)?;
        if [file.byte()?, file.byte()?, file.byte()?] != [BITS as u8, BITS as u8, PREFILTER_BITS as u8] {
            return None;
        }
        file.byte()?;
        let transitions = file.transitions()?;
        let (bonus, threshold) = (file.number()?, file.number()?);
        let calibration = file.calibration()?;
        Some(Self {
            cues: file.table()?,
            spans: file.table()?,
            cue_prefilter: file.prefilter(threshold)?,
            edge_prefilter: EdgePrefilter::new(file.rest())?,
            transitions,
            bonus,
            calibration,
        })
    }

    /// Adds a feature's weights to a token's scores.
    pub(super) fn add_cue_weights(&self, hash: u32, scores: &mut LabelScores) {
        let [begin, inside] = self.cues.weights(hash);
        scores[BEGIN] += begin;
        scores[INSIDE] += inside;
    }

    /// The weight of a feature for a cue at a token, relative to no cue. `opens` selects the weight for the first word of a cue.
    pub(super) fn cue_weight(&self, hash: u32, opens: bool) -> i32 {
        let [begin, inside] = self.cues.weights(hash);
        if opens { begin } else { inside }
    }

    /// The scores of a token's labels before any feature is added.
    pub(super) fn initial_scores(&self) -> LabelScores {
        [0, self.bonus, 0]
    }

    /// The weight of a feature of a span or an edge.
    pub(super) fn span_weight(&self, hash: u32) -> i32 {
        self.spans.weight(hash)
    }

    /// Whether the prefilter allows a token of a sentence to begin a cue.
    pub(super) fn may_begin(&self, facts: &[Fact], at: usize) -> bool {
        CuePrefilter::new(facts, at).is_some_and(|token| self.cue_prefilter.passes(token.hashes()))
    }

    /// The confidence of an attribution that a frame matches and the model does not find: half of the lowest that the model
    /// gives.
    pub(super) fn frame_only_confidence(&self) -> u8 {
        self.calibration.least() / 2
    }

    /// The confidence of a cue with this margin: how many of a hundred such cues are right.
    #[must_use]
    pub fn confidence(&self, margin: i32) -> u8 {
        self.calibration.confidence(margin)
    }
}
