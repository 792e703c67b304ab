//! An open draft: its text as the editor has it, and what was last read of it.

use super::around::{HandedOut, Surroundings};
use super::text::Text;
use super::{Desk, Held, Refused, format, uri};
use crate::analysis::Analysis;
use crate::cancel::{Cancel, Cancelled};
use crate::diagnostic::Finding;
use crate::document::{Document, Format};
use crate::engine::Outcome;
use crate::report;
use crate::text::Source;
use serde_json::{Value, json};
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A draft that an editor has open.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) open: Arc<OpenText>,
    /// What was read of this very text; an edit takes it away.
    pub(super) seen: Option<Arc<Seen>>,
    /// The job that reads this very text; an edit takes it away.
    pub(super) reading: Option<HandedOut>,
}

/// A text that an editor has open, as it is between two edits. Jobs share it.
#[derive(Clone, Debug)]
pub(super) struct OpenText {
    pub(super) uri: String,
    pub(super) path: Option<PathBuf>,
    pub(super) format: Format,
    pub(super) version: i64,
    pub(super) text: Text,
}

/// What was read of one text of a draft.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) source: Source,
    pub(super) document: Document,
    pub(super) held: Option<Arc<Held>>,
    /// Why nothing holds for it: its configuration cannot be used.
    pub(super) refused: Option<Refused>,
    /// `None` where nothing holds for it.
    pub(super) analysis: Option<Analysis>,
    pub(super) outcome: Outcome,
}

impl Draft {
    pub(super) fn new(uri: String, language: &str, version: i64, text: Text) -> Self {
        let path = uri::path(&uri);
        let format = format(path.as_deref(), language);
        Self { open: Arc::new(OpenText { uri, path, format, version, text }), seen: None, reading: None }
    }

    /// Whether no job has read it or is reading it.
    pub(super) fn is_unread(&self) -> bool {
        self.seen.is_none() && self.reading.is_none()
    }

    /// Forgets what was known of the text, and abandons the job that reads it.
    pub(super) fn outdated(&mut self) {
        self.seen = None;
        self.reading = None;
    }
}

impl OpenText {
    pub(super) fn bytes(&self) -> &[u8] {
        self.text.as_str().as_bytes()
    }

    /// Reads the draft.
    pub(super) fn read<D: Desk>(&self, around: &Surroundings<D>, cancel: &Cancel) -> Result<Seen, Cancelled> {
        Seen::read(self.bytes().to_vec(), self.path.as_deref(), self.format, around, cancel)
    }

    /// What tells this text from another; see [`mark`].
    pub(super) fn mark(&self, generation: u64) -> String {
        mark(self.bytes(), generation)
    }
}

impl Seen {
    /// Reads a draft; where nothing holds for it, it is left alone.
    pub(super) fn read<D: Desk>(
        bytes: Vec<u8>,
        path: Option<&Path>,
        format: Format,
        around: &Surroundings<D>,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let source = Source::new("", bytes);
        let document = Document::parse_unless_cancelled(&source, format, cancel)?;
        let (held, refused) = match around.desk.held(around.place(path), &document.front_matter) {
            Ok(held) => (held, None),
            Err(refused) => (None, Some(refused)),
        };
        let (mut analysis, mut outcome) = (None, Outcome::default());
        if let Some(Held { linter, context, .. }) = held.as_deref() {
            let read = linter.analyze_unless_cancelled(&document, context, cancel)?;
            outcome = linter.lint_analyzed_unless_cancelled(&source, &document, &read, context, cancel)?;
            analysis = Some(read);
        }
        Ok(Self { source, document, held, refused, analysis, outcome })
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

/// What tells one text under one set of configurations from another.
pub(super) fn mark(text: &[u8], generation: u64) -> String {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(text);
    hasher.write_u64(generation);
    format!("{:x}-{:x}", hasher.finish(), text.len())
}

/// A finding as an editor shows it. A rule of the house may have any characters in its words: none of them is left that steers what
/// shows it.
pub(super) fn diagnostic(finding: &Finding, uri: &str, text: &Text, page: Option<&str>) -> Value {
    let related: Vec<Value> = finding
        .labels
        .iter()
        .map(|label| json!({"location": {"uri": uri, "range": text.extent(label.span)}, "message": report::one_line(&label.text)}))
        .collect();
    let mut diagnostic = json!({
        "range": text.extent(finding.span),
        "severity": 3 - finding.severity as u8,
        "code": &*finding.rule,
        "source": "bylint",
        "message": report::one_line(&finding.message),
        "relatedInformation": related,
    });
    if let Some(page) = page {
        diagnostic["codeDescription"] = json!({"href": format!("{page}#{}", finding.rule)});
    }
    diagnostic
}
