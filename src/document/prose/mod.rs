//! Builds the prose of a draft: takes text in the order of the source and divides it into blocks. Knows white space and
//! invisible characters, but neither Markdown nor HTML.

mod alt;
mod blocks;
mod inlines;

pub(super) use alt::AltStart;

use super::chars::{self, CharReading, Markup};
use super::masked::{MaskedSpan, ProseReplacement, ShownValue};
use super::quoted::QuotedMarkup;
use super::source_map::SourceMap;
use super::{Block, BlockKind, HiddenText, Inline, InlineKind};
use crate::text::{ProseOffset, Span};
use alt::Alt;
use std::ops::Range;

/// The character in the prose that replaces objects other than text: code, an image, a shortcode.
pub(super) const OBJECT: char = '\u{fffc}';

/// Maximum number of open inlines; further ones are ignored. The list is searched often, and no real draft needs more.
const MAX_OPEN_INLINES: usize = 64;

/// Builds prose, blocks, inlines and the map to the source from the text that it is given.
///
/// Text must come in the order of the source; text before [`ProseBuilder::consumed`] is left out.
#[derive(Debug)]
pub(super) struct ProseBuilder<'h> {
    pub(super) text: String,
    pub(super) map: SourceMap,
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Vec<Inline>,
    /// The spans of comments in the source.
    pub(super) comments: Vec<Span>,
    /// Lists and tables that contain a block, in the order of their ends.
    pub(super) groups: Vec<Group>,
    /// Markup that marks somebody else's words.
    pub(super) quoted: QuotedMarkup,
    /// Characters and tags that make readers see other words than those in the prose.
    pub(super) hidden: Vec<(Span, HiddenText)>,
    /// The context of the next block.
    pub(super) context: BlockContext,
    /// Masked spans that have not been reached yet.
    masked_spans: &'h [MaskedSpan],
    /// Values that readers see in masked spans that have not been reached yet, in the order of the source.
    shown: &'h [ShownValue<'h>],
    /// The source before this offset has been read, or is not prose.
    consumed: usize,
    /// The start of the open block's or alternative text's prose; white space at this offset is dropped.
    block_start: usize,
    open: Option<OpenBlock>,
    /// The end of the last block's source.
    last_block_end: usize,
    /// Blocks that start before this source offset are a shortcode's caption.
    caption_end: usize,
    /// The start of the current line's prose: the end of the prose at the last soft line break.
    line_start: usize,
    /// Whether the prose ends with a line break and the text of the next line has not come yet.
    at_line_break: bool,
    /// The start of the next block's markup, if it has been read.
    markup_start: Option<usize>,
    open_inlines: Vec<OpenInline>,
    /// Whether an open inline has not been placed in the prose yet.
    has_unplaced_inlines: bool,
    /// Alternative texts of the open block.
    alts: Vec<Alt>,
    /// Whether alternative text is being read.
    in_alt: bool,
}

/// The context of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct BlockContext {
    /// The kind that Markdown gives the block.
    pub(super) kind: BlockKind,
    /// The kind that HTML around it gives the block; applies only if Markdown says paragraph.
    pub(super) html: Option<BlockKind>,
    /// Number of block quotes around the block: of Markdown, and of HTML.
    pub(super) quotes: [usize; 2],
    /// Number of lists around the block: of Markdown, and of HTML.
    pub(super) lists: [usize; 2],
}

/// A list or a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub(super) span: Span,
    pub(super) is_table: bool,
}

/// The block that receives text.
#[derive(Debug)]
struct OpenBlock {
    context: BlockContext,
    /// The start of its prose.
    prose: usize,
    /// The number of inlines before it.
    inlines: usize,
    span: Span,
}

/// A link or emphasis that is still open.
#[derive(Debug)]
struct OpenInline {
    kind: InlineKind,
    /// Its index in `inlines`; `None` if it has not been placed in the open block yet.
    inline: Option<usize>,
    /// Whether it already has an inline in an earlier block.
    is_continuation: bool,
}

impl<'h> ProseBuilder<'h> {
    /// Creates empty prose for a source of about `capacity` bytes. `shown` are the values in the masked spans that readers
    /// see, in the order of the source.
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
            block_start: 0,
            open: None,
            last_block_end: 0,
            caption_end: 0,
            line_start: 0,
            at_line_break: false,
            markup_start: None,
            open_inlines: Vec::new(),
            has_unplaced_inlines: false,
            alts: Vec::new(),
            in_alt: false,
        }
    }

    /// The offset up to which the source has been read, or is not prose.
    pub(super) fn consumed(&self) -> usize {
        self.consumed
    }

    /// Skips the source before `end`.
    pub(super) fn skip_to(&mut self, end: usize) {
        self.consumed = self.consumed.max(end);
    }

    /// Adds text that starts at `at` in the source, without the masked spans in it.
    pub(super) fn push_text(&mut self, mut text: &str, mut at: usize, markup: Markup) {
        if at < self.consumed {
            let Some(rest) = text.get(self.consumed - at..) else { return };
            (text, at) = (rest, self.consumed);
        }
        while let Some(masked) = self.next_masked(at, at + text.len()) {
            let before = masked.span.start.saturating_sub(at);
            self.push_unmasked(&text[..before], at, markup);
            self.skip_masked(masked.span.start.max(at)..masked.span.end, masked.replacement);
            let Some(rest) = text.get(masked.span.end - at..) else { return };
            (text, at) = (rest, masked.span.end);
        }
        self.push_unmasked(text, at, markup);
    }

    /// Adds text that replaces a range of the source, such as a decoded entity.
    pub(super) fn push_decoded(&mut self, text: &str, source: Range<usize>) {
        if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            self.push_replacement(text, source);
            return;
        }
        // The text after an entity has not come yet.
        let is_inside_word =
            |c: &char| chars::is_drawn_blank(*c) && self.text.ends_with(|c: char| c.is_ascii_alphanumeric());
        let blank = || text.chars().find(is_inside_word).map(HiddenText::Blank);
        let hidden = text.char_indices().find_map(|(at, _)| chars::hidden_at(text, at)).or_else(blank);
        if let Some(hidden) = hidden.filter(|_| source.start >= self.consumed) {
            self.hidden.push((Span::new(source.start, source.end), hidden));
        }
        let decoded = text.chars().map(chars::by_windows_1252).filter_map(|c| match chars::read_char(c) {
            CharReading::Nothing => None,
            CharReading::Unchanged if !matches!(c, '\n' | '\r' | '\t') => Some(c),
            _ => Some(' '),
        });
        let decoded: String = decoded.collect();
        let decoded = if self.is_after_space() { decoded.trim_start_matches(' ') } else { &decoded };
        self.push_replacement(decoded, source);
    }

    /// Adds a line break as a space. After a line in capitals it becomes a hard break, because such a line is a headline
    /// inside the paragraph.
    pub(super) fn push_soft_break(&mut self, source: Range<usize>) {
        let line = std::mem::replace(&mut self.line_start, self.text.len());
        // The end of the line may have been set aside as alternative text in the meantime.
        let is_headline_line = |open: &OpenBlock| self.text.get(line.max(open.prose)..).is_some_and(is_headline);
        if !self.in_alt && self.open.as_ref().is_some_and(is_headline_line) {
            return self.push_hard_break(source);
        }
        self.at_line_break = self.push_space(source);
    }

    /// Adds a visible line break; the second of two ends the block.
    pub(super) fn push_hard_break(&mut self, source: Range<usize>) {
        if source.start < self.consumed {
            return;
        }
        if self.in_alt {
            self.push_soft_break(source);
        } else if self.open.as_ref().is_some_and(|open| self.text.ends_with('\n') || is_empty(&self.text[open.prose..]))
        {
            self.end_block();
        } else if self.open.is_some() {
            self.at_line_break = self.push_replacement("\n", source);
        }
    }

    /// If a line break has just been added, extends its source to `end`, where the text of the next line starts.
    pub(super) fn extend_line_break(&mut self, end: usize) {
        if std::mem::take(&mut self.at_line_break) && end > self.consumed {
            self.map.extend_last(end);
            self.skip_to(end);
        }
    }

    /// Adds an object that is not text. Adjacent objects become one.
    pub(super) fn push_gap(&mut self, source: Range<usize>, kind: InlineKind) {
        if source.start < self.consumed {
            return;
        }
        if self.text.ends_with(OBJECT) && self.open.is_some() && self.map.last_replacement_end() == Some(source.start) {
            self.map.extend_last(source.end);
            self.advance_to(source.end);
            return;
        }
        let start = ProseOffset::from_usize(self.text.len());
        self.push_replacement(OBJECT.encode_utf8(&mut [0; 4]), source);
        self.inlines.push(Inline { kind, prose: start.until(ProseOffset::from_usize(self.text.len())) });
    }

    /// Skips a range of the source that is not prose, and adds its replacement to the prose.
    pub(super) fn skip_masked(&mut self, source: Range<usize>, replacement: ProseReplacement) {
        if !self.shown.is_empty() {
            self.take_shown(&source);
        }
        match replacement {
            ProseReplacement::Gap => self.push_gap(source.clone(), InlineKind::Gap),
            ProseReplacement::Code => self.push_gap(source.clone(), InlineKind::Code),
            ProseReplacement::Comment => {
                self.include_markup(&source);
                self.comments.push(Span::new(source.start, source.end));
            }
            ProseReplacement::Break if !self.in_alt => self.end_block(),
            ProseReplacement::Caption(end) if !self.in_alt => {
                self.end_block();
                self.caption_end = end;
            }
            ProseReplacement::Nothing | ProseReplacement::Break | ProseReplacement::Caption(_) => {
                self.include_markup(&source);
            }
        }
        self.skip_to(source.end);
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

    /// Adds text without masked spans.
    fn push_unmasked(&mut self, text: &str, at: usize, markup: Markup) {
        let (mut done, mut look) = (0, 0);
        loop {
            look = chars::next_special(text, look..text.len(), markup);
            if look == text.len() {
                break;
            }
            let (reading, len) = chars::reading_at(text, look, markup);
            if reading == CharReading::Unchanged {
                look += len;
                continue;
            }
            let mut mark = look..look + len;
            if !text.as_bytes()[look].is_ascii()
                && let Some(hidden) = chars::hidden_at(text, look)
            {
                self.hidden.push((Span::new(at + mark.start, at + mark.end), hidden));
            }
            if reading == CharReading::Space {
                // Blanks before a line break of HTML are part of the same space.
                mark.start = done + text[done..look].trim_end_matches(' ').len();
            }
            self.push_verbatim(&text[done..mark.start], at + done);
            let source = at + mark.start..at + mark.end;
            if reading == CharReading::Space {
                self.push_space(source);
            } else if reading == CharReading::Entity {
                let written = &text[mark.clone()];
                match htmlize::unescape(written) {
                    entity if entity == written => self.push_verbatim(written, source.start),
                    entity => self.push_decoded(&entity, source),
                }
            }
            look = mark.end;
            done = mark.end;
        }
        self.push_verbatim(&text[done..], at + done);
    }

    fn push_space(&mut self, source: Range<usize>) -> bool {
        !self.is_after_space() && self.push_replacement(" ", source)
    }

    fn push_verbatim(&mut self, mut text: &str, mut at: usize) {
        if text.starts_with([' ', '\t']) && self.is_after_space() {
            let rest = text.trim_start_matches([' ', '\t']);
            (text, at) = (rest, at + text.len() - rest.len());
        }
        if text.is_empty() {
            return;
        }
        self.join_line(text);
        self.ensure_open_block(at);
        self.map.push_verbatim(self.text.len(), at);
        self.text.push_str(text);
        self.advance_to(at + text.len());
    }

    /// Turns a hard break at the end of the prose into a space if it is inside a sentence: a lower-case letter or a comma comes
    /// before it, and a lower-case letter after it.
    fn join_line(&mut self, next: &str) {
        let Some(before) = self.text.strip_suffix('\n').filter(|_| self.open.is_some() && !self.in_alt) else { return };
        if before.ends_with(|c: char| c.is_lowercase() || c == ',') && next.starts_with(char::is_lowercase) {
            self.text.pop();
            self.text.push(' ');
        }
    }

    /// Adds text that replaces a range of the source as a whole; returns whether text was added.
    fn push_replacement(&mut self, text: &str, source: Range<usize>) -> bool {
        if text.is_empty() || source.start < self.consumed {
            return false;
        }
        self.ensure_open_block(source.start);
        self.map.push_replacement(self.text.len(), source.clone());
        self.text.push_str(text);
        self.advance_to(source.end);
        true
    }

    fn advance_to(&mut self, end: usize) {
        self.consumed = self.consumed.max(end);
        if let Some(open) = &mut self.open {
            open.span.end = open.span.end.max(end);
        }
    }

    /// Whether white space added now would be the first of its block or follow other white space.
    fn is_after_space(&self) -> bool {
        self.open.is_none() || self.text.len() == self.block_start || self.text.ends_with([' ', '\n', '\t'])
    }
}

/// Minimum number of letters in a headline; shorter lines may be a dateline or a name.
const HEADLINE_LETTERS: usize = 20;

/// Whether a line is a headline inside a paragraph: all capitals and at least four words, as in "CLICK HERE TO READ THE WHOLE
/// STORY".
fn is_headline(line: &str) -> bool {
    let letters = || line.chars().filter(|c| c.is_alphabetic());
    !letters().any(char::is_lowercase) && letters().count() >= HEADLINE_LETTERS && line.split_whitespace().count() >= 4
}

/// Whether prose contains nothing but objects and white space.
fn is_empty(prose: &str) -> bool {
    prose.chars().all(|c| c == OBJECT || c.is_whitespace())
}
