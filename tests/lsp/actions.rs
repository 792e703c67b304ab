//! Code actions for a finding that change its draft.

use super::editor::{Editor, by_characters};
use super::{DRAFT, STORY, at, folder, story};
use bylint::lsp::text::{EditorRange, EditorText};
use bylint::text::ColumnUnit;
use serde_json::{Value, json};

/// The text after the edits of an action.
pub(super) fn after(text: &str, uri: &str, action: &Value) -> String {
    let mut edits = action["edit"]["changes"][uri].as_array().expect("edits of the draft").clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit["range"]["start"].to_string()));
    let mut text = EditorText::new(text.to_owned(), ColumnUnit::Utf32);
    for edit in &edits {
        let range: EditorRange = serde_json::from_value(edit["range"].clone()).expect("a range");
        text.replace(range, edit["newText"].as_str().expect("text"));
    }
    text.as_str().to_owned()
}

#[test]
fn an_ignore_is_inserted_where_it_covers_the_finding() {
    let (_folder, uri, mut editor) = story();
    let place = at(STORY, "Critics");
    let asked =
        json!({"textDocument": {"uri": uri}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}});
    let actions = editor.result("textDocument/codeAction", asked.clone());
    let actions = actions.as_array().expect("a list");
    let ignore = actions.iter().find(|it| it["title"] == "Suppress vague-attribution here, with a reason");
    let ignored = after(STORY, &uri, ignore.expect("it is offered"));
    assert!(ignored.contains("> <!-- bylint-ignore vague-attribution: say why -->\n> \n> Critics"), "{ignored}");
    editor.change(&uri, 1, &[json!({"text": ignored})]);
    let left = editor.shown(&uri, 1);
    assert!(left.iter().all(|d| d["code"] != "vague-attribution"), "{left:?}");
    let mut only = asked;
    only["context"]["only"] = json!(["refactor"]);
    assert_eq!(editor.result("textDocument/codeAction", only), json!([]));
}

#[test]
fn the_reason_of_an_ignore_is_a_placeholder_where_the_editor_has_them() {
    let (folder, _, uri) = folder(DRAFT);
    let mut capabilities = by_characters();
    capabilities["workspace"] = json!({"workspaceEdit": {"snippetEditSupport": true, "documentChanges": true}});
    let mut editor = Editor::new(folder.path(), &capabilities);
    editor.open(&uri, DRAFT);
    editor.change(&uri, 7, &[json!({"text": DRAFT})]);
    let place = at(DRAFT, "Critics");
    let asked = json!({"textDocument": {"uri": uri}, "range": {"start": place, "end": place}, "context": {}});
    let actions = editor.result("textDocument/codeAction", asked);
    let mut actions = actions.as_array().expect("a list").iter();
    let ignore =
        actions.find(|it| it["title"] == "Suppress vague-attribution here, with a reason").expect("it is offered");
    let change = &ignore["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({"uri": uri, "version": 7}));
    let start = json!({"line": 0, "character": 0});
    let value = "<!-- bylint-ignore vague-attribution: ${1:say why} -->\n\n";
    let edit = json!({"range": {"start": start, "end": start}, "snippet": {"kind": "snippet", "value": value}});
    assert_eq!(change["edits"], json!([edit]));
    assert!(ignore["edit"].get("changes").is_none());
}

#[test]
fn one_fix_or_all_fixes_of_a_rule_can_be_applied() {
    let draft = "He said on on Monday, and she said at at noon.\n";
    let (folder, _, uri) = folder(draft);
    let mut editor = Editor::new(folder.path(), &by_characters());
    editor.open(&uri, draft);
    let shown = editor.shown(&uri, 0);
    let place = shown[0]["range"]["start"].clone();
    let asked = json!({"textDocument": {"uri": uri}, "range": {"start": place, "end": place}, "context": {}});
    let actions = editor.result("textDocument/codeAction", asked);
    let actions = actions.as_array().expect("a list");
    let titles: Vec<_> = actions.iter().filter_map(|action| action["title"].as_str()).collect();
    let action = |kind: &str, preferred: bool| {
        let mut all = actions.iter().filter(|action| action["kind"] == kind);
        let found = all.find(|action| !preferred || action["isPreferred"] == true);
        found.unwrap_or_else(|| panic!("{kind}: {titles:?}"))
    };
    assert_eq!(after(draft, &uri, action("quickfix", true)), "He said on Monday, and she said at at noon.\n");
    assert_eq!(after(draft, &uri, action("source.fixAll.bylint", false)), "He said on Monday, and she said at noon.\n");
    assert!(titles.iter().any(|title| title.starts_with("Apply all safe fixes of ")), "{titles:?}");
}

#[test]
fn each_finding_offers_all_safe_fixes_of_its_own_rule() {
    let draft = "He said on on Monday, and she said at at noon. The goverment met the goverment in wierd weather.\n";
    let (folder, _, uri) = folder(draft);
    let mut editor = Editor::new(folder.path(), &by_characters());
    editor.open(&uri, draft);
    let shown = editor.shown(&uri, 0);
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}});
    let asked = json!({"textDocument": {"uri": uri}, "range": range, "context": {}});
    let actions = editor.result("textDocument/codeAction", asked);
    let actions = actions.as_array().expect("a list");
    let offered = |rule: &str| {
        let title = format!("Apply all safe fixes of {rule}");
        let all = actions.iter().filter(|action| action["title"] == title);
        all.map(|action| (action["diagnostics"][0].clone(), after(draft, &uri, action))).collect::<Vec<_>>()
    };
    for (rule, findings, fixed) in [
        (
            "doubled-word",
            2,
            "He said on Monday, and she said at noon. The goverment met the goverment in wierd weather.\n",
        ),
        (
            "spelling",
            3,
            "He said on on Monday, and she said at at noon. The government met the government in weird weather.\n",
        ),
    ] {
        let of_rule: Vec<_> = shown.iter().filter(|finding| finding["code"] == rule).cloned().collect();
        assert_eq!(of_rule.len(), findings, "{rule}");
        assert_eq!(offered(rule), of_rule.into_iter().map(|it| (it, fixed.to_owned())).collect::<Vec<_>>());
    }
}
