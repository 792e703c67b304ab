//! Scare quotes, altered quotations, and quoted opinions of unnamed people.

use super::not_speech::is_title_or_term;
use super::{QuotationKeys, QuotationPhrases};
use crate::attribution::SourceClass;
use crate::language::TokenKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, source_words};
use crate::statements::{SentenceCover, has_source};

/// Reports a word or two in marks if nobody in the sentence is said to have used them.
pub(super) fn report_scare_quotes(
    sink: &mut FindingSink<'_, '_>,
    lists: &QuotationPhrases,
    keys: &QuotationKeys,
    number: usize,
) {
    let draft = sink.draft;
    let quotation = &draft.language.quotations[number];
    let is_too_long = quotation.words > keys.max_words.unwrap_or(2) || quotation.words == 0;
    if is_too_long || quotation.fault.is_some() || is_title_or_term(sink, quotation) {
        return;
    }
    let sentence = draft.language.sentence_at(quotation.tokens.start);
    let is_attributed = draft.coverage.of_sentence(sentence) != SentenceCover::None
        || draft.attributions.in_sentence(sentence).iter().any(has_source);
    let inside = (quotation.tokens.start + 1).until(quotation.tokens.end.saturating_sub(1));
    // Marks around a name, a number or a letter express no doubt; “yes” and “no” are answers.
    let has_plain_words = inside.iter().all(|at| draft.kind(at) == TokenKind::Word && !draft.token(at).capital());
    let has_short_word = inside.iter().any(|at| draft.text(at).len() < 4);
    let is_excused = draft.has_phrase(lists.unless_words, draft.language.sentences[sentence.index()]);
    if !is_attributed && has_plain_words && !has_short_word && !is_excused {
        sink.push(quotation.tokens, FindingExtras::default());
    }
}

/// Reports an ellipsis or a bracket inside a quotation.
pub(super) fn report_alteration(sink: &mut FindingSink<'_, '_>, number: usize) {
    let draft = sink.draft;
    let tokens = draft.language.quotations[number].tokens;
    let inner = (tokens.start + 1).until(tokens.end.saturating_sub(2).max(tokens.start + 1));
    let mark = inner.into_iter().find(|&at| matches!(draft.kind(at), TokenKind::Ellipsis | TokenKind::Open));
    let Some(start) = mark else { return };
    let close = start.until(tokens.end.min(start + 12)).iter().find(|&at| draft.kind(at) == TokenKind::Close);
    let is_bracket = draft.kind(start) == TokenKind::Open;
    let end = close.filter(|_| is_bracket).unwrap_or(start) + 1;
    sink.push(start.until(end), FindingExtras::default());
}

/// Reports quoted praise or attack by an unnamed person.
pub(super) fn report_opinion(sink: &mut FindingSink<'_, '_>, lists: &QuotationPhrases, number: usize) {
    let draft = sink.draft;
    let quotation = &draft.language.quotations[number];
    let Some(attribution) = draft.attributions.of_quotation(number) else { return };
    let is_unnamed = matches!(attribution.class, SourceClass::Anonymous | SourceClass::UnnamedIndividual);
    if !is_unnamed || !attribution.is_likely() {
        return;
    }
    let Some(found) = draft.phrases_in(lists.opinions, quotation.tokens).next() else { return };
    let source = source_words(draft, attribution).to_owned();
    let related = attribution.at.source.map(|_| attribution.at.core);
    sink.push(found.tokens, FindingExtras { fill: vec![("source", source)], related, ..FindingExtras::default() });
}
