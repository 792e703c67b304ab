//! Whatever ends a run, it leaves no temporary file and no damaged draft.

use crate::harness::{FAULTY, PROGRAM, Scene, ended_by, wait_for};
use std::fs::{self, File};
use std::process::Command;

/// The name of a temporary file that a killed run left.
const LEFT: &str = ".bylint-0aZ4567890.tmp";

fn is_under_way(scene: &Scene) -> bool {
    scene.names("r").iter().any(|name| name.starts_with(".bylint-"))
}

/// The report stays unfinished while the run waits for a draft: a pipe to which nobody writes.
#[test]
fn a_stopped_run_removes_its_temporary_file() {
    for signal in ["TERM", "INT"] {
        let scene = Scene::repository(&[("a.md", FAULTY)]);
        scene.pipe("r/b.md");
        let mut child = scene.start("r", "check --format json --output report.json a.md b.md");
        wait_for("a report under way", || is_under_way(&scene));
        let told = Command::new("kill").arg(format!("-{signal}")).arg(child.id().to_string()).status();
        assert!(told.expect("every Unix has kill").success());
        let expected = if signal == "TERM" { 15 } else { 2 };
        assert_eq!(ended_by(&mut child).expect("it ends"), Some(expected), "as by the signal itself");
        assert_eq!(scene.names("r"), [".git", "a.md", "b.md"]);
    }
}

#[test]
fn the_next_run_removes_files_of_a_killed_run() {
    let scene = Scene::repository(&[("a.md", FAULTY)]);
    for args in ["check --fix", "check --format json --output report.json", "baseline"] {
        scene.pipe("r/b.md");
        let mut child = scene.start("r", "check --format json --output report.json a.md b.md");
        wait_for("a report under way", || is_under_way(&scene));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        assert!(is_under_way(&scene), "nothing was left behind, so nothing is shown");
        scene.remove("r/b.md");
        scene.write("r/a.md", FAULTY);
        scene.run("r", args);
        assert!(!is_under_way(&scene), "{args}: {:?}", scene.names("r"));
    }
    // Temporary files next to the cache key are removed, too.
    let left = format!("home/.cache/bylint/{LEFT}");
    scene.write("r/bylint.toml", "fail-on = 'never'\n");
    scene.run("r", "check a.md");
    scene.write(&left, "");
    scene.remove("home/.cache/bylint/key");
    scene.run("r", "check a.md");
    assert!(!scene.path(&left).exists(), "{:?}", scene.names("home/.cache/bylint"));
    // A temporary file of a running process is locked; files with other names do not belong to bylint.
    scene.write(&format!("r/{LEFT}"), "");
    scene.write("r/.bylint-notes.tmp", "");
    let locked = File::open(scene.path(&format!("r/{LEFT}"))).expect("it is there");
    locked.lock().expect("nobody else has it");
    scene.run("r", "check --fix");
    assert!(scene.path(&format!("r/{LEFT}")).exists());
    drop(locked);
    scene.run("r", "check --fix");
    assert!(!scene.path(&format!("r/{LEFT}")).exists() && scene.path("r/.bylint-notes.tmp").exists());
}

/// `ulimit -f` kills a process that writes more, unless the process handles the signal.
#[test]
fn reaching_a_file_size_limit_is_an_error() {
    let scene = Scene::repository(&[("a.md", &FAULTY.repeat(4000))]);
    let before = scene.read("r/a.md");
    let drafts = Scene::repository(&[]);
    for number in 0..200 {
        drafts.write(&format!("r/desk/{number}.md"), FAULTY);
    }
    for (scene, args, names) in [
        (&scene, "check --fix", [".git", "a.md"]),
        (&scene, "check --format json --output report.json", [".git", "a.md"]),
        (&scene, "check --format json", [".git", "a.md"]),
        (&drafts, "baseline", [".git", "desk"]),
    ] {
        let limited = format!("ulimit -f 8; exec {PROGRAM} {args}");
        let mut command = scene.command("sh", "r", &["-c", &limited]);
        let report = File::create(scene.path("tmp/report")).expect("a file");
        let output = command.stdout(report).output().expect("every Unix has sh");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args}: {err}");
        assert!(err.contains("File too large"), "{args}: {err}");
        assert_eq!(scene.names("r"), names, "{args}");
    }
    assert_eq!(scene.read("r/a.md"), before);
}

#[cfg(target_os = "linux")]
#[test]
fn fix_keeps_extended_attributes() {
    let scene = Scene::repository(&[("a.md", FAULTY)]);
    let draft = scene.path("r/a.md");
    if xattr::set(&draft, "user.by", b"desk").is_err() {
        // This file system does not support extended attributes.
        return;
    }
    assert_eq!(scene.run("r", "check --fix").code, 0);
    assert_ne!(fs::read_to_string(&draft).expect("it is there"), FAULTY);
    assert_eq!(xattr::get(&draft, "user.by").expect("it can be read").as_deref(), Some(&b"desk"[..]));
}

/// Links and pipes in place of cache entries, in a cache that a pull request can provide.
#[test]
fn cache_entries_that_are_not_files_are_not_read() {
    let scene = Scene::repository(&[("a.md", FAULTY)]);
    let warm = "check --quiet --cache-dir kept a.md";
    let expected = scene.run("r", warm).out;
    let entry = || {
        let bucket = scene.names("r/kept").into_iter().find(|name| name.len() == 2).expect("something is kept");
        let entry = scene.names(&format!("r/kept/{bucket}")).remove(0);
        format!("r/kept/{bucket}/{entry}")
    };
    let entry = entry();
    for target in ["/dev/zero", "../../a.md", "pipe"] {
        match target {
            "pipe" => {
                scene.remove(&entry);
                scene.pipe(&entry);
            }
            _ => scene.link(target, &entry),
        }
        let run = scene.run("r", warm);
        assert_eq!((run.code, &run.out), (1, &expected), "{target}: {}", run.err);
        assert!(run.err.contains("not written by you"), "{target}: {}", run.err);
        let there = fs::symlink_metadata(scene.path(&entry)).expect("it is there");
        assert!(there.is_file(), "{target}: it was written anew");
    }
    assert_eq!(scene.run("r", warm).err, "");
}
