use super::Span;

/// Stands for one byte that is not UTF-8: the Unicode character SUBSTITUTE, one byte long, so that no offset moves.
const SUBSTITUTE: u8 = 0x1a;

/// Bytes between two entries of [`Source::marks`].
const STRIDE: usize = 256;

/// The text of one draft.
///
/// Offsets are bytes into the file as it stands. Bytes that are not UTF-8 are replaced one for one, so the rest of the
/// draft keeps its places; [`Source::invalid`] says where they stood.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    /// Where each line starts; a draft is less than 4 GiB.
    lines: Vec<u32>,
    /// How many characters start before each [`STRIDE`]th byte: a column far out in a line of megabytes costs no more
    /// than one in a short line.
    marks: Vec<usize>,
    invalid: Vec<Span>,
}

/// A place as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

impl Source {
    /// Reads a draft from its bytes; `name` is how messages call it.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let (text, invalid) = decode(bytes);
        let mut lines = vec![0];
        lines.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        let mut marks = vec![0];
        for chunk in text.as_bytes().chunks_exact(STRIDE) {
            marks.push(marks[marks.len() - 1] + starts(chunk));
        }
        Self { name: name.into(), text, lines, marks, invalid }
    }

    /// How messages call the draft: its path, as reached from the argument.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same under another name.
    #[must_use]
    pub fn named(&self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self.clone() }
    }

    /// The whole text, byte for byte as long as the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Runs of bytes that were not UTF-8, in order.
    #[must_use]
    pub fn invalid(&self) -> &[Span] {
        &self.invalid
    }

    /// Where the text proper starts: 3 after a byte order mark, else 0.
    #[must_use]
    pub fn start(&self) -> usize {
        if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    }

    /// The text of a span.
    ///
    /// # Panics
    /// When the span cuts a character or reaches past the end: spans of this draft do neither.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Line and column of a byte offset; an offset past the end counts as the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.lines.partition_point(|&start| start as usize <= offset) - 1;
        let start = self.lines[line] as usize;
        // A byte order mark is no column: editors do not show it.
        let start = start.max(self.start().min(offset));
        Position { line: line + 1, column: self.chars_before(offset) - self.chars_before(start) + 1 }
    }

    /// The bytes of a line (from 1), without its line break; empty at the end of the text when there is no such line.
    #[must_use]
    pub fn line(&self, line: usize) -> Span {
        let at = |index: usize| self.lines.get(index).map(|&start| start as usize);
        let end = at(line).unwrap_or(self.text.len());
        let start = line.checked_sub(1).and_then(at).unwrap_or(end);
        let text = &self.text[start..end];
        let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
        Span::new(start, start + text.len())
    }

    /// The lines without their line breaks; an empty one behind the last line break is none.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let lines = (1..=self.lines.len()).map(|line| self.slice(self.line(line)));
        let empty = usize::from(self.lines.last().is_some_and(|&start| start as usize == self.text.len()));
        lines.take(self.lines.len() - empty)
    }

    fn chars_before(&self, offset: usize) -> usize {
        let mark = offset / STRIDE;
        self.marks[mark] + starts(&self.text.as_bytes()[mark * STRIDE..offset])
    }
}

/// How many characters start among the bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

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

    #[test]
    fn bytes_that_are_not_utf8_keep_their_places() {
        let source = Source::new("a", b"ab\xff\xfecd\xe2\x82".to_vec());
        assert_eq!(source.text(), "ab\u{1a}\u{1a}cd\u{1a}\u{1a}");
        assert_eq!(source.invalid(), [Span::new(2, 4), Span::new(6, 8)]);
    }

    #[test]
    fn columns_are_characters_and_skip_the_byte_order_mark() {
        let source = Source::new("a", "\u{feff}é1\nü2".into());
        assert_eq!(source.position(5), Position { line: 1, column: 2 });
        assert_eq!(source.position(9), Position { line: 2, column: 2 });
        assert_eq!(source.position(99), Position { line: 2, column: 3 });
    }

    #[test]
    fn columns_of_long_lines_are_counted_from_the_line() {
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
    fn lines_are_without_their_breaks() {
        let source = Source::new("a", "one\r\ntwo\n\nfour".into());
        let lines: Vec<_> = (1..=5).map(|line| source.slice(source.line(line))).collect();
        assert_eq!(lines, ["one", "two", "", "four", ""]);
        assert_eq!(source.line(5), Span::new(14, 14));
    }
}
