//! What the keys of several kinds have in common.

use crate::language::LexiconBuilder;

/// The number of a phrase list in the lexicon; `None` for an empty list.
///
/// A phrase pattern is words in a row, in lower case: `a|b` is either, `a?` may be missing.
pub(crate) type PhraseList = Option<u32>;

/// Adds a list of phrase patterns to the lexicon.
pub(crate) fn add_list(lexicon: &mut LexiconBuilder, patterns: &[String]) -> PhraseList {
    (!patterns.is_empty()).then(|| lexicon.add_rule_phrases(patterns.iter().map(String::as_str)))
}

/// What a newsroom can add to its configuration so that a finding goes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddableEntry {
    /// The words of the finding, to the dictionary.
    Word,
    /// The outlet that the finding is about, to its own outlets or its partners.
    Outlet,
}

/// What is wrong with the keys of a rule, beyond what their types refuse.
pub(crate) struct KeysFault<'a> {
    /// The key at fault.
    pub(crate) key: &'static str,
    /// The phrase under that key, where it is one of them.
    pub(crate) phrase: Option<&'a str>,
    pub(crate) message: String,
}
