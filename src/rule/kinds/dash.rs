//! The rule kind `dash`: hyphens in the place of a dash.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{LexiconBuilder, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::draft::outside_others_words;
use crate::rule::kinds::shared::{FindingExtras, FindingSink};
use crate::text::TokenIdx;
use serde::Deserialize;

/// Keys of the kind `dash`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DashKeys {
    /// The dash to write instead.
    pub dash: String,
}

impl RuleKind for DashKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_hyphens(sink, self);
    }
}

/// Reports the first single or double hyphen between spaces. The fix changes all of them.
fn report_hyphens(sink: &mut FindingSink<'_, '_>, keys: &DashKeys) {
    let draft = sink.draft;
    let wordlike = |at: TokenIdx| draft.kind(at) == TokenKind::Word;
    let is_hyphen = |at: TokenIdx| {
        draft.kind(at) == TokenKind::Dash
            && matches!(draft.text(at), "-" | "--")
            && draft.token(at).space_before()
            && draft.token(at + 1).space_before()
    };
    let copy = draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy);
    let inner_tokens = copy.flat_map(|p| (p.start + 1).until(p.tokens.end.saturating_sub(1)));
    let found: Vec<TokenIdx> =
        inner_tokens.filter(|&at| is_hyphen(at) && wordlike(at - 1) && wordlike(at + 1)).collect();
    let found = outside_others_words(draft, found, |&at| at);
    let Some(&at) = found.first() else { return };
    let edits = found.iter().map(|&at| Edit { span: draft.span(at.until(at + 1)), text: keys.dash.clone() }).collect();
    // Which dash to use, and whether with spaces around it, is the newsroom's decision.
    let fixes = vec![Fix { applicability: Applicability::Suggestion, edits }];
    sink.push(
        at.until(at + 1),
        FindingExtras { fill: vec![("fix", keys.dash.clone())], fixes, ..FindingExtras::default() },
    );
}
