//! Spans of a draft that are not prose, and other findings of the scan before Markdown is parsed.

use super::BlockKind;
use crate::text::Span;
use std::ops::Range;

/// A value of a shortcode or component that readers see: a caption or alternative text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ShownValue<'t> {
    pub(super) kind: BlockKind,
    pub(super) start: usize,
    pub(super) text: &'t str,
}

impl<'t> ShownValue<'t> {
    /// The value at `span`, if readers see the parameter of this name.
    pub(super) fn of(name: &str, text: &'t str, span: Range<usize>) -> Option<Self> {
        let kind = match name {
            _ if name.eq_ignore_ascii_case("caption") => BlockKind::Caption,
            _ if name.eq_ignore_ascii_case("alt") => BlockKind::Alt,
            _ => return None,
        };
        Some(Self { kind, start: span.start, text: &text[span] })
    }

    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }
}

/// The result of the scan before Markdown is parsed.
#[derive(Debug, Default)]
pub(super) struct MaskScan<'t> {
    /// In any order, maybe overlapping.
    pub(super) masked_spans: Vec<MaskedSpan>,
    pub(super) quoted: Vec<Span>,
    pub(super) styled: Vec<usize>,
    /// In any order.
    pub(super) credited: Vec<Span>,
    /// In any order.
    pub(super) shown: Vec<ShownValue<'t>>,
    /// Replacement text for the Markdown parser, by place, in order.
    pub(super) disguises: Vec<(usize, &'static str)>,
}

/// A span of the source that the Markdown parser must not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MaskedSpan {
    pub(super) span: Span,
    pub(super) replacement: ProseReplacement,
}

/// What a masked span becomes in the prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProseReplacement {
    /// Nothing: the words around it are joined.
    Nothing,
    /// A gap between words.
    Gap,
    /// A gap in place of code.
    Code,
    /// The end of a block.
    Break,
    /// The end of a block; what follows, up to this place, is a caption.
    Caption(usize),
    /// Nothing; it may be a comment for bylint.
    Comment,
}
