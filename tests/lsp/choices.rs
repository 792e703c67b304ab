//! Code actions that settle a finding outside its draft: workspace edits to `bylint.toml`, its lists and dictionaries.

use super::editor::{self, Editor, by_characters};
use super::{DRAFT, at, folder};
use bylint::lsp::text::{EditorRange, EditorText};
use bylint::text::ColumnUnit;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// The capabilities of an editor that can create files.
fn maker() -> Value {
    let mut capabilities = by_characters();
    capabilities["workspace"] =
        json!({"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create", "rename", "delete"]}});
    capabilities
}

/// The actions offered at some words, with their titles.
fn offered(editor: &mut Editor, uri: &str, draft: &str, words: &str) -> Vec<(String, Value)> {
    let place = at(draft, words);
    let asked = json!({"textDocument": {"uri": uri}, "range": {"start": place, "end": place}, "context": {}});
    let actions = editor.result("textDocument/codeAction", asked);
    let actions = actions.as_array().expect("a list").iter();
    actions.map(|it| (it["title"].as_str().expect("a title").to_owned(), it["edit"].clone())).collect()
}

fn titles(actions: &[(String, Value)]) -> Vec<&str> {
    actions.iter().map(|(title, _)| title.as_str()).filter(|title| title.starts_with("Add ")).collect()
}

/// Applies a workspace edit, like an editor that saves at once.
fn make(edit: &Value) {
    let path = |uri: &Value| bylint::lsp::uri::path(uri.as_str().expect("an address")).expect("a file");
    let put = |path: &Path, edits: &Value| {
        // All edits of a list refer to the original text, so the last is applied first.
        let mut text = EditorText::new(fs::read_to_string(path).expect("it is there"), ColumnUnit::Utf32);
        for edit in edits.as_array().expect("edits").iter().rev() {
            let range: EditorRange = serde_json::from_value(edit["range"].clone()).expect("a range");
            text.replace(range, edit["newText"].as_str().expect("text"));
        }
        fs::write(path, text.as_str()).expect("it can be written");
    };
    for step in edit["documentChanges"].as_array().into_iter().flatten() {
        if step["kind"] == "create" {
            fs::write(path(&step["uri"]), "").expect("it can be made");
        } else {
            put(&path(&step["textDocument"]["uri"]), &step["edits"]);
        }
    }
    for (uri, edits) in edit["changes"].as_object().into_iter().flatten() {
        put(&path(&json!(uri)), edits);
    }
}

/// Whether a rule still has a finding after the action with this title.
fn settles(editor: &mut Editor, uri: &str, actions: &[(String, Value)], title: &str, rule: &str) -> bool {
    let action = actions.iter().find(|(known, _)| known == title);
    let (_, edit) = action.unwrap_or_else(|| panic!("{title} is not among {:?}", titles(actions)));
    make(edit);
    let changed =
        |uri: &str| json!({"uri": uri.rsplit_once('/').expect("a folder").0.to_owned() + "/bylint.toml", "type": 2});
    editor.tell("workspace/didChangeWatchedFiles", json!({"changes": [changed(uri)]}));
    editor.shown(uri, 0).iter().all(|d| d["code"] != rule)
}

#[test]
fn an_outlet_can_become_a_partner_or_an_own_name() {
    for (title, key) in [("partners", "partners"), ("own outlets", "own-outlets")] {
        let (dir, path, uri) = folder(DRAFT);
        let mut editor = Editor::new(path.parent().expect("a folder"), &maker());
        editor.open(&uri, DRAFT);
        editor.shown(&uri, 0);
        let actions = offered(&mut editor, &uri, DRAFT, "according");
        let both = ["Add “TASS” to own outlets in bylint.toml", "Add “TASS” to partners in bylint.toml"];
        assert_eq!(titles(&actions), both);
        let title = format!("Add “TASS” to {title} in bylint.toml");
        assert!(settles(&mut editor, &uri, &actions, &title, "secondhand-outlet"));
        let written = fs::read_to_string(path.with_file_name("bylint.toml")).expect("it was made");
        assert_eq!(written, format!("[newsroom]\n{key} = [\"TASS\"]\n"));
        assert_eq!(titles(&offered(&mut editor, &uri, DRAFT, "Critics")), Vec::<&str>::new());
        drop(dir);
    }
}

#[test]
fn existing_entries_of_the_configuration_are_kept() {
    let (dir, path, uri) = folder(DRAFT);
    let config = path.with_file_name("bylint.toml");
    let before = "#:schema bylint.schema.json\r\n[newsroom] # ours\r\npartners = [\r\n  \"AFP\", # since 2020\r\n]\r\n";
    fs::write(&config, before).expect("it can be written");
    // Without `documentChanges`, as in the simplest editors.
    let mut editor = Editor::new(dir.path(), &by_characters());
    editor.open(&uri, DRAFT);
    editor.shown(&uri, 0);
    let actions = offered(&mut editor, &uri, DRAFT, "according");
    let title = "Add “TASS” to partners in bylint.toml";
    assert!(settles(&mut editor, &uri, &actions, title, "secondhand-outlet"));
    let after = before.replace("2020\r\n", "2020\r\n  \"TASS\",\r\n");
    assert_eq!(fs::read_to_string(&config).expect("it is there"), after);
}

#[test]
fn an_entry_is_added_to_a_list_in_a_file() {
    let (dir, path, uri) = folder(DRAFT);
    let config = path.with_file_name("bylint.toml");
    let (text, list) = ("newsroom.partners = { file = \"partners.list\" }\n", path.with_file_name("partners.list"));
    fs::write(&config, text).expect("it can be written");
    fs::write(&list, "AFP # ours").expect("it can be written");
    let mut editor = Editor::new(dir.path(), &maker());
    editor.open(&uri, DRAFT);
    editor.shown(&uri, 0);
    let actions = offered(&mut editor, &uri, DRAFT, "according");
    let title = "Add “TASS” to partners in bylint.toml";
    assert!(settles(&mut editor, &uri, &actions, title, "secondhand-outlet"));
    assert_eq!(fs::read_to_string(&config).expect("it is there"), text);
    assert_eq!(fs::read_to_string(&list).expect("it is there"), "AFP # ours\nTASS\n");
}

#[test]
fn a_word_is_added_to_the_dictionary() {
    let draft = "The goverment met on Monday, and the goverment fell.\n";
    let title = "Add “goverment” to the newsroom’s dictionary";
    for (config, file) in [(None, "words.txt"), (Some("[language]\ndictionary = ['a.txt', 'own.list']\n"), "own.list")]
    {
        let (dir, path, uri) = folder(draft);
        if let Some(config) = config {
            fs::write(path.with_file_name("bylint.toml"), config).expect("it can be written");
            fs::write(path.with_file_name("a.txt"), "").expect("it can be written");
            fs::write(path.with_file_name(file), "Krail\n").expect("it can be written");
        }
        let mut editor = Editor::new(path.parent().expect("a folder"), &maker());
        editor.open(&uri, draft);
        editor.shown(&uri, 0);
        let actions = offered(&mut editor, &uri, draft, "goverment");
        assert_eq!(titles(&actions), [title]);
        assert!(settles(&mut editor, &uri, &actions, title, "spelling"));
        let words = fs::read_to_string(path.with_file_name(file)).expect("it is there");
        assert_eq!(words, if config.is_some() { "Krail\ngoverment\n" } else { "goverment\n" });
        drop(dir);
    }
}

#[test]
fn edits_that_an_editor_cannot_apply_are_not_offered() {
    let (dir, _, uri) = folder(DRAFT);
    let mut editor = Editor::new(dir.path(), &by_characters());
    editor.open(&uri, DRAFT);
    assert_eq!(titles(&offered(&mut editor, &uri, DRAFT, "according")), Vec::<&str>::new());
}

#[test]
fn the_edit_refers_to_the_editors_text() {
    let (dir, path, uri) = folder(DRAFT);
    let config = editor::uri(&path.with_file_name("bylint.toml"));
    fs::write(path.with_file_name("bylint.toml"), "").expect("it can be written");
    let mut editor = Editor::new(dir.path(), &maker());
    editor.open(&uri, DRAFT);
    editor.open(&config, "# not saved\n[newsroom]\n");
    assert_eq!(editor.shown(&config, 0), Vec::<Value>::new());
    let actions = offered(&mut editor, &uri, DRAFT, "according");
    let (_, edit) = actions.iter().find(|(title, _)| title.contains("partners")).expect("it is offered");
    let change = &edit["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({"uri": config, "version": 0}));
    assert_eq!(change["edits"][0]["range"]["start"], json!({"line": 2, "character": 0}));
}
