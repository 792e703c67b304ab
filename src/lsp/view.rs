//! The data for answering a request about an open draft.

use super::open_draft::{LintedDraft, OpenText};
use super::session::SessionContext;
use crate::cancel::Cancel;
use std::sync::Arc;

/// A linted draft with its session.
#[derive(Clone, Copy)]
pub(super) struct View<'a, D> {
    pub(super) open: &'a OpenText,
    pub(super) linted: &'a LintedDraft,
    /// All open texts.
    pub(super) texts: &'a [Arc<OpenText>],
    pub(super) session: &'a SessionContext<D>,
    pub(super) cancel: &'a Cancel,
}
