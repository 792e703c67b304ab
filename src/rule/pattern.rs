//! How much a rule's phrases stand for, before anybody writes them out: `a|b c? d` is four phrases, and with each word more they may
//! double.

use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// So many phrases one pattern may stand for; those of the built-in rules stand for 80 at most.
const MOST: u64 = 1000;

/// So many bytes all of them may have.
const MOST_BYTES: u64 = 1_000_000;

/// So many words one phrase may have. With it, a look at one place of a draft takes a bounded time.
const LONGEST: u64 = 100;

/// The words of a pattern as tokens: a clitic stands for itself.
pub(crate) fn apart(pattern: &str) -> String {
    pattern.replace("'s", " 's").replace("'re", " 're")
}

/// The phrases that a pattern stands for, and the words in all of them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PatternSize {
    phrases: u64,
    words: u64,
    /// Of the pattern itself.
    bytes: u64,
    /// The words of its longest phrase.
    longest: u64,
}

impl PatternSize {
    fn of_pattern(pattern: &str) -> Self {
        let nothing = Self { phrases: 1, words: 0, bytes: pattern.len() as u64, longest: 0 };
        apart(pattern).split_whitespace().fold(nothing, |size, part| {
            let (words, optional) = part.strip_suffix('?').map_or((part, 0), |words| (words, 1));
            let phrases = words.split('|').count() as u64 + optional;
            // A part of several words has lines under them.
            let longest = words.split('|').map(|word| word.split('_').count()).max().unwrap_or(1) as u64;
            size.and(Self { phrases, words: phrases.saturating_mul(longest), bytes: 0, longest })
        })
    }

    /// Each phrase of the one before each phrase of the other.
    fn and(self, other: Self) -> Self {
        let words = |of: Self, by: Self| of.words.saturating_mul(by.phrases);
        Self {
            phrases: self.phrases.saturating_mul(other.phrases),
            words: words(self, other).saturating_add(words(other, self)),
            bytes: self.bytes + other.bytes,
            longest: self.longest + other.longest,
        }
    }
}

/// A pattern that stands for more phrases, or longer ones, than any may.
pub(super) struct TooMany {
    /// Where it stands.
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

/// The words of all phrases that stand in a rule's own keys, whichever they are.
pub(super) fn words<'v, 't: 'v>(mut values: impl Iterator<Item = &'v Spanned<DeValue<'t>>>) -> Result<u64, TooMany> {
    values.try_fold(0_u64, |sum, value| Ok(sum.saturating_add(words_of(value)?)))
}

fn words_of(value: &Spanned<DeValue<'_>>) -> Result<u64, TooMany> {
    match value.get_ref() {
        DeValue::String(pattern) => check_size(PatternSize::of_pattern(pattern), value.span()),
        DeValue::Array(values) => values.iter().try_fold(0_u64, |sum, value| {
            // One pattern may be in three parts.
            let table = value.get_ref().as_table();
            let parts = ["before", "find", "after"].into_iter().filter_map(|part| table?.get(part)?.get_ref().as_str());
            let beside = parts.map(PatternSize::of_pattern).reduce(PatternSize::and);
            let together = beside.map_or(Ok(0), |size| check_size(size, value.span()))?;
            Ok(sum.saturating_add(together).saturating_add(words_of(value)?))
        }),
        DeValue::Table(table) => words(table.values()),
        _ => Ok(0),
    }
}

fn check_size(size: PatternSize, span: Range<usize>) -> Result<u64, TooMany> {
    let message = if size.phrases > MOST {
        format!("expands to more than {MOST} phrases: list the phrases that you need")
    } else if size.phrases.saturating_mul(size.bytes) > MOST_BYTES {
        format!("expands to phrases of more than {MOST_BYTES} bytes in total")
    } else if size.longest > LONGEST {
        format!("expands to a phrase of more than {LONGEST} words")
    } else {
        return Ok(size.words);
    };
    Err(TooMany { span, message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    #[test]
    fn a_pattern_is_as_large_as_the_phrases_it_stands_for() {
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
    fn the_phrases_of_all_keys_count_together_and_none_may_be_too_many() {
        let words = |text: &str| {
            let table = DeTable::parse(text).expect("it is TOML");
            words(table.get_ref().values()).map_err(|TooMany { span, .. }| text[span].to_owned())
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
