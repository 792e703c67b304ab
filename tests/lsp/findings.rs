//! Findings as an editor has them: where, with what, of which text, sent or asked for.

use super::editor::{Editor, by_characters, checked, placed};
use super::{DRAFT, folder};
use serde_json::{Value, json};
use std::fs;

#[test]
fn columns_are_counted_as_agreed() {
    let draft = "😀 e\u{301} The mill closed, according to TASS.\r\n";
    let (folder, path, uri) = folder(draft);
    let found = checked(&path);
    let outlet = found.iter().find(|(rule, _)| rule == "secondhand-outlet").expect("the rule finds TASS");
    for (encoding, more) in [("utf-8", 4), ("utf-16", 1), ("utf-32", 0)] {
        let mut editor = Editor::new(folder.path(), &json!({"general": {"positionEncodings": [encoding]}}));
        editor.open(&uri, draft);
        let shown = placed(&editor.shown(&uri, 0));
        let place = shown.iter().find(|(rule, _)| *rule == outlet.0).map(|(_, place)| place[1]);
        assert_eq!(place, Some(outlet.1[1] + more), "{encoding}");
    }
}

#[test]
fn findings_come_with_their_rule_weight_and_related_places() {
    let draft = include_str!("../../fixtures/red-lines.md");
    let (folder, path, uri) = folder(draft);
    let mut editor = Editor::silent();
    let options = json!({"rulesPage": "https://example.org/rules"});
    let given = json!({"rootUri": null, "capabilities": by_characters(), "initializationOptions": options});
    editor.result("initialize", given);
    editor.open(&uri, draft);
    let shown = editor.shown(&uri, 0);
    assert_eq!(placed(&shown), checked(&path));
    let chain = shown.iter().find(|d| d["code"] == "secondhand-chain" && d["severity"] == 1);
    let chain = chain.expect("it is in the draft");
    assert_eq!(chain["codeDescription"]["href"], "https://example.org/rules#secondhand-chain");
    assert_eq!(chain["relatedInformation"][0]["location"]["uri"], uri);
    drop(folder);
}

#[test]
fn only_the_newest_text_is_shown() {
    let (folder, _, uri) = folder("");
    let mut editor = Editor::new(folder.path(), &by_characters());
    editor.open(&uri, "");
    for (version, lines) in (1..=200).zip(1..) {
        let text = format!("{}{DRAFT}", "\n".repeat(lines));
        editor.change(&uri, version, &[json!({"text": text})]);
    }
    let last = placed(&editor.shown(&uri, 200));
    assert!(!last.is_empty() && last.iter().all(|(_, place)| place[0] == 200), "{last:?}");
    let shown = editor.heard.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics");
    let versions: Vec<_> = shown.map(|message| message["params"]["version"].as_i64()).collect();
    assert!(versions.is_sorted(), "{versions:?}");
}

#[test]
fn an_editor_that_asks_is_answered_and_not_told() {
    let (folder, path, uri) = folder(DRAFT);
    fs::write(path.with_file_name("other.txt"), DRAFT).expect("a second draft");
    fs::write(path.with_file_name("README.md"), DRAFT).expect("a paper");
    let mut capabilities = by_characters();
    capabilities["textDocument"] = json!({"diagnostic": {}});
    let mut editor = Editor::new(folder.path(), &capabilities);
    editor.open(&uri, DRAFT);
    let ask = |id: Value| json!({"textDocument": {"uri": uri}, "previousResultId": id});
    let full = editor.result("textDocument/diagnostic", ask(Value::Null));
    assert_eq!(placed(full["items"].as_array().expect("a list")), checked(&path));
    let same = editor.result("textDocument/diagnostic", ask(full["resultId"].clone()));
    assert_eq!(same, json!({"kind": "unchanged", "resultId": full["resultId"]}));
    editor.change(&uri, 1, &[json!({"text": ""})]);
    let empty = editor.result("textDocument/diagnostic", ask(full["resultId"].clone()));
    assert_eq!(empty["items"], json!([]));
    let all = editor.result(
        "workspace/diagnostic",
        json!({"previousResultIds": [
            {"uri": uri, "value": empty["resultId"]}, {"uri": "file:///gone.md", "value": "x"},
        ]}),
    );
    let of = |end: &str| {
        let items = all["items"].as_array().expect("a list");
        items.iter().find(|item| item["uri"].as_str().is_some_and(|uri| uri.ends_with(end))).cloned()
    };
    assert_eq!(of("draft.md").map(|item| item["kind"].clone()), Some(json!("unchanged")));
    assert_eq!(of("gone.md").map(|item| item["items"].clone()), Some(json!([])));
    let other = of("other.txt").expect("a draft that is not open");
    assert_eq!(placed(other["items"].as_array().expect("a list")), checked(&path.with_file_name("other.txt")));
    assert_eq!(of("README.md"), None);
    assert!(editor.heard.iter().all(|message| message["method"] != "textDocument/publishDiagnostics"));
}

#[test]
fn a_buffer_without_a_file_is_read_too() {
    let (folder, _, _) = folder(DRAFT);
    let mut editor = Editor::new(folder.path(), &json!({}));
    editor.open("untitled:Untitled-1", DRAFT);
    assert!(!editor.shown("untitled:Untitled-1", 0).is_empty());
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": "untitled:Untitled-1"}}));
    let closed = editor.wait(|message| message["method"] == "textDocument/publishDiagnostics");
    assert_eq!(closed["params"]["diagnostics"], json!([]));
}
