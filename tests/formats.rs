//! Output formats that services read. `.ci/formats.py` runs the services' own validators on them.

mod common;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;

const DRAFT: &str = "🙂é Critics say it was the the worst ##[error] day.\n\n\
    <!-- bylint-ignore misused-refute: our style -->\n\nThe minister refuted it \u{1b}[31m</script>.\n";

fn bylint(folder: &Path, args: &[&str], summary: Option<&Path>) -> (Option<i32>, String) {
    let mut command = common::bylint();
    command.args(["check"]).args(args).current_dir(folder).env("XDG_CONFIG_HOME", folder);
    command.env_remove("GITHUB_STEP_SUMMARY").envs(summary.map(|path| ("GITHUB_STEP_SUMMARY", path)));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("bylint runs");
    child.stdin.take().expect("standard input").write_all(DRAFT.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder in it");
    folder
}

/// A report on the draft, whose file name contains a CI command.
fn report(format: &str) -> String {
    let args = ["--format", format, "--stdin-filename", "a\n::error::b.md", "-"];
    let (code, out) = bylint(folder().path(), &args, None);
    assert_eq!(code, Some(1), "{format}");
    assert!(!out.contains("##[") && !out.contains('\u{1b}'), "{format}: {out}");
    out
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// The names and attributes of the elements of an XML document, in order.
fn elements(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(text);
    let mut elements = Vec::new();
    loop {
        let element = match reader.read_event().expect("XML") {
            Event::Eof => return elements,
            Event::Start(element) | Event::Empty(element) => element,
            _ => continue,
        };
        let attribute = |attribute: quick_xml::events::attributes::Attribute<'_>| {
            let key = attribute.key.as_ref().to_owned();
            (key, quick_xml::escape::unescape(&attribute.value).expect("sound escapes").into_owned())
        };
        let attributes = element.attributes().map(|a| attribute(a.expect("an attribute"))).collect();
        elements.push((element.name().as_ref().to_owned(), attributes));
    }
}

#[test]
fn sarif_counts_utf_16_units_and_has_reasons_of_ignores() {
    let log = json(&report("sarif"));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let results = run["results"].as_array().expect("results");
    let rules: Vec<&Value> = results.iter().map(|result| &result["ruleId"]).collect();
    assert_eq!(rules, ["vague-attribution", "doubled-word", "misused-refute"]);
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    // The emoji takes two UTF-16 units.
    assert_eq!((&region["startLine"], &region["startColumn"]), (&1.into(), &5.into()));
    let uri = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "a%0A%3A%3Aerror%3A%3Ab.md");
    let replaced = &results[1]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replaced["insertedContent"]["text"], "");
    assert_eq!(results[2]["suppressions"][0]["justification"], "our style");
    assert!(results[0].get("suppressions").is_none());
    // bylint has no website yet to which a link could point.
    assert!(run["tool"]["driver"].get("informationUri").is_none());
    let known: Vec<&Value> =
        run["tool"]["driver"]["rules"].as_array().expect("rules").iter().map(|rule| &rule["id"]).collect();
    assert_eq!(known, ["doubled-word", "misused-refute", "vague-attribution"]);
    let told = |rule: &Value| rule["help"]["markdown"].as_str().is_some_and(|help| help.contains("**Why.**"));
    assert!(run["tool"]["driver"]["rules"].as_array().expect("rules").iter().all(told));
}

#[test]
fn reviewdog_columns_count_bytes() {
    let diagnostics = json(&report("rdjson"));
    let lines: Vec<Value> = report("rdjsonl").lines().map(json).collect();
    assert_eq!(diagnostics["diagnostics"].as_array().expect("a list"), &lines);
    let start = &lines[0]["location"]["range"]["start"];
    assert_eq!((&start["line"], &start["column"]), (&1.into(), &8.into()));
    assert_eq!((&lines[1]["severity"], &lines[1]["code"]["value"]), (&"ERROR".into(), &"doubled-word".into()));
    assert_eq!(lines[1]["suggestions"][0]["text"], "");
    assert_eq!(lines[1]["location"]["path"], "a\n::error::b.md");
}

#[test]
fn gitlab_findings_have_unique_fingerprints() {
    let issues = json(&report("gitlab"));
    let issues = issues.as_array().expect("a list");
    let checks: Vec<&Value> = issues.iter().map(|issue| &issue["check_name"]).collect();
    assert_eq!(checks, ["vague-attribution", "doubled-word"]);
    assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
    assert_eq!((&issues[0]["severity"], &issues[0]["location"]["lines"]["begin"]), (&"minor".into(), &1.into()));
}

#[test]
fn xml_reports_have_the_place_of_each_finding() {
    let of = |elements: &[(String, Vec<(String, String)>)], name: &str, key: &str| -> Vec<String> {
        let all = elements.iter().filter(|(element, _)| element == name).flat_map(|(_, attributes)| attributes);
        all.filter(|(attribute, _)| attribute == key).map(|(_, value)| value.clone()).collect()
    };
    let checkstyle = elements(&report("checkstyle"));
    assert_eq!(of(&checkstyle, "file", "name"), ["a␊::error::b.md"]);
    assert_eq!(of(&checkstyle, "error", "source"), ["bylint.vague-attribution", "bylint.doubled-word"]);
    assert_eq!(of(&checkstyle, "error", "column"), ["4", "27"]);
    let junit = elements(&report("junit"));
    assert_eq!(of(&junit, "testsuite", "failures"), ["2"]);
    assert_eq!(of(&junit, "testcase", "name"), ["1:4 vague-attribution", "1:27 doubled-word"]);
    assert_eq!(of(&junit, "failure", "type"), ["warning", "error"]);
}

/// The report agrees with the exit code: findings below `--fail-on` count as passed, and nothing is left out silently.
#[test]
fn junit_fails_where_the_run_fails() {
    let folder = folder();
    fs::write(folder.path().join("a.md"), DRAFT).expect("a file");
    fs::write(folder.path().join("b.md"), "---\nlang: fr\n---\n\nIl pleut.\n").expect("a file");
    for (args, code, failures, passed) in [
        (&["--fail-on", "warning", "a.md", "b.md"][..], 1, 2, 0),
        (&["--fail-on", "error", "a.md", "b.md"], 1, 1, 1),
        (&["--fail-on", "error", "--exit-zero", "a.md", "b.md"], 0, 0, 2),
        (&["a.md", "b.md", "missing.md"], 2, 2, 0),
    ] {
        let (ended, xml) = bylint(folder.path(), &[&["--format", "junit"], args].concat(), None);
        let all = elements(&xml);
        let count = |wanted: &str| all.iter().filter(|(name, _)| name == wanted).count();
        assert_eq!((ended, count("failure"), count("system-out")), (Some(code), failures, passed), "{xml}");
        assert_eq!((count("skipped"), count("error")), (1, usize::from(code == 2)), "{xml}");
        let sums = |key: &str| -> usize {
            let suites = all.iter().filter(|(name, _)| name == "testsuite").flat_map(|(_, attributes)| attributes);
            suites.filter(|(name, _)| name == key).map(|(_, count)| count.parse::<usize>().expect("a number")).sum()
        };
        let sums = ["tests", "failures", "errors", "skipped"].map(sums);
        assert_eq!(sums, [count("testcase"), failures, usize::from(code == 2), 1], "{xml}");
    }
}

/// If a run fails, it says so in an annotation and in the job summary.
#[test]
fn a_failed_run_on_github_says_why() {
    let folder = folder();
    fs::create_dir(folder.path().join("desk")).expect("a folder");
    fs::write(folder.path().join("desk/a.md"), "It rained.\n").expect("a file");
    let summary = folder.path().join("summary.md");
    let args = ["--format", "github", "desk/a.md", "desk/missing.md"];
    let (code, out) = bylint(folder.path(), &args, Some(&summary));
    let missing = "cannot read desk/missing.md: No such file or directory (os error 2)";
    assert_eq!((code, out), (Some(2), format!("::error title=bylint::{missing}\n")));
    let page = fs::read_to_string(&summary).expect("it is there");
    assert!(page.contains(&format!("\n- `{missing}`\n")), "{page}");
    fs::write(folder.path().join("desk/bylint.toml"), "exclude = []\ncolour = 1\n").expect("a file");
    let (code, out) = bylint(&folder.path().join("desk"), &["--format", "github"], None);
    let fault = "::error file=desk/bylint.toml,line=2,title=bylint::unknown key `colour`; expected one of ";
    assert!(code == Some(2) && out.starts_with(fault) && out.lines().count() == 1, "{out}");
    let (code, out) = bylint(folder.path(), &["--format", "github", "--select", "nonsense", "summary.md"], None);
    assert!(code == Some(2) && out.starts_with("::error title=bylint::--select: no rule or family named"), "{out}");
}

#[test]
fn a_job_on_github_has_annotations_and_a_summary() {
    let folder = folder();
    let summary = folder.path().join("summary.md");
    fs::write(&summary, "before\n").expect("a file");
    let args = ["--format", "github", "--stdin-filename", "a\n::error::b.md", "-"];
    let (_, out) = bylint(folder.path(), &args, Some(&summary));
    let heads: Vec<&str> = out.lines().filter_map(|line| line.split("::").nth(1)).collect();
    assert_eq!(
        heads[1],
        "warning file=a␊%3A%3Aerror%3A%3Ab.md,line=1,endLine=1,col=4,endColumn=11,title=vague-attribution"
    );
    assert_eq!(heads.len(), 2, "{out}");
    let page = fs::read_to_string(&summary).expect("it is there");
    assert!(page.starts_with("before\n### bylint\n\n2 findings in 1 draft: 1 error, 1 warning"), "{page}");
    assert!(page.contains("| `doubled-word` |"), "{page}");
}

#[test]
fn reports_without_findings_are_valid() {
    let folder = folder();
    fs::write(folder.path().join("a.md"), "It rained, Brook said.\n").expect("a file");
    for (format, report) in [
        ("json-lines", ""),
        ("github", ""),
        ("gitlab", "[\n\n]\n"),
        ("rdjson", "{\"source\":{\"name\":\"bylint\"},\"diagnostics\":[\n\n]}\n"),
        ("rdjsonl", ""),
        (
            "checkstyle",
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<checkstyle version=\"4.3\">\n<file name=\"a.md\"></file>\n</checkstyle>\n",
        ),
    ] {
        assert_eq!(
            bylint(folder.path(), &["--format", format, "a.md"], None),
            (Some(0), report.to_owned()),
            "{format}"
        );
    }
    let (_, sarif) = bylint(folder.path(), &["--format", "sarif", "a.md"], None);
    assert_eq!(json(&sarif)["runs"][0]["results"], Value::Array(Vec::new()));
    let junit = elements(&bylint(folder.path(), &["--format", "junit", "a.md"], None).1);
    assert!(junit.iter().any(|(name, _)| name == "testcase") && !junit.iter().any(|(name, _)| name == "failure"));
}

/// Findings are printed before the last drafts are read: the test deletes a draft in the meantime, and it cannot be
/// read any more.
#[test]
fn lines_are_printed_while_drafts_are_read() {
    const DRAFTS: usize = 200;
    let folder = folder();
    let text = "We met the the mayor.\n\n".repeat(40);
    for number in 0..DRAFTS {
        fs::write(folder.path().join(format!("{number:03}.md")), &text).expect("a file");
    }
    for format in ["json-lines", "rdjsonl", "sarif"] {
        let last = folder.path().join("199.md");
        fs::write(&last, &text).expect("a file");
        let mut command = common::bylint();
        command.args(["check", "--no-cache", "--threads", "1", "--format", format]).current_dir(folder.path());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("bylint runs");
        let mut lines = BufReader::new(child.stdout.take().expect("standard output")).lines();
        let first = lines.next().expect("a line").expect("UTF-8");
        fs::remove_file(&last).expect("it is there");
        let rest = lines.map(|line| line.expect("UTF-8")).collect::<Vec<_>>();
        let output = child.wait_with_output().expect("it ends");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{format}: {first}");
        assert!(err.contains("cannot read 199.md") && rest.len() > DRAFTS / 2, "{format}: {err}");
    }
}

#[test]
fn reports_are_the_same_on_any_number_of_threads() {
    let folder = folder();
    for number in 0..40 {
        fs::write(folder.path().join(format!("{number}.md")), DRAFT).expect("a file");
    }
    for format in ["json-lines", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson", "rdjsonl"] {
        let on = |threads| bylint(folder.path(), &["--format", format, "--threads", threads], None);
        assert_eq!(on("1"), on("3"), "{format}");
    }
}

/// A report with very many findings is written while it is made; one with a few findings is made before it is written.
#[test]
fn long_and_short_reports_begin_alike() {
    let folder = folder();
    fs::write(folder.path().join("a.md"), DRAFT).expect("a file");
    fs::write(folder.path().join("c.md"), DRAFT).expect("a file");
    let on = |paragraphs: usize, format: &str| {
        fs::write(folder.path().join("b.md"), "We met the the mayor.\n\n".repeat(paragraphs)).expect("a file");
        bylint(folder.path(), &["--no-cache", "--format", format], None).1
    };
    for (format, findings) in
        [("json", "/files/1/findings"), ("sarif", "/runs/0/results"), ("gitlab", ""), ("rdjson", "/diagnostics")]
    {
        let [short, long] = [300, 900].map(|paragraphs| json(&on(paragraphs, format)));
        let [short, long] = [&short, &long].map(|all| all.pointer(findings).and_then(Value::as_array).expect("a list"));
        let same = short.iter().zip(long).take_while(|(short, long)| short == long).count();
        assert!(same >= 300 && long.len() == short.len() + 600, "{format}: {same} of {}, {}", short.len(), long.len());
    }
    for format in ["checkstyle", "junit"] {
        let [short, long] = [300, 900].map(|paragraphs| elements(&on(paragraphs, format)));
        let found = |all: &[(String, Vec<(String, String)>)]| {
            all.iter().filter(|(name, _)| name == "error" || name == "failure").cloned().collect::<Vec<_>>()
        };
        let (short, long) = (found(&short), found(&long));
        let same = short.iter().zip(&long).take_while(|(short, long)| short == long).count();
        assert!(same >= 300 && long.len() == short.len() + 600, "{format}: {same} of {}, {}", short.len(), long.len());
    }
    for format in ["human", "short", "json-lines", "rdjsonl"] {
        let [short, long] = [300, 900].map(|paragraphs| on(paragraphs, format));
        let places = |report: &str| report.matches("b.md").count();
        let same = short.lines().zip(long.lines()).take_while(|(short, long)| short == long);
        let same = same.filter(|(line, _)| line.contains("b.md")).count();
        assert!(same >= 300 && places(&long) == places(&short) + 600, "{format}: {same} of {}", places(&short));
    }
}
