//! Words of another language that the writer sets in italics.

use super::LintedDraft;
use crate::document::InlineKind;
use crate::language::{Class, Language, TokenKind};
use std::ops::Range;

/// From so many words on, emphasis can be told to be English by its words.
const SENTENCE: usize = 5;

/// The stretches of emphasis whose words are not English, in their order and without overlap, as bytes of the prose.
///
/// A word or a phrase in italics is another language's when a word of it is unknown and no listed slip: writers emphasise common words. A longer stretch
/// is when few of its words are the little words of English, or many are unknown.
pub(crate) fn emphasised_non_english(draft: &LintedDraft<'_>) -> Vec<Range<u32>> {
    let mut found: Vec<Range<u32>> = Vec::new();
    // Emphasis within emphasis is not looked at again.
    let mut looked_at = 0;
    for inline in draft.document.inlines.iter().filter(|inline| inline.kind == InlineKind::Emphasis) {
        if inline.prose.start < looked_at {
            continue;
        }
        looked_at = inline.prose.end;
        if is_non_english(draft, tokens(draft.language, &inline.prose)) {
            found.push(inline.prose.clone());
        }
    }
    found
}

/// The tokens that lie in a stretch of prose.
fn tokens(language: &Language, prose: &Range<u32>) -> Range<u32> {
    let before = |end: u32| language.tokens.partition_point(|token| token.start < end) as u32;
    before(prose.start)..before(prose.end)
}

fn is_non_english(draft: &LintedDraft<'_>, tokens: Range<u32>) -> bool {
    let words: Vec<u32> = tokens.filter(|&at| draft.kind(at) == TokenKind::Word).collect();
    let unknown = |&&at: &&u32| {
        let word = draft.text(at);
        let capital = draft.token(at).capital();
        !capital
            && !draft.token(at).word().is_known()
            && !draft.speller.knows(word)
            && !draft.speller.is_english_slip(word)
    };
    let unknown = words.iter().filter(unknown).count();
    let little = Class::PREPOSITION | Class::DETERMINER | Class::BE | Class::HAVE | Class::COORDINATOR | Class::TO;
    let little = words.iter().filter(|&&at| draft.is(at, little)).count();
    unknown > 0 && (words.len() < SENTENCE || unknown * 4 > words.len() || little * 5 < words.len())
}
