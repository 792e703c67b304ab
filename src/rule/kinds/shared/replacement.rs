//! The case of a replacement for words of a draft.

use super::draft::LintedDraft;

/// `word` with a capital where it stands for a word that has one.
pub(crate) fn with_case(word: &str, capital: bool) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if capital => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

/// Whether a word opens its sentence, a quotation or a heading.
pub(crate) fn opens(draft: &LintedDraft<'_>, at: u32) -> bool {
    let sentence = draft.language.sentences.get(draft.language.sentence_at(at));
    sentence.is_some_and(|sentence| !(sentence.start..at).any(|before| draft.token(before).wordlike()))
}
