//! The text of an open draft, with conversions between byte offsets and editor positions. Lines end at `\n`, `\r\n` or `\r`.
//! Columns are code units of the encoding that server and editor agreed on.

use crate::text::{ColumnIndex, ColumnUnit, Source, Span};
use serde::{Deserialize, Serialize};

/// A line and a column, both from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EditorPosition {
    /// The line, from 0.
    pub line: u32,
    /// The column in code units, from 0.
    pub character: u32,
}

/// A range of positions; the end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorRange {
    /// The start.
    pub start: EditorPosition,
    /// The end, which is not included.
    pub end: EditorPosition,
}

/// A text with an index of its lines and columns.
#[derive(Clone, Debug)]
pub struct EditorText {
    text: String,
    index: ColumnIndex,
    /// The byte at which the first line starts: after the byte order mark of a file, otherwise 0.
    start: usize,
}

/// The name of a column unit in the protocol.
#[must_use]
pub fn encoding_name(unit: ColumnUnit) -> &'static str {
    match unit {
        ColumnUnit::Utf8 => "utf-8",
        ColumnUnit::Utf16 => "utf-16",
        ColumnUnit::Utf32 => "utf-32",
    }
}

/// The offered encoding that is cheapest for bylint; UTF-16, which every editor supports, if none of them is known.
#[must_use]
pub fn cheapest_unit(offered: &[&str]) -> ColumnUnit {
    let cheap = [ColumnUnit::Utf8, ColumnUnit::Utf32];
    cheap.into_iter().find(|unit| offered.contains(&encoding_name(*unit))).unwrap_or_default()
}

impl EditorText {
    /// Creates a text whose columns are counted in `unit`.
    #[must_use]
    pub fn new(text: String, unit: ColumnUnit) -> Self {
        Self { index: ColumnIndex::new(&text, unit), text, start: 0 }
    }

    /// Creates the text of a file that is not open. Its byte order mark has no column, because editors do not show it; byte offsets
    /// still count it.
    #[must_use]
    pub fn from_source(source: &Source, unit: ColumnUnit) -> Self {
        Self { start: source.start(), ..Self::new(source.text().to_owned(), unit) }
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The byte offset of a position. A position outside the text counts as the nearest one inside, as the protocol requires.
    #[must_use]
    pub fn offset(&self, position: EditorPosition) -> usize {
        match self.line(position.line as usize) {
            Some(line) => self.index.byte_at(&self.text, line, position.character as usize),
            None => self.text.len(),
        }
    }

    /// The position of a byte offset; the end of the line if the offset is inside a line break.
    #[must_use]
    pub fn position(&self, offset: usize) -> EditorPosition {
        let offset = offset.min(self.text.len());
        let number = self.index.line_of(offset);
        let line = self.line(number).unwrap_or_default();
        let is_boundary = |at: &usize| self.text.is_char_boundary(*at);
        let offset = (line.start..=offset.min(line.end)).rev().find(is_boundary).unwrap_or(line.start);
        let column = self.index.units_between(&self.text, line.start, offset);
        EditorPosition { line: number as u32, character: column as u32 }
    }

    /// The span of a line (from 0), without its line break and without a byte order mark.
    fn line(&self, number: usize) -> Option<Span> {
        let line = self.index.line(&self.text, number)?;
        Some(Span::new(line.start.max(self.start), line.end))
    }

    /// The range of a span.
    #[must_use]
    pub fn range(&self, span: Span) -> EditorRange {
        EditorRange { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The span of a range. Start and end may be in the wrong order.
    #[must_use]
    pub fn span(&self, range: EditorRange) -> Span {
        let (a, b) = (self.offset(range.start), self.offset(range.end));
        Span::new(a.min(b), a.max(b))
    }

    /// The offset of the start of the line that contains `offset`.
    #[must_use]
    pub fn line_start(&self, offset: usize) -> usize {
        self.index.line_start(self.index.line_of(offset)).unwrap_or_default().max(self.start)
    }

    /// Replaces the text in a range.
    pub fn replace(&mut self, range: EditorRange, text: &str) {
        self.edit([(range, text)]);
    }

    /// Replaces the text in several ranges, one after the other. Returns whether a position was on a line that does not exist, or
    /// a range ended before its start.
    ///
    /// Each edit drops the index after its start, and the next edit extends it only as far as it needs. So many edits are fast if
    /// they go from the end of the text to its start, or from the start to the end, as those of editors do.
    pub fn edit<'w>(&mut self, edits: impl IntoIterator<Item = (EditorRange, &'w str)>) -> bool {
        let mut outside = false;
        for (range, text) in edits {
            let (start, start_exists) = self.offset_extending_index(range.start);
            let (end, end_exists) = self.offset_extending_index(range.end);
            outside |= !start_exists || !end_exists || range.end < range.start;
            let span = Span::new(start.min(end), start.max(end));
            self.text.replace_range(span.range(), text);
            self.index.truncate(span.start);
        }
        self.index.extend_to(&self.text, self.text.len());
        outside
    }

    /// The byte offset of a position, and whether the text has its line. Extends the index as far as needed.
    fn offset_extending_index(&mut self, position: EditorPosition) -> (usize, bool) {
        let number = position.line as usize;
        // The index must contain the line and its end.
        while self.index.line_count() <= number + 1 && self.index.covered() < self.text.len() {
            self.index.extend_to(&self.text, self.index.covered());
        }
        (self.offset(position), number < self.index.line_count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> EditorPosition {
        EditorPosition { line, character }
    }

    #[test]
    fn columns_are_counted_in_the_agreed_encoding() {
        for (encoding, column) in [(ColumnUnit::Utf8, 8), (ColumnUnit::Utf16, 5), (ColumnUnit::Utf32, 4)] {
            let text = EditorText::new("x\r\ne\u{301}😀a".to_owned(), encoding);
            let offset = 3 + 7 + 1;
            assert_eq!(text.position(offset), at(1, column), "{encoding:?}");
            assert_eq!(text.offset(at(1, column)), offset, "{encoding:?}");
            // Inside the character, and after the end of the line.
            assert_eq!(text.offset(at(1, column - 2)).min(6), 6, "{encoding:?}");
            assert_eq!(text.offset(at(0, 99)), 1);
            assert_eq!(text.offset(at(9, 0)), text.as_str().len());
        }
    }

    #[test]
    fn byte_order_mark_of_a_file_has_no_column() {
        for unit in [ColumnUnit::Utf8, ColumnUnit::Utf16, ColumnUnit::Utf32] {
            let text = EditorText::from_source(&Source::new("", "\u{feff}one\ntwo".into()), unit);
            for (offset, place) in [(3, at(0, 0)), (5, at(0, 2)), (6, at(0, 3)), (7, at(1, 0)), (9, at(1, 2))] {
                assert_eq!(text.position(offset), place, "{unit:?}");
                assert_eq!(text.offset(place), offset, "{unit:?}");
            }
            assert_eq!(text.position(0), at(0, 0), "{unit:?}");
            assert_eq!(text.line_start(5), 3, "{unit:?}");
        }
    }

    #[test]
    fn every_kind_of_line_break_ends_a_line() {
        let text = EditorText::new("a\rb\r\nc\n\nd".to_owned(), ColumnUnit::Utf16);
        for (offset, place) in
            [(0, at(0, 0)), (2, at(1, 0)), (4, at(1, 1)), (5, at(2, 0)), (7, at(3, 0)), (8, at(4, 0))]
        {
            assert_eq!(text.position(offset), place, "{offset}");
        }
    }

    #[test]
    fn positions_in_a_long_line_do_not_depend_on_earlier_lookups() {
        let text = EditorText::new("ü".repeat(50), ColumnUnit::Utf16);
        for offset in [20, 40, 10, 60, 100, 0] {
            assert_eq!(text.position(offset), at(0, offset as u32 / 2));
        }
    }

    #[test]
    fn edit_range_may_be_reversed_or_outside_the_text() {
        let mut text = EditorText::new("one\ntwo".to_owned(), ColumnUnit::Utf16);
        text.replace(EditorRange { start: at(1, 3), end: at(0, 1) }, "h");
        assert_eq!(text.as_str(), "oh");
        text.replace(EditorRange { start: at(7, 1), end: at(9, 9) }, "!");
        assert_eq!(text.as_str(), "oh!");
    }

    #[test]
    fn cheapest_offered_encoding_is_chosen() {
        assert_eq!(cheapest_unit(&["utf-16", "utf-8"]), ColumnUnit::Utf8);
        assert_eq!(cheapest_unit(&["utf-16", "utf-32"]), ColumnUnit::Utf32);
        assert_eq!(cheapest_unit(&["utf-7"]), ColumnUnit::Utf16);
    }

    /// The position of an offset, computed without an index.
    fn unindexed_position(text: &str, encoding: ColumnUnit, offset: usize) -> EditorPosition {
        let breaks = text.char_indices().filter(|&(at, c)| c == '\n' || c == '\r' && !text[at + 1..].starts_with('\n'));
        let before = breaks.map(|(at, _)| at + 1).take_while(|&start| start <= offset);
        let starts: Vec<usize> = std::iter::once(0).chain(before).collect();
        let start = starts[starts.len() - 1];
        EditorPosition {
            line: starts.len() as u32 - 1,
            character: encoding.count(&text.as_bytes()[start..offset]) as u32,
        }
    }

    #[test]
    fn positions_in_long_texts_match_those_without_an_index() {
        let line = "aé漢😀e\u{301} ".repeat(120);
        for (text, encoding) in [
            (line.repeat(3), ColumnUnit::Utf8),
            (line.repeat(3), ColumnUnit::Utf16),
            (format!("{line}\n{line}\r\n\r{line}"), ColumnUnit::Utf16),
            (format!("\n{line}\r{line}\n"), ColumnUnit::Utf32),
            ("\r\n".repeat(700), ColumnUnit::Utf16),
        ] {
            let indexed = EditorText::new(text.clone(), encoding);
            // Inside a line break, the position is that of the end of the line.
            let in_line_break = |at: &usize| text[..*at].ends_with('\r') && text[*at..].starts_with('\n');
            for offset in (0..=text.len()).filter(|&at| text.is_char_boundary(at)).filter(|at| !in_line_break(at)) {
                let position = indexed.position(offset);
                assert_eq!(position, unindexed_position(&text, encoding, offset), "{offset}");
                assert_eq!(indexed.offset(position), offset, "{position:?}");
                assert_eq!(indexed.line_start(offset), indexed.offset(at(position.line, 0)), "{offset}");
            }
        }
    }

    #[test]
    fn positions_after_many_edits_match_the_new_text() {
        let line = "It is 😀 shut.\r\n";
        let lines = 300;
        let whole = line.repeat(lines);
        let point =
            |line: usize, character| EditorRange { start: at(line as u32, character), end: at(line as u32, character) };
        let orders: [Vec<usize>; 3] =
            [(0..lines).collect(), (0..lines).rev().collect(), (0..lines).map(|n| n * 7 % lines).collect()];
        for order in orders {
            let (mut at_once, mut one_by_one) = (EditorText::new(whole.clone(), ColumnUnit::Utf16), whole.clone());
            let mut edits: Vec<(EditorRange, &str)> = order.iter().map(|&line| (point(line, 8), "not\ré ")).collect();
            edits.push((EditorRange { start: at(0, 3), end: at(3, 0) }, "\n"));
            for &(range, new_text) in &edits {
                let span = EditorText::new(one_by_one.clone(), ColumnUnit::Utf16).span(range);
                one_by_one.replace_range(span.range(), new_text);
            }
            assert!(!at_once.edit(edits));
            assert_eq!(at_once.as_str(), one_by_one);
            let expected = EditorText::new(one_by_one, ColumnUnit::Utf16);
            for offset in (0..expected.as_str().len()).filter(|&at| expected.as_str().is_char_boundary(at)) {
                assert_eq!(at_once.position(offset), expected.position(offset));
            }
        }
    }

    #[test]
    fn edit_on_a_missing_line_is_reported() {
        for (start, end, outside) in [
            (at(0, 0), at(1, 99), false),
            (at(0, 0), at(2, 0), true),
            (at(9, 0), at(9, 0), true),
            (at(1, 0), at(0, 0), true),
        ] {
            let mut text = EditorText::new("one\ntwo".to_owned(), ColumnUnit::Utf16);
            assert_eq!(text.edit([(EditorRange { start, end }, "x")]), outside, "{start:?} {end:?}");
        }
    }
}
