//! Short quotations by their words. One that occurs again in marks is a term of the draft.

use super::LintedDraft;
use crate::language::Quotation;
use std::collections::HashMap;

/// The most words of a term.
pub(crate) const MAX_TERM_WORDS: u32 = 4;

/// The first quotation of each short sequence of quoted words, with the sequence and its number of words as the key.
pub(crate) struct RepeatedTerms(HashMap<(u32, String), usize>);

impl RepeatedTerms {
    /// Collects the short quotations of a draft.
    pub(crate) fn build(draft: &LintedDraft<'_>) -> Self {
        let mut first = HashMap::new();
        for (number, quotation) in draft.language.quotations.iter().enumerate() {
            if quotation.words <= MAX_TERM_WORDS {
                first.entry((quotation.words, between_marks(draft, quotation))).or_insert(number);
            }
        }
        Self(first)
    }

    /// The number of the first quotation with the same words as this one.
    pub(crate) fn first(&self, draft: &LintedDraft<'_>, quotation: &Quotation) -> Option<usize> {
        self.0.get(&(quotation.words, between_marks(draft, quotation))).copied()
    }
}

/// The words between a quotation's marks, in lower case.
fn between_marks(draft: &LintedDraft<'_>, quotation: &Quotation) -> String {
    let inside = quotation.tokens.start + 1;
    draft.words(inside.until(quotation.tokens.end.saturating_sub(1).max(inside))).to_lowercase()
}
