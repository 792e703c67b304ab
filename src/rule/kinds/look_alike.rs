//! Words in letters that look like others.

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
    /// For an English word with accents that it does not take.
    pub accented: Option<Variant>,
    /// For a word of letters of two alphabets that is no word in either.
    pub unknown: Option<Variant>,
    /// For a character that has the text behind it shown in another order; `{text}` is its number.
    pub turned: Option<Variant>,
    /// For a tag that does the same.
    pub tag: Option<Variant>,
    /// For a letter or symbol within a word that is drawn as a blank.
    pub blank: Option<Variant>,
}

impl RuleKind for LookAlikeKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        found(sink, self);
    }
}

/// Words that read as English and are not written in plain Latin letters, and what has words shown otherwise than they are
/// written.
fn found(sink: &mut FindingSink<'_, '_>, keys: &LookAlikeKeys) {
    disguised(sink, keys);
    for &(span, hidden) in &sink.draft.document.hidden {
        let (words, variant) = match hidden {
            HiddenText::Turn(c) => (format!("U+{:04X}", u32::from(c)), &keys.turned),
            HiddenText::TurnTag => (String::new(), &keys.tag),
            HiddenText::Blank(c) => (format!("U+{:04X}", u32::from(c)), &keys.blank),
        };
        sink.push_at(span, &words, FindingExtras { variant: variant.as_ref(), ..FindingExtras::default() });
    }
}

/// A word that no list has is reported from so many letters on.
const SHORTEST: usize = 3;

/// Words that read as English and are not written in plain Latin letters, wherever they stand.
fn disguised(sink: &mut FindingSink<'_, '_>, keys: &LookAlikeKeys) {
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
        sink.push(tokens, FindingExtras { variant, fill, fixes, related: None });
    }
}
