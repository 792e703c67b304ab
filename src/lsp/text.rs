//! The text of an open draft, and its places as editors count them: lines end at `\n`, `\r\n` or `\r`, columns are code
//! units of an encoding that was agreed on. Knows nothing of what stands in it.

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// What columns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// Units of 16 bits, which all editors know.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

/// A line and a column, both from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EditorPosition {
    /// The line.
    pub line: u32,
    /// The column, in code units.
    pub character: u32,
}

/// Two places, the second not included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorRange {
    /// Where it starts.
    pub start: EditorPosition,
    /// Where it ends.
    pub end: EditorPosition,
}

/// A text with its lines.
#[derive(Clone, Debug, Default)]
pub struct EditorText {
    words: String,
    index: Index,
}

/// Bytes between two entries of [`Index::units`].
const STRIDE: usize = 256;

/// Where the lines of a text start, and how many code units stand before each [`STRIDE`]th byte, so that a place far out in a
/// line of megabytes is found as soon as one in a short line.
#[derive(Clone, Debug)]
struct Index {
    encoding: PositionEncoding,
    starts: Vec<usize>,
    units: Vec<usize>,
    /// What stands before this byte is in the index.
    read: usize,
}

impl PositionEncoding {
    /// The name that the protocol gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    /// The one of an editor's choices that costs least.
    #[must_use]
    pub fn best(offered: &[&str]) -> Self {
        let all = [Self::Utf8, Self::Utf32];
        all.into_iter().find(|known| offered.contains(&known.name())).unwrap_or_default()
    }

    /// The code units of the characters that start among these bytes.
    fn units(self, bytes: &[u8]) -> usize {
        let starts = || bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        match self {
            Self::Utf8 => bytes.len(),
            // Characters of four bytes are two units.
            Self::Utf16 => starts() + bytes.iter().filter(|&&byte| byte >= 0xf0).count(),
            Self::Utf32 => starts(),
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

impl Default for Index {
    fn default() -> Self {
        Self::new(PositionEncoding::default())
    }
}

impl Index {
    /// Of nothing.
    fn new(encoding: PositionEncoding) -> Self {
        Self { encoding, starts: vec![0], units: vec![0], read: 0 }
    }

    /// Reads on up to the stretch of bytes that holds `end`, or to the end of the text.
    fn read_to(&mut self, text: &str, end: usize) {
        let bytes = text.as_bytes();
        let end = (end / STRIDE + 1).saturating_mul(STRIDE).min(bytes.len());
        if end <= self.read {
            return;
        }
        let ends = |at: &usize| bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        self.starts.extend((self.read..end).filter(ends).map(|at| at + 1));
        for chunk in bytes[self.read / STRIDE * STRIDE..end].chunks_exact(STRIDE) {
            let before = self.units[self.units.len() - 1];
            self.units.push(before + self.encoding.units(chunk));
        }
        self.read = end;
    }

    /// Forgets what may change when the bytes from `at` on do.
    fn invalidate(&mut self, at: usize) {
        // Whether a carriage return ends a line depends on the byte behind it.
        let kept = at.saturating_sub(1) / STRIDE * STRIDE;
        if kept < self.read {
            self.starts.truncate(self.starts.partition_point(|&start| start <= kept).max(1));
            self.units.truncate(kept / STRIDE + 1);
            self.read = kept;
        }
    }

    /// The bytes of a line, without its break.
    fn line(&self, text: &str, number: usize) -> Option<Span> {
        let start = *self.starts.get(number)?;
        let end = self.starts.get(number + 1).copied().unwrap_or(text.len());
        let line = &text[start..end];
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        Some(Span::new(start, start + line.len()))
    }

    /// The code units before a byte.
    fn units_before(&self, text: &str, offset: usize) -> usize {
        let mark = (offset / STRIDE).min(self.units.len() - 1);
        self.units[mark] + self.encoding.units(&text.as_bytes()[mark * STRIDE..offset])
    }

    /// The byte at which a column stands in a line: the line's end where it is shorter, a character's start where the
    /// column lies inside one.
    fn byte(&self, text: &str, line: Span, column: u32) -> usize {
        let wanted = self.units_before(text, line.start).saturating_add(column as usize);
        let mark = self.units.partition_point(|&units| units <= wanted).saturating_sub(1);
        let mut at = (mark * STRIDE).max(line.start);
        while !text.is_char_boundary(at) {
            at += 1;
        }
        if at >= line.end {
            return line.end;
        }
        let mut left = wanted - self.units_before(text, at);
        for c in text[at..line.end].chars() {
            let width = self.encoding.width(c);
            if left < width {
                return at;
            }
            left -= width;
            at += c.len_utf8();
        }
        line.end
    }
}

impl EditorText {
    /// A text whose columns count in an encoding.
    #[must_use]
    pub fn new(text: String, encoding: PositionEncoding) -> Self {
        let mut index = Index::new(encoding);
        index.read_to(&text, text.len());
        Self { words: text, index }
    }

    /// All of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// The byte at a place. A place outside the text counts as the nearest one inside, as the protocol has it.
    #[must_use]
    pub fn offset(&self, place: EditorPosition) -> usize {
        match self.index.line(&self.words, place.line as usize) {
            Some(line) => self.index.byte(&self.words, line, place.character),
            None => self.words.len(),
        }
    }

    /// The place of a byte; of a line's end for a byte inside a line break.
    #[must_use]
    pub fn position(&self, offset: usize) -> EditorPosition {
        let offset = offset.min(self.words.len());
        let number = self.index.starts.partition_point(|&start| start <= offset) - 1;
        let line = self.index.line(&self.words, number).unwrap_or_default();
        let inside = |at: &usize| self.words.is_char_boundary(*at);
        let offset = (line.start..=offset.min(line.end)).rev().find(inside).unwrap_or(line.start);
        let units = |offset: usize| self.index.units_before(&self.words, offset);
        EditorPosition { line: number as u32, character: (units(offset) - units(line.start)) as u32 }
    }

    /// The places of a span.
    #[must_use]
    pub fn range(&self, span: Span) -> EditorRange {
        EditorRange { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The bytes between two places, whichever comes first.
    #[must_use]
    pub fn span(&self, extent: EditorRange) -> Span {
        let (a, b) = (self.offset(extent.start), self.offset(extent.end));
        Span::new(a.min(b), a.max(b))
    }

    /// The byte at which the line of a byte starts.
    #[must_use]
    pub fn line_start(&self, offset: usize) -> usize {
        let number = self.index.starts.partition_point(|&start| start <= offset) - 1;
        self.index.starts[number]
    }

    /// Puts other words in the place of some.
    pub fn replace(&mut self, extent: EditorRange, words: &str) {
        self.edit([(extent, words)]);
    }

    /// Puts other words in the place of some, again and again; whether one of the places lay in no line of the text.
    ///
    /// Edits of one line of an editor come from the end of the text to its start, or the other way round: what an edit leaves as
    /// it was is not read again for the next one.
    pub fn edit<'w>(&mut self, edits: impl IntoIterator<Item = (EditorRange, &'w str)>) -> bool {
        let mut outside = false;
        for (extent, words) in edits {
            let (start, inside) = self.find(extent.start);
            let (end, also_inside) = self.find(extent.end);
            outside |= !inside || !also_inside || extent.end < extent.start;
            let span = Span::new(start.min(end), start.max(end));
            self.words.replace_range(span.range(), words);
            self.index.invalidate(span.start);
        }
        self.index.read_to(&self.words, self.words.len());
        outside
    }

    /// The byte at a place of a text whose index may not be whole, and whether the text has its line.
    fn find(&mut self, place: EditorPosition) -> (usize, bool) {
        let number = place.line as usize;
        // The line has to be in the index with its end.
        while self.index.starts.len() <= number + 1 && self.index.read < self.words.len() {
            self.index.read_to(&self.words, self.index.read);
        }
        (self.offset(place), number < self.index.starts.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> EditorPosition {
        EditorPosition { line, character }
    }

    #[test]
    fn columns_count_what_was_agreed_on() {
        for (encoding, column) in
            [(PositionEncoding::Utf8, 8), (PositionEncoding::Utf16, 5), (PositionEncoding::Utf32, 4)]
        {
            let text = EditorText::new("x\r\ne\u{301}😀a".to_owned(), encoding);
            let offset = 3 + 7 + 1;
            assert_eq!(text.position(offset), at(1, column), "{encoding:?}");
            assert_eq!(text.offset(at(1, column)), offset, "{encoding:?}");
            // Inside the character, and behind the end of the line.
            assert_eq!(text.offset(at(1, column - 2)).min(6), 6, "{encoding:?}");
            assert_eq!(text.offset(at(0, 99)), 1);
            assert_eq!(text.offset(at(9, 0)), text.as_str().len());
        }
    }

    #[test]
    fn every_break_ends_a_line() {
        let text = EditorText::new("a\rb\r\nc\n\nd".to_owned(), PositionEncoding::Utf16);
        for (offset, place) in
            [(0, at(0, 0)), (2, at(1, 0)), (4, at(1, 1)), (5, at(2, 0)), (7, at(3, 0)), (8, at(4, 0))]
        {
            assert_eq!(text.position(offset), place, "{offset}");
        }
    }

    #[test]
    fn places_in_a_long_line_do_not_depend_on_what_was_asked_before() {
        let text = EditorText::new("ü".repeat(50), PositionEncoding::Utf16);
        for offset in [20, 40, 10, 60, 100, 0] {
            assert_eq!(text.position(offset), at(0, offset as u32 / 2));
        }
    }

    #[test]
    fn an_edit_may_run_backwards_or_out_of_the_text() {
        let mut text = EditorText::new("one\ntwo".to_owned(), PositionEncoding::Utf16);
        text.replace(EditorRange { start: at(1, 3), end: at(0, 1) }, "h");
        assert_eq!(text.as_str(), "oh");
        text.replace(EditorRange { start: at(7, 1), end: at(9, 9) }, "!");
        assert_eq!(text.as_str(), "oh!");
    }

    #[test]
    fn the_cheapest_encoding_is_chosen() {
        assert_eq!(PositionEncoding::best(&["utf-16", "utf-8"]), PositionEncoding::Utf8);
        assert_eq!(PositionEncoding::best(&["utf-16", "utf-32"]), PositionEncoding::Utf32);
        assert_eq!(PositionEncoding::best(&["utf-7"]), PositionEncoding::Utf16);
    }

    /// As places were found before there was an index.
    fn plain(text: &str, encoding: PositionEncoding, offset: usize) -> EditorPosition {
        let breaks = text.char_indices().filter(|&(at, c)| c == '\n' || c == '\r' && !text[at + 1..].starts_with('\n'));
        let before = breaks.map(|(at, _)| at + 1).take_while(|&start| start <= offset);
        let starts: Vec<usize> = std::iter::once(0).chain(before).collect();
        let start = starts[starts.len() - 1];
        EditorPosition {
            line: starts.len() as u32 - 1,
            character: encoding.units(&text.as_bytes()[start..offset]) as u32,
        }
    }

    #[test]
    fn places_in_long_texts_are_found_wherever_they_stand() {
        let line = "aé漢😀e\u{301} ".repeat(120);
        for (text, encoding) in [
            (line.repeat(3), PositionEncoding::Utf8),
            (line.repeat(3), PositionEncoding::Utf16),
            (format!("{line}\n{line}\r\n\r{line}"), PositionEncoding::Utf16),
            (format!("\n{line}\r{line}\n"), PositionEncoding::Utf32),
            ("\r\n".repeat(700), PositionEncoding::Utf16),
        ] {
            let indexed = EditorText::new(text.clone(), encoding);
            // Inside a break, the place is that of the line's end.
            let broken = |at: &usize| text[..*at].ends_with('\r') && text[*at..].starts_with('\n');
            for offset in (0..=text.len()).filter(|&at| text.is_char_boundary(at)).filter(|at| !broken(at)) {
                let place = indexed.position(offset);
                assert_eq!(place, plain(&text, encoding, offset), "{offset}");
                assert_eq!(indexed.offset(place), offset, "{place:?}");
                assert_eq!(indexed.line_start(offset), indexed.offset(at(place.line, 0)), "{offset}");
            }
        }
    }

    #[test]
    fn after_many_edits_at_once_places_are_those_of_the_new_text() {
        let line = "It is 😀 shut.\r\n";
        let lines = 300;
        let whole = line.repeat(lines);
        let point =
            |line: usize, character| EditorRange { start: at(line as u32, character), end: at(line as u32, character) };
        let orders: [Vec<usize>; 3] =
            [(0..lines).collect(), (0..lines).rev().collect(), (0..lines).map(|n| n * 7 % lines).collect()];
        for order in orders {
            let (mut at_once, mut one_by_one) =
                (EditorText::new(whole.clone(), PositionEncoding::Utf16), whole.clone());
            let mut edits: Vec<(EditorRange, &str)> = order.iter().map(|&line| (point(line, 8), "not\ré ")).collect();
            edits.push((EditorRange { start: at(0, 3), end: at(3, 0) }, "\n"));
            for &(extent, words) in &edits {
                let span = EditorText::new(one_by_one.clone(), PositionEncoding::Utf16).span(extent);
                one_by_one.replace_range(span.range(), words);
            }
            assert!(!at_once.edit(edits));
            assert_eq!(at_once.as_str(), one_by_one);
            let anew = EditorText::new(one_by_one, PositionEncoding::Utf16);
            for offset in (0..anew.as_str().len()).filter(|&at| anew.as_str().is_char_boundary(at)) {
                assert_eq!(at_once.position(offset), anew.position(offset));
            }
        }
    }

    #[test]
    fn an_edit_in_no_line_of_the_text_is_told() {
        for (start, end, outside) in [
            (at(0, 0), at(1, 99), false),
            (at(0, 0), at(2, 0), true),
            (at(9, 0), at(9, 0), true),
            (at(1, 0), at(0, 0), true),
        ] {
            let mut text = EditorText::new("one\ntwo".to_owned(), PositionEncoding::Utf16);
            assert_eq!(text.edit([(EditorRange { start, end }, "x")]), outside, "{start:?} {end:?}");
        }
    }
}
