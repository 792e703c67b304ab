//! Push diagnostics: the findings of drafts, for editors that do not pull them, and errors in configurations.

use super::open_draft::OpenText;
use super::text::EditorText;
use super::{Refused, Server, Workspace, uri};
use crate::report;
use crate::text::Span;
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl<D: Workspace> Server<D> {
    /// Publishes the findings of a draft.
    pub(super) fn publish(&mut self, open: &OpenText, diagnostics: &[Value]) {
        let params = json!({"uri": open.uri, "version": open.version, "diagnostics": diagnostics});
        self.tell("textDocument/publishDiagnostics", &params);
    }

    /// Publishes the errors in configurations. Shows the message if it is new.
    pub(super) fn faults_of(&mut self, refused: &Refused) {
        let faulty: BTreeSet<String> = refused.files.iter().map(|(path, ..)| uri::from_path(path)).collect();
        // Errors of other configurations stay, because other drafts may use them; a reload clears all.
        let news = faulty.iter().any(|uri| !self.faulty.contains(uri)) || refused.files.is_empty();
        if news && !refused.message.is_empty() {
            self.tell("window/showMessage", &json!({"type": 1, "message": refused.message}));
        }
        for (path, source, errors) in &refused.files {
            let uri = uri::from_path(path);
            let text = EditorText::new(source.text().to_owned(), self.session.editor.encoding);
            let list: Vec<_> = errors
                .iter()
                .map(|error| {
                    let span = Span::new(error.span.start, error.span.end);
                    let message = report::one_line(&error.message);
                    json!({"range": text.range(span), "severity": 1, "source": "bylint", "message": message})
                })
                .collect();
            self.tell("textDocument/publishDiagnostics", &json!({"uri": uri, "diagnostics": list}));
        }
        self.faulty.extend(faulty);
    }

    /// Clears the published errors in configurations.
    pub(super) fn forget_faults(&mut self) {
        for uri in std::mem::take(&mut self.faulty) {
            self.tell("textDocument/publishDiagnostics", &json!({"uri": uri, "diagnostics": []}));
        }
    }
}
