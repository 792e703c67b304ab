//! The settings of a draft with the rules that they need.

use crate::engine::{Engine, Prepared};
use std::sync::Arc;

/// Settings that are ready to use.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) engine: Arc<Engine>,
    pub(super) prepared: Prepared,
}
