//! Hashes of a word's letters: the model identifies words by them.

use super::token::Token;

/// Hashes of a word in lower case. They are FNV-1a, since they only have to be the same on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordHash {
    /// The hash of the whole word.
    pub word: u32,
    /// The hash of its last letters: at most three bytes, so fewer letters if one takes more than a byte.
    pub suffix: u32,
    /// The length in bytes of an ASCII word of the lists. 0 for any other word: its hashes were not computed in advance.
    len: u8,
}

impl WordHash {
    /// Computes the hashes of a word. Only ASCII letters are converted to lower case.
    #[must_use]
    pub fn new(word: &str) -> Self {
        Self { word: hash(word), suffix: hash(last_letters(word)), len: 0 }
    }

    /// The hashes of a word of the lists, for use at every place of a draft that has this word. Empty unless the word is ASCII.
    pub(super) fn precompute(word: &str) -> Self {
        let len = u8::try_from(word.len()).ok().filter(|_| word.is_ascii());
        len.map_or_else(Self::default, |len| Self { len, ..Self::new(word) })
    }

    /// Whether these hashes are those of a token that has this word's entry. The lengths must be equal: a curly apostrophe makes
    /// a token longer.
    pub(super) fn applies_to(self, token: Token) -> bool {
        self.is_precomputed() && u32::from(self.len) == token.width()
    }

    /// Whether the hashes were computed in advance: the lists have the word, in ASCII.
    pub(super) fn is_precomputed(self) -> bool {
        self.len > 0
    }
}

/// The last letters of a text: at most three bytes, so fewer letters if one takes more than a byte.
pub(crate) fn last_letters(text: &str) -> &str {
    let mut from = text.len().saturating_sub(3);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |h, byte| (h ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicon;
    use super::*;
    use crate::document::{Document, Format};
    use crate::language::Language;
    use crate::text::Source;

    #[test]
    fn precomputed_hashes_equal_those_of_the_letters() {
        let draft =
            "“We don't know,” Mr. O’Neill SAID. They don’t; he won’t. Éva Łódź said so in the U.S., Gov. Ray too.";
        let document = Document::parse(&Source::new("a.txt", draft.into()), Format::Plain);
        let lexicon = Lexicon::builtin();
        let language = Language::read(&document, &lexicon);
        for &token in &language.tokens {
            let expected = WordHash::new(token.text(&document.prose));
            let hash = lexicon.word_hash(token, &document.prose);
            assert_eq!((hash.word, hash.suffix), (expected.word, expected.suffix), "{}", token.text(&document.prose));
        }
        let precomputed = language.tokens.iter().filter(|&&token| lexicon.word_hash(token, &document.prose).len > 0);
        assert!(precomputed.count() > 8);
    }

    #[test]
    fn hash_ignores_case_but_not_letters() {
        assert_eq!(WordHash::new("Said"), WordHash::new("said"));
        assert_ne!(WordHash::new("said").word, WordHash::new("aid").word);
        assert_eq!(WordHash::new("said").suffix, WordHash::new("aid").suffix);
        // The last two letters take two bytes each, so only the last one fits into three bytes.
        assert_eq!(WordHash::new("żółć").suffix, WordHash::new("ć").suffix);
    }
}
