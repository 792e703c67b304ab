//! `bylint audit`: who hid which findings, since when, and whether that is still needed.

use crate::common::Workspace;
use serde_json::Value;

const IGNORED: &str = "\
<!-- bylint-ignore loaded-verb until 2027-03-01 by Dana Quill: a quotation -->

He claimed that it rained.

<!-- bylint-ignore doubled-word: the name of a band -->

We met the mayor.
";

fn newsroom() -> Workspace {
    let newsroom = Workspace::new(&[
        ("bylint.toml", "rules.select = ['loaded-verb', 'doubled-word', 'suppression']\n"),
        ("a.md", IGNORED),
        ("b.md", "He claimed that it rained. We met the the mayor.\n"),
        ("gone.md", "He claimed that it rained.\n"),
    ]);
    newsroom.start_git();
    newsroom.commit("2026-01-01");
    assert_eq!(newsroom.run("baseline b.md gone.md").0, 0);
    newsroom.commit("2026-02-01");
    newsroom.write("b.md", "We met the the mayor.\n");
    newsroom.remove("gone.md");
    newsroom
}

fn rows(newsroom: &Workspace, args: &str) -> Vec<Value> {
    let (code, out, err) = newsroom.run(&format!("audit --format json --today 2026-03-01 {args}"));
    assert_eq!(code, 0, "{err}");
    let parsed: Value = serde_json::from_str(&out).expect("it is JSON");
    parsed["hidden"].as_array().expect("a list").clone()
}

fn states(rows: &[Value]) -> Vec<String> {
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or("-").to_owned();
    rows.iter()
        .map(|row| format!("{}:{} {} {}", text(row, "path"), row["line"], text(row, "rule"), text(row, "state")))
        .collect()
}

#[test]
fn everything_that_hides_findings_is_listed_with_its_state() {
    let newsroom = newsroom();
    let all = rows(&newsroom, "");
    let expected = [
        "a.md:1 loaded-verb needed",
        "a.md:5 doubled-word not-needed",
        "bylint-baseline.toml:8 doubled-word needed",
        "bylint-baseline.toml:9 loaded-verb not-needed",
        "bylint-baseline.toml:15 loaded-verb not-needed",
    ];
    assert_eq!(states(&all), expected);
    let of = |row: usize, key: &str| all[row][key].clone();
    assert_eq!([of(0, "who"), of(0, "reason"), of(0, "until")], ["Dana Quill", "a quotation", "2027-03-01"]);
    assert_eq!([of(1, "who"), of(1, "since")], ["Ada Brook", "2026-01-01"]);
    assert_eq!((of(1, "age_days"), of(2, "age_days")), (59.into(), 28.into()));
    assert_eq!(of(2, "reason"), "b.md: “the”");
    // On a later day the ignore has expired. For rules that do not run, it is unknown whether the ignore is needed.
    let (_, out, _) = newsroom.run("audit --format csv --today 2027-03-02 a.md");
    assert!(
        out.contains("a.md,1,ignore,loaded-verb,a quotation,Dana Quill,2026-01-01,425,2027-03-01,expired\r\n"),
        "{out}"
    );
    newsroom.write("bylint.toml", "rules.select = ['doubled-word']\n");
    assert_eq!(states(&rows(&newsroom, ""))[0], "a.md:1 loaded-verb not-run");
    let (_, out, _) = newsroom.run("audit --today 2026-03-01");
    assert!(out.ends_with("2 suppressions and 3 baseline entries: 2 not needed.\n"), "{out}");
}

/// In a shallow clone, git attributes older lines to the oldest commit that it has.
#[test]
fn unknown_ages_are_left_out_in_a_shallow_clone() {
    let newsroom = Workspace::new(&[("a.md", IGNORED)]);
    newsroom.start_git();
    newsroom.commit("2026-01-01");
    newsroom.write("b.md", "It rained.\n");
    newsroom.commit("2026-01-02");
    let clone = Workspace::new(&[]);
    let from = format!("file://{}", newsroom.path("").display());
    clone.git(&["clone", "--quiet", "--depth=1", &from, "clone"]);
    clone.start_git();
    let audit = || clone.run_in("clone", "audit --format json --today 2026-03-01 a.md");
    let (code, out, err) = audit();
    assert!(code == 0 && err.starts_with("note: this is a shallow clone") && err.lines().count() == 1, "{err}");
    let row = |out: &str| {
        let all: Value = serde_json::from_str(out).expect("JSON");
        (all["hidden"][1]["age_days"].clone(), all["hidden"][1]["who"].clone())
    };
    assert_eq!(row(&out), (Value::Null, Value::Null));
    clone.git(&["-C", "clone", "fetch", "--quiet", "--unshallow"]);
    let (code, out, err) = audit();
    assert_eq!((code, err.as_str(), row(&out)), (0, "", (59.into(), "Ada Brook".into())));
}

#[test]
fn ages_are_left_out_without_git() {
    let newsroom = Workspace::new(&[("a.md", IGNORED)]);
    let all = rows(&newsroom, "a.md");
    assert_eq!((all.len(), &all[0]["age_days"], &all[0]["who"]), (2, &Value::Null, &"Dana Quill".into()));
    assert_eq!(all[1]["who"], Value::Null);
    assert_eq!(newsroom.run("audit missing.md").0, 2);
}
