//! An ignore file cannot hide drafts silently, and cannot make a run hang.

use crate::harness::{FAULTY, Scene};
use std::fmt::Write as _;

const NAMES: [&str; 2] = [".gitignore", ".ignore"];

#[test]
fn an_ignore_file_that_is_a_link_is_not_read() {
    let scene = Scene::repository(&[("a.md", FAULTY), ("desk/b.md", FAULTY)]);
    scene.write("outside", "*.md\n");
    scene.write("r/inside", "*.md\n");
    for (name, target) in
        NAMES.iter().flat_map(|name| ["../outside", "inside", "/dev/zero", "none"].map(|to| (name, to)))
    {
        for folder in ["", "desk/"] {
            scene.link(target, &format!("r/{folder}{name}"));
            for args in ["check", "sources", "check --show-files", "check --changed-since HEAD", "check desk"] {
                let run = scene.run("r", args);
                let noted = run.err.contains(&format!("ignored {folder}{name}: it is a symbolic link"));
                assert!(noted, "{args}, {folder}{name} -> {target}: {}", run.printed());
            }
            assert_eq!(scene.run("r", "check").code, 1, "{folder}{name} -> {target}");
            assert_eq!(scene.run("r", "check --show-files").out, "a.md\ndesk/b.md\n");
            scene.remove(&format!("r/{folder}{name}"));
        }
    }
}

#[test]
fn an_ignore_file_that_is_a_pipe_does_not_block() {
    let scene = Scene::repository(&[("a.md", FAULTY)]);
    for name in NAMES {
        scene.pipe(&format!("r/{name}"));
        for args in ["check", "audit", "check --changed-since HEAD", "check --staged"] {
            let run = scene.run("r", args);
            assert!(run.err.contains(&format!("{name}: not a file")), "{args}: {}", run.err);
        }
        scene.remove(&format!("r/{name}"));
    }
}

/// If a pull request ignores its own drafts, a warning names them.
#[test]
fn tracked_drafts_that_an_ignore_file_hides_are_named() {
    for (name, pattern) in [(".gitignore", "b.md"), (".ignore", "b.md"), (".gitignore", "desk"), (".ignore", "desk/")] {
        let scene = Scene::repository(&[("z.md", "All is well.\n")]);
        scene.git("r", &["branch", "base"]);
        scene.write(&format!("r/{name}"), &format!("{pattern}\n!kept.md\n"));
        scene.write("r/desk/b.md", FAULTY);
        scene.commit("r");
        scene.write("r/desk/untracked/b.md", FAULTY);
        for args in [
            "check",
            "check --changed-since base",
            "check --staged",
            "sources",
            "words",
            "audit",
            "baseline --prune",
            "check desk",
        ] {
            let run = scene.run("r", args);
            // A directory given on the command line is read even if an ignore file above hides it.
            let is_read = pattern.starts_with("desk") && args == "check desk";
            let told = "not checked, because an ignore file hides them, although git tracks them: desk/b.md\n";
            assert_eq!(run.err.contains(told), !is_read, "{name} {pattern}, {args}: {}", run.printed());
            assert_eq!(run.out.contains("doubled-word"), is_read, "{name} {pattern}, {args}: {}", run.printed());
        }
    }
    let scene = Scene::repository(&[
        (".gitignore", "desk\nREADME.md\n"),
        ("README.md", ""),
        ("desk/.hidden.md", ""),
        ("desk/x.js", ""),
    ]);
    assert!(!scene.run("r", "check").err.contains("git tracks"));
    let mut expected = String::new();
    for number in 10..22 {
        scene.write(&format!("r/desk/{number}.md"), FAULTY);
        if number < 20 {
            let _ = write!(expected, "desk/{number}.md, ");
        }
    }
    let err = scene.run("r", "check").err;
    assert!(!err.contains("git tracks"), "what git does not track may be ignored: {err}");
    scene.commit("r");
    let err = scene.run("r", "check").err;
    assert!(err.contains(&format!(": {expected}… (12 in all)\n")), "{err}");
}

/// If git does not answer, a warning says so, because a pull request may ignore all drafts.
#[test]
fn a_warning_says_that_git_does_not_answer() {
    let scene = Scene::repository(&[("a.md", FAULTY), (".gitignore", "*\n")]).with("PATH", "/nowhere");
    let run = scene.run("r", "check");
    assert!(
        run.err.contains("cannot find out whether git tracks drafts that ignore files hide: "),
        "{}",
        run.printed()
    );
    let scene = Scene::repository(&[("a.md", FAULTY)]).with("PATH", "/nowhere");
    assert_eq!(scene.run("r", "check").err, "", "nothing is hidden");
}

/// Parsed patterns take much more memory than their text.
#[test]
fn an_ignore_file_that_is_very_large_is_not_read() {
    let scene = Scene::repository(&[("a.md", FAULTY)]);
    scene.write("r/.gitignore", &format!("a.md\n{}", "#".repeat(1 << 20)));
    let run = scene.run("r", "check");
    assert_eq!(run.err, "warning: ignored .gitignore: it is larger than 1 MiB\n");
    assert!(run.out.contains("doubled-word"), "{}", run.out);
}

/// Git treats braces literally. The library that parses patterns would treat them as alternatives.
#[test]
fn braces_in_ignore_files_are_literal() {
    let scene = Scene::repository(&[
        (".gitignore", "{a,c}/\n*.{md\n"),
        ("bylint.toml", "exclude = ['{d,e}/']\n"),
        ("a/1.md", "It rained.\n"),
        ("c/2.md", "It rained.\n"),
        ("d/3.md", "It rained.\n"),
        ("{a,c}/4.md", "It rained.\n"),
        ("{d,e}/5.md", "It rained.\n"),
        ("f.md", "It rained.\n"),
        ("{f,g}.md", "It rained.\n"),
    ]);
    scene.write("r/.git/info/exclude", "b{,b}.md\n");
    scene.write("r/b.md", "It rained.\n");
    scene.write("home/.config/git/ignore", "{f,g}.md\n");
    let run = scene.run("r", "check --show-files");
    assert_eq!(run.out, "a/1.md\nb.md\nc/2.md\nd/3.md\nf.md\n", "{}", run.printed());
}

/// Patterns mean the same as in git and ripgrep.
#[test]
fn ignore_files_work_as_in_git() {
    let scene = Scene::repository(&[
        (".gitignore", "*.txt\n/top.md\nlogs/\n!keep.txt\n\\#x.md\n"),
        ("sub/.gitignore", "!a.txt\nmore/*.md\n!more/kept.md\n"),
        ("sub/.ignore", "a.md\n"),
        (".git/info/exclude", "excluded.md\n"),
    ]);
    scene.write("r/.git/info/exclude", "excluded.md\n");
    scene.write("home/.config/git/ignore", "global.md\n");
    for draft in [
        "a.txt",
        "keep.txt",
        "top.md",
        "#x.md",
        "logs/a.md",
        "logs.md",
        "excluded.md",
        "global.md",
        "sub/top.md",
        "sub/a.txt",
        "sub/b.txt",
        "sub/a.md",
        "sub/more/a.md",
        "sub/more/kept.md",
        "sub/more/deep/a.md",
        "sub/excluded.md",
        ".hidden.md",
        "node_modules/a.md",
    ] {
        scene.write(&format!("r/{draft}"), "");
    }
    let expected = ["keep.txt", "logs.md", "sub/a.txt", "sub/more/kept.md", "sub/top.md"];
    assert_eq!(scene.run("r", "check --show-files").out.lines().collect::<Vec<_>>(), expected);
    // Ignore files above a given directory apply; outside a repository, only `.ignore` does.
    let expected = ["a.txt", "more/kept.md", "top.md"];
    assert_eq!(scene.run("r/sub", "check --show-files").out.lines().collect::<Vec<_>>(), expected);
    let plain = Scene::new();
    plain.write("r/.gitignore", "a.md\n");
    plain.write("r/.ignore", "b.md\n");
    for draft in ["a.md", "b.md", "c.md"] {
        plain.write(&format!("r/{draft}"), "");
    }
    assert_eq!(plain.run("r", "check --show-files").out, "a.md\nc.md\n");
    // A linked work tree uses the exclude list of its main repository.
    scene.git("r", &["worktree", "add", "-q", "../tree"]);
    scene.write("tree/excluded.md", "");
    scene.write("tree/new.md", "");
    assert_eq!(scene.run("tree", "check --show-files").out, "new.md\n");
}
