//! Pull diagnostics: the findings of one draft, or of all drafts in the workspace.

use super::open_draft::{LintedDraft, OpenText, mark};
use super::request_params::WorkspaceDiagnosticParams;
use super::session::SessionContext;
use super::text::EditorText;
use super::view::View;
use super::{Refused, Workspace, format, uri};
use crate::cancel::{Cancel, Cancelled};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

impl<D: Workspace> View<'_, D> {
    /// The diagnostic report of the draft.
    pub(super) fn diagnostics(&self) -> Value {
        let Self { open, session, .. } = self;
        let items = self.linted.diagnostics(&open.uri, &open.text, session.editor.rules_page.as_deref());
        full(&open.mark(session.generation), &items)
    }
}

/// A report with all findings.
fn full(mark: &str, items: &[Value]) -> Value {
    json!({"kind": "full", "resultId": mark, "items": items})
}

/// A report without findings: the editor already has those of this text.
pub(super) fn unchanged(mark: &str) -> Value {
    json!({"kind": "unchanged", "resultId": mark})
}

/// The report about all drafts while it is built.
pub(super) struct DiagnosticReport<'a, D> {
    session: &'a SessionContext<D>,
    cancel: &'a Cancel,
    /// The report for each draft, as JSON of the protocol.
    items: Vec<Value>,
    /// The errors of configurations that cannot be used, without duplicates.
    refused: Vec<Refused>,
}

impl<'a, D: Workspace> DiagnosticReport<'a, D> {
    pub(super) fn new(session: &'a SessionContext<D>, cancel: &'a Cancel) -> Self {
        Self { session, cancel, items: Vec::new(), refused: Vec::new() }
    }

    /// Lints the open drafts that have no result yet, and the drafts in the open folders. Returns the answer, and the errors of
    /// configurations that cannot be used.
    pub(super) fn of_all(
        mut self,
        asked: &WorkspaceDiagnosticParams,
        open: &[(Arc<OpenText>, Option<Arc<LintedDraft>>)],
    ) -> Result<(Value, Vec<Refused>), Cancelled> {
        let before: BTreeMap<&str, &str> =
            asked.previous_result_ids.iter().map(|it| (it.uri.as_str(), it.value.as_str())).collect();
        let found = self.session.workspace.drafts(&self.session.folders);
        let mut drafts: BTreeMap<String, Option<_>> = found.iter().map(|path| (uri::from_path(path), None)).collect();
        drafts.extend(open.iter().map(|open| (open.0.uri.clone(), Some(open))));
        for (uri, open) in &drafts {
            self.cancel.check()?;
            let before = before.get(uri.as_str()).copied();
            match open {
                Some((open, linted)) => self.add_open(open, linted.as_deref(), before)?,
                None => self.add_file(uri, before)?,
            }
        }
        // Clears the findings of drafts that no longer exist.
        for uri in before.keys().filter(|uri| !drafts.contains_key(**uri)) {
            self.items.push(json!({"uri": uri, "version": null, "kind": "full", "items": []}));
        }
        Ok((json!({"items": self.items}), self.refused))
    }

    fn add_open(
        &mut self,
        open: &OpenText,
        linted: Option<&LintedDraft>,
        before: Option<&str>,
    ) -> Result<(), Cancelled> {
        let mark = open.mark(self.session.generation);
        let mut report = unchanged(&mark);
        if before != Some(&mark) {
            let page = self.session.editor.rules_page.as_deref();
            let list = match linted {
                Some(linted) => linted.diagnostics(&open.uri, &open.text, page),
                None => {
                    self.kept(OpenText::read(open, self.session, self.cancel)?).diagnostics(&open.uri, &open.text, page)
                }
            };
            report = full(&mark, &list);
        }
        self.add(&open.uri, Some(open.version), report);
        Ok(())
    }

    fn add_file(&mut self, uri: &str, before: Option<&str>) -> Result<(), Cancelled> {
        let Some(path) = uri::path(uri) else { return Ok(()) };
        // The file may have been deleted since the directory was listed.
        let Ok(bytes) = self.session.workspace.read(&path) else { return Ok(()) };
        let mark = mark(&bytes, self.session.generation);
        let mut report = unchanged(&mark);
        if before != Some(&mark) {
            let format = format(Some(&path), "");
            let linted = self.kept(LintedDraft::read(bytes, Some(&path), format, self.session, self.cancel)?);
            let text = EditorText::new(linted.source.text().to_owned(), self.session.editor.encoding);
            let page = self.session.editor.rules_page.as_deref();
            report = full(&mark, &linted.diagnostics(uri, &text, page));
        }
        self.add(uri, None, report);
        Ok(())
    }

    fn add(&mut self, uri: &str, version: Option<i64>, mut report: Value) {
        report["uri"] = json!(uri);
        report["version"] = json!(version);
        self.items.push(report);
    }

    /// Moves the configuration error of a result into `self`, and returns the result.
    fn kept(&mut self, mut linted: LintedDraft) -> LintedDraft {
        let refused = linted.refused.take();
        self.refused.extend(refused.filter(|new| self.refused.iter().all(|known| known.message != new.message)));
        linted
    }
}
