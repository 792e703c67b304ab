//! Alternative text of images, and values of shortcodes that readers see. Each becomes a block after the block around it.

use super::{BlockContext, ProseBuilder, is_empty};
use crate::document::chars::Markup;
use crate::document::source_map::SourceMap;
use crate::document::{BlockKind, InlineKind};
use crate::text::Span;
use std::ops::Range;

/// Alternative text that waits until the block around it ends.
#[derive(Debug)]
pub(super) struct Alt {
    pub(super) kind: BlockKind,
    pub(super) text: String,
    pub(super) map: SourceMap,
    pub(super) span: Span,
    pub(super) context: BlockContext,
}

/// The state of the builder where alternative text starts.
#[derive(Debug)]
pub(in crate::document) struct AltStart {
    prose: usize,
    inlines: usize,
    block: usize,
    consumed: usize,
}

impl ProseBuilder<'_> {
    /// Begins alternative text; [`ProseBuilder::end_alt`] ends it.
    pub(in crate::document) fn begin_alt(&mut self) -> AltStart {
        self.in_alt = true;
        let prose = self.text.len();
        let block = std::mem::replace(&mut self.block_start, prose);
        AltStart { prose, inlines: self.inlines.len(), block, consumed: self.consumed }
    }

    /// Ends alternative text: sets it aside until the block ends, and adds a gap in place of the image.
    pub(in crate::document) fn end_alt(&mut self, alt: &AltStart, source: Range<usize>) {
        self.set_aside(alt, BlockKind::Alt, Span::new(source.start, source.end));
        self.push_gap(source.clone(), InlineKind::Gap);
        self.skip_to(source.end);
    }

    /// Removes the text since `alt` from the open block. It becomes a block of its own when the open block ends.
    fn set_aside(&mut self, alt: &AltStart, kind: BlockKind, span: Span) {
        self.in_alt = false;
        self.block_start = alt.block;
        self.consumed = alt.consumed;
        let text = self.text.split_off(alt.prose);
        let map = self.map.split_off(alt.prose);
        self.inlines.truncate(alt.inlines);
        // Inlines that were placed in the alternative text must be placed again.
        for open_inline in
            self.open_inlines.iter_mut().filter(|open_inline| open_inline.inline.is_some_and(|i| i >= alt.inlines))
        {
            open_inline.inline = None;
            self.has_unplaced_inlines = true;
        }
        if let Some(open) = self.open.take_if(|open| open.prose == alt.prose) {
            self.markup_start = Some(open.span.start);
        }
        if !is_empty(&text) && span.start >= self.consumed {
            let text = text.trim_end().to_owned();
            self.alts.push(Alt { kind, text, map, span, context: self.context });
        }
    }

    /// Sets aside the visible values in a range of the source.
    pub(super) fn take_shown(&mut self, source: &Range<usize>) {
        while let Some((shown, rest)) = self.shown.split_first().filter(|(shown, _)| shown.span().end <= source.end) {
            self.shown = rest;
            if shown.start >= source.start && !self.in_alt {
                let alt = self.begin_alt();
                self.push_text(shown.text, shown.start, Markup::Html);
                self.set_aside(&alt, shown.kind, shown.span());
            }
        }
    }
}
