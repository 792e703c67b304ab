//! Converts the events of the Markdown parser `pulldown-cmark` into prose.

use super::chars::Markup;
use super::html::HtmlReader;
use super::mask::MaskedDraft;
use super::prose::{AltStart, ProseBuilder};
use super::{BlockKind, InlineKind};
use crate::cancel::Cancel;
use crate::text::Span;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Parses a draft from `start` on. If `cancel` is set, the prose is incomplete.
///
/// Definition lists stay off: with them, `pulldown-cmark` 0.13.6 returns ranges that cut through a character. Smart
/// punctuation stays off, so that the prose equals its source byte for byte.
pub(super) fn parse<'m>(masked: &'m MaskedDraft, start: usize, cancel: &Cancel) -> ProseBuilder<'m> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_WIKILINKS;
    let body = &masked.markdown()[start..];
    let mut reader = MarkdownReader {
        markdown: masked.markdown(),
        text: &masked.text,
        prose: ProseBuilder::new(&masked.masked_spans, &masked.shown, body.len()),
        html: HtmlReader::new(&masked.elements),
        html_lines: None,
        in_code: false,
        open_footnotes: 0,
        open_groups: Vec::new(),
        open_images: 0,
        alt: None,
    };
    for (event, range) in Parser::new_ext(body, options).into_offset_iter().take_while(|_| !cancel.is_cancelled()) {
        let range = start + range.start..start + range.end;
        if masked.text.get(range.clone()).is_some() {
            reader.handle_event(event, range);
        }
    }
    reader.prose.end_block();
    reader.html.end_markdown_block(&mut reader.prose, &masked.text, masked.text.len());
    reader.prose
}

struct MarkdownReader<'m> {
    /// The text that the Markdown parser sees.
    markdown: &'m str,
    /// The draft with its masked spans overwritten, of the same length.
    text: &'m str,
    prose: ProseBuilder<'m>,
    html: HtmlReader<'m>,
    /// The line ranges of the current HTML block; a new range starts after Markdown's marks, such as those of block
    /// quotes.
    html_lines: Option<Vec<Range<usize>>>,
    in_code: bool,
    open_footnotes: usize,
    /// For each open list or table, the number of blocks before it.
    open_groups: Vec<usize>,
    /// Number of open images. Inside an image, only text is used; inlines are ignored.
    open_images: usize,
    alt: Option<AltStart>,
}

impl MarkdownReader<'_> {
    fn handle_event(&mut self, event: Event, range: Range<usize>) {
        if !matches!(event, Event::End(_)) {
            self.prose.extend_line_break(range.start);
        }
        match event {
            Event::Start(Tag::Image { .. }) => self.start_image(),
            Event::End(TagEnd::Image) => self.end_image(range),
            Event::Text(_) if self.in_code => self.read_html_line(range),
            Event::Text(_) if self.html_lines.is_some() => {}
            Event::Text(text) => self.read_text(&text, range),
            Event::SoftBreak => self.prose.push_soft_break(range),
            Event::HardBreak => self.prose.push_hard_break(range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.prose.push_gap(range, InlineKind::Code);
            }
            Event::Html(_) => self.read_html_line(range),
            // Inlines and blocks inside an image's text are ignored.
            _ if self.open_images > 0 => {}
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::InlineHtml(html) => {
                // In a tag over several lines of a block quote, the parser has left out the quote marks.
                let html = if html.len() == range.len() { &self.text[range.clone()] } else { &*html };
                self.html.read_inline(&mut self.prose, html, range);
            }
            Event::FootnoteReference(_) => self.prose.push_empty_inline(&range, InlineKind::FootnoteMark),
            Event::Rule => self.prose.end_block(),
            Event::TaskListMarker(_) => self.prose.include_markup(&range),
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        let paragraph_kind = self.paragraph_kind();
        match tag {
            Tag::Paragraph | Tag::Item => self.prose.begin_block(paragraph_kind, range.start),
            Tag::Heading { level, .. } => self.prose.begin_block(BlockKind::Heading(level as u8), range.start),
            Tag::TableCell => {
                let padding = self.text[range.clone()].len() - self.text[range.clone()].trim_start().len();
                self.prose.begin_block(BlockKind::Cell, range.start + padding);
            }
            Tag::Emphasis => self.open_inline(InlineKind::Emphasis, &range),
            Tag::Strong => self.open_inline(InlineKind::Strong, &range),
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                self.open_inline(InlineKind::Url, &range);
            }
            Tag::Link { dest_url, .. } => self.open_inline(InlineKind::link(&dest_url), &range),
            Tag::HtmlBlock => {
                self.prose.end_block();
                self.html_lines = Some(Vec::new());
            }
            Tag::CodeBlock(kind) => {
                self.prose.end_block();
                self.in_code = true;
                // Exported web pages indent their lines. After a blank line, Markdown treats such HTML as code.
                if kind.is_indented() && starts_with_tag(&self.text[range]) {
                    self.html_lines = Some(Vec::new());
                }
            }
            Tag::List(_) | Tag::Table(_) => {
                self.prose.end_block();
                self.open_groups.push(self.prose.blocks.len());
                self.prose.context.lists[0] += usize::from(matches!(tag, Tag::List(_)));
            }
            Tag::BlockQuote(_) => {
                self.prose.end_block();
                self.prose.quoted.add_span(Span::new(range.start, range.end));
                self.prose.context.quotes[0] += 1;
            }
            Tag::FootnoteDefinition(_) => {
                self.prose.end_block();
                self.open_footnotes += 1;
                self.prose.context.kind = self.paragraph_kind();
            }
            Tag::Strikethrough => self.prose.include_markup(&(range.start..range.start)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::Item => {
                let end = if tag == TagEnd::Item { 0 } else { range.end };
                self.prose.end_block_at(self.text, end);
                self.html.end_markdown_block(&mut self.prose, self.text, range.end);
                self.prose.context.kind = self.paragraph_kind();
            }
            TagEnd::Emphasis => self.close_inline(InlineKind::is_emphasis, &range),
            TagEnd::Strong => self.close_inline(InlineKind::is_strong, &range),
            TagEnd::Link => self.close_inline(InlineKind::is_link, &range),
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.end_html_block();
            }
            TagEnd::List(_) | TagEnd::Table => {
                self.prose.end_block();
                let blocks = self.open_groups.pop().expect("lists and tables end as often as they start");
                self.prose.push_group(range, blocks, tag == TagEnd::Table);
                self.prose.context.lists[0] -= usize::from(matches!(tag, TagEnd::List(_)));
            }
            TagEnd::BlockQuote(_) => {
                self.prose.end_block();
                self.prose.context.quotes[0] -= 1;
            }
            TagEnd::FootnoteDefinition => {
                self.prose.end_block();
                self.open_footnotes -= 1;
                self.prose.context.kind = self.paragraph_kind();
            }
            TagEnd::Strikethrough => self.prose.include_markup(&(range.end..range.end)),
            _ => {}
        }
    }

    fn read_text(&mut self, text: &str, range: Range<usize>) {
        if self.markdown[range.clone()] == *text {
            let mut at = range.start;
            // Only the text of a wiki link contains line ends.
            for line in self.text[range].split_inclusive('\n') {
                let words = line.trim_end_matches(['\r', '\n']);
                self.prose.push_text(words, at, Markup::Decoded);
                let end = at + words.len();
                at += line.len();
                if end < at {
                    self.prose.push_soft_break(end..at);
                }
            }
        } else {
            self.prose.push_decoded(text, range);
        }
    }

    fn start_image(&mut self) {
        self.open_images += 1;
        if self.open_images == 1 {
            self.alt = Some(self.prose.begin_alt());
        }
    }

    fn end_image(&mut self, range: Range<usize>) {
        self.open_images -= 1;
        if let Some(alt) = self.alt.take_if(|_| self.open_images == 0) {
            self.prose.end_alt(&alt, range);
        }
    }

    fn read_html_line(&mut self, range: Range<usize>) {
        let Some(lines) = &mut self.html_lines else { return };
        match lines.last_mut() {
            Some(last) if self.text[last.end..range.start].trim_ascii().is_empty() => last.end = range.end,
            _ => lines.push(range),
        }
    }

    fn end_html_block(&mut self) {
        let lines = self.html_lines.take().unwrap_or_default();
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let whole = first.start..last.end;
        if lines.len() == 1 {
            self.html.read_block(&mut self.prose, &self.text[whole.clone()], whole.start);
        } else {
            let mut html = self.text.as_bytes()[whole.clone()].to_vec();
            for pair in lines.windows(2) {
                let marks = &mut html[pair[0].end - whole.start..pair[1].start - whole.start];
                marks.iter_mut().filter(|mark| !mark.is_ascii_whitespace()).for_each(|mark| *mark = b' ');
            }
            let html = String::from_utf8(html).expect("lines start and end between characters");
            self.html.read_block(&mut self.prose, &html, whole.start);
        }
        self.prose.end_block();
        self.html.end_markdown_block(&mut self.prose, self.text, whole.end);
        self.prose.context.kind = self.paragraph_kind();
    }

    fn open_inline(&mut self, kind: InlineKind, range: &Range<usize>) {
        self.prose.include_markup(&(range.start..range.start));
        self.prose.open_inline(kind);
    }

    fn close_inline(&mut self, is: fn(&InlineKind) -> bool, range: &Range<usize>) {
        self.prose.close_inline(is);
        self.prose.include_markup(&(range.end..range.end));
    }

    /// The kind of a block of running text at the current place: a footnote's text or a paragraph.
    fn paragraph_kind(&self) -> BlockKind {
        if self.open_footnotes > 0 { BlockKind::Footnote } else { BlockKind::Paragraph }
    }
}

fn starts_with_tag(code: &str) -> bool {
    let rest = code.trim_start().strip_prefix('<').unwrap_or("");
    rest.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic())
}
