//! Calibration: turns the scores of a model into confidences.

/// How often a model's answers are right, as a function of their scores. It interpolates linearly between `N` points, which were
/// measured on text that the model was not trained on. It is constant below the first point and above the last one.
#[derive(Clone, Copy, Debug)]
pub struct Calibration<const N: usize> {
    /// Scores in rising order, each with a percentage.
    points: [(i32, u8); N],
}

/// The greatest measured score of a point. It is below the limit of 16 bits, so that equal points can be moved apart.
const MAX_SCORE: i32 = 30_000;

impl<const N: usize> Calibration<N> {
    /// A calibration with these points. The scores must rise.
    #[must_use]
    pub fn new(points: [(i32, u8); N]) -> Self {
        Self { points }
    }

    /// Measures a calibration from scores and whether each answer was right. Every point represents the same number of answers,
    /// but for the last.
    #[must_use]
    pub fn fit(mut answers: Vec<(i32, bool)>) -> Self {
        answers.sort_unstable();
        let mut points = [(0, 50); N];
        let size = answers.len().div_ceil(N).max(1);
        for (point, group) in points.iter_mut().zip(answers.chunks(size)) {
            let right = 100 * group.iter().filter(|(_, right)| *right).count() / group.len();
            *point = (group[group.len() / 2].0.clamp(0, MAX_SCORE), right as u8);
        }
        // A higher score must never give a lower confidence.
        for n in 1..N {
            points[n] = (points[n].0.max(points[n - 1].0 + 1), points[n].1.max(points[n - 1].1));
        }
        Self { points }
    }

    /// The points: scores and percentages.
    #[must_use]
    pub fn points(&self) -> &[(i32, u8); N] {
        &self.points
    }

    /// The confidence of an answer with this score: how many of a hundred such answers are right.
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

    /// The lowest confidence that the calibration gives.
    #[must_use]
    pub fn least(&self) -> u8 {
        self.points[0].1.min(100)
    }
}
