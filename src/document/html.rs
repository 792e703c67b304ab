//! Reads the HTML in a draft: which tags end a block, which open an inline, and the text between them.
//!
//! Tags come one by one or in blocks, with Markdown between them. Open elements are therefore kept for the whole draft.

use super::chars::Markup;
use super::element::Element;
use super::masked::ProseReplacement;
use super::prose::ProseBuilder;
use super::tag::{self, TagEnds};
use super::{BlockKind, HiddenText, InlineKind};
use crate::text::Span;
use std::ops::Range;

/// Maximum number of open elements; further ones are ignored.
const MAX_OPEN: usize = 64;

/// The effect of a tag on the prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TagEffect {
    /// Ends a block, and has no other effect.
    Block,
    Heading(u8),
    Caption,
    Cell,
    Quote,
    List,
    Table,
    /// A table row; ends a cell that was left open.
    Row,
    Link,
    Emphasis,
    Strong,
    LineBreak,
    Image,
    /// No effect on the prose: the tag only changes how words look, or is unknown.
    NoEffect,
}

/// The state of reading HTML: the elements that are open at the current place.
#[derive(Debug)]
pub(super) struct HtmlReader<'m> {
    /// Elements without prose that have not been reached yet.
    elements: &'m [Element],
    open: Vec<OpenElement>,
    /// The offset of the last end tag with each effect; found on first use.
    last_ends: Option<Vec<(TagEffect, usize)>>,
}

/// An open element that decides the kind of its blocks.
#[derive(Clone, Copy, Debug)]
struct OpenElement {
    effect: TagEffect,
    start: usize,
    /// Number of blocks before the element.
    blocks: usize,
}

impl<'m> HtmlReader<'m> {
    /// Creates a reader with no open elements; `elements` are the elements without prose.
    pub(super) fn new(elements: &'m [Element]) -> Self {
        Self { elements, open: Vec::new(), last_ends: None }
    }

    /// Reads a block of HTML. `html` is the draft from `at` on, with blanks in place of Markdown's marks.
    pub(super) fn read_block(&mut self, prose: &mut ProseBuilder, html: &str, at: usize) {
        let mut ends = TagEnds::default();
        let mut from = prose.consumed().saturating_sub(at).min(html.len());
        while let Some(open) = html[from..].find('<').map(|i| from + i) {
            add_words(prose, html, from..open, at);
            let end = if let Some(element) = self.element_at(at + open) {
                // An element that is never closed ends with the block.
                let end = element.end.unwrap_or(at + html.len());
                prose.skip_masked(at + open..end, element.replacement);
                Some(end - at)
            } else if html[open + 1..].starts_with('!') {
                html[open..].find('>').map(|i| open + i + 1)
            } else if tag::name(&html[open..]).is_some() {
                let end = ends.end(html, open);
                let tag = open..end.unwrap_or(html.len());
                self.read_tag(prose, &html[tag.clone()], at + tag.start..at + tag.end);
                Some(tag.end)
            } else {
                prose.push_text("<", at + open, Markup::Decoded);
                Some(open + 1)
            };
            from = end.unwrap_or(html.len());
            if from >= html.len() {
                return;
            }
        }
        add_words(prose, html, from..html.len(), at);
    }

    /// Reads a tag or comment inside a Markdown paragraph. `html` may lack block quote marks that are in `source`.
    pub(super) fn read_inline(&mut self, prose: &mut ProseBuilder, html: &str, source: Range<usize>) {
        if source.start < prose.consumed() {
            return;
        }
        match self.element_at(source.start) {
            // Markdown ends some comments later than a browser does; the browser shows the text in between.
            Some(Element { end: Some(end), replacement, .. }) if end < source.end && html.len() == source.len() => {
                prose.skip_masked(source.start..end, replacement);
                self.read_block(prose, &html[end - source.start..], end);
            }
            Some(Element { end: Some(end), replacement, .. }) => {
                prose.skip_masked(source.start..end.max(source.end), replacement);
            }
            Some(_) => prose.include_markup(&source),
            None if html.starts_with("<!") || html.starts_with("<?") => {
                prose.skip_masked(source, ProseReplacement::Nothing);
            }
            None => self.read_tag(prose, html, source),
        }
    }

    /// Handles the end of a Markdown block that may contain tags: inlines end with it, and an open element stays open only if
    /// a matching end tag comes later.
    pub(super) fn end_markdown_block(&mut self, prose: &mut ProseBuilder, text: &str, at: usize) {
        prose.close_inlines();
        prose.quoted.end_block(at);
        if self.open.is_empty() {
            return;
        }
        let ends = self.last_ends.get_or_insert_with(|| last_ends(text));
        let stays_open = |open: &OpenElement| match open.effect {
            TagEffect::Heading(_) => false,
            effect => ends.iter().any(|&(end, last)| end == effect && last >= at),
        };
        if let Some(first) = self.open.iter().position(|open| !stays_open(open)) {
            self.close_elements(prose, first, at);
        }
    }

    fn read_tag(&mut self, prose: &mut ProseBuilder, html: &str, source: Range<usize>) {
        let Some(name) = tag::name(html) else { return };
        let effect = tag_effect(name);
        let closes = html.starts_with("</");
        if reverses_text(name, html) {
            prose.hidden.push((Span::new(source.start, source.end), HiddenText::TurnTag));
        }
        prose.quoted.read_html_tag(html, Span::new(source.start, source.end));
        match effect {
            TagEffect::NoEffect => prose.include_markup(&source),
            TagEffect::LineBreak => prose.push_hard_break(source),
            TagEffect::Image => add_image(prose, html, source),
            TagEffect::Link if closes => close_inline(prose, InlineKind::is_link, &source),
            TagEffect::Emphasis if closes => close_inline(prose, InlineKind::is_emphasis, &source),
            TagEffect::Strong if closes => close_inline(prose, InlineKind::is_strong, &source),
            TagEffect::Link => open_inline(prose, link_inline(html), &source),
            TagEffect::Emphasis => open_inline(prose, Some(InlineKind::Emphasis), &source),
            TagEffect::Strong => open_inline(prose, Some(InlineKind::Strong), &source),
            _ if closes => {
                prose.include_markup(&source);
                prose.end_block();
                if let Some(first) = self.open.iter().rposition(|open| closes_element(effect, open.effect)) {
                    self.close_elements(prose, first, source.end);
                }
            }
            _ => self.start_element(prose, effect, source),
        }
    }

    fn start_element(&mut self, prose: &mut ProseBuilder, effect: TagEffect, source: Range<usize>) {
        prose.begin_block(prose.context.kind, source.start);
        let ended = match effect {
            TagEffect::Heading(_) => self.open.iter().rposition(|open| matches!(open.effect, TagEffect::Heading(_))),
            TagEffect::Cell | TagEffect::Row => {
                let table = self.open.iter().rposition(|open| open.effect == TagEffect::Table).unwrap_or(0);
                let cell = self.open[table..].iter().position(|open| open.effect == TagEffect::Cell);
                cell.map(|i| table + i)
            }
            _ => None,
        };
        if let Some(first) = ended {
            self.close_elements(prose, first, source.start);
        }
        if !matches!(effect, TagEffect::Block | TagEffect::Row) && self.open.len() < MAX_OPEN {
            self.open.push(OpenElement { effect, start: source.start, blocks: prose.blocks.len() });
            self.update_context(prose);
        }
    }

    /// Closes the element with this index and all elements inside it.
    fn close_elements(&mut self, prose: &mut ProseBuilder, first: usize, end: usize) {
        for open in self.open.drain(first..) {
            if matches!(open.effect, TagEffect::List | TagEffect::Table) {
                prose.push_group(open.start..end, open.blocks, open.effect == TagEffect::Table);
            }
        }
        self.update_context(prose);
    }

    fn update_context(&self, prose: &mut ProseBuilder) {
        let count = |effect| self.open.iter().filter(|open| open.effect == effect).count();
        prose.context.quotes[1] = count(TagEffect::Quote);
        prose.context.lists[1] = count(TagEffect::List);
        prose.context.html = self.open.iter().rev().find_map(|open| match open.effect {
            TagEffect::Heading(level) => Some(BlockKind::Heading(level)),
            TagEffect::Caption => Some(BlockKind::Caption),
            TagEffect::Cell => Some(BlockKind::Cell),
            _ => None,
        });
    }

    fn element_at(&mut self, at: usize) -> Option<Element> {
        let next = self.elements.iter().position(|element| element.start >= at).unwrap_or(self.elements.len());
        self.elements = &self.elements[next..];
        self.elements.first().copied().filter(|element| element.start == at)
    }
}

/// Whether a tag makes browsers show its text from right to left, letter by letter: `<bdo dir="rtl">`,
/// `unicode-bidi: bidi-override`.
fn reverses_text(name: &str, html: &str) -> bool {
    let attribute = |wanted| tag::attribute(html, wanted).map(|value| &html[value]);
    if name.eq_ignore_ascii_case("bdo") && attribute("dir").is_some_and(|dir| dir.trim().eq_ignore_ascii_case("rtl")) {
        return true;
    }
    // Matches `bidi-override` and `isolate-override`.
    let overrides = |style: &str| style.to_ascii_lowercase().contains("-override");
    html.contains('=') && attribute("style").is_some_and(overrides)
}

/// Adds the text between tags. A line that starts with `# ` right below a tag becomes a heading: writers mean one, and most
/// sites show one.
fn add_words(prose: &mut ProseBuilder, html: &str, range: Range<usize>, at: usize) {
    let mut from = range.start;
    let mut search_from = from;
    while let Some(mark) = html[search_from..range.end].find('#').map(|i| search_from + i) {
        let rest = &html[mark..range.end];
        let words = rest.trim_start_matches('#');
        let level = rest.len() - words.len();
        search_from = mark + level;
        // The line's end is searched only if a heading starts here; otherwise each `#` in a long line would cost a search.
        if level > 6 || !html[..mark].ends_with('\n') || !words.starts_with(' ') {
            continue;
        }
        let end = search_from + words.find(['\n', '\r']).unwrap_or(words.len());
        if end < range.end || end == html.len() {
            prose.push_text(&html[from..mark], at + from, Markup::Html);
            let kind = prose.context.kind;
            prose.begin_block(BlockKind::Heading(level as u8), at + mark);
            prose.push_text(&html[search_from..end], at + search_from, Markup::Html);
            prose.begin_block(kind, at + end);
            (from, search_from) = (end, end);
        }
    }
    prose.push_text(&html[from..range.end], at + from, Markup::Html);
}

fn tag_effect(name: &str) -> TagEffect {
    let mut lower = [0; 10];
    let Some(lower) = lower.get_mut(..name.len()) else { return TagEffect::NoEffect };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"p" | b"div" | b"section" | b"article" | b"aside" | b"main" | b"header" | b"footer" | b"nav" | b"figure"
        | b"li" | b"dd" | b"dt" | b"hr" | b"address" | b"center" | b"details" | b"summary" | b"dialog"
        | b"fieldset" | b"legend" | b"hgroup" | b"menu" | b"search" | b"html" | b"body" | b"title" | b"option"
        | b"optgroup" => TagEffect::Block,
        [b'h', level @ b'1'..=b'6'] => TagEffect::Heading(level - b'0'),
        b"figcaption" | b"caption" => TagEffect::Caption,
        b"td" | b"th" => TagEffect::Cell,
        b"tr" | b"thead" | b"tbody" | b"tfoot" | b"colgroup" | b"col" => TagEffect::Row,
        b"table" => TagEffect::Table,
        b"blockquote" => TagEffect::Quote,
        b"ul" | b"ol" | b"dl" => TagEffect::List,
        b"a" => TagEffect::Link,
        b"em" | b"i" | b"cite" => TagEffect::Emphasis,
        b"strong" | b"b" => TagEffect::Strong,
        b"br" => TagEffect::LineBreak,
        b"img" => TagEffect::Image,
        _ => TagEffect::NoEffect,
    }
}

/// Whether an end tag with the effect `end_tag` closes an element with the effect `element`. The end tag of any heading
/// level closes any heading.
fn closes_element(end_tag: TagEffect, element: TagEffect) -> bool {
    end_tag == element || matches!((end_tag, element), (TagEffect::Heading(_), TagEffect::Heading(_)))
}

fn open_inline(prose: &mut ProseBuilder, kind: Option<InlineKind>, source: &Range<usize>) {
    prose.include_markup(source);
    if let Some(kind) = kind {
        prose.open_inline(kind);
    }
}

fn close_inline(prose: &mut ProseBuilder, is: fn(&InlineKind) -> bool, source: &Range<usize>) {
    prose.close_inline(is);
    prose.include_markup(source);
}

fn link_inline(html: &str) -> Option<InlineKind> {
    let target = &html[tag::attribute(html, "href")?];
    Some(InlineKind::link(&htmlize::unescape_attribute(target)))
}

fn add_image(prose: &mut ProseBuilder, html: &str, source: Range<usize>) {
    let alt = prose.begin_alt();
    // A tag over several lines of a block quote is shorter than its source, so the offsets of its values are unknown.
    if let Some(value) = tag::attribute(html, "alt").filter(|_| html.len() == source.len()) {
        prose.push_text(&html[value.clone()], source.start + value.start, Markup::Html);
    }
    prose.end_alt(&alt, source);
}

/// The offset of the last end tag with each effect.
fn last_ends(text: &str) -> Vec<(TagEffect, usize)> {
    let mut ends: Vec<(TagEffect, usize)> = Vec::new();
    for (at, _) in text.match_indices("</") {
        let effect = tag::name(&text[at..]).map_or(TagEffect::NoEffect, tag_effect);
        match ends.iter_mut().find(|(end, _)| *end == effect) {
            Some((_, last)) => *last = at,
            None => ends.push((effect, at)),
        }
    }
    ends
}
