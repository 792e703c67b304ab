//! The size of phrase patterns, computed before they are expanded. The pattern `a|b c? d` expands to four phrases, and each
//! further word may double their number.

use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// The most phrases that a pattern may expand to. No pattern of a built-in rule expands to more than 80.
const MAX_PHRASES: u64 = 1000;

/// The most bytes that the expanded phrases of a pattern may have together.
const MAX_BYTES: u64 = 1_000_000;

/// The most words that a phrase may have. This bounds the time that a lookup at one place of a draft takes.
const MAX_WORDS: u64 = 100;

/// The pattern with its clitics split off: a clitic is a token of its own.
pub(crate) fn split_clitics(pattern: &str) -> String {
    pattern.replace("'s", " 's").replace("'re", " 're")
}

/// The number of phrases that a pattern expands to, and the number of words in all of them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PatternSize {
    phrases: u64,
    words: u64,
    /// The length of the pattern itself in bytes.
    bytes: u64,
    /// The number of words in the longest phrase.
    longest: u64,
}

impl PatternSize {
    /// The size of a pattern.
    fn of_pattern(pattern: &str) -> Self {
        let nothing = Self { phrases: 1, words: 0, bytes: pattern.len() as u64, longest: 0 };
        split_clitics(pattern).split_whitespace().fold(nothing, |size, part| {
            let (words, optional) = part.strip_suffix('?').map_or((part, 0), |words| (words, 1));
            let phrases = words.split('|').count() as u64 + optional;
            // Underscores join several words into one alternative: `a_lot|many`.
            let longest = words.split('|').map(|word| word.split('_').count()).max().unwrap_or(1) as u64;
            size.concat(Self { phrases, words: phrases.saturating_mul(longest), bytes: 0, longest })
        })
    }

    /// The size of the concatenation: each phrase of `self` followed by each phrase of `other`.
    fn concat(self, other: Self) -> Self {
        let words_beside = |size: Self, other: Self| size.words.saturating_mul(other.phrases);
        Self {
            phrases: self.phrases.saturating_mul(other.phrases),
            words: words_beside(self, other).saturating_add(words_beside(other, self)),
            bytes: self.bytes + other.bytes,
            longest: self.longest + other.longest,
        }
    }
}

/// A pattern that expands to too many phrases, or to phrases that are too long.
pub(super) struct PatternTooLarge {
    /// The bytes of the pattern in the rule's file.
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

/// The number of words in all phrases in the values of a rule's keys, whatever the keys are.
pub(super) fn count_words<'v, 't: 'v>(
    mut values: impl Iterator<Item = &'v Spanned<DeValue<'t>>>,
) -> Result<u64, PatternTooLarge> {
    values.try_fold(0_u64, |sum, value| Ok(sum.saturating_add(count_value_words(value)?)))
}

/// The number of words in all phrases of one value.
fn count_value_words(value: &Spanned<DeValue<'_>>) -> Result<u64, PatternTooLarge> {
    match value.get_ref() {
        DeValue::String(pattern) => check_size(PatternSize::of_pattern(pattern), value.span()),
        DeValue::Array(values) => values.iter().try_fold(0_u64, |sum, value| {
            // One pattern may be written in three parts.
            let table = value.get_ref().as_table();
            let parts = ["before", "find", "after"].into_iter().filter_map(|part| table?.get(part)?.get_ref().as_str());
            let beside = parts.map(PatternSize::of_pattern).reduce(PatternSize::concat);
            let together = beside.map_or(Ok(0), |size| check_size(size, value.span()))?;
            Ok(sum.saturating_add(together).saturating_add(count_value_words(value)?))
        }),
        DeValue::Table(table) => count_words(table.values()),
        _ => Ok(0),
    }
}

/// The number of words in all phrases of a pattern, if it is not too large.
fn check_size(size: PatternSize, span: Range<usize>) -> Result<u64, PatternTooLarge> {
    let message = if size.phrases > MAX_PHRASES {
        format!("expands to more than {MAX_PHRASES} phrases: list the phrases that you need")
    } else if size.phrases.saturating_mul(size.bytes) > MAX_BYTES {
        format!("expands to phrases of more than {MAX_BYTES} bytes in total")
    } else if size.longest > MAX_WORDS {
        format!("expands to a phrase of more than {MAX_WORDS} words")
    } else {
        return Ok(size.words);
    };
    Err(PatternTooLarge { span, message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    #[test]
    fn size_counts_the_expanded_phrases() {
        let size = |pattern: &str| {
            let PatternSize { phrases, words, .. } = PatternSize::of_pattern(pattern);
            (phrases, words)
        };
        assert_eq!(size("as per"), (1, 2));
        assert_eq!(size("it is|was said"), (2, 6));
        assert_eq!(size("it is widely? said"), (2, 8));
        assert_eq!(size("a_lot|many of"), (2, 6));
        assert_eq!(size("it's|that's|what's"), (4, 16));
        assert_eq!(size(&"'s?".repeat(20)).0, 1 << 20);
        assert_eq!(size(&"a|b ".repeat(200)), (u64::MAX, u64::MAX));
    }

    #[test]
    fn phrases_of_all_keys_are_added_and_bounded() {
        let words = |text: &str| {
            let table = DeTable::parse(text).expect("it is TOML");
            count_words(table.get_ref().values()).map_err(|PatternTooLarge { span, .. }| text[span].to_owned())
        };
        assert_eq!(words("low.words = ['as per', 'a|b']\nmin = 3\n[swap]\n'x y' = 'z'"), Ok(5));
        let long = "a|b ".repeat(10);
        assert_eq!(words(&format!("words = ['a', '{long}']")), Err(format!("'{long}'")));
        let (half, table) = ("a|b ".repeat(5), |half: &str| format!("{{ find = '{half}', after = '{half}' }}"));
        assert_eq!(words(&format!("patterns = [{}]", table(&half))), Err(table(&half)));
        assert_eq!(words("patterns = [{ find = 'a|b', fix = 'a? b? c? d?' }]"), Ok(2 + 2 + 64));
        let long = format!("{}{}", "a|".repeat(500), "b".repeat(5_000));
        assert_eq!(words(&format!("words = ['{long}']")), Err(format!("'{long}'")));
        let (most, more) = ("a ".repeat(100), "a ".repeat(101));
        assert_eq!(words(&format!("words = ['{most}']")), Ok(100));
        assert_eq!(words(&format!("words = ['{more}']")), Err(format!("'{more}'")));
    }
}
