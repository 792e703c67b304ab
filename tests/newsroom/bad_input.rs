//! Invalid configurations and rules: every command reports the place of the fault, and writes nothing.

use crate::common::Workspace;
use crate::desk::RULE;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const DRAFT: &str = "We met the the mayor.\n";

/// All files in a directory, by name, with their bytes.
fn all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            files.extend(all(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            files.insert(name, fs::read(path).expect("it is there"));
        }
    }
    files
}

/// Every command that reads a configuration, including those that write.
const COMMANDS: [&str; 10] = [
    "check",
    "check --fix --unsafe-fixes",
    "check --diff --output fixes.patch",
    "check --format sarif --output report.sarif --cache-dir kept",
    "check --format github",
    "baseline",
    "baseline --prune",
    "audit --output audit.txt",
    "words",
    "config show draft.md",
];

#[test]
fn faults_are_reported_with_their_place_and_nothing_is_written() {
    let min_words = |value: &str| format!("rules.settings.single-source-story.min-words = {value}\n");
    let rule =
        |text: &str| [("bylint.toml", "rules.packs = ['house']\n".to_owned()), ("house/own.toml", text.to_owned())];
    let config = |text: &str| [("bylint.toml", text.to_owned()), ("base.toml", "extends = 'bylint.toml'\n".to_owned())];
    for (files, place, message) in [
        (config("fail-on = 3\n"), "bylint.toml:1:11", "expected one of \"error\", \"warning\""),
        (config("fail-on = 'error'\nrules = 'light'\n"), "bylint.toml:2:9", "expected a table"),
        (config("[rules]\nslect = []\n"), "bylint.toml:2:1", "unknown key `slect`; did you mean `select`?"),
        (config("[[overrides]]\npaths = 'x'\nextends = 'x'\n"), "bylint.toml:3:1", "extends"),
        (config("exclude = ['a', 'b[']\n"), "bylint.toml:1:17", "invalid glob"),
        (config("[[overrides]]\npaths = ['[z-a]']\n"), "bylint.toml:2:10", "invalid glob"),
        (config("rules.settings.single-source-story = 7\n"), "bylint.toml:1:38", "expected a table with settings"),
        (config(&min_words("'many'")), "bylint.toml:1:48", "expected a non-negative integer, found string"),
        (config(&min_words("-1")), "bylint.toml:1:48", "expected a non-negative integer, found integer `-1`"),
        (
            config("extends = 'base.toml'\n"),
            "base.toml:1:11",
            "cyclic `extends`: bylint.toml → base.toml → bylint.toml",
        ),
        (config("extends = '../base.toml'\n"), "bylint.toml:1:11", "is outside the repository"),
        (
            config("extends = '/etc/hosts'\n"),
            "bylint.toml:1:11",
            "outside the repository directory `.`: move it inside",
        ),
        (config("rules.packs = ['desk/../..']\n"), "bylint.toml:1:16", "is outside the repository"),
        (config("extends = 'gone.toml'\n"), "bylint.toml:1:11", "cannot read gone.toml: "),
        (config("fail-on = \n"), "bylint.toml:1:", "error: "),
        (rule(&RULE.replace("severity = 'warning'", "severity = 1")), "house/own.toml:3:12", "severity"),
        (rule(&RULE.replace("label", "lable")), "house/own.toml:6:1", "lable"),
        (rule(&RULE.replace("swap.mayor = 'head'", "swap.mayor = 1")), "house/own.toml:11:", "swap"),
        (rule(&RULE.replace("kind = 'substitution'", "kind = 'regex'")), "house/own.toml:1:", "regex"),
        (rule(&format!("{RULE}pattern = '(a+'\n")), "house/own.toml:12:1", "pattern"),
    ] {
        let newsroom = Workspace::new(&[("draft.md", DRAFT), ("desk/other.md", DRAFT)]);
        for (name, text) in &files {
            newsroom.write(name, text);
        }
        let before = all(&newsroom.path(""));
        for command in COMMANDS {
            newsroom.refused(command, &[place, message, " │ "]);
            assert!(all(&newsroom.path("")) == before, "{command} wrote with {files:?}");
        }
    }
}
