//! `--changed-since` and `--staged`: the findings of a full run that touch changed lines.

use crate::common::Workspace;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const CONFIG: &str = "rules.select = ['loaded-verb', 'doubled-word', 'single-source-story', 'suppression']\n";

/// Like `CONFIG`, but a short story may not rest on one source either.
const STRICT: &str = "rules.select = ['loaded-verb', 'doubled-word', 'single-source-story', 'suppression']
rules.settings.single-source-story = { min-words = 1, min-statements = 1 }\n";

/// Findings as "path:line rule".
fn found(newsroom: &Workspace, args: &str) -> BTreeSet<String> {
    let (code, out, err) = newsroom.run(&format!("check --format json {args}"));
    assert!(code < 2, "{err}");
    let parsed: Value = serde_json::from_str(&out).expect("it is JSON");
    let of_file = |file: &Value| {
        let path = file["path"].as_str().expect("a path").to_owned();
        let findings = file["findings"].as_array().expect("a list").clone();
        let line = move |finding: &Value| {
            format!("{path}:{} {}", finding["span"]["line"], finding["rule"].as_str().expect("a name"))
        };
        findings.iter().map(line).collect::<Vec<_>>()
    };
    parsed["files"].as_array().expect("a list").iter().flat_map(of_file).collect()
}

fn check(newsroom: &Workspace, args: &str, expected: &[&str]) {
    assert_eq!(found(newsroom, args).iter().map(String::as_str).collect::<Vec<_>>(), expected, "{args}");
}

#[test]
fn only_findings_on_changed_lines_are_reported() {
    let newsroom = Workspace::new(&[
        ("bylint.toml", CONFIG),
        ("a.md", "We met the the mayor.\n\nIt rained.\n"),
        ("desk/b.md", "He claimed that it rained.\n"),
    ]);
    newsroom.start_git();
    newsroom.commit("2026-01-01");
    check(&newsroom, "--changed-since HEAD", &[]);
    assert_eq!(newsroom.run("check --changed-since HEAD").1, "No drafts changed since HEAD.\n");
    assert_eq!(newsroom.run("check --staged").1, "No drafts are staged.\n");
    newsroom.write("a.md", "We met the the mayor.\n\nIt rained on the the road.\n");
    newsroom.write("desk/new.md", "He claimed that it rained.\n");
    check(&newsroom, "--changed-since HEAD", &["a.md:3 doubled-word", "desk/new.md:1 loaded-verb"]);
    check(&newsroom, "--changed-since HEAD a.md desk/b.md", &["a.md:3 doubled-word"]);
    check(&newsroom, "--staged", &[]);
    newsroom.git(&["add", "a.md"]);
    // Only the staged text counts, whatever the file contains meanwhile.
    newsroom.write("a.md", "All new. We met the the mayor.\n\nIt rained.\n\nIt rained on the the road.\n");
    check(&newsroom, "--staged", &["a.md:3 doubled-word"]);
    newsroom.git(&["checkout", "--quiet", "-b", "topic"]);
    newsroom.commit("2026-01-02");
    // Only changes of the branch count, not later changes of the main branch.
    newsroom.git(&["checkout", "--quiet", "main"]);
    newsroom.write("desk/b.md", "It snowed.\n");
    newsroom.commit("2026-01-03");
    newsroom.git(&["checkout", "--quiet", "topic"]);
    let topic = ["a.md:1 doubled-word", "a.md:5 doubled-word", "desk/new.md:1 loaded-verb"];
    check(&newsroom, "--changed-since main", &topic);
    // Works from a subdirectory, too.
    let (_, out, err) =
        newsroom.run_in("desk", "check --format short --quiet --min-severity info --changed-since main");
    assert!(out.starts_with("new.md:1:") && out.lines().count() == 1, "{out}{err}");
}

#[test]
fn deleting_lines_affects_findings_around_them() {
    let newsroom = Workspace::new(&[
        ("bylint.toml", CONFIG),
        (
            "a.md",
            "<!-- bylint-ignore doubled-word: a band -->\n\nWe heard the the band.\n\nHe claimed that it rained.\n",
        ),
    ]);
    newsroom.start_git();
    newsroom.commit("2026-01-01");
    newsroom.write("a.md", "<!-- bylint-ignore doubled-word: a band -->\n\nHe claimed that it rained.\n");
    // The line of the ignore did not change, but the finding that it hid was deleted.
    check(&newsroom, "--changed-since HEAD", &["a.md:1 unused-ignore"]);
}

#[test]
fn a_moved_story_is_compared_with_its_old_version() {
    let text = "We met the the mayor.\n\nIt rained.\n\nIt rained again, Ada Brook said.\n";
    let newsroom = Workspace::new(&[("bylint.toml", STRICT), ("drafts/a.md", text), ("drafts/b.md", text)]);
    newsroom.start_git();
    newsroom.commit("2026-01-01");
    // Renames are detected whatever git's configuration says.
    newsroom.git(&["config", "diff.renames", "false"]);
    newsroom.git(&["mv", "drafts", "news"]);
    let moved = text.replace("It rained.", "It rained on the the road.");
    newsroom.write("news/b.md", &moved);
    let told = ["news/b.md:3 doubled-word", "news/b.md:5 single-source-story"];
    let whole = found(&newsroom, "");
    assert!(told.iter().all(|told| whole.contains(*told)) && whole.len() > 3, "{whole:?}");
    check(&newsroom, "--changed-since HEAD", &told);
    check(&newsroom, "--staged", &[]);
    newsroom.git(&["add", "--all"]);
    newsroom.write("news/b.md", "It snowed.\n");
    check(&newsroom, "--staged", &told);
    newsroom.write("news/b.md", &moved);
    // A story that was moved and rewritten completely counts as new.
    newsroom.commit("2026-01-02");
    newsroom.git(&["mv", "news/a.md", "news/c.md"]);
    newsroom.write("news/c.md", "He claimed that it snowed.\n");
    check(&newsroom, "--changed-since HEAD", &["news/c.md:1 loaded-verb"]);
}

#[cfg(unix)]
#[test]
fn a_change_of_mode_is_not_a_change_of_text() {
    use std::os::unix::fs::PermissionsExt as _;
    let newsroom =
        Workspace::new(&[("bylint.toml", STRICT), ("a.md", "It rained, Ada Brook said. We met the the mayor.\n")]);
    newsroom.start_git();
    newsroom.commit("2026-01-01");
    assert_eq!(found(&newsroom, "").len(), 2);
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(newsroom.path("a.md"), mode).expect("its mode can be set");
    check(&newsroom, "--changed-since HEAD", &[]);
}

/// Lines that a merge brought in do not count as changes of the branch. Lines in a conflict count as new.
#[test]
fn merges_and_conflicts_are_read() {
    let newsroom = Workspace::new(&[("bylint.toml", CONFIG), ("a.md", "It rained.\n"), ("b.md", "It rained.\n")]);
    newsroom.start_git();
    newsroom.commit("2026-01-01");
    newsroom.git(&["checkout", "--quiet", "-b", "topic"]);
    newsroom.write("a.md", "We met the the mayor.\n");
    newsroom.commit("2026-01-02");
    newsroom.git(&["checkout", "--quiet", "main"]);
    newsroom.write("b.md", "We met the the mayor.\n");
    newsroom.commit("2026-01-03");
    newsroom.git(&["checkout", "--quiet", "topic"]);
    newsroom.git(&["merge", "--quiet", "--no-edit", "main"]);
    check(&newsroom, "--changed-since main", &["a.md:1 doubled-word"]);
    newsroom.git(&["checkout", "--quiet", "main"]);
    newsroom.write("a.md", "We met a a mayor.\n");
    newsroom.commit("2026-01-04");
    newsroom.git(&["checkout", "--quiet", "topic"]);
    newsroom.git_fails(&["merge", "--quiet", "--no-edit", "main"]);
    check(&newsroom, "--changed-since main", &["a.md:2 doubled-word", "a.md:4 doubled-word"]);
    check(&newsroom, "--staged", &[]);
}

/// On Windows, git may write other line ends to files than it stores.
#[test]
fn line_ends_that_git_converts_are_not_changes() {
    let newsroom = Workspace::new(&[("bylint.toml", CONFIG), ("a.md", "It rained.\r\n\r\nWe met the the mayor.\r\n")]);
    newsroom.start_git();
    newsroom.git(&["config", "core.autocrlf", "true"]);
    newsroom.commit("2026-01-01");
    check(&newsroom, "--changed-since HEAD", &[]);
    newsroom.write("a.md", "It rained.\r\n\r\nWe met the the mayor.\r\n\r\nIt was a a day.\r\n");
    check(&newsroom, "--changed-since HEAD", &["a.md:5 doubled-word"]);
    newsroom.git(&["add", "a.md"]);
    check(&newsroom, "--staged", &["a.md:5 doubled-word"]);
    assert!(!newsroom.staged("a.md").contains('\r'));
    let (code, _, err) = newsroom.run("check --staged --fix");
    assert_eq!(
        (code, newsroom.read("a.md").as_str()),
        (1, "It rained.\r\n\r\nWe met the the mayor.\r\n\r\nIt was a day.\r\n"),
        "{err}"
    );
}

#[cfg(unix)]
#[test]
fn a_link_that_became_a_story_is_new() {
    let newsroom = Workspace::new(&[("bylint.toml", CONFIG), ("a.md", "It rained.\n"), ("b.md", "It rained.\n")]);
    newsroom.start_git();
    std::os::unix::fs::symlink("a.md", newsroom.path("link.md")).expect("a link");
    newsroom.commit("2026-01-01");
    newsroom.remove("link.md");
    newsroom.write("link.md", "We met the the mayor.\n");
    newsroom.write("b.md", "It rained.\n\nWe met the the mayor.\n");
    check(&newsroom, "--changed-since HEAD", &["b.md:3 doubled-word", "link.md:1 doubled-word"]);
    newsroom.git(&["add", "--all"]);
    check(&newsroom, "--staged", &["b.md:3 doubled-word", "link.md:1 doubled-word"]);
}

/// The history in a CI job may be too short. Then no draft counts as unchanged, and the run says what to do.
#[test]
fn an_error_explains_what_a_shallow_clone_lacks() {
    let newsroom = Workspace::new(&[("bylint.toml", CONFIG), ("a.md", "It rained.\n")]);
    newsroom.start_git();
    newsroom.commit("2026-01-01");
    newsroom.git(&["checkout", "--quiet", "-b", "topic"]);
    newsroom.write("a.md", "It rained.\n\nWe met the the mayor.\n");
    newsroom.commit("2026-01-02");
    newsroom.git(&["checkout", "--quiet", "main"]);
    newsroom.write("b.md", "He claimed that it rained.\n");
    newsroom.commit("2026-01-03");
    let clone = Workspace::new(&[]);
    let from = format!("file://{}", newsroom.path("").display());
    clone.git(&["clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=topic", &from, "clone"]);
    clone.start_git();
    let (code, out, err) = clone.run_in("clone", "check --changed-since origin/main");
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(
        err.contains("this clone does not contain the common ancestor") && err.contains("git fetch --unshallow"),
        "{err}"
    );
    clone.git(&["-C", "clone", "fetch", "--quiet", "--unshallow"]);
    let (code, out, err) = clone.run_in("clone", "check --format short --quiet --changed-since origin/main");
    assert_eq!(code, 1, "{err}");
    assert!(out.starts_with("a.md:3:") && out.lines().count() == 1, "{out}");
}

/// If the branch to compare with is missing, the error gives all steps at once, and never suggests creating a local
/// branch.
#[test]
fn a_missing_revision_is_explained() {
    let newsroom = Workspace::new(&[("bylint.toml", CONFIG), ("a.md", "It rained.\n")]);
    newsroom.start_git();
    newsroom.commit("2026-01-01");
    newsroom.write("a.md", "It rained again.\n");
    newsroom.commit("2026-01-02");
    let refused = |newsroom: &Workspace, directory: &str, revision: &str, wanted: &str| {
        let (code, out, err) = newsroom.run_in(directory, &format!("check --changed-since {revision}"));
        assert_eq!((code, out.as_str(), err), (2, "", format!("error: {wanted}\n")), "{revision}");
    };
    // Without a remote, nothing can be fetched.
    refused(&newsroom, "", "nope", "unknown revision `nope`: check the name");
    refused(&newsroom, "", "topic/nope", "unknown revision `topic/nope`: check the name");
    let clone = Workspace::new(&[]);
    let from = format!("file://{}", newsroom.path("").display());
    clone.git(&["clone", "--quiet", "--depth=1", &from, "clone"]);
    clone.start_git();
    let deepen = "run `git fetch --unshallow`, or set `fetch-depth: 0` (actions/checkout) or `GIT_DEPTH: 0` (GitLab)";
    let fetch = "`git fetch origin nope:refs/remotes/origin/nope`";
    // `fetch-depth: 0` fetches all branches, so no other step is needed.
    let shallow = format!(
        "this is a shallow clone without `origin/nope`: on GitHub, `fetch-depth: 0` (actions/checkout) is enough; elsewhere, run \
         `git fetch --unshallow` (or set `GIT_DEPTH: 0` on GitLab), then {fetch}"
    );
    refused(&clone, "clone", "origin/nope", &shallow);
    let shallow = format!("unknown revision `0f1e2d3`: this is a shallow clone without that commit; {deepen}");
    refused(&clone, "clone", "0f1e2d3", &shallow);
    clone.git(&["-C", "clone", "fetch", "--quiet", "--unshallow"]);
    for (revision, wanted) in [
        (
            "origin/",
            "`origin/` names no branch: is the variable after `origin/` empty? `GITHUB_BASE_REF` is set only for pull \
             requests"
                .to_owned(),
        ),
        ("origin/nope", format!("unknown revision `origin/nope`: check the name, or run {fetch}")),
        (
            "nope",
            format!(
                "unknown revision `nope`: check the name; for a branch of `origin`, run {fetch} and give `origin/nope`"
            ),
        ),
        ("v1.2", "unknown revision `v1.2`: check the name, or run `git fetch origin tag v1.2`".to_owned()),
        (
            "0f1e2d3",
            "unknown revision `0f1e2d3`: this commit is not in the clone; check the hash, or run `git fetch`".to_owned(),
        ),
        (
            "0000000000000000000000000000000000000000",
            "unknown revision `0000000000000000000000000000000000000000`: this hash stands for no commit; CI sets it when a \
             branch is pushed for the first time"
                .to_owned(),
        ),
    ] {
        refused(&clone, "clone", revision, &wanted);
    }
}

/// The repository is the one of the drafts, wherever the command starts, because a job may have checked out several.
#[test]
fn each_draft_has_its_own_repository() {
    let newsrooms = ["He met the the mayor.\n", "He met a a mayor.\n"].map(|text| {
        let newsroom = Workspace::new(&[("bylint.toml", CONFIG), ("desk/a.md", text), ("b.md", "It rained.\n")]);
        newsroom.start_git();
        newsroom.commit("2026-01-01");
        newsroom.write("desk/a.md", &format!("{text}\n{text}"));
        newsroom
    });
    let elsewhere = Workspace::new(&[]);
    let paths = newsrooms.each_ref().map(|newsroom| newsroom.path("").display().to_string());
    let told = |args: &str, lines: usize| {
        let (code, out, err) = elsewhere.run(&format!("check --quiet --format short {args}"));
        assert_eq!((code, out.lines().count()), (i32::from(lines > 0), lines), "{args}: {out}{err}");
        assert!(out.lines().all(|line| line.contains("desk/a.md:3:")), "{out}");
    };
    let folders = paths.join(" ");
    told(&format!("--changed-since HEAD {folders}"), 2);
    told(&format!("--changed-since HEAD {0}desk {0}desk/a.md {1}desk/a.md {1}b.md", paths[0], paths[1]), 2);
    told(&format!("--staged {folders}"), 0);
    newsrooms[1].git(&["add", "desk/a.md"]);
    told(&format!("--staged {folders}"), 1);
    let (code, _, err) = elsewhere.run("check --staged");
    assert_eq!(code, 2, "{err}");
}

#[test]
fn findings_in_a_copy_are_new() {
    let newsroom = Workspace::new(&[("bylint.toml", CONFIG), ("a.md", "It rained.\n\nWe met the the mayor.\n")]);
    newsroom.start_git();
    newsroom.run("baseline");
    newsroom.commit("2026-01-01");
    newsroom.write("a.md", "We met the the mayor.\n\nWe met the the mayor.\n");
    check(&newsroom, "--changed-since HEAD", &["a.md:1 doubled-word"]);
    check(&newsroom, "", &["a.md:3 doubled-word"]);
}

#[test]
fn git_errors_are_explained() {
    let newsroom = Workspace::new(&[("a.md", "It rained.\n")]);
    newsroom.refused("check --changed-since HEAD", &["error: git: "]);
    newsroom.start_git();
    newsroom.refused("check --changed-since HEAD", &["error: this repository has no commits yet\n"]);
    newsroom.commit("2026-01-01");
    for revision in ["nonsense", "--output=owned", "-h", "HEAD:a.md", ":/x"] {
        newsroom.refused(&format!("check --changed-since={revision}"), &[&format!("unknown revision `{revision}`")]);
    }
    assert!(!newsroom.path("owned").exists());
    newsroom.git(&["checkout", "--quiet", "--orphan", "other"]);
    newsroom.refused("check --changed-since main", &["error: this branch has no commits yet\n"]);
    newsroom.commit("2026-01-02");
    newsroom.refused("check --changed-since main", &["error: HEAD and `main` have no common ancestor\n"]);
    newsroom.refused("check --changed-since=", &["--changed-since needs a revision; is the variable empty?"]);
    newsroom.refused("check --changed-since nope..HEAD", &["a range is not a revision: give `nope`"]);
    newsroom.refused("check --changed-since HEAD~9", &["unknown revision `HEAD~9`: it is not in this clone\n"]);
    newsroom.write(".git/shallow", &newsroom.git(&["rev-parse", "HEAD"]));
    newsroom
        .refused("check --changed-since HEAD~9", &["`HEAD~9`: this is a shallow clone; run `git fetch --unshallow`"]);
    // Before the first commit, every staged draft counts.
    let newsroom = Workspace::new(&[("bylint.toml", CONFIG), ("a.md", "We met the the mayor.\n")]);
    newsroom.start_git();
    newsroom.git(&["add", "a.md"]);
    check(&newsroom, "--staged", &["a.md:1 doubled-word"]);
}

/// Names and lines that look like a patch, an option or a glob.
#[cfg(unix)]
#[test]
fn hostile_names_are_treated_as_names() {
    let names = [
        "a\n@@ -1 +1,9 @@.md",
        "-c.md",
        ":(top)*.md",
        "*.md",
        "b\u{1b}[31m.md",
        "\"q\".md",
        "ü b.md",
        "diff --git a.md",
    ];
    let newsroom = Workspace::new(&[("bylint.toml", CONFIG)]);
    newsroom.start_git();
    for name in names {
        newsroom.write(name, "It rained.\n\n@@ -1 +1,99 @@\n\nWe met the the mayor.\n");
    }
    newsroom.commit("2026-01-01");
    for name in names {
        newsroom.write(name, "It rained on the the road.\n\n@@ -1 +1,99 @@\n\nWe met the the mayor.\n");
    }
    newsroom.git(&["config", "core.fsmonitor", "touch owned; false"]);
    newsroom.git(&["config", "diff.external", "touch owned"]);
    let lines = |args: &str| -> BTreeSet<String> {
        found(&newsroom, args).iter().map(|line| line.rsplit_once(':').expect("a line").1.to_owned()).collect()
    };
    assert_eq!(found(&newsroom, "--changed-since HEAD").len(), names.len());
    assert_eq!(lines("--changed-since HEAD"), ["1 doubled-word".to_owned()].into());
    assert!(!newsroom.path("owned").exists());
    newsroom.git(&["config", "--unset", "core.fsmonitor"]);
    newsroom.commit("2026-01-02");
    let (code, _, err) = newsroom.run("audit");
    assert_eq!(code, 0, "{err}");
}

/// Pseudo-random numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// For each commit of a random history, runs limited by `--changed-since` or a baseline give the matching part of a
/// full run.
#[test]
fn limited_runs_give_a_part_of_the_full_run() {
    const STORIES: usize = 2_000;
    const COMMITS: usize = 50;
    const BASELINE: usize = 30;
    let newsroom = Workspace::new(&[("bylint.toml", CONFIG)]);
    newsroom.start_git();
    let mut dice = Dice(7);
    let mut count = 0;
    // All sentences differ, so that two versions can be compared in only one way.
    let mut sentence = |dice: &mut Dice| {
        count += 1;
        match dice.roll(5) {
            0 => format!("We met the the mayor in house {count}."),
            1 => format!("He claimed that house {count} was wet."),
            2 => format!("Ada Brook, the mayor, said house {count} was wet."),
            _ => format!("Rain fell on house {count}."),
        }
    };
    let mut stories: Vec<Vec<String>> = (0..STORIES).map(|_| (0..6).map(|_| sentence(&mut dice)).collect()).collect();
    let write = |number: usize, story: &[String]| {
        newsroom.write(&format!("{}/{number}.md", number % 7), &(story.join("\n\n") + "\n"));
    };
    stories.iter().enumerate().for_each(|(number, story)| write(number, story));
    let mut history = Vec::new();
    let mut then = BTreeSet::new();
    for commit in 0..COMMITS {
        for _ in 0..20 {
            let (story, line) = (dice.roll(STORIES as u64) as usize, dice.roll(6) as usize);
            stories[story][line] = sentence(&mut dice);
            write(story, &stories[story]);
        }
        newsroom.commit("2026-01-01");
        newsroom.git(&["tag", &format!("c{commit}")]);
        if commit == BASELINE {
            assert_eq!(newsroom.run("baseline --baseline known.toml").0, 0);
            then = found(&newsroom, "");
        }
        history.push(stories.clone());
    }
    let whole = &found(&newsroom, "");
    for (commit, before) in history.iter().enumerate().step_by(16) {
        let changed = |finding: &&String| {
            let (path, rest) = finding.split_once(".md:").expect("a path");
            let (line, rule) = rest.split_once(' ').expect("a rule");
            let story: usize = path.split('/').next_back().and_then(|number| number.parse().ok()).expect("a number");
            let line = (line.parse::<usize>().expect("a line") - 1) / 2;
            let now = &stories[story];
            if rule == "single-source-story" { before[story] != *now } else { before[story][line] != now[line] }
        };
        let expected: BTreeSet<String> = whole.iter().filter(changed).cloned().collect();
        assert!(!expected.is_empty(), "since c{commit}");
        assert_eq!(found(&newsroom, &format!("--changed-since c{commit}")), expected, "since c{commit}");
    }
    let counts = |all: &BTreeSet<String>| -> BTreeMap<String, usize> {
        all.iter().fold(BTreeMap::new(), |mut counts, finding| {
            let (path, rest) = finding.split_once(':').expect("a path");
            let (_, rule) = rest.split_once(' ').expect("a rule");
            *counts.entry(format!("{path} {rule}")).or_default() += 1;
            counts
        })
    };
    let then = counts(&then);
    let more = |(key, now): (String, usize)| {
        let new = now.saturating_sub(then.get(&key).copied().unwrap_or_default());
        (new > 0).then_some((key, new))
    };
    let expected: BTreeMap<String, usize> = counts(whole).into_iter().filter_map(more).collect();
    assert!(!expected.is_empty() && expected.len() < counts(whole).len());
    assert_eq!(counts(&found(&newsroom, "--baseline known.toml")), expected);
}

/// A doubled "the" across a line break: the fix joins the lines, so all lines below move up.
const WRAPPED: &str = "We met the\nthe mayor.\n\nHe claimed that it rained.\n\nHe claimed that it snowed.\n";

#[test]
fn lines_that_a_fix_moves_still_count() {
    let newsroom = Workspace::new(&[
        ("bylint.toml", CONFIG),
        ("a.md", "We met the mayor.\n\nHe claimed that it rained.\n\nHe claimed that it hailed.\n"),
    ]);
    newsroom.start_git();
    newsroom.commit("2026-01-01");
    newsroom.write("a.md", WRAPPED);
    check(&newsroom, "--changed-since HEAD", &["a.md:2 doubled-word", "a.md:6 loaded-verb"]);
    check(&newsroom, "--changed-since HEAD --fix", &["a.md:5 loaded-verb"]);
    assert!(newsroom.read("a.md").starts_with("We met the mayor.\n\n"), "{}", newsroom.read("a.md"));
    // A separate run gives the same findings.
    check(&newsroom, "--changed-since HEAD", &["a.md:5 loaded-verb"]);
}

#[test]
fn staged_findings_are_fixed_in_the_file_not_in_the_index() {
    let newsroom = Workspace::new(&[("bylint.toml", CONFIG), ("a.md", "It rained.\n"), ("b.md", "It rained.\n")]);
    newsroom.start_git();
    newsroom.commit("2026-01-01");
    let wrong = "It rained.\n\nWe met the the mayor.\n";
    newsroom.write("a.md", wrong);
    newsroom.git(&["add", "a.md"]);
    let (code, out, err) = newsroom.run("check --staged --fix --quiet");
    assert_eq!((code, out.as_str(), err.as_str()), (1, "", ""), "what would be committed is as it was");
    let right = wrong.replace("the the", "the");
    assert_eq!((newsroom.read("a.md"), newsroom.staged("a.md")), (right.clone(), wrong.to_owned()));
    check(&newsroom, "--staged", &["a.md:3 doubled-word"]);
    newsroom.git(&["add", "a.md"]);
    check(&newsroom, "--staged", &[]);
    // A file with unstaged changes is not fixed, and a message says so.
    newsroom.write("a.md", wrong);
    newsroom.git(&["add", "a.md"]);
    newsroom.write("a.md", &format!("{wrong}\nNot yet done.\n"));
    let (code, _, err) = newsroom.run("check --staged --fix");
    assert_eq!(code, 2);
    assert!(
        err.contains("error: a.md was not fixed: the file differs from its staged version; run `git add` on it"),
        "{err}"
    );
    assert_eq!(newsroom.read("a.md"), format!("{wrong}\nNot yet done.\n"));
    // A diff can be applied to the index alone.
    let (code, diff, _) = newsroom.run("check --staged --diff");
    assert_eq!(code, 1);
    newsroom.write("fix.patch", &diff);
    newsroom.git(&["apply", "--cached", "fix.patch"]);
    assert_eq!(newsroom.staged("a.md"), right);
    assert_eq!(newsroom.read("a.md"), format!("{wrong}\nNot yet done.\n"));
}

#[test]
fn a_message_says_to_stage_the_fixed_files() {
    let newsroom = Workspace::new(&[("bylint.toml", CONFIG), ("a.md", "We met the the mayor.\n")]);
    newsroom.start_git();
    newsroom.git(&["add", "a.md"]);
    let (code, _, err) = newsroom.run("check --staged --fix");
    assert_eq!(code, 1);
    assert!(err.contains("Fixed 1 finding in 1 draft, in the files only: stage the changes with `git add`."), "{err}");
    newsroom.write("a.md", "We met the the mayor.\n");
    assert_eq!(newsroom.run("check --staged --fix --exit-zero").0, 0);
}
