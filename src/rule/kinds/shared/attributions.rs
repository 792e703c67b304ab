//! What several kinds ask of one attribution.

use super::draft::LintedDraft;
use crate::attribution::{Frame, SourceClass, TokenAttribution};
use crate::language::{Class, TokenKind};
use std::ops::Range;

/// A pronoun that stands for a source was queried at the source's own mention; a heading's colon is no claim of sourcing.
pub(crate) fn is_attributed(relation: &TokenAttribution) -> bool {
    relation.frame != Frame::Colon && relation.is_likely() && !relation.at.core.is_empty()
}

/// "quoted her as saying:" without its colon.
pub(crate) fn without_colon(draft: &LintedDraft<'_>, cue: Range<u32>) -> Range<u32> {
    let colon = cue.len() > 1 && draft.kind(cue.end - 1) == TokenKind::Colon;
    cue.start..cue.end - u32::from(colon)
}

/// Whether one person or a few speak whom the draft does not name.
pub(crate) fn one_unnamed(relation: &TokenAttribution) -> bool {
    matches!(relation.class, SourceClass::Anonymous | SourceClass::UnnamedIndividual)
}

/// An accusation or deaths in the sentence.
pub(crate) fn tells_of_harm(draft: &LintedDraft<'_>, sentence: usize) -> bool {
    draft.language.sentences[sentence]
        .clone()
        .any(|at| draft.lexicon.classes(draft.token(at).word()).intersects(Class::ACCUSATION | Class::HARM))
}
