//! The rule kind that holds a headline against the story below it.

use super::coverage::covers;
use super::{Details, Draft, Ready, Sink};
use crate::language::{Role, TokenKind};
use std::ops::Range;

/// How many letters two forms of a word share at least: "stole" and "stolen", "poisoned" and "poisoning".
const STEM: usize = 5;

/// A headline that asserts in the newsroom's name what the story only lets others say.
pub(super) fn asserted(sink: &mut Sink<'_, '_>, ready: &Ready) {
    let draft = sink.draft;
    for paragraph in draft.language.paragraphs.iter().filter(|p| p.role == Role::Heading) {
        let tokens = paragraph.tokens.clone();
        if tokens.is_empty() || hedged(draft, ready, &tokens) {
            continue;
        }
        let Some(assertion) = draft.phrases_in(ready.phrases, tokens.clone()).next() else { continue };
        let word = draft.text(assertion.tokens.start).to_lowercase();
        if let Some(place) = attributed_alone(draft, &word) {
            sink.push(tokens, Details { related: Some(place), ..Details::default() });
        }
    }
}

/// Whether the headline itself names a source, asks, or quotes.
fn hedged(draft: &Draft<'_>, ready: &Ready, tokens: &Range<u32>) -> bool {
    let marks = |at: u32| {
        let kind = draft.token(at).kind;
        kind == TokenKind::Colon || draft.token(at).quoted() || draft.text(at) == "?"
    };
    let sentences = draft.language.sentence_at(tokens.start)..=draft.language.sentence_at(tokens.end - 1);
    let sourced = sentences.into_iter().any(|number| !draft.attributions.in_sentence(number).is_empty());
    sourced || tokens.clone().any(marks) || draft.has_phrase(ready.unless, tokens.clone())
}

/// The first place of the story where somebody says what the word says, if nowhere the story says it by itself.
fn attributed_alone(draft: &Draft<'_>, word: &str) -> Option<Range<u32>> {
    let stem = word.get(..STEM).unwrap_or(word);
    let mut first = None;
    for paragraph in draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy) {
        for at in paragraph.tokens.clone() {
            let token = draft.token(at);
            if token.kind != TokenKind::Word || !draft.text(at).to_lowercase().starts_with(stem) {
                continue;
            }
            let relations = draft.attributions.in_sentence(draft.language.sentence_at(at));
            let said = token.quoted() || relations.iter().any(|r| covers(r, draft.language, draft.lexicon, at));
            if !said {
                return None;
            }
            first = first.or(Some(at..at + 1));
        }
    }
    first
}
