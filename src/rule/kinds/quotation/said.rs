//! The quoted words that have a speaker or were reported already. Captions and pull quotes repeat them.

use crate::language::{Quotation, TokenKind};
use crate::rule::kinds::shared::LintedDraft;
use crate::text::TokenIdx;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher;

/// The pairs of neighbouring words in some quotations of a draft, as hashes.
pub(super) struct QuotedWords {
    pairs: FxHashSet<u64>,
}

impl QuotedWords {
    /// Collects the words of the quotations with these numbers.
    pub(super) fn collect(draft: &LintedDraft<'_>, quotations: &[usize]) -> Self {
        let quotation = |&number: &usize| pair_hashes(draft, &draft.language.quotations[number]);
        Self { pairs: quotations.iter().flat_map(quotation).collect() }
    }

    /// Whether each two neighbouring words of a quotation are in the set. Adds them, so that each quotation is reported
    /// once.
    pub(super) fn has_or_insert(&mut self, draft: &LintedDraft<'_>, quotation: &Quotation) -> bool {
        let own = pair_hashes(draft, quotation);
        let has_all = !own.is_empty() && own.iter().all(|pair| self.pairs.contains(pair));
        self.pairs.extend(own);
        has_all
    }
}

/// The hashes of each word with the next one, ignoring case.
fn pair_hashes(draft: &LintedDraft<'_>, quotation: &Quotation) -> Vec<u64> {
    let word = |at: &TokenIdx| matches!(draft.kind(*at), TokenKind::Word | TokenKind::Number);
    let words: Vec<TokenIdx> = quotation.tokens.iter().filter(word).collect();
    let pair = |pair: &[TokenIdx]| {
        let mut hasher = FxHasher::default();
        for &at in pair {
            draft.text(at).chars().flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(c.into()));
            hasher.write_u8(0);
        }
        hasher.finish()
    };
    words.windows(2).map(pair).collect()
}
