//! Writes a model's file. `bylint::unstable::model::Model` describes the format.

use crate::cues::{self, Cues};
use bylint::unstable::learn::{self, ModelWriter, quantize};
use bylint::unstable::model::{BITS, CALIBRATION_POINTS, MAGIC, PREFILTER_BITS};

/// The scale of weights: a weight of 1 becomes this number in the file. It is large enough that rounding does not change which
/// score is highest, and small enough that hardly any weight is clamped.
const SCALE: f32 = 40.0;
/// Bonus for the first token of a cue, chosen so that the model misses as many cues as it finds wrongly.
const BONUS: f32 = 0.975;

/// The calibration of the model.
pub(crate) type Calibration = learn::Calibration<CALIBRATION_POINTS>;

/// A placeholder until the calibration is measured.
pub(crate) fn uncalibrated() -> Calibration {
    Calibration::new([(0, 50); CALIBRATION_POINTS])
}

/// A weight in the file's format.
pub(crate) fn quantized(weight: f32) -> i8 {
    quantize(weight, SCALE)
}

/// The bytes of a model's file.
pub(crate) fn file(
    cues: &Cues,
    parts: &[f32],
    edges: &[f32],
    (threshold, cue_prefilter): &(i16, Vec<f32>),
    calibration: &Calibration,
) -> Vec<u8> {
    let mut file = ModelWriter::new(MAGIC);
    for byte in [BITS as u8, BITS as u8, PREFILTER_BITS as u8, 0] {
        file.byte(byte);
    }
    for score in cues.transitions.iter().flatten() {
        file.number((score * SCALE).round() as i32);
    }
    file.number((BONUS * SCALE).round() as i32);
    file.number((*threshold).into());
    file.calibration(calibration);
    // Every token has exactly one label, so only differences between weights matter: store them relative to no cue.
    let relative = |w: &[f32]| [quantized(w[1] - w[0]), quantized(w[2] - w[0])];
    file.weights(cues.weights.chunks(cues::LABELS).flat_map(relative));
    file.weights((0..1 << BITS).map(|at| parts.get(at).map_or(0, |&weight| quantized(weight))));
    file.weights(cue_prefilter.iter().map(|&weight| quantized(weight)));
    file.weights(edges.iter().map(|&weight| quantized(weight)));
    file.finish()
}
