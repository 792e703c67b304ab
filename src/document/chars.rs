//! Characters that readers see differently from their bytes: special spaces, zero-width characters and, in HTML, line
//! breaks and entities.

use super::HiddenText;
use crate::text::shows_nothing;
use std::ops::Range;

/// The prose that a character or entity of the source becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CharReading {
    /// The character, unchanged.
    Unchanged,
    /// One space.
    Space,
    /// Nothing.
    Nothing,
    /// The character that the entity names.
    Entity,
}

/// The markup that a text still contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// No markup: line breaks and entities are already decoded.
    Decoded,
    /// HTML white space and entities.
    Html,
}

/// Length of the longest entity. The longest name in the HTML standard's list has 31 characters; `&` and `;` make 33.
const MAX_ENTITY_LEN: usize = 33;

/// The first byte in `range` that [`reading_at`] must examine, or the end of the range.
pub(super) fn next_special(text: &str, range: Range<usize>, markup: Markup) -> usize {
    let bytes = &text.as_bytes()[..range.end];
    let found = match markup {
        Markup::Decoded => find_byte::<1, true>(bytes, range.start, [DELETE]),
        Markup::Html => find_byte::<2, true>(bytes, range.start, [DELETE, b'&']),
    };
    found.unwrap_or(range.end)
}

/// The first offset from `from` on that has one of these bytes.
pub(super) fn find_any<const N: usize>(bytes: &[u8], from: usize, wanted: [u8; N]) -> Option<usize> {
    find_byte::<N, false>(bytes, from, wanted)
}

/// DEL, the last ASCII character.
const DELETE: u8 = 0x7f;

const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each byte, which is 0 in ASCII.
const NOT_ASCII: u64 = ONES << 7;

/// The first offset from `from` on that has one of these bytes or, with `SPECIAL`, a control character below the blank or a byte
/// outside ASCII.
///
/// Most stretches of a draft have none, so the search compares eight bytes at a time, as one word. XOR with the wanted byte
/// makes equal bytes zero, and subtracting 1 from a zero byte sets its highest bit. In the same way, subtracting a blank sets
/// the highest bit of bytes below the blank. A borrow can set wrong bits in higher bytes only, and the lowest hit is used.
fn find_byte<const N: usize, const SPECIAL: bool>(bytes: &[u8], from: usize, wanted: [u8; N]) -> Option<usize> {
    let bits_below = |word: u64, byte: u8| word.wrapping_sub(ONES * u64::from(byte)) & !word & NOT_ASCII;
    let hit_bits = |word: u64| {
        let special = if SPECIAL { word & NOT_ASCII | bits_below(word, b' ') } else { 0 };
        wanted.iter().fold(special, |hits, &byte| hits | bits_below(word ^ (ONES * u64::from(byte)), 1))
    };
    let (words, tail) = bytes.get(from..)?.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        let hits = hit_bits(u64::from_le_bytes(*word));
        if hits != 0 {
            return Some(from + i * 8 + hits.trailing_zeros() as usize / 8);
        }
    }
    let is_wanted = |byte: &u8| wanted.contains(byte) || SPECIAL && (*byte < b' ' || !byte.is_ascii());
    tail.iter().position(is_wanted).map(|i| from + words.len() * 8 + i)
}

/// The reading of the character or entity at `at`, and its length in bytes.
pub(super) fn reading_at(text: &str, at: usize, markup: Markup) -> (CharReading, usize) {
    let rest = &text.as_bytes()[at..];
    match *rest {
        [b'&', ..] if markup == Markup::Html => match entity_len(rest) {
            Some(len) => (CharReading::Entity, len),
            None => (CharReading::Unchanged, 1),
        },
        [b'\n' | b'\r' | b'\t', ..] if markup == Markup::Decoded => (CharReading::Unchanged, 1),
        [b'\n' | b'\r' | b'\t' | b'\x0c', ..] if markup == Markup::Html => {
            let len = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            (CharReading::Space, len)
        }
        _ => {
            let c = text[at..].chars().next().unwrap_or(' ');
            let is_invisible = is_windows_mark(c) && is_inside_word(text, at);
            (if is_invisible { CharReading::Nothing } else { read_char(c) }, c.len_utf8())
        }
    }
}

/// The reading of a character: spaces of any width read as a space, and invisible characters as nothing. Line ends and
/// tabs read as themselves; the caller handles them.
pub(super) fn read_char(c: char) -> CharReading {
    match c {
        // U+001A replaces a byte that is not UTF-8, which readers see.
        '\t' | '\n' | '\r' | '\u{1a}' => CharReading::Unchanged,
        c if is_windows_mark(c) => CharReading::Unchanged,
        c if c.is_whitespace() && c != ' ' => CharReading::Space,
        c if is_drawn_blank(c) => CharReading::Space,
        c if shows_nothing(c) => CharReading::Nothing,
        _ => CharReading::Unchanged,
    }
}

/// Whether a control character is a Windows-1252 quotation mark or dash that was saved as Latin-1. Such a character separates
/// words as the mark would; inside a word it shows nothing.
fn is_windows_mark(c: char) -> bool {
    c.is_control() && matches!(by_windows_1252(c), '‚' | '„' | '‹' | '‘' | '’' | '“' | '”' | '•' | '–' | '—' | '›')
}

/// Whether the nearest visible characters on both sides are ASCII letters or digits.
fn is_inside_word(text: &str, at: usize) -> bool {
    let is_visible = |c: &char| !is_drawn_blank(*c) && !shows_nothing(*c);
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    is_letter(text[..at].chars().rev().take(MAX_CONTEXT_CHARS).find(is_visible))
        && is_letter(text[at..].chars().take(MAX_CONTEXT_CHARS).find(is_visible))
}

/// Maximum number of characters examined on each side of a hidden one; bounds the cost of each hidden character.
const MAX_CONTEXT_CHARS: usize = 64;

/// Whether a character is a Hangul letter or Braille pattern that is drawn as a blank or not at all.
pub(super) fn is_drawn_blank(c: char) -> bool {
    matches!(c, '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}')
}

/// Whether a character starts text that is shown in another order than it is stored: embeddings, overrides and isolates.
fn starts_reordering(c: char) -> bool {
    matches!(c, '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}')
}

/// The kind of hidden text that the character at `at` makes, if any.
///
/// A Hangul or Braille blank counts between two ASCII letters. A character that changes the direction of text counts
/// unless it is needed. Overrides are never needed. Right-to-left embeddings and isolates are needed if the next letter is
/// from a right-to-left script; other such characters are needed near a right-to-left letter.
pub(super) fn hidden_at(text: &str, at: usize) -> Option<HiddenText> {
    let mut rest = text[at..].chars();
    let c = rest.next()?;
    if starts_reordering(c) {
        let (before, after) = (text[..at].chars().rev().take(MAX_CONTEXT_CHARS), rest.clone().take(MAX_CONTEXT_CHARS));
        let is_needed = match c {
            '\u{202d}' | '\u{202e}' => false,
            '\u{202b}' | '\u{2067}' => after.clone().find(|c| c.is_alphabetic()).is_some_and(is_right_to_left),
            _ => before.chain(after).any(is_right_to_left),
        };
        return (!is_needed).then_some(HiddenText::Turn(c));
    }
    (is_drawn_blank(c) && is_inside_word(text, at)).then_some(HiddenText::Blank(c))
}

/// Whether a character is in a Unicode block for right-to-left scripts.
fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

/// The Windows-1252 character that the HTML standard assigns to a control character from a reference such as `&#147;`.
/// Returns other characters unchanged.
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

/// The length of the entity at the start of `rest`, which begins with `&`; `None` if it does not have the form of an entity.
pub(crate) fn entity_len(rest: &[u8]) -> Option<usize> {
    let end = rest.iter().take(MAX_ENTITY_LEN).position(|&byte| byte == b';')?;
    let name = rest[1..end].strip_prefix(b"#").unwrap_or(&rest[1..end]);
    (!name.is_empty() && name.iter().all(u8::is_ascii_alphanumeric)).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_that_does_not_read_as_itself_is_looked_at() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            if read_char(c) != CharReading::Unchanged {
                let text = c.to_string();
                assert_eq!(next_special(&text, 0..text.len(), Markup::Decoded), 0, "{c:?}");
                assert_eq!(reading_at(&text, 0, Markup::Decoded), (read_char(c), text.len()), "{c:?}");
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
                assert_eq!(find_byte::<0, true>(&bytes, 0, []), None);
                bytes[at] = 0xc2;
                assert_eq!(find_byte::<1, true>(&bytes, 0, [b'b']), Some(at));
                bytes[at] = 0x1f;
                assert_eq!(find_byte::<1, true>(&bytes, 0, [b'b']), Some(at));
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
