//! The sources of a draft as an editor shows them: hovers, symbols, code lenses and hints.

use super::{STORY, at, story};
use serde_json::json;

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
