//! What is kept between runs changes nothing but how long they take.

use crate::desk::{Newsroom, RULE};
use std::fs;
use std::path::PathBuf;

const CACHE: &str = ".bylint-cache";

const FORMATS: [&str; 11] =
    ["human", "short", "json", "json-lines", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson", "rdjsonl"];

const STORY: &str = "---\ntype: news\n---\n# A day\n\nHe refuted the the claim, the Daily Mail reported. Critics say it is bad.\n\n\
    <!-- bylint-ignore loaded-verb until 2027-03-01 by Dana Quill: a quotation -->\n\nHe claimed that it rained.\n";

fn newsroom() -> Newsroom {
    let newsroom = Newsroom::new(&[
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
fn kept(newsroom: &Newsroom, folder: &str) -> Vec<PathBuf> {
    let folders = fs::read_dir(newsroom.path(folder)).into_iter().flatten().filter_map(Result::ok);
    let folders = folders.filter(|entry| entry.file_name().len() == 2);
    let files = folders.flat_map(|entry| fs::read_dir(entry.path()).expect("a folder").filter_map(Result::ok));
    let mut files: Vec<PathBuf> = files.map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Whatever the arguments, a run that can take things over says what one says that cannot.
#[track_caller]
fn same(newsroom: &Newsroom, args: &str) {
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
    assert_eq!(kept(&newsroom, CACHE).len(), 5);
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
    assert_eq!(kept(&newsroom, CACHE).len(), 1);
}

#[test]
fn the_folder_is_kept_out_of_the_way() {
    let newsroom = newsroom();
    newsroom.check("");
    let text = |name: &str| fs::read_to_string(newsroom.path(CACHE).join(name)).expect("it is there");
    assert!(text(".gitignore").lines().any(|line| line == "*"));
    assert!(text("CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
    assert!(!newsroom.path("desk").join(CACHE).exists());
    // Another place, by the command line or by the configuration.
    newsroom.check("--cache-dir elsewhere/kept");
    newsroom.write("bylint.toml", "cache-dir = 'build/kept'\n");
    newsroom.check("");
    let places = [CACHE, "elsewhere/kept", "build/kept"].map(|folder| kept(&newsroom, folder).len());
    assert_eq!(places, [5, 5, 5]);
    for bad in ["..", "a/../../b", "/", ""] {
        newsroom.write("bylint.toml", &format!("cache-dir = '{bad}'\n"));
        newsroom.refused("check", &["bylint.toml:1", "inside that of the bylint.toml"]);
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
    assert!(!newsroom.path(CACHE).exists());
    let run = newsroom.command("", "check --quiet --cache-dir kept").env("CI", "true").output().expect("it runs");
    assert_eq!((run.status.code(), kept(&newsroom, "kept").len()), (Some(1), 5));
}

#[test]
fn what_is_broken_is_found_out_anew() {
    let newsroom = newsroom();
    let expected = newsroom.run("check --no-cache");
    newsroom.run("check");
    let files = kept(&newsroom, CACHE);
    let other = fs::read(&files[1]).expect("it is there");
    for (file, bytes) in
        files.iter().zip([&b""[..], &other, b"bylint-cache 1 x y\n{}", &[0xff; 99], &other[..other.len() / 2]])
    {
        fs::write(file, bytes).expect("it can be written");
    }
    assert_eq!(newsroom.run("check"), expected);
    let mended = kept(&newsroom, CACHE).iter().map(|file| fs::read(file).expect("it is there").len()).min();
    assert!(mended > Some(99), "{mended:?}");
    // A folder that is none of ours, and a file where the folder would be.
    fs::remove_dir_all(newsroom.path(CACHE)).expect("it is there");
    newsroom.write(".bylint-cache/notes.txt", "mine");
    assert_eq!(newsroom.run("check"), expected);
    assert_eq!(kept(&newsroom, CACHE), Vec::<PathBuf>::new());
    fs::remove_dir_all(newsroom.path(CACHE)).expect("it is there");
    newsroom.write(CACHE, "mine");
    assert_eq!(newsroom.run("check"), expected);
}

#[cfg(unix)]
#[test]
fn a_link_leads_nowhere() {
    let newsroom = newsroom();
    fs::create_dir(newsroom.path("outside")).expect("a folder");
    std::os::unix::fs::symlink("outside", newsroom.path(CACHE)).expect("a link");
    newsroom.check("");
    assert_eq!(fs::read_dir(newsroom.path("outside")).expect("a folder").count(), 0);
    newsroom.write("bylint.toml", "cache-dir = '.bylint-cache/deep'\n");
    newsroom.check("");
    assert_eq!(fs::read_dir(newsroom.path("outside")).expect("a folder").count(), 0);
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
    assert_eq!(kept(&newsroom, CACHE).len(), 45);
    assert_eq!(newsroom.run("check --format json"), expected);
}
