//! Words of another language that the writer put in italics.

use super::LintedDraft;
use crate::document::InlineKind;
use crate::language::{Class, Language, TokenKind};
use crate::text::{ProseOffset, ProseRange, TokenIdx, TokenRange};

/// From this number of words on, the words of an emphasised phrase show whether it is English.
const MIN_JUDGED_WORDS: usize = 5;

/// The ranges of emphasised words that are not English, in order and without overlap, as bytes of the prose.
///
/// A word or a short phrase in italics counts as another language's if one of its words is unknown and is not a listed
/// misspelling, because writers also emphasise common words. A longer range counts if, in addition, few of its words are
/// function words of English, or many are unknown.
pub(crate) fn emphasised_non_english(draft: &LintedDraft<'_>) -> Vec<ProseRange> {
    let mut found: Vec<ProseRange> = Vec::new();
    // Emphasis within emphasis is skipped.
    let mut skip_until = ProseOffset::ZERO;
    for inline in draft.document.inlines.iter().filter(|inline| inline.kind == InlineKind::Emphasis) {
        if inline.prose.start < skip_until {
            continue;
        }
        skip_until = inline.prose.end;
        if is_non_english(draft, tokens(draft.language, inline.prose)) {
            found.push(inline.prose);
        }
    }
    found
}

/// The tokens within a range of the prose.
fn tokens(language: &Language, prose: ProseRange) -> TokenRange {
    let tokens_before =
        |end: ProseOffset| TokenIdx::from_usize(language.tokens.partition_point(|token| token.start < end));
    tokens_before(prose.start).until(tokens_before(prose.end))
}

/// Whether the tokens of an emphasised range are not English.
fn is_non_english(draft: &LintedDraft<'_>, tokens: TokenRange) -> bool {
    let words: Vec<TokenIdx> = tokens.iter().filter(|&at| draft.kind(at) == TokenKind::Word).collect();
    let is_unknown = |&&at: &&TokenIdx| {
        let word = draft.text(at);
        let has_capital = draft.token(at).capital();
        !has_capital
            && !draft.token(at).word().is_known()
            && !draft.speller.knows(word)
            && !draft.speller.is_english_slip(word)
    };
    let unknown_count = words.iter().filter(is_unknown).count();
    let function_words =
        Class::PREPOSITION | Class::DETERMINER | Class::BE | Class::HAVE | Class::COORDINATOR | Class::TO;
    let function_word_count = words.iter().filter(|&&at| draft.is(at, function_words)).count();
    unknown_count > 0
        && (words.len() < MIN_JUDGED_WORDS || unknown_count * 4 > words.len() || function_word_count * 5 < words.len())
}
