//! The rule kind that finds credits that name nobody.

use crate::language::{Class, Role, TokenKind};
use crate::rule::kinds::Ready;
use crate::rule::kinds::shared::{Details, Sink};

/// Credit lines in which nobody is named.
pub(crate) fn vague(sink: &mut Sink<'_, '_>, ready: &Ready) {
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
