//! The model's weights as they lie in its file.

use super::cues::{BEGINS, INSIDE, OUTSIDE, Scores};

/// A linear model of attribution: weights of hashed features as small integers, so that every machine reads alike.
///
/// The file: 8 bytes [`MAGIC`]; the bits of a cue's and of a part's hash (a byte each, then two of 0); nine scores of steps
/// from label to label (`i16`, little endian, as all numbers); the bonus of a cue's beginning (`i16`); [`KNOTS`] margins
/// (`i16`) with as many percentages (a byte each); the cues' weights, three to a hash; the parts' weights, one to a hash.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    cues: &'a [u8],
    parts: &'a [u8],
    cue_mask: u32,
    part_mask: u32,
    pub(super) steps: [Scores; 3],
    bonus: i32,
    knots: [(i32, i32); KNOTS],
}

/// The first bytes of a model's file; the last one is its version.
pub const MAGIC: [u8; 8] = *b"bylint\0\x01";
/// Number of points of the calibration.
pub const KNOTS: usize = 16;
/// Bytes before the weights.
const HEAD: usize = 8 + 4 + 18 + 2 + KNOTS * 3;

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
        let (cue_bits, part_bits) = (head[0], head[1]);
        if magic != MAGIC || cue_bits > 24 || part_bits > 24 {
            return None;
        }
        let number = |at: usize| i32::from(i16::from_le_bytes([head[at], head[at + 1]]));
        let mut steps = [[0; 3]; 3];
        for (from, row) in steps.iter_mut().enumerate() {
            for (to, step) in row.iter_mut().enumerate() {
                *step = number(4 + 2 * (3 * from + to));
            }
        }
        let mut knots = [(0, 0); KNOTS];
        for (n, knot) in knots.iter_mut().enumerate() {
            *knot = (number(24 + 2 * n), i32::from(head[24 + 2 * KNOTS + n]));
        }
        let (cues, parts) = weights.split_at_checked(3 << cue_bits)?;
        (parts.len() == 1 << part_bits).then_some(Self {
            cues,
            parts,
            cue_mask: (1 << cue_bits) - 1,
            part_mask: (1 << part_bits) - 1,
            steps,
            bonus: number(22),
            knots,
        })
    }

    /// Adds a feature's weights to a token's scores.
    pub(super) fn add(&self, hash: u32, scores: &mut Scores) {
        let at = 3 * (hash & self.cue_mask) as usize;
        let weights = &self.cues[at..at + 3];
        scores[OUTSIDE] += i32::from(weights[OUTSIDE].cast_signed());
        scores[BEGINS] += i32::from(weights[BEGINS].cast_signed());
        scores[INSIDE] += i32::from(weights[INSIDE].cast_signed());
    }

    /// By how much a feature speaks for a cue at a token, at its beginning or further on, rather than for none.
    pub(super) fn weight(&self, hash: u32, opens: bool) -> i32 {
        let mut scores = [0; 3];
        self.add(hash, &mut scores);
        scores[if opens { BEGINS } else { INSIDE }] - scores[OUTSIDE]
    }

    /// What every token's scores begin with.
    pub(super) fn start(&self) -> Scores {
        [0, self.bonus, 0]
    }

    /// The weight of a part's feature.
    pub(super) fn part(&self, hash: u32) -> i32 {
        i32::from(self.parts[(hash & self.part_mask) as usize].cast_signed())
    }

    /// The confidence of a reading that the model does not share: half of its least.
    pub(super) fn doubt(&self) -> u8 {
        percent(self.knots[0].1 / 2)
    }

    /// How many of a hundred cues with this margin are right.
    #[must_use]
    pub fn confidence(&self, margin: i32) -> u8 {
        let above = self.knots.partition_point(|knot| knot.0 <= margin);
        let (Some(below), Some(&(to, high))) = (above.checked_sub(1), self.knots.get(above)) else {
            return percent(self.knots[above.min(KNOTS - 1)].1);
        };
        let (from, low) = self.knots[below];
        percent(low + (high - low) * (margin - from) / (to - from).max(1))
    }
}

fn percent(share: i32) -> u8 {
    u8::try_from(share.clamp(0, 100)).unwrap_or_default()
}
