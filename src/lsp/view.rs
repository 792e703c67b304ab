//! The data for answering a request about an open draft.

use super::open_draft::{LintedDraft, OpenText};
use super::session::SessionContext;
use crate::cancel::Cancel;
use std::sync::Arc;

/// A linted draft, with the session and the cancel flag of the request.
#[derive(Clone, Copy)]
pub(super) struct RequestContext<'a, W> {
    pub(super) open: &'a OpenText,
    pub(super) linted: &'a LintedDraft,
    /// All open texts.
    pub(super) texts: &'a [Arc<OpenText>],
    pub(super) session: &'a SessionContext<W>,
    pub(super) cancel: &'a Cancel,
}
