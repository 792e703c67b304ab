//! The rule kind `office-variant`: one office under two names.

use crate::language::LexiconBuilder;
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink};
use crate::rule::lists::WordPairs;
use serde::Deserialize;
use std::ops::Range;

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
        offices(sink, self);
    }
}

/// Reports a speaker's office under a second name: “spokesperson Ian Reid … the spokesman”.
fn offices(sink: &mut FindingSink<'_, '_>, keys: &OfficeVariantKeys) {
    let draft = sink.draft;
    let mut firsts: Vec<Option<u32>> = vec![None; draft.attributions.speakers.len()];
    let mut told = vec![false; firsts.len()];
    for relation in &draft.attributions.attributions {
        let (Some(number), Some(source)) = (relation.speaker(), relation.at.source.clone()) else { continue };
        let Some(at) = office(sink, keys, source) else { continue };
        match firsts[number] {
            None => firsts[number] = Some(at),
            Some(first) if !told[number] && keys.pairs.pairs(draft.text(first), draft.text(at)) => {
                let fill = vec![("first", draft.text(first).to_owned())];
                sink.push(
                    at..at + 1,
                    FindingExtras { fill, related: Some(first..first + 1), ..FindingExtras::default() },
                );
                told[number] = true;
            }
            Some(_) => {}
        }
    }
}

/// The first word for an office in a source's tokens.
fn office(sink: &FindingSink<'_, '_>, keys: &OfficeVariantKeys, source: Range<u32>) -> Option<u32> {
    let draft = sink.draft;
    source.into_iter().find(|&at| keys.pairs.has(draft.text(at)) && !draft.token(at).quoted())
}
