//! The cache changes nothing except the time that a run takes.

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

/// The sorted paths of the cache entries in a directory.
fn cache_entries(newsroom: &Workspace, folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let folders = fs::read_dir(newsroom.path("").join(folder)).into_iter().flatten().filter_map(Result::ok);
    let folders = folders.filter(|entry| entry.file_name().len() == 2);
    let files = folders.flat_map(|entry| fs::read_dir(entry.path()).expect("a folder").filter_map(Result::ok));
    let mut files: Vec<PathBuf> = files.map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Asserts that runs with an empty and a filled cache give the same result as a run without a cache.
#[track_caller]
fn assert_same_without_cache(newsroom: &Workspace, args: &str) {
    let without = newsroom.run(&format!("check --today 2026-05-01 --no-cache {args}"));
    assert!(without.0 < 2 && !without.1.is_empty(), "{without:?}");
    for turn in ["cold", "warm"] {
        assert_eq!(newsroom.run(&format!("check --today 2026-05-01 {args}")), without, "{args}, {turn}");
    }
}

#[test]
fn every_format_is_the_same_with_and_without_the_cache() {
    let newsroom = newsroom();
    for format in FORMATS {
        assert_same_without_cache(&newsroom, &format!("--format {format} --min-severity info"));
    }
    assert_eq!(cache_entries(&newsroom, newsroom.cache()).len(), 5);
    assert_same_without_cache(&newsroom, "--color always --statistics");
    assert_same_without_cache(&newsroom, "--diff --unsafe-fixes");
    assert_eq!(newsroom.run("baseline a.md").0, 0);
    for format in ["human", "sarif"] {
        assert_same_without_cache(&newsroom, &format!("--format {format}"));
    }
    let audit = |args: &str| newsroom.run(&format!("audit --format json --today 2026-05-01 {args}"));
    assert_eq!(audit(""), audit("--no-cache"));
}

#[test]
fn any_change_that_affects_findings_is_noticed() {
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
fn an_expired_ignore_is_noticed() {
    let newsroom = newsroom();
    let expired = |day: &str| newsroom.check(&format!("--today {day} --select expired-ignore a.md"));
    assert_eq!(expired("2027-02-28"), Vec::<String>::new());
    assert_eq!(expired("2027-03-02"), ["a.md expired-ignore"]);
    assert_eq!(expired("2027-03-01"), Vec::<String>::new());
    assert_eq!(cache_entries(&newsroom, newsroom.cache()).len(), 1);
}

#[test]
fn the_cache_directory_is_ignored_by_other_tools() {
    let newsroom = newsroom();
    newsroom.check("");
    let text = |name: &str| fs::read_to_string(newsroom.cache().join(name)).expect("it is there");
    assert!(text(".gitignore").lines().any(|line| line == "*"));
    assert!(text("CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
    assert!(!newsroom.path(".bylint-cache").exists());
    // The command line or the configuration can set another cache directory.
    newsroom.check("--cache-dir elsewhere/kept");
    newsroom.write("bylint.toml", "cache-dir = 'build/kept'\n");
    newsroom.check("");
    let places = [newsroom.cache(), "elsewhere/kept".into(), "build/kept".into()];
    assert_eq!(places.map(|folder| cache_entries(&newsroom, folder).len()), [5, 5, 5]);
    for bad in ["..", "a/../../b", "/", ""] {
        newsroom.write("bylint.toml", &format!("cache-dir = '{bad}'\n"));
        newsroom.refused("check", &["bylint.toml:1", "must be a directory inside that of bylint.toml"]);
    }
}

#[test]
fn nothing_is_cached_unless_asked_for() {
    let newsroom = newsroom();
    newsroom.check("--no-cache");
    let run = newsroom.command("", "check --quiet").env("CI", "true").output().expect("it runs");
    assert_eq!(run.status.code(), Some(1));
    newsroom.remove("bylint.toml");
    newsroom.check("");
    assert!(!newsroom.cache().exists());
    let run = newsroom.command("", "check --quiet --cache-dir kept").env("CI", "true").output().expect("it runs");
    assert_eq!((run.status.code(), cache_entries(&newsroom, "kept").len()), (Some(1), 5));
}

#[test]
fn damaged_entries_are_replaced() {
    let newsroom = newsroom();
    let expected = newsroom.run("check --no-cache");
    newsroom.run("check");
    let files = cache_entries(&newsroom, newsroom.cache());
    let other = fs::read(&files[1]).expect("it is there");
    for (file, bytes) in
        files.iter().zip([&b""[..], &other, b"bylint-cache 1 x y\n{}", &[0xff; 99], &other[..other.len() / 2]])
    {
        fs::write(file, bytes).expect("it can be written");
    }
    let (code, out, err) = newsroom.run("check");
    assert_eq!((code, &out), (expected.0, &expected.1));
    assert!(err.contains("ignored 4 cache entries that were not written by you on this machine"), "{err}");
    let mended =
        cache_entries(&newsroom, newsroom.cache()).iter().map(|file| fs::read(file).expect("it is there").len()).min();
    assert!(mended > Some(99), "{mended:?}");
    assert_eq!(newsroom.run("check"), expected);
    // A directory that bylint did not create, and a file in place of the cache directory.
    fs::remove_dir_all(newsroom.cache()).expect("it is there");
    fs::create_dir(newsroom.cache()).expect("a folder");
    fs::write(newsroom.cache().join("notes.txt"), "mine").expect("a file");
    assert_eq!(newsroom.run("check"), expected);
    assert_eq!(cache_entries(&newsroom, newsroom.cache()), Vec::<PathBuf>::new());
    fs::remove_dir_all(newsroom.cache()).expect("it is there");
    fs::write(newsroom.cache(), "mine").expect("a file");
    assert_eq!(newsroom.run("check"), expected);
}

/// Entries of another user, another machine or a pull request are not used, and the run says so. Jobs with the same
/// secret share entries.
#[test]
fn a_cache_of_somebody_else_is_not_trusted() {
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
    // The entries were replaced.
    assert_eq!(run(warm, "", ours), (Some(1), String::new()));
    // With a shared secret, entries from another machine are used.
    let secret = "0123456789abcdef";
    assert!(run(warm, secret, ours).1.contains(told));
    assert_eq!(run(warm, secret, theirs), (Some(1), String::new()));
    assert!(run(warm, "0123456789abcdeF", theirs).1.contains(told));
    let (code, err) = run(warm, "too short", ours);
    assert!(code == Some(2) && err.contains("BYLINT_CACHE_KEY is shorter than 16 bytes"), "{err}");
}

/// A directory to which a pull request can commit is not used as a default cache.
#[test]
fn a_cache_next_to_the_settings_is_not_read() {
    let newsroom = newsroom();
    newsroom.write(".bylint-cache/ab/cd", "x");
    let (_, out, err) = newsroom.run("check --quiet");
    assert!(err.contains("warning: .bylint-cache is no longer used"), "{err}");
    assert!(!out.is_empty());
    assert_eq!(cache_entries(&newsroom, newsroom.cache()).len(), 5);
    // If the home directory is the repository, anyone who writes drafts could write the cache key.
    let mut command = newsroom.command("", "check --quiet");
    let run = command.env("XDG_CACHE_HOME", newsroom.path(".cache")).output().expect("it runs");
    assert_eq!(run.status.code(), Some(1));
    assert!(!newsroom.path(".cache").exists());
}

#[cfg(unix)]
#[test]
fn links_in_the_cache_are_not_followed() {
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
    // Links in place of the directories and entries in the cache are not followed either.
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
    assert_eq!(cache_entries(&newsroom, newsroom.cache()).len(), 45);
    assert_eq!(newsroom.run("check --format json"), expected);
}
