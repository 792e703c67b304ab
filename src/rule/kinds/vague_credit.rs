//! The rule kind `vague-credit`: credits that name nobody.

use crate::language::{Class, LexiconBuilder, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, PhraseList, add_list};
use serde::Deserialize;

/// Keys of the kind `vague-credit`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VagueCreditKeys {
    /// Phrase patterns that do not name an author by themselves.
    pub vague: Vec<String>,
}

impl RuleKind for VagueCreditKeys {
    type Phrases = PhraseList;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> PhraseList {
        add_list(lexicon, &self.vague)
    }

    fn run(&self, lists: &PhraseList, sink: &mut FindingSink<'_, '_>) {
        report_vague(sink, *lists);
    }
}

/// Reports credit lines that name nobody.
fn report_vague(sink: &mut FindingSink<'_, '_>, vague: PhraseList) {
    let draft = sink.draft;
    for paragraph in draft.language.paragraphs.iter().filter(|p| p.role == Role::Credit) {
        let tokens = paragraph.tokens;
        // “Source: Reuters” credits words or figures, not a picture.
        let first_word = tokens.iter().find(|&at| draft.token(at).wordlike());
        if first_word.is_some_and(|at| draft.is(at, Class::SOURCE_LINE)) {
            continue;
        }
        let function_words = Class::CREDIT | Class::PREPOSITION | Class::DETERMINER | Class::BY | Class::OF;
        let has_name = tokens.iter().any(|at| {
            let is_empty_word =
                draft.is(at, function_words) || draft.phrases_in(vague, tokens).any(|found| found.tokens.contains(at));
            matches!(draft.kind(at), TokenKind::Word | TokenKind::Address) && !is_empty_word
        });
        if !has_name && draft.has_phrase(vague, tokens) {
            sink.push(tokens, FindingExtras::default());
        }
    }
}
