//! The results of the scan before Markdown is parsed: spans that are not prose, and where quotations are.

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
    /// The value at `span`; `None` unless the parameter's name is one whose value readers see (`caption`, `alt`).
    pub(super) fn for_parameter(name: &str, text: &'t str, span: Range<usize>) -> Option<Self> {
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
    /// Spans that are not prose, in any order; they may overlap.
    pub(super) masked_spans: Vec<MaskedSpan>,
    /// Quotations that shortcodes and components mark, in any order.
    pub(super) quoted: Vec<Span>,
    /// The offsets of attribute lists that make a block a quotation, in order.
    pub(super) quoting_attributes: Vec<usize>,
    /// Quotations whose shortcode or component names the speaker, in any order.
    pub(super) credited: Vec<Span>,
    /// Values that readers see, in any order.
    pub(super) shown: Vec<ShownValue<'t>>,
    /// Offsets and the text that the Markdown parser sees there instead, in order.
    pub(super) disguises: Vec<(usize, &'static str)>,
}

/// A span of the source that the Markdown parser must not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MaskedSpan {
    pub(super) span: Span,
    pub(super) replacement: ProseReplacement,
}

/// The prose that replaces a masked span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProseReplacement {
    /// Nothing: the words before and after it are joined.
    Nothing,
    /// A gap between words.
    Gap,
    /// A gap in place of code.
    Code,
    /// The end of a block.
    Break,
    /// The end of a block; the text from there to this offset is a caption.
    Caption(usize),
    /// Nothing; it may be a comment for bylint.
    Comment,
}
