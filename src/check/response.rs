//! The rule kind that asks whether those who are accused are heard.

use super::{Details, Draft, Ready, Sink};
use crate::language::{Class, Grammar, Role, TokenKind};
use std::ops::Range;

/// Those whom somebody accuses by name, and who neither speak nor are said to have been asked.
pub(super) fn accused(sink: &mut Sink<'_, '_>, ready: &Ready) {
    let draft = sink.draft;
    if draft.phrases(ready.unless).next().is_some() {
        return;
    }
    let mut told: Vec<String> = Vec::new();
    for relation in &draft.attributions.relations {
        let head = relation.at.head;
        let verb = draft.lexicon.verb(draft.token(head).word);
        let accuses = verb.is_some_and(|(verb, _)| verb.grammar.contains(Grammar::ACCUSES));
        if !accuses || draft.token(head).quoted() || draft.role(head) != Role::Copy {
            continue;
        }
        let Some(name) = name_behind(draft, head + 1) else { continue };
        let surname = draft.text(name.end - 1).to_owned();
        if told.contains(&surname) || speaks(draft, &surname) {
            continue;
        }
        told.push(surname);
        let related = relation.at.source.clone().map(|_| relation.at.core.clone());
        sink.push(name, Details { related, ..Details::default() });
    }
}

/// The person or body with a name that is the verb's object: "accused Calder Foods of".
fn name_behind(draft: &Draft<'_>, start: u32) -> Option<Range<u32>> {
    let end = draft.language.sentences[draft.language.sentence_at(start)].end;
    let name = |at: u32| {
        let token = draft.token(at);
        token.kind == TokenKind::Word
            && token.capital()
            && !draft.is(at, Class::PERSONAL | Class::DETERMINER | Class::DAY | Class::MONTH)
            && !draft.lexicon.nationality(token, &draft.document.prose)
    };
    let length = (start..end).take_while(|&at| name(at)).count() as u32;
    let tokens = start..start + length;
    (length > 0 && tokens.end < end && draft.is(tokens.end, Class::OF)).then_some(tokens)
}

/// Whether a speaker of the draft has this name.
fn speaks(draft: &Draft<'_>, surname: &str) -> bool {
    let mut speakers = draft.attributions.speakers.iter();
    speakers.any(|speaker| speaker.name.split(|c: char| !c.is_alphanumeric()).any(|word| word == surname))
}
