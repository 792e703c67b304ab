//! Masks MDX code, which readers do not see: imports and exports, `{expressions}`, component tags.

use super::directive;
use super::masked::{MaskScan, MaskedSpan, ProseReplacement, ShownValue};
use super::quoted::{AUTHORS, QuotedMarkup, is_quotation};
use super::tag;
use crate::text::{Span, lines};
use std::ops::Range;

/// The characters of a blank line.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// Collects the code of an MDX draft. The caller passes every `<` and `{` in order.
#[derive(Debug)]
pub(super) struct MdxScanner<'t> {
    text: &'t str,
    /// Offsets of matching braces, sorted by the opening one.
    brace_pairs: Vec<(usize, usize)>,
    /// For each blank line, the end of the line before it.
    blank_lines: Vec<usize>,
    /// Tags that start before this offset have no end.
    no_tag_end_before: usize,
    masked_spans: Vec<MaskedSpan>,
    quoted: QuotedMarkup,
    shown: Vec<ShownValue<'t>>,
    /// Quotations that name the speaker and are still open: component name and start.
    open_credited: Vec<(&'t str, usize)>,
    /// Quotations that name the speaker and are closed.
    credited: Vec<Span>,
}

impl<'t> MdxScanner<'t> {
    /// Creates a scanner: pairs the braces from `start` on, and masks imports and exports.
    pub(super) fn new(text: &'t str, start: usize) -> Self {
        let (brace_pairs, blank_lines) = (pair_braces(text, start), blank_lines(text, start));
        let quoted = QuotedMarkup::default();
        let mut mdx = Self {
            text,
            brace_pairs,
            blank_lines,
            no_tag_end_before: 0,
            masked_spans: Vec::new(),
            quoted,
            shown: Vec::new(),
            open_credited: Vec::new(),
            credited: Vec::new(),
        };
        mdx.mask_modules(start);
        mdx
    }

    /// Masks the expression that starts at `at`; returns its end.
    pub(super) fn read_expression(&mut self, at: usize) -> Option<usize> {
        let end = self.closing_brace(at)? + 1;
        // An expression inside a paragraph cannot contain a blank line; one that starts a line can.
        let starts_line = at == 0 || matches!(self.text.as_bytes()[at - 1], b'\n' | b'\r');
        if !starts_line && self.contains_blank_line(at..end) {
            return None;
        }
        let is_directive_comment = self.text[at..].starts_with("{/*") && directive::is_directive(&self.text[at..end]);
        let replacement =
            if is_directive_comment { ProseReplacement::Comment } else { self.expression_replacement(at..end) };
        self.masked_spans.push(MaskedSpan { span: Span::new(at, end), replacement });
        Some(end)
    }

    /// Masks the component tag (`<Note kind={1}>`, `<Tabs.Tab>`, `<>`) that starts at `at`; returns its end.
    pub(super) fn read_tag(&mut self, at: usize) -> Option<usize> {
        let rest = self.text[at + 1..].strip_prefix('/').unwrap_or(&self.text[at + 1..]);
        let is_fragment = rest.starts_with('>');
        let is_component = rest.starts_with(|c: char| c.is_ascii_uppercase());
        let name = tag::name(&self.text[at..]).unwrap_or("");
        let is_member = rest[name.len()..].starts_with('.') && !name.is_empty();
        if !is_fragment && !is_component && !is_member {
            return None;
        }
        let end = self.tag_end(at)?;
        let tag = &self.text[at..end];
        let stands_alone = tag.ends_with("/>") && !tag.starts_with("</");
        let replacement = if stands_alone { ProseReplacement::Gap } else { ProseReplacement::Nothing };
        if tag.starts_with("</") {
            self.quoted.read_end_tag(name, end);
            if self.open_credited.last().is_some_and(|(open, _)| *open == name) {
                self.credited.extend(self.open_credited.pop().map(|(_, start)| Span::new(start, end)));
            }
        } else if !stands_alone {
            self.quoted.read_component(name, at);
            if is_quotation(name) && AUTHORS.iter().any(|author| tag::attribute(tag, author).is_some()) {
                self.open_credited.push((name, at));
            }
        }
        for name in ["alt", "caption"] {
            let value = tag::attribute(tag, name).filter(|value| tag[..value.start].ends_with(['"', '\'']));
            self.shown.extend(
                value.and_then(|value| ShownValue::for_parameter(name, self.text, at + value.start..at + value.end)),
            );
        }
        self.masked_spans.push(MaskedSpan { span: Span::new(at, end), replacement });
        Some(end)
    }

    /// Returns the result.
    pub(super) fn finish(self) -> MaskScan<'t> {
        let quoted = self.quoted.finish(self.text.len());
        MaskScan {
            masked_spans: self.masked_spans,
            quoted,
            shown: self.shown,
            credited: self.credited,
            ..MaskScan::default()
        }
    }

    /// The replacement of an expression: nothing in an attribute or for a comment, otherwise a gap.
    fn expression_replacement(&self, span: Range<usize>) -> ProseReplacement {
        let is_value = span.start > 0 && self.text.as_bytes()[span.start - 1] == b'=';
        if is_value || self.text[span.start..].starts_with("{/*") {
            ProseReplacement::Nothing
        } else {
            ProseReplacement::Gap
        }
    }

    /// The end of a tag, ignoring the `>` of arrows and comparisons in its expressions.
    fn tag_end(&mut self, at: usize) -> Option<usize> {
        if at < self.no_tag_end_before {
            return None;
        }
        let mut quote = None;
        let mut i = at + 1;
        while let Some(&byte) = self.text.as_bytes().get(i) {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (None, b'>') => return Some(i + 1),
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'<') => break,
                (None, b'{') => match self.closing_brace(i) {
                    Some(close) => i = close,
                    None => break,
                },
                _ => {}
            }
            i += 1;
        }
        self.no_tag_end_before = i;
        None
    }

    fn closing_brace(&self, open: usize) -> Option<usize> {
        self.brace_pairs.binary_search_by_key(&open, |&(open, _)| open).ok().map(|i| self.brace_pairs[i].1)
    }

    fn contains_blank_line(&self, span: Range<usize>) -> bool {
        self.paragraph_end(span.start) < span.end
    }

    /// Masks imports and exports from `start` on.
    ///
    /// An import or export starts a line at the start of the draft, after a blank line, or after another one. It ends before
    /// the first blank line outside its braces.
    fn mask_modules(&mut self, start: usize) {
        let mut at = start;
        loop {
            let rest = self.text[at..].trim_start_matches(BLANK);
            if rest.is_empty() {
                break;
            }
            at = self.text.len() - rest.len();
            let mut end = self.paragraph_end(at);
            if starts_module(rest) {
                let first = self.brace_pairs.partition_point(|&(open, _)| open < at);
                for &(open, close) in &self.brace_pairs[first..] {
                    if open >= end {
                        break;
                    }
                    if close > end {
                        end = self.paragraph_end(close);
                    }
                }
                self.masked_spans.push(MaskedSpan { span: Span::new(at, end), replacement: ProseReplacement::Nothing });
            }
            at = end;
        }
    }

    fn paragraph_end(&self, at: usize) -> usize {
        let i = self.blank_lines.partition_point(|&blank| blank < at);
        self.blank_lines.get(i).map_or(self.text.len(), |&blank| blank)
    }
}

/// Whether a line starts an import or export, not a sentence that begins with the same word.
fn starts_module(line: &str) -> bool {
    let starts_with_any = |rest: &str, words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    if let Some(rest) = line.strip_prefix("import ") {
        let line = rest.split(['\n', '\r']).next().unwrap_or("");
        return starts_with_any(rest, &["{", "'", "\"", "*"]) || line.contains(" from '") || line.contains(" from \"");
    }
    let words = ["const ", "let ", "var ", "function ", "default ", "async ", "class ", "{", "* "];
    line.strip_prefix("export ").is_some_and(|rest| starts_with_any(rest, &words))
}

fn pair_braces(text: &str, start: usize) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for (i, _) in text[start..].match_indices(['{', '}']).map(|(i, mark)| (start + i, mark)) {
        if i > 0 && text.as_bytes()[i - 1] == b'\\' {
            continue;
        }
        if text.as_bytes()[i] == b'{' {
            open.push(i);
        } else if let Some(open) = open.pop() {
            pairs.push((open, i));
        }
    }
    pairs.sort_unstable();
    pairs
}

fn blank_lines(text: &str, start: usize) -> Vec<usize> {
    let mut blanks = Vec::new();
    for (at, line) in lines(text, start) {
        if line.trim_matches(BLANK).is_empty() {
            blanks.push(at.saturating_sub(1).max(start));
        }
    }
    blanks
}

#[cfg(test)]
mod tests {
    use super::super::mask;

    /// Compares the draft after masking: gaps are shown as `_`, other masked spans are removed.
    fn check(text: &str, expected: &str) {
        let mut unmasked = String::new();
        let mut at = 0;
        for masked in mask::mdx(text, 0).masked_spans {
            unmasked.push_str(&text[at..masked.span.start]);
            unmasked.push_str(if masked.replacement == super::ProseReplacement::Gap { "_" } else { "" });
            at = masked.span.end;
        }
        assert_eq!(unmasked + &text[at..], expected, "{text}");
    }

    #[test]
    fn imports_and_exports_are_masked() {
        check("import A from 'a'\nimport {\n  B,\n} from \"b\"\n\nText", "\n\nText");
        check("export const a = {\n\n  b: 1\n}\nexport const c = 2\n\nText", "\n\nText");
        check("Text on\nexport of grain", "Text on\nexport of grain");
        check("export of grain", "export of grain");
    }

    #[test]
    fn expressions_are_masked() {
        check("a {b.map(c => { return c })} d", "a _ d");
        check("a {b\n\nc} d", "a {b\n\nc} d");
        check("{\n\nb}", "_");
        check("a \\{b} c { d", "a \\{b} c { d");
        check("a {/* b */} c", "a  c");
    }

    #[test]
    fn component_tags_are_masked() {
        check("<Note kind=\"a>b\" c={() => d}>text</Note>", "text");
        check("<A b={c} d={e > f}>g</A>", "g");
        check("a <Chart data={[1]} /> b", "a _ b");
        check("<>a <Tabs.Tab>b</Tabs.Tab></>", "a b");
        check("<p style={{a: 1}}>b</p> 1 < 2", "<p style=>b</p> 1 < 2");
    }
}
