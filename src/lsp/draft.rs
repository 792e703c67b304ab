//! An open draft: its text as the editor has it, and what was last read of it.

use super::text::Text;
use super::{Held, format, uri};
use crate::diagnostic::Finding;
use crate::document::{Document, Format};
use crate::engine::Outcome;
use crate::text::Source;
use serde_json::{Value, json};
use std::hash::Hasher as _;
use std::path::PathBuf;
use std::sync::Arc;

/// A draft that an editor has open.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) path: Option<PathBuf>,
    pub(super) format: Format,
    pub(super) version: i64,
    pub(super) text: Text,
    /// Of this very text; an edit takes it away.
    pub(super) seen: Option<Arc<Seen>>,
    /// What was seen has been shown.
    pub(super) shown: bool,
}

/// What was read of one text of a draft.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) source: Source,
    pub(super) document: Document,
    pub(super) held: Option<Arc<Held>>,
    pub(super) outcome: Outcome,
}

impl Draft {
    pub(super) fn new(uri: &str, language: &str, version: i64, text: Text) -> Self {
        let path = uri::path(uri);
        let format = format(path.as_deref(), language);
        Self { path, format, version, text, seen: None, shown: false }
    }

    /// Whatever was known of it holds no more.
    pub(super) fn outdated(&mut self) {
        self.seen = None;
        self.shown = false;
    }
}

impl Seen {
    /// Reads a draft; where nothing holds for it, it is left alone.
    pub(super) fn new(source: Source, document: Document, held: Option<Arc<Held>>) -> Self {
        let outcome = held.as_ref().map(|held| held.linter.lint_by(&source, &document, &held.context));
        Self { outcome: outcome.unwrap_or_default(), source, document, held }
    }

    /// The findings that `check` lists.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        let least = self.held.as_ref().map(|held| held.least);
        self.outcome.findings.iter().filter(move |finding| Some(finding.severity) >= least)
    }

    /// The findings as an editor shows them. `page` is the address of the rules' pages, if there is any.
    pub(super) fn diagnostics(&self, uri: &str, text: &Text, page: Option<&str>) -> Vec<Value> {
        self.findings().map(|finding| diagnostic(finding, uri, text, page)).collect()
    }
}

/// A draft's text, as blocks of prose.
pub(super) fn read(bytes: Vec<u8>, format: Format) -> (Source, Document) {
    let source = Source::new("", bytes);
    let document = Document::parse(&source, format);
    (source, document)
}

/// What tells one text under one set of configurations from another.
pub(super) fn mark(text: &[u8], generation: u64) -> String {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(text);
    hasher.write_u64(generation);
    format!("{:x}-{:x}", hasher.finish(), text.len())
}

pub(super) fn diagnostic(finding: &Finding, uri: &str, text: &Text, page: Option<&str>) -> Value {
    let related: Vec<Value> = finding
        .labels
        .iter()
        .map(|label| json!({"location": {"uri": uri, "range": text.extent(label.span)}, "message": label.text}))
        .collect();
    let mut diagnostic = json!({
        "range": text.extent(finding.span),
        "severity": 3 - finding.severity as u8,
        "code": &*finding.rule,
        "source": "bylint",
        "message": finding.message,
        "relatedInformation": related,
    });
    if let Some(page) = page {
        diagnostic["codeDescription"] = json!({"href": format!("{page}#{}", finding.rule)});
    }
    diagnostic
}
