//! Words in letters that look like others.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::document::Hidden;
use crate::language::Disguise;
use crate::rule::kind::LookAlike as Keys;
use crate::rule::kinds::shared::{Details, Sink};

/// Words that read as English and are not written in plain Latin letters, and what has words shown otherwise than they are
/// written.
pub(super) fn found(sink: &mut Sink<'_, '_>, keys: &Keys) {
    disguised(sink, keys);
    for &(span, hidden) in &sink.draft.document.hidden {
        let (words, variant) = match hidden {
            Hidden::Turn(c) => (format!("U+{:04X}", u32::from(c)), &keys.turned),
            Hidden::TurnTag => (String::new(), &keys.tag),
            Hidden::Blank(c) => (format!("U+{:04X}", u32::from(c)), &keys.blank),
        };
        sink.push_at(span, &words, Details { variant: variant.as_ref(), ..Details::default() });
    }
}

/// A word that no list has is reported from so many letters on.
const SHORTEST: usize = 3;

/// Words that read as English and are not written in plain Latin letters, wherever they stand.
fn disguised(sink: &mut Sink<'_, '_>, keys: &Keys) {
    let draft = sink.draft;
    for found in &draft.language.look_alikes {
        let listed = draft.token(found.token).word().is_known();
        let known = listed || draft.speller.knows(&found.text);
        let variant = match found.kind {
            Disguise::Mixed | Disguise::Struck if !known => keys.unknown.as_ref(),
            Disguise::Phonetic if !listed => continue,
            // A product in a formula is as short: mc².
            Disguise::Form if !known && found.text.len() < SHORTEST => continue,
            Disguise::Accent => keys.accented.as_ref(),
            Disguise::Mixed
            | Disguise::Struck
            | Disguise::Form
            | Disguise::Phonetic
            | Disguise::MixedGreek
            | Disguise::OtherScript => None,
            Disguise::Plain => continue,
        };
        let tokens = found.token..found.token + 1;
        let edits = vec![Edit { span: draft.span(tokens.clone()), text: found.text.to_string() }];
        let fixes = vec![Fix { applicability: Applicability::Suggestion, edits }];
        let fill = vec![("fix", found.text.to_string())];
        sink.push(tokens, Details { variant, fill, fixes, related: None });
    }
}
