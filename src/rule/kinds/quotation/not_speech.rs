//! Words in marks that are not speech: titles, terms, headings, code.

use crate::language::{Class, Quotation, QuotationKind, TokenKind};
use crate::rule::kinds::shared::{FindingSink, LintedDraft};
use crate::text::TokenIdx;

/// Whether a paragraph is one quotation without a full stop: then it is a heading between two parts of a story.
pub(super) fn is_crosshead(draft: &LintedDraft<'_>, quotation: &Quotation) -> bool {
    let paragraph = &draft.language.paragraphs[quotation.block as usize];
    let ends_without_stop =
        quotation.tokens.end >= TokenIdx::new(2) && draft.token(quotation.tokens.end - 2).wordlike();
    paragraph.tokens == quotation.tokens && ends_without_stop
}

/// Whether the markup around a quotation names its author.
pub(super) fn has_credit(draft: &LintedDraft<'_>, quotation: &Quotation) -> bool {
    let credited = &draft.document.credited;
    if credited.is_empty() {
        return false;
    }
    let span = draft.span(quotation.tokens);
    credited[credited.partition_point(|around| around.end <= span.start)..].first().is_some_and(|a| a.contains(span))
}

/// Whether the words in marks are a title, a name or a term, which nobody says.
pub(super) fn is_title_or_term(sink: &FindingSink<'_, '_>, quotation: &Quotation) -> bool {
    let draft = sink.draft;
    let inside =
        (quotation.tokens.start + 1).until(quotation.tokens.end.saturating_sub(1).max(quotation.tokens.start + 1));
    let mut words = inside.iter().filter(|&at| draft.kind(at) == TokenKind::Word);
    let is_function_word = |at: TokenIdx| {
        draft.text(at).len() <= 4
            && draft
                .lexicon
                .classes(draft.token(at).word())
                .intersects(Class::PREPOSITION | Class::DETERMINER | Class::COORDINATOR | Class::CLITIC)
    };
    let capitals = words.clone().filter(|&at| draft.token(at).capital()).count();
    let is_title = capitals > 0 && words.all(|at| draft.token(at).capital() || is_function_word(at));
    if is_title && (quotation.kind != QuotationKind::Sentence || capitals >= 3) {
        return true;
    }
    let start = quotation.tokens.start;
    let sentence = draft.sentence(start).start;
    start
        .saturating_sub(3)
        .max(sentence)
        .until(start)
        .iter()
        .any(|at| draft.lexicon.classes(draft.token(at).word()).contains(Class::NAMING))
}

/// Whether the words are quoted from a rule or a mission: “the law prohibits “…””, “its mission is to protect “…””.
pub(super) fn is_quoted_rule(draft: &LintedDraft<'_>, quotation: &Quotation) -> bool {
    let start = quotation.tokens.start;
    let sentence = draft.sentence(start).start;
    let rule_noun =
        sentence.until(start).iter().rev().find(|&at| draft.is(at, Class::NORM) && !draft.token(at).quoted());
    let is_verb = |at: TokenIdx| draft.lexicon.form(draft.token(at).word()).is_some() && !draft.is(at, Class::BE);
    let is_verb_or_to = |at: TokenIdx| is_verb(at) || draft.is(at, Class::TO);
    let is_phrase = start + 1 < quotation.tokens.end && !draft.token(start + 1).capital();
    is_phrase && rule_noun.is_some_and(|rule_noun| (rule_noun + 1).until(start).iter().any(is_verb_or_to))
}

/// The most words of a term in marks, which nobody says.
pub(super) const MAX_MARKED_TERM_WORDS: u32 = 5;

/// Whether the words in marks are a file's name, a line of code, or in another language: “package.json”, “Del otro lado del
/// puente”.
pub(super) fn is_not_speech(sink: &FindingSink<'_, '_>, quotation: &Quotation) -> bool {
    let draft = sink.draft;
    let words = || quotation.tokens.iter().filter(|&at| draft.token(at).wordlike());
    let is_code = |at: TokenIdx| {
        let inside = at + 1 < quotation.tokens.end && !draft.token(at + 1).space_before();
        draft.kind(at) == TokenKind::Address
            || draft.text(at).contains(['.', '_', '@'])
            || inside && draft.token(at + 1).wordlike()
            || inside && matches!(draft.text(at + 1), "." | "@" | "_" | "/" | "[") && at + 2 < quotation.tokens.end - 1
    };
    let is_known_word = |at: &TokenIdx| draft.token(*at).word().is_known() || draft.speller.knows(draft.text(*at));
    let unknown_words = words().filter(|at| !is_known_word(at)).count();
    is_term_with_article(sink, quotation)
        || quotation.words <= 3 && words().any(is_code)
        || unknown_words * 2 > words().count()
}

/// The “common but differentiated responsibilities”: whether the words in marks are a term with its article.
pub(super) fn is_term_with_article(sink: &FindingSink<'_, '_>, quotation: &Quotation) -> bool {
    let start = quotation.tokens.start;
    quotation.words <= MAX_MARKED_TERM_WORDS && start > TokenIdx::ZERO && sink.draft.is(start - 1, Class::DEFINITE)
}
