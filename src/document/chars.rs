//! Characters that readers see differently: special spaces, characters without width, and in HTML line breaks and
//! entities.

use super::HiddenText;
use crate::text::shows_nothing;
use std::ops::Range;

/// What a range of text becomes in the prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CharReading {
    /// Itself.
    Itself,
    /// One space.
    Space,
    /// Nothing.
    Nothing,
    /// The character of the entity.
    Entity,
}

/// The markup that is still to be read in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// None: line breaks and entities have been read.
    Read,
    /// White space and entities of HTML are still to be read.
    Html,
}

/// Longest entity: by the HTML standard's list, the longest name has 31 characters, and 33 with `&` and `;`.
const LONGEST_ENTITY: usize = 33;

/// The first byte in `range` that [`reading`] has to look at, or the end of the range.
pub(super) fn next(text: &str, range: Range<usize>, markup: Markup) -> usize {
    let bytes = &text.as_bytes()[..range.end];
    let found = match markup {
        Markup::Read => find::<1, true>(bytes, range.start, [DELETE]),
        Markup::Html => find::<2, true>(bytes, range.start, [DELETE, b'&']),
    };
    found.unwrap_or(range.end)
}

/// The first offset from `from` on with one of these bytes.
pub(super) fn find_any<const N: usize>(bytes: &[u8], from: usize, wanted: [u8; N]) -> Option<usize> {
    find::<N, false>(bytes, from, wanted)
}

/// DEL, the last ASCII character.
const DELETE: u8 = 0x7f;

const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each byte, which is 0 in ASCII.
const NOT_ASCII: u64 = ONES << 7;

/// The first offset from `from` on with one of these bytes or, with `ODD`, a byte below the blank or outside ASCII.
///
/// Most of a draft has none, so eight bytes are compared at a time: a byte equals another if their difference is zero,
/// and of the lowest byte only a zero borrows from its highest bit when one is taken from it; so does one below the
/// blank when a blank is taken from it.
fn find<const N: usize, const ODD: bool>(bytes: &[u8], from: usize, wanted: [u8; N]) -> Option<usize> {
    let below = |word: u64, byte: u8| word.wrapping_sub(ONES * u64::from(byte)) & !word & NOT_ASCII;
    let hits = |word: u64| {
        let odd = if ODD { word & NOT_ASCII | below(word, b' ') } else { 0 };
        wanted.iter().fold(odd, |hits, &byte| hits | below(word ^ (ONES * u64::from(byte)), 1))
    };
    let (words, tail) = bytes.get(from..)?.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        let hits = hits(u64::from_le_bytes(*word));
        if hits != 0 {
            return Some(from + i * 8 + hits.trailing_zeros() as usize / 8);
        }
    }
    let is_wanted = |byte: &u8| wanted.contains(byte) || ODD && (*byte < b' ' || !byte.is_ascii());
    tail.iter().position(is_wanted).map(|i| from + words.len() * 8 + i)
}

/// How the character or mark at `at` reads, and its length in bytes.
pub(super) fn reading(text: &str, at: usize, markup: Markup) -> (CharReading, usize) {
    let rest = &text.as_bytes()[at..];
    match *rest {
        [b'&', ..] if markup == Markup::Html => match entity_len(rest) {
            Some(len) => (CharReading::Entity, len),
            None => (CharReading::Itself, 1),
        },
        [b'\n' | b'\r' | b'\t', ..] if markup == Markup::Read => (CharReading::Itself, 1),
        [b'\n' | b'\r' | b'\t' | b'\x0c', ..] if markup == Markup::Html => {
            let len = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            (CharReading::Space, len)
        }
        _ => {
            let c = text[at..].chars().next().unwrap_or(' ');
            let within = is_windows_mark(c) && is_within_word(text, at);
            (if within { CharReading::Nothing } else { read_char(c) }, c.len_utf8())
        }
    }
}

/// How a character reads: spaces of any width are spaces, and invisible characters are nothing. Line ends and tabs are
/// left to the caller.
pub(super) fn read_char(c: char) -> CharReading {
    match c {
        // Replaces a byte that is not UTF-8, which is shown.
        '\t' | '\n' | '\r' | '\u{1a}' => CharReading::Itself,
        c if is_windows_mark(c) => CharReading::Itself,
        c if c.is_whitespace() && c != ' ' => CharReading::Space,
        c if is_blank(c) => CharReading::Space,
        c if shows_nothing(c) => CharReading::Nothing,
        _ => CharReading::Itself,
    }
}

/// Whether a control character is a quotation mark or dash of Windows-1252 that was saved as if it were Latin-1. It parts
/// words as that mark would, but within a word it shows nothing.
fn is_windows_mark(c: char) -> bool {
    c.is_control() && matches!(by_windows_1252(c), '‚' | '„' | '‹' | '‘' | '’' | '“' | '”' | '•' | '–' | '—' | '›')
}

/// Whether the next characters on both sides that show something are ASCII letters or digits.
fn is_within_word(text: &str, at: usize) -> bool {
    let shown = |c: &char| !is_blank(*c) && !shows_nothing(*c);
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    letter(text[..at].chars().rev().take(AROUND).find(shown)) && letter(text[at..].chars().take(AROUND).find(shown))
}

/// How many characters around a hidden one are examined, which bounds the cost of each.
const AROUND: usize = 64;

/// Whether a character is a letter or symbol of Hangul or Braille that is drawn as a blank, or as nothing.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}')
}

/// Whether a character begins text that is shown in another order than it is written: embeddings, overrides and isolates.
fn is_turn(c: char) -> bool {
    matches!(c, '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}')
}

/// What the character at `at` hides from readers, if anything.
///
/// A blank of Hangul or Braille counts between two ASCII letters. A character that changes the direction of text counts
/// unless it is needed: overrides never are, right-to-left marks are before letters of that direction, and others near
/// such letters.
pub(super) fn hidden(text: &str, at: usize) -> Option<HiddenText> {
    let mut rest = text[at..].chars();
    let c = rest.next()?;
    if is_turn(c) {
        let (before, after) = (text[..at].chars().rev().take(AROUND), rest.clone().take(AROUND));
        let needed = match c {
            '\u{202d}' | '\u{202e}' => false,
            '\u{202b}' | '\u{2067}' => after.clone().find(|c| c.is_alphabetic()).is_some_and(is_right_to_left),
            _ => before.chain(after).any(is_right_to_left),
        };
        return (!needed).then_some(HiddenText::Turn(c));
    }
    (is_blank(c) && is_within_word(text, at)).then_some(HiddenText::Blank(c))
}

/// Whether a character belongs to a right-to-left script, by the Unicode blocks for such scripts.
fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

/// The Windows-1252 character that a control character from a reference such as `&#147;` means by the HTML standard;
/// other characters are returned as they are.
pub(super) fn by_windows_1252(c: char) -> char {
    match c {
        '\u{80}' => '€',
        '\u{82}' => '‚',
        '\u{84}' => '„',
        '\u{85}' => '…',
        '\u{8b}' => '‹',
        '\u{91}' => '‘',
        '\u{92}' => '’',
        '\u{93}' => '“',
        '\u{94}' => '”',
        '\u{95}' => '•',
        '\u{96}' => '–',
        '\u{97}' => '—',
        '\u{9b}' => '›',
        _ => c,
    }
}

/// The length of the entity that `rest` starts with, if it has the form of one.
pub(crate) fn entity_len(rest: &[u8]) -> Option<usize> {
    let end = rest.iter().take(LONGEST_ENTITY).position(|&byte| byte == b';')?;
    let name = rest[1..end].strip_prefix(b"#").unwrap_or(&rest[1..end]);
    (!name.is_empty() && name.iter().all(u8::is_ascii_alphanumeric)).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_that_does_not_read_as_itself_is_looked_at() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            if read_char(c) != CharReading::Itself {
                let text = c.to_string();
                assert_eq!(next(&text, 0..text.len(), Markup::Read), 0, "{c:?}");
                assert_eq!(reading(&text, 0, Markup::Read), (read_char(c), text.len()), "{c:?}");
            }
        }
    }

    #[test]
    fn bytes_are_found_wherever_they_stand() {
        for len in 0..40 {
            let mut bytes = vec![b'a'; len];
            assert_eq!(find_any(&bytes, 0, *b"bc"), None);
            for at in 0..len {
                bytes[at] = b"bc"[at % 2];
                assert_eq!(find_any(&bytes, 0, *b"bc"), Some(at));
                assert_eq!(find_any(&bytes, at, *b"bc"), Some(at));
                assert_eq!(find_any(&bytes, at + 1, *b"bc"), None);
                assert_eq!(find::<0, true>(&bytes, 0, []), None);
                bytes[at] = 0xc2;
                assert_eq!(find::<1, true>(&bytes, 0, [b'b']), Some(at));
                bytes[at] = 0x1f;
                assert_eq!(find::<1, true>(&bytes, 0, [b'b']), Some(at));
                bytes[at] = 0xc2;
                assert_eq!(find_any(&bytes, 0, *b"bB\xc1\xc3"), None);
                bytes[at] = b'a';
            }
        }
    }

    #[test]
    fn entities_have_a_name_and_an_end() {
        for (text, len) in [("&amp;", Some(5)), ("&#x2014; a", Some(8)), ("&; ", None), ("& b;", None), ("&nbsp", None)]
        {
            assert_eq!(entity_len(text.as_bytes()), len, "{text}");
        }
    }
}
