//! Markup that marks somebody else's words: block quotes, `<q>`, `<cite>`, and the shortcodes, components and classes
//! that sites use for quotations.

use super::tag;
use crate::text::Span;
use memchr::memmem;

/// How many open elements an end tag is compared with; real pages close their elements long before.
const MAX_LOOK_BACK: usize = 64;

/// HTML elements without an end tag, or with an optional one.
const WITHOUT_END: [&str; 26] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup", "option",
    "p", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track",
];

/// Collects the spans of such elements. Tags must come in the order of the source.
#[derive(Debug, Default)]
pub(super) struct QuotedMarkup {
    open: Vec<OpenQuoted>,
    /// How many of the open elements have their `block_end`.
    ended: usize,
    spans: Vec<Span>,
}

/// An element that is open.
#[derive(Debug)]
struct OpenQuoted {
    name: Box<str>,
    start: usize,
    kind: QuotedKind,
    /// Where the block that the element began in ends.
    block_end: Option<usize>,
}

/// The attribution of an element to a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum QuotedKind {
    /// It is a quotation of paragraphs; left open, it reaches to the end of the draft.
    Block,
    /// It is a quotation of some words; left open, it ends with its paragraph.
    Inline,
    /// It is inside a quotation.
    Other,
}

impl QuotedMarkup {
    /// A stretch of source that is a quotation from end to end.
    pub(super) fn whole(&mut self, span: Span) {
        self.spans.push(span);
    }

    /// A start or end tag of HTML. `source` is where it stands; `html` may lack the marks of block quotes that stand there.
    pub(super) fn html_tag(&mut self, html: &str, source: Span) {
        let Some(name) = tag::name(html) else { return };
        if html.starts_with("</") {
            self.close(name, source.end);
            return;
        }
        let class = tag::attribute(html, "class").is_some_and(|value| is_quotation(&html[value]));
        let kind = match name {
            _ if name.eq_ignore_ascii_case("q") || name.eq_ignore_ascii_case("cite") => QuotedKind::Inline,
            _ if class && (name.eq_ignore_ascii_case("p") || name.eq_ignore_ascii_case("span")) => QuotedKind::Inline,
            _ if class || is_quotation(name) => QuotedKind::Block,
            _ => QuotedKind::Other,
        };
        self.open(name, kind, source.start);
    }

    /// The start tag of a component of MDX, which is never left open.
    pub(super) fn component(&mut self, name: &str, start: usize) {
        let kind = if is_quotation(name) { QuotedKind::Block } else { QuotedKind::Other };
        self.open(name, kind, start);
    }

    /// An end tag: of the last open element of its name. What is open inside that ends with it, but for a quotation of
    /// paragraphs, which only its own end tag ends.
    pub(super) fn close(&mut self, name: &str, end: usize) {
        let mut near = self.open.iter().rev().take(MAX_LOOK_BACK);
        let stop = near.position(|open| open.kind == QuotedKind::Block || open.name.eq_ignore_ascii_case(name));
        let Some(first) = stop.map(|back| self.open.len() - 1 - back) else { return };
        if !self.open[first].name.eq_ignore_ascii_case(name) {
            return;
        }
        let quotations = self.open.drain(first..).filter(|open| open.kind != QuotedKind::Other);
        self.spans.extend(quotations.map(|open| Span::new(open.start, end.max(open.start))));
        self.ended = self.ended.min(first);
    }

    /// A block of Markdown, or of HTML among it, ends.
    pub(super) fn end_block(&mut self, end: usize) {
        for open in &mut self.open[self.ended..] {
            open.block_end = Some(end);
        }
        self.ended = self.open.len();
    }

    /// All there are in a source of this length, in any order; they may overlap.
    pub(super) fn finish(mut self, len: usize) -> Vec<Span> {
        for open in self.open {
            let end = match open.kind {
                QuotedKind::Block => len,
                QuotedKind::Inline => open.block_end.unwrap_or(len),
                QuotedKind::Other => continue,
            };
            self.spans.push(Span::new(open.start, end.max(open.start)));
        }
        self.spans
    }

    fn open(&mut self, name: &str, kind: QuotedKind, start: usize) {
        let may_stay_open = || WITHOUT_END.iter().any(|other| other.eq_ignore_ascii_case(name));
        // Outside quotations nothing needs to be known of other elements.
        if kind != QuotedKind::Other || !self.open.is_empty() && !may_stay_open() {
            self.open.push(OpenQuoted { name: name.into(), start, kind, block_end: None });
        }
    }
}

/// Whether the name of an element, a shortcode or a class says that it holds a quotation: `blockquote`, `pull-quote`, `q`.
pub(super) fn is_quotation(name: &str) -> bool {
    let holds = name.as_bytes().windows(4).any(|four| four.eq_ignore_ascii_case(b"quot"));
    holds || ["q", "cite", "epigraph"].iter().any(|other| other.eq_ignore_ascii_case(name))
}

/// Parameters that say whose words a quotation holds.
pub(super) const AUTHORS: [&str; 11] =
    ["attribution", "author", "by", "cite", "credit", "name", "person", "quotee", "source", "speaker", "who"];

/// Whether a parameter of this name says whose words a quotation holds.
pub(super) fn is_author(parameter: &str) -> bool {
    AUTHORS.iter().any(|other| other.eq_ignore_ascii_case(parameter))
}

/// Containers between lines of colons (`::: pullquote` … `:::`) that hold a quotation; one left open reaches to the end.
pub(super) fn containers(text: &str, start: usize) -> Vec<Span> {
    if memmem::find(&text.as_bytes()[start..], b":::").is_none() {
        return Vec::new();
    }
    let mut spans = Vec::new();
    // Containers that are open: where each starts, if it holds a quotation.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut at = start;
    for line in text[start..].split_inclusive(['\n', '\r']) {
        let fence = line.trim_start_matches([' ', '\t', '>']);
        if fence.starts_with(":::") {
            let name = fence.trim_start_matches(':').trim();
            if !name.is_empty() {
                open.push(is_quotation(name).then_some(at));
            } else if let Some(Some(start)) = open.pop() {
                spans.push(Span::new(start, at + line.len()));
            }
        }
        at += line.len();
    }
    spans.extend(open.into_iter().flatten().map(|start| Span::new(start, text.len())));
    spans
}
