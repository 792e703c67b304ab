//! An index of spans that may nest and overlap. It finds the last span that overlaps a given one.
//!
//! A draft may have as many suppressions as findings. Searching all suppressions for each finding would take too long.

use crate::text::Span;

/// An index of sorted spans.
#[derive(Clone, Debug, Default)]
pub(super) struct InnermostSpanIndex {
    /// The spans, sorted.
    spans: Vec<Span>,
    /// A binary tree: for each node, the largest end of the spans below it. The root is node 1, the children of node `n` are
    /// `2n` and `2n + 1`, and the leaves are the spans.
    max_ends: Vec<usize>,
}

impl InnermostSpanIndex {
    /// Builds the index. The spans must be sorted.
    pub(super) fn new(spans: Vec<Span>) -> Self {
        debug_assert!(spans.is_sorted(), "the spans are sorted");
        let leaves = spans.len().next_power_of_two();
        let mut max_ends = vec![0; 2 * leaves];
        for (leaf, span) in max_ends[leaves..].iter_mut().zip(&spans) {
            *leaf = span.end;
        }
        for node in (1..leaves).rev() {
            max_ends[node] = max_ends[2 * node].max(max_ends[2 * node + 1]);
        }
        Self { spans, max_ends }
    }

    /// Returns the index of the last span that shares a byte with this one.
    pub(super) fn last_overlapping(&self, span: Span) -> Option<usize> {
        if self.spans.is_empty() {
            return None;
        }
        let leaves = self.max_ends.len() / 2;
        let before = self.spans.partition_point(|other| other.start < span.end);
        // `before` is the number of spans that start before `span` ends. Their subtrees are to the left of the path from
        // leaf `before` up to the root.
        let mut node = before + leaves;
        if before == leaves {
            node = if self.max_ends[1] > span.start { 1 } else { return None };
        } else {
            loop {
                if node <= 1 {
                    return None;
                }
                if node % 2 == 1 && self.max_ends[node - 1] > span.start {
                    node -= 1;
                    break;
                }
                node /= 2;
            }
        }
        while node < leaves {
            node = if self.max_ends[2 * node + 1] > span.start { 2 * node + 1 } else { 2 * node };
        }
        Some(node - leaves)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_overlapping_agrees_with_a_linear_search() {
        for count in 0..20_usize {
            let mut spans: Vec<Span> = (0..count)
                .map(|n| {
                    let start = n * 7919 % 23;
                    Span::new(start, start + n * 31 % 11)
                })
                .collect();
            spans.sort_unstable();
            let index = InnermostSpanIndex::new(spans.clone());
            for start in 0..30 {
                for end in start + 1..32 {
                    let place = Span::new(start, end);
                    assert_eq!(
                        index.last_overlapping(place),
                        spans.iter().rposition(|span| span.overlaps(place)),
                        "{spans:?} {place:?}"
                    );
                }
            }
        }
        assert_eq!(InnermostSpanIndex::default().last_overlapping(Span::new(0, 1)), None);
    }
}
