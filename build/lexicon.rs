//! Checks the columns of `rules/lexicon/*.tsv` that allow only certain values. A cell has one value, or several with bars between
//! them. Without this check, the program would silently ignore a misspelled value.

use std::path::Path;

/// The checked columns: list, column, whether a cell may have several values, and the allowed values. Every cell may be empty.
const COLUMNS: &[(&str, &str, bool, &[&str])] = &[
    ("verbs", "frame", true, &["that", "quote", "object"]),
    ("verbs", "ambiguity", true, &["noun", "literal"]),
    ("outlets", "ambiguous", false, &["yes", "no"]),
    ("credit-words", "class", false, &["opener", "agency", "joiner"]),
    ("elisions", "capital", false, &["yes"]),
    ("function-words", "run-on", false, &["yes", "article"]),
    (
        "function-words",
        "class",
        false,
        &[
            "determiner",
            "preposition",
            "modal",
            "to",
            "have",
            "be",
            "subject",
            "object",
            "conjunction",
            "degree",
            "several",
        ],
    ),
    ("word-parts", "class", false, &["prefix", "combining-form", "suffix", "vowel-suffix", "ending", "clitic"]),
];

/// Checks a list and reports the first value that is not allowed.
pub(crate) fn check(path: &Path, name: &str, text: &str) -> Result<(), String> {
    let header: Vec<&str> = text.lines().next().unwrap_or_default().split('\t').collect();
    for &(_, column, several, known) in COLUMNS.iter().filter(|(list, ..)| *list == name) {
        let at = header.iter().position(|title| *title == column);
        let at = at.ok_or_else(|| format!("{}: there is no column `{column}`", path.display()))?;
        for (number, line) in text.lines().enumerate().skip(1) {
            let cell = line.split('\t').nth(at).unwrap_or_default();
            let values = cell.split(|c| several && c == '|').filter(|_| !cell.is_empty());
            for value in values {
                if !known.contains(&value) {
                    let (path, line, expected) = (path.display(), number + 1, known.join(", "));
                    return Err(format!("{path}:{line}: `{column}` has `{value}`, expected one of: {expected}"));
                }
            }
        }
    }
    Ok(())
}
