//! The rule kind that finds images without a credit.

use crate::document::BlockKind;
use crate::language::Role;
use crate::rule::kinds::Ready;
use crate::rule::kinds::shared::{Details, Draft, Sink};

/// Longest paragraph that may be a caption, in tokens.
const CAPTION: usize = 60;

/// Images with a text of their own and no credit in it, in their paragraph, or in what stands below them.
pub(crate) fn missing(sink: &mut Sink<'_, '_>, ready: &Ready) {
    let draft = sink.draft;
    let blocks = &draft.document.blocks;
    let images = || (0..blocks.len()).filter(|&number| blocks[number].kind == BlockKind::Alt);
    for number in images() {
        let tokens = draft.language.paragraphs[number].tokens.clone();
        if tokens.is_empty() || draft.has_phrase(ready.unless, tokens.clone()) {
            continue;
        }
        // The text of an image stands behind the paragraph that holds it.
        let around = number.saturating_sub(1)..(number + 3).min(blocks.len());
        if !around.into_iter().any(|near| credited(draft, ready, near, near == number)) {
            sink.push(tokens, Details::default());
        }
    }
}

fn credited(draft: &Draft<'_>, ready: &Ready, number: usize, own: bool) -> bool {
    let paragraph = &draft.language.paragraphs[number];
    let caption = paragraph.tokens.len() <= CAPTION || matches!(paragraph.role, Role::Caption | Role::Credit);
    paragraph.role == Role::Credit || (own || caption) && draft.has_phrase(ready.phrases, paragraph.tokens.clone())
}
