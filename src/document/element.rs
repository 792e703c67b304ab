//! Finds HTML elements without prose before Markdown is parsed, because Markdown ends some of them in other places than a
//! browser does.

use super::masked::ProseReplacement;
use super::tag::{self, TagEnds};
use std::ops::Range;

/// An element or comment without prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// The start of the start tag.
    pub(super) start: usize,
    /// The end of the end tag; `None` if the element is never closed.
    pub(super) end: Option<usize>,
    pub(super) replacement: ProseReplacement,
}

/// Maximum length of an inline code element, in bytes.
const MAX_INLINE_CODE: usize = 2000;

/// Elements without prose: name, replacement, and whether tags inside the element are only text. The first three are the
/// ones whose content is text.
const NON_PROSE_ELEMENTS: [(&str, ProseReplacement, bool); 22] = [
    ("script", ProseReplacement::Nothing, true),
    ("style", ProseReplacement::Nothing, true),
    ("textarea", ProseReplacement::Gap, true),
    ("pre", ProseReplacement::Break, false),
    ("code", ProseReplacement::Code, false),
    ("kbd", ProseReplacement::Code, false),
    ("samp", ProseReplacement::Code, false),
    ("tt", ProseReplacement::Code, false),
    ("var", ProseReplacement::Code, false),
    ("svg", ProseReplacement::Nothing, false),
    ("math", ProseReplacement::Gap, false),
    ("form", ProseReplacement::Break, false),
    ("button", ProseReplacement::Gap, false),
    ("select", ProseReplacement::Gap, false),
    ("iframe", ProseReplacement::Break, false),
    ("object", ProseReplacement::Break, false),
    ("video", ProseReplacement::Break, false),
    ("audio", ProseReplacement::Break, false),
    ("canvas", ProseReplacement::Break, false),
    ("noscript", ProseReplacement::Nothing, false),
    ("template", ProseReplacement::Nothing, false),
    ("head", ProseReplacement::Break, false),
];

/// Elements without prose whose paragraphs a browser shows. Markdown parses a paragraph inside them if blank lines surround
/// it.
const SHOWS_PARAGRAPHS: [&str; 5] = ["svg", "math", "form", "button", "object"];

/// Collects the elements without prose. The caller passes every `<` in order.
#[derive(Debug)]
pub(super) struct ElementScanner<'t> {
    text: &'t str,
    found: Vec<Element>,
    /// For each name, indices into `found` of the elements that are still open.
    open: [Vec<usize>; NON_PROSE_ELEMENTS.len()],
    /// Searches for the next end: 0 to 2 for the names whose content is text, 3 for declarations, 4 for PHP code, 5 and 6 for
    /// comments that end with `-->` and `--!>`.
    ends: [ForwardSearch; 7],
    /// Searches for the next line that starts with a start tag, for each name whose content is text.
    starts: [ForwardSearch; 3],
    tag_ends: TagEnds,
}

/// A search from increasing offsets that reads each byte at most once.
#[derive(Clone, Copy, Debug, Default)]
struct ForwardSearch {
    from: usize,
    found: Option<usize>,
    has_started: bool,
}

impl<'t> ElementScanner<'t> {
    /// Creates a scanner that has found no elements.
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            found: Vec::new(),
            open: Default::default(),
            ends: [ForwardSearch::default(); 7],
            starts: [ForwardSearch::default(); 3],
            tag_ends: TagEnds::default(),
        }
    }

    /// Reads the tag or comment at `at`. If it belongs to an element without prose, returns where the scan continues: the
    /// end of the whole element if it is known, else the end of the tag.
    pub(super) fn read(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        match rest.as_bytes().get(1)? {
            b'!' if rest.starts_with("<!--") => self.read_comment(at),
            // Outside XML, declarations end at the first `>`, and browsers show the text after it. PHP runs on the server and
            // ends at its own mark.
            b'?' if rest.starts_with("<?php") || rest.starts_with("<?=") => self.read_declaration(at, 4, "?>"),
            b'!' if rest.starts_with("<![CDATA[") => self.read_declaration(at, 3, ">"),
            b'?' => self.read_declaration(at, 3, ">"),
            b'/' => self.read_end(at),
            byte if byte.is_ascii_alphabetic() => self.read_start(at),
            _ => None,
        }
    }

    /// Returns the elements sorted by start, and the disguises: replacement text for the start tags of elements that Markdown
    /// would not end.
    ///
    /// Markdown treats an unclosed `<script` or `<!--` at the start of a line as HTML up to the end of the draft. Disguised as
    /// an unclosed `<p`, it is HTML up to the next blank line only.
    pub(super) fn finish(self) -> (Vec<Element>, Vec<(usize, &'static str)>) {
        // Elements that Markdown ends in another place than a browser are disguised, too.
        let is_endless =
            |element: &Element| element.end.is_none_or(|end| ends_unlike_markdown(&self.text[element.start..end]));
        let endless = self.found.iter().filter(|element| is_endless(element) && starts_line(self.text, element.start));
        let disguises = endless.filter_map(|element| {
            let rest = &self.text[element.start..];
            let name_end = tag::name(rest).map_or(0, str::len) + 1;
            let disguise = match &rest.as_bytes()[1..name_end.max(3).min(rest.len())] {
                [b'?', next] if next.is_ascii_whitespace() => "<p",
                [b'!', ..] | [b'?', _] if rest.is_char_boundary(3) => "<p ",
                name if name.eq_ignore_ascii_case(b"script") => "<p     ",
                name if name.eq_ignore_ascii_case(b"style") => "<p    ",
                name if name.eq_ignore_ascii_case(b"textarea") => "<p       ",
                name if name.eq_ignore_ascii_case(b"pre") => "<p  ",
                _ => return None,
            };
            Some((element.start, disguise))
        });
        let disguises = disguises.collect();
        (cut_out_paragraphs(self.text, self.found), disguises)
    }

    fn read_comment(&mut self, at: usize) -> Option<usize> {
        // `<!-->` is a comment, too.
        let end = self.ends[5].next(self.text, at + 2, |text, from| text[from..].find("-->").map(|i| from + i + 3));
        let other_end =
            self.ends[6].next(self.text, at + 4, |text, from| text[from..].find("--!>").map(|i| from + i + 4));
        let end = end.into_iter().chain(other_end).min();
        // A `<!--` that the text only mentions, for example in code, must not extend to the end of the next comment.
        let contains_start = end.is_some_and(|end| self.text[at + 4..end.max(at + 4)].contains("<!--"));
        if contains_start && !starts_line(self.text, at) {
            return None;
        }
        self.found.push(Element { start: at, end, replacement: ProseReplacement::Comment });
        end
    }

    fn read_declaration(&mut self, at: usize, search: usize, mark: &str) -> Option<usize> {
        let find = |text: &str, from: usize| text[from..].find(mark).map(|i| from + i + mark.len());
        let end = self.ends[search].next(self.text, at + 2, find);
        self.found.push(Element { start: at, end, replacement: ProseReplacement::Nothing });
        end
    }

    fn read_start(&mut self, at: usize) -> Option<usize> {
        let i = non_prose_element(tag::name(&self.text[at..])?)?;
        let (name, replacement, is_text) = NON_PROSE_ELEMENTS[i];
        let tag_end = self.tag_ends.end(self.text, at)?;
        let mut element = Element { start: at, end: None, replacement };
        if self.text[..tag_end].ends_with("/>") {
            element.end = Some(tag_end);
        } else if is_text {
            let end = self.ends[i].next(self.text, tag_end, |text, from| find_end(text, from, name));
            // If a second start tag begins a line before the end, the first was left open.
            let next_start = self.starts[i].next(self.text, tag_end, |text, from| find_start(text, from, name));
            element.end = end.filter(|&end| next_start.is_none_or(|next_start| end <= next_start));
        } else {
            self.open[i].push(self.found.len());
        }
        self.found.push(element);
        Some(element.end.unwrap_or(tag_end))
    }

    fn read_end(&mut self, at: usize) -> Option<usize> {
        let i = non_prose_element(tag::name(&self.text[at..])?)?;
        let end = self.tag_ends.end(self.text, at)?;
        if let Some(open) = self.open[i].pop() {
            let element = &mut self.found[open];
            element.end = Some(end);
            // Unclosed code in a sentence must not extend to the next code, paragraphs later.
            if element.replacement == ProseReplacement::Code && !is_inline_code(&self.text[element.start..end]) {
                element.end = None;
            }
        }
        Some(end)
    }
}

impl ForwardSearch {
    /// The next result of `find` from `from` on. `from` must not be smaller than in the last call.
    fn next(&mut self, text: &str, from: usize, find: impl Fn(&str, usize) -> Option<usize>) -> Option<usize> {
        if !self.has_started || self.found.is_some_and(|found| found < from) {
            *self = Self { from, found: find(text, from), has_started: true };
        }
        debug_assert!(self.from <= from, "searches go forward");
        self.found
    }
}

/// Removes the paragraphs that a browser shows from the elements in [`SHOWS_PARAGRAPHS`]: such an element is replaced
/// by the parts between its paragraphs. Elements stay sorted by start.
fn cut_out_paragraphs(text: &str, found: Vec<Element>) -> Vec<Element> {
    let is_shown = |element: &Element| {
        let name = tag::name(&text[element.start..]);
        name.is_some_and(|name| SHOWS_PARAGRAPHS.iter().any(|shown| shown.eq_ignore_ascii_case(name)))
    };
    let mut all = Vec::with_capacity(found.len());
    let mut rest = found.into_iter().peekable();
    while let Some(element) = rest.next() {
        let first = all.len();
        all.push(element);
        let Some(end) = element.end.filter(|_| is_shown(&element)) else { continue };
        let mut has_paragraph = false;
        let mut at = element.start;
        while at < end {
            // A part ends at the first blank line that is not inside another element.
            let mut stop = next_blank_line(text, at..end).unwrap_or(end);
            let from = all.len();
            while let Some(inner) = rest.next_if(|inner| inner.start < stop.min(end)) {
                if let Some(inner) = inner.end.filter(|inner_end| *inner_end > stop && !is_shown(&inner)) {
                    stop = next_blank_line(text, inner..end).unwrap_or(end);
                }
                all.push(inner);
            }
            stop = stop.min(end);
            for inner in &mut all[from..] {
                inner.end = inner.end.map(|inner| inner.min(stop));
            }
            if text[at..].starts_with('<') {
                all.truncate(from);
                all.push(Element { start: at, end: Some(stop), replacement: element.replacement });
            } else {
                has_paragraph |= !is_indented(text, at);
            }
            at = stop + text[stop..].len() - text[stop..].trim_start().len();
        }
        all.remove(first);
        if !has_paragraph {
            all.truncate(first);
            all.push(element);
        }
    }
    all
}

/// The end of the first line in `within` that a blank line follows. Searches only `within`, so that the cost of many short
/// elements is linear in their length.
fn next_blank_line(text: &str, within: Range<usize>) -> Option<usize> {
    let mut ends = text.get(within.clone())?.match_indices('\n').map(|(i, _)| within.start + i);
    ends.find(|end| text[end + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n'))
}

/// Whether the text at `at` is indented so far that Markdown treats the paragraph as code.
fn is_indented(text: &str, at: usize) -> bool {
    let line = &text[..at];
    let blanks = line.len() - line.trim_end_matches([' ', '\t']).len();
    blanks >= 4 || line.ends_with('\t')
}

/// Whether a comment or declaration ends with a mark that Markdown does not recognise as its end.
fn ends_unlike_markdown(html: &str) -> bool {
    html.starts_with("<!--") && !html.ends_with("-->")
        || html.starts_with("<![") && !html.ends_with("]]>")
        || html.starts_with("<?") && !html.ends_with("?>")
}

fn is_inline_code(html: &str) -> bool {
    html.len() <= MAX_INLINE_CODE && !html.contains("\n\n") && !html.contains("\n\r\n")
}

fn non_prose_element(name: &str) -> Option<usize> {
    NON_PROSE_ELEMENTS.iter().position(|(non_prose_element, ..)| non_prose_element.eq_ignore_ascii_case(name))
}

/// Whether there are only blanks and block quote marks before `at` in its line.
fn starts_line(text: &str, at: usize) -> bool {
    let before = text.as_bytes()[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'>'));
    matches!(before, None | Some(b'\n' | b'\r'))
}

/// The end of the first end tag with this name, from `from` on.
fn find_end(text: &str, from: usize, name: &str) -> Option<usize> {
    let mut tags = text[from..].match_indices("</").map(|(i, _)| from + i);
    let at = tags.find(|&at| tag::name(&text[at..]).is_some_and(|found| found.eq_ignore_ascii_case(name)))?;
    text[at..].find('>').map(|i| at + i + 1)
}

/// The offset of the first start tag with this name that begins a line, from `from` on.
fn find_start(text: &str, from: usize, name: &str) -> Option<usize> {
    let mut tags = text[from..].match_indices('<').map(|(i, _)| from + i);
    tags.find(|&at| {
        let found = tag::name(&text[at..]).is_some_and(|found| found.eq_ignore_ascii_case(name));
        found && !text[at..].starts_with("</") && starts_line(text, at)
    })
}
