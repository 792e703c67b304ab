//! Quotations within another person's account, where it is unclear whose words they are.

use crate::attribution::{AttributionKind, Frame, SourceClass, TokenAttribution};
use crate::language::Class;
use crate::rule::kinds::shared::draft::MAX_TERM_WORDS;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, source_words};
use crate::statements::{has_source, new_clause};
use crate::text::TokenIdx;

/// Reports a quotation that is attributed to one person within another person's account.
pub(super) fn report_nested(sink: &mut FindingSink<'_, '_>, number: usize) {
    let draft = sink.draft;
    let language = draft.language;
    let quotation = &language.quotations[number];
    let at = quotation.tokens.start;
    let attributions = draft.attributions.in_sentence(language.sentence_at(at));
    let is_before_quotation = |r: &TokenAttribution| {
        r.at.cue.end <= at
            && at - r.at.cue.end <= 8
            && matches!(r.kind, AttributionKind::Speech | AttributionKind::Thought)
            && r.at.content.iter().any(|c| c.contains(at))
    };
    let is_inner_source =
        |r: &&TokenAttribution| is_before_quotation(r) && is_person(r) && r.frame != Frame::Participle;
    let Some(inner) = attributions.iter().filter(is_inner_source).max_by_key(|r| r.at.cue.start) else { return };
    // “with a spokesman repeating that”: a clause of its own.
    if inner.at.core.start > TokenIdx::ZERO && draft.is(inner.at.core.start - 1, Class::PREPOSITION) {
        return;
    }
    let outer = attributions.iter().find(|r| {
        r.at.cue.end <= inner.at.cue.start
            && matches!(r.frame, Frame::SaidThat | Frame::Told)
            && r.kind == AttributionKind::Speech
            && r.is_likely()
            // A clause between commas may end the content of the attribution early; the account continues.
            && r.at.content.iter().any(|c| c.start <= inner.at.head)
            && r.speaker() != inner.speaker()
            && has_source(r)
            && !new_clause(draft, r.at.cue.end, inner)
            // “In his speech announcing the vote, Brook said” is Brook's own account.
            && !(r.at.core.start > TokenIdx::ZERO && draft.is(r.at.core.start - 1, Class::PREPOSITION))
    });
    let Some(outer) = outer else { return };
    let as_saying = outer
        .at
        .cue
        .end
        .until(at)
        .iter()
        .any(|t| draft.is(t, Class::AS) && draft.lexicon.verb(draft.token(t + 1).word()).is_some());
    if draft.is_pronoun(inner) || as_saying || is_repeated_term(sink, number) {
        return;
    }
    let speaker = source_words(draft, outer).to_owned();
    let related = Some(outer.at.core.start.min(outer.at.cue.start).until(outer.at.cue.end));
    sink.push(
        quotation.tokens,
        FindingExtras { fill: vec![("speaker", speaker)], related, ..FindingExtras::default() },
    );
}

/// Whether the source is one person.
fn is_person(attribution: &TokenAttribution) -> bool {
    matches!(attribution.class, SourceClass::NamedPerson | SourceClass::Role | SourceClass::Anonymous)
}

/// Whether an earlier quotation has the same words: then they are a term of the draft.
fn is_repeated_term(sink: &FindingSink<'_, '_>, number: usize) -> bool {
    let draft = sink.draft;
    let quotation_here = &draft.language.quotations[number];
    quotation_here.words <= MAX_TERM_WORDS && {
        let first = draft.repeated_terms().first(draft, quotation_here);
        first.is_some_and(|first| first < number)
    }
}
