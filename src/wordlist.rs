//! The word lists compiled into the binary: tab-separated columns under a header row. Knows neither rules nor English.

/// A word list.
#[derive(Debug, Clone, Copy)]
pub struct WordList {
    name: &'static str,
    text: &'static str,
}

impl WordList {
    /// Returns the list of this name: `rules/lexicon/<name>.tsv`.
    #[must_use]
    pub fn get(name: &str) -> Option<Self> {
        LISTS.iter().find(|(known, _)| *known == name).map(|&(name, text)| Self { name, text })
    }

    /// Returns the names of all lists, in order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        LISTS.iter().map(|&(name, _)| name)
    }

    /// Returns the rows as whole lines, in the order of the file.
    pub fn lines(self) -> impl Iterator<Item = &'static str> {
        self.text.lines().skip(1)
    }

    /// Returns the cells of these columns for each row, in the order of the file.
    ///
    /// # Panics
    /// When the list has no such column: the lists are compiled into the program, so that is a programming error.
    pub fn rows<const N: usize>(self, columns: [&str; N]) -> impl Iterator<Item = [&'static str; N]> {
        let mut lines = self.text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
        let indices = columns.map(|column| {
            let index = header.iter().position(|name| *name == column);
            index.unwrap_or_else(|| panic!("the word list {} has no column {column}", self.name))
        });
        let last = indices.iter().copied().max().unwrap_or_default();
        lines.map(move |line| {
            let mut cells = [""; N];
            let mut rest = line;
            for index in 0..=last {
                // Compares byte by byte: most cells are so short that setting up a search would take longer.
                let end = rest.bytes().position(|byte| byte == b'\t');
                let (cell, after) = end.map_or((rest, ""), |end| (&rest[..end], &rest[end + 1..]));
                if let Some(wanted) = indices.iter().position(|&column| column == index) {
                    cells[wanted] = cell;
                }
                rest = after;
            }
            cells
        })
    }
}

// `LISTS`: name and text of every file under `rules/lexicon/`.
include!(concat!(env!("OUT_DIR"), "/lexicons.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn rows_have_the_requested_columns() {
        let verbs = WordList::get("verbs").expect("verbs are a list");
        let said = verbs.rows(["class", "lemma"]).find(|[_, lemma]| *lemma == "say");
        assert_eq!(said, Some(["neutral", "say"]));
        assert!(WordList::get("nonsense").is_none());
    }

    #[test]
    fn every_row_has_as_many_columns_as_its_header_and_is_unique() {
        for &(name, text) in LISTS {
            let columns = text.lines().next().unwrap_or_default().split('\t').count();
            let mut seen = HashSet::new();
            for line in text.lines() {
                assert_eq!(line.split('\t').count(), columns, "{name}: {line}");
                assert!(!line.split('\t').next().unwrap_or_default().trim().is_empty(), "{name}: {line}");
                assert!(seen.insert(line), "{name}: duplicate line: {line}");
            }
        }
    }
}
