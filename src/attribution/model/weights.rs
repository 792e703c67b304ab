//! The model's weights as they lie in its file.

use super::edge_prefilter::EdgePrefilter;
use super::facts::Fact;
use super::prefilter::CuePrefilter;
use crate::learn::{BEGIN, Calibration, INSIDE, LabelScores, ModelReader, Prefilter, Transitions, WeightTable};

/// A linear model of attribution: weights of hashed features as small integers, so that every machine reads alike.
///
/// The file: 8 bytes [`MAGIC`]; [`BITS`] twice, [`PREFILTER_BITS`] and 0 (a byte each); nine scores of steps from label to label
/// (`i16`, little endian, as all numbers); the bonus of a cue's first token (`i16`); the threshold of the cue prefilter (`i16`);
/// [`CALIBRATION_POINTS`] margins (`i16`) with as many percentages (a byte each); the cues' weights, two to a slot: for a cue
/// that begins and one that goes on, each against there being none; the spans' weights, one to a slot; the weights of the cue
/// prefilter, one to a slot; [`super::EDGE_PREFILTER_WEIGHTS`] weights of the edge prefilter.
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

/// Number of slots for hashes of cues' and of spans' features, as a power of two.
pub const BITS: u32 = 19;
const SLOTS: usize = 1 << BITS;
/// Number of slots for hashes of the cue prefilter's features, as a power of two.
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
    /// Never: a test reads the file.
    #[must_use]
    pub fn builtin() -> Self {
        Self::parse(BUILTIN).expect("the shipped model is whole")
    }
}

impl<'a> Model<'a> {
    /// Reads a model's file; `None` if it is none.
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
    pub(super) fn add(&self, hash: u32, scores: &mut LabelScores) {
        let [begin, inside] = self.cues.weights(hash);
        scores[BEGIN] += begin;
        scores[INSIDE] += inside;
    }

    /// By how much a feature speaks for a cue at a token, at its beginning or further on, rather than for none.
    pub(super) fn weight(&self, hash: u32, opens: bool) -> i32 {
        let [begin, inside] = self.cues.weights(hash);
        if opens { begin } else { inside }
    }

    /// A token's scores before any feature is added.
    pub(super) fn start(&self) -> LabelScores {
        [0, self.bonus, 0]
    }

    /// The weight of a feature of a span or of an edge.
    pub(super) fn span_weight(&self, hash: u32) -> i32 {
        self.spans.weight(hash)
    }

    /// Whether a token of a sentence may begin a cue, by the prefilter.
    pub(super) fn may_begin(&self, facts: &[Fact], at: usize) -> bool {
        CuePrefilter::new(facts, at).is_some_and(|token| self.cue_prefilter.passes(token.hashes()))
    }

    /// The confidence of a reading that only a frame has: half of the least that the model gives.
    pub(super) fn doubt(&self) -> u8 {
        self.calibration.least() / 2
    }

    /// How many of a hundred cues with this margin are right.
    #[must_use]
    pub fn confidence(&self, margin: i32) -> u8 {
        self.calibration.confidence(margin)
    }
}
