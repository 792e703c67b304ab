//! Prefixes and endings that English makes words with.

use crate::wordlist::WordList;

/// The rows of `rules/lexicon/word-parts.tsv`, by class.
#[derive(Debug, Default)]
pub(crate) struct WordParts {
    /// What goes before any word that takes its meaning, as written without a hyphen: "un".
    pub(crate) prefixes: Vec<&'static str>,
    /// What stands before a hyphen, and without one too seldom to be taken for a prefix there: "socio".
    pub(crate) combining_forms: Vec<&'static str>,
    /// Suffixes that go on a word as it is: "less".
    pub(crate) plain_suffixes: Vec<&'static str>,
    /// Suffixes that drop a final e, double a final consonant or turn y to i, as English spells them: "able".
    pub(crate) vowel_suffixes: Vec<&'static str>,
    /// Endings that any noun or verb takes: "ing".
    pub(crate) endings: Vec<&'static str>,
    /// Verbs as they are drawn to a word, behind the apostrophe: "ll".
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
