//! The first sound of a word or an abbreviation, by `rules/lexicon/sounds.tsv` and the names of letters.

use crate::wordlist::WordList;
use std::sync::LazyLock;

/// Letters whose names begin with a vowel sound: “an F”, but “a U”.
const VOWEL_SOUND_LETTERS: &[u8] = b"aefhilmnorsx";

/// Whether a letter's name begins with a vowel sound.
pub(super) fn letter_starts_with_vowel(letter: u8) -> bool {
    VOWEL_SOUND_LETTERS.contains(&letter.to_ascii_lowercase())
}

/// Whether a word in lower-case ASCII letters begins with a vowel sound; `None` if pronunciations differ.
pub(super) fn word_starts_with_vowel(word: &str) -> Option<bool> {
    let first = *word.as_bytes().first()?;
    let letter = usize::from(first.checked_sub(b'a')?);
    let mut rows = &ROWS.lines[usize::from(*ROWS.starts.get(letter)?)..usize::from(*ROWS.starts.get(letter + 1)?)];
    let by_word = |line: &&'static str| {
        let row = SoundRow::parse(line);
        (row.prefix, row.is_whole_word).cmp(&(word, true))
    };
    match rows.binary_search_by(by_word) {
        Ok(at) => return SoundRow::parse(rows[at]).vowel,
        Err(at) => rows = &rows[..at],
    }
    // Finds the longest prefix that has a row. The last row before a word shares a longer prefix with it than any row above.
    while let Some((last, before)) = rows.split_last() {
        let last = SoundRow::parse(last);
        let shared = last.prefix.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        rows = match last.prefix.len() == shared {
            true if !last.is_whole_word => return last.vowel,
            true => before,
            false => &before[..before.partition_point(|line| SoundRow::parse(line).prefix <= &word[..shared])],
        };
    }
    Some(matches!(first, b'a' | b'e' | b'i' | b'o' | b'u'))
}

/// Whether an abbreviation in ASCII capitals begins with a vowel sound; `None` if that depends on whether it is read as a
/// word.
pub(super) fn abbreviation_starts_with_vowel(letters: &str) -> Option<bool> {
    let word = letters.to_ascii_lowercase();
    let (&first, rest) = word.as_bytes().split_first()?;
    let read_by_letters = letter_starts_with_vowel(first);
    let vowel = |letter: &u8| b"aeiouy".contains(letter);
    // “RSPCA” cannot be read as a word.
    let two_consonants = !vowel(&first) && rest.first().is_some_and(|second| !vowel(second));
    let unreadable =
        !word.as_bytes().iter().any(vowel) || two_consonants && word_starts_with_vowel(&word[..2]).is_none();
    if unreadable || word.len() == 2 || word_starts_with_vowel(&word) == Some(read_by_letters) {
        Some(read_by_letters)
    } else {
        None
    }
}

/// A row of the list of sounds.
struct SoundRow {
    /// The first letters of words.
    prefix: &'static str,
    /// Whether they are the whole word. The list marks this with `$` after them.
    is_whole_word: bool,
    /// Whether the word begins with a vowel sound; `None` if pronunciations differ.
    vowel: Option<bool>,
}

impl SoundRow {
    fn parse(line: &'static str) -> Self {
        // A byte-wise loop: the prefix is so short that a faster search would not pay off.
        let end = line.bytes().position(|byte| byte == b'\t').unwrap_or(line.len());
        let (prefix, sound) = (&line[..end], line.get(end + 1..).unwrap_or_default());
        let vowel = match sound {
            "vowel" => Some(true),
            "consonant" => Some(false),
            _ => None,
        };
        let stripped = prefix.strip_suffix('$');
        Self { prefix: stripped.unwrap_or(prefix), is_whole_word: stripped.is_some(), vowel }
    }
}

/// The rows of the list, sorted by `prefix` and `is_whole_word` as the list is. Rows are parsed on demand, because few are ever
/// needed.
struct SoundRows {
    lines: Vec<&'static str>,
    /// The index of the first row of each letter from `a`, and the end of the rows of `z`.
    starts: [u16; 27],
}

static ROWS: LazyLock<SoundRows> = LazyLock::new(|| {
    let lines: Vec<_> = WordList::get("sounds").expect("the list is in rules/lexicon").lines().collect();
    let mut starts = [0; 27];
    for (letter, start) in (b'a'..).zip(&mut starts) {
        let at = lines.partition_point(|line| line.as_bytes().first().is_some_and(|&first| first < letter));
        *start = u16::try_from(at).expect("the list has fewer than 65,536 rows");
    }
    SoundRows { lines, starts }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_for_binary_search() {
        assert!(
            ROWS.lines.iter().map(|line| SoundRow::parse(line)).map(|row| (row.prefix, row.is_whole_word)).is_sorted()
        );
        let columns = WordList::get("sounds").map(|list| list.rows(["beginning", "sound"]).count());
        assert_eq!(columns, Some(ROWS.lines.len()));
    }

    #[test]
    fn words_follow_their_pronunciation() {
        let vowel = ["hour", "heirloom", "uninvited", "euler", "nvidia", "oboe", "ugly"];
        let consonant = ["unit", "usable", "one", "ewing", "euphoria", "house", "ukrainian", "yard"];
        let either = ["historic", "hispanic", "herb", "homage"];
        assert_eq!(vowel.map(word_starts_with_vowel), [Some(true); 7]);
        assert_eq!(consonant.map(word_starts_with_vowel), [Some(false); 8]);
        assert_eq!(either.map(word_starts_with_vowel), [None; 4]);
    }

    #[test]
    fn abbreviations_follow_their_letters_unless_readable_as_words() {
        assert_eq!(["MRI", "FBI", "RSPCA", "EU", "MP"].map(abbreviation_starts_with_vowel), [Some(true); 5]);
        assert_eq!(["UN", "BBC", "TV", "UK"].map(abbreviation_starts_with_vowel), [Some(false); 4]);
        assert_eq!(["NATO", "SWAT", "URGENT"].map(abbreviation_starts_with_vowel), [None; 3]);
    }
}
