//! A repository with many stories and a long history: runs with `--changed-since`, a baseline or a cache give the
//! results that a full run implies.
//!
//! `BYLINT_STORIES` sets the number of stories. From 2,000 on, the test also measures how much time the cache saves.

use crate::common::Workspace;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::env;

const COMMITS: usize = 50;

/// The commit whose findings are known.
const KNOWN: usize = 20;

const CONFIG: &str = "rules.select = ['loaded-verb', 'doubled-word', 'single-source-story']\nmin-severity = 'info'\n";

/// A finding, with the text of its line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    path: String,
    rule: String,
    line: usize,
    text: String,
}

/// The stories that the test writes. No line is written twice and none moves, so that new lines are known without git.
struct Archive {
    newsroom: Workspace,
    stories: BTreeMap<String, Vec<String>>,
    written: usize,
}

impl Archive {
    fn new(stories: usize) -> Self {
        let newsroom = Workspace::new(&[("bylint.toml", CONFIG)]);
        let mut archive = Self { newsroom, stories: BTreeMap::new(), written: 0 };
        for number in 0..stories {
            let mut lines = vec![format!("# Story {number}"), String::new()];
            for _ in 0..12 {
                lines.extend([archive.line(), String::new()]);
            }
            archive.put(format!("{:02}/{number:04}.md", number % 40), lines);
        }
        archive
    }

    /// A new line; some have a fault.
    fn line(&mut self) -> String {
        self.written += 1;
        let number = self.written;
        match number * 7 % 17 {
            0 => format!("Mayor Dana Quill claimed that {number} boats were lost in the storm off the northern coast."),
            1 => format!("The council met the the {number} owners of the boats on Monday, and again on Tuesday."),
            2..6 => format!("Mayor Dana Quill said that {number} people had asked for help with the repairs."),
            _ => format!("The harbour has room for {number} boats, and the wall keeps most of the waves out."),
        }
    }

    fn put(&mut self, path: String, lines: Vec<String>) {
        self.newsroom.write(&path, &(lines.join("\n") + "\n"));
        self.stories.insert(path, lines);
    }

    /// A day's changes: some stories get a paragraph, some lose one, and some have one rewritten.
    fn work(&mut self, day: usize) {
        let paths: Vec<String> = self.stories.keys().cloned().collect();
        for turn in 0..3 {
            let path = &paths[(day * 31 + turn * 17) % paths.len()];
            let mut lines = self.stories[path].clone();
            let at = 2 + (day * 5 + turn * 3) % (lines.len() / 2 - 1) * 2;
            match (day + turn) % 3 {
                0 => drop(lines.splice(at..at, [self.line(), String::new()])),
                1 if lines.len() > 8 => drop(lines.drain(at..at + 2)),
                _ => lines[at] = self.line(),
            }
            self.put(path.clone(), lines);
        }
        self.newsroom.commit("2026-02-01");
    }

    fn check(&self, args: &str) -> String {
        let (code, out, err) = self.newsroom.run(&format!("check --format json --today 2026-05-01 {args}"));
        assert!(code < 2, "{err}");
        out
    }

    fn found(&self, args: &str) -> Vec<Found> {
        let told: Value = serde_json::from_str(&self.check(args)).expect("it is JSON");
        let mut found = Vec::new();
        for file in told["files"].as_array().expect("a list") {
            for finding in file["findings"].as_array().expect("a list") {
                let text = |value: &Value| value.as_str().expect("a text").to_owned();
                let path = text(&file["path"]);
                let line = usize::try_from(finding["span"]["line"].as_u64().expect("a line")).expect("it is small");
                let text_there = self.stories[&path][line - 1].clone();
                found.push(Found { rule: text(&finding["rule"]), line, text: text_there, path });
            }
        }
        found
    }
}

/// The number of findings per story and rule.
fn counts(found: &[Found]) -> BTreeMap<(&str, &str), usize> {
    let mut counts = BTreeMap::new();
    for one in found {
        *counts.entry((one.path.as_str(), one.rule.as_str())).or_default() += 1;
    }
    counts
}

#[test]
fn limited_runs_agree_with_full_runs_in_large_archives() {
    let stories = env::var("BYLINT_STORIES").map_or(60, |stories| stories.parse().expect("a number"));
    let mut archive = Archive::new(stories);
    archive.newsroom.start_git();
    archive.newsroom.commit("2026-01-01");
    let (mut then, mut known) = (BTreeMap::new(), Vec::new());
    for day in 0..COMMITS {
        if day == KNOWN {
            archive.newsroom.git(&["tag", "known"]);
            then = archive.stories.clone();
            known = archive.found("");
        }
        archive.work(day);
        if day % 25 == 3 {
            assert_eq!(archive.check(""), archive.check("--no-cache"), "after {day} days");
        }
    }
    let full = archive.found("--no-cache");

    // `--changed-since`: new lines, and stories that changed.
    let old: BTreeMap<&str, BTreeSet<&str>> =
        then.iter().map(|(path, lines)| (path.as_str(), lines.iter().map(String::as_str).collect())).collect();
    let changed = |found: &&Found| match found.rule.as_str() {
        "single-source-story" => then[&found.path] != archive.stories[&found.path],
        _ => !old[found.path.as_str()].contains(found.text.as_str()),
    };
    let expected: Vec<Found> = full.iter().filter(changed).cloned().collect();
    assert!(expected.len() > 5 && expected.len() < full.len(), "{} of {}", expected.len(), full.len());
    for args in ["--changed-since known --no-cache", "--changed-since known"] {
        assert_eq!(archive.found(args), expected, "{args}");
    }

    // A baseline of the known commit: per story and rule, the findings beyond the recorded number are new.
    archive.newsroom.git(&["checkout", "--quiet", "known"]);
    assert_eq!(archive.newsroom.run("baseline").0, 0);
    archive.newsroom.git(&["checkout", "--quiet", "main"]);
    let before = counts(&known);
    let mut new = counts(&full);
    for (of, count) in &mut new {
        *count -= before.get(of).copied().unwrap_or_default().min(*count);
    }
    new.retain(|_, count| *count > 0);
    assert!(!new.is_empty());
    for args in ["--no-cache", ""] {
        assert_eq!(counts(&archive.found(args)), new, "{args}");
    }
    archive.newsroom.remove("bylint-baseline.toml");

    // The second run uses the cache of the first, and prints the same bytes.
    let without = archive.check("--no-cache");
    for run in ["first", "second"] {
        assert_eq!(archive.check("--cache-dir kept"), without, "{run} run");
    }
}
