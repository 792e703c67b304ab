//! The case of words that replace words of a draft.

use super::draft::LintedDraft;
use crate::text::TokenIdx;

/// Returns `word`, with a capital first letter if `capital` is set.
pub(crate) fn with_case(word: &str, capital: bool) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if capital => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

/// Whether no word of the sentence comes before this token. Headings are sentences, too.
pub(crate) fn opens(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let sentence = draft.language.sentences.get(draft.language.sentence_at(at).index());
    sentence.is_some_and(|sentence| !sentence.start.until(at).iter().any(|before| draft.token(before).wordlike()))
}
