//! Lines and columns of a text, in bytes, UTF-16 code units or characters.

use super::Span;

/// The number of bytes between two entries of [`ColumnIndex::units`].
pub(super) const STRIDE: usize = 256;

/// The unit in which columns are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnUnit {
    /// Bytes.
    Utf8,
    /// Units of 16 bits, two for a character outside the basic plane: the default of the Language Server Protocol.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl ColumnUnit {
    /// Counts the units of the characters that start in these bytes.
    pub(crate) fn count(self, bytes: &[u8]) -> usize {
        let starts = || bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        match self {
            Self::Utf8 => bytes.len(),
            // A character of four bytes has two units.
            Self::Utf16 => starts() + bytes.iter().filter(|&&byte| byte >= 0xf0).count(),
            Self::Utf32 => starts(),
        }
    }
}

/// The starts of a text's lines, and the number of column units before each [`STRIDE`]th byte. A column in the middle of a
/// line of megabytes is therefore found as fast as one in a short line.
///
/// The index does not hold the text. It may cover only the beginning of the text; [`ColumnIndex::extend_to`] extends it.
#[derive(Clone, Debug)]
pub(crate) struct ColumnIndex {
    unit: ColumnUnit,
    /// The byte at which each line starts. A text is smaller than 4 GiB.
    line_starts: Vec<u32>,
    /// For each multiple of [`STRIDE`], the number of column units before that byte.
    units: Vec<usize>,
    /// The number of bytes that the index covers, from the start of the text.
    covered: usize,
}

impl ColumnIndex {
    /// An index that covers no text yet.
    pub(crate) fn empty(unit: ColumnUnit) -> Self {
        Self { unit, line_starts: vec![0], units: vec![0], covered: 0 }
    }

    /// The index of a whole text.
    pub(crate) fn new(text: &str, unit: ColumnUnit) -> Self {
        let mut index = Self::empty(unit);
        index.extend_to(text, text.len());
        index
    }

    /// Extends the index to the next multiple of [`STRIDE`] after byte `end`, or to the end of the text.
    pub(crate) fn extend_to(&mut self, text: &str, end: usize) {
        let bytes = text.as_bytes();
        let start = self.covered;
        let end = (end / STRIDE + 1).saturating_mul(STRIDE).min(bytes.len());
        if end <= start {
            return;
        }
        // A line ends with a line feed, a carriage return, or both in this order.
        let ends = memchr::memchr2_iter(b'\n', b'\r', &bytes[start..end]).map(|at| start + at);
        let ends = ends.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        self.line_starts.extend(ends.map(|at| at as u32 + 1));
        for chunk in bytes[start / STRIDE * STRIDE..end].chunks_exact(STRIDE) {
            let before = self.units[self.units.len() - 1];
            self.units.push(before + self.unit.count(chunk));
        }
        self.covered = end;
    }

    /// Returns the number of lines that start in the covered text.
    pub(crate) fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// Returns the line (from 0) that contains a byte.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start as usize <= offset) - 1
    }

    /// Returns the byte at which a line (from 0) starts.
    pub(crate) fn line_start(&self, line: usize) -> Option<usize> {
        self.line_starts.get(line).map(|&start| start as usize)
    }

    /// Returns the span of a line (from 0), without its line break.
    pub(crate) fn line(&self, text: &str, line: usize) -> Option<Span> {
        let start = self.line_start(line)?;
        let line = &text[start..self.line_start(line + 1).unwrap_or(text.len())];
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        Some(Span::new(start, start + line.len()))
    }

    /// Returns the number of units between two bytes of a text; `start` must not be after `end`.
    pub(crate) fn units_between(&self, text: &str, start: usize, end: usize) -> usize {
        self.units_before(text, end) - self.units_before(text, start)
    }

    fn units_before(&self, text: &str, offset: usize) -> usize {
        let entry = (offset / STRIDE).min(self.units.len() - 1);
        self.units[entry] + self.unit.count(&text.as_bytes()[entry * STRIDE..offset])
    }
}

/// Methods for texts that change.
#[cfg(feature = "lsp")]
impl ColumnIndex {
    /// Drops the part of the index that changes if the bytes from `at` on change.
    pub(crate) fn truncate(&mut self, at: usize) {
        // Whether a carriage return ends a line depends on the byte after it.
        let valid_bytes = at.saturating_sub(1) / STRIDE * STRIDE;
        if valid_bytes < self.covered {
            self.line_starts.truncate(self.line_starts.partition_point(|&start| start as usize <= valid_bytes).max(1));
            self.units.truncate(valid_bytes / STRIDE + 1);
            self.covered = valid_bytes;
        }
    }

    /// Returns the number of bytes that the index covers, from the start of the text.
    pub(crate) fn covered(&self) -> usize {
        self.covered
    }

    /// Returns the byte at a column (from 0) of a line: the line's end if the line is shorter, or the start of a character if the
    /// column is inside it.
    pub(crate) fn byte_at(&self, text: &str, line: Span, column: usize) -> usize {
        let wanted = self.units_before(text, line.start).saturating_add(column);
        let entry = self.units.partition_point(|&units| units <= wanted).saturating_sub(1);
        let mut at = (entry * STRIDE).max(line.start);
        while !text.is_char_boundary(at) {
            at += 1;
        }
        if at >= line.end {
            return line.end;
        }
        let mut left = wanted - self.units_before(text, at);
        for c in text[at..line.end].chars() {
            let width = self.unit.width(c);
            if left < width {
                return at;
            }
            left -= width;
            at += c.len_utf8();
        }
        line.end
    }
}

#[cfg(feature = "lsp")]
impl ColumnUnit {
    /// Returns the number of units of a character.
    pub(crate) fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}
