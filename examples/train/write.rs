//! Writes a model's file; `bylint::attribution::model::Model` says how it lies.

use crate::cues::{self, Cues};
use bylint::attribution::model::{BITS, CALIBRATION_POINTS, MAGIC, PREFILTER_BITS};

/// What a weight of 1 becomes: fine enough that no score changes its order, coarse enough that hardly any weight is cut.
const SCALE: f32 = 40.0;
/// What the beginning of a cue gets on top, so that as many cues are missed as are wrong.
const BONUS: f32 = 0.975;

/// The greatest margin that a point may have; leaves room to set the points apart.
const GREATEST: i32 = 30_000;

/// Points of a calibration: a margin and how many of a hundred cues there are right.
pub(crate) type Calibration = [(i16, u8); CALIBRATION_POINTS];
/// No calibration yet.
pub(crate) const EVEN: Calibration = [(0, 50); CALIBRATION_POINTS];

/// How often cues were right, by their margins on articles that were held out.
pub(crate) fn calibration_points(mut margins: Vec<(i32, bool)>) -> Calibration {
    margins.sort_unstable();
    let mut calibration_points = EVEN;
    let size = margins.len().div_ceil(CALIBRATION_POINTS).max(1);
    for (point, part) in calibration_points.iter_mut().zip(margins.chunks(size)) {
        let right = 100 * part.iter().filter(|(_, right)| *right).count() / part.len();
        *point = (part[part.len() / 2].0.clamp(0, GREATEST) as i16, right as u8);
    }
    // A greater margin is never less sure.
    for n in 1..CALIBRATION_POINTS {
        calibration_points[n] = (
            calibration_points[n].0.max(calibration_points[n - 1].0 + 1),
            calibration_points[n].1.max(calibration_points[n - 1].1),
        );
    }
    calibration_points
}

/// A weight as the file has it.
pub(crate) fn small(weight: f32) -> i8 {
    (weight * SCALE).round().clamp(-127.0, 127.0) as i8
}

pub(crate) fn file(
    cues: &Cues,
    parts: &[f32],
    edges: &[f32],
    (threshold, cue_prefilter): &(i16, Vec<f32>),
    calibration_points: &Calibration,
) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend([BITS as u8, BITS as u8, PREFILTER_BITS as u8, 0]);
    let steps = cues.steps.iter().flatten().map(|step| (step * SCALE).round().max(f32::from(i16::MIN)) as i16);
    out.extend(steps.flat_map(i16::to_le_bytes));
    out.extend(((BONUS * SCALE).round() as i16).to_le_bytes());
    out.extend(threshold.to_le_bytes());
    out.extend(calibration_points.iter().flat_map(|(margin, _)| margin.to_le_bytes()));
    out.extend(calibration_points.iter().map(|(_, right)| right));
    // A path has one label at each token, so that only what parts them counts.
    let against = |w: &[f32]| [small(w[1] - w[0]), small(w[2] - w[0])];
    out.extend(cues.weights.chunks(cues::LABELS).flat_map(against).map(i8::cast_unsigned));
    out.extend((0..1 << BITS).map(|at| parts.get(at).map_or(0, |&weight| small(weight)).cast_unsigned()));
    out.extend(cue_prefilter.iter().map(|&weight| small(weight).cast_unsigned()));
    out.extend(edges.iter().map(|&weight| small(weight).cast_unsigned()));
    out
}
