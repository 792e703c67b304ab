//! The rule kind `office-variant`: one office under two names.

use crate::language::LexiconBuilder;
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink};
use crate::rule::lists::WordPairs;
use crate::text::{TokenIdx, TokenRange};
use serde::Deserialize;

/// Keys of the kind `office-variant`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OfficeVariantKeys {
    /// Pairs of words for one office, in lower case.
    pub pairs: WordPairs,
}

impl RuleKind for OfficeVariantKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_offices(sink, self);
    }
}

/// Reports a speaker's office under a second name: “spokesperson Ian Reid … the spokesman”.
fn report_offices(sink: &mut FindingSink<'_, '_>, keys: &OfficeVariantKeys) {
    let draft = sink.draft;
    let mut first_words: Vec<Option<TokenIdx>> = vec![None; draft.attributions.speakers.len()];
    let mut reported = vec![false; first_words.len()];
    for attribution in &draft.attributions.attributions {
        let (Some(number), Some(source)) = (attribution.speaker(), attribution.at.source) else { continue };
        let Some(at) = office_word(sink, keys, source) else { continue };
        match first_words[number] {
            None => first_words[number] = Some(at),
            Some(first) if !reported[number] && keys.pairs.pairs(draft.text(first), draft.text(at)) => {
                let fill = vec![("first", draft.text(first).to_owned())];
                sink.push(
                    at.until(at + 1),
                    FindingExtras { fill, related: Some(first.until(first + 1)), ..FindingExtras::default() },
                );
                reported[number] = true;
            }
            Some(_) => {}
        }
    }
}

/// The first word for an office in a source's tokens.
fn office_word(sink: &FindingSink<'_, '_>, keys: &OfficeVariantKeys, source: TokenRange) -> Option<TokenIdx> {
    let draft = sink.draft;
    source.into_iter().find(|&at| keys.pairs.has(draft.text(at)) && !draft.token(at).quoted())
}
