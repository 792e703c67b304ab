//! The language server from outside: its life, its errors, and findings that are those of `bylint check`.

mod editor;

use bylint::document::FrontMatter;
use bylint::lsp::text::{Encoding, Extent, Text};
use bylint::lsp::{Desk, Held, Place, Refused, Server};
use editor::{Editor, by_characters, checked, found, placed, uri};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};
use tempfile::TempDir;

const DRAFT: &str = "The mill closed, according to TASS. Critics say that it was time.\n";

fn folder(draft: &str) -> (TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    // The folder's own name, as the server sees it.
    let path = fs::canonicalize(folder.path()).expect("it is there").join("ä draft.md");
    fs::write(&path, draft).expect("the draft can be written");
    let uri = uri(&path);
    (folder, path, uri)
}

fn code(answer: &Value) -> i64 {
    answer["error"]["code"].as_i64().unwrap_or_else(|| panic!("an error is expected: {answer}"))
}

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
fn who_leaves_without_a_word_is_told_by_the_exit_code() {
    let mut editor = Editor::silent();
    editor.tell("exit", Value::Null);
    assert_eq!(editor.hang_up(), Some(1));
    assert_eq!(Editor::silent().hang_up(), Some(1));
}

#[test]
fn the_death_of_the_parent_ends_it() {
    let mut parent = std::process::Command::new("sleep").arg("60").spawn().expect("a process to stand for an editor");
    let mut editor = Editor::silent();
    editor.result("initialize", json!({"processId": parent.id(), "capabilities": {}}));
    parent.kill().and_then(|()| parent.wait()).expect("it can be ended");
    // Its input stays open: only the parent's death can end it.
    editor.gone();
}

#[test]
fn what_is_wrong_is_answered_and_the_session_goes_on() {
    let (folder, _, uri) = folder(DRAFT);
    let mut editor = Editor::new(folder.path(), &json!({}));
    let nameless = |message: &Value| message["id"].is_null() && message.get("error").is_some();
    for (bytes, error) in [
        (&b"Content-Length: 1\r\n\r\n{"[..], -32700),
        (b"Content-Length: 3\r\n\r\n\"\xff\"", -32700),
        (b"Content-Length: 99999999999\r\n\r\n", -32700),
        (b"nonsense\r\n", -32700),
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

/// No files at all.
struct Nowhere;

impl Desk for Nowhere {
    fn held(&mut self, _: Place<'_>, _: &FrontMatter) -> Result<Option<Arc<Held>>, Refused> {
        Ok(None)
    }

    fn drafts(&mut self, _: &[PathBuf]) -> Vec<PathBuf> {
        Vec::new()
    }

    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn matters(&self, _: &Path) -> bool {
        false
    }

    fn forget(&mut self) {}
}

#[test]
fn a_request_that_waits_can_be_cancelled() {
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
    let draft = include_str!("../fixtures/red-lines.md");
    let (folder, path, uri) = folder(draft);
    let mut editor = Editor::silent();
    let options = json!({"rulesPage": "https://example.org/rules"});
    let given = json!({"rootUri": null, "capabilities": by_characters(), "initializationOptions": options});
    editor.result("initialize", given);
    editor.open(&uri, draft);
    let shown = editor.shown(&uri, 0);
    assert_eq!(placed(&shown), checked(&path));
    let chain = shown.iter().find(|d| d["code"] == "secondhand-chain").expect("it is in the draft");
    assert_eq!(chain["severity"], 1);
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
fn a_configuration_holds_for_its_folder_and_its_change_is_seen() {
    let (folder, path, uri) = folder(DRAFT);
    let mut editor = Editor::new(folder.path(), &by_characters());
    editor.open(&uri, DRAFT);
    let has = |shown: &[Value], rule: &str| shown.iter().any(|d| d["code"] == rule);
    let first = editor.shown(&uri, 0);
    assert!(has(&first, "secondhand-outlet") && has(&first, "vague-attribution"), "{first:?}");
    let config = path.with_file_name("bylint.toml");
    // Nobody tells the server: it looks by itself.
    std::thread::sleep(std::time::Duration::from_millis(1200));
    fs::write(&config, "[newsroom]\npartners = ['TASS']\n").expect("it can be written");
    let second = editor.shown(&uri, 0);
    assert!(!has(&second, "secondhand-outlet") && has(&second, "vague-attribution"), "{second:?}");
    // Told, it looks at once; what is wrong stands in the configuration, and drafts are left alone.
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
fn what_front_matter_decides_holds_as_for_check() {
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

/// Numbers that look as if by chance, the same at each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    fn place(&mut self) -> Value {
        // Now and then outside the draft.
        json!({"line": self.below(30), "character": self.below(90)})
    }
}

/// Words, marks and breaks that draw columns, lines and blocks apart.
const PIECES: [&str; 18] = [
    "",
    "x",
    "\r\n",
    "\n",
    "\r",
    "\n\n",
    "😀",
    "e\u{301}",
    "\u{feff}",
    "\u{202e}",
    "**",
    "> ",
    "“",
    "<!-- bylint-ignore vague-attribution: settled -->\n\n",
    "The mill closed, according to TASS.",
    "Critics say it was time.\r\n\r\n",
    "“It is 𝐛𝐨𝐥𝐝,” said Jane Doe.",
    "---\ntitle: x\n---\n",
];

/// What other tests of this file see of a draft is what `check` sees of it, whatever edits led to it.
#[test]
fn after_any_edits_the_findings_are_those_of_check() {
    // One that ends with nothing found shows little: all together must find something.
    let seeds = [(1, "utf-8"), (2, "utf-16"), (3, "utf-32"), (4, "utf-16")];
    assert_ne!(seeds.map(|(seed, encoding)| sequence(seed, encoding, 400)), [0; 4]);
}

/// `BYLINT_SEQUENCES` is how many; each has its own seed.
#[test]
fn many_short_sequences_of_edits_and_requests_end_as_check_does() {
    let count = std::env::var("BYLINT_SEQUENCES").ok().and_then(|count| count.parse().ok()).unwrap_or(60);
    let encodings = ["utf-8", "utf-16", "utf-32"].into_iter().cycle();
    let found: usize = (1000..1000 + count).zip(encodings).map(|(seed, encoding)| sequence(seed, encoding, 12)).sum();
    assert_ne!(found, 0);
}

/// `BYLINT_EDITS` is how many. What is held after the first fifth of them is what is held at the end.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_number_of_edits() {
    let count = std::env::var("BYLINT_EDITS").ok().and_then(|count| count.parse().ok()).unwrap_or(500);
    let (folder, _, uri) = folder("");
    let mut editor = Editor::new(folder.path(), &by_characters());
    editor.open(&uri, DRAFT);
    let mut early = 0;
    for version in 1..=count {
        // Now longer by a word, now as it was.
        let text = format!("{}{DRAFT}", if version % 2 == 0 { "" } else { "Today. " });
        editor.change(&uri, version, &[json!({"text": text})]);
        editor.shown(&uri, version);
        editor.heard.clear();
        if version == count / 5 {
            early = editor.memory();
        }
    }
    let late = editor.memory();
    assert!(early > 0 && late < early + 4096, "{early} KiB, then {late} KiB");
}

/// Methods that a request is made of, sound or not.
const METHODS: [&str; 9] = [
    "textDocument/hover",
    "textDocument/codeAction",
    "textDocument/documentSymbol",
    "textDocument/codeLens",
    "textDocument/inlayHint",
    "textDocument/diagnostic",
    "workspace/diagnostic",
    "initialize",
    "no/such/method",
];

/// A session of random edits and requests; compares what it shows at the end with `check`, and says how many findings.
fn sequence(seed: u64, encoding: &str, edits: i64) -> usize {
    let (folder, path, uri) = folder("");
    let capabilities = json!({"general": {"positionEncodings": [encoding]}});
    let mut editor = Editor::new(folder.path(), &capabilities);
    let mut dice = Dice(seed);
    let mut model = Text::new(DRAFT.to_owned(), Encoding::best(&[encoding]));
    editor.open(&uri, DRAFT);
    for version in 1..=edits {
        let mut changes = Vec::new();
        for _ in 0..=dice.below(3) {
            let (start, piece) = (dice.place(), PIECES[dice.below(PIECES.len())]);
            let end = if dice.below(3) == 0 { dice.place() } else { start.clone() };
            let range: Extent = serde_json::from_value(json!({"start": start, "end": end})).expect("a range");
            model.replace(range, piece);
            changes.push(json!({"range": range, "text": piece}));
        }
        editor.change(&uri, version, &changes);
        // Nothing follows the last edit, so that its findings are still to come.
        match if version < edits { dice.below(12) } else { 12 } {
            0 => editor.raw(b"Content-Length: 3\r\n\r\n{]}"),
            1 => editor.tell("textDocument/didChange", json!({"textDocument": {"uri": uri}})),
            2 => editor.tell("$/cancelRequest", json!({"id": dice.below(9)})),
            3..8 => {
                let range = json!({"start": dice.place(), "end": dice.place()});
                let named = json!({"uri": if dice.below(5) == 0 { "file:///no.md" } else { uri.as_str() }});
                let params = json!({"textDocument": named, "position": dice.place(), "range": range, "context": {}});
                let params = if dice.below(5) == 0 { json!({"range": 1}) } else { params };
                let answer = editor.ask(METHODS[dice.below(METHODS.len())], params);
                assert!(answer.get("result").is_some() != answer.get("error").is_some(), "{answer}");
            }
            _ => {}
        }
    }
    let shown = editor.shown(&uri, edits);
    fs::write(&path, model.as_str()).expect("the draft can be written");
    let found = found(&path);
    let expected: Vec<_> = found.iter().map(|(rule, span)| (rule.clone(), json!(model.extent(*span)))).collect();
    let got: Vec<_> =
        shown.iter().map(|d| (d["code"].as_str().unwrap_or_default().to_owned(), d["range"].clone())).collect();
    assert_eq!(got, expected, "seed {seed}: {:?}", model.as_str());
    got.len()
}

/// Where words start in a text of one-byte characters.
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

#[test]
fn hover_says_who_stands_behind_the_words_and_what_the_rule_wants() {
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
    assert!(title.contains(" statements, 1 named source, "), "{title}");
    assert_eq!(lens[0]["range"]["start"]["line"], 0);
}

#[test]
fn hints_come_only_where_they_are_wished() {
    let (_folder, uri, mut editor) = story();
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let asked = json!({"textDocument": {"uri": uri}, "range": whole});
    assert_eq!(editor.result("textDocument/inlayHint", asked.clone()), json!([]));
    editor.tell("workspace/didChangeConfiguration", json!({"settings": {"bylint": {"inlayHints": true}}}));
    let hints = editor.result("textDocument/inlayHint", asked);
    assert_eq!(hints[0]["label"], "Anselm Krail, through TASS");
    assert_eq!(hints[0]["position"]["line"], 2);
}

/// The text after the edits of an action.
fn after(text: &str, uri: &str, action: &Value) -> String {
    let mut edits = action["edit"]["changes"][uri].as_array().expect("edits of the draft").clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit["range"]["start"].to_string()));
    let mut text = Text::new(text.to_owned(), Encoding::Utf32);
    for edit in &edits {
        let range: Extent = serde_json::from_value(edit["range"].clone()).expect("a range");
        text.replace(range, edit["newText"].as_str().expect("text"));
    }
    text.as_str().to_owned()
}

#[test]
fn an_ignore_stands_where_it_covers_the_finding() {
    let (_folder, uri, mut editor) = story();
    let place = at(STORY, "Critics");
    let asked =
        json!({"textDocument": {"uri": uri}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}});
    let actions = editor.result("textDocument/codeAction", asked.clone());
    let actions = actions.as_array().expect("a list");
    let ignore = actions.iter().find(|it| it["title"] == "Ignore vague-attribution here, with a reason");
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
        actions.find(|it| it["title"] == "Ignore vague-attribution here, with a reason").expect("it is offered");
    let change = &ignore["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({"uri": uri, "version": 7}));
    let start = json!({"line": 0, "character": 0});
    let value = "<!-- bylint-ignore vague-attribution: ${1:say why} -->\n\n";
    let edit = json!({"range": {"start": start, "end": start}, "snippet": {"kind": "snippet", "value": value}});
    assert_eq!(change["edits"], json!([edit]));
    assert!(ignore["edit"].get("changes").is_none());
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

#[test]
fn a_fix_is_made_alone_or_with_all_of_its_rule() {
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
    assert!(titles.iter().any(|title| title.starts_with("Make all safe fixes of ")), "{titles:?}");
}
