//! Pull diagnostics: the findings of one draft, or of all drafts in the workspace.

use super::open_draft::{LintedDraft, OpenText, result_id};
use super::request_params::WorkspaceDiagnosticParams;
use super::session::SessionContext;
use super::text::EditorText;
use super::view::RequestContext;
use super::{Refused, Workspace, format, uri};
use crate::cancel::{Cancel, Cancelled};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

impl<W: Workspace> RequestContext<'_, W> {
    /// The diagnostic report of the draft.
    pub(super) fn diagnostics(&self) -> Value {
        let Self { open, session, .. } = self;
        let items = self.linted.diagnostics(&open.uri, &open.text, session.editor.rules_page.as_deref());
        full(&open.result_id(session.generation), &items)
    }
}

/// A report with all findings.
fn full(result_id: &str, items: &[Value]) -> Value {
    json!({"kind": "full", "resultId": result_id, "items": items})
}

/// A report without findings: the editor already has those of this text.
pub(super) fn unchanged(result_id: &str) -> Value {
    json!({"kind": "unchanged", "resultId": result_id})
}

/// The report about all drafts while it is built.
pub(super) struct DiagnosticReport<'a, W> {
    session: &'a SessionContext<W>,
    cancel: &'a Cancel,
    /// The report for each draft, as JSON of the protocol.
    items: Vec<Value>,
    /// The errors of configurations that cannot be used, without duplicates.
    config_failures: Vec<Refused>,
}

impl<'a, W: Workspace> DiagnosticReport<'a, W> {
    pub(super) fn new(session: &'a SessionContext<W>, cancel: &'a Cancel) -> Self {
        Self { session, cancel, items: Vec::new(), config_failures: Vec::new() }
    }

    /// Lints the open drafts that have no result yet, and the drafts in the open folders. Returns the answer, and the errors of
    /// configurations that cannot be used.
    pub(super) fn build(
        mut self,
        params: &WorkspaceDiagnosticParams,
        open: &[(Arc<OpenText>, Option<Arc<LintedDraft>>)],
    ) -> Result<(Value, Vec<Refused>), Cancelled> {
        let previous: BTreeMap<&str, &str> =
            params.previous_result_ids.iter().map(|it| (it.uri.as_str(), it.value.as_str())).collect();
        let files = self.session.workspace.drafts(&self.session.folders);
        let mut drafts: BTreeMap<String, Option<_>> = files.iter().map(|path| (uri::from_path(path), None)).collect();
        drafts.extend(open.iter().map(|open| (open.0.uri.clone(), Some(open))));
        for (uri, open) in &drafts {
            self.cancel.check()?;
            let previous = previous.get(uri.as_str()).copied();
            match open {
                Some((open, linted)) => self.add_open(open, linted.as_deref(), previous)?,
                None => self.add_file(uri, previous)?,
            }
        }
        // Clears the findings of drafts that no longer exist.
        for uri in previous.keys().filter(|uri| !drafts.contains_key(**uri)) {
            self.items.push(json!({"uri": uri, "version": null, "kind": "full", "items": []}));
        }
        Ok((json!({"items": self.items}), self.config_failures))
    }

    /// Adds the report of an open draft; `previous` is the result id that the editor has.
    fn add_open(
        &mut self,
        open: &OpenText,
        linted: Option<&LintedDraft>,
        previous: Option<&str>,
    ) -> Result<(), Cancelled> {
        let result_id = open.result_id(self.session.generation);
        let mut report = unchanged(&result_id);
        if previous != Some(&result_id) {
            let page = self.session.editor.rules_page.as_deref();
            let list = match linted {
                Some(linted) => linted.diagnostics(&open.uri, &open.text, page),
                None => self
                    .take_config_failure(OpenText::lint(open, self.session, self.cancel)?)
                    .diagnostics(&open.uri, &open.text, page),
            };
            report = full(&result_id, &list);
        }
        self.add(&open.uri, Some(open.version), report);
        Ok(())
    }

    /// Adds the report of a draft that is not open.
    fn add_file(&mut self, uri: &str, previous: Option<&str>) -> Result<(), Cancelled> {
        let Some(path) = uri::path(uri) else { return Ok(()) };
        // The file may have been deleted since the directory was listed.
        let Ok(bytes) = self.session.workspace.read(&path) else { return Ok(()) };
        let result_id = result_id(&bytes, self.session.generation);
        let mut report = unchanged(&result_id);
        if previous != Some(&result_id) {
            let format = format(Some(&path), "");
            let linted =
                self.take_config_failure(LintedDraft::lint(bytes, Some(&path), format, self.session, self.cancel)?);
            let text = EditorText::from_source(&linted.source, self.session.editor.encoding);
            let page = self.session.editor.rules_page.as_deref();
            report = full(&result_id, &linted.diagnostics(uri, &text, page));
        }
        self.add(uri, None, report);
        Ok(())
    }

    /// Adds a report with its URI and version.
    fn add(&mut self, uri: &str, version: Option<i64>, mut report: Value) {
        report["uri"] = json!(uri);
        report["version"] = json!(version);
        self.items.push(report);
    }

    /// Moves the configuration error of a result into `self`, and returns the result.
    fn take_config_failure(&mut self, mut linted: LintedDraft) -> LintedDraft {
        let failure = linted.config_failure.take();
        self.config_failures
            .extend(failure.filter(|new| self.config_failures.iter().all(|other| other.message != new.message)));
        linted
    }
}
