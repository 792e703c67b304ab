//! Which of many stretches that may nest and overlap begins last around a place. A draft may have as many stretches as findings,
//! so that going through them for each finding would take too long.

use crate::text::Span;

/// Stretches by their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Innermost {
    /// In order.
    spans: Vec<Span>,
    /// Trees of two branches: how far the stretches below each node reach. The root is 1, the branches of `n` are `2n` and `2n + 1`,
    /// the leaves are the stretches.
    reach: Vec<usize>,
}

impl Innermost {
    /// Stretches in their order.
    pub(super) fn new(spans: Vec<Span>) -> Self {
        debug_assert!(spans.is_sorted(), "stretches come in their order");
        let leaves = spans.len().next_power_of_two();
        let mut reach = vec![0; 2 * leaves];
        for (leaf, span) in reach[leaves..].iter_mut().zip(&spans) {
            *leaf = span.end;
        }
        for node in (1..leaves).rev() {
            reach[node] = reach[2 * node].max(reach[2 * node + 1]);
        }
        Self { spans, reach }
    }

    /// The number of the last stretch that shares a byte with this one.
    pub(super) fn around(&self, span: Span) -> Option<usize> {
        if self.spans.is_empty() {
            return None;
        }
        let leaves = self.reach.len() / 2;
        let before = self.spans.partition_point(|other| other.start < span.end);
        // To the left of the way from the leaf behind them up to the root stand all that begin before.
        let mut node = before + leaves;
        if before == leaves {
            node = if self.reach[1] > span.start { 1 } else { return None };
        } else {
            loop {
                if node <= 1 {
                    return None;
                }
                if node % 2 == 1 && self.reach[node - 1] > span.start {
                    node -= 1;
                    break;
                }
                node /= 2;
            }
        }
        while node < leaves {
            node = if self.reach[2 * node + 1] > span.start { 2 * node + 1 } else { 2 * node };
        }
        Some(node - leaves)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_stretch_around_a_place_is_the_one_that_a_look_at_all_finds() {
        for count in 0..20_usize {
            let mut spans: Vec<Span> = (0..count)
                .map(|n| {
                    let start = n * 7919 % 23;
                    Span::new(start, start + n * 31 % 11)
                })
                .collect();
            spans.sort_unstable();
            let innermost = Innermost::new(spans.clone());
            for start in 0..30 {
                for end in start + 1..32 {
                    let place = Span::new(start, end);
                    assert_eq!(
                        innermost.around(place),
                        spans.iter().rposition(|span| span.overlaps(place)),
                        "{spans:?} {place:?}"
                    );
                }
            }
        }
        assert_eq!(Innermost::default().around(Span::new(0, 1)), None);
    }
}
