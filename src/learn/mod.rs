//! Linear models over hashed features: weights in bytes, a prefilter, a decoder of labels, calibration.
//!
//! A model is a file of small integers that is compiled into the program and used without copying ([`ModelReader`]). The module
//! that owns a model defines its features and gives each a hash ([`feature_hash`]). This module adds up the weights of features
//! ([`WeightTable`]), skips tokens that cannot matter ([`Prefilter`]), finds the best sequence of labels ([`ViterbiDecoder`]) and
//! turns scores into confidences ([`Calibration`]). All arithmetic is on integers, so that every machine gives the same result.
//! The module does not depend on English, tokens or rules.

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
