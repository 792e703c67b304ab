//! An index of the links in the prose, for fast look-up: it is queried for every sentence and every quotation.

use super::{Inline, InlineKind};
use crate::text::{ProseOffset, ProseRange};

/// An index of the links of a draft.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    /// The start of each link, in order.
    starts: Vec<ProseOffset>,
    /// For each link, the greatest end of it and all links before it.
    max_ends: Vec<ProseOffset>,
}

impl Links {
    /// Indexes the links among a draft's inlines, which must be sorted by start.
    pub(super) fn new(inlines: &[Inline]) -> Self {
        let mut links = Self::default();
        for inline in inlines.iter().filter(|inline| matches!(inline.kind, InlineKind::Link(_))) {
            links.starts.push(inline.prose.start);
            links
                .max_ends
                .push(links.max_ends.last().map_or(inline.prose.end, |&max_end| max_end.max(inline.prose.end)));
        }
        links
    }

    /// Whether a range of prose overlaps a link.
    pub(crate) fn any_in(&self, prose: ProseRange) -> bool {
        let before_end = self.starts.partition_point(|&start| start < prose.end);
        before_end > 0 && self.max_ends[before_end - 1] > prose.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_overlap_a_link_are_found() {
        let inline = |kind: InlineKind, prose| Inline { kind, prose };
        let link = |prose| inline(InlineKind::link("b"), prose);
        let links = Links::new(&[
            link(ProseRange::from(2..9)),
            inline(InlineKind::Emphasis, ProseRange::from(3..20)),
            link(ProseRange::from(4..5)),
        ]);
        for (prose, found) in
            [(0..2, false), (0..3, true), (6..7, true), (9..11, false), (12..13, false), (8..30, true)]
        {
            assert_eq!(links.any_in(prose.clone().into()), found, "{prose:?}");
        }
        assert!(!Links::default().any_in((0..9).into()));
    }
}
