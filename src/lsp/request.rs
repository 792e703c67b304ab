//! Requests about drafts.

use super::message::{ResponseError, params};
use super::request_params::{
    ActionParams, DiagnosticParams, DraftParams, PositionParams, RangeParams, WorkspaceDiagnosticParams,
};
use super::session::HandedOut;
use serde_json::Value;
use std::sync::Arc;

/// A request about drafts. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) enum Request {
    /// A request about all drafts: `workspace/diagnostic`.
    AllDiagnostics(Arc<WorkspaceDiagnosticParams>),
    /// A request about one open draft.
    OfDraft(Arc<DraftRequest>),
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
    pub(super) job: Option<HandedOut>,
}

impl Request {
    /// Parses the parameters of a method.
    pub(super) fn parse(method: &str, given: Value) -> Result<Self, ResponseError> {
        let request = match method {
            "workspace/diagnostic" => return params(given).map(|asked| Self::AllDiagnostics(Arc::new(asked))),
            "textDocument/diagnostic" => params(given).map(DraftRequest::Diagnostics),
            "textDocument/hover" => params(given).map(DraftRequest::Hover),
            "textDocument/documentSymbol" => params(given).map(DraftRequest::Symbols),
            "textDocument/codeLens" => params(given).map(DraftRequest::Lens),
            "textDocument/inlayHint" => params(given).map(DraftRequest::Hints),
            "textDocument/codeAction" => params(given).map(DraftRequest::Actions),
            _ => Err(ResponseError::new(ResponseError::METHOD_NOT_FOUND, format!("unknown method `{method}`"))),
        };
        Ok(Self::OfDraft(Arc::new(request?)))
    }

    /// The URI of its draft; `None` for a request about all drafts.
    pub(super) fn uri(&self) -> Option<&str> {
        match self {
            Self::AllDiagnostics(_) => None,
            Self::OfDraft(request) => Some(request.uri()),
        }
    }

    /// Whether the answer depends on this open text. `configures`: the text is a configuration file.
    pub(super) fn is_about(&self, uri: &str, configures: bool) -> bool {
        match self {
            Self::AllDiagnostics(_) => true,
            Self::OfDraft(request) => {
                request.uri() == uri || configures && matches!(**request, DraftRequest::Actions(_))
            }
        }
    }

    /// The error for a request whose draft or configuration has changed.
    pub(super) fn outdated(&self) -> ResponseError {
        let message = "the draft or its configuration has changed";
        let pulls = match self {
            Self::AllDiagnostics(_) => true,
            Self::OfDraft(request) => matches!(**request, DraftRequest::Diagnostics(_)),
        };
        if pulls {
            ResponseError::ask_again(message)
        } else {
            ResponseError::new(ResponseError::CONTENT_MODIFIED, message)
        }
    }
}

impl DraftRequest {
    pub(super) fn uri(&self) -> &str {
        let named = match self {
            Self::Diagnostics(asked) => &asked.text_document,
            Self::Hover(asked) => &asked.text_document,
            Self::Symbols(asked) | Self::Lens(asked) => &asked.text_document,
            Self::Hints(asked) => &asked.text_document,
            Self::Actions(asked) => &asked.within.text_document,
        };
        &named.uri
    }
}

impl PendingRequest {
    pub(super) fn new(id: Value, request: Request) -> Self {
        Self { id, request, job: None }
    }
}
