//! Short quotations by their words: what stands in marks again is a term of the draft by then.

use super::LintedDraft;
use crate::language::Quotation;
use std::collections::HashMap;

/// The most words of a term.
pub(crate) const LONGEST_TERM: u32 = 4;

/// Where each of the short quotations of a draft stands first.
pub(crate) struct RepeatedTerms(HashMap<(u32, String), usize>);

impl RepeatedTerms {
    pub(crate) fn build(draft: &LintedDraft<'_>) -> Self {
        let mut first = HashMap::new();
        for (number, quotation) in draft.language.quotations.iter().enumerate() {
            if quotation.words <= LONGEST_TERM {
                first.entry((quotation.words, between_marks(draft, quotation))).or_insert(number);
            }
        }
        Self(first)
    }

    /// The first quotation with the words of this one.
    pub(crate) fn first(&self, draft: &LintedDraft<'_>, quotation: &Quotation) -> Option<usize> {
        self.0.get(&(quotation.words, between_marks(draft, quotation))).copied()
    }
}

/// What stands between a quotation's marks, in small letters.
fn between_marks(draft: &LintedDraft<'_>, quotation: &Quotation) -> String {
    let inside = quotation.tokens.start + 1;
    draft.words(inside..quotation.tokens.end.saturating_sub(1).max(inside)).to_lowercase()
}
