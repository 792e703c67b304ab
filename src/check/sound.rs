//! With which sound a word or an abbreviation begins, by `rules/lexicon/sounds.tsv` and the names of letters.

use crate::wordlist::WordList;
use std::sync::LazyLock;

/// Letters whose names begin with the sound of a vowel: "an F", "a U".
const NAMED_BY_VOWEL: &[u8] = b"aefhilmnorsx";

/// Whether a letter's name begins with the sound of a vowel.
pub(super) fn of_letter(letter: u8) -> bool {
    NAMED_BY_VOWEL.contains(&letter.to_ascii_lowercase())
}

/// Whether a word in small ASCII letters begins with the sound of a vowel; `None` where people differ, or its letters do not tell.
pub(super) fn of_word(word: &str) -> Option<bool> {
    let first = *word.as_bytes().first()?;
    let row = (1..=word.len()).rev().find_map(|end| {
        let whole = (end == word.len()).then(|| sound(word, true)).flatten();
        whole.or_else(|| sound(&word[..end], false))
    });
    match row {
        Some(sound) => sound,
        None => Some(matches!(first, b'a' | b'e' | b'i' | b'o' | b'u')),
    }
}

/// Whether an abbreviation of ASCII capitals begins with the sound of a vowel; `None` where it depends on whether it is read as a word.
pub(super) fn of_abbreviation(letters: &str) -> Option<bool> {
    let word = letters.to_ascii_lowercase();
    let (&first, rest) = word.as_bytes().split_first()?;
    let by_letters = of_letter(first);
    let vowel = |letter: &u8| b"aeiouy".contains(letter);
    // "RSPCA": nobody can read it as a word.
    let two_consonants = !vowel(&first) && rest.first().is_some_and(|second| !vowel(second));
    let unreadable = !word.as_bytes().iter().any(vowel) || two_consonants && of_word(&word[..2]).is_none();
    if unreadable || word.len() == 2 || of_word(&word) == Some(by_letters) { Some(by_letters) } else { None }
}

/// What the row for a beginning or a whole word says; `None` where there is no such row.
#[expect(clippy::option_option, reason = "a row can say that people differ")]
fn sound(beginning: &str, whole: bool) -> Option<Option<bool>> {
    let key = |row: &(&'static str, Option<bool>)| (row.0.trim_end_matches('$'), row.0.ends_with('$'));
    let at = ROWS.binary_search_by(|row| key(row).cmp(&(beginning, whole))).ok()?;
    Some(ROWS[at].1)
}

/// A beginning, or a whole word with `$` behind it, and whether it sounds as a vowel; in the order of both.
static ROWS: LazyLock<Vec<(&str, Option<bool>)>> = LazyLock::new(|| {
    let list = WordList::get("sounds").expect("the list stands in rules/lexicon");
    let rows = list.rows(["beginning", "sound"]).map(|[beginning, sound]| {
        let vowel = match sound {
            "vowel" => Some(true),
            "consonant" => Some(false),
            _ => None,
        };
        (beginning, vowel)
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by_key(|(beginning, _)| (beginning.trim_end_matches('$'), beginning.ends_with('$')));
    rows
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_sound_as_they_are_said() {
        let vowel = ["hour", "heirloom", "uninvited", "euler", "nvidia", "oboe", "ugly"];
        let consonant = ["unit", "usable", "one", "ewing", "euphoria", "house", "ukrainian", "yard"];
        let either = ["historic", "hispanic", "herb", "homage"];
        assert_eq!(vowel.map(of_word), [Some(true); 7]);
        assert_eq!(consonant.map(of_word), [Some(false); 8]);
        assert_eq!(either.map(of_word), [None; 4]);
    }

    #[test]
    fn abbreviations_sound_by_their_letters_unless_they_may_be_words() {
        assert_eq!(["MRI", "FBI", "RSPCA", "EU", "MP"].map(of_abbreviation), [Some(true); 5]);
        assert_eq!(["UN", "BBC", "TV", "UK"].map(of_abbreviation), [Some(false); 4]);
        assert_eq!(["NATO", "SWAT", "URGENT"].map(of_abbreviation), [None; 3]);
    }
}
