//! A draft in an unsupported encoding does not pass as a draft without findings.

use crate::harness::{FAULTY, Scene};
use std::fs;

const UNREAD: &str = "This file was not read";

/// With such a git attribute, a forge shows a draft in UTF-8, while the checkout in a CI job has another encoding.
#[test]
fn a_draft_that_git_checks_out_in_another_encoding_does_not_pass() {
    for encoding in ["UTF-16", "UTF-16LE", "UTF-16BE", "UTF-16LE-BOM", "UTF-32", "UTF-32BE"] {
        let scene = Scene::repository(&[("z.md", "All is well.\n")]);
        scene.git("r", &["branch", "base"]);
        scene.write("r/desk/a.md", FAULTY);
        scene.commit("r");
        // Git stores the draft in UTF-8.
        scene.write("r/.gitattributes", &format!("a.md working-tree-encoding={encoding}\n"));
        scene.git("r", &["add", ".gitattributes"]);
        scene.git("r", &["commit", "-qm", "x"]);
        scene.git(".", &["clone", "-q", "r", "clone"]);
        assert_eq!(scene.git("clone", &["show", "HEAD:desk/a.md"]), FAULTY.trim_end());
        let there = fs::read(scene.path("clone/desk/a.md")).expect("it was checked out");
        assert!(there.contains(&0), "git does not encode it here, so nothing is shown");
        let is_read =
            there.starts_with(b"\xff\xfe") && !encoding.starts_with("UTF-32") || there.starts_with(b"\xfe\xff");
        for args in [
            "check",
            "check desk/a.md",
            "check --changed-since origin/base",
            "check --select jargon --fail-on error",
            "check --fix",
        ] {
            let run = scene.run("clone", args);
            // UTF-16 with a byte order mark is supported.
            let told = match (is_read, args) {
                (true, "check --fix") => run.code == 0 && run.err.contains("Fixed 1 finding"),
                (true, "check --select jargon --fail-on error") => run.code == 0,
                (true, _) => run.out.contains("doubled-word"),
                (false, _) => run.code == 1 && run.out.contains(UNREAD),
            };
            assert!(told, "{encoding}, {args}: {}", run.printed());
        }
        let now = fs::read(scene.path("clone/desk/a.md")).expect("it is there");
        assert!((now == there) != is_read && now.contains(&0), "{encoding}");
        assert_eq!(scene.run("clone", "sources desk/a.md").code, if is_read { 0 } else { 2 }, "{encoding}");
    }
}

#[test]
fn standard_input_in_another_encoding_does_not_pass() {
    let scene = Scene::new();
    for (unit, mark) in [(2, true), (2, false), (4, true), (4, false)] {
        let text = if mark { format!("\u{feff}{FAULTY}") } else { FAULTY.to_owned() };
        let bytes: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()[..unit].to_vec()).collect();
        fs::write(scene.path("draft"), bytes).expect("a file");
        for name in ["", " --stdin-filename a.txt", " --stdin-filename a.mdx"] {
            let run = scene.run_reading("draft", &format!("check{name} -"));
            let told = if (unit, mark) == (2, true) { "doubled-word" } else { UNREAD };
            assert!(run.code == 1 && run.out.contains(told), "{unit}, {mark}{name}: {}", run.printed());
        }
    }
    scene.write("draft", FAULTY);
    let run = scene.run_reading("draft", "check -");
    assert!(run.code == 1 && run.out.contains("doubled-word"), "{}", run.printed());
}
