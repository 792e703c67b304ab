//! Which settings apply to which draft, and from when.

use super::editor::{self, Editor, by_characters, checked, placed};
use super::{DRAFT, folder};
use serde_json::{Value, json};
use std::fs;

#[test]
fn a_configuration_applies_to_its_directory_and_changes_are_noticed() {
    let (folder, path, uri) = folder(DRAFT);
    let mut editor = Editor::new(folder.path(), &by_characters());
    editor.open(&uri, DRAFT);
    let has = |shown: &[Value], rule: &str| shown.iter().any(|d| d["code"] == rule);
    let first = editor.shown(&uri, 0);
    assert!(has(&first, "secondhand-outlet") && has(&first, "vague-attribution"), "{first:?}");
    let config = path.with_file_name("bylint.toml");
    // The editor does not report the change; the server checks the files itself.
    fs::write(&config, "[newsroom]\npartners = ['TASS']\n").expect("it can be written");
    let second = editor.shown(&uri, 0);
    assert!(!has(&second, "secondhand-outlet") && has(&second, "vague-attribution"), "{second:?}");
    // When the editor reports the change, the server reads it at once. The fault is shown in the configuration, and
    // drafts have no findings meanwhile.
    fs::write(&config, "[newsroom]\npartner = ['TASS']\n").expect("it can be written");
    let changed = json!({"changes": [{"uri": editor::uri(&config), "type": 2}]});
    editor.tell("workspace/didChangeWatchedFiles", changed.clone());
    let named = |message: &Value| message["params"]["uri"] == editor::uri(&config);
    let faults = editor.wait(named);
    assert_eq!(faults["params"]["diagnostics"][0]["range"]["start"]["line"], 1, "{faults}");
    assert_eq!(editor.shown(&uri, 0), Vec::<Value>::new());
    fs::remove_file(&config).expect("it can be removed");
    editor.tell("workspace/didChangeWatchedFiles", changed);
    assert_eq!(editor.wait(named)["params"]["diagnostics"], json!([]));
    assert_eq!(editor.shown(&uri, 0), first);
}

#[test]
fn byte_order_mark_moves_no_error_of_a_configuration() {
    let (folder, path, uri) = folder(DRAFT);
    let config = path.with_file_name("bylint.toml");
    let places = ["", "\u{feff}"].map(|mark| {
        fs::write(&config, format!("{mark}newsroom.partner = ['TASS']\n")).expect("it can be written");
        let mut editor = Editor::new(folder.path(), &by_characters());
        editor.open(&uri, DRAFT);
        let faults = editor.wait(|message| message["params"]["uri"] == editor::uri(&config));
        faults["params"]["diagnostics"][0]["range"].clone()
    });
    assert_eq!(places[0]["start"], json!({"line": 0, "character": 9}));
    assert_eq!(places[0], places[1]);
}

#[test]
fn front_matter_selects_settings_as_in_check() {
    let opinion = format!("---\ntype: opinion\n---\n\n{DRAFT}");
    let (folder, path, uri) = folder(&opinion);
    let config =
        "[[overrides]]\nfront-matter = { type = \"opinion\" }\n[overrides.rules]\nignore = [\"vague-attribution\"]\n";
    fs::write(path.with_file_name("bylint.toml"), config).expect("it can be written");
    let mut editor = Editor::new(folder.path(), &by_characters());
    editor.open(&uri, &opinion);
    let shown = editor.shown(&uri, 0);
    assert!(!shown.is_empty() && shown.iter().all(|d| d["code"] != "vague-attribution"), "{shown:?}");
    assert_eq!(placed(&shown), checked(&path));
    editor.change(&uri, 1, &[json!({"text": DRAFT})]);
    assert!(editor.shown(&uri, 1).iter().any(|d| d["code"] == "vague-attribution"));
}

#[test]
fn each_of_several_folders_has_its_own_configuration() {
    let (one, _, first) = folder(DRAFT);
    let (two, second_path, second) = folder(DRAFT);
    let config = "[rules]\nignore = ['vague-attribution']\n";
    fs::write(second_path.with_file_name("bylint.toml"), config).expect("it can be written");
    let root = |uri: &str| json!({"uri": uri.rsplit_once('/').expect("a folder").0, "name": "x"});
    let mut editor = Editor::silent();
    let given = json!({"capabilities": by_characters(), "workspaceFolders": [root(&first), root(&second)]});
    editor.result("initialize", given);
    let all = |editor: &mut Editor| {
        let report = editor.result("workspace/diagnostic", json!({"previousResultIds": []}));
        let items = report["items"].as_array().expect("a list").clone();
        let has =
            |item: &Value| item["items"].as_array().expect("a list").iter().any(|d| d["code"] == "vague-attribution");
        items.iter().map(|item| (item["uri"].as_str().expect("an address").to_owned(), has(item))).collect::<Vec<_>>()
    };
    let mut both = vec![(first.clone(), true), (second.clone(), false)];
    both.sort();
    assert_eq!(all(&mut editor), both);
    let event = json!({"event": {"added": [], "removed": [root(&first)]}});
    editor.tell("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(all(&mut editor), [(second.clone(), false)]);
    let event = json!({"event": {"added": [root(&first)], "removed": [root(&second)]}});
    editor.tell("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(all(&mut editor), [(first, true)]);
    drop((one, two));
}
