//! Questions about one attribution that several kinds ask.

use super::draft::LintedDraft;
use crate::attribution::{Frame, SourceClass, TokenAttribution};
use crate::language::{Class, TokenKind};
use crate::text::{SentenceIdx, TokenRange};

/// Whether an attribution is likely and has a source. A colon in a heading does not count.
pub(crate) fn is_attributed(attribution: &TokenAttribution) -> bool {
    attribution.frame != Frame::Colon && attribution.is_likely() && !attribution.at.core.is_empty()
}

/// Drops the colon at the end of a cue, as in “quoted her as saying:”.
pub(crate) fn without_colon(draft: &LintedDraft<'_>, cue: TokenRange) -> TokenRange {
    let colon = cue.len() > 1 && draft.kind(cue.end - 1) == TokenKind::Colon;
    cue.start.until(cue.end - u32::from(colon))
}

/// Whether the source is one unnamed person, or a few.
pub(crate) fn is_unnamed_person(attribution: &TokenAttribution) -> bool {
    matches!(attribution.class, SourceClass::Anonymous | SourceClass::UnnamedIndividual)
}

/// Whether a sentence is about an accusation or deaths.
pub(crate) fn has_accusation_or_deaths(draft: &LintedDraft<'_>, sentence: SentenceIdx) -> bool {
    draft.language.sentences[sentence.index()]
        .iter()
        .any(|at| draft.lexicon.classes(draft.token(at).word()).intersects(Class::ACCUSATION | Class::HARM))
}
