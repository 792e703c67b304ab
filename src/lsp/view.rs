//! An open draft about which a request is answered.

use super::open_draft::{LintedDraft, OpenText};
use super::session::SessionContext;
use crate::cancel::Cancel;
use std::sync::Arc;

/// A draft as it was read, with what is around it.
#[derive(Clone, Copy)]
pub(super) struct View<'a, D> {
    pub(super) open: &'a OpenText,
    pub(super) linted: &'a LintedDraft,
    /// All texts that are open.
    pub(super) texts: &'a [Arc<OpenText>],
    pub(super) session: &'a SessionContext<D>,
    pub(super) cancel: &'a Cancel,
}
