//! Characters that the reader of a draft does not see as they are written: odd spaces, characters without width, and in
//! HTML line breaks and entities.

use std::ops::Range;

/// What stands for a stretch of text in the prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Itself.
    Itself,
    /// One space.
    Space,
    /// Nothing.
    Nothing,
    /// What the entity stands for.
    Entity,
}

/// Which marks a text is read with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// Line breaks and entities are read already, or are none.
    Read,
    /// White space and entities of HTML are still to be read.
    Html,
}

/// The longest name of an entity is 31 characters, says the HTML standard's list; with the marks it is 33.
const LONGEST_ENTITY: usize = 33;

/// The first byte in `range` that [`reading`] has to look at, or the end of the range.
pub(super) fn next(text: &str, range: Range<usize>, markup: Markup) -> usize {
    let bytes = &text.as_bytes()[..range.end];
    let found = match markup {
        Markup::Read => find(bytes, range.start, [], NOT_ASCII),
        Markup::Html => find(bytes, range.start, *b"\n\r\t\x0c&", NOT_ASCII),
    };
    found.unwrap_or(range.end)
}

/// The first place from `from` on that holds one of these bytes.
pub(super) fn find_any<const N: usize>(bytes: &[u8], from: usize, wanted: [u8; N]) -> Option<usize> {
    find(bytes, from, wanted, 0)
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each byte, which ASCII leaves free.
const NOT_ASCII: u64 = ONES << 7;

/// The first place from `from` on that holds one of these bytes, or a bit of `high`.
///
/// Most of a draft holds none, so eight bytes are compared at a time: a byte equals another if their difference is zero,
/// and of the lowest byte only a zero borrows from its highest bit when one is taken from it.
fn find<const N: usize>(bytes: &[u8], from: usize, wanted: [u8; N], high: u64) -> Option<usize> {
    let hits = |word: u64| {
        wanted.iter().fold(word & high, |hits, &byte| {
            let difference = word ^ (ONES * u64::from(byte));
            hits | (difference.wrapping_sub(ONES) & !difference & NOT_ASCII)
        })
    };
    let (words, tail) = bytes.get(from..)?.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        let hits = hits(u64::from_le_bytes(*word));
        if hits != 0 {
            return Some(from + i * 8 + hits.trailing_zeros() as usize / 8);
        }
    }
    let is_wanted = |byte: &u8| wanted.contains(byte) || u64::from(*byte) & high != 0;
    tail.iter().position(is_wanted).map(|i| from + words.len() * 8 + i)
}

/// How the character or mark at `at` reads, and its length in bytes.
pub(super) fn reading(text: &str, at: usize, markup: Markup) -> (Reading, usize) {
    let rest = &text.as_bytes()[at..];
    match *rest {
        [b'&', ..] if markup == Markup::Html => match entity_len(rest) {
            Some(len) => (Reading::Entity, len),
            None => (Reading::Itself, 1),
        },
        [b'\n' | b'\r' | b'\t' | b'\x0c', ..] => {
            let len = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            (Reading::Space, len)
        }
        _ => {
            let c = text[at..].chars().next().unwrap_or(' ');
            (read_char(c), c.len_utf8())
        }
    }
}

/// How a character reads: spaces of any width are spaces, and what nobody sees is nothing.
pub(super) fn read_char(c: char) -> Reading {
    match c {
        '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{2800}'
        | '\u{3000}'
        | '\u{3164}'
        | '\u{ffa0}' => Reading::Space,
        // Unicode's list of characters that show nothing, but for those that Mongolian, Khmer and Hangul need.
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Reading::Nothing,
        _ => Reading::Itself,
    }
}

/// What a control character stands for that a reference such as `&#147;` names by its number in Windows-1252, as the HTML standard
/// has it; other characters stand for themselves.
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
            if read_char(c) != Reading::Itself {
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
                assert_eq!(find(&bytes, 0, [], NOT_ASCII), None);
                bytes[at] = 0xc2;
                assert_eq!(find(&bytes, 0, [b'b'], NOT_ASCII), Some(at));
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
