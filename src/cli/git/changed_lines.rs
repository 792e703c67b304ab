//! Finds the lines of a draft that changed, and the findings on these lines.

use bylint::diagnostic::Finding;
use bylint::document::Document;
use bylint::rule::{Kind, Rule, RuleLevel};
use bylint::text::{Source, Span};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Changed lines of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hunk {
    /// The number of the first line, from 1. If lines were only removed, the line after them.
    pub(crate) first: usize,
    /// Number of lines; 0 if lines were only removed.
    pub(crate) count: usize,
}

/// The lines of a text that differ from an older version.
pub(super) fn hunks(old: &Source, new: &Source) -> Vec<Hunk> {
    let hunk = |op: &DiffOp| {
        let new = op.new_range();
        let changed = !matches!(op, DiffOp::Equal { .. });
        changed.then(|| Hunk { first: new.start + 1, count: new.len() })
    };
    diff_lines(old, new).iter().filter_map(hunk).collect()
}

/// The lines that two texts share, as pairs of line numbers, in order.
pub(crate) fn unchanged_lines(old: &Source, new: &Source) -> impl Iterator<Item = (usize, usize)> {
    diff_lines(old, new).into_iter().filter(|op| matches!(op, DiffOp::Equal { .. })).flat_map(|op| {
        let pairs = op.old_range().zip(op.new_range());
        pairs.map(|(old, new)| (old + 1, new + 1))
    })
}

/// The differences between the lines of two texts.
fn diff_lines(old: &Source, new: &Source) -> Vec<DiffOp> {
    let [old, new] = [old, new].map(|text| text.lines().collect::<Vec<_>>());
    // Of the algorithms, repeated lines slow this one down the least.
    capture_diff_slices(Algorithm::Histogram, &old, &new)
}

/// The changed lines and the paragraphs of a draft.
pub(crate) struct TouchedSpans<'a> {
    source: &'a Source,
    hunks: &'a [Hunk],
    blocks: Vec<Span>,
}

impl<'a> TouchedSpans<'a> {
    pub(crate) fn new(source: &'a Source, document: &Document, hunks: &'a [Hunk]) -> Self {
        // The text of an image follows its paragraph out of order; it counts as part of the paragraph.
        let mut blocks: Vec<Span> = document.blocks.iter().map(|block| block.span).collect();
        blocks.sort_unstable_by_key(|block| (block.start, std::cmp::Reverse(block.end)));
        blocks.dedup_by(|next, last| last.contains(*next));
        Self { source, hunks, blocks }
    }

    /// Whether a finding is about a change. The change must be in the span or a label of the finding. For a rule about
    /// paragraphs, it may be anywhere in the same paragraph. For a rule about whole stories and for findings of the engine,
    /// it may be anywhere in the draft. A draft that was only moved, or whose mode changed, has no changes.
    pub(crate) fn covers(&self, finding: &Finding, rule: Option<&Rule>) -> bool {
        if self.hunks.is_empty() {
            return false;
        }
        let Some(rule) = rule.filter(|rule| !matches!(rule.kind, Kind::Engine(_))) else { return true };
        let spans = || std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span));
        match rule.level {
            RuleLevel::Document => true,
            RuleLevel::Paragraph => spans().any(|span| self.is_changed(self.paragraph(span))),
            RuleLevel::Sentence => spans().any(|span| self.is_changed(span)),
        }
    }

    /// The paragraph that contains the start of a span, extended to the whole span; the span itself if there is none.
    fn paragraph(&self, span: Span) -> Span {
        let after = self.blocks.partition_point(|block| block.start <= span.start);
        let block = self.blocks[..after].last().filter(|block| block.overlaps(span));
        block.map_or(span, |block| Span::new(block.start.min(span.start), block.end.max(span.end)))
    }

    /// Whether a line of a span changed, or lines between two of its lines were removed.
    fn is_changed(&self, span: Span) -> bool {
        let line = |at| self.source.position(at).line;
        let (first, last) = (line(span.start), line(span.end.saturating_sub(1).max(span.start)));
        // Hunks are sorted: this skips those that end before the first line.
        let next = self.hunks.partition_point(|hunk| hunk.first + hunk.count <= first);
        self.hunks[next..].first().is_some_and(|hunk| hunk.first <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bylint::document::Format;

    #[test]
    fn hunks_are_added_and_removed_lines() {
        let hunk = |(first, count)| Hunk { first, count };
        let check = |old: &str, new: &str, expected: &[(usize, usize)]| {
            let [old, new] = [old, new].map(|text| Source::new("", text.into()));
            assert_eq!(hunks(&old, &new), expected.iter().copied().map(hunk).collect::<Vec<_>>());
        };
        check("a\nb\n", "a\nb\n", &[]);
        check("a\nb\n", "a\r\nb\r\n", &[]);
        check("a\nb\nc\nd\n", "a\nc\nX\n", &[(2, 0), (3, 1)]);
        check("", "a\nb", &[(1, 2)]);
        check("a\nb\n", "a\n", &[(2, 0)]);
    }

    #[test]
    fn span_is_changed_only_by_hunks_in_its_lines() {
        let source = Source::new("a.md", b"One\ntwo.\n\nThree\nfour.\n".to_vec());
        let document = Document::parse(&source, Format::Markdown);
        let touched = |first, count, start, end| {
            let hunks = [Hunk { first, count }];
            TouchedSpans::new(&source, &document, &hunks).is_changed(Span::new(start, end))
        };
        assert!(touched(1, 1, 0, 3) && touched(1, 5, 12, 13) && touched(2, 1, 0, 8));
        assert!(!touched(2, 1, 0, 3) && !touched(3, 1, 0, 8) && !touched(1, 3, 10, 12));
        // Lines between the first and the second were removed: only a span on both sides is touched.
        assert!(touched(2, 0, 0, 8) && !touched(2, 0, 0, 3) && !touched(2, 0, 4, 8) && !touched(3, 0, 0, 8));
        let whole = TouchedSpans::new(&source, &document, &[]).paragraph(Span::new(16, 20));
        assert_eq!(source.slice(whole).trim_end(), "Three\nfour.");
    }
}
