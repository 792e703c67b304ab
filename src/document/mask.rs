//! Masks the parts of a draft that the Markdown parser must not see: shortcodes, MDX code, and HTML elements without prose.
//! Every byte keeps its offset.

use super::admonition;
use super::chars;
use super::element::{Element, ElementScanner};
use super::highlight;
use super::masked::{MaskScan, MaskedSpan, ProseReplacement, ShownValue};
use super::mdx::MdxScanner;
use super::shortcode::ShortcodeScanner;
use crate::text::Span;
use std::borrow::Cow;

/// The character that fills masked spans: neither white space nor punctuation, so that Markdown treats a masked span as a
/// word.
pub(super) const PLACEHOLDER: char = '\x7f';

/// A draft prepared for the Markdown parser.
#[derive(Debug)]
pub(super) struct MaskedDraft<'t> {
    /// The draft with placeholders in masked spans, of the same length.
    pub(super) text: Cow<'t, str>,
    /// `text` with disguised start tags of elements that Markdown would not end; `None` if there are no disguises.
    disguised_text: Option<String>,
    /// Spans that are not prose, in order, without overlap.
    pub(super) masked_spans: Vec<MaskedSpan>,
    /// HTML elements without prose, sorted by start.
    pub(super) elements: Vec<Element>,
    /// Quotations that shortcodes and components mark, in any order.
    pub(super) quoted: Vec<Span>,
    /// The offsets of attribute lists that make a block a quotation, in order.
    pub(super) quoting_attributes: Vec<usize>,
    /// Quotations whose shortcode or component names the speaker, in any order.
    pub(super) credited: Vec<Span>,
    /// Values of shortcodes and components that readers see, in order.
    pub(super) shown: Vec<ShownValue<'t>>,
}

/// Masks a Markdown draft from `start` on.
pub(super) fn markdown(text: &str, start: usize) -> MaskedDraft<'_> {
    let mut elements = ElementScanner::new(text);
    let mut shortcodes = ShortcodeScanner::new(text);
    scan(text, start, |byte, at| match byte {
        b'<' => elements.read(at),
        b'{' => shortcodes.read_braces(at),
        b'$' => shortcodes.read_dollars(at),
        _ => shortcodes.read_brackets(at),
    });
    let mut found = shortcodes.finish();
    highlight::mask_highlights(text, start, &mut found.masked_spans);
    admonition::find_admonitions(text, start, &mut found);
    overlay(text, found, elements)
}

/// Masks an MDX draft from `start` on.
pub(super) fn mdx(text: &str, start: usize) -> MaskedDraft<'_> {
    let mut elements = ElementScanner::new(text);
    let mut mdx = MdxScanner::new(text, start);
    scan(text, start, |byte, at| match byte {
        b'<' => mdx.read_tag(at).or_else(|| elements.read(at)),
        b'{' => mdx.read_expression(at),
        _ => None,
    });
    overlay(text, mdx.finish(), elements)
}

/// Masks plain text from `start` on: only comments for bylint are not prose.
pub(super) fn plain(text: &str, start: usize) -> MaskedDraft<'_> {
    let mut masked_spans = Vec::new();
    let mut at = start;
    while let Some(open) = text[at..].find("<!--").map(|i| at + i) {
        at = open + 4;
        if text[at..].trim_start().starts_with(super::directive::PREFIX) {
            let Some(close) = text[at..].find("-->").map(|i| at + i + 3) else { break };
            masked_spans.push(MaskedSpan { span: Span::new(open, close), replacement: ProseReplacement::Comment });
            at = close;
        }
    }
    overlay(text, MaskScan { masked_spans, ..MaskScan::default() }, ElementScanner::new(text))
}

/// Calls `read_byte` at every `<`, `{`, `[` and `$`. `read_byte` returns the offset to continue from if it consumed
/// more than that byte.
fn scan(text: &str, start: usize, mut read_byte: impl FnMut(u8, usize) -> Option<usize>) {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(i) = chars::find_any(bytes, at, *b"<{[$") {
        at = read_byte(bytes[i], i).unwrap_or(i + 1);
    }
}

fn overlay<'t>(text: &'t str, found: MaskScan<'t>, elements: ElementScanner<'_>) -> MaskedDraft<'t> {
    let MaskScan { mut masked_spans, quoted, quoting_attributes, credited, mut shown, mut disguises } = found;
    shown.sort_by_key(|shown| shown.start);
    // If two masked spans overlap, the first is kept; of two with the same start, the longer.
    masked_spans.sort_by_key(|masked| (masked.span.start, std::cmp::Reverse(masked.span.end)));
    let mut end = 0;
    masked_spans.retain(|masked| {
        masked.span.start >= end && {
            end = masked.span.end;
            true
        }
    });
    let (elements, tag_disguises) = elements.finish();
    disguises.extend(tag_disguises);
    let text =
        if masked_spans.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(overwrite(text, &masked_spans, &[])) };
    let lines_to_blank: Vec<MaskedSpan> =
        masked_spans.iter().filter(|masked| is_above_definition(&text, masked)).copied().collect();
    let is_disguised = !disguises.is_empty() || !lines_to_blank.is_empty();
    let disguised_text = is_disguised.then(|| blank_lines(overwrite(&text, &[], &disguises), &lines_to_blank));
    MaskedDraft { text, disguised_text, masked_spans, elements, quoted, quoting_attributes, credited, shown }
}

/// Whether a masked span ends a line that contains only masked spans and is followed by a link definition. Markdown would
/// treat such a line as a paragraph, and the definition as the next line of that paragraph.
fn is_above_definition(text: &str, masked: &MaskedSpan) -> bool {
    let rest = text[masked.span.end..].trim_start_matches([' ', '\t']);
    let next = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']));
    let Some(next) =
        next.filter(|_| masked.replacement != ProseReplacement::Comment).map(|next| text.len() - next.len())
    else {
        return false;
    };
    let indent = text[next..].len() - text[next..].trim_start_matches(' ').len();
    let label = text[next + indent..].strip_prefix('[').filter(|_| indent <= 3);
    let ends = label.and_then(|label| label.find(['[', ']', '\n', '\r']).map(|len| label[len..].starts_with("]:")));
    let line = text[..masked.span.start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    ends == Some(true) && text[line..masked.span.start].chars().all(|c| matches!(c, ' ' | '\t' | PLACEHOLDER))
}

/// Replaces the lines in which these masked spans end with blanks, up to the end of each span.
fn blank_lines(text: String, masked_spans: &[MaskedSpan]) -> String {
    let mut bytes = text.into_bytes();
    for masked in masked_spans {
        let start =
            bytes[..masked.span.start].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |end| end + 1);
        bytes[start..masked.span.end].fill(b' ');
    }
    String::from_utf8(bytes).expect("such lines hold filler and blanks")
}

fn overwrite(text: &str, masked_spans: &[MaskedSpan], disguises: &[(usize, &str)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for masked in masked_spans {
        bytes[masked.span.range()].fill(PLACEHOLDER as u8);
    }
    for (at, disguise) in disguises {
        bytes[*at..at + disguise.len()].copy_from_slice(disguise.as_bytes());
    }
    String::from_utf8(bytes).expect("holes and disguises start and end at ASCII marks")
}

impl MaskedDraft<'_> {
    /// The text for the Markdown parser.
    pub(super) fn markdown(&self) -> &str {
        self.disguised_text.as_deref().unwrap_or(&self.text)
    }
}
