//! Random sequences of edits and requests.

use super::editor::{Editor, by_characters, found};
use super::{DRAFT, folder};
use bylint::lsp::text::{EditorRange, EditorText, cheapest_unit};
use serde_json::{Value, json};
use std::fs;

/// Pseudo-random numbers, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    fn place(&mut self) -> Value {
        // Sometimes outside the draft.
        json!({"line": self.below(30), "character": self.below(90)})
    }
}

/// Words, marks and breaks that move columns, lines and blocks.
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

/// After any edits, the findings shown are those of `check`.
#[test]
fn after_any_edits_the_findings_are_those_of_check() {
    // A sequence that ends without findings proves little, so all together must have some.
    let seeds = [(1, "utf-8"), (2, "utf-16"), (3, "utf-32"), (4, "utf-16")];
    assert_ne!(seeds.map(|(seed, encoding)| sequence(seed, encoding, 400)), [0; 4]);
}

/// `BYLINT_SEQUENCES` sets the number of sequences; each has its own seed.
#[test]
fn many_short_sequences_of_edits_and_requests_end_as_check_does() {
    let count = std::env::var("BYLINT_SEQUENCES").ok().and_then(|count| count.parse().ok()).unwrap_or(60);
    let encodings = ["utf-8", "utf-16", "utf-32"].into_iter().cycle();
    let found: usize = (1000..1000 + count).zip(encodings).map(|(seed, encoding)| sequence(seed, encoding, 12)).sum();
    assert_ne!(found, 0);
}

/// `BYLINT_EDITS` sets the number of edits. Memory at the end may exceed memory after the first fifth of them by at
/// most 4 MiB.
#[cfg(target_os = "linux")]
#[test]
fn memory_is_independent_of_the_number_of_edits() {
    let count = std::env::var("BYLINT_EDITS").ok().and_then(|count| count.parse().ok()).unwrap_or(500);
    let (folder, _, uri) = folder("");
    let mut editor = Editor::new(folder.path(), &by_characters());
    editor.open(&uri, DRAFT);
    let mut early = 0;
    for version in 1..=count {
        // Alternates: longer by a word, then as before.
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

/// Methods for random requests, valid or not.
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

/// Runs a session of random edits and requests, and compares its final findings with `check`; returns their number.
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
        // No message follows the last edit, so its findings are still to come.
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
