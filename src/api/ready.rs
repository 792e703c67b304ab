//! The settings of a draft with the rules that they need.

use crate::engine::{Linter, Prepared};
use std::sync::Arc;

/// Settings that are ready to use.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) engine: Arc<Linter>,
    pub(super) prepared: Prepared,
}
