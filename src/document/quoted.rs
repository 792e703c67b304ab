//! Finds markup that marks somebody else's words: block quotes, `<q>`, `<cite>`, and the shortcodes, components and classes
//! that sites use for quotations.

use super::tag;
use crate::text::Span;
use memchr::memmem;

/// Maximum number of open elements that an end tag is compared with. Real pages have far fewer open elements.
const MAX_LOOK_BACK: usize = 64;

/// HTML elements without an end tag, or with an optional one.
const WITHOUT_END_TAG: [&str; 26] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup", "option",
    "p", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track",
];

/// Collects the spans of elements that mark quotations. Tags must come in the order of the source.
#[derive(Debug, Default)]
pub(super) struct QuotedMarkup {
    open: Vec<OpenQuoted>,
    /// Number of open elements whose `block_end` is set.
    with_block_end: usize,
    spans: Vec<Span>,
}

/// An element that is open.
#[derive(Debug)]
struct OpenQuoted {
    name: Box<str>,
    start: usize,
    kind: QuotedKind,
    /// The end of the block in which the element began.
    block_end: Option<usize>,
}

/// How an element marks a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum QuotedKind {
    /// A quotation of whole paragraphs. If it is never closed, it extends to the end of the draft.
    Block,
    /// A quotation inside a paragraph. If it is never closed, it ends with its paragraph.
    Inline,
    /// Not a quotation, but inside one.
    Other,
}

impl QuotedMarkup {
    /// Adds a span that is a quotation as a whole.
    pub(super) fn add_span(&mut self, span: Span) {
        self.spans.push(span);
    }

    /// Reads an HTML start or end tag at `source`; `html` may lack block quote marks that are in the source.
    pub(super) fn read_html_tag(&mut self, html: &str, source: Span) {
        let Some(name) = tag::name(html) else { return };
        if html.starts_with("</") {
            self.read_end_tag(name, source.end);
            return;
        }
        let has_quotation_class = tag::attribute(html, "class").is_some_and(|value| is_quotation(&html[value]));
        let kind = match name {
            _ if name.eq_ignore_ascii_case("q") || name.eq_ignore_ascii_case("cite") => QuotedKind::Inline,
            _ if has_quotation_class && (name.eq_ignore_ascii_case("p") || name.eq_ignore_ascii_case("span")) => {
                QuotedKind::Inline
            }
            _ if has_quotation_class || is_quotation(name) => QuotedKind::Block,
            _ => QuotedKind::Other,
        };
        self.open(name, kind, source.start);
    }

    /// Reads the start tag of an MDX component, which MDX requires to be closed.
    pub(super) fn read_component(&mut self, name: &str, start: usize) {
        let kind = if is_quotation(name) { QuotedKind::Block } else { QuotedKind::Other };
        self.open(name, kind, start);
    }

    /// Reads an end tag: closes the last open element of this name, and the elements open inside it. It does not close a
    /// quotation of paragraphs with another name, nor anything outside that.
    pub(super) fn read_end_tag(&mut self, name: &str, end: usize) {
        let mut innermost = self.open.iter().rev().take(MAX_LOOK_BACK);
        let stop = innermost.position(|open| open.kind == QuotedKind::Block || open.name.eq_ignore_ascii_case(name));
        let Some(first) = stop.map(|back| self.open.len() - 1 - back) else { return };
        if !self.open[first].name.eq_ignore_ascii_case(name) {
            return;
        }
        let quotations = self.open.drain(first..).filter(|open| open.kind != QuotedKind::Other);
        self.spans.extend(quotations.map(|open| Span::new(open.start, end.max(open.start))));
        self.with_block_end = self.with_block_end.min(first);
    }

    /// Sets the block end of the open elements; called when a block of Markdown or HTML ends.
    pub(super) fn end_block(&mut self, end: usize) {
        for open in &mut self.open[self.with_block_end..] {
            open.block_end = Some(end);
        }
        self.with_block_end = self.open.len();
    }

    /// Returns all spans, in any order; they may overlap. `len` is the length of the source.
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
        let needs_no_end_tag = || WITHOUT_END_TAG.iter().any(|other| other.eq_ignore_ascii_case(name));
        // Other elements matter only inside a quotation.
        if kind != QuotedKind::Other || !self.open.is_empty() && !needs_no_end_tag() {
            self.open.push(OpenQuoted { name: name.into(), start, kind, block_end: None });
        }
    }
}

/// Whether the name of an element, shortcode or class marks a quotation: `blockquote`, `pull-quote`, `q`.
pub(super) fn is_quotation(name: &str) -> bool {
    let contains_quot = name.as_bytes().windows(4).any(|four| four.eq_ignore_ascii_case(b"quot"));
    contains_quot || ["q", "cite", "epigraph"].iter().any(|other| other.eq_ignore_ascii_case(name))
}

/// Parameters that name the speaker of a quotation.
pub(super) const AUTHORS: [&str; 11] =
    ["attribution", "author", "by", "cite", "credit", "name", "person", "quotee", "source", "speaker", "who"];

/// Whether a parameter with this name names the speaker of a quotation.
pub(super) fn is_author(parameter: &str) -> bool {
    AUTHORS.iter().any(|other| other.eq_ignore_ascii_case(parameter))
}

/// The spans of containers between lines of colons (`::: pullquote` … `:::`) that mark a quotation. A container that is never
/// closed extends to the end of the draft.
pub(super) fn containers(text: &str, start: usize) -> Vec<Span> {
    if memmem::find(&text.as_bytes()[start..], b":::").is_none() {
        return Vec::new();
    }
    let mut spans = Vec::new();
    // The open containers: the start of each that marks a quotation, `None` for others.
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
