//! Findings in an editor: position, content, version, pushed or requested.

use super::editor::{Editor, by_characters, checked, placed};
use super::{DRAFT, at, folder};
use serde_json::{Value, json};
use std::fs;

#[test]
fn columns_use_the_negotiated_encoding() {
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
    let chain = shown.iter().find(|d| d["code"] == "secondhand-chain" && d["severity"] == 2);
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
fn an_editor_that_pulls_diagnostics_gets_none_pushed() {
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
fn byte_order_mark_moves_no_finding_of_a_draft_that_is_not_open() {
    let (folder, path, uri) = folder(&format!("\u{feff}{DRAFT}"));
    let mut capabilities = by_characters();
    capabilities["textDocument"] = json!({"diagnostic": {}});
    let mut editor = Editor::new(folder.path(), &capabilities);
    let reports = editor.result("workspace/diagnostic", json!({"previousResultIds": []}));
    let closed = placed(reports["items"][0]["items"].as_array().expect("a list"));
    assert!(!closed.is_empty());
    assert_eq!(closed, checked(&path));
    // The text in an editor has no mark.
    editor.open(&uri, DRAFT);
    let open = editor.result("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
    assert_eq!(closed, placed(open["items"].as_array().expect("a list")));
}

#[test]
fn a_buffer_without_a_file_is_checked() {
    let (folder, _, _) = folder(DRAFT);
    let mut editor = Editor::new(folder.path(), &json!({}));
    editor.open("untitled:Untitled-1", DRAFT);
    assert!(!editor.shown("untitled:Untitled-1", 0).is_empty());
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": "untitled:Untitled-1"}}));
    let closed = editor.wait(|message| message["method"] == "textDocument/publishDiagnostics");
    assert_eq!(closed["params"]["diagnostics"], json!([]));
}

/// A house rule whose words contain characters that control a terminal or change the writing direction.
fn steering() -> String {
    let rule = include_str!("../../fixtures/substitution.toml");
    let line = |key: &str| rule.lines().find(|line| line.starts_with(key)).expect("the key is there");
    let rule = rule.replace(line("message ="), r#"message = "Not\u001b[31m our \u202e word\u0007""#);
    let rule = rule.replace(line("why ="), r#"why = "It\u001b[31m is \u202e not ours.""#);
    rule + "swap = { zorgle = \"mill\" }\n[[bad]]\ntext = \"The [[zorgle]] closed.\"\nfix = \"The mill closed.\"\n\
            [[good]]\ntext = \"The mill closed.\"\n"
}

#[test]
fn control_characters_of_a_rule_are_not_sent_to_the_editor() {
    let draft = "The zorgle closed.\n";
    let (folder, path, uri) = folder(draft);
    fs::create_dir(path.with_file_name("pack")).expect("a folder can be made");
    fs::write(path.with_file_name("pack").join("house-word.toml"), steering()).expect("it can be written");
    fs::write(path.with_file_name("bylint.toml"), "rules.packs = ['pack']\n").expect("it can be written");
    let mut editor = Editor::new(folder.path(), &by_characters());
    editor.open(&uri, draft);
    let shown = editor.shown(&uri, 0);
    let message = shown.iter().find(|d| d["code"] == "house-word").map(|d| d["message"].clone());
    assert_eq!(message, Some(json!("Not␛[31m our \u{fffd} word␇")));
    let place = json!({"textDocument": {"uri": uri}, "position": at(draft, "zorgle")});
    let page = editor.result("textDocument/hover", place)["contents"]["value"].as_str().unwrap_or_default().to_owned();
    assert!(page.contains("is \u{fffd} not ours."), "{page:?}");
    assert!(!page.contains(['\u{1b}', '\u{202e}']), "{page:?}");
    // The error about a configuration may quote it.
    let config = path.with_file_name("bylint.toml");
    fs::write(&config, "\"\\u001b[31m\\u202e\" = 1\n").expect("it can be written");
    let config = super::uri(&config);
    editor.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": config, "type": 2}]}));
    let faults = editor.wait(|message| message["params"]["uri"] == config);
    let fault = faults["params"]["diagnostics"][0]["message"].as_str().expect("a message");
    assert!(fault.contains("[31m") && !fault.contains(['\u{1b}', '\u{202e}']), "{fault:?}");
}
