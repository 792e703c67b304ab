//! The text of an open draft, and its places as editors count them: lines end at `\n`, `\r\n` or `\r`, columns are code
//! units of an encoding that was agreed on. Knows nothing of what stands in it.

use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// What columns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
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
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column, in code units.
    pub character: u32,
}

/// Two places, the second not included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    /// Where it starts.
    pub start: Place,
    /// Where it ends.
    pub end: Place,
}

/// A text with its lines.
#[derive(Clone, Debug, Default)]
pub struct Text {
    words: String,
    starts: Vec<usize>,
    encoding: Encoding,
    /// The offset that was looked up last with its column: places that follow each other in one long line cost no more
    /// than the line.
    last: Cell<(usize, u32)>,
}

impl Encoding {
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

    fn units(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Utf32 => text.chars().count(),
        }
    }

    /// The byte at which a column stands in a line: the line's end where it is shorter, a character's start where the
    /// column lies inside one.
    fn byte(self, line: &str, column: u32) -> usize {
        let mut left = column as usize;
        for (at, c) in line.char_indices() {
            let wide = match self {
                Self::Utf8 => c.len_utf8(),
                Self::Utf16 => c.len_utf16(),
                Self::Utf32 => 1,
            };
            if left < wide {
                return at;
            }
            left -= wide;
        }
        line.len()
    }
}

impl Text {
    /// A text whose columns count in an encoding.
    #[must_use]
    pub fn new(text: String, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = |(at, &byte): (usize, &u8)| byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let breaks = bytes.iter().enumerate().filter(|&place| ends(place)).map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        Self { words: text, starts, encoding, last: Cell::default() }
    }

    /// All of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// The byte at a place. A place outside the text counts as the nearest one inside, as the protocol has it.
    #[must_use]
    pub fn offset(&self, place: Place) -> usize {
        match self.line(place.line as usize) {
            Some(line) => line.start + self.encoding.byte(&self.words[line.range()], place.character),
            None => self.words.len(),
        }
    }

    /// The place of a byte; of a line's end for a byte inside a line break.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        let offset = offset.min(self.words.len());
        let number = self.starts.partition_point(|&start| start <= offset) - 1;
        let line = self.line(number).unwrap_or_default();
        let inside = |at: &usize| self.words.is_char_boundary(*at);
        let offset = (line.start..=offset.min(line.end)).rev().find(inside).unwrap_or(line.start);
        let (last, column) = self.last.get();
        let (from, before) = if (line.start..=offset).contains(&last) { (last, column) } else { (line.start, 0) };
        let column = before + self.encoding.units(&self.words[from..offset]) as u32;
        self.last.set((offset, column));
        Place { line: number as u32, character: column }
    }

    /// The places of a span.
    #[must_use]
    pub fn extent(&self, span: Span) -> Extent {
        Extent { start: self.place(span.start), end: self.place(span.end) }
    }

    /// The bytes between two places, whichever comes first.
    #[must_use]
    pub fn span(&self, extent: Extent) -> Span {
        let (a, b) = (self.offset(extent.start), self.offset(extent.end));
        Span::new(a.min(b), a.max(b))
    }

    /// Whether a place stands in the text, however far its column.
    #[must_use]
    pub fn has(&self, place: Place) -> bool {
        (place.line as usize) < self.starts.len()
    }

    /// Puts other words in the place of some.
    pub fn replace(&mut self, extent: Extent, words: &str) {
        let span = self.span(extent);
        let mut text = std::mem::take(&mut self.words);
        text.replace_range(span.range(), words);
        *self = Self::new(text, self.encoding);
    }

    /// The bytes of a line, without its break.
    fn line(&self, number: usize) -> Option<Span> {
        let start = *self.starts.get(number)?;
        let end = self.starts.get(number + 1).copied().unwrap_or(self.words.len());
        let line = &self.words[start..end];
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        Some(Span::new(start, start + line.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Place {
        Place { line, character }
    }

    #[test]
    fn columns_count_what_was_agreed_on() {
        for (encoding, column) in [(Encoding::Utf8, 8), (Encoding::Utf16, 5), (Encoding::Utf32, 4)] {
            let text = Text::new("x\r\ne\u{301}😀a".to_owned(), encoding);
            let offset = 3 + 7 + 1;
            assert_eq!(text.place(offset), at(1, column), "{encoding:?}");
            assert_eq!(text.offset(at(1, column)), offset, "{encoding:?}");
            // Inside the character, and behind the end of the line.
            assert_eq!(text.offset(at(1, column - 2)).min(6), 6, "{encoding:?}");
            assert_eq!(text.offset(at(0, 99)), 1);
            assert_eq!(text.offset(at(9, 0)), text.as_str().len());
        }
    }

    #[test]
    fn every_break_ends_a_line() {
        let text = Text::new("a\rb\r\nc\n\nd".to_owned(), Encoding::Utf16);
        for (offset, place) in
            [(0, at(0, 0)), (2, at(1, 0)), (4, at(1, 1)), (5, at(2, 0)), (7, at(3, 0)), (8, at(4, 0))]
        {
            assert_eq!(text.place(offset), place, "{offset}");
        }
    }

    #[test]
    fn places_in_a_long_line_do_not_depend_on_what_was_asked_before() {
        let text = Text::new("ü".repeat(50), Encoding::Utf16);
        for offset in [20, 40, 10, 60, 100, 0] {
            assert_eq!(text.place(offset), at(0, offset as u32 / 2));
        }
    }

    #[test]
    fn an_edit_may_run_backwards_or_out_of_the_text() {
        let mut text = Text::new("one\ntwo".to_owned(), Encoding::Utf16);
        text.replace(Extent { start: at(1, 3), end: at(0, 1) }, "h");
        assert_eq!(text.as_str(), "oh");
        text.replace(Extent { start: at(7, 1), end: at(9, 9) }, "!");
        assert_eq!(text.as_str(), "oh!");
    }

    #[test]
    fn the_cheapest_encoding_is_chosen() {
        assert_eq!(Encoding::best(&["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(Encoding::best(&["utf-16", "utf-32"]), Encoding::Utf32);
        assert_eq!(Encoding::best(&["utf-7"]), Encoding::Utf16);
    }
}
