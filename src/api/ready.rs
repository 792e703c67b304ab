//! The compiled settings of a draft.

use crate::document::{Document, Format};
use crate::engine::{Engine, Prepared};
use crate::fix::Linted;
use crate::text::Source;
use std::sync::Arc;

/// An engine with the rules that a draft needs, and the prepared settings of the draft.
#[derive(Debug)]
pub(super) struct ReadySettings {
    pub(super) engine: Arc<Engine>,
    pub(super) prepared: Prepared,
}

impl ReadySettings {
    /// Lints a draft.
    pub(super) fn lint(&self, name: &str, bytes: Vec<u8>, format: Format) -> Linted {
        let source = Source::new(name, bytes);
        let document = Document::parse(&source, format);
        let outcome = self.engine.lint_prepared(&source, &document, &self.prepared);
        Linted { source, document, outcome }
    }
}
