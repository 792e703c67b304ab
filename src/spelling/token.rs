//! Splits a word into the parts that are checked separately: the parts of a hyphenated word, without possessive endings. This
//! module uses no word lists.

use super::key;

/// A part of a word that can be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WordPart {
    /// The folded spelling.
    pub(crate) key: String,
    pub(crate) case: Case,
    /// The byte index in the word at which the part starts.
    pub(crate) start: usize,
    /// The byte index in the word at which the part ends, without a possessive ending.
    pub(crate) end: usize,
    /// Whether the word has other parts, joined to this one by a hyphen.
    pub(crate) hyphenated: bool,
    /// Whether it is the last part of the word.
    pub(crate) last: bool,
    /// Whether it has non-ASCII letters, such as letters with accents.
    pub(crate) accented: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// `harbour`
    Lower,
    /// `Harbour`
    Title,
    /// `NATO`, `iPhone`, `McGee`: any other use of capitals.
    Other,
}

/// Adds the parts of `token` that consist of letters.
pub(crate) fn parts(token: &str, parts: &mut Vec<WordPart>) {
    // Fast path: most words are plain letters.
    let len = token.len();
    if (1..=key::MAX_KEY_LEN).contains(&len) && token.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        let (key, case) = (token.to_ascii_lowercase(), case_of(token));
        parts.push(WordPart { key, case, start: 0, end: len, hyphenated: false, last: true, accented: false });
        return;
    }
    let hyphenated = token.contains(HYPHENS);
    let first = parts.len();
    let mut start = 0;
    for piece in token.split(HYPHENS) {
        parts.extend(word_part(piece, start, hyphenated));
        start += piece.len();
        // Skip the hyphen after the piece, which is one character of one or three bytes.
        start += token[start..].chars().next().map_or(0, char::len_utf8);
    }
    if let Some(last) = parts[first..].last_mut() {
        last.last = true;
    }
}

/// Capitalises a replacement if the replaced word is capitalised. `like` is the case of the replaced word.
pub(crate) fn with_case(word: &str, like: Case) -> String {
    let mut letters = word.chars();
    match (like, letters.next()) {
        (Case::Title, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

const HYPHENS: [char; 6] = ['-', '\u{2010}', '\u{2011}', '–', '—', '/'];

/// The part for a piece between hyphens that starts at byte `offset` of the word. `None` if it cannot be looked up.
fn word_part(piece: &str, offset: usize, hyphenated: bool) -> Option<WordPart> {
    let inner = piece.trim_matches(|c: char| !c.is_alphabetic());
    let start = offset + (piece.len() - piece.trim_start_matches(|c: char| !c.is_alphabetic()).len());
    let stem = without_possessive(inner);
    if stem.is_empty() || piece.chars().any(char::is_numeric) {
        return None;
    }
    let key = key::fold(stem).filter(|key| !key.is_empty() && key.len() <= key::MAX_KEY_LEN)?;
    let accented = stem.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    Some(WordPart { key, case: case_of(stem), start, end: start + stem.len(), hyphenated, last: false, accented })
}

fn without_possessive(word: &str) -> &str {
    ["'s", "’s", "ʼs", "'S", "’S"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

fn case_of(word: &str) -> Case {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let first_is_upper = letters.next().is_some_and(char::is_uppercase);
    match (first_is_upper, letters.any(char::is_uppercase)) {
        (false, false) => Case::Lower,
        (true, false) => Case::Title,
        _ => Case::Other,
    }
}
