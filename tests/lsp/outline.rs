//! The sources of a draft as an editor shows them: hovers, symbols, code lenses and hints.

use super::editor::{Editor, by_characters};
use super::{STORY, at, folder, story};
use serde_json::{Value, json};

/// Two speakers in turn, and a paragraph without a source.
const TURNS: &str = "The gate is shut, Ada Brook said. The wall has cracked, Ben Hale said on Monday at the harbour.\n\n\
                     The gate opens at noon, Ada Brook said.\n\nThe wall was white.\n\n\
                     > “The wall stands,” Ben Hale said.\n";

#[test]
fn hover_shows_the_source_of_the_words_and_the_rule() {
    let (_folder, uri, mut editor) = story();
    let mut hover = |words: &str| {
        let asked = json!({"textDocument": {"uri": uri}, "position": at(STORY, words)});
        editor.result("textDocument/hover", asked)["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let said = hover("no choice");
    assert!(said.starts_with("**Anselm Krail**, through TASS; confidence 0."), "{said}");
    let critics = hover("Critics");
    assert!(critics.contains("### vague-attribution") && critics.contains("**Why.**"), "{critics}");
    assert_eq!(hover("# Mill"), "");
}

#[test]
fn speakers_are_symbols_with_their_statements_and_are_counted_above_the_headline() {
    let (_folder, uri, mut editor) = story();
    let named = json!({"textDocument": {"uri": uri}});
    let symbols = editor.result("textDocument/documentSymbol", named.clone());
    assert_eq!(symbols[0]["name"], "Anselm Krail");
    assert!(symbols[0]["children"].as_array().is_some_and(|children| children.len() >= 2), "{symbols}");
    let lens = editor.result("textDocument/codeLens", named);
    let title = lens[0]["command"]["title"].as_str().expect("a title");
    assert!(title.contains(" statements, 1 person with a name, "), "{title}");
    assert_eq!(lens[0]["range"]["start"]["line"], 0);
    // A title in front matter is the headline; it does not divide the story.
    for (version, (text, line)) in
        [("---\ntitle: Mill closes\n---\n\nIt rained.\n\n## Later\n", 0), ("---\ntags: x\n---\n\n# Mill closes\n", 4)]
            .into_iter()
            .enumerate()
    {
        editor.change(&uri, i64::try_from(version).expect("two") + 1, &[json!({"text": text})]);
        let lens = editor.result("textDocument/codeLens", json!({"textDocument": {"uri": uri}}));
        assert_eq!(lens[0]["range"]["start"]["line"], line, "{text}");
    }
}

#[test]
fn statements_are_below_their_own_speaker_in_the_order_of_the_draft() {
    let (_folder, uri, mut editor) = story();
    editor.change(&uri, 1, &[json!({"text": TURNS})]);
    let symbols = editor.result("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
    let statements = |speaker: &Value| {
        let children = speaker["children"].as_array().expect("a list").iter();
        children.map(|it| it["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    let found: Vec<_> =
        symbols.as_array().expect("a list").iter().map(|it| (it["name"].clone(), statements(it))).collect();
    let expected = [
        ("Ada Brook", vec!["The gate is shut, Ada Brook said", "The gate opens at noon, Ada Brook said"]),
        ("Ben Hale", vec!["The wall has cracked, Ben Hale said", "“The wall stands,” Ben Hale said"]),
    ];
    assert_eq!(json!(found), json!(expected));
}

#[test]
fn hints_name_the_speaker_of_the_most_words_at_the_end_of_each_requested_paragraph() {
    let (folder, _, uri) = folder(TURNS);
    let mut editor = Editor::new(folder.path(), &by_characters());
    editor.open(&uri, TURNS);
    editor.tell("workspace/didChangeConfiguration", json!({"settings": {"bylint": {"inlayHints": true}}}));
    let mut hints = |first: u32, last: u32| {
        let range = json!({"start": {"line": first, "character": 0}, "end": {"line": last, "character": 0}});
        let hints = editor.result("textDocument/inlayHint", json!({"textDocument": {"uri": uri}, "range": range}));
        let hints = hints.as_array().expect("a list").iter();
        hints.map(|hint| (hint["label"].clone(), hint["position"]["line"].clone())).collect::<Vec<_>>()
    };
    let [first, second, third] = [("Ben Hale", 0), ("Ada Brook", 2), ("Ben Hale", 6)];
    assert_eq!(json!(hints(0, 7)), json!([first, second, third]));
    assert_eq!(json!(hints(1, 5)), json!([second]));
    assert_eq!(json!(hints(3, 6)), json!([]));
}

#[test]
fn hints_are_shown_only_if_enabled() {
    let (_folder, uri, mut editor) = story();
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let asked = json!({"textDocument": {"uri": uri}, "range": whole});
    assert_eq!(editor.result("textDocument/inlayHint", asked.clone()), json!([]));
    editor.tell("workspace/didChangeConfiguration", json!({"settings": {"bylint": {"inlayHints": true}}}));
    let hints = editor.result("textDocument/inlayHint", asked);
    assert_eq!(hints[0]["label"], "Anselm Krail, through TASS");
    assert_eq!(hints[0]["position"]["line"], 2);
}
