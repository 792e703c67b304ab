//! Tests of the language server: its life, its errors, and that its findings equal those of `bylint check`.

mod actions;
mod choices;
#[path = "../common/mod.rs"]
mod common;
mod editor;
mod findings;
mod jobs;
mod life;
mod outline;
mod sequences;
mod settings;

use editor::{Editor, by_characters, uri};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

const DRAFT: &str = "The mill closed, according to TASS. Critics say that it was time.\n";

fn folder(draft: &str) -> (TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    // The directory's canonical path, as the server sees it.
    let path = fs::canonicalize(folder.path()).expect("it is there").join("ä draft.md");
    fs::write(&path, draft).expect("the draft can be written");
    let uri = uri(&path);
    (folder, path, uri)
}

fn code(answer: &Value) -> i64 {
    answer["error"]["code"].as_i64().unwrap_or_else(|| panic!("an error is expected: {answer}"))
}

/// The position of words in a text of one-byte characters.
fn at(text: &str, words: &str) -> Value {
    let start = text.find(words).expect("the words are in the draft");
    let line = text[..start].matches('\n').count();
    json!({"line": line, "character": start - text[..start].rfind('\n').map_or(0, |at| at + 1)})
}

const STORY: &str = "# Mill closes\n\nThe mill closed on Monday, Anselm Krail told TASS. “We had no choice,” he said.\n\n\
                     > Critics say that it was time.\n";

fn story() -> (TempDir, String, Editor) {
    let (folder, _, uri) = folder(STORY);
    let mut capabilities = by_characters();
    capabilities["textDocument"] = json!({"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}});
    let mut editor = Editor::new(folder.path(), &capabilities);
    editor.open(&uri, STORY);
    (folder, uri, editor)
}
