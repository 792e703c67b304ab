//! What a draft has quoted with a speaker, or has been asked about already: a caption or a pull quote says it again.

use crate::language::{Quotation, TokenKind};
use crate::rule::kinds::shared::LintedDraft;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher;

/// The quoted words of a draft by their neighbours.
pub(super) struct QuotedWords {
    pairs: FxHashSet<u64>,
}

impl QuotedWords {
    /// The words of these quotations, by their numbers.
    pub(super) fn collect(draft: &LintedDraft<'_>, quotations: &[usize]) -> Self {
        let quotation = |&number: &usize| neighbours(draft, &draft.language.quotations[number]);
        Self { pairs: quotations.iter().flat_map(quotation).collect() }
    }

    /// Whether all of a quotation's words stand, one behind the other, in those. If not, they are remembered: nobody needs to
    /// be asked twice.
    pub(super) fn again(&mut self, draft: &LintedDraft<'_>, quotation: &Quotation) -> bool {
        let own = neighbours(draft, quotation);
        let again = !own.is_empty() && own.iter().all(|pair| self.pairs.contains(pair));
        self.pairs.extend(own);
        again
    }
}

/// Each word with the next one, whatever their case, as numbers.
fn neighbours(draft: &LintedDraft<'_>, quotation: &Quotation) -> Vec<u64> {
    let word = |at: &u32| matches!(draft.kind(*at), TokenKind::Word | TokenKind::Number);
    let words: Vec<u32> = quotation.tokens.clone().filter(word).collect();
    let pair = |pair: &[u32]| {
        let mut hasher = FxHasher::default();
        for &at in pair {
            draft.text(at).chars().flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(c.into()));
            hasher.write_u8(0);
        }
        hasher.finish()
    };
    words.windows(2).map(pair).collect()
}
