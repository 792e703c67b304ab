//! Writes a model's file; `bylint::unstable::model::Model` describes it.

use crate::cues::{self, Cues};
use bylint::unstable::learn::{self, ModelWriter, quantize};
use bylint::unstable::model::{BITS, CALIBRATION_POINTS, MAGIC, PREFILTER_BITS};

/// What a weight of 1 becomes: fine enough that no score changes its order, coarse enough that hardly any weight is cut.
const SCALE: f32 = 40.0;
/// What the beginning of a cue gets on top, so that as many cues are missed as are wrong.
const BONUS: f32 = 0.975;

/// The calibration of the model.
pub(crate) type Calibration = learn::Calibration<CALIBRATION_POINTS>;

/// No calibration yet.
pub(crate) fn uncalibrated() -> Calibration {
    Calibration::new([(0, 50); CALIBRATION_POINTS])
}

/// A weight as the file has it.
pub(crate) fn small(weight: f32) -> i8 {
    quantize(weight, SCALE)
}

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
    for step in cues.steps.iter().flatten() {
        file.number((step * SCALE).round() as i32);
    }
    file.number((BONUS * SCALE).round() as i32);
    file.number((*threshold).into());
    file.calibration(calibration);
    // A sequence has one label at each token, so only differences of weights count.
    let against = |w: &[f32]| [small(w[1] - w[0]), small(w[2] - w[0])];
    file.weights(cues.weights.chunks(cues::LABELS).flat_map(against));
    file.weights((0..1 << BITS).map(|at| parts.get(at).map_or(0, |&weight| small(weight))));
    file.weights(cue_prefilter.iter().map(|&weight| small(weight)));
    file.weights(edges.iter().map(|&weight| small(weight)));
    file.finish()
}
