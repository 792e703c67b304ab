//! Hash keys of words: a look-up compares these 64-bit keys instead of letters.

/// The length in bytes of the longest word that is looked up.
pub(super) const MAX_WORD_LEN: usize = 40;

/// The 64-bit key of a word. Case and the kind of apostrophe do not change it. `None` if the word is too long to be in a list.
pub(super) fn key(word: &str) -> Option<u64> {
    if word.len() > MAX_WORD_LEN {
        return None;
    }
    hash(word.as_bytes()).or_else(|| {
        let mut folded = [0; MAX_WORD_LEN];
        let len = fold(word, &mut folded)?;
        // Words in other alphabets are hashed by their UTF-8 bytes.
        Some(
            hash(&folded[..len])
                .unwrap_or_else(|| folded.chunks(8).fold(0, |state, bytes| mix(state, as_number(bytes)))),
        )
    })
}

/// Hashes ASCII bytes without regard to case; `None` if a byte is not ASCII. The last bytes (at most 16) are read as two pieces
/// of eight bytes, or of four if there are fewer than eight. The two pieces may overlap.
fn hash(bytes: &[u8]) -> Option<u64> {
    let len = bytes.len();
    let (mut state, rest) = (len as u64, bytes);
    let (long, rest) = rest.split_at(if len > 16 { (len - 1) / 8 * 8 - 8 } else { 0 });
    for eight in long.as_chunks::<8>().0 {
        state = mix(state, to_lower_case(u64::from_le_bytes(*eight))?);
    }
    let (first, last) = match (rest.first_chunk::<8>(), rest.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => match (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
            (Some(first), Some(last)) => (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into()),
            _ => (as_number(rest), 0),
        },
    };
    Some(mix(mix(state, to_lower_case(first)?), to_lower_case(last)?))
}

/// Up to eight bytes as a little-endian number.
fn as_number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

fn mix(state: u64, eight: u64) -> u64 {
    let mixed = (state ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

/// Converts eight ASCII bytes to lower case; `None` if a byte is not ASCII.
fn to_lower_case(eight: u64) -> Option<u64> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    if eight & HIGH != 0 {
        return None;
    }
    // The high bit of each byte says whether the byte is at least `A`, and whether it is above `Z`.
    let from_a = eight + u64::from(0x80 - b'A') * EACH;
    let above_z = eight + u64::from(0x7f - b'Z') * EACH;
    Some(eight | ((from_a ^ above_z) & HIGH) >> 2)
}

/// Whether a character is used as an apostrophe. The straight one is not included.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '’' | 'ʼ' | '＇' | '′' | '´')
}

/// Whether a character is used as a hyphen. The plain one is not included; the minus sign is, as it occurs between letters.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '\u{2010}'
            | '\u{2011}'
            | '\u{2043}'
            | '\u{2212}'
            | '\u{2d7}'
            | '\u{58a}'
            | '\u{fe58}'
            | '\u{fe63}'
            | '\u{ff0d}'
    )
}

/// Writes a word to `folded` in lower case with straight apostrophes. Returns its length in bytes, or `None` if it does not fit.
fn fold(word: &str, folded: &mut [u8; MAX_WORD_LEN]) -> Option<usize> {
    let mut len = 0;
    for c in word.chars() {
        let c = if is_apostrophe(c) { '\'' } else { c };
        for lower in c.to_lowercase() {
            let end = len + lower.len_utf8();
            lower.encode_utf8(folded.get_mut(len..end)?);
            len = end;
        }
    }
    Some(len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn key_ignores_case_and_apostrophe_style() {
        let words = [
            "a",
            "an",
            "the",
            "said",
            "report",
            "reporter",
            "don't",
            "reporters",
            "correspondent",
            "a\u{300}",
            "Ж",
            "spokespersons-general",
            "undersecretary-general's",
            "abcdefghijklmnopqrstuvwxyzabcdefghijklmn",
            "Łódź",
            "co-op",
        ];
        let mut seen = HashMap::new();
        for word in words {
            let number = key(word).expect("short enough");
            assert_eq!(key(&word.to_uppercase()), Some(number), "{word}");
            assert_eq!(key(&word.replace('\'', "’")), Some(number), "{word}");
            assert_eq!(seen.insert(number, word), None, "{word}");
        }
        // The ASCII characters next to the letters must not be folded.
        assert_ne!(key("[@`{"), key("{`@["));
        assert_eq!(key(&"a".repeat(MAX_WORD_LEN + 1)), None);
    }
}
