//! Requests about drafts.

use super::message::{ResponseError, parse_params};
use super::request_params::{
    ActionParams, DiagnosticParams, DraftParams, PositionParams, RangeParams, WorkspaceDiagnosticParams,
};
use super::session::JobHandle;
use serde_json::Value;
use std::sync::Arc;

/// A request about drafts. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) enum Request {
    /// A request about all drafts: `workspace/diagnostic`.
    AllDiagnostics(Arc<WorkspaceDiagnosticParams>),
    /// A request about one open draft.
    OneDraft(Arc<DraftRequest>),
}

/// A request about one open draft, by method.
#[derive(Debug)]
pub(super) enum DraftRequest {
    /// `textDocument/diagnostic`
    Diagnostics(DiagnosticParams),
    /// `textDocument/hover`
    Hover(PositionParams),
    /// `textDocument/documentSymbol`
    Symbols(DraftParams),
    /// `textDocument/codeLens`
    Lens(DraftParams),
    /// `textDocument/inlayHint`
    Hints(RangeParams),
    /// `textDocument/codeAction`
    Actions(ActionParams),
}

/// A request that has not been answered yet.
#[derive(Debug)]
pub(super) struct PendingRequest {
    /// The id that the editor chose.
    pub(super) id: Value,
    pub(super) request: Request,
    /// The job that answers it, if there is one.
    pub(super) job: Option<JobHandle>,
}

impl Request {
    /// Parses the parameters of a method.
    pub(super) fn parse(method: &str, value: Value) -> Result<Self, ResponseError> {
        let request = match method {
            "workspace/diagnostic" => return parse_params(value).map(|params| Self::AllDiagnostics(Arc::new(params))),
            "textDocument/diagnostic" => parse_params(value).map(DraftRequest::Diagnostics),
            "textDocument/hover" => parse_params(value).map(DraftRequest::Hover),
            "textDocument/documentSymbol" => parse_params(value).map(DraftRequest::Symbols),
            "textDocument/codeLens" => parse_params(value).map(DraftRequest::Lens),
            "textDocument/inlayHint" => parse_params(value).map(DraftRequest::Hints),
            "textDocument/codeAction" => parse_params(value).map(DraftRequest::Actions),
            _ => Err(ResponseError::new(ResponseError::METHOD_NOT_FOUND, format!("unknown method `{method}`"))),
        };
        Ok(Self::OneDraft(Arc::new(request?)))
    }

    /// The URI of its draft; `None` for a request about all drafts.
    pub(super) fn uri(&self) -> Option<&str> {
        match self {
            Self::AllDiagnostics(_) => None,
            Self::OneDraft(request) => Some(request.uri()),
        }
    }

    /// Whether the answer depends on this open text. `is_config`: the text is a configuration file.
    pub(super) fn is_about(&self, uri: &str, is_config: bool) -> bool {
        match self {
            Self::AllDiagnostics(_) => true,
            Self::OneDraft(request) => {
                request.uri() == uri || is_config && matches!(**request, DraftRequest::Actions(_))
            }
        }
    }

    /// The error for a request whose draft or configuration has changed.
    pub(super) fn outdated_error(&self) -> ResponseError {
        let message = "the draft or its configuration has changed";
        let is_pull = match self {
            Self::AllDiagnostics(_) => true,
            Self::OneDraft(request) => matches!(**request, DraftRequest::Diagnostics(_)),
        };
        if is_pull {
            ResponseError::ask_again(message)
        } else {
            ResponseError::new(ResponseError::CONTENT_MODIFIED, message)
        }
    }
}

impl DraftRequest {
    /// The URI of its draft.
    pub(super) fn uri(&self) -> &str {
        let document = match self {
            Self::Diagnostics(params) => &params.text_document,
            Self::Hover(params) => &params.text_document,
            Self::Symbols(params) | Self::Lens(params) => &params.text_document,
            Self::Hints(params) => &params.text_document,
            Self::Actions(params) => &params.within.text_document,
        };
        &document.uri
    }
}

impl PendingRequest {
    pub(super) fn new(id: Value, request: Request) -> Self {
        Self { id, request, job: None }
    }
}
