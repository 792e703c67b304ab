//! The prose of a draft while it is put together: text comes in the order of the source, and is cut into blocks. Knows
//! how text reads, not how Markdown or HTML mark it.

use super::chars::{self, CharReading, Markup};
use super::masked::{MaskedSpan, Replacement, ShownValue};
use super::quoted::QuotedMarkup;
use super::source_map::SourceMap;
use super::{Block, BlockKind, HiddenText, Inline, InlineKind};
use crate::text::Span;
use std::ops::Range;

/// Stands in the prose for what is not text: code, an image, a shortcode.
pub(super) const OBJECT: char = '\u{fffc}';

/// Roles open at once beyond this number are not noted; no draft needs them, and they would be looked through often.
const MAX_OPEN_INLINES: usize = 64;

/// Takes text in, and gives prose, blocks, inlines and the map to the source.
///
/// What comes must come in the order of the source; what lies before [`Prose::consumed`] is left out.
#[derive(Debug)]
pub(super) struct Prose<'h> {
    pub(super) text: String,
    pub(super) map: SourceMap,
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Vec<Inline>,
    /// Comments that a reader of the source sees and a reader of the draft does not.
    pub(super) comments: Vec<Span>,
    /// Lists and tables that hold a block, by their ends.
    pub(super) groups: Vec<Group>,
    /// What markup sets apart as somebody else's words.
    pub(super) quoted: QuotedMarkup,
    /// What makes a reader see other words than the prose has.
    pub(super) hidden: Vec<(Span, HiddenText)>,
    /// What the next block is.
    pub(super) context: BlockContext,
    masked_spans: &'h [MaskedSpan],
    /// Values that readers see and that stand in holes, in the order of the source.
    shown: &'h [ShownValue<'h>],
    /// Source before this is read already, or is no prose.
    consumed: usize,
    /// Where the prose starts that white space may not start: the open block's, or the image text's.
    start: usize,
    open: Option<OpenBlock>,
    /// Where the last block's source ends.
    ended: usize,
    /// Where the caption of a shortcode ends.
    caption: usize,
    /// Where the prose of the source's line starts, as far as lines are known.
    line: usize,
    /// Whether the prose ends with a line break whose next line has not come yet.
    broken: bool,
    /// Where the markup of the next block starts.
    markup: Option<usize>,
    open_inlines: Vec<OpenInline>,
    /// Whether a role is open that has no place in the prose yet.
    unplaced: bool,
    alts: Vec<Alt>,
    /// Whether what comes is an image's text.
    in_alt: bool,
}

/// Where in the draft a block stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct BlockContext {
    /// What Markdown makes of it.
    pub(super) kind: BlockKind,
    /// What HTML makes of it, which tells paragraphs apart.
    pub(super) html: Option<BlockKind>,
    /// Block quotes of Markdown and HTML around it.
    pub(super) quotes: [usize; 2],
    /// Lists of Markdown and HTML around it.
    pub(super) lists: [usize; 2],
}

/// A list or a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub(super) span: Span,
    pub(super) is_table: bool,
}

/// The block that text goes to.
#[derive(Debug)]
struct OpenBlock {
    context: BlockContext,
    prose: usize,
    inlines: usize,
    span: Span,
}

/// A link or emphasis that is not closed yet.
#[derive(Debug)]
struct OpenInline {
    kind: InlineKind,
    inline: Option<usize>,
    /// Whether it has had an inline in a block before this one.
    goes_on: bool,
}

/// An image's text, until the block it stands in is done.
#[derive(Debug)]
struct Alt {
    kind: BlockKind,
    text: String,
    map: SourceMap,
    span: Span,
    context: BlockContext,
}

/// Where an image's text starts.
#[derive(Debug)]
pub(super) struct AltStart {
    prose: usize,
    inlines: usize,
    block: usize,
    consumed: usize,
}

impl<'h> Prose<'h> {
    /// Prose of a source of about `capacity` bytes, with holes, and the values in them that readers see, in the order of the source.
    pub(super) fn new(masked_spans: &'h [MaskedSpan], shown: &'h [ShownValue<'h>], capacity: usize) -> Self {
        Self {
            text: String::with_capacity(capacity),
            map: SourceMap::default(),
            blocks: Vec::new(),
            inlines: Vec::new(),
            comments: Vec::new(),
            groups: Vec::new(),
            quoted: QuotedMarkup::default(),
            hidden: Vec::new(),
            context: BlockContext { kind: BlockKind::Paragraph, html: None, quotes: [0; 2], lists: [0; 2] },
            masked_spans,
            shown,
            consumed: 0,
            start: 0,
            open: None,
            ended: 0,
            caption: 0,
            line: 0,
            broken: false,
            markup: None,
            open_inlines: Vec::new(),
            unplaced: false,
            alts: Vec::new(),
            in_alt: false,
        }
    }

    /// Source before this is read already, or is no prose.
    pub(super) fn consumed(&self) -> usize {
        self.consumed
    }

    /// Ends the open block; the next one's markup starts at `start`.
    pub(super) fn begin(&mut self, kind: BlockKind, start: usize) {
        self.end();
        self.context.kind = kind;
        self.markup = Some(start);
    }

    /// Markup that belongs to the open block, or else to the next one.
    pub(super) fn touch(&mut self, source: &Range<usize>) {
        match &mut self.open {
            Some(open) => open.span.end = open.span.end.max(source.end),
            None => self.markup = Some(self.markup.unwrap_or(source.start)),
        }
    }

    /// Leaves out what lies before `end`.
    pub(super) fn skip_to(&mut self, end: usize) {
        self.consumed = self.consumed.max(end);
    }

    /// Text that stands in the source at `at`.
    pub(super) fn text(&mut self, mut text: &str, mut at: usize, markup: Markup) {
        if at < self.consumed {
            let Some(rest) = text.get(self.consumed - at..) else { return };
            (text, at) = (rest, self.consumed);
        }
        while let Some(masked) = self.next_masked(at, at + text.len()) {
            let before = masked.span.start.saturating_sub(at);
            self.run(&text[..before], at, markup);
            self.cut(masked.span.start.max(at)..masked.span.end, masked.replacement);
            let Some(rest) = text.get(masked.span.end - at..) else { return };
            (text, at) = (rest, masked.span.end);
        }
        self.run(text, at, markup);
    }

    /// Text that stands for a stretch of source which reads otherwise, such as an entity.
    pub(super) fn whole(&mut self, text: &str, source: Range<usize>) {
        if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            self.push_whole(text, source);
            return;
        }
        // What stands behind an entity has not come yet.
        let within = |c: &char| chars::is_blank(*c) && self.text.ends_with(|c: char| c.is_ascii_alphanumeric());
        let blank = || text.chars().find(within).map(HiddenText::Blank);
        let hidden = text.char_indices().find_map(|(at, _)| chars::hidden(text, at)).or_else(blank);
        if let Some(hidden) = hidden.filter(|_| source.start >= self.consumed) {
            self.hidden.push((Span::new(source.start, source.end), hidden));
        }
        let read = text.chars().map(chars::by_windows_1252).filter_map(|c| match chars::read_char(c) {
            CharReading::Nothing => None,
            CharReading::Itself if !matches!(c, '\n' | '\r' | '\t') => Some(c),
            _ => Some(' '),
        });
        let read: String = read.collect();
        let read = if self.at_space() { read.trim_start_matches(' ') } else { &read };
        self.push_whole(read, source);
    }

    /// A line break that reads as a space; behind a line of capitals it ends a headline that stands in the paragraph.
    pub(super) fn soft_break(&mut self, source: Range<usize>) {
        let line = std::mem::replace(&mut self.line, self.text.len());
        // What ended the line may have been taken back since.
        let headline = |open: &OpenBlock| self.text.get(line.max(open.prose)..).is_some_and(headline);
        if !self.in_alt && self.open.as_ref().is_some_and(headline) {
            return self.hard_break(source);
        }
        self.broken = self.space(source);
    }

    /// A line break that the reader sees; the second of two ends the block.
    pub(super) fn hard_break(&mut self, source: Range<usize>) {
        if source.start < self.consumed {
            return;
        }
        if self.in_alt {
            self.soft_break(source);
        } else if self.open.as_ref().is_some_and(|open| self.text.ends_with('\n') || is_empty(&self.text[open.prose..]))
        {
            self.end();
        } else if self.open.is_some() {
            self.broken = self.push_whole("\n", source);
        }
    }

    /// Lets a line break that has just come reach up to `end`, where the next line's text starts.
    pub(super) fn stretch_break(&mut self, end: usize) {
        if std::mem::take(&mut self.broken) && end > self.consumed {
            self.map.stretch(end);
            self.skip_to(end);
        }
    }

    /// Something that is no text, in a sentence.
    pub(super) fn gap(&mut self, source: Range<usize>, kind: InlineKind) {
        if source.start < self.consumed {
            return;
        }
        if self.text.ends_with(OBJECT) && self.open.is_some() && self.map.last_whole_end() == Some(source.start) {
            self.map.stretch(source.end);
            self.took(source.end);
            return;
        }
        let start = self.text.len() as u32;
        self.push_whole(OBJECT.encode_utf8(&mut [0; 4]), source);
        self.inlines.push(Inline { kind, prose: start..self.text.len() as u32 });
    }

    /// A stretch of source that is no prose, and what it leaves.
    pub(super) fn cut(&mut self, source: Range<usize>, replacement: Replacement) {
        if !self.shown.is_empty() {
            self.take_shown(&source);
        }
        match replacement {
            Replacement::Gap => self.gap(source.clone(), InlineKind::Gap),
            Replacement::Code => self.gap(source.clone(), InlineKind::Code),
            Replacement::Comment => {
                self.touch(&source);
                self.comments.push(Span::new(source.start, source.end));
            }
            Replacement::Break if !self.in_alt => self.end(),
            Replacement::Caption(end) if !self.in_alt => {
                self.end();
                self.caption = end;
            }
            Replacement::Nothing | Replacement::Break | Replacement::Caption(_) => self.touch(&source),
        }
        self.skip_to(source.end);
    }

    /// A place in the prose that has a role and no text.
    pub(super) fn mark(&mut self, source: &Range<usize>, kind: InlineKind) {
        self.touch(source);
        if source.start >= self.consumed {
            let at = self.text.len() as u32;
            self.inlines.push(Inline { kind, prose: at..at });
        }
    }

    /// From here on, text has a role.
    pub(super) fn open_inline(&mut self, kind: InlineKind) {
        if self.open_inlines.len() < MAX_OPEN_INLINES {
            self.open_inlines.push(OpenInline { kind, inline: None, goes_on: false });
            self.unplaced = true;
        }
    }

    /// Up to here, text had the role that was opened last of its kind.
    pub(super) fn close_inline(&mut self, is: fn(&InlineKind) -> bool) {
        let Some(i) = self.open_inlines.iter().rposition(|open_inline| is(&open_inline.kind)) else { return };
        if let Some(inline) = self.open_inlines.remove(i).inline {
            self.inlines[inline].prose.end = self.text.len() as u32;
        }
    }

    /// Up to here, text had all the roles that are still open.
    pub(super) fn close_inlines(&mut self) {
        while !self.open_inlines.is_empty() {
            self.close_inline(|_| true);
        }
    }

    /// What comes until [`Prose::end_alt`] is an image's text.
    pub(super) fn begin_alt(&mut self) -> AltStart {
        self.in_alt = true;
        let prose = self.text.len();
        let block = std::mem::replace(&mut self.start, prose);
        AltStart { prose, inlines: self.inlines.len(), block, consumed: self.consumed }
    }

    /// Sets the image's text aside until the block is done, and leaves a gap for the image.
    pub(super) fn end_alt(&mut self, alt: &AltStart, source: Range<usize>) {
        self.set_aside(alt, BlockKind::Alt, Span::new(source.start, source.end));
        self.gap(source.clone(), InlineKind::Gap);
        self.skip_to(source.end);
    }

    /// Takes the text that began with `alt` out of the open block; it becomes a block of its own when that is done.
    fn set_aside(&mut self, alt: &AltStart, kind: BlockKind, span: Span) {
        self.in_alt = false;
        self.start = alt.block;
        self.consumed = alt.consumed;
        let text = self.text.split_off(alt.prose);
        let map = self.map.split_off(alt.prose);
        self.inlines.truncate(alt.inlines);
        // Roles that got their place inside the image's text have none again.
        for open_inline in
            self.open_inlines.iter_mut().filter(|open_inline| open_inline.inline.is_some_and(|i| i >= alt.inlines))
        {
            open_inline.inline = None;
            self.unplaced = true;
        }
        if let Some(open) = self.open.take_if(|open| open.prose == alt.prose) {
            self.markup = Some(open.span.start);
        }
        if !is_empty(&text) && span.start >= self.consumed {
            let text = text.trim_end().to_owned();
            self.alts.push(Alt { kind, text, map, span, context: self.context });
        }
    }

    /// Sets aside the values in a stretch of source that readers see.
    fn take_shown(&mut self, source: &Range<usize>) {
        while let Some((shown, rest)) = self.shown.split_first().filter(|(shown, _)| shown.span().end <= source.end) {
            self.shown = rest;
            if shown.start >= source.start && !self.in_alt {
                let alt = self.begin_alt();
                self.text(shown.text, shown.start, Markup::Html);
                self.set_aside(&alt, shown.kind, shown.span());
            }
        }
    }

    /// Ends the open block.
    pub(super) fn end(&mut self) {
        self.markup = None;
        self.broken = false;
        if let Some(open) = self.open.take() {
            self.close(&open);
        }
        for alt in std::mem::take(&mut self.alts) {
            let start = self.text.len();
            self.map.append(start, &alt.map);
            self.text.push_str(&alt.text);
            self.push_block(alt.kind, start, alt.span, alt.context);
        }
    }

    /// Ends the open block, whose markup ends at `end` or before it in white space.
    pub(super) fn end_at(&mut self, source: &str, end: usize) {
        if let Some(open) = &mut self.open {
            let end = source.get(..end).map_or(0, |before| before.trim_end().len());
            open.span.end = open.span.end.max(end);
        }
        self.end();
    }

    /// A list or table that started when there were `blocks` blocks.
    pub(super) fn group(&mut self, source: Range<usize>, blocks: usize, is_table: bool) {
        if self.blocks.len() > blocks {
            let span = Span::new(source.start, source.end.max(source.start));
            self.groups.push(Group { span, is_table });
        }
    }

    fn close(&mut self, open: &OpenBlock) {
        let prose = &self.text[open.prose..];
        let end = open.prose + prose.trim_end_matches([' ', '\t', '\n']).len();
        let empty = is_empty(prose);
        let end = if empty { open.prose } else { end };
        self.text.truncate(end);
        self.map.truncate(end);
        for inline in &mut self.inlines[open.inlines..] {
            inline.prose.end = inline.prose.end.min(end as u32);
            inline.prose.start = inline.prose.start.min(inline.prose.end);
        }
        // A role that goes on in the next block gets an inline of its own there.
        for open_inline in &mut self.open_inlines {
            if let Some(inline) = open_inline.inline.take() {
                self.inlines[inline].prose.end = end as u32;
                open_inline.goes_on = true;
                self.unplaced = true;
            }
        }
        if empty {
            self.inlines.truncate(open.inlines);
            return;
        }
        self.ended = open.span.end;
        let BlockContext { kind, html, .. } = open.context;
        let kind = html.filter(|_| kind == BlockKind::Paragraph).unwrap_or(kind);
        self.push_block(kind, open.prose, open.span, open.context);
    }

    fn push_block(&mut self, kind: BlockKind, start: usize, span: Span, context: BlockContext) {
        let end = self.text.len();
        let depths = [context.quotes, context.lists].map(|[a, b]| u8::try_from(a + b).unwrap_or(u8::MAX));
        let [quote_depth, list_depth] = depths;
        self.blocks.push(Block { kind, prose: start as u32..end as u32, span, quote_depth, list_depth });
        let source = self.map.end_of(end as u32);
        self.map.whole(end, source..source);
        self.text.push_str("\n\n");
        self.start = self.text.len();
    }

    fn next_masked(&mut self, from: usize, to: usize) -> Option<MaskedSpan> {
        while let Some((masked, rest)) = self.masked_spans.split_first() {
            if masked.span.start >= to {
                return None;
            }
            self.masked_spans = rest;
            if masked.span.end > from {
                return Some(*masked);
            }
        }
        None
    }

    /// Text without holes.
    fn run(&mut self, text: &str, at: usize, markup: Markup) {
        let (mut done, mut look) = (0, 0);
        loop {
            look = chars::next(text, look..text.len(), markup);
            if look == text.len() {
                break;
            }
            let (reading, len) = chars::reading(text, look, markup);
            if reading == CharReading::Itself {
                look += len;
                continue;
            }
            let mut mark = look..look + len;
            if !text.as_bytes()[look].is_ascii()
                && let Some(hidden) = chars::hidden(text, look)
            {
                self.hidden.push((Span::new(at + mark.start, at + mark.end), hidden));
            }
            if reading == CharReading::Space {
                // Blanks at the end of a line of HTML are one with the line break.
                mark.start = done + text[done..look].trim_end_matches(' ').len();
            }
            self.verbatim(&text[done..mark.start], at + done);
            let source = at + mark.start..at + mark.end;
            if reading == CharReading::Space {
                self.space(source);
            } else if reading == CharReading::Entity {
                let written = &text[mark.clone()];
                match htmlize::unescape(written) {
                    entity if entity == written => self.verbatim(written, source.start),
                    entity => self.whole(&entity, source),
                }
            }
            look = mark.end;
            done = mark.end;
        }
        self.verbatim(&text[done..], at + done);
    }

    fn space(&mut self, source: Range<usize>) -> bool {
        !self.at_space() && self.push_whole(" ", source)
    }

    fn verbatim(&mut self, mut text: &str, mut at: usize) {
        if text.starts_with([' ', '\t']) && self.at_space() {
            let rest = text.trim_start_matches([' ', '\t']);
            (text, at) = (rest, at + text.len() - rest.len());
        }
        if text.is_empty() {
            return;
        }
        self.join_line(text);
        self.make_room(at);
        self.map.verbatim(self.text.len(), at);
        self.text.push_str(text);
        self.took(at + text.len());
    }

    /// Reads a hard break inside a sentence as a space: a small letter follows it, and a small letter or a comma stands before it.
    fn join_line(&mut self, next: &str) {
        let Some(before) = self.text.strip_suffix('\n').filter(|_| self.open.is_some() && !self.in_alt) else { return };
        if before.ends_with(|c: char| c.is_lowercase() || c == ',') && next.starts_with(char::is_lowercase) {
            self.text.pop();
            self.text.push(' ');
        }
    }

    /// Adds text that stands for a stretch of source as one; whether there was any, and it was not left out.
    fn push_whole(&mut self, text: &str, source: Range<usize>) -> bool {
        if text.is_empty() || source.start < self.consumed {
            return false;
        }
        self.make_room(source.start);
        self.map.whole(self.text.len(), source.clone());
        self.text.push_str(text);
        self.took(source.end);
        true
    }

    /// Opens a block if there is none, and gives open roles their place.
    fn make_room(&mut self, at: usize) {
        if self.open.is_none() {
            let start = self.markup.take().map_or(at, |start| start.max(self.ended).min(at));
            let prose = self.text.len();
            let inlines = self.inlines.partition_point(|inline| (inline.prose.start as usize) < prose);
            let html = if at < self.caption { Some(BlockKind::Caption) } else { self.context.html };
            self.open = Some(OpenBlock {
                context: BlockContext { html, ..self.context },
                prose,
                inlines,
                span: Span::new(start, at),
            });
            self.start = prose;
        }
        if std::mem::take(&mut self.unplaced) {
            let at = self.text.len() as u32;
            // Of several that go on from the block before, one of each kind tells how the words read.
            let mut goes_on = [false; 4];
            for open_inline in self.open_inlines.iter_mut().filter(|open_inline| open_inline.inline.is_none()) {
                let kind = match open_inline.kind {
                    InlineKind::Emphasis => 0,
                    InlineKind::Strong => 1,
                    InlineKind::Link(_) => 2,
                    _ => 3,
                };
                if open_inline.goes_on && std::mem::replace(&mut goes_on[kind], true) {
                    continue;
                }
                open_inline.inline = Some(self.inlines.len());
                self.inlines.push(Inline { kind: open_inline.kind.clone(), prose: at..at });
            }
        }
    }

    fn took(&mut self, end: usize) {
        self.consumed = self.consumed.max(end);
        if let Some(open) = &mut self.open {
            open.span.end = open.span.end.max(end);
        }
    }

    /// Whether white space here would be the first, or would follow white space.
    fn at_space(&self) -> bool {
        self.open.is_none() || self.text.len() == self.start || self.text.ends_with([' ', '\n', '\t'])
    }
}

/// Fewer letters than this may be a dateline or a name.
const HEADLINE_LETTERS: usize = 20;

/// "CLICK HERE TO READ THE WHOLE STORY": a line all in capitals, of four words and more.
fn headline(line: &str) -> bool {
    let letters = || line.chars().filter(|c| c.is_alphabetic());
    !letters().any(char::is_lowercase) && letters().count() >= HEADLINE_LETTERS && line.split_whitespace().count() >= 4
}

/// Whether there is nothing to read in a stretch of prose.
fn is_empty(prose: &str) -> bool {
    prose.chars().all(|c| c == OBJECT || c.is_whitespace())
}
