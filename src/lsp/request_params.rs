//! The parameters of requests about drafts.

use super::text::{EditorPosition, EditorRange};
use serde::Deserialize;

/// Parameters that name only a draft.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DraftParams {
    pub(super) text_document: TextDocumentIdentifier,
}

/// The URI of a draft.
#[derive(Debug, Deserialize)]
pub(super) struct TextDocumentIdentifier {
    pub(super) uri: String,
}

/// Parameters that name a position in a draft.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PositionParams {
    pub(super) text_document: TextDocumentIdentifier,
    pub(super) position: EditorPosition,
}

/// Parameters that name a range in a draft.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RangeParams {
    pub(super) text_document: TextDocumentIdentifier,
    pub(super) range: EditorRange,
}

/// The parameters of `textDocument/codeAction`.
#[derive(Debug, Deserialize)]
pub(super) struct ActionParams {
    #[serde(flatten)]
    pub(super) within: RangeParams,
    #[serde(default)]
    pub(super) context: ActionContext,
}

/// The kinds of actions that the editor wants; all kinds if `only` is `None`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ActionContext {
    pub(super) only: Option<Vec<String>>,
}

impl ActionContext {
    /// Whether the editor wants actions of a kind. Kinds are hierarchical: `source` includes `source.fixAll`.
    pub(super) fn has(&self, kind: &str) -> bool {
        let covers = |wanted: &String| {
            kind.strip_prefix(wanted).is_some_and(|rest| matches!(rest.chars().next(), None | Some('.')))
        };
        self.only.as_ref().is_none_or(|only| only.iter().any(|wanted| wanted.is_empty() || covers(wanted)))
    }
}

/// The parameters of `textDocument/diagnostic`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DiagnosticParams {
    pub(super) text_document: TextDocumentIdentifier,
    pub(super) previous_result_id: Option<String>,
}

/// The parameters of `workspace/diagnostic`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WorkspaceDiagnosticParams {
    #[serde(default)]
    pub(super) previous_result_ids: Vec<PreviousResultId>,
}

/// The result id that the editor has for a draft.
#[derive(Debug, Deserialize)]
pub(super) struct PreviousResultId {
    pub(super) uri: String,
    pub(super) value: String,
}
