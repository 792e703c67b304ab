//! Linear models over hashed features: weights in bytes, a prefilter, a decoder of labels, calibration.
//!
//! A model is a file of small integers that is compiled into the program and read where it lies ([`ModelReader`]). Whoever has a
//! model decides what its features look at and gives each a hash ([`feature_hash`]); this module adds up their weights
//! ([`WeightTable`]), leaves out tokens that cannot matter ([`Prefilter`]), finds the best sequence of labels
//! ([`ViterbiDecoder`]) and turns scores into confidences ([`Calibration`]). All arithmetic is on integers, so that every machine
//! gives the same result. It does not know what features mean: nothing of English, tokens or rules.

mod calibration;
mod file;
mod hash;
mod prefilter;
#[cfg(test)]
mod tests;
mod viterbi;
mod weights;

pub use calibration::Calibration;
pub use file::{MAGIC_LENGTH, ModelReader, ModelWriter, quantize};
pub use hash::feature_hash;
pub use prefilter::Prefilter;
pub use viterbi::{BEGIN, INSIDE, LABELS, LabelScores, LabelledSpan, NEG_INF, OUTSIDE, Transitions, ViterbiDecoder};
pub use weights::WeightTable;
