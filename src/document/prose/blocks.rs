//! Begins and ends blocks.

use super::{BlockContext, Group, OpenBlock, ProseBuilder, is_empty};
use crate::document::{Block, BlockKind, Inline, InlineKind};
use crate::text::{ProseOffset, Span};
use std::ops::Range;

impl ProseBuilder<'_> {
    /// Ends the open block and begins one of this kind, whose markup starts at `start`.
    pub(in crate::document) fn begin_block(&mut self, kind: BlockKind, start: usize) {
        self.end_block();
        self.context.kind = kind;
        self.markup_start = Some(start);
    }

    /// Includes markup in the span of the open block, or else of the next one.
    pub(in crate::document) fn include_markup(&mut self, source: &Range<usize>) {
        match &mut self.open {
            Some(open) => open.span.end = open.span.end.max(source.end),
            None => self.markup_start = Some(self.markup_start.unwrap_or(source.start)),
        }
    }

    /// Ends the open block, and adds the blocks of its alternative texts.
    pub(in crate::document) fn end_block(&mut self) {
        self.markup_start = None;
        self.at_line_break = false;
        if let Some(open) = self.open.take() {
            self.close_block(&open);
        }
        for alt in std::mem::take(&mut self.alts) {
            let start = self.text.len();
            self.map.append(start, &alt.map);
            self.text.push_str(&alt.text);
            self.push_block(alt.kind, start, alt.span, alt.context);
        }
    }

    /// Ends the open block, whose markup reaches to `end`, without white space at its end.
    pub(in crate::document) fn end_block_at(&mut self, source: &str, end: usize) {
        if let Some(open) = &mut self.open {
            let end = source.get(..end).map_or(0, |before| before.trim_end().len());
            open.span.end = open.span.end.max(end);
        }
        self.end_block();
    }

    /// Adds a list or table, unless it contains no block; `blocks` is the number of blocks before it.
    pub(in crate::document) fn push_group(&mut self, source: Range<usize>, blocks: usize, is_table: bool) {
        if self.blocks.len() > blocks {
            let span = Span::new(source.start, source.end.max(source.start));
            self.groups.push(Group { span, is_table });
        }
    }

    fn close_block(&mut self, open: &OpenBlock) {
        let prose = &self.text[open.prose..];
        let end = open.prose + prose.trim_end_matches([' ', '\t', '\n']).len();
        let empty = is_empty(prose);
        let end = if empty { open.prose } else { end };
        self.text.truncate(end);
        self.map.truncate(end);
        for inline in &mut self.inlines[open.inlines..] {
            inline.prose.end = inline.prose.end.min(ProseOffset::from_usize(end));
            inline.prose.start = inline.prose.start.min(inline.prose.end);
        }
        // An inline that is still open gets a second `Inline` in the next block.
        for open_inline in &mut self.open_inlines {
            if let Some(inline) = open_inline.inline.take() {
                self.inlines[inline].prose.end = ProseOffset::from_usize(end);
                open_inline.is_continuation = true;
                self.has_unplaced_inlines = true;
            }
        }
        if empty {
            self.inlines.truncate(open.inlines);
            return;
        }
        self.last_block_end = open.span.end;
        let BlockContext { kind, html, .. } = open.context;
        let kind = html.filter(|_| kind == BlockKind::Paragraph).unwrap_or(kind);
        self.push_block(kind, open.prose, open.span, open.context);
    }

    fn push_block(&mut self, kind: BlockKind, start: usize, span: Span, context: BlockContext) {
        let end = self.text.len();
        let depths = [context.quotes, context.lists].map(|[a, b]| u8::try_from(a + b).unwrap_or(u8::MAX));
        let [quote_depth, list_depth] = depths;
        self.blocks.push(Block {
            kind,
            prose: ProseOffset::from_usize(start).until(ProseOffset::from_usize(end)),
            span,
            quote_depth,
            list_depth,
        });
        let source = self.map.end_of(ProseOffset::from_usize(end));
        self.map.push_replacement(end, source..source);
        self.text.push_str("\n\n");
        self.block_start = self.text.len();
    }

    /// Opens a block if none is open, and places the open inlines.
    pub(super) fn ensure_open_block(&mut self, at: usize) {
        if self.open.is_none() {
            let start = self.markup_start.take().map_or(at, |start| start.max(self.last_block_end).min(at));
            let prose = self.text.len();
            let inlines = self.inlines.partition_point(|inline| inline.prose.start.index() < prose);
            let html = if at < self.caption_end { Some(BlockKind::Caption) } else { self.context.html };
            self.open = Some(OpenBlock {
                context: BlockContext { html, ..self.context },
                prose,
                inlines,
                span: Span::new(start, at),
            });
            self.block_start = prose;
        }
        if std::mem::take(&mut self.has_unplaced_inlines) {
            let at = ProseOffset::from_usize(self.text.len());
            // If several inlines of one kind continue from the previous block, one is enough.
            let mut continued_kinds = [false; 4];
            for open_inline in self.open_inlines.iter_mut().filter(|open_inline| open_inline.inline.is_none()) {
                let kind = match open_inline.kind {
                    InlineKind::Emphasis => 0,
                    InlineKind::Strong => 1,
                    InlineKind::Link(_) => 2,
                    _ => 3,
                };
                if open_inline.is_continuation && std::mem::replace(&mut continued_kinds[kind], true) {
                    continue;
                }
                open_inline.inline = Some(self.inlines.len());
                self.inlines.push(Inline { kind: open_inline.kind.clone(), prose: at.until(at) });
            }
        }
    }
}
