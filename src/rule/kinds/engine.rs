//! The rule kind `engine`: what the engine itself detects while it reads a draft.

use crate::language::LexiconBuilder;
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingSink, Variant};
use serde::Deserialize;

/// Keys of the kind `engine`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EngineKeys {
    /// The case of a file that is not text, so that none of it is read.
    pub unread: Option<Variant>,
    /// The message for a suppression that names no rule.
    pub no_rule: Option<String>,
    /// The message for a suppression of an unknown rule; `{text}` is its name.
    pub unknown_rule: Option<String>,
    /// The message for a suppression of an unknown rule if `{fix}` was probably meant.
    pub unknown_rule_near: Option<String>,
    /// The message for a suppression whose end is not a date.
    pub no_date: Option<String>,
    /// The message for a comment whose first word is not a directive; `{text}` is the word.
    pub unknown_directive: Option<String>,
    /// The message for an end directive without a start; `{text}` is the word.
    pub nothing_to_end: Option<String>,
    /// The note, instead of `instead`, for a comment whose first word is not a directive.
    pub instead_unknown_directive: Option<String>,
    /// The note, instead of `instead`, for an end directive without a start.
    pub instead_nothing_to_end: Option<String>,
    /// The note, instead of `instead`, for an entry of the front matter.
    pub instead_in_front_matter: Option<String>,
    /// The message for an unknown key under `bylint` in the front matter; `{text}` is the key.
    pub unknown_key: Option<String>,
    /// The message for `facts` in the front matter that has keys instead of statements.
    pub facts_with_keys: Option<String>,
}

impl RuleKind for EngineKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    /// Does nothing: the engine itself reports these findings.
    fn run(&self, (): &(), _sink: &mut FindingSink<'_, '_>) {}
}
