//! The prefixes, suffixes and endings of English words.

use crate::wordlist::WordList;

/// The rows of `rules/lexicon/word-parts.tsv`, by class.
#[derive(Debug, Default)]
pub(crate) struct WordParts {
    /// Prefixes that are written without a hyphen: "un".
    pub(crate) prefixes: Vec<&'static str>,
    /// Forms that precede a hyphen and are too rare without one to count as prefixes: "socio".
    pub(crate) combining_forms: Vec<&'static str>,
    /// Suffixes that do not change the word before them: "less".
    pub(crate) plain_suffixes: Vec<&'static str>,
    /// Suffixes before which a word drops its final e, doubles its final consonant or turns y into i: "able".
    pub(crate) vowel_suffixes: Vec<&'static str>,
    /// Endings that any noun or verb can have: "ing".
    pub(crate) endings: Vec<&'static str>,
    /// Contracted verbs, without their apostrophe: "ll".
    pub(crate) clitics: Vec<&'static str>,
}

impl WordParts {
    pub(crate) fn load() -> Self {
        let mut parts = Self::default();
        let list = WordList::get("word-parts").expect("the list is in rules/lexicon");
        for [part, class] in list.rows(["part", "class"]) {
            let class = match class {
                "prefix" => &mut parts.prefixes,
                "combining-form" => &mut parts.combining_forms,
                "suffix" => &mut parts.plain_suffixes,
                "vowel-suffix" => &mut parts.vowel_suffixes,
                "ending" => &mut parts.endings,
                _ => &mut parts.clitics,
            };
            class.push(part);
        }
        parts
    }
}
