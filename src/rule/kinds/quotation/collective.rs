//! Quotations that are attributed to several people at once.

use super::not_speech::{is_quoted_rule, is_term_with_article};
use super::{QuotationKeys, QuotationPhrases};
use crate::attribution::{SourceClass, TokenAttribution};
use crate::language::{Class, QuotationKind};
use crate::rule::kinds::shared::identity::names_body;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, source_words};

/// The most words that several people may say in the same way.
const MAX_SHARED_WORDS: u32 = 2;

/// Reports a quotation that is attributed to several people at once.
pub(super) fn report_collective(
    sink: &mut FindingSink<'_, '_>,
    lists: &QuotationPhrases,
    keys: &QuotationKeys,
    number: usize,
) {
    let draft = sink.draft;
    let language = draft.language;
    let quotation = &language.quotations[number];
    let sentence = language.sentence_at(quotation.tokens.start);
    let Some(attribution) = draft.attributions.of_quotation(number) else { return };
    let is_plural =
        attribution.at.source.is_some_and(|s| draft.is(s.start, Class::PLURAL) && !draft.is(s.start, Class::PERSONAL));
    let is_group = matches!(attribution.class, SourceClass::Collective | SourceClass::VagueGroup)
        || is_plural_people(sink, attribution)
        || is_plural;
    // “critics call it an “unprecedented” step”: a word that many use may be attributed to a vague group.
    let is_term = quotation.kind == QuotationKind::Term && attribution.class == SourceClass::VagueGroup;
    // “One of the officials” is one person, and a body speaks in its own name.
    let is_one_of_group = attribution.at.core.len() > 1
        && draft.is(attribution.at.core.start, Class::INDEFINITE)
        && draft.is(attribution.at.core.start + 1, Class::OF);
    if !is_group
        || is_term
        || is_one_of_group
        || names_body(draft, attribution)
        || is_term_with_article(sink, quotation)
        || is_quoted_rule(draft, quotation)
        || draft.source_has_noun(attribution, &keys.subject_not)
        || draft.has_phrase(lists.unless_words, language.sentences[sentence.index()])
    {
        return;
    }
    // A word or two in marks may be anybody's. “They” and “the senators” refer to earlier text, which says who they are.
    let refers_back =
        draft.is(attribution.at.core.start, Class::PERSONAL | Class::RELATIVE | Class::DEFINITE | Class::DEMONSTRATIVE);
    let brief = keys.brief.as_ref().filter(|_| quotation.words <= MAX_SHARED_WORDS || refers_back);
    let officials = brief.or(keys.officials.as_ref().filter(|_| attribution.class == SourceClass::Collective));
    let source = source_words(draft, attribution).to_owned();
    let related = attribution.at.source.map(|_| attribution.at.core);
    sink.push(
        quotation.tokens,
        FindingExtras { variant: officials, fill: vec![("source", source)], related, ..FindingExtras::default() },
    );
}

/// Whether the source is several unnamed people: “two witnesses”.
fn is_plural_people(sink: &FindingSink<'_, '_>, attribution: &TokenAttribution) -> bool {
    let last = attribution.at.core.end.saturating_sub(1).max(attribution.at.core.start);
    let text = sink.draft.text(last);
    matches!(attribution.class, SourceClass::UnnamedIndividual | SourceClass::Anonymous)
        && (text.ends_with('s') || sink.draft.is(last, Class::PEOPLE))
}
