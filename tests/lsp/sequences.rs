//! Sequences of edits and requests that nobody thought of.

use super::editor::{Editor, by_characters, found};
use super::{DRAFT, folder};
use bylint::lsp::text::{EditorRange, EditorText, cheapest_unit};
use serde_json::{Value, json};
use std::fs;

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
    let mut model = EditorText::new(DRAFT.to_owned(), cheapest_unit(&[encoding]));
    editor.open(&uri, DRAFT);
    for version in 1..=edits {
        let mut changes = Vec::new();
        for _ in 0..=dice.below(3) {
            let (start, piece) = (dice.place(), PIECES[dice.below(PIECES.len())]);
            let end = if dice.below(3) == 0 { dice.place() } else { start.clone() };
            let range: EditorRange = serde_json::from_value(json!({"start": start, "end": end})).expect("a range");
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
    let expected: Vec<_> = found.iter().map(|(rule, span)| (rule.clone(), json!(model.range(*span)))).collect();
    let got: Vec<_> =
        shown.iter().map(|d| (d["code"].as_str().unwrap_or_default().to_owned(), d["range"].clone())).collect();
    assert_eq!(got, expected, "seed {seed}: {:?}", model.as_str());
    got.len()
}
