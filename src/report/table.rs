//! Text in columns that line up on a terminal, whatever characters the cells have.

use unicode_width::UnicodeWidthStr;

/// Columns between two cells.
const GAP: &str = "  ";

/// The blanks that fill a text up to `width` columns of a terminal.
pub(super) fn padding(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(text.width()))
}

/// One line for each row. The first `left` columns are aligned left, as words are, the others right, as numbers are.
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
    fn cells_line_up_by_the_width_that_a_terminal_shows() {
        let rows = [["name", "words", "note"], ["漢字", "12", ""], ["e\u{301}", "1", "x"]];
        assert_eq!(lines(&rows, 1), ["name  words  note", "漢字     12", "e\u{301}         1     x"]);
        assert_eq!(lines(&rows, 3), ["name  words  note", "漢字  12", "e\u{301}     1      x"]);
    }
}
