//! From scores to confidences.

/// How often a model's answers are right, by their scores: a line through `N` points, measured on text that the model was not
/// trained on. Below the first point and above the last one it is level.
#[derive(Clone, Copy, Debug)]
pub struct Calibration<const N: usize> {
    /// Scores, rising, with as many percentages.
    points: [(i32, u8); N],
}

/// The greatest score of a point; below the limit of its 16 bits, so that there is room to set points apart.
const MAX_SCORE: i32 = 30_000;

impl<const N: usize> Calibration<N> {
    /// The calibration with these points. The scores must rise.
    #[must_use]
    pub fn new(points: [(i32, u8); N]) -> Self {
        Self { points }
    }

    /// Measures a calibration: by scores and whether each answer was right. Every point stands for as many answers as the others.
    #[must_use]
    pub fn fit(mut answers: Vec<(i32, bool)>) -> Self {
        answers.sort_unstable();
        let mut points = [(0, 50); N];
        let size = answers.len().div_ceil(N).max(1);
        for (point, part) in points.iter_mut().zip(answers.chunks(size)) {
            let right = 100 * part.iter().filter(|(_, right)| *right).count() / part.len();
            *point = (part[part.len() / 2].0.clamp(0, MAX_SCORE), right as u8);
        }
        // A greater score is never less sure.
        for n in 1..N {
            points[n] = (points[n].0.max(points[n - 1].0 + 1), points[n].1.max(points[n - 1].1));
        }
        Self { points }
    }

    /// Its points: scores and percentages.
    #[must_use]
    pub fn points(&self) -> &[(i32, u8); N] {
        &self.points
    }

    /// How many of a hundred answers with this score are right.
    #[must_use]
    pub fn confidence(&self, score: i32) -> u8 {
        let above = self.points.partition_point(|point| point.0 <= score);
        let (Some(below), Some(&(to, high))) = (above.checked_sub(1), self.points.get(above)) else {
            return self.points[above.min(N - 1)].1.min(100);
        };
        let (from, low) = self.points[below];
        let (low, high) = (i32::from(low), i32::from(high));
        let percent = low + (high - low) * (score - from) / (to - from).max(1);
        u8::try_from(percent.clamp(0, 100)).unwrap_or_default()
    }

    /// The least confidence it gives.
    #[must_use]
    pub fn least(&self) -> u8 {
        self.points[0].1.min(100)
    }
}
