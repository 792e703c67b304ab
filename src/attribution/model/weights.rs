//! The model's weights as they lie in its file.

use super::cues::{BEGINS, INSIDE, Scores};
use super::edge_prefilter::EdgePrefilter;
use super::facts::Fact;
use super::prefilter::CuePrefilter;

/// A linear model of attribution: weights of hashed features as small integers, so that every machine reads alike.
///
/// The file: 8 bytes [`MAGIC`]; the number of places for the hashes of cues and of parts as a power of two (a byte each,
/// always [`BITS`]), [`PREFILTER_BITS`] and a byte of 0; nine scores of steps from label to label (`i16`, little endian, as all
/// numbers); the bonus of a cue's beginning (`i16`); what a token has to score at a glance (`i16`); [`CALIBRATION_POINTS`] margins (`i16`)
/// with as many percentages (a byte each); the cues' weights, two to a hash: for a cue that begins and one that goes on, each
/// against there being none; the parts' weights, one to a hash; the weights of a glance at a word, one to a hash of
/// [`PREFILTER_BITS`]; [`super::EDGE_PREFILTER_WEIGHTS`] weights of glances at edges.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    cues: &'a [[u8; 2]; PLACES],
    parts: &'a [u8; PLACES],
    cue_prefilter: &'a [u8; PREFILTER_PLACES],
    pub(super) edge_prefilter: EdgePrefilter<'a>,
    /// What a token has to score at a glance to be looked at.
    threshold: i32,
    pub(super) steps: [Scores; 3],
    bonus: i32,
    calibration_points: [(i32, i32); CALIBRATION_POINTS],
}

/// How many places there are for hashes, as a power of two.
pub const BITS: u32 = 19;
const PLACES: usize = 1 << BITS;
/// How many places there are for hashes of what a glance sees, as a power of two.
pub const PREFILTER_BITS: u32 = 16;
const PREFILTER_PLACES: usize = 1 << PREFILTER_BITS;
/// The first bytes of a model's file; the last one is its version.
pub const MAGIC: [u8; 8] = *b"bylint\0\x04";
/// Number of points of the calibration.
pub const CALIBRATION_POINTS: usize = 16;
/// Bytes before the weights.
const HEAD: usize = 8 + 4 + 18 + 2 + 2 + CALIBRATION_POINTS * 3;

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
    /// Reads a model's file; `None` when it is none.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (head, weights) = bytes.split_at_checked(HEAD)?;
        let (magic, head) = head.split_at(8);
        if magic != MAGIC || head[..3] != [BITS as u8, BITS as u8, PREFILTER_BITS as u8] {
            return None;
        }
        let number = |at: usize| i32::from(i16::from_le_bytes([head[at], head[at + 1]]));
        let mut steps = [[0; 3]; 3];
        for (from, row) in steps.iter_mut().enumerate() {
            for (to, step) in row.iter_mut().enumerate() {
                *step = number(4 + 2 * (3 * from + to));
            }
        }
        let mut calibration_points = [(0, 0); CALIBRATION_POINTS];
        for (n, point) in calibration_points.iter_mut().enumerate() {
            *point = (number(26 + 2 * n), i32::from(head[26 + 2 * CALIBRATION_POINTS + n]));
        }
        let (cues, parts) = weights.split_at_checked(2 * PLACES)?;
        let (cues, _) = cues.as_chunks();
        let (parts, rest) = parts.split_at_checked(PLACES)?;
        let (cue_prefilter, edges) = rest.split_at_checked(PREFILTER_PLACES)?;
        Some(Self {
            cues: cues.try_into().ok()?,
            parts: parts.try_into().ok()?,
            cue_prefilter: cue_prefilter.try_into().ok()?,
            edge_prefilter: EdgePrefilter::new(edges)?,
            threshold: number(24),
            steps,
            bonus: number(22),
            calibration_points,
        })
    }

    /// Adds a feature's weights to a token's scores.
    pub(super) fn add(&self, hash: u32, scores: &mut Scores) {
        let [begins, inside] = self.cues[hash as usize % PLACES];
        scores[BEGINS] += i32::from(begins.cast_signed());
        scores[INSIDE] += i32::from(inside.cast_signed());
    }

    /// By how much a feature speaks for a cue at a token, at its beginning or further on, rather than for none.
    pub(super) fn weight(&self, hash: u32, opens: bool) -> i32 {
        let mut scores = [0; 3];
        self.add(hash, &mut scores);
        scores[if opens { BEGINS } else { INSIDE }]
    }

    /// What every token's scores begin with.
    pub(super) fn start(&self) -> Scores {
        [0, self.bonus, 0]
    }

    /// The weight of a part's feature.
    pub(super) fn part(&self, hash: u32) -> i8 {
        self.parts[hash as usize % PLACES].cast_signed()
    }

    /// Whether a token of a sentence may begin a cue, at a glance.
    pub(super) fn may_begin(&self, facts: &[Fact], at: usize) -> bool {
        let mut sum = 0;
        let weight = |hash: u32| i32::from(self.cue_prefilter[hash as usize % PREFILTER_PLACES].cast_signed());
        CuePrefilter::of(facts, at).is_some_and(|glance| {
            glance.features(|_, hash| sum += weight(hash));
            sum >= self.threshold
        })
    }

    /// The confidence of a reading that the model does not share: half of its least.
    pub(super) fn doubt(&self) -> u8 {
        percent(self.calibration_points[0].1 / 2)
    }

    /// How many of a hundred cues with this margin are right.
    #[must_use]
    pub fn confidence(&self, margin: i32) -> u8 {
        let above = self.calibration_points.partition_point(|point| point.0 <= margin);
        let (Some(below), Some(&(to, high))) = (above.checked_sub(1), self.calibration_points.get(above)) else {
            return percent(self.calibration_points[above.min(CALIBRATION_POINTS - 1)].1);
        };
        let (from, low) = self.calibration_points[below];
        percent(low + (high - low) * (margin - from) / (to - from).max(1))
    }
}

fn percent(share: i32) -> u8 {
    u8::try_from(share.clamp(0, 100)).unwrap_or_default()
}
