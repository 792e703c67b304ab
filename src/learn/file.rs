//! Files of models: a magic number, parameters, then tables of weights. Numbers are little-endian.

use super::calibration::Calibration;
use super::prefilter::Prefilter;
use super::viterbi::{LABELS, Transitions};
use super::weights::WeightTable;

/// Bytes of a magic number.
pub const MAGIC_LENGTH: usize = 8;

/// Reads a model's file front to back; every method is `None` where the file ends too early.
#[derive(Debug)]
pub struct ModelReader<'a> {
    rest: &'a [u8],
}

impl<'a> ModelReader<'a> {
    /// A reader behind the magic number; `None` if the file begins with another.
    #[must_use]
    pub fn new(bytes: &'a [u8], magic: [u8; MAGIC_LENGTH]) -> Option<Self> {
        bytes.strip_prefix(&magic).map(|rest| Self { rest })
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (&bytes, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(bytes)
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        self.take().map(|[byte]| byte)
    }

    /// The next parameter.
    pub fn number(&mut self) -> Option<i32> {
        self.take().map(|bytes| i16::from_le_bytes(bytes).into())
    }

    /// The scores of steps from label to label.
    pub fn transitions(&mut self) -> Option<Transitions> {
        let mut steps = [[0; LABELS]; LABELS];
        for step in steps.iter_mut().flatten() {
            *step = self.number()?;
        }
        Some(steps)
    }

    /// A calibration: its scores, then its percentages.
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

    /// A table of weights.
    pub fn table<const N: usize, const SLOTS: usize>(&mut self) -> Option<WeightTable<'a, N, SLOTS>> {
        let (table, rest) = self.rest.split_at_checked(WeightTable::<N, SLOTS>::BYTES)?;
        self.rest = rest;
        WeightTable::new(table)
    }

    /// A prefilter's table; its threshold is a parameter further up.
    pub fn prefilter<const SLOTS: usize>(&mut self, threshold: i32) -> Option<Prefilter<'a, SLOTS>> {
        Some(Prefilter::new(self.table()?, threshold))
    }

    /// The bytes that are left.
    #[must_use]
    pub fn rest(self) -> &'a [u8] {
        self.rest
    }
}

/// Writes a model's file, as [`ModelReader`] reads it.
#[derive(Debug)]
pub struct ModelWriter {
    bytes: Vec<u8>,
}

impl ModelWriter {
    /// A file with its magic number.
    #[must_use]
    pub fn new(magic: [u8; MAGIC_LENGTH]) -> Self {
        Self { bytes: magic.into() }
    }

    /// Adds a byte.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Adds a parameter; one that takes more than 16 bits is cut to the nearest that does not.
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

    /// The file.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// A weight as a file has it: `scale` is what a weight of 1 becomes. Weights beyond 127 are cut.
#[must_use]
pub fn quantize(weight: f32, scale: f32) -> i8 {
    (weight * scale).round().clamp(-127.0, 127.0) as i8
}
