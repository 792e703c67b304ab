//! Questions about one attribution that several kinds ask.

use super::draft::LintedDraft;
use crate::attribution::{Frame, SourceClass, TokenAttribution};
use crate::language::{Class, TokenKind};
use std::ops::Range;

/// Whether an attribution is likely and has a source. A colon in a heading does not count.
pub(crate) fn is_attributed(relation: &TokenAttribution) -> bool {
    relation.frame != Frame::Colon && relation.is_likely() && !relation.at.core.is_empty()
}

/// Drops the colon at the end of a cue, as in “quoted her as saying:”.
pub(crate) fn without_colon(draft: &LintedDraft<'_>, cue: Range<u32>) -> Range<u32> {
    let colon = cue.len() > 1 && draft.kind(cue.end - 1) == TokenKind::Colon;
    cue.start..cue.end - u32::from(colon)
}

/// Whether the source is one unnamed person, or a few.
pub(crate) fn one_unnamed(relation: &TokenAttribution) -> bool {
    matches!(relation.class, SourceClass::Anonymous | SourceClass::UnnamedIndividual)
}

/// Whether a sentence is about an accusation or deaths.
pub(crate) fn tells_of_harm(draft: &LintedDraft<'_>, sentence: usize) -> bool {
    draft.language.sentences[sentence]
        .clone()
        .any(|at| draft.lexicon.classes(draft.token(at).word()).intersects(Class::ACCUSATION | Class::HARM))
}
