//! The life of a session: how it begins, survives invalid messages, and ends.

use super::editor::{Editor, by_characters};
use super::{DRAFT, code, folder};
use bylint::document::FrontMatter;
use bylint::lsp::{DraftLocation, DraftSettings, Refused, Server, Workspace};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[test]
fn a_session_begins_and_ends_in_order() {
    let mut editor = Editor::silent();
    assert_eq!(code(&editor.ask("textDocument/hover", json!({}))), -32002);
    editor.tell("textDocument/didOpen", json!({}));
    let capabilities = json!({"general": {"positionEncodings": ["utf-16", "utf-8"]}});
    let result = editor.result("initialize", json!({"processId": null, "capabilities": capabilities}));
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-8");
    assert_eq!(code(&editor.ask("initialize", json!({"capabilities": {}}))), -32600);
    assert_eq!(editor.result("shutdown", Value::Null), Value::Null);
    assert_eq!(code(&editor.ask("textDocument/diagnostic", json!({}))), -32600);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.hang_up(), Some(0));
}

#[test]
fn leaving_without_shutdown_gives_exit_code_1() {
    let mut editor = Editor::silent();
    editor.tell("exit", Value::Null);
    assert_eq!(editor.hang_up(), Some(1));
    assert_eq!(Editor::silent().hang_up(), Some(1));
}

#[test]
fn a_session_continues_and_ends_while_a_large_draft_is_read() {
    let (folder, _, uri) = folder(DRAFT);
    let mut editor = Editor::new(folder.path(), &by_characters());
    // The large draft's URI sorts first, and its text takes thousands of times as long as the other's.
    editor.open("file:///a/large.md", &DRAFT.repeat(30_000));
    editor.open(&uri, DRAFT);
    assert!(!editor.shown(&uri, 0).is_empty());
    let hover = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 1}});
    assert!(!editor.result("textDocument/hover", hover)["contents"].is_null());
    assert_eq!(editor.result("shutdown", Value::Null), Value::Null);
    assert!(editor.heard.iter().all(|message| message["params"]["uri"] != "file:///a/large.md"));
    editor.tell("exit", Value::Null);
    assert_eq!(editor.ended(), Some(0));
}

#[test]
fn the_server_ends_when_its_parent_dies() {
    let mut parent = std::process::Command::new("sleep").arg("60").spawn().expect("a process to stand for an editor");
    let mut editor = Editor::silent();
    editor.result("initialize", json!({"processId": parent.id(), "capabilities": {}}));
    parent.kill().and_then(|()| parent.wait()).expect("it can be ended");
    // The server's input stays open, so only the parent's death can end it.
    assert_eq!(editor.ended(), Some(1));
}

#[test]
fn invalid_messages_are_answered_and_the_session_continues() {
    let (folder, _, uri) = folder(DRAFT);
    let mut editor = Editor::new(folder.path(), &json!({}));
    let nameless = |message: &Value| message["id"].is_null() && message.get("error").is_some();
    for (bytes, error) in [
        (&b"Content-Length: 1\r\n\r\n{"[..], -32700),
        (b"Content-Length: 3\r\n\r\n\"\xff\"", -32700),
        (b"nonsense\r\n", -32700),
        (b"Content-Length: 99999999999\r\n\r\n", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
    ] {
        editor.raw(bytes);
        assert_eq!(code(&editor.wait(nameless)), error, "{:?}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(code(&editor.ask("no/such/method", json!({}))), -32601);
    assert_eq!(code(&editor.ask("textDocument/diagnostic", json!({"x": 1}))), -32602);
    assert_eq!(code(&editor.ask("textDocument/diagnostic", json!({"textDocument": {"uri": "file:///no"}}))), -32602);
    editor.tell("no/such/notification", json!({}));
    editor.change("file:///never/opened.md", 1, &[json!({"text": ""})]);
    editor.tell("textDocument/didChange", json!({"x": 1}));
    editor.open(&uri, "");
    let far = json!({"line": 9, "character": 9});
    editor.change(&uri, 1, &[json!({"range": {"start": far, "end": far}, "text": DRAFT})]);
    assert!(!editor.shown(&uri, 1).is_empty());
    let logged = editor.heard.iter().filter(|message| message["method"] == "window/logMessage").count();
    assert_eq!(logged, 3, "{:?}", editor.heard);
}

/// A workspace without files.
struct Nowhere;

impl Workspace for Nowhere {
    fn settings_for(&self, _: DraftLocation<'_>, _: &FrontMatter) -> Result<Option<Arc<DraftSettings>>, Refused> {
        Ok(None)
    }

    fn drafts(&self, _: &[PathBuf]) -> Vec<PathBuf> {
        Vec::new()
    }

    fn config_path(&self, _: DraftLocation<'_>, _: &[PathBuf]) -> PathBuf {
        PathBuf::new()
    }

    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn is_watched(&self, _: &Path) -> bool {
        false
    }

    fn reloaded(&self) -> Self {
        Self
    }
}

#[test]
fn a_waiting_request_can_be_cancelled() {
    let mut server = Server::new(Nowhere);
    let mut receive = |message: Value| server.receive(message.to_string().as_bytes());
    receive(json!({"id": 1, "method": "initialize", "params": {"capabilities": {}}}));
    receive(json!({"id": "a", "method": "workspace/diagnostic", "params": {}}));
    receive(json!({"method": "$/cancelRequest", "params": {"id": "a"}}));
    receive(json!({"method": "$/cancelRequest", "params": {"id": "unknown"}}));
    while server.work() {}
    let answers = server.take();
    let of = |id: Value| answers.iter().filter(|answer| answer["id"] == id).collect::<Vec<_>>();
    assert_eq!(of(json!("a")).iter().map(|answer| code(answer)).collect::<Vec<_>>(), [-32800]);
    assert_eq!(of(json!(1)).len(), 1);
    assert_eq!(answers.len(), 2, "{answers:?}");
}

#[test]
fn words_of_a_draft_are_not_logged() {
    let (folder, _, uri) = folder(DRAFT);
    let mut editor = Editor::new(folder.path(), &by_characters());
    let secret = "Anselm Krail told us in confidence";
    editor.open(&uri, secret);
    let far = json!({"line": 9, "character": 9});
    editor.change(&uri, 1, &[json!({"range": {"start": far, "end": far}, "text": secret})]);
    // A string in place of a table: an error message might be tempted to quote it.
    editor.tell("textDocument/didOpen", json!({"textDocument": secret}));
    editor
        .tell("textDocument/didChange", json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": secret}));
    let refused = editor.ask("textDocument/hover", json!({"textDocument": secret}));
    assert!(!refused.to_string().contains("Krail"), "{refused}");
    let told: Vec<&Value> = editor.heard.iter().filter(|message| message["method"] == "window/logMessage").collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(!json!(told).to_string().contains("Krail"), "{told:?}");
    let log = editor.logged();
    assert!(log.lines().count() == 3 && log.lines().all(|line| line.starts_with("bylint lsp: ")), "{log}");
    assert!(!log.contains("Krail"), "{log}");
}
