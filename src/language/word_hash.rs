//! What a model knows a word by: hashes of its letters.

use super::token::Token;

/// Hashes of a word in lower case: FNV-1a, the same on every machine, which is all that is asked of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordHash {
    /// Of the whole.
    pub word: u32,
    /// Of its last three letters, or two where a letter takes more than a byte.
    pub suffix: u32,
    /// How many bytes the word has; 0 where it may be written in other bytes besides.
    len: u8,
}

impl WordHash {
    /// The hashes of a word. Only ASCII letters are folded.
    #[must_use]
    pub fn of(word: &str) -> Self {
        Self { word: hash(word), suffix: hash(last_letters(word)), len: 0 }
    }

    /// The hashes of a word of the lists, which serve wherever it stands in a draft.
    pub(super) fn known(word: &str) -> Self {
        let len = u8::try_from(word.len()).ok().filter(|_| word.is_ascii());
        len.map_or_else(Self::default, |len| Self { len, ..Self::of(word) })
    }

    /// Whether a token that has this word's entry is written in its letters: a curly apostrophe makes it longer.
    pub(super) fn is_of(self, token: Token) -> bool {
        self.is_at_hand() && u32::from(self.len) == token.width()
    }

    /// Whether it is of a word that the lists have in ASCII.
    pub(super) fn is_at_hand(self) -> bool {
        self.len > 0
    }
}

/// The last three letters, or two where a letter takes more than a byte.
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
    fn a_word_that_is_at_hand_has_the_hashes_of_its_letters() {
        let draft =
            "“We don't know,” Mr. O’Neill SAID. They don’t; he won’t. Éva Łódź said so in the U.S., Gov. Ray too.";
        let document = Document::parse(&Source::new("a.txt", draft.into()), Format::Plain);
        let lexicon = Lexicon::builtin();
        let language = Language::read(&document, &lexicon);
        for &token in &language.tokens {
            let (of, print) = (WordHash::of(token.text(&document.prose)), lexicon.print(token, &document.prose));
            assert_eq!((print.word, print.suffix), (of.word, of.suffix), "{}", token.text(&document.prose));
        }
        let at_hand = language.tokens.iter().filter(|&&token| lexicon.print(token, &document.prose).len > 0);
        assert!(at_hand.count() > 8);
    }

    #[test]
    fn case_makes_no_other_hash_and_letters_do() {
        assert_eq!(WordHash::of("Said"), WordHash::of("said"));
        assert_ne!(WordHash::of("said").word, WordHash::of("aid").word);
        assert_eq!(WordHash::of("said").suffix, WordHash::of("aid").suffix);
        // Of two letters that take two bytes each, the second alone fits.
        assert_eq!(WordHash::of("żółć").suffix, WordHash::of("ć").suffix);
    }
}
