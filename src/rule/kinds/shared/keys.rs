//! Types that the keys of several kinds share.

use crate::language::LexiconBuilder;

/// The number of a phrase list in the lexicon; `None` for an empty list.
///
/// A phrase pattern is a sequence of words in lower case: `a|b` means either word, and `a?` is optional.
pub(crate) type PhraseList = Option<u32>;

/// Adds a list of phrase patterns to the lexicon.
pub(crate) fn add_list(lexicon: &mut LexiconBuilder, patterns: &[String]) -> PhraseList {
    (!patterns.is_empty()).then(|| lexicon.add_rule_phrases(patterns.iter().map(String::as_str)))
}

/// An entry that a newsroom can add to its configuration so that a finding goes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddableEntry {
    /// The words of the finding, to the dictionary.
    Word,
    /// The outlet that the finding is about, to the newsroom's own outlets or its partners.
    Outlet,
}

/// An error in a rule's keys that deserialization does not detect.
pub(crate) struct KeysFault<'a> {
    /// The key that is wrong.
    pub(crate) key: &'static str,
    /// The phrase under that key that is wrong, if it is one phrase.
    pub(crate) phrase: Option<&'a str>,
    pub(crate) message: String,
}
