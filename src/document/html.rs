//! HTML in a draft: which tags end a block, which give words a role, and what is inside them. Tags come one at a time or
//! a block at a time, with Markdown between them, so what is open is kept over the whole draft.

use super::chars::Markup;
use super::element::Element;
use super::holes::Leaves;
use super::prose::Prose;
use super::tag::{self, TagEnds};
use super::{BlockKind, Hidden, InlineKind};
use crate::text::Span;
use std::ops::Range;

/// Elements open at once beyond this number are not noted.
const MAX_OPEN: usize = 64;

/// What a tag does to the prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Ends a block, and says no more.
    Block,
    Heading(u8),
    Caption,
    Cell,
    Quote,
    List,
    Table,
    /// A row of a table, which ends a cell that was left open.
    Row,
    Link,
    Emphasis,
    Strong,
    LineBreak,
    Image,
    /// Only changes how words look.
    Words,
}

/// What is open at this place of the draft.
#[derive(Debug)]
pub(super) struct Html<'m> {
    elements: &'m [Element],
    open: Vec<Open>,
    /// Where the last end tag of each kind stands; found when it is first asked for.
    last_ends: Option<Vec<(Part, usize)>>,
}

/// An open element that says what its blocks are.
#[derive(Clone, Copy, Debug)]
struct Open {
    part: Part,
    start: usize,
    /// Blocks before it.
    blocks: usize,
}

impl<'m> Html<'m> {
    /// Nothing is open yet; `elements` are those without prose.
    pub(super) fn new(elements: &'m [Element]) -> Self {
        Self { elements, open: Vec::new(), last_ends: None }
    }

    /// A block of HTML; `html` is the draft from `at` on, with blanks for what belongs to Markdown.
    pub(super) fn block(&mut self, prose: &mut Prose, html: &str, at: usize) {
        let mut ends = TagEnds::default();
        let mut from = prose.floor().saturating_sub(at).min(html.len());
        while let Some(open) = html[from..].find('<').map(|i| from + i) {
            words(prose, html, from..open, at);
            let end = if let Some(element) = self.element(at + open) {
                // What is never closed ends with the block.
                let end = element.end.unwrap_or(at + html.len());
                prose.cut(at + open..end, element.leaves);
                Some(end - at)
            } else if html[open + 1..].starts_with('!') {
                html[open..].find('>').map(|i| open + i + 1)
            } else if tag::name(&html[open..]).is_some() {
                let end = ends.end(html, open);
                let tag = open..end.unwrap_or(html.len());
                self.tag(prose, &html[tag.clone()], at + tag.start..at + tag.end);
                Some(tag.end)
            } else {
                prose.text("<", at + open, Markup::Read);
                Some(open + 1)
            };
            from = end.unwrap_or(html.len());
            if from >= html.len() {
                return;
            }
        }
        words(prose, html, from..html.len(), at);
    }

    /// A tag or comment between words of Markdown; `html` may lack the marks of block quotes that `source` has.
    pub(super) fn inline(&mut self, prose: &mut Prose, html: &str, source: Range<usize>) {
        if source.start < prose.floor() {
            return;
        }
        match self.element(source.start) {
            // Markdown looks for the end of a comment further on than a browser, which shows what stands between.
            Some(Element { end: Some(end), leaves, .. }) if end < source.end && html.len() == source.len() => {
                prose.cut(source.start..end, leaves);
                self.block(prose, &html[end - source.start..], end);
            }
            Some(Element { end: Some(end), leaves, .. }) => prose.cut(source.start..end.max(source.end), leaves),
            Some(_) => prose.touch(&source),
            None if html.starts_with("<!") || html.starts_with("<?") => prose.cut(source, Leaves::Nothing),
            None => self.tag(prose, html, source),
        }
    }

    /// Markdown has ended a block that may have held tags: roles end with it, and an element that is still open stays so
    /// only if an end tag comes.
    pub(super) fn end_block(&mut self, prose: &mut Prose, text: &str, at: usize) {
        prose.close_roles();
        prose.quoted.end_block(at);
        if self.open.is_empty() {
            return;
        }
        let ends = self.last_ends.get_or_insert_with(|| last_ends(text));
        let stays = |open: &Open| match open.part {
            Part::Heading(_) => false,
            part => ends.iter().any(|&(end, last)| end == part && last >= at),
        };
        if let Some(first) = self.open.iter().position(|open| !stays(open)) {
            self.close(prose, first, at);
        }
    }

    fn tag(&mut self, prose: &mut Prose, html: &str, source: Range<usize>) {
        let Some(name) = tag::name(html) else { return };
        let part = part(name);
        let closes = html.starts_with("</");
        if turns_around(name, html) {
            prose.hidden.push((Span::new(source.start, source.end), Hidden::TurnTag));
        }
        prose.quoted.html_tag(html, Span::new(source.start, source.end));
        match part {
            Part::Words => prose.touch(&source),
            Part::LineBreak => prose.hard_break(source),
            Part::Image => image(prose, html, source),
            Part::Link if closes => end_role(prose, InlineKind::is_link, &source),
            Part::Emphasis if closes => end_role(prose, InlineKind::is_emphasis, &source),
            Part::Strong if closes => end_role(prose, InlineKind::is_strong, &source),
            Part::Link => start_role(prose, link(html), &source),
            Part::Emphasis => start_role(prose, Some(InlineKind::Emphasis), &source),
            Part::Strong => start_role(prose, Some(InlineKind::Strong), &source),
            _ if closes => {
                prose.touch(&source);
                prose.end();
                if let Some(first) = self.open.iter().rposition(|open| same(open.part, part)) {
                    self.close(prose, first, source.end);
                }
            }
            _ => self.start(prose, part, source),
        }
    }

    fn start(&mut self, prose: &mut Prose, part: Part, source: Range<usize>) {
        prose.begin(prose.place.kind, source.start);
        let ended = match part {
            Part::Heading(_) => self.open.iter().rposition(|open| matches!(open.part, Part::Heading(_))),
            Part::Cell | Part::Row => {
                let table = self.open.iter().rposition(|open| open.part == Part::Table).unwrap_or(0);
                let cell = self.open[table..].iter().position(|open| open.part == Part::Cell);
                cell.map(|i| table + i)
            }
            _ => None,
        };
        if let Some(first) = ended {
            self.close(prose, first, source.start);
        }
        if !matches!(part, Part::Block | Part::Row) && self.open.len() < MAX_OPEN {
            self.open.push(Open { part, start: source.start, blocks: prose.blocks.len() });
            self.place(prose);
        }
    }

    /// Closes the element of this index, and those inside it.
    fn close(&mut self, prose: &mut Prose, first: usize, end: usize) {
        for open in self.open.drain(first..) {
            if matches!(open.part, Part::List | Part::Table) {
                prose.group(open.start..end, open.blocks, open.part == Part::Table);
            }
        }
        self.place(prose);
    }

    fn place(&self, prose: &mut Prose) {
        let count = |part| self.open.iter().filter(|open| open.part == part).count();
        prose.place.quotes[1] = count(Part::Quote);
        prose.place.lists[1] = count(Part::List);
        prose.place.html = self.open.iter().rev().find_map(|open| match open.part {
            Part::Heading(level) => Some(BlockKind::Heading(level)),
            Part::Caption => Some(BlockKind::Caption),
            Part::Cell => Some(BlockKind::Cell),
            _ => None,
        });
    }

    fn element(&mut self, at: usize) -> Option<Element> {
        let next = self.elements.iter().position(|element| element.start >= at).unwrap_or(self.elements.len());
        self.elements = &self.elements[next..];
        self.elements.first().copied().filter(|element| element.start == at)
    }
}

/// Whether a tag has the words in it shown from right to left, letter by letter: `<bdo dir="rtl">`, `unicode-bidi: bidi-override`.
fn turns_around(name: &str, html: &str) -> bool {
    let value = |wanted| tag::attribute(html, wanted).map(|value| &html[value]);
    if name.eq_ignore_ascii_case("bdo") && value("dir").is_some_and(|dir| dir.trim().eq_ignore_ascii_case("rtl")) {
        return true;
    }
    // Both `bidi-override` and `isolate-override` do so.
    let overrides = |style: &str| style.to_ascii_lowercase().contains("-override");
    html.contains('=') && value("style").is_some_and(overrides)
}

/// Words between tags. A line that starts with `# ` right below a tag is meant as a heading, and most sites show one.
fn words(prose: &mut Prose, html: &str, range: Range<usize>, at: usize) {
    let mut from = range.start;
    let mut look = from;
    while let Some(mark) = html[look..range.end].find('#').map(|i| look + i) {
        let rest = &html[mark..range.end];
        let words = rest.trim_start_matches('#');
        let level = rest.len() - words.len();
        look = mark + level;
        // The line's end is looked for only where a heading starts, so that no line is read for each mark in it.
        if level > 6 || !html[..mark].ends_with('\n') || !words.starts_with(' ') {
            continue;
        }
        let end = look + words.find(['\n', '\r']).unwrap_or(words.len());
        if end < range.end || end == html.len() {
            prose.text(&html[from..mark], at + from, Markup::Html);
            let kind = prose.place.kind;
            prose.begin(BlockKind::Heading(level as u8), at + mark);
            prose.text(&html[look..end], at + look, Markup::Html);
            prose.begin(kind, at + end);
            (from, look) = (end, end);
        }
    }
    prose.text(&html[from..range.end], at + from, Markup::Html);
}

fn part(name: &str) -> Part {
    let mut lower = [0; 10];
    let Some(lower) = lower.get_mut(..name.len()) else { return Part::Words };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"p" | b"div" | b"section" | b"article" | b"aside" | b"main" | b"header" | b"footer" | b"nav" | b"figure"
        | b"li" | b"dd" | b"dt" | b"hr" | b"address" | b"center" | b"details" | b"summary" | b"dialog"
        | b"fieldset" | b"legend" | b"hgroup" | b"menu" | b"search" | b"html" | b"body" | b"title" | b"option"
        | b"optgroup" => Part::Block,
        [b'h', level @ b'1'..=b'6'] => Part::Heading(level - b'0'),
        b"figcaption" | b"caption" => Part::Caption,
        b"td" | b"th" => Part::Cell,
        b"tr" | b"thead" | b"tbody" | b"tfoot" | b"colgroup" | b"col" => Part::Row,
        b"table" => Part::Table,
        b"blockquote" => Part::Quote,
        b"ul" | b"ol" | b"dl" => Part::List,
        b"a" => Part::Link,
        b"em" | b"i" | b"cite" => Part::Emphasis,
        b"strong" | b"b" => Part::Strong,
        b"br" => Part::LineBreak,
        b"img" => Part::Image,
        _ => Part::Words,
    }
}

/// Whether an end tag of the one part ends an element of the other: any heading's ends any.
fn same(a: Part, b: Part) -> bool {
    a == b || matches!((a, b), (Part::Heading(_), Part::Heading(_)))
}

fn start_role(prose: &mut Prose, kind: Option<InlineKind>, source: &Range<usize>) {
    prose.touch(source);
    if let Some(kind) = kind {
        prose.open_role(kind);
    }
}

fn end_role(prose: &mut Prose, is: fn(&InlineKind) -> bool, source: &Range<usize>) {
    prose.close_role(is);
    prose.touch(source);
}

fn link(html: &str) -> Option<InlineKind> {
    let target = &html[tag::attribute(html, "href")?];
    Some(InlineKind::link(&htmlize::unescape_attribute(target)))
}

fn image(prose: &mut Prose, html: &str, source: Range<usize>) {
    let alt = prose.begin_alt();
    // Over the lines of a block quote the tag is shorter than its source, and its text has no place of its own.
    if let Some(value) = tag::attribute(html, "alt").filter(|_| html.len() == source.len()) {
        prose.text(&html[value.clone()], source.start + value.start, Markup::Html);
    }
    prose.end_alt(&alt, source);
}

/// Where the last end tag of each part that may stay open over blank lines stands.
fn last_ends(text: &str) -> Vec<(Part, usize)> {
    let mut ends: Vec<(Part, usize)> = Vec::new();
    for (at, _) in text.match_indices("</") {
        let part = tag::name(&text[at..]).map_or(Part::Words, part);
        match ends.iter_mut().find(|(end, _)| *end == part) {
            Some((_, last)) => *last = at,
            None => ends.push((part, at)),
        }
    }
    ends
}
