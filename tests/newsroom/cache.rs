//! What is kept between runs changes nothing but how long they take.

use crate::common::Workspace;
use crate::desk::RULE;
use std::fs;
use std::path::{Path, PathBuf};

const FORMATS: [&str; 11] =
    ["human", "short", "json", "json-lines", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson", "rdjsonl"];

const STORY: &str = "---\ntype: news\n---\n# A day\n\nHe refuted the the claim, the Daily Mail reported. Critics say it is bad.\n\n\
    <!-- bylint-ignore loaded-verb until 2027-03-01 by Dana Quill: a quotation -->\n\nHe claimed that it rained.\n";

fn newsroom() -> Workspace {
    let newsroom = Workspace::new(&[
        ("bylint.toml", "[[overrides]]\nfront-matter.type = 'opinion'\nrules.ignore = ['wording']\n"),
        ("a.md", STORY),
        ("desk/b.md", "He refuted it. Critics say he claimed that it rained.\n"),
        ("desk/c.txt", "He claimed that it rained. We met the the mayor.\n"),
        ("desk/d.mdx", "import X from 'x'\n\nHe claimed that it rained.\n"),
    ]);
    fs::write(newsroom.path("e.md"), b"\xef\xbb\xbfThe the caf\xe9 was shut, he claimed.\r\n")
        .expect("a file can be written");
    newsroom
}

/// What is kept of drafts.
fn kept(newsroom: &Workspace, folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let folders = fs::read_dir(newsroom.path("").join(folder)).into_iter().flatten().filter_map(Result::ok);
    let folders = folders.filter(|entry| entry.file_name().len() == 2);
    let files = folders.flat_map(|entry| fs::read_dir(entry.path()).expect("a folder").filter_map(Result::ok));
    let mut files: Vec<PathBuf> = files.map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Whatever the arguments, a run that can take things over says what one says that cannot.
#[track_caller]
fn same(newsroom: &Workspace, args: &str) {
    let without = newsroom.run(&format!("check --today 2026-05-01 --no-cache {args}"));
    assert!(without.0 < 2 && !without.1.is_empty(), "{without:?}");
    for turn in ["cold", "warm"] {
        assert_eq!(newsroom.run(&format!("check --today 2026-05-01 {args}")), without, "{args}, {turn}");
    }
}

#[test]
fn every_format_is_byte_for_byte_that_of_a_run_without() {
    let newsroom = newsroom();
    for format in FORMATS {
        same(&newsroom, &format!("--format {format} --min-severity info"));
    }
    assert_eq!(kept(&newsroom, newsroom.cache()).len(), 5);
    same(&newsroom, "--color always --statistics");
    same(&newsroom, "--diff --unsafe-fixes");
    assert_eq!(newsroom.run("baseline a.md").0, 0);
    for format in ["human", "sarif"] {
        same(&newsroom, &format!("--format {format}"));
    }
    let audit = |args: &str| newsroom.run(&format!("audit --format json --today 2026-05-01 {args}"));
    assert_eq!(audit(""), audit("--no-cache"));
}

#[test]
fn whatever_decides_what_is_found_is_asked_anew() {
    let newsroom = newsroom();
    let check = |args: &str| newsroom.check(&format!("--today 2026-05-01 {args}"));
    let changes: [(&str, &str); 6] = [
        ("bylint.toml", "rules.severity.loaded-verb = 'off'\n"),
        ("bylint.toml", "rules.packs = ['house']\nrules.select = ['house', 'wording']\n"),
        ("house/own.toml", ""),
        ("bylint.toml", "rules.settings.loaded-verb.allow = ['claim']\n"),
        ("bylint.toml", "language.dictionary = ['words.txt']\n"),
        ("desk/b.md", "He claimed that it rained.\n"),
    ];
    newsroom.write("house/own.toml", RULE);
    newsroom.write("words.txt", "rained = mayor\n");
    for (path, text) in changes {
        check("");
        let text = if path == "house/own.toml" { RULE.replace("mayor", "rained") } else { text.to_owned() };
        newsroom.write(path, &text);
        assert_eq!(check(""), check("--no-cache"), "{path}: {text}");
    }
    newsroom.write("words.txt", "mayor = rained\n");
    assert_eq!(check(""), check("--no-cache"));
    newsroom.write("bylint.toml", "");
    for args in ["--profile strict", "--select wording", "--ignore wording", "--partner Mail"] {
        assert_eq!(check(args), check(&format!("--no-cache {args}")), "{args}");
    }
}

#[test]
fn an_ignore_that_has_ended_is_seen() {
    let newsroom = newsroom();
    let expired = |day: &str| newsroom.check(&format!("--today {day} --select expired-ignore a.md"));
    assert_eq!(expired("2027-02-28"), Vec::<String>::new());
    assert_eq!(expired("2027-03-02"), ["a.md expired-ignore"]);
    assert_eq!(expired("2027-03-01"), Vec::<String>::new());
    assert_eq!(kept(&newsroom, newsroom.cache()).len(), 1);
}

#[test]
fn the_folder_is_kept_out_of_the_way() {
    let newsroom = newsroom();
    newsroom.check("");
    let text = |name: &str| fs::read_to_string(newsroom.cache().join(name)).expect("it is there");
    assert!(text(".gitignore").lines().any(|line| line == "*"));
    assert!(text("CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
    assert!(!newsroom.path(".bylint-cache").exists());
    // Another place, by the command line or by the configuration.
    newsroom.check("--cache-dir elsewhere/kept");
    newsroom.write("bylint.toml", "cache-dir = 'build/kept'\n");
    newsroom.check("");
    let places = [newsroom.cache(), "elsewhere/kept".into(), "build/kept".into()];
    assert_eq!(places.map(|folder| kept(&newsroom, folder).len()), [5, 5, 5]);
    for bad in ["..", "a/../../b", "/", ""] {
        newsroom.write("bylint.toml", &format!("cache-dir = '{bad}'\n"));
        newsroom.refused("check", &["bylint.toml:1", "must be a directory inside that of bylint.toml"]);
    }
}

#[test]
fn nothing_is_kept_that_was_not_asked_for() {
    let newsroom = newsroom();
    newsroom.check("--no-cache");
    let run = newsroom.command("", "check --quiet").env("CI", "true").output().expect("it runs");
    assert_eq!(run.status.code(), Some(1));
    newsroom.remove("bylint.toml");
    newsroom.check("");
    assert!(!newsroom.cache().exists());
    let run = newsroom.command("", "check --quiet --cache-dir kept").env("CI", "true").output().expect("it runs");
    assert_eq!((run.status.code(), kept(&newsroom, "kept").len()), (Some(1), 5));
}

#[test]
fn what_is_broken_is_found_out_anew() {
    let newsroom = newsroom();
    let expected = newsroom.run("check --no-cache");
    newsroom.run("check");
    let files = kept(&newsroom, newsroom.cache());
    let other = fs::read(&files[1]).expect("it is there");
    for (file, bytes) in
        files.iter().zip([&b""[..], &other, b"bylint-cache 1 x y\n{}", &[0xff; 99], &other[..other.len() / 2]])
    {
        fs::write(file, bytes).expect("it can be written");
    }
    let (code, out, err) = newsroom.run("check");
    assert_eq!((code, &out), (expected.0, &expected.1));
    assert!(err.contains("ignored 4 cache entries that were not written by you on this machine"), "{err}");
    let mended = kept(&newsroom, newsroom.cache()).iter().map(|file| fs::read(file).expect("it is there").len()).min();
    assert!(mended > Some(99), "{mended:?}");
    assert_eq!(newsroom.run("check"), expected);
    // A folder that is none of ours, and a file where the folder would be.
    fs::remove_dir_all(newsroom.cache()).expect("it is there");
    fs::create_dir(newsroom.cache()).expect("a folder");
    fs::write(newsroom.cache().join("notes.txt"), "mine").expect("a file");
    assert_eq!(newsroom.run("check"), expected);
    assert_eq!(kept(&newsroom, newsroom.cache()), Vec::<PathBuf>::new());
    fs::remove_dir_all(newsroom.cache()).expect("it is there");
    fs::write(newsroom.cache(), "mine").expect("a file");
    assert_eq!(newsroom.run("check"), expected);
}

/// What another user, another machine or a pull request wrote is not used, and the run says so; jobs with the same secret use it.
#[test]
fn a_cache_of_somebody_else_is_not_believed() {
    let newsroom = newsroom();
    let run = |args: &str, secret: &str, user: &str| {
        let mut command = newsroom.command("", args);
        command.env("XDG_CACHE_HOME", newsroom.path("..").join(user)).env("BYLINT_CACHE_KEY", secret);
        let output = command.output().expect("it runs");
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), err)
    };
    let [ours, theirs] = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
    let [ours, theirs] = [&ours, &theirs].map(|user| user.path().to_str().expect("a plain name"));
    let warm = "check --quiet --format short --cache-dir kept";
    assert_eq!(run(warm, "", theirs), (Some(1), String::new()));
    let told = "ignored 5 cache entries that were not written by you on this machine";
    let (code, err) = run(warm, "", ours);
    assert!(code == Some(1) && err.contains(told) && err.contains("BYLINT_CACHE_KEY"), "{err}");
    // They were written anew.
    assert_eq!(run(warm, "", ours), (Some(1), String::new()));
    // With a secret it does not matter on which machine a job runs.
    let secret = "0123456789abcdef";
    assert!(run(warm, secret, ours).1.contains(told));
    assert_eq!(run(warm, secret, theirs), (Some(1), String::new()));
    assert!(run(warm, "0123456789abcdeF", theirs).1.contains(told));
    let (code, err) = run(warm, "too short", ours);
    assert!(code == Some(2) && err.contains("BYLINT_CACHE_KEY is shorter than 16 bytes"), "{err}");
}

/// A directory that a pull request can commit is no place for a cache that nobody named.
#[test]
fn a_cache_beside_the_settings_is_not_read() {
    let newsroom = newsroom();
    newsroom.write(".bylint-cache/ab/cd", "x");
    let (_, out, err) = newsroom.run("check --quiet");
    assert!(err.contains("warning: .bylint-cache is no longer used"), "{err}");
    assert!(!out.is_empty());
    assert_eq!(kept(&newsroom, newsroom.cache()).len(), 5);
    // The home directory is the repository: whoever writes drafts could write the key.
    let mut command = newsroom.command("", "check --quiet");
    let run = command.env("XDG_CACHE_HOME", newsroom.path(".cache")).output().expect("it runs");
    assert_eq!(run.status.code(), Some(1));
    assert!(!newsroom.path(".cache").exists());
}

#[cfg(unix)]
#[test]
fn a_link_leads_nowhere() {
    use std::os::unix::fs::symlink;
    let newsroom = newsroom();
    let outside = tempfile::tempdir().expect("a folder");
    symlink(outside.path(), newsroom.path("kept")).expect("a link");
    for (settings, args) in [
        ("cache-dir = 'kept'\n", "check"),
        ("cache-dir = 'kept/deep'\n", "check"),
        ("", "check --cache-dir kept"),
        ("", "check --cache-dir ./kept/deep"),
    ] {
        newsroom.write("bylint.toml", settings);
        let (_, _, err) = newsroom.run(args);
        assert!(err.contains("a symbolic link leads out of"), "{err}");
        assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 0);
    }
    // Nor do the directories and entries in it.
    newsroom.run("check --cache-dir own");
    for bucket in fs::read_dir(newsroom.path("own")).expect("a folder").filter_map(Result::ok) {
        if bucket.file_name().len() == 2 {
            fs::remove_dir_all(bucket.path()).expect("it is there");
            symlink(outside.path(), bucket.path()).expect("a link");
        }
    }
    newsroom.run("check --cache-dir own");
    assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 0);
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let newsroom = newsroom();
    for number in 0..40 {
        newsroom.write(&format!("more/{number}.md"), &format!("{STORY}\nHe claimed {number} times that it rained.\n"));
    }
    let expected = newsroom.run("check --no-cache --format json");
    let runs: Vec<_> = (0..4)
        .map(|_| {
            let mut command = newsroom.command("", "check --format json");
            command.stdout(std::process::Stdio::piped()).spawn().expect("it runs")
        })
        .collect();
    for run in runs {
        let output = run.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected.1);
    }
    assert_eq!(kept(&newsroom, newsroom.cache()).len(), 45);
    assert_eq!(newsroom.run("check --format json"), expected);
}
