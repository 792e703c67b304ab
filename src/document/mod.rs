//! Parses a draft into blocks of prose, as its reader sees it, and maps each byte of prose to the file.
//!
//! Knows Markdown, front matter, HTML, shortcodes and ignore comments; knows neither rules nor English.

mod admonition;
mod chars;
mod directive;
mod element;
mod fences;
mod front_matter;
mod heading;
mod highlight;
mod html;
mod items;
mod links;
mod literal;
mod markdown;
mod mask;
mod masked;
mod mdx;
mod plain;
mod prose;
mod quoted;
mod settings;
mod shortcode;
mod source_map;
mod tag;
mod url;
mod value;

pub(crate) use chars::entity_len;
pub use items::{
    Block, BlockKind, Directive, DirectiveFault, DirectiveScope, FrontMatter, FrontMatterFault, HiddenText, Inline,
    InlineKind, Until,
};
pub(crate) use links::Links;

use crate::cancel::{Cancel, Cancelled, uncancelled};
use crate::text::{ProseOffset, ProseRange, Source, Span};
use std::borrow::Cow;

/// The format of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown with tables, footnotes, HTML, and Hugo or Liquid shortcodes.
    Markdown,
    /// Markdown with JSX, whose tags, expressions, imports and exports are not prose.
    Mdx,
    /// Plain paragraphs between blank lines.
    Plain,
}

/// A parsed draft.
#[derive(Debug)]
pub struct Document {
    /// The prose of all blocks, one after the other, each followed by "\n\n". Soft line breaks and NBSP are spaces, hard
    /// breaks are "\n", entities are decoded, zero-width characters are left out; code, shortcodes and images inside a
    /// sentence are one U+FFFC.
    pub prose: String,
    /// Blocks in the order of the draft; their prose ranges do not overlap.
    pub blocks: Vec<Block>,
    /// Links, emphasis and other inlines, sorted by start.
    pub inlines: Vec<Inline>,
    /// `bylint-…` comments, in the order of the draft.
    pub directives: Vec<Directive>,
    /// The front matter.
    pub front_matter: FrontMatter,
    /// The spans of the source that markup marks as somebody else's words (block quotes, `<q>`, `<cite>`, shortcodes
    /// for quotations), including the tags; in order, without overlap.
    pub quoted: Vec<Span>,
    /// Characters and tags that make readers see other words than those in the prose, in the order in which they were found.
    pub hidden: Vec<(Span, HiddenText)>,
    /// The quotations whose markup names the speaker (`{{< quote author="Ada Brook" >}}`), in order, without overlap.
    pub credited: Vec<Span>,
    /// The values of shortcodes and components that readers see, such as captions, in order. Rules read them as prose;
    /// fixes must not change them.
    pub values: Vec<Span>,
    map: source_map::SourceMap,
}

impl Document {
    /// Parses a draft. Never fails: parts that cannot be read are left out or reported in `front_matter.broken`, and a
    /// file that is not text gives an empty document.
    #[must_use]
    pub fn parse(source: &Source, format: Format) -> Self {
        uncancelled(|cancel| Self::parse_unless_cancelled(source, format, cancel))
    }

    /// Parses a draft like [`Document::parse`], but stops when `cancel` is set.
    ///
    /// # Errors
    /// [`Cancelled`] if `cancel` was set before the end.
    pub fn parse_unless_cancelled(source: &Source, format: Format, cancel: &Cancel) -> Result<Self, Cancelled> {
        let text = if source.not_text().is_some() { "" } else { addressable_prefix(source.text()) };
        let text = &*replace_substitute_chars(text, source.invalid());
        let start = source.start().min(text.len());
        let front_matter = match format {
            Format::Markdown | Format::Mdx => front_matter::parse(text, start),
            Format::Plain => None,
        };
        let front_matter = front_matter.unwrap_or_default();
        let start = start.max(front_matter.span.end);
        let masked = match format {
            Format::Markdown => mask::markdown(text, start),
            Format::Mdx => mask::mdx(text, start),
            Format::Plain => mask::plain(text, start),
        };
        cancel.check()?;
        let prose = match format {
            Format::Markdown | Format::Mdx => markdown::parse(&masked, start, cancel),
            Format::Plain => plain::parse(&masked, start),
        };
        cancel.check()?;
        let mut comments = prose.comments;
        if !front_matter.span.is_empty() {
            let above = fences::comments(text, source.start(), front_matter.span.start);
            comments.extend(above.into_iter().filter(|comment| directive::is_directive(&text[comment.range()])));
        }
        let directives = directive::resolve(text, comments, &prose.blocks, prose.groups);
        let mut quoted = prose.quoted.finish(text.len());
        quoted.extend_from_slice(&masked.quoted);
        quoted.extend(masked.quoting_attributes.iter().filter_map(|&at| attributed_block(&prose.blocks, at)));
        if format != Format::Plain {
            quoted.extend(quoted::containers(text, start));
        }
        let mut inlines = prose.inlines;
        inlines.extend(url::find_urls(&prose.text));
        cancel.check()?;
        inlines.sort_by_key(|inline| inline.prose.start);
        // `<https://…>` is found twice: as an autolink and as a URL in the text.
        inlines.dedup();
        let mut document = Self {
            prose: prose.text,
            blocks: prose.blocks,
            inlines,
            directives,
            front_matter,
            quoted: Span::joined(quoted),
            hidden: prose.hidden,
            credited: Span::joined(masked.credited.clone()),
            values: masked.shown.iter().map(masked::ShownValue::span).collect(),
            map: prose.map,
        };
        heading::mark_bare_headings(&mut document, text);
        Ok(document)
    }

    /// The source span of a range of prose, from the source of the first character to the source of the last.
    #[must_use]
    pub fn span(&self, prose: ProseRange) -> Span {
        self.map.span(prose, self.prose.len())
    }

    /// Whether a range of prose is equal to its source byte for byte, so that an edit to one is an edit to the other.
    #[must_use]
    pub fn is_verbatim(&self, prose: ProseRange) -> bool {
        self.map.is_verbatim(prose)
    }

    /// Whether a range of prose is one range of the source without markup in it; line breaks and entities are not
    /// markup.
    #[must_use]
    pub fn is_unbroken(&self, prose: ProseRange) -> bool {
        self.map.is_unbroken(prose)
    }

    /// The ranges of the source that are prose, including line breaks and entities, in order; between them is markup.
    #[must_use]
    pub fn sources(&self) -> Vec<Span> {
        self.map.sources(self.prose.len())
    }

    /// A range of prose; empty if `prose` is out of bounds.
    #[must_use]
    pub fn text(&self, prose: ProseRange) -> &str {
        self.prose.get(prose.range()).unwrap_or_default()
    }

    /// The range of a block's prose that comes from a span of the source, widened to whole characters; empty if none does.
    #[must_use]
    pub fn prose_in(&self, block: usize, span: Span) -> ProseRange {
        let Some(block) = self.blocks.get(block).map(|block| block.prose) else {
            return ProseRange::default();
        };
        let start = first_where(block, |at| self.span(at.until(at + 1)).end > span.start);
        let end = first_where(start.until(block.end), |at| self.span(at.until(at + 1)).start >= span.end);
        let inside = |at: ProseOffset| !self.prose.is_char_boundary(at.index());
        let start = block.start.until(start + 1).iter().rev().find(|&at| !inside(at)).unwrap_or(start);
        start.until(end.until(block.end + 1).iter().find(|&at| !inside(at)).unwrap_or(end))
    }

    /// The ranges of prose that are literal although no markup says so: URLs without a scheme, file names, entities in
    /// plain text, formulas.
    ///
    /// Searches only the blocks that `places` touch. `places` must be in order, without overlap. The returned ranges are
    /// in any order and may overlap.
    #[must_use]
    pub fn literals(&self, places: &[Span]) -> Vec<ProseRange> {
        let touched = |block: &&Block| {
            let first = places.partition_point(|place| place.end < block.span.start);
            places.get(first).is_some_and(|place| place.start <= block.span.end)
        };
        let of_block = |block: &Block| {
            let start = block.prose.start;
            let found = literal::find_literals(self.text(block.prose));
            found.into_iter().map(move |range| (start + range.start as u32).until(start + range.end as u32))
        };
        self.blocks.iter().filter(touched).flat_map(of_block).collect()
    }

    /// The links of the draft, for fast look-up.
    pub(crate) fn links(&self) -> Links {
        Links::new(&self.inlines)
    }

    /// The index of the block that contains an offset into the prose.
    #[must_use]
    pub fn block_at(&self, prose: ProseOffset) -> Option<usize> {
        let i = self.blocks.partition_point(|block| block.prose.end <= prose);
        self.blocks.get(i).filter(|block| block.prose.start <= prose).map(|_| i)
    }
}

/// The span of the block that an attribute list at `at` applies to: the block around it, or else the block before it.
fn attributed_block(blocks: &[Block], at: usize) -> Option<Span> {
    let index = blocks.partition_point(|block| block.span.end <= at);
    let inside = blocks.get(index).filter(|block| block.span.start <= at);
    inside.or_else(|| blocks.get(index.checked_sub(1)?)).map(|block| block.span)
}

/// The first value of a range for which `holds` is true, found by binary search; the range's end if there is none.
fn first_where(range: ProseRange, holds: impl Fn(ProseOffset) -> bool) -> ProseOffset {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// Replaces each U+001A that the file itself contains with U+0001, which readers do not see either.
///
/// The remaining U+001A stand for bytes that are not UTF-8 (`invalid`), which readers do see.
fn replace_substitute_chars<'t>(text: &'t str, invalid: &[Span]) -> Cow<'t, str> {
    let is_byte = |at: usize| {
        let before = invalid.partition_point(|span| span.start <= at);
        before.checked_sub(1).is_some_and(|i| invalid[i].end > at)
    };
    if memchr::memchr_iter(0x1a, text.as_bytes()).all(is_byte) {
        return Cow::Borrowed(text);
    }
    let chars = text.char_indices();
    Cow::Owned(chars.map(|(at, c)| if c == '\u{1a}' && !is_byte(at) { '\u{1}' } else { c }).collect())
}

/// The start of a text, at most 1 GiB: 32-bit offsets can address it, with room for what the prose adds.
fn addressable_prefix(text: &str) -> &str {
    const MAX_LEN: usize = 1 << 30;
    let end = (0..=text.len().min(MAX_LEN)).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}
