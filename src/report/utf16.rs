//! Columns in UTF-16 code units, which SARIF's readers count in.

use crate::text::{Source, Span};

/// Bytes between two marks.
const STRIDE: usize = 1024;

/// Counts columns of one draft; a column far out in a line of megabytes costs no more than one in a short line.
#[derive(Debug)]
pub(super) struct Utf16<'s> {
    source: &'s Source,
    /// How many characters outside the first plane, each of two units, start before each [`STRIDE`]th byte.
    marks: Vec<usize>,
}

/// A span by lines and columns from 1; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl<'s> Utf16<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let mut marks = vec![0];
        for chunk in source.text().as_bytes().chunks_exact(STRIDE) {
            marks.push(marks[marks.len() - 1] + wide(chunk));
        }
        Self { source, marks }
    }

    pub(super) fn region(&self, span: Span) -> Region {
        let (start_line, start_column) = self.place(span.start);
        let (end_line, end_column) = self.place(span.end);
        Region { start_line, start_column, end_line, end_column }
    }

    fn place(&self, offset: usize) -> (usize, usize) {
        let place = self.source.position(offset);
        let start = self.source.line(place.line).start;
        (place.line, place.column + self.wide_before(offset) - self.wide_before(start))
    }

    fn wide_before(&self, offset: usize) -> usize {
        let mark = offset / STRIDE;
        self.marks[mark] + wide(&self.source.text().as_bytes()[mark * STRIDE..offset])
    }
}

fn wide(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte >= 0xf0).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_utf_16() {
        let text = format!("\u{feff}a🙂é🙂b\r\n{}🙂x", "🙂é".repeat(STRIDE));
        let source = Source::new("a.md", text.clone().into());
        let columns = Utf16::new(&source);
        for word in ["a", "é🙂", "b\r\n", "x"] {
            let start = text.find(word).expect("it is there");
            let line = text[..start].rfind('\n').map_or('\u{feff}'.len_utf8(), |at| at + 1);
            let column = |end: usize| text[line..end].encode_utf16().count() + 1;
            let region = columns.region(Span::new(start, start + 1));
            assert_eq!(region.start_column, column(start), "{word}");
        }
        assert_eq!(
            columns.region(Span::new(3, 8)),
            Region { start_line: 1, start_column: 1, end_line: 1, end_column: 4 }
        );
    }
}
