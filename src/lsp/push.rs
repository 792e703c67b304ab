//! Push diagnostics: the findings of drafts, for editors that do not pull them, and errors in configurations.

use super::open_draft::OpenText;
use super::text::EditorText;
use super::{Refused, Server, Workspace, uri};
use crate::report;
use crate::text::Span;
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl<W: Workspace> Server<W> {
    /// Publishes the findings of a draft.
    pub(super) fn publish(&mut self, open: &OpenText, diagnostics: &[Value]) {
        let params = json!({"uri": open.uri, "version": open.version, "diagnostics": diagnostics});
        self.notify("textDocument/publishDiagnostics", &params);
    }

    /// Publishes the errors in configurations. Shows the message if it is new.
    pub(super) fn publish_config_errors(&mut self, failure: &Refused) {
        let uris: BTreeSet<String> = failure.files.iter().map(|(path, ..)| uri::from_path(path)).collect();
        // Errors of other configurations stay, because other drafts may use them; a reload clears all.
        let is_new = uris.iter().any(|uri| !self.config_error_uris.contains(uri)) || failure.files.is_empty();
        if is_new && !failure.message.is_empty() {
            self.notify("window/showMessage", &json!({"type": 1, "message": failure.message}));
        }
        for (path, source, errors) in &failure.files {
            let uri = uri::from_path(path);
            let text = EditorText::from_source(source, self.session.editor.encoding);
            let diagnostics: Vec<_> = errors
                .iter()
                .map(|error| {
                    let span = Span::new(error.span.start, error.span.end);
                    let message = report::one_line(&error.message);
                    json!({"range": text.range(span), "severity": 1, "source": "bylint", "message": message})
                })
                .collect();
            self.notify("textDocument/publishDiagnostics", &json!({"uri": uri, "diagnostics": diagnostics}));
        }
        self.config_error_uris.extend(uris);
    }

    /// Clears the published errors in configurations.
    pub(super) fn clear_config_errors(&mut self) {
        for uri in std::mem::take(&mut self.config_error_uris) {
            self.notify("textDocument/publishDiagnostics", &json!({"uri": uri, "diagnostics": []}));
        }
    }
}
