//! The rule kind `metadata`: drafts without a title, an author or a date.

use crate::language::{LexiconBuilder, Role};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink};
use crate::rule::lists::each_once;
use serde::Deserialize;

/// Keys of the kind `metadata`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetadataKeys {
    /// The fields that front matter must have.
    #[serde(deserialize_with = "each_once")]
    pub required: Vec<MetadataField>,
}

/// A field of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetadataField {
    /// The title. A heading above the text counts, too.
    Title,
    /// The author.
    Author,
    /// The date of publication.
    Date,
}

impl RuleKind for MetadataKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_missing_fields(sink, self);
    }
}

/// Reports a draft whose front matter lacks a required field. A draft without front matter gets these data elsewhere.
fn report_missing_fields(sink: &mut FindingSink<'_, '_>, keys: &MetadataKeys) {
    let draft = sink.draft;
    let front_matter = &draft.document.front_matter;
    if front_matter.span.is_empty() || front_matter.broken.is_some() {
        return;
    }
    let mut paragraphs = draft.language.paragraphs.iter().filter(|p| !p.tokens.is_empty());
    let Some(first) = paragraphs.next() else { return };
    let has_field = |field: MetadataField| match field {
        MetadataField::Title => front_matter.title.is_some() || first.role == Role::Heading,
        MetadataField::Author => !front_matter.authors.is_empty(),
        MetadataField::Date => front_matter.date.is_some(),
    };
    if keys.required.iter().any(|&field| !has_field(field)) {
        let line = draft.language.sentences.get(first.sentences.start.index()).unwrap_or(&first.tokens);
        sink.push(*line, FindingExtras::default());
    }
}
