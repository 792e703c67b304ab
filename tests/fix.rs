//! `bylint check --fix` and `--diff` as commands: how they change files.

mod common;

use common::Workspace;
use serde_json::Value;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Typing slips outside a quotation, inside one, in code, in an address and in front matter.
const BEFORE: &str = "\u{feff}---\r\ntitle: The the goverment\r\n---\r\n\r\nThe goverment met in the the town hall, Brook said.\r\n\r\n\
    “The the goverment is `the the` goverment,” Brook said of the [goverment](https://example.com/goverment).\r\n";

const AFTER: &str = "\u{feff}---\r\ntitle: The the goverment\r\n---\r\n\r\nThe government met in the town hall, Brook said.\r\n\r\n\
    “The the goverment is `the the` goverment,” Brook said of the [government](https://example.com/goverment).\r\n";

/// A workspace in which `check` is run.
struct Folder(Workspace);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        Self(Workspace::new(files))
    }

    /// The current contents of these drafts.
    fn all(&self, drafts: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
        drafts.iter().map(|(name, _)| (name.clone(), fs::read(self.path(name)).expect("it is there"))).collect()
    }

    /// The findings that have a fix of one of these kinds, each as "path rule message".
    fn fixable(&self, args: &[&str], kinds: &[&str]) -> Vec<String> {
        let (_, out, err) = self.run(
            &[args, &["--format", "json"]]
                .concat()
                .into_iter()
                .filter(|arg| *arg != "--unsafe-fixes")
                .collect::<Vec<_>>(),
        );
        let told: Value = serde_json::from_str(&out).expect(&err);
        let mut fixable = Vec::new();
        for file in told["files"].as_array().expect("a list") {
            for finding in file["findings"].as_array().expect("a list") {
                let fixes = finding["fixes"].as_array().expect("a list");
                if fixes.iter().any(|fix| fix["applicability"].as_str().is_some_and(|kind| kinds.contains(&kind))) {
                    fixable.push(format!("{} {} {}", file["path"], finding["rule"], finding["message"]));
                }
            }
        }
        fixable
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = self.command_in("");
        command.arg("check").args(args);
        command
    }

    fn run(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let output = self.command(args).output().expect("bylint runs");
        let Output { status, stdout, stderr } = output;
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (status.code(), text(stdout), text(stderr))
    }
}

impl Deref for Folder {
    type Target = Workspace;

    fn deref(&self) -> &Workspace {
        &self.0
    }
}

/// In the misspelled name, a straight apostrophe stands among curly ones. Two fixes touch the same word: one is safe,
/// the other is not.
#[test]
fn unsafe_fixes_never_reduce_the_number_of_fixes() {
    let draft = "A spokesman for Vorkampf said the plant would close. The plant in Aldmoor is Vorkamf's.\n\n\
        “It is our street,” Brook said.\n";
    let made = |args: &[&str]| {
        let folder = Folder::new(&[("a.md", draft)]);
        folder.run(args);
        folder.read("a.md")
    };
    let safe = made(&["--fix", "--exit-zero", "--min-severity", "info", "a.md"]);
    let all = made(&["--fix", "--unsafe-fixes", "--exit-zero", "--min-severity", "info", "a.md"]);
    assert!(safe.contains("is Vorkamf’s."), "{safe}");
    assert!(all.contains("is Vorkampf’s."), "{all}");
}

#[test]
fn safe_fixes_are_applied_and_other_findings_are_shown() {
    let folder = Folder::new(&[("a.md", BEFORE), ("b.md", "It rained, Brook said.\n")]);
    let select = ["--select", "doubled-word,spelling"];
    let (_, out, _) = folder.run(&select);
    assert!(out.contains("Fixable: 3 with --fix"), "{out}");
    let (code, out, err) = folder.run(&[&select[..], &["--fix", "--format", "short"]].concat());
    assert_eq!(folder.read("a.md"), AFTER);
    assert!(err.starts_with("Fixed 3 findings in 1 draft.\n"), "{err}");
    // The remaining findings are in the quotation.
    assert!(out.lines().count() > 0 && out.lines().all(|line| line.starts_with("a.md:7:")), "{out}");
    assert_eq!(code, Some(1));
    let (_, again, err) = folder.run(&[&select[..], &["--fix", "--unsafe-fixes", "--format", "short"]].concat());
    assert_eq!((folder.read("a.md").as_str(), again), (AFTER, out), "{err}");
    assert!(!err.contains("Fixed"), "{err}");
}

#[test]
fn suggestions_are_applied_on_request() {
    let text = "The minister refuted the report, Brook claimed.\n";
    let folder = Folder::new(&[("a.md", text)]);
    folder.run(&["--fix"]);
    assert_eq!(folder.read("a.md"), text);
    let (code, out, _) = folder.run(&["a.md", "--min-severity", "info"]);
    assert!(out.contains("Fixable: 2 with --fix --unsafe-fixes"), "{out}");
    let (_, _, err) = folder.run(&["--fix", "--unsafe-fixes", "--min-severity", "info"]);
    assert_eq!(folder.read("a.md"), "The minister denied the report, Brook said.\n", "{err}");
    assert_eq!(code, Some(1));
    let (code, _, err) = folder.run(&["--unsafe-fixes"]);
    assert_eq!((code, err.as_str()), (Some(2), "error: --unsafe-fixes needs --fix or --diff\n"));
}

#[test]
fn hidden_and_ignored_findings_are_not_fixed() {
    let ignored = "<!-- bylint-ignore doubled-word: a band -->\n\nIt was the the best day, Brook said.\n";
    let hidden = "“The town is empty,” Brook said. \"Quite,\" Lund said.\n";
    let folder = Folder::new(&[("a.md", ignored), ("b.md", hidden)]);
    folder.run(&["--fix"]);
    assert_eq!((folder.read("a.md").as_str(), folder.read("b.md").as_str()), (ignored, hidden));
    folder.run(&["--fix", "--min-severity", "info"]);
    assert_eq!(folder.read("b.md"), "“The town is empty,” Brook said. “Quite,” Lund said.\n");
}

#[test]
fn findings_in_the_baseline_are_not_fixed() {
    let known = "It was the the best day, Brook said.\n";
    let folder = Folder::new(&[("a.md", known)]);
    let baseline = common::bylint().arg("baseline").current_dir(folder.root()).output();
    assert!(baseline.expect("bylint runs").status.success());
    let more = format!("{known}\nIt was a a good day, Brook said.\n");
    fs::write(folder.path("a.md"), more).expect("a file");
    folder.run(&["--fix"]);
    assert_eq!(folder.read("a.md"), format!("{known}\nIt was a good day, Brook said.\n"));
}

#[test]
fn git_accepts_the_diff_and_no_file_is_written() {
    let names = ["a.md", "with space.md", "é.md", "quote\"d.md", "tab\there.md", "line\nbreak.md"];
    let names = if cfg!(windows) { &names[..3] } else { &names[..] };
    let no_end = "The goverment met, Brook said.\rThe the end, Brook said.";
    for (text, after) in [
        (BEFORE, AFTER),
        (no_end, "The government met, Brook said.\rThe end, Brook said."),
        ("It was the the best day, Brook said.\n\u{1b}[31m\n", "It was the best day, Brook said.\n\u{1b}[31m\n"),
        ("It was the the best day, Br\u{ad}ook said.\n", "It was the best day, Br\u{ad}ook said.\n"),
    ] {
        let folder = Folder::new(&names.iter().map(|name| (*name, text)).collect::<Vec<_>>());
        fs::remove_dir(folder.path(".git")).expect("it is empty");
        folder.git(&["init", "--quiet"]);
        let (code, out, err) = folder.run(&["--fix", "--diff"]);
        assert_eq!(code, Some(1), "{err}");
        let binary = err.lines().filter(|line| line.ends_with("use `git apply`, not `patch`"));
        assert_eq!(binary.count(), if text == BEFORE { 0 } else { names.len() }, "{err}");
        assert!(
            err.contains("\nWould fix ") == (text != BEFORE) && err.ends_with(&format!("{} drafts.\n", names.len())),
            "{err}"
        );
        let hidden = |c: char| c.is_control() && !matches!(c, '\n' | '\r') || c == '\u{ad}';
        assert!(!out.contains(hidden), "{out}");
        assert!(names.iter().all(|name| folder.read(name) == text), "nothing is written");
        fs::write(folder.path("patch"), out).expect("a file");
        folder.git(&["apply", "--whitespace=nowarn", "patch"]);
        for name in names {
            assert_eq!(folder.read(name), after, "{name}");
        }
        let (code, _, err) = folder.run(&["--diff"]);
        assert_eq!((code, err), (Some(0), format!("No safe fixes in {} drafts.\n", names.len())));
        let (code, _, err) = folder.run(&["--diff", "none.md"]);
        assert!(code == Some(2) && err.ends_with("No drafts were checked.\n"), "{err}");
    }
}

/// For a text patch, git resolves paths from the working directory; for a binary patch, from the top of the repository.
#[test]
fn git_accepts_a_diff_of_a_directory_there() {
    let folder = Folder::new(&[]);
    fs::remove_dir(folder.path(".git")).expect("it is empty");
    folder.git(&["init", "--quiet"]);
    fs::create_dir(folder.path("desk")).expect("a folder");
    for (name, text) in [("desk/a.md", BEFORE), ("desk/b.md", "It was the the best day, Brook said.\r::error::x\n")] {
        fs::write(folder.path(name), text).expect("a file");
    }
    let ran = folder.command(&["--diff"]).current_dir(folder.path("desk")).output().expect("bylint runs");
    fs::write(folder.path("desk/patch"), ran.stdout).expect("a file");
    folder.git(&["-C", "desk", "apply", "--whitespace=nowarn", "patch"]);
    assert_eq!(folder.read("desk/a.md"), AFTER);
    assert_eq!(folder.read("desk/b.md"), "It was the best day, Brook said.\r::error::x\n");
}

#[test]
fn absolute_paths_and_standard_input_have_a_diff() {
    let folder = Folder::new(&[("a.md", BEFORE)]);
    let path = fs::canonicalize(folder.path("a.md")).expect("it is there");
    let (_, out, _) = folder.run(&["--diff", path.to_str().expect("UTF-8")]);
    assert!(out.starts_with("--- a/a.md\n+++ b/a.md\n@@ "), "{out}");
    let (code, _, err) = folder.run(&["--fix", "-"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("use --diff"), "{err}");
}

/// A house rule that replaces each of three words with the next.
#[test]
fn endless_fixes_leave_the_draft_unchanged() {
    let rule = r#"
kind = "substitution"
level = "sentence"
severity = "warning"
confidence = "high"
safe = true
message = "write “{fix}”"
label = "house style"
what = "House style."
why = "House style."
instead = "Write it."
standards = []
[swap]
"harbour" = "port"
"port" = "haven"
"haven" = "harbour"
profiles = ["standard"]
[[bad]]
text = "The [[harbour]] was calm."
[[good]]
text = "The sea was calm."
"#;
    let text = "The harbour was calm, Brook said. He claimed that the boat sank.\n";
    let folder = Folder::new(&[("a.md", text)]);
    let baseline = folder.command_in("").args(["baseline", "a.md"]).status().expect("it runs");
    assert!(baseline.success());
    fs::write(folder.path("bylint.toml"), "[rules]\npacks = [\"house\"]\n").expect("a file");
    fs::create_dir(folder.path("house")).expect("a folder");
    fs::write(folder.path("house/port.toml"), rule).expect("a file");
    let (code, _, err) = folder.run(&["--fix", "a.md"]);
    assert_eq!(err, "error: a.md was not fixed: the fixes of these rules keep producing new findings: port\n");
    assert_eq!((code, folder.read("a.md").as_str()), (Some(2), text));
    // Findings that the baseline covers are those of the unchanged draft, too.
    let (_, out, err) = folder.run(&["--fix", "--min-severity", "info", "--format", "sarif", "a.md"]);
    let told: Value = serde_json::from_str(&out).expect(&err);
    let results = told["runs"][0]["results"].as_array().expect("a list");
    let covered: Vec<&Value> = results.iter().filter(|result| result["ruleId"] == "loaded-verb").collect();
    assert_eq!(covered.len(), 1, "{out}");
    assert_eq!(covered[0]["locations"][0]["physicalLocation"]["region"]["startColumn"], 38, "{out}");
}

/// A run killed at any time leaves each draft either as it was or completely fixed.
#[test]
fn a_killed_run_leaves_every_draft_whole() {
    const DRAFTS: usize = 24;
    let long = BEFORE.repeat(8);
    let folder = Folder::new(&[("a.md", &long)]);
    let (_, _, err) = folder.run(&["--fix", "--select", "doubled-word,spelling"]);
    let fixed = folder.read("a.md");
    assert!(fixed != long && err.contains("Fixed"), "{err}");
    let names: Vec<String> = (0..DRAFTS).map(|number| format!("{number}.md")).collect();
    let kills = std::env::var("BYLINT_KILLS").map_or(40, |kills| kills.parse().expect("a number of runs"));
    let mut cut_off = 0;
    for kill in 0..kills {
        for name in &names {
            fs::write(folder.path(name), &long).expect("a file");
        }
        let mut command = folder.command(&["--fix", "--select", "doubled-word,spelling", "--threads", "2"]);
        let mut run = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("bylint runs");
        // Waits until the run begins to write, and then a little longer in each round.
        while folder.read(&names[0]) == long && run.try_wait().expect("it can be asked").is_none() {
            sleep(Duration::from_micros(200));
        }
        sleep(Duration::from_micros(kill % 20 * 700));
        let is_told = cfg!(unix) && kill % 2 == 1;
        if is_told {
            let told = Command::new("kill").arg(run.id().to_string()).stderr(Stdio::null()).status();
            told.expect("every Unix has kill");
        } else {
            run.kill().expect("it is ours");
        }
        run.wait().expect("it ends");
        if is_told {
            // A run that receives SIGTERM removes its temporary files. After SIGKILL, the next run removes them.
            let left = fs::read_dir(folder.root()).expect("a folder").filter_map(Result::ok);
            let left = left.filter(|entry| entry.file_name().to_string_lossy().starts_with(".bylint-"));
            assert_eq!(left.count(), 0, "a file was left behind");
        }
        let texts: Vec<String> = names.iter().map(|name| folder.read(name)).collect();
        assert!(texts.iter().all(|text| *text == long || *text == fixed), "a draft was torn");
        let done = texts.iter().filter(|text| **text == fixed).count();
        cut_off += usize::from(done > 0 && done < DRAFTS);
    }
    assert!(cut_off > 0, "no run was cut off in the middle");
}

/// Checks the fixtures, hundreds of drafts made from rule examples, and the drafts in the directory that
/// `BYLINT_DRAFTS` names. A second fix changes nothing, no fixed finding comes back, and git accepts the diff.
#[test]
fn fixing_twice_equals_fixing_once() {
    let drafts = drafts();
    assert!(drafts.len() > 200, "{}", drafts.len());
    let folder = Folder::new(&[]);
    fs::remove_dir(folder.path(".git")).expect("it is empty");
    folder.git(&["init", "--quiet"]);
    let all = ["--profile", "strict", "--min-severity", "info"];
    for (more, up_to) in [(&[][..], 1), (&["--unsafe-fixes"], 2)] {
        for (name, bytes) in &drafts {
            fs::write(folder.path(name), bytes).expect("a file");
        }
        let run = |last: &[&str]| folder.run(&[&all[..], more, last].concat());
        assert_eq!(run(&["--diff", "--output", "fixes.patch"]).0, Some(1));
        assert!(folder.all(&drafts) == drafts, "a diff writes nothing");
        folder.git(&["apply", "--whitespace=nowarn", "fixes.patch"]);
        let patched = folder.all(&drafts);
        for (name, bytes) in &drafts {
            fs::write(folder.path(name), bytes).expect("a file");
        }
        let (_, _, err) = run(&["--fix"]);
        assert!(err.contains("Fixed "), "{err}");
        let once = folder.all(&drafts);
        for (patched, once) in patched.iter().zip(&once) {
            assert_eq!(patched, once);
        }
        let left = folder.fixable(&[&all[..], more].concat(), &["safe", "suggestion"][..up_to]);
        assert_eq!(left, [""; 0]);
        let (_, _, err) = run(&["--fix"]);
        assert!(once == folder.all(&drafts) && !err.contains("Fixed"), "{err}");
    }
}

/// Drafts by name: the fixtures, and the bad examples of all rules: as they are, in pairs, in lists, in block quotes,
/// and with other line ends.
fn drafts() -> Vec<(String, Vec<u8>)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let more = std::env::var_os("BYLINT_DRAFTS").map(PathBuf::from);
    let folders = [Some(here.join("fixtures")), more];
    let pages = folders.iter().flatten().flat_map(|folder| files_below(folder, "md"));
    let mut drafts: Vec<Vec<u8>> = pages.map(|path| fs::read(path).expect("it is there")).collect();
    let mut texts = Vec::new();
    for path in files_below(&here.join("rules"), "toml") {
        let rule: toml::Table = fs::read_to_string(&path).expect("it is there").parse().expect("TOML");
        let Some(examples) = rule.get("bad").and_then(toml::Value::as_array) else { continue };
        let text = |example: &toml::Value| example.get("text").and_then(toml::Value::as_str).map(str::to_owned);
        texts.extend(examples.iter().filter_map(text).map(|text| text.replace("[[", "").replace("]]", "")));
    }
    for (number, pair) in texts.windows(2).enumerate() {
        let both = pair.join("\n\n");
        drafts.push(
            match number % 6 {
                0 => format!("# News\n\n{both}\n"),
                1 => format!("> {}\n", both.replace('\n', "\n> ")),
                2 => format!("\u{feff}{}", both.replace('\r', "").replace('\n', "\r\n")),
                3 => {
                    let item = |text: &String| format!("- {}", text.trim().replace('\n', "\n  "));
                    pair.iter().map(item).collect::<Vec<_>>().join("\n")
                }
                4 => format!("{both}\n\n{both}"),
                _ => both,
            }
            .into_bytes(),
        );
    }
    let named = |(number, bytes)| (format!("{number}.md"), bytes);
    drafts.into_iter().enumerate().map(named).collect()
}

/// The files in a directory and below it whose names end with `end`, sorted by name.
fn files_below(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let each = |path: PathBuf| match path.is_dir() {
        true => files_below(&path, end),
        false if path.extension().is_some_and(|is| is == end) => vec![path],
        false => Vec::new(),
    };
    paths.into_iter().flat_map(each).collect()
}

/// The text after `--fix`, and after `--fix --unsafe-fixes`.
fn fixed(text: &str) -> [String; 2] {
    [&["--fix"][..], &["--fix", "--unsafe-fixes"]].map(|args| {
        let folder = Folder::new(&[("a.md", text)]);
        folder.run(&[args, &["--min-severity", "info"]].concat());
        folder.read("a.md")
    })
}

#[test]
fn text_that_is_not_a_mistake_is_left_alone() {
    for text in [
        "She had *lecons de chant* at the school in the square.\n",
        "The *tribunale* sits in the old town hall.\n",
        "The [[desks/recieved-mail|post room]] is on the first floor.\n",
        "The crane was “deliver[ed] in parts”, Ada Brook, the harbour master, said.\n",
        "“The comittee (sic) never met,” Ada Brook, the harbour master, wrote.\n",
        "“It was a sh\\*tty deal,” Ada Brook, the harbour master, said.\n",
        "Where the fault is is still a riddle.\n",
        "An Taisce and the people of Poll an Iarainn went to court.\n",
        "A hispanic neighbour lent them an L-shaped key and an N-gauge engine.\n",
    ] {
        assert_eq!(fixed(text), [text, text]);
    }
}

#[test]
fn uncertain_fixes_are_applied_only_on_request() {
    for (text, asked) in [
        ("They asked an analysit about the pier.\n", "They asked an analysis about the pier.\n"),
        ("The guns the the shed held are gone.\n", "The guns the shed held are gone.\n"),
        ("They used a insults list and left.\n", "They used an insults list and left.\n"),
    ] {
        assert_eq!(fixed(text), [text, asked]);
    }
}

#[test]
fn a_verb_is_replaced_only_if_the_sentence_stays_grammatical() {
    let kept = [
        "Lund claims to have mended the crane.\n",
        "The yard rejected Lund’s claim that he was owed money.\n",
        "Lund lashed out at the owners on Monday.\n",
        "Lund pointed out the hole in the hull.\n",
        "Lund boasted about beating the other yards.\n",
        "“It never moved,” Lund gasped on seeing the crane.\n",
        "Lund claimed that the guard had stolen the rope.\n",
    ];
    for text in kept {
        assert_eq!(fixed(text)[1], text);
    }
    for (text, plain) in [
        ("Lund insisted that the crane was safe.\n", "Lund said that the crane was safe.\n"),
        ("Lund claimed he had mended the crane.\n", "Lund said he had mended the crane.\n"),
        ("The dockers' union slammed the plan.\n", "The dockers' union criticised the plan.\n"),
        ("“It never moved,” Lund insisted.\n", "“It never moved,” Lund said.\n"),
    ] {
        assert_eq!(fixed(text), [text, plain]);
    }
}

#[test]
fn mismatched_quotation_marks_follow_the_style_of_the_draft() {
    for (before, after) in [
        ("“No,” he said.\n\n\"We can talk,” she said.\n", "“No,” he said.\n\n“We can talk,” she said.\n"),
        ("\"No,\" he said.\n\n“We can talk,\" she said.\n", "\"No,\" he said.\n\n\"We can talk,\" she said.\n"),
        ("“No,” he said.\n\n“We can talk,\" she said.\n", "“No,” he said.\n\n“We can talk,” she said.\n"),
        ("“We can talk,\" she said.\n", "“We can talk,” she said.\n"),
    ] {
        let folder = Folder::new(&[("a.md", before)]);
        folder.run(&["--fix", "--select", "quote-balance", "a.md"]);
        assert_eq!(folder.read("a.md"), after, "{before}");
    }
}

/// “He has called for for decades” is correct.
#[test]
fn a_preposition_with_its_object_before_it_is_not_deleted() {
    for (before, after) in [
        (
            "It is the peace that he has called for for decades.\n",
            "It is the peace that he has called for for decades.\n",
        ),
        ("He has called for for peace.\n", "He has called for peace.\n"),
    ] {
        let folder = Folder::new(&[("a.md", before)]);
        folder.run(&["--fix", "a.md"]);
        assert_eq!(folder.read("a.md"), after);
    }
}

/// The message “No safe fixes” appears only if safe fixes alone were asked for.
#[test]
fn the_summary_covers_the_kinds_of_fixes_asked_for() {
    let folder = Folder::new(&[("a.md", "Ada Brook claimed that the gate was shut.\n")]);
    let told = |args: &[&str]| folder.run(args).2;
    assert_eq!(told(&["--diff"]), "No safe fixes in 1 draft.\n");
    assert_eq!(told(&["--diff", "--unsafe-fixes"]), "Nothing to fix among the findings shown in 1 draft.\n");
}
