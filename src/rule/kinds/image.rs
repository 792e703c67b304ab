//! Credits of images: whether there is one, and whether it names anybody.

use super::{Details, Draft, Ready, Sink};
use crate::document::BlockKind;
use crate::language::{Class, Role, TokenKind};

/// Longest paragraph that may be a caption, in tokens.
const CAPTION: usize = 60;

/// Images with a text of their own and no credit in it, in their paragraph, or in what stands below them.
pub(super) fn missing(sink: &mut Sink<'_, '_>, ready: &Ready) {
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

/// Credit lines in which nobody is named.
pub(super) fn vague(sink: &mut Sink<'_, '_>, ready: &Ready) {
    let draft = sink.draft;
    for paragraph in draft.language.paragraphs.iter().filter(|p| p.role == Role::Credit) {
        let tokens = paragraph.tokens.clone();
        // "Source: Reuters" credits words or figures, and no picture.
        let opens = tokens.clone().find(|&at| draft.token(at).wordlike());
        if opens.is_some_and(|at| draft.is(at, Class::SOURCE_LINE)) {
            continue;
        }
        let small = Class::CREDIT | Class::PREPOSITION | Class::DETERMINER | Class::BY | Class::OF;
        let names = tokens.clone().any(|at| {
            let says_nothing = draft.is(at, small)
                || draft.phrases_in(ready.phrases, tokens.clone()).any(|found| found.tokens.contains(&at));
            matches!(draft.kind(at), TokenKind::Word | TokenKind::Address) && !says_nothing
        });
        if !names && draft.has_phrase(ready.phrases, tokens.clone()) {
            sink.push(tokens, Details::default());
        }
    }
}
