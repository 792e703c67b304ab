//! Baselines: findings recorded in the baseline are hidden, and new ones are reported.

use crate::common::Workspace;
use serde_json::Value;
use std::fs;

const CLAIM: &str = "He claimed that the boat sank.\n";
const DOUBLED: &str = "We met the the mayor.\n";

fn newsroom() -> Workspace {
    Workspace::new(&[
        ("bylint.toml", "rules.select = ['loaded-verb', 'doubled-word', 'suppression']\n"),
        ("a.md", &format!("# Boats\n\n{CLAIM}\n# Mayors\n\n{DOUBLED}")),
        ("desk/b.md", CLAIM),
        ("clean.md", "It rained.\n"),
    ])
}

#[test]
fn only_new_findings_are_reported() {
    let newsroom = newsroom();
    let missing = "No baseline to prune: bylint-baseline.toml does not exist. Run `bylint baseline` to create it.\n";
    assert_eq!(newsroom.run("baseline --prune"), (0, missing.to_owned(), String::new()));
    let written = "Wrote bylint-baseline.toml: 3 findings in 2 drafts\n";
    assert_eq!(newsroom.run("baseline"), (0, written.to_owned(), String::new()));
    assert_eq!(newsroom.check(""), [""; 0]);
    let (code, out, _) = newsroom.run("check");
    assert_eq!((code, out.as_str()), (0, "No findings in 3 drafts; not counted: 3 in the baseline.\n"));
    let (_, out, _) = newsroom.run("check --format json");
    assert!(out.contains("\"baselined\":3"), "{out}");
    assert_eq!(newsroom.check("--no-baseline").len(), 3);
    // A finding that was moved to another section, wrapped or quoted is still in the baseline.
    newsroom.write("a.md", &format!("{DOUBLED}\n# Boats\n\nNews.\n\n> He claimed that the\n> boat sank.\n"));
    assert_eq!(newsroom.check(""), [""; 0]);
    // A second copy of a recorded finding is new, and so is a finding in a draft without recorded ones.
    newsroom.write("a.md", &format!("# Boats\n\n{CLAIM}\n{CLAIM}\n{DOUBLED}"));
    newsroom.write("clean.md", DOUBLED);
    assert_eq!(newsroom.check(""), ["a.md loaded-verb", "clean.md doubled-word"]);
    assert_eq!(newsroom.run("check --quiet").0, 1);
    // The baseline also applies to a part of the drafts.
    newsroom.write("desk/deep/c.md", CLAIM);
    assert_eq!(newsroom.check("desk"), ["desk/deep/c.md loaded-verb"]);
}

#[test]
fn the_html_page_shows_new_findings() {
    let newsroom = newsroom();
    newsroom.write(
        "bylint.toml",
        "rules.select = ['loaded-verb', 'doubled-word', 'suppression']\nrules.severity.loaded-verb = 'warning'\n",
    );
    newsroom.run("baseline");
    newsroom.write("a.md", &format!("# Boats\n\n{CLAIM}\n{DOUBLED}\n{DOUBLED}"));
    let (code, page, err) = newsroom.run("sources --format html a.md");
    assert_eq!(code, 0, "{err}");
    assert!(
        page.contains("; 2 in the baseline") && page.contains("doubled-word") && !page.contains("loaded-verb"),
        "{page}"
    );
    let (_, page, _) = newsroom.run("sources --format html --no-baseline a.md");
    assert!(!page.contains("in the baseline") && page.contains("loaded-verb"), "{page}");
    newsroom.refused("sources --no-baseline a.md", &["--no-baseline needs --format html"]);
}

#[test]
fn sarif_has_baseline_findings_as_suppressed() {
    let newsroom = newsroom();
    newsroom.write("clean.md", "<!-- bylint-ignore doubled-word: a band -->\n\nWe met the the mayor.\n");
    newsroom.run("baseline");
    newsroom.write("a.md", &format!("# Boats\n\n{CLAIM}\nHe claimed that it rained.\n"));
    let (_, out, _) = newsroom.run("check --format sarif --min-severity info");
    let sarif: Value = serde_json::from_str(&out).expect("it is JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    let suppression = |result: &Value| {
        let line = &result["locations"][0]["physicalLocation"]["region"]["startLine"];
        let suppressed = &result["suppressions"][0];
        format!("{} {line} {} {}", result["ruleId"], suppressed["kind"], suppressed["justification"])
    };
    let mut told: Vec<String> = results.iter().map(suppression).collect();
    told.sort();
    let known = r#""external" "in the baseline bylint-baseline.toml""#;
    let expected = [
        r#""doubled-word" 3 "inSource" "a band""#.to_owned(),
        format!(r#""loaded-verb" 1 {known}"#),
        format!(r#""loaded-verb" 3 {known}"#),
        r#""loaded-verb" 5 null null"#.to_owned(),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_baseline_can_be_updated_or_pruned() {
    let newsroom = newsroom();
    newsroom.run("baseline");
    let text = |name: &str| fs::read_to_string(newsroom.path(name)).expect("a baseline");
    let before = text("bylint-baseline.toml");
    assert!(before.contains("\n  { rule = \"doubled-word\", words = \"the\", under = [\"mayors\"] },\n"), "{before}");
    newsroom.write("a.md", &format!("{CLAIM}\n{CLAIM}"));
    newsroom.write("clean.md", DOUBLED);
    fs::remove_file(newsroom.path("desk/b.md")).expect("it was there");
    let (code, out, err) = newsroom.run("baseline --prune");
    assert_eq!((code, out.as_str()), (0, "Updated bylint-baseline.toml: 0 findings added, 2 removed\n"), "{err}");
    assert_eq!(newsroom.check(""), ["a.md loaded-verb", "clean.md doubled-word"]);
    let (_, out, _) = newsroom.run("baseline");
    assert_eq!(out, "Updated bylint-baseline.toml: 2 findings added, 0 removed\n");
    assert!(text("bylint-baseline.toml").contains("count = 2"));
    assert_eq!(newsroom.check(""), [""; 0]);
    // Updating some drafts keeps the entries of the others.
    newsroom.write("a.md", "It rained.\n");
    newsroom.write("clean.md", "It rained.\n");
    assert_eq!(newsroom.run("baseline a.md").1, "Updated bylint-baseline.toml: 0 findings added, 2 removed\n");
    // The baseline can have another name.
    newsroom.write("a.md", CLAIM);
    assert_eq!(newsroom.run("baseline --baseline known.toml a.md").1, "Wrote known.toml: 1 finding in 1 draft\n");
    assert_eq!(newsroom.check("a.md --baseline known.toml"), [""; 0]);
    assert_eq!(newsroom.check("a.md"), ["a.md loaded-verb"]);
}

#[test]
fn the_nearest_baseline_applies() {
    let newsroom = newsroom();
    newsroom.run("baseline");
    newsroom.run("baseline --baseline desk/bylint-baseline.toml desk");
    newsroom.write("desk/b.md", &CLAIM.repeat(2));
    let (_, out, _) = newsroom.run("baseline desk");
    assert_eq!(out, "Updated desk/bylint-baseline.toml: 1 finding added, 0 removed\n");
    assert_eq!(newsroom.check(""), [""; 0]);
}

#[test]
fn some_rules_are_never_baselined() {
    let newsroom = newsroom();
    newsroom.write("clean.md", "<!-- bylint-ignore loaded-verb -->\n\nIt rained.\n");
    newsroom.run("baseline");
    assert_eq!(newsroom.check(""), ["clean.md ignore-without-reason"]);
    let config =
        "rules.select = ['loaded-verb', 'doubled-word', 'suppression']\nrules.never-baselined = ['doubled-word']\n";
    newsroom.write("bylint.toml", config);
    // Entries from before the setting do not count either.
    assert_eq!(newsroom.check("a.md"), ["a.md doubled-word"]);
    assert_eq!(newsroom.run("baseline").1, "Updated bylint-baseline.toml: 1 finding added, 1 removed\n");
    assert_eq!(newsroom.check(""), ["a.md doubled-word"]);
}

#[test]
fn unreadable_input_leaves_the_baseline_unchanged() {
    let newsroom = newsroom();
    newsroom.run("baseline");
    let name = newsroom.path("bylint-baseline.toml");
    let before = fs::read_to_string(&name).expect("a baseline");
    let (code, out, err) = newsroom.run("baseline a.md missing.md");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("cannot read missing.md")
            && err.ends_with("the baseline was not written, because some drafts could not be recorded\n"),
        "{err}"
    );
    assert_eq!(fs::read_to_string(&name).expect("a baseline"), before);
    let merged = before.replace("version = 1\n", "version = 1\n<<<<<<< HEAD\n=======\n>>>>>>> topic\n");
    newsroom.write("bylint-baseline.toml", &merged);
    for args in ["check", "baseline", "baseline --prune", "check a.md --baseline bylint-baseline.toml"] {
        newsroom.refused(args, &["error: merge conflict", "bylint-baseline.toml:4:1", "<<<<<<< HEAD"]);
    }
    assert_eq!(fs::read_to_string(&name).expect("a baseline"), merged);
    assert_eq!(newsroom.check("--no-baseline").len(), 3);
    newsroom.refused(
        "check --baseline none.toml",
        &["error: --baseline: none.toml does not exist; run `bylint baseline --baseline none.toml` to create it\n"],
    );
}

#[test]
fn a_draft_in_another_language_is_not_recorded_in_the_baseline() {
    let newsroom = newsroom();
    newsroom.write("bylint.toml", "rules.select = ['loaded-verb', 'doubled-word', 'not-english']\n");
    let french = "---\nlanguage: fr\n---\n\nLe port fermera ses portes mardi, a annoncé son directeur.\n";
    newsroom.write("clean.md", french);
    let note = "note: skipped a draft that is not in English: clean.md (fr)\n";
    let written = "Wrote bylint-baseline.toml: 3 findings in 2 drafts\n";
    assert_eq!(newsroom.run("baseline"), (0, written.to_owned(), note.to_owned()));
    assert_eq!(newsroom.check(""), ["clean.md not-english"]);
    // Entries of a draft stay while it cannot be checked, but not entries of `not-english`.
    let name = newsroom.path("bylint-baseline.toml");
    let before = fs::read_to_string(&name).expect("a baseline");
    newsroom.write("desk/b.md", &french.replace("mardi", "lundi"));
    for args in ["baseline", "baseline --prune"] {
        let entry = "[[draft]]\npath = \"clean.md\"\nfindings = [{ rule = \"not-english\", words = \"le port\" }]\n";
        newsroom.write("bylint-baseline.toml", &format!("{before}\n{entry}"));
        let (code, out, err) = newsroom.run(args);
        assert_eq!((code, out.as_str()), (0, "Updated bylint-baseline.toml: 0 findings added, 1 removed\n"), "{err}");
        assert_eq!(fs::read_to_string(&name).expect("a baseline"), before);
    }
}

#[test]
fn no_baseline_is_written_without_findings() {
    let newsroom = Workspace::new(&[("a.md", "It rained.\n")]);
    assert_eq!(newsroom.run("baseline").1, "No findings, so no baseline was written.\n");
    assert!(!newsroom.path("bylint-baseline.toml").exists());
}
