//! The lines of a draft around a finding, for codespan: cut to a width, with every character visible and correct line and
//! column numbers.

use super::sanitize::{self, visible};
use crate::text::{Source, Span};
use codespan_reporting::files::{Error, Files, Location};
use std::collections::BTreeMap;
use std::ops::Range;

/// The number of lines that codespan shows after the first line of a long span, and before its last line.
const LINES_AFTER_FIRST: usize = 3;
const LINES_BEFORE_LAST: usize = 1;

/// The longest gap that is shown instead of an ellipsis, in characters.
const MAX_GAP_WITHOUT_ELLIPSIS: usize = 3;

/// Parts of a draft as a codespan file: lines keep their numbers, but only those around the spans have text.
pub(super) struct Excerpt<'a> {
    source: &'a Source,
    name: String,
    text: String,
    /// The range in `text` of each line, by line number from 0.
    lines: BTreeMap<usize, Range<usize>>,
    /// The parts of the source that `text` contains, in order.
    pieces: Vec<ExcerptPiece>,
}

/// A part of the source that is copied into the excerpt.
struct ExcerptPiece {
    /// The span in the source.
    span: Span,
    /// The start in [`Excerpt::text`].
    at: usize,
    /// The line number, from 0.
    line: usize,
}

impl<'a> Excerpt<'a> {
    /// Creates the excerpt with the lines around the spans. Each line has about `width` characters at most, unless the spans
    /// need more.
    pub(super) fn new(source: &'a Source, spans: &[Span], width: usize) -> Self {
        let name = sanitize::path(source.name()).into_owned();
        let mut excerpt = Self { source, name, text: String::new(), lines: BTreeMap::new(), pieces: Vec::new() };
        for (line, marks) in lines_to_show(source, spans) {
            excerpt.push(line, &marks, width);
        }
        excerpt
    }

    /// The range in the excerpt of a span of the source. The span must be one of those passed to [`Excerpt::new`].
    pub(super) fn range(&self, span: Span) -> Range<usize> {
        let span = without_line_break(self.source, span);
        // Pieces are sorted. At a boundary, the start of a span belongs to the later piece, its end to the earlier one.
        let first = self.pieces.partition_point(|piece| piece.span.start <= span.start).saturating_sub(1);
        let last = self.pieces.partition_point(|piece| piece.span.start < span.end).saturating_sub(1);
        let start = self.text_offset(first, span.start);
        start..self.text_offset(last.max(first), span.end).max(start)
    }

    /// The offset in the excerpt of an offset in the source, which is in this piece.
    fn text_offset(&self, piece: usize, offset: usize) -> usize {
        let Some(piece) = self.pieces.get(piece) else { return 0 };
        let offset = offset.clamp(piece.span.start, piece.span.end);
        let before = self.source.slice(Span::new(piece.span.start, offset));
        piece.at + before.chars().map(visible_or_tab).map(char::len_utf8).sum::<usize>()
    }

    /// Appends a line with its marks, cut to `width`.
    fn push(&mut self, line: usize, marks: &[Span], width: usize) {
        let line_span = line_body(self.source, line);
        let start = self.text.len();
        let mut end = line_span.start;
        for span in spans_to_show(self.source.text(), line_span, marks, width) {
            if span.start > end {
                self.text.push('…');
            }
            self.pieces.push(ExcerptPiece { span, at: self.text.len(), line });
            self.text.extend(self.source.slice(span).chars().map(visible_or_tab));
            end = span.end;
        }
        if end < line_span.end {
            self.text.push('…');
        }
        self.text.push('\n');
        self.lines.insert(line, start..self.text.len());
    }
}

impl<'files> Files<'files> for Excerpt<'_> {
    type FileId = ();
    type Name = &'files str;
    type Source = &'files str;

    fn name(&'files self, (): ()) -> Result<&'files str, Error> {
        Ok(&self.name)
    }

    fn source(&'files self, (): ()) -> Result<&'files str, Error> {
        Ok(&self.text)
    }

    fn line_index(&'files self, (): (), byte: usize) -> Result<usize, Error> {
        let after = self.pieces.partition_point(|piece| piece.at <= byte);
        Ok(self.pieces.get(after.saturating_sub(1)).map_or(0, |piece| piece.line))
    }

    fn line_range(&'files self, (): (), line: usize) -> Result<Range<usize>, Error> {
        Ok(self.lines.get(&line).cloned().unwrap_or_default())
    }

    /// The line and column in the draft, not in the excerpt.
    fn location(&'files self, (): (), byte: usize) -> Result<Location, Error> {
        let after = self.pieces.partition_point(|piece| piece.at <= byte);
        let offset = self.pieces.get(after.saturating_sub(1)).map_or(0, |piece| {
            let mut at = piece.at;
            let text = self.source.slice(piece.span);
            let before = text.chars().take_while(|&c| {
                let is_before = at < byte;
                at += visible_or_tab(c).len_utf8();
                is_before
            });
            piece.span.start + before.map(char::len_utf8).sum::<usize>()
        });
        let position = self.source.position(offset);
        Ok(Location { line_number: position.line, column_number: position.column })
    }
}

/// The visible form of a character. Tabs are left to codespan, which expands them to the next tab stop.
fn visible_or_tab(c: char) -> char {
    if c == '\t' { c } else { visible(c) }
}

/// The span without line breaks at its end: with them, codespan would show the next line as well.
fn without_line_break(source: &Source, span: Span) -> Span {
    let text = source.slice(span).trim_end_matches(['\n', '\r']);
    if text.is_empty() { span } else { Span::new(span.start, span.start + text.len()) }
}

/// The lines (from 0) that codespan will show, each with the parts of the spans in it, in order.
fn lines_to_show(source: &Source, spans: &[Span]) -> BTreeMap<usize, Vec<Span>> {
    let mut lines: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for span in spans.iter().map(|&span| without_line_break(source, span)) {
        let first = source.position(span.start).line - 1;
        let last = source.position(span.end).line - 1;
        let head = first..=last.min(first + LINES_AFTER_FIRST);
        let tail = first.max(last.saturating_sub(LINES_BEFORE_LAST))..=last;
        for line in head.chain(tail) {
            let body = line_body(source, line);
            let start = span.start.clamp(body.start, body.end);
            lines.entry(line).or_default().push(Span::new(start, span.end.clamp(start, body.end)));
        }
    }
    // If only one line would be left out between two lines, codespan shows it instead of an ellipsis.
    let between: Vec<usize> =
        lines.keys().zip(lines.keys().skip(1)).filter(|(a, b)| *b - *a == 2).map(|(a, _)| a + 1).collect();
    lines.extend(between.into_iter().map(|line| (line, Vec::new())));
    for marks in lines.values_mut() {
        marks.sort_unstable();
    }
    lines
}

/// The span of a line (from 0), without its line break and without a byte order mark.
fn line_body(source: &Source, line: usize) -> Span {
    let span = source.line(line + 1);
    let start = span.start.max(source.start()).min(span.end);
    Span::new(start, span.end)
}

/// The parts of a line to show: the whole line if it fits in `width`, otherwise whole words around the marks.
fn spans_to_show(text: &str, line: Span, marks: &[Span], width: usize) -> Vec<Span> {
    if text[line.range()].chars().nth(width).is_none() {
        return vec![line];
    }
    let mut marks: Vec<ExcerptMark> = marks.iter().flat_map(|&mark| split_long_mark(text, line, mark, width)).collect();
    marks.dedup();
    if marks.is_empty() {
        return vec![Span::new(line.start, line.start + first_words_len(&text[line.range()], width))];
    }
    let marked: usize = marks.iter().map(|mark| text[mark.span.range()].chars().count()).sum();
    let share = (width.saturating_sub(marked) / (2 * marks.len())).max(width / 10);
    let mut expanded: Vec<Span> = marks.iter().map(|mark| expand(text, mark, share)).collect();
    expanded.sort_unstable();
    let mut spans: Vec<Span> = Vec::new();
    for window in expanded {
        match spans.last_mut() {
            Some(last)
                if prefix_len(text.get(last.end..window.start).unwrap_or(""), MAX_GAP_WITHOUT_ELLIPSIS + 1).1
                    <= MAX_GAP_WITHOUT_ELLIPSIS =>
            {
                last.end = last.end.max(window.end);
            }
            _ => spans.push(window),
        }
    }
    spans
}

/// A marked span, and the bounds for the text to show around it.
#[derive(PartialEq)]
struct ExcerptMark {
    span: Span,
    within: Span,
}

/// Splits a mark that is longer than `width` into its beginning and its end.
fn split_long_mark(text: &str, line: Span, span: Span, width: usize) -> Vec<ExcerptMark> {
    let words = &text[span.range()];
    if words.chars().nth(width).is_none() {
        return vec![ExcerptMark { span, within: line }];
    }
    let head = span.start + first_words_len(words, width / 2);
    let tail = span.end - last_words_len(words, width / 2);
    vec![
        ExcerptMark { span: Span::new(span.start, head), within: Span::new(line.start, head) },
        ExcerptMark { span: Span::new(tail, span.end), within: Span::new(tail, line.end) },
    ]
}

/// A mark with about `2 * share` characters around it. If one side has fewer than `share`, the other side gets the rest.
fn expand(text: &str, ExcerptMark { span: mark, within: line }: &ExcerptMark, share: usize) -> Span {
    let (before, after) = (&text[line.start..mark.start], &text[mark.end..line.end]);
    let (left, right) = (suffix_len(before, 2 * share).1, prefix_len(after, 2 * share).1);
    let left = left.min(share.max(2 * share - right.min(share)));
    let right = right.min(2 * share - left.min(share));
    let mut start = mark.start - suffix_len(before, left).0;
    let mut end = mark.end + prefix_len(after, right).0;
    if start > line.start {
        start += text[start..mark.start].find(' ').map_or(0, |blank| blank + 1);
    }
    if end < line.end {
        end -= text[mark.end..end].rfind(' ').map_or(0, |blank| end - mark.end - blank);
    }
    Span::new(start, end)
}

/// The length in bytes of the first `count` characters, cut back to a whole word unless that would halve it.
fn first_words_len(text: &str, count: usize) -> usize {
    let end = prefix_len(text, count).0;
    let ends_at_word = text[end..].is_empty() || text[end..].starts_with(' ');
    let blank = text[..end].rfind(' ').filter(|&blank| !ends_at_word && 2 * blank > end);
    blank.unwrap_or(end)
}

/// The length in bytes of the last `count` characters, cut back to a whole word unless that would halve it.
fn last_words_len(text: &str, count: usize) -> usize {
    let length = suffix_len(text, count).0;
    let start = text.len() - length;
    let starts_at_word = text[..start].is_empty() || text[..start].ends_with(' ');
    let blank = text[start..].find(' ').filter(|&blank| !starts_at_word && 2 * blank < length);
    blank.map_or(length, |blank| length - blank - 1)
}

/// The number of bytes and of characters in the first `count` characters.
fn prefix_len(text: &str, count: usize) -> (usize, usize) {
    text.chars().take(count).fold((0, 0), |(bytes, chars), c| (bytes + c.len_utf8(), chars + 1))
}

/// The number of bytes and of characters in the last `count` characters.
fn suffix_len(text: &str, count: usize) -> (usize, usize) {
    text.chars().rev().take(count).fold((0, 0), |(bytes, chars), c| (bytes + c.len_utf8(), chars + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_lines_are_cut_between_words() {
        let text = "The mayor said the harbour would reopen in the spring";
        let shown = |marks: &[Span], width: usize| -> Vec<&str> {
            spans_to_show(text, Span::new(0, text.len()), marks, width).iter().map(|span| &text[span.range()]).collect()
        };
        assert_eq!(shown(&[], 20), ["The mayor said the"]);
        assert_eq!(shown(&[Span::new(0, text.len())], 30), ["The mayor said", "in the spring"]);
        let long = "Donaudampfschifffahrtsgesellschaft";
        assert_eq!((first_words_len(long, 10), last_words_len(long, 10), first_words_len("漢字漢字", 3)), (10, 10, 9));
    }

    proptest! {
        /// For any draft and any spans: the excerpt shows the words of the span, and its location is the one in the draft.
        #[test]
        fn excerpt_keeps_words_and_locations(text in "([ab é\u{1b}\u{202e}漢\r\n\t]|word ){0,80}", cuts in prop::collection::vec(0..200usize, 4), width in 10..60usize) {
            let source = Source::new("a.md", text.clone().into());
            let boundary = |cut: usize| (0..=cut.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            let span = |a: usize, b: usize| Span::new(boundary(a.min(b)), boundary(a.max(b)));
            let spans = [span(cuts[0], cuts[1]), span(cuts[2], cuts[3])];
            let excerpt = Excerpt::new(&source, &spans, width);
            for span in spans {
                let range = excerpt.range(span);
                let words = source.slice(without_line_break(&source, span));
                if !words.contains(['\r', '\n']) && words.chars().count() <= width {
                    prop_assert_eq!(excerpt.text[range.clone()].to_owned(), words.chars().map(visible_or_tab).collect::<String>());
                }
                let location = excerpt.location((), range.start).expect("the excerpt has the place");
                let position = source.position(span.start);
                prop_assert_eq!(location.line_number, position.line);
                let in_break = source.text()[..span.start].ends_with('\r') || span.start < source.start();
                prop_assert!(in_break || location.column_number == position.column);
            }
        }
    }
}
