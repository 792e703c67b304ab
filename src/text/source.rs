use super::Span;
use super::columns::{ColumnIndex, ColumnUnit};

/// The replacement for a byte that is not UTF-8: the Unicode character SUBSTITUTE. It is one byte long, so no offset changes.
const SUBSTITUTE: u8 = 0x1a;

/// The text of one draft.
///
/// Offsets are bytes into the file. Bytes that are not UTF-8 are replaced one for one, so that all other offsets stay the
/// same; [`Source::invalid`] has their places. A file in UTF-16 with a byte order mark is decoded, and offsets are bytes into
/// the decoded text; [`Source::encoding`] tells how to encode it again.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    index: ColumnIndex,
    invalid: Vec<Span>,
    not_text: Option<NotText>,
    encoding: Encoding,
}

/// How the file of a draft encodes its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    Utf8,
    /// UTF-16 with a byte order mark, the low byte of each unit first.
    Utf16LittleEndian,
    /// UTF-16 with a byte order mark, the high byte of each unit first.
    Utf16BigEndian,
}

impl Encoding {
    /// Encodes the text of a file. The text must begin with the byte order mark, if the file has one.
    #[must_use]
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16LittleEndian => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16BigEndian => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }

    /// Returns the encoding that a file's byte order mark names; UTF-8 if it has none, or one of UTF-32.
    #[must_use]
    pub fn from_byte_order_mark(bytes: &[u8]) -> Self {
        match bytes {
            [0xff, 0xfe, 0, 0, ..] => Self::Utf8,
            [0xff, 0xfe, ..] => Self::Utf16LittleEndian,
            [0xfe, 0xff, ..] => Self::Utf16BigEndian,
            _ => Self::Utf8,
        }
    }
}

/// Why the bytes of a file are not read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotText {
    /// The file seems to be UTF-16 because of its NUL bytes, but has no byte order mark.
    #[error("is UTF-16 text")]
    Utf16,
    /// The file seems to be UTF-32 because of its byte order mark or its NUL bytes.
    #[error("is UTF-32 text")]
    Utf32,
    /// The file has NUL bytes, which no text has.
    #[error("contains NUL bytes")]
    Nul,
    /// More than a tenth of the file's bytes are not UTF-8.
    #[error("is not UTF-8 text")]
    OtherEncoding,
}

/// A place in a text, as line and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column from 1, in Unicode scalar values (in another unit only where the reader of a report counts so).
    pub column: usize,
}

impl Source {
    /// Decodes the bytes of a draft; `name` is its name in messages.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let encoding = Encoding::from_byte_order_mark(&bytes);
        let (text, invalid, not_text) = if encoding == Encoding::Utf8 {
            let other = other_encoding(&bytes);
            let (text, invalid) = decode(bytes);
            (text, invalid, other)
        } else {
            let (text, invalid) = decode_utf16(&bytes, encoding);
            let nul = memchr::memchr(0, text.as_bytes()).map(|_| NotText::Nul);
            (text, invalid, nul)
        };
        let undecoded = invalid.iter().map(|span| span.len()).sum::<usize>() * 10 > text.len();
        let not_text = not_text.or(undecoded.then_some(NotText::OtherEncoding));
        let index = ColumnIndex::new(&text, ColumnUnit::Utf32);
        Self { name: name.into(), text, index, invalid, not_text, encoding }
    }

    /// Returns the draft's name in messages: its path, beginning with the command line's argument.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Clones the draft under another name.
    #[must_use]
    pub fn named(&self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self.clone() }
    }

    /// Returns the encoding of the file.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Returns the whole text. If the file is in UTF-8, the text has as many bytes as the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the runs of bytes that were not UTF-8, in order.
    #[must_use]
    pub fn invalid(&self) -> &[Span] {
        &self.invalid
    }

    /// Returns why the file is not read as text; `None` if it is text, although some of its bytes may be invalid.
    #[must_use]
    pub fn not_text(&self) -> Option<NotText> {
        self.not_text
    }

    /// Returns the first bytes that are not text: invalid bytes or a NUL.
    #[must_use]
    pub fn first_not_text(&self) -> Option<Span> {
        let nul = memchr::memchr(0, self.text.as_bytes()).map(|at| Span::new(at, at + 1));
        self.invalid.first().copied().into_iter().chain(nul).min()
    }

    /// Returns the byte at which the text itself starts: 3 if there is a byte order mark, otherwise 0.
    #[must_use]
    pub fn start(&self) -> usize {
        if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    }

    /// Returns the text of a span.
    ///
    /// # Panics
    /// When the span cuts a character or reaches past the end. Spans of this draft do neither.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Returns the line and column of a byte offset; an offset past the end counts as the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.position_by(&self.index, offset)
    }

    /// Returns an index that counts columns in another unit.
    #[must_use]
    pub fn columns_in(&self, unit: ColumnUnit) -> SourceColumns<'_> {
        SourceColumns { source: self, index: ColumnIndex::new(&self.text, unit) }
    }

    fn position_by(&self, index: &ColumnIndex, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = index.line_of(offset);
        let start = index.line_start(line).unwrap_or_default();
        // A byte order mark does not count as a column, because editors do not show it.
        let start = start.max(self.start().min(offset));
        Position { line: line + 1, column: index.units_between(&self.text, start, offset) + 1 }
    }

    /// Returns the span of a line (from 1), without its line break. If there is no such line, the span is empty and at the
    /// end of the text.
    #[must_use]
    pub fn line(&self, line: usize) -> Span {
        let end = Span::new(self.text.len(), self.text.len());
        line.checked_sub(1).and_then(|line| self.index.line(&self.text, line)).unwrap_or(end)
    }

    /// Returns the lines without their line breaks. An empty line after the last line break is left out.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let count = self.index.line_count();
        let lines = (1..=count).map(|line| self.slice(self.line(line)));
        let empty = usize::from(self.index.line_start(count - 1) == Some(self.text.len()));
        lines.take(count - empty)
    }
}

/// An index of a draft's lines and columns in another unit than that of [`Source::position`].
#[derive(Debug)]
pub struct SourceColumns<'s> {
    source: &'s Source,
    index: ColumnIndex,
}

impl SourceColumns<'_> {
    /// Returns the line and column of a byte offset; an offset past the end counts as the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.source.position_by(&self.index, offset)
    }
}

/// Guesses the encoding of bytes that have NULs or a byte order mark. In English text, every second byte is NUL in UTF-16, and
/// three of four are in UTF-32.
fn other_encoding(bytes: &[u8]) -> Option<NotText> {
    let marked = |mark: &[u8]| bytes.starts_with(mark);
    if marked(b"\xff\xfe\0\0") || marked(b"\0\0\xfe\xff") {
        return Some(NotText::Utf32);
    }
    let nuls = memchr::memchr_iter(0, bytes).count();
    match (nuls, nuls * 100 / bytes.len().max(1)) {
        (0, _) => None,
        (_, 60..) => Some(NotText::Utf32),
        (_, 20..) => Some(NotText::Utf16),
        _ => Some(NotText::Nul),
    }
}

/// Decodes UTF-16. An unpaired surrogate, or a single byte at the end, is replaced like bytes that are not UTF-8. Also
/// returns the places of these replacements.
fn decode_utf16(bytes: &[u8], encoding: Encoding) -> (String, Vec<Span>) {
    let (units, rest) = bytes.as_chunks::<2>();
    let unit = |&unit: &[u8; 2]| match encoding {
        Encoding::Utf16BigEndian => u16::from_be_bytes(unit),
        Encoding::Utf16LittleEndian | Encoding::Utf8 => u16::from_le_bytes(unit),
    };
    let mut text = String::with_capacity(units.len());
    let mut invalid: Vec<Span> = Vec::new();
    let cut = (!rest.is_empty()).then_some(Err(()));
    for decoded in char::decode_utf16(units.iter().map(unit)).map(|unit| unit.map_err(|_| ())).chain(cut) {
        let start = text.len();
        text.push(decoded.unwrap_or(char::from(SUBSTITUTE)));
        if decoded.is_err() {
            match invalid.last_mut() {
                Some(last) if last.end == start => last.end = text.len(),
                _ => invalid.push(Span::new(start, text.len())),
            }
        }
    }
    (text, invalid)
}

/// Decodes UTF-8, and replaces invalid bytes. Also returns their places.
fn decode(bytes: Vec<u8>) -> (String, Vec<Span>) {
    let mut bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Vec::new()),
        Err(error) => error.into_bytes(),
    };
    let mut invalid: Vec<Span> = Vec::new();
    let mut at = 0;
    while let Err(error) = std::str::from_utf8(&bytes[at..]) {
        let start = at + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |len| start + len);
        bytes[start..end].fill(SUBSTITUTE);
        match invalid.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => invalid.push(Span::new(start, end)),
        }
        at = end;
    }
    let text = String::from_utf8(bytes).expect("every byte that is not UTF-8 was replaced");
    (text, invalid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::columns::STRIDE;

    #[test]
    fn bytes_that_are_not_utf8_keep_their_places() {
        let source = Source::new("a", b"ab\xff\xfecd\xe2\x82".to_vec());
        assert_eq!(source.text(), "ab\u{1a}\u{1a}cd\u{1a}\u{1a}");
        assert_eq!(source.invalid(), [Span::new(2, 4), Span::new(6, 8)]);
    }

    #[test]
    fn files_that_are_not_text_are_recognised() {
        let encoded = |text: &str, unit: usize| -> Vec<u8> {
            text.chars().flat_map(|c| (c as u32).to_le_bytes().into_iter().take(unit)).collect()
        };
        let story = "\u{feff}The mill closed in May, Åse Lund said.\n";
        for (bytes, expected) in [
            (story.as_bytes().to_vec(), None),
            (b"The caf\xe9 closed in May, \xc5se Lund said.\n".to_vec(), None),
            (encoded(story, 2), None),
            (encoded(&story[3..], 2), Some(NotText::Utf16)),
            (encoded(story, 4), Some(NotText::Utf32)),
            (encoded(&story[3..], 4), Some(NotText::Utf32)),
            (encoded(story, 2).chunks(2).flat_map(|unit| [unit[1], unit[0]]).collect(), None),
            (b"The mill closed in May.\0\n".to_vec(), Some(NotText::Nul)),
            (b"\xcf\xee\xf0\xf2 \xe7\xe0\xea\xf0\xee\xfe\xf2 in May.".to_vec(), Some(NotText::OtherEncoding)),
            (Vec::new(), None),
        ] {
            let source = Source::new("a", bytes);
            assert_eq!(source.not_text(), expected, "{:?}", source.text());
            assert!(expected.is_none() || source.first_not_text().is_some(), "{:?}", source.text());
        }
        assert_eq!(Source::new("a", b"a\0\xff".to_vec()).first_not_text(), Some(Span::new(1, 2)));
    }

    #[test]
    fn utf_16_with_a_byte_order_mark_round_trips() {
        let story = "\u{feff}The mill closed in May, Åse Lund 🙂 said.\n";
        let big: Vec<u8> = story.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let little: Vec<u8> = big.chunks(2).flat_map(|unit| [unit[1], unit[0]]).collect();
        for (bytes, encoding) in [(big, Encoding::Utf16BigEndian), (little, Encoding::Utf16LittleEndian)] {
            let source = Source::new("a", bytes.clone());
            assert_eq!((source.text(), source.encoding(), source.start()), (story, encoding, 3));
            assert_eq!(source.encoding().encode(source.text()), bytes);
        }
    }

    #[test]
    fn unpaired_surrogates_are_replaced() {
        let lone = Source::new("a", b"\xfe\xff\0a\xd8\0\0b\0".to_vec());
        assert_eq!(lone.text(), "\u{feff}a\u{1a}b\u{1a}");
        assert_eq!(lone.invalid(), [Span::new(4, 5), Span::new(6, 7)]);
    }

    #[test]
    fn columns_are_characters_and_skip_the_byte_order_mark() {
        let source = Source::new("a", "\u{feff}é1\nü2".into());
        assert_eq!(source.position(5), Position { line: 1, column: 2 });
        assert_eq!(source.position(9), Position { line: 2, column: 2 });
        assert_eq!(source.position(99), Position { line: 2, column: 3 });
    }

    #[test]
    fn columns_of_long_lines_are_counted_from_the_start_of_the_line() {
        let text = format!("{}\n{}", "é".repeat(STRIDE), "ä".repeat(2 * STRIDE));
        let source = Source::new("a", text.into());
        assert_eq!(source.position(2 * STRIDE), Position { line: 1, column: STRIDE + 1 });
        assert_eq!(source.position(2 * STRIDE + 1), Position { line: 2, column: 1 });
        for column in [1, 2, STRIDE / 2, STRIDE - 1, STRIDE, STRIDE + 1, 2 * STRIDE, 2 * STRIDE + 1] {
            let offset = 2 * STRIDE + 1 + 2 * (column - 1);
            assert_eq!(source.position(offset), Position { line: 2, column });
        }
    }

    #[test]
    fn columns_can_be_counted_in_utf_16() {
        let text = format!("\u{feff}a🙂é🙂b\r\n{}🙂x", "🙂é".repeat(4 * STRIDE));
        let source = Source::new("a.md", text.clone().into());
        let columns = source.columns_in(ColumnUnit::Utf16);
        for word in ["a", "é🙂", "b\r\n", "x"] {
            let start = text.find(word).expect("it is there");
            let line = text[..start].rfind('\n').map_or('\u{feff}'.len_utf8(), |at| at + 1);
            let column = text[line..start].encode_utf16().count() + 1;
            assert_eq!(columns.position(start).column, column, "{word}");
        }
        assert_eq!(columns.position(8), Position { line: 1, column: 4 });
    }

    #[test]
    fn lines_exclude_their_line_breaks() {
        let source = Source::new("a", "one\r\ntwo\n\nfour".into());
        let lines: Vec<_> = (1..=5).map(|line| source.slice(source.line(line))).collect();
        assert_eq!(lines, ["one", "two", "", "four", ""]);
        assert_eq!(source.line(5), Span::new(14, 14));
        let source = Source::new("a", "one\rtwo\r\r\nfour\r".into());
        assert_eq!(source.lines().collect::<Vec<_>>(), ["one", "two", "", "four"]);
        assert_eq!(source.position(4), Position { line: 2, column: 1 });
    }
}
