//! Quotations that are attributed to several people at once.

use super::not_speech::{has_article, laid_down};
use super::{QuotationKeys, QuotationPhrases};
use crate::attribution::{SourceClass, TokenAttribution};
use crate::language::{Class, QuotationKind};
use crate::rule::kinds::shared::identity::body_named;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, source_words};

/// The most words that several people may say in the same way.
const TERMS: u32 = 2;

/// Reports a quotation that is attributed to several people at once.
pub(super) fn collective(
    sink: &mut FindingSink<'_, '_>,
    lists: &QuotationPhrases,
    keys: &QuotationKeys,
    number: usize,
) {
    let draft = sink.draft;
    let language = draft.language;
    let quotation = &language.quotations[number];
    let sentence = language.sentence_at(quotation.tokens.start);
    let Some(relation) = draft.attributions.of_quotation(number) else { return };
    let both = relation
        .at
        .source
        .clone()
        .is_some_and(|s| draft.is(s.start, Class::PLURAL) && !draft.is(s.start, Class::PERSONAL));
    let group = matches!(relation.class, SourceClass::Collective | SourceClass::VagueGroup)
        || plural_people(sink, relation)
        || both;
    // “critics call it an “unprecedented” step”: a word that many use may be attributed to a vague group.
    let term = quotation.kind == QuotationKind::Term && relation.class == SourceClass::VagueGroup;
    // “One of the officials” is one person, and a body speaks in its own name.
    let one = relation.at.core.len() > 1
        && draft.is(relation.at.core.start, Class::INDEFINITE)
        && draft.is(relation.at.core.start + 1, Class::OF);
    if !group
        || term
        || one
        || body_named(draft, relation)
        || has_article(sink, quotation)
        || laid_down(draft, quotation)
        || draft.speaks_as(relation, &keys.subject_not)
        || draft.has_phrase(lists.unless_words, language.sentences[sentence].clone())
    {
        return;
    }
    // A word or two in marks may be anybody's. “They” and “the senators” refer to earlier text, which says who they are.
    let told =
        draft.is(relation.at.core.start, Class::PERSONAL | Class::RELATIVE | Class::DEFINITE | Class::DEMONSTRATIVE);
    let brief = keys.brief.as_ref().filter(|_| quotation.words <= TERMS || told);
    let officials = brief.or(keys.officials.as_ref().filter(|_| relation.class == SourceClass::Collective));
    let source = source_words(draft, relation).to_owned();
    let related = relation.at.source.clone().map(|_| relation.at.core.clone());
    sink.push(
        quotation.tokens.clone(),
        FindingExtras { variant: officials, fill: vec![("source", source)], related, ..FindingExtras::default() },
    );
}

fn plural_people(sink: &FindingSink<'_, '_>, relation: &TokenAttribution) -> bool {
    let last = relation.at.core.end.saturating_sub(1).max(relation.at.core.start);
    let text = sink.draft.text(last);
    matches!(relation.class, SourceClass::UnnamedIndividual | SourceClass::Anonymous)
        && (text.ends_with('s') || sink.draft.is(last, Class::PEOPLE))
}
