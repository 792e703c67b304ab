//! The sources that a rule has already reported in a draft.

use crate::attribution::{SourceClass, TokenAttribution};
use crate::language::Class;
use crate::rule::kinds::shared::LintedDraft;
use crate::text::TokenRange;
use rustc_hash::FxHashMap;

/// The sources that a rule has reported, each with the tokens of its first mention.
#[derive(Default)]
pub(super) struct AlreadyReported {
    outlets: FxHashMap<String, TokenRange>,
    groups: FxHashMap<String, TokenRange>,
    /// Whether a source without a name was reported.
    pub(super) unnamed: bool,
}

impl AlreadyReported {
    /// Returns the first mention if the source was reported before, as the same outlet or as “the officials” again.
    /// Otherwise records this one.
    pub(super) fn first_mention(
        &mut self,
        draft: &LintedDraft<'_>,
        attribution: &TokenAttribution,
        tokens: TokenRange,
    ) -> Option<TokenRange> {
        // “An official told Reuters”: the finding is about the official, not about the outlet.
        let by_outlet = attribution.at.source != Some(tokens) && attribution.at.core != tokens
            || matches!(attribution.class, SourceClass::Outlet | SourceClass::UnnamedOutlet);
        if let Some(outlet) = attribution.outlet().filter(|outlet| by_outlet && !outlet.is_empty()) {
            return self.first_outlet_mention(outlet, tokens);
        }
        let is_definite = draft.is(tokens.start, Class::DEFINITE | Class::DEMONSTRATIVE | Class::POSSESSIVE);
        let noun = draft.text(tokens.end - 1).to_lowercase();
        let key = noun.strip_suffix('s').unwrap_or(&noun).to_owned();
        if let Some(first) = self.groups.get(&key) {
            return is_definite.then_some(*first);
        }
        self.groups.insert(key, tokens);
        None
    }

    /// Returns the first mention of an outlet if it was reported before; otherwise records this one.
    pub(super) fn first_outlet_mention(&mut self, name: &str, at: TokenRange) -> Option<TokenRange> {
        if let Some(first) = self.outlets.get(name) {
            return Some(*first);
        }
        self.outlets.insert(name.to_owned(), at);
        None
    }
}
