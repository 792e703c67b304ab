//! Quotations that follow other quotations: changes of speaker, and quotations over several paragraphs.

use crate::language::{Quotation, QuotationKind};
use crate::rule::kinds::shared::{FindingExtras, FindingSink, source_words};
use crate::statements::has_source;
use crate::text::TokenIdx;

/// Reports a new speaker's words that directly follow another's if their speaker is named only after them.
pub(super) fn report_late_turn(sink: &mut FindingSink<'_, '_>, number: usize) {
    let draft = sink.draft;
    let quotations = &draft.language.quotations;
    let Some(before) = number.checked_sub(1).map(|before| &quotations[before]) else { return };
    let quotation_here = &quotations[number];
    let source_of = |number: usize| draft.attributions.of_quotation(number).filter(|r| has_source(r) && r.is_likely());
    let (Some(first), Some(second)) = (source_of(number - 1), source_of(number)) else { return };
    let (Some(first_speaker), Some(second_speaker)) = (first.speaker(), second.speaker()) else { return };
    // Text between the two quotations names the next speaker.
    let sentence = draft.sentence(quotation_here.tokens.start).start;
    let opens_sentence = quotation_here.tokens.start <= sentence + 1 && before.tokens.end <= sentence;
    let last = draft.language.sentence_at(before.tokens.end.saturating_sub(1));
    let is_next_sentence = draft.language.sentence_at(quotation_here.tokens.start) <= last + 1;
    let is_sentence = |quotation: &Quotation| quotation.kind == QuotationKind::Sentence && quotation.depth == 1;
    let is_named_late = second.at.cue.start >= quotation_here.tokens.end;
    if first_speaker != second_speaker
        && before.block == quotation_here.block
        && is_sentence(before)
        && is_sentence(quotation_here)
        && opens_sentence
        && is_next_sentence
        && is_named_late
    {
        let source = source_words(draft, second).to_owned();
        let related = second.at.source.map(|_| second.at.core);
        let fill = vec![("source", source)];
        sink.push(
            quotation_here.tokens.start.until(quotation_here.tokens.start + 1),
            FindingExtras { fill, related, ..FindingExtras::default() },
        );
    }
}

/// Reports a closing mark at the end of a paragraph if the next paragraph continues the speaker's words without an
/// attribution.
pub(super) fn report_closed_paragraph(sink: &mut FindingSink<'_, '_>, number: usize) {
    let draft = sink.draft;
    let quotations = &draft.language.quotations;
    let Some(before) = number.checked_sub(1).map(|before| &quotations[before]) else { return };
    let quotation_here = &quotations[number];
    let paragraph = |quotation: &Quotation| &draft.language.paragraphs[quotation.block as usize];
    let ends_paragraph =
        before.tokens.end == paragraph(before).tokens.end && before.fault.is_none() && !before.continues;
    let opens_sentence = quotation_here.tokens.start == paragraph(quotation_here).tokens.start
        && quotation_here.block == before.block + 1;
    let is_sentence = |quotation: &Quotation| quotation.kind == QuotationKind::Sentence && quotation.depth == 1;
    if !ends_paragraph
        || !opens_sentence
        || !is_sentence(before)
        || !is_sentence(quotation_here)
        || before.tokens.end == TokenIdx::ZERO
    {
        return;
    }
    let has_attribution = |block: &Quotation| {
        let sentences = paragraph(block).sentences;
        sentences.iter().any(|s| draft.attributions.in_sentence(s).iter().any(has_source))
    };
    if has_attribution(before) && !has_attribution(quotation_here) {
        let mark = before.tokens.end - 1;
        let related = Some(quotation_here.tokens.start.until(quotation_here.tokens.start + 1));
        sink.push(mark.until(mark + 1), FindingExtras { related, ..FindingExtras::default() });
    }
}
