//! The rule kind `missing-credit`: images without a credit.

use crate::document::BlockKind;
use crate::language::{LexiconBuilder, Role};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, PhraseList, add_list};
use serde::Deserialize;

/// Keys of the kind `missing-credit`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingCreditKeys {
    /// Phrase patterns that make a credit, in the image's alternative text or near it.
    pub credits: Vec<String>,
    /// Words in an image's alternative text that say that it needs no credit.
    pub exempt: Vec<String>,
}

/// The phrase lists of a rule of the kind `missing-credit`.
#[derive(Debug)]
pub(crate) struct MissingCreditPhrases {
    /// Phrases that make a credit.
    pub(super) credits: PhraseList,
    /// Words that say that an image needs no credit.
    pub(super) exempt: PhraseList,
}

impl RuleKind for MissingCreditKeys {
    type Phrases = MissingCreditPhrases;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> MissingCreditPhrases {
        MissingCreditPhrases { credits: add_list(lexicon, &self.credits), exempt: add_list(lexicon, &self.exempt) }
    }

    fn run(&self, lists: &MissingCreditPhrases, sink: &mut FindingSink<'_, '_>) {
        report_missing_credits(sink, lists);
    }
}

/// The most tokens of a paragraph that may be a caption.
const MAX_CAPTION_TOKENS: usize = 60;

/// Reports images with an alternative text and no credit: neither in it, nor in their paragraph, nor in the blocks below.
fn report_missing_credits(sink: &mut FindingSink<'_, '_>, lists: &MissingCreditPhrases) {
    let draft = sink.draft;
    let blocks = &draft.document.blocks;
    let images = || (0..blocks.len()).filter(|&number| blocks[number].kind == BlockKind::Alt);
    for number in images() {
        let tokens = draft.language.paragraphs[number].tokens;
        if tokens.is_empty() || draft.has_phrase(lists.exempt, tokens) {
            continue;
        }
        // The block of an image's alternative text comes after the paragraph that contains the image.
        let blocks_around = number.saturating_sub(1)..(number + 3).min(blocks.len());
        if !blocks_around.into_iter().any(|near| has_credit(draft, lists, near, near == number)) {
            sink.push(tokens, FindingExtras::default());
        }
    }
}

/// Whether a block has a credit. `own` is set for the image's own block, whose text may be longer than a caption.
fn has_credit(draft: &LintedDraft<'_>, lists: &MissingCreditPhrases, number: usize, own: bool) -> bool {
    let paragraph = &draft.language.paragraphs[number];
    let may_be_caption =
        paragraph.tokens.len() <= MAX_CAPTION_TOKENS || matches!(paragraph.role, Role::Caption | Role::Credit);
    paragraph.role == Role::Credit || (own || may_be_caption) && draft.has_phrase(lists.credits, paragraph.tokens)
}
