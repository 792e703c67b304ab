//! Model files: a magic number, parameters, then tables of weights. Numbers are little-endian.

use super::calibration::Calibration;
use super::prefilter::Prefilter;
use super::viterbi::{LABELS, Transitions};
use super::weights::WeightTable;

/// Length of a magic number in bytes.
pub const MAGIC_LENGTH: usize = 8;

/// Reads a model file from front to back. Every method returns `None` if the file ends too early.
#[derive(Debug)]
pub struct ModelReader<'a> {
    rest: &'a [u8],
}

impl<'a> ModelReader<'a> {
    /// A reader positioned after the magic number; `None` if the file does not begin with `magic`.
    #[must_use]
    pub fn new(bytes: &'a [u8], magic: [u8; MAGIC_LENGTH]) -> Option<Self> {
        bytes.strip_prefix(&magic).map(|rest| Self { rest })
    }

    /// Reads the next `N` bytes.
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (&bytes, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(bytes)
    }

    /// Reads a byte.
    pub fn byte(&mut self) -> Option<u8> {
        self.take().map(|[byte]| byte)
    }

    /// Reads a parameter, a 16-bit signed integer.
    pub fn number(&mut self) -> Option<i32> {
        self.take().map(|bytes| i16::from_le_bytes(bytes).into())
    }

    /// Reads the transition scores between labels.
    pub fn transitions(&mut self) -> Option<Transitions> {
        let mut transitions = [[0; LABELS]; LABELS];
        for score in transitions.iter_mut().flatten() {
            *score = self.number()?;
        }
        Some(transitions)
    }

    /// Reads a calibration: its scores, then its percentages.
    pub fn calibration<const N: usize>(&mut self) -> Option<Calibration<N>> {
        let mut points = [(0, 0); N];
        for point in &mut points {
            point.0 = self.number()?;
        }
        for point in &mut points {
            point.1 = self.byte()?;
        }
        Some(Calibration::new(points))
    }

    /// Reads a table of weights.
    pub fn table<const N: usize, const SLOTS: usize>(&mut self) -> Option<WeightTable<'a, N, SLOTS>> {
        let (table, rest) = self.rest.split_at_checked(WeightTable::<N, SLOTS>::BYTES)?;
        self.rest = rest;
        WeightTable::new(table)
    }

    /// Reads a prefilter's table. Its threshold is a parameter that comes earlier in the file.
    pub fn prefilter<const SLOTS: usize>(&mut self, threshold: i32) -> Option<Prefilter<'a, SLOTS>> {
        Some(Prefilter::new(self.table()?, threshold))
    }

    /// The bytes that have not been read.
    #[must_use]
    pub fn rest(self) -> &'a [u8] {
        self.rest
    }
}

/// Writes a model file in the format that [`ModelReader`] reads.
#[derive(Debug)]
pub struct ModelWriter {
    bytes: Vec<u8>,
}

impl ModelWriter {
    /// Starts a file with its magic number.
    #[must_use]
    pub fn new(magic: [u8; MAGIC_LENGTH]) -> Self {
        Self { bytes: magic.into() }
    }

    /// Adds a byte.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Adds a parameter, clamped to 16 bits.
    pub fn number(&mut self, number: i32) {
        let number = number.clamp(i16::MIN.into(), i16::MAX.into());
        self.bytes.extend((number as i16).to_le_bytes());
    }

    /// Adds a calibration.
    pub fn calibration<const N: usize>(&mut self, calibration: &Calibration<N>) {
        for &(score, _) in calibration.points() {
            self.number(score);
        }
        for &(_, percent) in calibration.points() {
            self.byte(percent);
        }
    }

    /// Adds weights.
    pub fn weights(&mut self, weights: impl IntoIterator<Item = i8>) {
        self.bytes.extend(weights.into_iter().map(i8::cast_unsigned));
    }

    /// The bytes of the file.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Quantizes a weight for a file: multiplies it by `scale`, rounds it, and clamps it to ±127.
#[must_use]
pub fn quantize(weight: f32, scale: f32) -> i8 {
    (weight * scale).round().clamp(-127.0, 127.0) as i8
}
