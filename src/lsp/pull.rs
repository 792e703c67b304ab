//! Findings for an editor that asks for them: of one draft, or of all in its folders.

use super::draft::{Seen, mark, read};
use super::message::Error;
use super::server::Identifier;
use super::text::Text;
use super::{Desk, Server, format, uri};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Pull {
    text_document: Identifier,
    previous_result_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PullAll {
    #[serde(default)]
    previous_result_ids: Vec<Previous>,
}

#[derive(Deserialize)]
struct Previous {
    uri: String,
    value: String,
}

impl<D: Desk> Server<D> {
    pub(super) fn pulled(&mut self, asked: &Pull) -> Result<Value, Error> {
        let uri = &asked.text_document.uri;
        let Some(draft) = self.drafts.get(uri) else {
            return Err(Error::new(Error::INVALID_PARAMS, "the draft is not open"));
        };
        let mark = mark(draft.text.as_str().as_bytes(), self.generation);
        if asked.previous_result_id.as_deref() == Some(mark.as_str()) {
            return Ok(json!({"kind": "unchanged", "resultId": mark}));
        }
        Ok(json!({"kind": "full", "resultId": mark, "items": self.items(uri)}))
    }

    pub(super) fn pulled_all(&mut self, asked: &PullAll) -> Value {
        let before: BTreeMap<&str, &str> =
            asked.previous_result_ids.iter().map(|it| (it.uri.as_str(), it.value.as_str())).collect();
        let folders = self.folders.clone();
        let mut uris: BTreeSet<String> = self.desk.drafts(&folders).iter().map(|path| uri::of(path)).collect();
        uris.extend(self.drafts.keys().cloned());
        let mut items = Vec::new();
        for uri in &uris {
            let open = self.drafts.get(uri).map(|draft| (draft.version, draft.text.as_str().as_bytes().to_vec()));
            // A draft may have gone since it was found.
            let on_disk = || Some((None, self.desk.read(&uri::path(uri)?).ok()?));
            let Some((version, bytes)) = open.map(|(v, bytes)| (Some(v), bytes)).or_else(on_disk) else { continue };
            let mark = mark(&bytes, self.generation);
            let mut item = json!({"uri": uri, "version": version, "resultId": mark});
            if before.get(uri.as_str()) == Some(&mark.as_str()) {
                item["kind"] = json!("unchanged");
            } else {
                item["kind"] = json!("full");
                item["items"] = json!(if version.is_some() { self.items(uri) } else { self.unopened(uri, bytes) });
            }
            items.push(item);
        }
        // What was found in drafts that are there no more is taken back.
        for uri in before.keys().filter(|uri| !uris.contains(**uri)) {
            items.push(json!({"uri": uri, "version": null, "kind": "full", "items": []}));
        }
        json!({"items": items})
    }

    fn items(&mut self, uri: &str) -> Vec<Value> {
        let Some(seen) = self.seen(uri) else { return Vec::new() };
        let page = self.editor.rules_page.as_deref();
        self.drafts.get(uri).map(|draft| seen.diagnostics(uri, &draft.text, page)).unwrap_or_default()
    }

    fn unopened(&mut self, uri: &str, bytes: Vec<u8>) -> Vec<Value> {
        let path = uri::path(uri);
        let (source, document) = read(bytes, format(path.as_deref(), ""));
        let held = self.held(path.as_deref(), &document.front_matter);
        let seen = Seen::new(source, document, held);
        let text = Text::new(seen.source.text().to_owned(), self.editor.encoding);
        seen.diagnostics(uri, &text, self.editor.rules_page.as_deref())
    }
}
