//! Error messages about hostile arguments, settings, rules and files, on standard error.

use crate::EVIL;
use crate::desk::{Desk, quoted, without_colors};
use crate::harmless::harmless;
use serde_json::json;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::process::Stdio;

#[test]
fn errors_about_arguments_are_harmless() {
    let desk = Desk::new(&[("a.md", "The mill closed in in May.\n")]);
    let inside = format!("{EVIL}/x.md");
    let option = format!("--{EVIL}");
    let value = format!("--format={EVIL}");
    for args in [
        &[EVIL][..],
        &[&option],
        &["check", &option],
        &["check", &value],
        &["check", "--format", EVIL],
        &["check", "--fail-on", EVIL],
        &["check", "--threads", EVIL],
        &["check", "--today", EVIL],
        &["check", "--max-file-size", EVIL],
        &["check", "--profile", EVIL],
        &["check", "--select", EVIL],
        &["check", "--ignore", EVIL],
        &["check", "--config", EVIL],
        &["check", "--baseline", EVIL],
        &["check", "--output", &inside, "a.md"],
        &["check", "--changed-since", EVIL],
        &["check", "--stdin-filename", EVIL, "-", "-"],
        &["check", EVIL],
        &["check", &inside],
        &["sources", EVIL],
        &["sources", "--output", &inside, "a.md"],
        &["words", EVIL],
        &["audit", EVIL],
        &["audit", "--baseline", EVIL],
        &["baseline", EVIL],
        &["baseline", "--baseline", &inside],
        &["config", "show", EVIL],
        &["config", EVIL],
        &["explain", EVIL],
        &["rules", "--config", EVIL],
        &["test", EVIL],
        &["completions", EVIL],
        &["man", EVIL],
        &["init", "--profile", EVIL],
        &["lsp", EVIL],
    ] {
        let printed = desk.run(args);
        printed.is_harmless(&format!("{args:?}"));
    }
    for command in ["check", "sources", "words", "audit"] {
        desk.run_with(
            &[command, "--stdin-filename", EVIL, "-"],
            b"The mill closed in in May, Ada Brook said.\n\nXqzt.\n",
        )
        .is_harmless(command);
        desk.run_with(&[command, "--stdin-filename", EVIL, "-"], b"a\0b\0").is_harmless(command);
    }
}

#[test]
fn errors_about_files_are_harmless() {
    let desk = Desk::new(&[("a.md", "The mill closed in in May.\n")]);
    let json = quoted(EVIL);
    let one_line = EVIL.replace(['\n', '\r'], " ");
    let rule = format!("kind = 'substitution'\nmessage = {json}\n");
    for (file, text) in [
        ("bylint.toml", format!("{EVIL}\n")),
        ("bylint.toml", format!("x = {one_line}")),
        ("bylint.toml", format!("{json} = 1")),
        ("bylint.toml", format!("rules.{json} = 1")),
        ("bylint.toml", format!("rules.ignore = [{json}]")),
        ("bylint.toml", format!("rules.profile = {json}")),
        ("bylint.toml", format!("rules.settings.{json}.x = 1")),
        ("bylint.toml", format!("rules.settings.single-source-story.{json} = 1")),
        ("bylint.toml", format!("rules.severity.{json} = 'error'")),
        ("bylint.toml", format!("fail-on = {json}")),
        ("bylint.toml", format!("extends = [{json}]")),
        ("bylint.toml", format!("exclude = [\"b{{\", {json}]")),
        ("bylint.toml", format!("rules.packs = [{json}]")),
        ("bylint.toml", format!("language.dictionary = [{json}]")),
        ("bylint.toml", format!("language.spelling = {json}")),
        ("bylint.toml", format!("newsroom.partners = {{ file = {json} }}")),
        ("bylint.toml", format!("cache-dir = {json}\nx = 1")),
        ("bylint.toml", format!("[[overrides]]\npaths = [{json}]\n{json} = 1")),
        ("bylint-baseline.toml", format!("{json} = 1")),
        ("bylint-baseline.toml", format!("version = 1\n[[draft]]\npath = {json}\nfindings = [{json}]")),
        ("bylint-baseline.toml", EVIL.to_owned()),
        ("pack/house/own.toml", EVIL.to_owned()),
        ("pack/house/own.toml", format!("{rule}{json} = 1\n")),
        ("pack/house/own.toml", format!("{rule}severity = {json}\n")),
        ("pack/house/own.toml", format!("kind = {json}\n")),
    ] {
        let desk = Desk::new(&[("a.md", "The mill closed in in May.\n"), (file, &text)]);
        if file.starts_with("pack") {
            desk.write("bylint.toml", "rules.packs = ['pack']");
        }
        for args in [&["check"][..], &["check", "--color", "always"], &["audit"], &["rules"], &["test"]] {
            let printed = desk.run(args);
            let said = printed.err + &printed.out;
            let said = if args.contains(&"always") { without_colors(&said) } else { said };
            harmless(&format!("{args:?} with {file} {text:?}"), &said);
        }
    }
    // A pack directory, a file in it, and a dangling link in place of a draft.
    desk.write(&format!("pack/{EVIL}/own.toml"), "kind = 'hedge'\n");
    desk.write(&format!("pack/house/{EVIL}.toml"), "kind = 'hedge'\n");
    desk.write("bylint.toml", "rules.packs = ['pack']");
    desk.run(&["check"]).is_harmless("a pack");
    desk.run(&["test", "pack"]).is_harmless("test");
    desk.write("bylint.toml", "");
    symlink("nowhere", desk.path(&format!("{EVIL}.md"))).expect("a link");
    desk.run(&["check", &format!("{EVIL}.md")]).is_harmless("a link");
    let huge = std::fs::File::create(desk.path(&format!("{EVIL}.txt"))).expect("a file");
    huge.set_len(3_000_000).expect("a file with a hole takes no room");
    desk.run(&["check", "--max-file-size", "2"]).is_harmless("a huge file");
}

#[test]
fn the_log_of_the_language_server_is_harmless() {
    let desk = Desk::new(&[("bylint.toml", &format!("{} = 1", quoted(EVIL)))]);
    let folder = format!("file://{}", desk.path("").display());
    let messages = [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}, "rootUri": folder}}),
        json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {
            "uri": format!("{folder}/a.md"), "languageId": "markdown", "version": 1, "text": EVIL}}}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": EVIL}),
        json!({"jsonrpc": "2.0", "id": 2, "method": EVIL, "params": {}}),
        json!({"jsonrpc": "2.0", "id": 3, "method": "shutdown"}),
        json!({"jsonrpc": "2.0", "method": "exit"}),
    ];
    let mut command = desk.command(&["lsp", "--stdio"]);
    let mut server =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the server starts");
    let mut input = server.stdin.take().expect("the input is piped");
    for message in messages {
        let text = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
    }
    let output = server.wait_with_output().expect("it ends");
    let log = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(log.contains("bylint lsp: "), "{log:?}");
    harmless("the log of the server", &log);
}
