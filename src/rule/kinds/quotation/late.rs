//! Long quotations whose speaker is named only after them.

use super::QuotationKeys;
use crate::attribution::{Frame, TokenAttribution};
use crate::language::TokenKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, source_words};

/// Reports a long quotation whose speaker is named only after it.
pub(super) fn report_late(sink: &mut FindingSink<'_, '_>, keys: &QuotationKeys, number: usize) {
    let draft = sink.draft;
    let language = draft.language;
    let quotation = &language.quotations[number];
    let tokens = quotation.tokens;
    let names_speaker_after = |r: &&TokenAttribution| {
        matches!(r.frame, Frame::SaidAfter | Frame::SaidBy)
            && r.at.cue.start >= tokens.end
            && r.at.content.iter().any(|c| c.end >= tokens.end && c.start <= tokens.start)
    };
    let Some(attribution) = draft.attributions.of_quotation(number).filter(names_speaker_after) else { return };
    let paragraph = &language.paragraphs[quotation.block as usize];
    if tokens.start > paragraph.start + 1 {
        // Earlier text of the paragraph may have named the speaker.
        if draft.coverage.heard_before(language.sentence_at(tokens.start)).anybody {
            return;
        }
    }
    let sentences = language.sentence_at(tokens.end - 1) - language.sentence_at(tokens.start) + 1;
    let has_many_sentences = sentences > keys.max_sentences.unwrap_or(u32::MAX);
    if !(has_many_sentences || quotation.words > keys.max_words.unwrap_or(u32::MAX)) {
        return;
    }
    let stop = (tokens.start + 1).until(tokens.end).iter().find(|&at| {
        matches!(
            draft.kind(at),
            TokenKind::Comma
                | TokenKind::Stop
                | TokenKind::QuestionOrExclamation
                | TokenKind::Dash
                | TokenKind::Semicolon
                | TokenKind::Colon
        )
    });
    let speaker = source_words(draft, attribution).to_owned();
    let fill = vec![("speaker", speaker)];
    let related = attribution.at.source.map(|_| attribution.at.core);
    sink.push(
        tokens.start.until(stop.unwrap_or(tokens.end).min(tokens.start + 16)),
        FindingExtras { fill, related, ..FindingExtras::default() },
    );
}
