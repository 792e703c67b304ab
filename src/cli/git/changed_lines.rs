//! Which lines of a draft changed, and which findings that touches.

use bylint::diagnostic::Finding;
use bylint::document::Document;
use bylint::rule::{Kind, Level, Rule};
use bylint::text::{Source, Span};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Lines of a file that changed, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hunk {
    /// The first line; of a hunk without lines, that before which something was taken out.
    pub(crate) first: usize,
    /// How many.
    pub(crate) count: usize,
}

/// The lines of a text that are not those of an older one.
pub(super) fn hunks(then: &Source, now: &Source) -> Vec<Hunk> {
    let hunk = |op: &DiffOp| {
        let new = op.new_range();
        let changed = !matches!(op, DiffOp::Equal { .. });
        changed.then(|| Hunk { first: new.start + 1, count: new.len() })
    };
    compared(then, now).iter().filter_map(hunk).collect()
}

/// Pairs of lines, from 1, that two texts have in common, in order.
pub(crate) fn lines_alike(then: &Source, now: &Source) -> impl Iterator<Item = (usize, usize)> {
    compared(then, now).into_iter().filter(|op| matches!(op, DiffOp::Equal { .. })).flat_map(|op| {
        let pairs = op.old_range().zip(op.new_range());
        pairs.map(|(then, now)| (then + 1, now + 1))
    })
}

fn compared(then: &Source, now: &Source) -> Vec<DiffOp> {
    let [then, now] = [then, now].map(|text| text.lines().collect::<Vec<_>>());
    // Of all algorithms the one whose time grows least with lines that come again and again.
    capture_diff_slices(Algorithm::Histogram, &then, &now)
}

/// What of a draft changed, and where its paragraphs are.
pub(crate) struct TouchedSpans<'a> {
    source: &'a Source,
    hunks: &'a [Hunk],
    blocks: Vec<Span>,
}

impl<'a> TouchedSpans<'a> {
    pub(crate) fn new(source: &'a Source, document: &Document, hunks: &'a [Hunk]) -> Self {
        // An image's text stands behind its paragraph, out of order, and counts with it.
        let mut blocks: Vec<Span> = document.blocks.iter().map(|block| block.span).collect();
        blocks.sort_unstable_by_key(|block| (block.start, std::cmp::Reverse(block.end)));
        blocks.dedup_by(|next, last| last.contains(*next));
        Self { source, hunks, blocks }
    }

    /// Whether a finding of this rule is about what changed: its words or what explains them; for a rule about paragraphs
    /// the whole paragraph, for one about stories and for what the engine sees itself anything. In a story that was only moved,
    /// or given another mode, nothing changed.
    pub(crate) fn has(&self, finding: &Finding, rule: Option<&Rule>) -> bool {
        if self.hunks.is_empty() {
            return false;
        }
        let Some(rule) = rule.filter(|rule| !matches!(rule.kind, Kind::Engine(_))) else { return true };
        let places = || std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span));
        match rule.level {
            Level::Document => true,
            Level::Paragraph => places().any(|span| self.changed(self.paragraph(span))),
            Level::Sentence => places().any(|span| self.changed(span)),
        }
    }

    fn paragraph(&self, span: Span) -> Span {
        let after = self.blocks.partition_point(|block| block.start <= span.start);
        let block = self.blocks[..after].last().filter(|block| block.overlaps(span));
        block.map_or(span, |block| Span::new(block.start.min(span.start), block.end.max(span.end)))
    }

    fn changed(&self, span: Span) -> bool {
        let line = |at| self.source.position(at).line;
        let (first, last) = (line(span.start), line(span.end.saturating_sub(1).max(span.start)));
        // Hunks are in the order of the file: of those that end before the first line none touches.
        let next = self.hunks.partition_point(|hunk| hunk.first + hunk.count <= first);
        self.hunks[next..].first().is_some_and(|hunk| hunk.first <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bylint::document::Format;

    #[test]
    fn lines_that_came_and_went_are_told() {
        let hunk = |(first, count)| Hunk { first, count };
        let check = |then: &str, now: &str, expected: &[(usize, usize)]| {
            let [then, now] = [then, now].map(|text| Source::new("", text.into()));
            assert_eq!(hunks(&then, &now), expected.iter().copied().map(hunk).collect::<Vec<_>>());
        };
        check("a\nb\n", "a\nb\n", &[]);
        check("a\nb\n", "a\r\nb\r\n", &[]);
        check("a\nb\nc\nd\n", "a\nc\nX\n", &[(2, 0), (3, 1)]);
        check("", "a\nb", &[(1, 2)]);
        check("a\nb\n", "a\n", &[(2, 0)]);
    }

    #[test]
    fn lines_are_touched_by_what_changed_in_them() {
        let source = Source::new("a.md", b"One\ntwo.\n\nThree\nfour.\n".to_vec());
        let document = Document::parse(&source, Format::Markdown);
        let touched = |first, count, start, end| {
            let hunks = [Hunk { first, count }];
            TouchedSpans::new(&source, &document, &hunks).changed(Span::new(start, end))
        };
        assert!(touched(1, 1, 0, 3) && touched(1, 5, 12, 13) && touched(2, 1, 0, 8));
        assert!(!touched(2, 1, 0, 3) && !touched(3, 1, 0, 8) && !touched(1, 3, 10, 12));
        // Lines were taken out between the first and the second: only what stands on both sides is touched.
        assert!(touched(2, 0, 0, 8) && !touched(2, 0, 0, 3) && !touched(2, 0, 4, 8) && !touched(3, 0, 0, 8));
        let whole = TouchedSpans::new(&source, &document, &[]).paragraph(Span::new(16, 20));
        assert_eq!(source.slice(whole).trim_end(), "Three\nfour.");
    }
}
