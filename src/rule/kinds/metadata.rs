//! The rule kind that asks for a draft's title, author and date.

use crate::language::Role;
use crate::rule::kind::{Field, Metadata};
use crate::rule::kinds::shared::{Details, Sink};

/// A draft whose front matter lacks what is required; one without any front matter gets its data elsewhere.
pub(super) fn missing(sink: &mut Sink<'_, '_>, keys: &Metadata) {
    let draft = sink.draft;
    let front_matter = &draft.document.front_matter;
    if front_matter.span.is_empty() || front_matter.broken.is_some() {
        return;
    }
    let mut paragraphs = draft.language.paragraphs.iter().filter(|p| !p.tokens.is_empty());
    let Some(first) = paragraphs.next() else { return };
    let has = |field: Field| match field {
        Field::Title => front_matter.title.is_some() || first.role == Role::Heading,
        Field::Author => !front_matter.authors.is_empty(),
        Field::Date => front_matter.date.is_some(),
    };
    if keys.required.iter().any(|&field| !has(field)) {
        let line = draft.language.sentences.get(first.sentences.start as usize).unwrap_or(&first.tokens);
        sink.push(line.clone(), Details::default());
    }
}
