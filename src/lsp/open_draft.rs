//! An open draft: its text in the editor, and the result of linting it.

use super::session::{JobHandle, SessionContext};
use super::text::EditorText;
use super::{DraftSettings, Refused, Workspace, format, uri};
use crate::analysis::DraftAnalysis;
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

/// A draft that is open in an editor.
#[derive(Debug)]
pub(super) struct OpenDraft {
    pub(super) open: Arc<OpenText>,
    /// The result for this text; `None` after an edit.
    pub(super) linted: Option<Arc<LintedDraft>>,
    /// The job that lints this text; `None` after an edit.
    pub(super) lint_job: Option<JobHandle>,
}

/// A snapshot of the text of an open draft, shared with jobs.
#[derive(Clone, Debug)]
pub(super) struct OpenText {
    pub(super) uri: String,
    pub(super) path: Option<PathBuf>,
    pub(super) format: Format,
    pub(super) version: i64,
    pub(super) text: EditorText,
}

/// The result of linting one text.
#[derive(Debug)]
pub(super) struct LintedDraft {
    pub(super) source: Source,
    pub(super) document: Document,
    /// The settings; `None` if the draft is excluded or its configuration cannot be used.
    pub(super) settings: Option<Arc<DraftSettings>>,
    /// The error if its configuration cannot be used; then it has no settings.
    pub(super) config_failure: Option<Refused>,
    /// The analysis; `None` if the draft has no settings.
    pub(super) analysis: Option<DraftAnalysis>,
    pub(super) outcome: Outcome,
}

impl OpenDraft {
    pub(super) fn new(uri: String, language: &str, version: i64, text: EditorText) -> Self {
        let path = uri::path(&uri);
        let format = format(path.as_deref(), language);
        Self { open: Arc::new(OpenText { uri, path, format, version, text }), linted: None, lint_job: None }
    }

    /// Whether the text has not been linted, and no job is linting it.
    pub(super) fn is_unread(&self) -> bool {
        self.linted.is_none() && self.lint_job.is_none()
    }

    /// Drops the result, and cancels the job that lints the text.
    pub(super) fn invalidate(&mut self) {
        self.linted = None;
        self.lint_job = None;
    }
}

impl OpenText {
    /// The text as bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.text.as_str().as_bytes()
    }

    /// Lints the text.
    pub(super) fn lint<W: Workspace>(
        &self,
        session: &SessionContext<W>,
        cancel: &Cancel,
    ) -> Result<LintedDraft, Cancelled> {
        LintedDraft::lint(self.bytes().to_vec(), self.path.as_deref(), self.format, session, cancel)
    }

    /// The result id of this text; see [`result_id`].
    pub(super) fn result_id(&self, generation: u64) -> String {
        result_id(self.bytes(), generation)
    }
}

impl LintedDraft {
    /// Lints a draft. A draft without settings has no findings.
    pub(super) fn lint<W: Workspace>(
        bytes: Vec<u8>,
        path: Option<&Path>,
        format: Format,
        session: &SessionContext<W>,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let source = Source::new("", bytes);
        let document = Document::parse_unless_cancelled(&source, format, cancel)?;
        let (settings, config_failure) =
            match session.workspace.settings_for(session.location(path), &document.front_matter) {
                Ok(settings) => (settings, None),
                Err(config_failure) => (None, Some(config_failure)),
            };
        let (mut analysis, mut outcome) = (None, Outcome::default());
        if let Some(DraftSettings { linter, context, .. }) = settings.as_deref() {
            let draft_analysis = linter.analyze_unless_cancelled(&document, context, cancel)?;
            outcome = linter.lint_analyzed_unless_cancelled(&source, &document, &draft_analysis, context, cancel)?;
            analysis = Some(draft_analysis);
        }
        Ok(Self { source, document, settings, config_failure, analysis, outcome })
    }

    /// The findings that `bylint check` shows.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        let min_severity = self.settings.as_ref().map(|settings| settings.min_severity);
        self.outcome.findings.iter().filter(move |finding| Some(finding.severity) >= min_severity)
    }

    /// The findings as LSP diagnostics. `page` is the URL of the rules page, if there is one.
    pub(super) fn diagnostics(&self, uri: &str, text: &EditorText, page: Option<&str>) -> Vec<Value> {
        self.findings().map(|finding| diagnostic(finding, uri, text, page)).collect()
    }
}

/// The result id of a text: a hash of the text and of the generation of the configurations, with the length of the text.
pub(super) fn result_id(text: &[u8], generation: u64) -> String {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(text);
    hasher.write_u64(generation);
    format!("{:x}-{:x}", hasher.finish(), text.len())
}

/// A finding as an LSP diagnostic. Messages are sanitized, because a house rule may contain any characters.
pub(super) fn diagnostic(finding: &Finding, uri: &str, text: &EditorText, page: Option<&str>) -> Value {
    let related: Vec<Value> = finding
        .labels
        .iter()
        .map(|label| json!({"location": {"uri": uri, "range": text.range(label.span)}, "message": report::one_line(&label.text)}))
        .collect();
    let mut diagnostic = json!({
        "range": text.range(finding.span),
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
