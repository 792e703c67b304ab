//! The reach of a rule: how far from an attribution it looks for what would satisfy it.

use crate::attribution::TokenAttribution;
use crate::rule::kinds::shared::FindingSink;
use crate::text::TokenRange;
use serde::Deserialize;

/// How far from an attribution a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// The same sentence.
    Sentence,
    /// The same paragraph.
    Paragraph,
    /// The same paragraph and the one after it.
    NextParagraph,
    /// The sentence before, the same one, and the two after it.
    Around,
}

/// The most tokens that a rule looks to either side of a cue. A paragraph can be as long as a draft and have many cues, so
/// this bounds the work.
const MAX_DISTANCE: u32 = 800;

/// The tokens in which a rule looks for what would satisfy it.
pub(super) fn tokens_within(sink: &FindingSink<'_, '_>, attribution: &TokenAttribution, reach: Reach) -> TokenRange {
    let language = sink.draft.language;
    let at = attribution.at.cue.start;
    let sentence = language.sentences[language.sentence_at(at).index()];
    let paragraph = language.paragraph_at(at);
    let reach = match reach {
        Reach::Sentence => sentence,
        Reach::Paragraph => language.paragraphs[paragraph].tokens,
        Reach::Around => {
            let number = language.sentence_at(at);
            let last = (number + 2).min(language.all_sentences().end - 1);
            language.sentences[number.saturating_sub(1).index()].start.until(language.sentences[last.index()].end)
        }
        Reach::NextParagraph => {
            let next = language
                .paragraphs
                .get(paragraph + 1)
                .map_or(language.paragraphs[paragraph].tokens.end, |p| p.tokens.end);
            sentence.start.until(next)
        }
    };
    reach.start.max(at.saturating_sub(MAX_DISTANCE)).until(reach.end.min(at + MAX_DISTANCE))
}
