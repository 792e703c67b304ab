//! An open draft about which a request is answered.

use super::around::Surroundings;
use super::draft::{OpenText, Seen};
use crate::cancel::Cancel;
use std::sync::Arc;

/// A draft as it was read, with what is around it.
#[derive(Clone, Copy)]
pub(super) struct View<'a, D> {
    pub(super) open: &'a OpenText,
    pub(super) seen: &'a Seen,
    /// All texts that are open.
    pub(super) texts: &'a [Arc<OpenText>],
    pub(super) around: &'a Surroundings<D>,
    pub(super) cancel: &'a Cancel,
}
