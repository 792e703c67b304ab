//! Tables whose columns line up on a terminal, also with wide and combining characters.

use unicode_width::UnicodeWidthStr;

/// The blanks between two columns.
const GAP: &str = "  ";

/// The blanks that extend a text to `width` terminal columns.
pub(super) fn padding(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(text.width()))
}

/// The lines of a table, one for each row. The first `left` columns are aligned left (words), the others right (numbers).
pub(super) fn lines<const N: usize>(rows: &[[impl AsRef<str>; N]], left: usize) -> Vec<String> {
    let width = |column: usize| rows.iter().map(|row| row[column].as_ref().width()).max().unwrap_or_default();
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |row: &[_; N]| {
        let cell = |column: usize| {
            let text: &str = AsRef::<str>::as_ref(&row[column]);
            let blanks = padding(text, widths[column]);
            if column < left { [text, &blanks].concat() } else { [&blanks, text].concat() }
        };
        (0..N).map(cell).collect::<Vec<_>>().join(GAP).trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_line_up_by_terminal_width() {
        let rows = [["name", "words", "note"], ["漢字", "12", ""], ["e\u{301}", "1", "x"]];
        assert_eq!(lines(&rows, 1), ["name  words  note", "漢字     12", "e\u{301}         1     x"]);
        assert_eq!(lines(&rows, 3), ["name  words  note", "漢字  12", "e\u{301}     1      x"]);
    }
}
