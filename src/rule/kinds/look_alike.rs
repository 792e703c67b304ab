//! The rule kind `look-alike`: words with letters that look like others, and hidden characters.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::document::HiddenText;
use crate::language::{Disguise, LexiconBuilder};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, Variant};
use serde::Deserialize;

/// Keys of the kind `look-alike`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookAlikeKeys {
    /// The case of an English word with accents that it does not have.
    pub accented: Option<Variant>,
    /// The case of a word with letters of two alphabets that is unknown in either.
    pub unknown: Option<Variant>,
    /// The case of a character that reverses the display order of the text after it; `{text}` is its code point.
    pub turned: Option<Variant>,
    /// The case of a tag that does the same.
    pub tag: Option<Variant>,
    /// The case of a letter or symbol within a word that is displayed as a space.
    pub blank: Option<Variant>,
}

impl RuleKind for LookAlikeKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_look_alikes(sink, self);
    }
}

/// Reports words that read as English but are not in plain Latin letters, and characters and tags that change how text is
/// displayed.
fn report_look_alikes(sink: &mut FindingSink<'_, '_>, keys: &LookAlikeKeys) {
    report_disguised(sink, keys);
    for &(span, hidden) in &sink.draft.document.hidden {
        let (words, variant) = match hidden {
            HiddenText::Turn(c) => (format!("U+{:04X}", u32::from(c)), &keys.turned),
            HiddenText::TurnTag => (String::new(), &keys.tag),
            HiddenText::Blank(c) => (format!("U+{:04X}", u32::from(c)), &keys.blank),
        };
        sink.push_at(span, &words, FindingExtras { variant: variant.as_ref(), ..FindingExtras::default() });
    }
}

/// The fewest letters of an unknown word in stylised letters that is reported.
const MIN_LETTERS: usize = 3;

/// Reports words that read as English but are not in plain Latin letters, in any part of the draft.
fn report_disguised(sink: &mut FindingSink<'_, '_>, keys: &LookAlikeKeys) {
    let draft = sink.draft;
    for found in &draft.language.look_alikes {
        let is_listed = draft.token(found.token).word().is_known();
        let is_known = is_listed || draft.speller.knows(&found.text);
        let variant = match found.kind {
            Disguise::Mixed | Disguise::Struck if !is_known => keys.unknown.as_ref(),
            Disguise::Phonetic if !is_listed => continue,
            // A product in a formula can be as short: mc².
            Disguise::Form if !is_known && found.text.len() < MIN_LETTERS => continue,
            Disguise::Accent => keys.accented.as_ref(),
            Disguise::Mixed
            | Disguise::Struck
            | Disguise::Form
            | Disguise::Phonetic
            | Disguise::MixedGreek
            | Disguise::OtherScript => None,
            Disguise::Plain => continue,
        };
        let tokens = found.token.until(found.token + 1);
        let edits = vec![Edit { span: draft.span(tokens), text: found.text.to_string() }];
        let fixes = vec![Fix { applicability: Applicability::Suggestion, edits }];
        let fill = vec![("fix", found.text.to_string())];
        sink.push(tokens, FindingExtras { variant, fill, fixes, related: None });
    }
}
