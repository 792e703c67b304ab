//! The compiled settings of a draft.

use crate::engine::{Engine, Prepared};
use std::sync::Arc;

/// An engine with the rules that a draft needs, and the prepared settings of the draft.
#[derive(Debug)]
pub(super) struct ReadySettings {
    pub(super) engine: Arc<Engine>,
    pub(super) prepared: Prepared,
}
