//! The keys of kinds that look at how single words are written, and how they agree.

use super::{Beginnings, Variant, Words, WordsBeside};
use serde::Deserialize;

/// Keys of the kind `spelling`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Spelling {
    /// Whether it is about two words without a blank between them, or about all other slips.
    #[serde(default)]
    pub run_together: bool,
    /// For a word that is more likely a slip than not.
    pub medium: Option<Variant>,
    /// For a word that is worth a look.
    pub low: Option<Variant>,
    /// For a slip that the newsroom's own dictionary names.
    pub house: Option<Variant>,
    /// What a finding says inside a quotation.
    pub quoted: Option<String>,
}

/// Keys of the kind `name-inconsistency`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameInconsistency {
    /// For a name that is more likely a slip than not.
    pub medium: Option<Variant>,
    /// For a name that is worth a look.
    pub low: Option<Variant>,
    /// For a name that people write in two ways.
    pub variant: Option<Variant>,
}

/// Keys of the kind `look-alike`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookAlike {
    /// For an English word with accents that it does not take.
    pub accented: Option<Variant>,
    /// For a word of letters of two alphabets that is no word in either.
    pub unknown: Option<Variant>,
    /// For a character that has the text behind it shown in another order; `{text}` is its number.
    pub turned: Option<Variant>,
    /// For a tag that does the same.
    pub tag: Option<Variant>,
    /// For a letter or symbol within a word that is drawn as a blank.
    pub blank: Option<Variant>,
}

/// Keys of the kind `doubled-word`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DoubledWord {
    /// Words that may stand twice, in lower case.
    #[serde(default)]
    pub allow: Words,
    /// Words that may stand twice behind some others, which take the first along: "going on on a cliff".
    #[serde(default)]
    pub allow_after: WordsBeside,
    /// Words that may stand twice at the end of a clause: "what it is, is".
    #[serde(default)]
    pub allow_last: Words,
    /// Words that may stand twice before some others: "looked at at least ten".
    #[serde(default)]
    pub allow_before: WordsBeside,
    /// What a finding says inside a quotation.
    pub quoted: Option<String>,
}

/// Keys of the kind `spelling-variant`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpellingVariant {
    /// For a word inside a quotation.
    pub quoted: Option<Variant>,
}

/// Keys of the kind `agreement`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Nouns in the singular for what stands between two sides, or is about something: "the row over".
    pub between: Words,
    /// Nouns in the singular that stay singular whatever "of" brings: "the list of".
    pub of: Words,
}

/// Keys of the kind `article-misuse`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleMisuse {
    /// Nouns that, behind a nationality, take no article: "television".
    pub nouns: Words,
    /// Words that may follow such a noun and do not say which one is meant.
    pub before: Words,
    /// Nouns for unnamed people: "officials".
    pub people: Words,
    /// For "the" before two nationalities and such people.
    pub officials: Option<Variant>,
}

/// Keys of the kind `article-sound`; all in lower case. Other words go by `rules/lexicon/sounds.tsv`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleSound {
    /// How words begin that open with a vowel's sound: "hour".
    #[serde(default)]
    pub vowel: Beginnings,
    /// How words begin that open with a consonant's sound: "euro".
    #[serde(default)]
    pub consonant: Beginnings,
    /// How words begin that people say in both ways: "herb".
    #[serde(default)]
    pub unsure: Beginnings,
}
