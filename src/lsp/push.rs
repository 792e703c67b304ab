//! Reads the drafts that have changed, and sends their findings to an editor that does not ask for them.

use super::draft::{Draft, Seen, read};
use super::{Desk, Held, Place, Refused, Server, uri};
use crate::document::FrontMatter;
use crate::text::Span;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl<D: Desk> Server<D> {
    /// Sends what was read of the texts that are still those of the drafts.
    pub fn publish(&mut self) {
        if self.editor.pulls {
            return;
        }
        let page = self.editor.rules_page.clone();
        let mut messages = Vec::new();
        for (uri, draft) in &mut self.drafts {
            if let Some(seen) = draft.seen.as_ref().filter(|_| !draft.shown) {
                let list = seen.diagnostics(uri, &draft.text, page.as_deref());
                messages.push(json!({"uri": uri, "version": draft.version, "diagnostics": list}));
                draft.shown = true;
            }
        }
        for message in messages {
            self.tell("textDocument/publishDiagnostics", &message);
        }
    }

    /// Reads the next draft that has changed since it was read.
    pub(super) fn read_next(&mut self) -> bool {
        if self.editor.pulls {
            return false;
        }
        let next = self.drafts.iter().find(|(_, draft)| draft.seen.is_none()).map(|(uri, _)| uri.clone());
        next.is_some_and(|uri| self.seen(&uri).is_some())
    }

    /// What stands in an open draft, read now if it was not before.
    pub(super) fn seen(&mut self, uri: &str) -> Option<Arc<Seen>> {
        let draft = self.drafts.get(uri)?;
        if let Some(seen) = &draft.seen {
            return Some(seen.clone());
        }
        let (bytes, format) = (draft.text.as_str().as_bytes().to_vec(), draft.format);
        let path = draft.path.clone();
        let (source, document) = read(bytes, format);
        let held = self.held(path.as_deref(), &document.front_matter);
        let seen = Arc::new(Seen::new(source, document, held));
        self.drafts.get_mut(uri).into_iter().for_each(|draft: &mut Draft| draft.seen = Some(seen.clone()));
        Some(seen)
    }

    /// What holds for a draft; nothing where its configuration cannot be used, which is shown in that file.
    pub(super) fn held(&mut self, path: Option<&Path>, front_matter: &FrontMatter) -> Option<Arc<Held>> {
        let here = PathBuf::new();
        let place = match path {
            Some(path) => Place::File(path),
            None => Place::Buffer(self.folders.first().unwrap_or(&here)),
        };
        match self.desk.held(place, front_matter) {
            Ok(held) => held,
            Err(refused) => {
                self.faults_of(&refused);
                None
            }
        }
    }

    /// Shows what is wrong with configurations, each in its file, and says it once.
    fn faults_of(&mut self, refused: &Refused) {
        let faulty: BTreeSet<String> = refused.files.iter().map(|(path, ..)| uri::of(path)).collect();
        // Other drafts may be held by other configurations: what stands is taken back when they are read anew.
        let news = faulty.iter().any(|uri| !self.faulty.contains(uri)) || refused.files.is_empty();
        if news && !refused.message.is_empty() {
            self.tell("window/showMessage", &json!({"type": 1, "message": refused.message}));
        }
        for (path, source, errors) in &refused.files {
            let uri = uri::of(path);
            let text = super::text::Text::new(source.text().to_owned(), self.editor.encoding);
            let list: Vec<_> = errors
                .iter()
                .map(|error| {
                    let span = Span::new(error.span.start, error.span.end);
                    json!({"range": text.extent(span), "severity": 1, "source": "bylint", "message": error.message})
                })
                .collect();
            self.tell("textDocument/publishDiagnostics", &json!({"uri": uri, "diagnostics": list}));
        }
        self.faulty.extend(faulty);
    }

    /// Takes back what was said of configurations.
    pub(super) fn forget_faults(&mut self) {
        for uri in std::mem::take(&mut self.faulty) {
            self.tell("textDocument/publishDiagnostics", &json!({"uri": uri, "diagnostics": []}));
        }
    }
}
