//! Rules about how a draft spells its names.

use super::words::{spelled, word_uses};
use super::{Details, Sink};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::rule::kind::NameInconsistency;
use crate::spelling::Tier;

/// Names that one slip parts from another name of the draft.
pub(super) fn inconsistent(sink: &mut Sink<'_, '_>, keys: &NameInconsistency) {
    let draft = sink.draft;
    let places = spelled(draft);
    let words = word_uses(draft, &places);
    for slip in draft.speller.check_names(&words, &|word| draft.knows(word)) {
        let tokens = places[slip.index].tokens.clone();
        let variant = match slip.tier {
            Tier::High => None,
            Tier::Medium => keys.medium.as_ref(),
            Tier::Low => keys.low.as_ref(),
        };
        // Which of two spellings is the person's own, no list knows.
        let edits = vec![Edit { span: draft.span(tokens.clone()), text: slip.suggestion }];
        let fixes = vec![Fix { applicability: Applicability::Suggestion, edits }];
        let related = Some(places[slip.like].tokens.clone());
        sink.push(tokens, Details { variant, fill: vec![("fix", slip.other)], related, fixes });
    }
}
