//! Tests of the command: what it reads and prints, and its exit codes.

mod common;

use common::Workspace;
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::ops::Deref;
use std::process::{Command, Output, Stdio};

/// A workspace in which runs are compared as a whole.
struct Folder(Workspace);

/// The exit code and output of a run.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        Self(Workspace::new(files))
    }

    fn command(&self, args: &str) -> Command {
        self.0.command("", args)
    }

    /// Runs with these arguments, separated by blanks.
    fn run(&self, args: &str) -> Run {
        self.command(args).output().expect("bylint runs").into()
    }

    fn run_with_input(&self, args: &str, input: &[u8]) -> Run {
        let mut command = self.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("bylint runs");
        child.stdin.take().expect("standard input").write_all(input).expect("it reads");
        child.wait_with_output().expect("it ends").into()
    }
}

impl Deref for Folder {
    type Target = Workspace;

    fn deref(&self) -> &Workspace {
        &self.0
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Run {
    #[track_caller]
    fn check(&self, code: i32, out: &str, err: &str) {
        assert_eq!((self.code, &*self.out, &*self.err), (Some(code), out, err));
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("what is printed is JSON")
    }

    fn paths(&self) -> Vec<String> {
        let files = self.json()["files"].as_array().expect("a list of files").clone();
        files.iter().map(|file| file["path"].as_str().expect("a path").to_owned()).collect()
    }
}

const CLEAN: &str = "No findings in 1 draft.\n";

#[test]
fn without_arguments_help_is_shown_and_the_run_fails() {
    let folder = Folder::new(&[]);
    let run = folder.run("");
    assert_eq!((run.code, &*run.out), (Some(2), ""));
    assert!(run.err.contains("Usage: bylint") && run.err.contains("check "), "{}", run.err);
    for (args, words) in [
        ("--help", "who"),
        ("--version", concat!("bylint ", env!("CARGO_PKG_VERSION"))),
        ("check --help", "--fail-on"),
        ("sources -h", "--own-outlet"),
        ("help", "Usage: bylint"),
        ("help check", "--fail-on"),
        ("help config show", "--stdin-filename"),
    ] {
        let run = folder.run(args);
        assert_eq!((run.code, &*run.err), (Some(0), ""), "{args}");
        assert!(run.out.contains(words), "{args}: {}", run.out);
    }
}

/// If a directory has no drafts, the message says which files were searched for.
#[test]
fn a_search_that_finds_no_draft_says_so() {
    let folder = Folder::new(&[("README.md", ""), ("a.doc", ""), ("sub/b.md", "Text.\n"), (".gitignore", "sub\n")]);
    let looked_for = "searched for .md, .markdown, .mdx, .txt files; skipped: 1 ignored by .gitignore or .ignore, 1 project file such as README.md";
    for args in ["check", "check .", "sources", "words", "audit", "baseline"] {
        let run = folder.run(args);
        assert_eq!(run.code, Some(0), "{args}: {}", run.err);
        assert!(run.err.contains("warning: no drafts in .: ") && run.err.contains(looked_for), "{args}: {}", run.err);
        assert!(!run.out.contains("No findings in"), "{args}: {}", run.out);
    }
    std::fs::write(folder.root().join("bylint.toml"), "exclude = ['*.md']\n").expect("a file");
    assert!(folder.run("check sub").err.contains("no drafts in sub: searched for"), "{}", folder.run("check sub").err);
    assert!(folder.run("check sub").err.contains("; skipped: 1 excluded by bylint.toml"));
    assert_eq!(folder.run("check --force-exclude sub").err, "");
}

/// Errors name the file that the user asked for, not the temporary file that bylint writes first.
#[test]
fn write_errors_name_the_requested_file() {
    let folder = Folder::new(&[("a.md", "Text.\n")]);
    let run = folder.run("check --output nowhere/a.json --format json a.md");
    assert_eq!(run.code, Some(2));
    assert_eq!(run.err, "error: cannot write `nowhere/a.json`: No such file or directory (os error 2)\n");
}

#[test]
fn a_report_does_not_overwrite_a_draft() {
    let folder = Folder::new(&[("a.md", "Text.\n"), ("report.txt", "Old.\n")]);
    for args in [
        "check --output a.md",
        "check a.md --output ./a.md",
        "check report.txt --output report.txt",
        "sources --output a.md a.md",
        "audit --output a.md",
    ] {
        let run = folder.run(args);
        assert!(run.code == Some(2) && run.err.contains("would overwrite a draft: name another file"), "{}", run.err);
    }
    // An existing report is overwritten.
    assert_eq!(folder.run("check --output report.txt").code, Some(0));
    assert_eq!(std::fs::read_to_string(folder.root().join("a.md")).expect("a draft"), "Text.\n");
}

#[test]
fn a_run_without_rules_says_so() {
    let folder = Folder::new(&[("a.md", "Text.\n")]);
    let note = "warning: no rules are enabled: see `select`, `ignore` and `severity`\n";
    assert_eq!(folder.run("check --select spelling --ignore spelling").err, note);
    assert_eq!(folder.run("check --select spelling").err, "");
}

#[test]
fn a_language_that_is_set_is_named() {
    let folder = Folder::new(&[("a.md", "Text.\n"), ("bylint.toml", "language = 'fr'\n")]);
    let set = "warning: bylint.toml sets the language `fr`, but bylint checks only English\n";
    assert!(folder.run("check").err.ends_with(set), "{}", folder.run("check").err);
}

/// If an exclude glob is wrong, drafts that it should leave out are checked.
#[test]
fn globs_that_match_nothing_are_named() {
    let config = "exclude = ['archive/', 'arhcive/', './notes/', '*.txt', 'drafts/', '!b.md']\n\
                  [[overrides]]\npaths = [\n'opinion/*',\n'a.md', './a.md']\n";
    let folder = Folder::new(&[("a.md", "Text.\n"), ("archive/b.md", ""), ("c.txt", ""), ("bylint.toml", config)]);
    std::fs::create_dir(folder.root().join("drafts")).expect("a folder");
    for args in ["check", "check .", "sources", "words", "audit"] {
        let told = [
            "warning: bylint.toml:1: `arhcive/` matches no draft",
            "warning: bylint.toml:1: `./notes/` never matches: write `notes/`, without `./`",
            "warning: bylint.toml:4: `opinion/*` matches no draft",
            "warning: bylint.toml:5: `./a.md` never matches: write `a.md`, without `./`",
        ];
        assert_eq!(folder.run(args).err.lines().collect::<Vec<_>>(), told, "{args}");
    }
    // If only some drafts are checked, globs for the others may match nothing.
    for args in ["check archive", "check a.md"] {
        assert!(!folder.run(args).err.contains("matches no draft"), "{args}");
    }
}

/// “No findings” would suggest that the draft was checked.
#[test]
fn drafts_in_another_language_are_named_and_counted_separately() {
    let german = "Der Hafen von Aldmoor wird im Juni für Fischerboote geschlossen, wie der Direktor am Dienstag mitteilte. \
                  Der Kai ist seit dem Winter um eine Handbreit gesunken, und kein Kran kann mehr darauf stehen.\n";
    let folder =
        Folder::new(&[("a.md", "Text.\n"), ("b.md", german), ("c.md", "---\nlanguage: French\n---\nLe port.\n")]);
    let note = "note: skipped 2 drafts that are not in English: b.md (German), c.md (French)\n";
    for args in
        ["check", "check", "check --no-cache", "check --format json", "sources", "sources --format json", "words"]
    {
        let run = folder.run(args);
        assert_eq!((run.code, &*run.err), (Some(0), note), "{args}");
    }
    let run = folder.run("check");
    assert!(run.out.contains("No errors or warnings in 1 draft; 2 skipped: 1 French, 1 German.\n"), "{}", run.out);
    let run = folder.run("check b.md");
    assert!(run.out.contains("No drafts were checked; 1 skipped: German.\n"), "{}", run.out);
    assert_eq!(run.err, "note: skipped a draft that is not in English: b.md (German)\n");
    assert!(folder.run("check --format json").out.contains("\"files\":1,"));
    assert!(folder.run("check --format json").out.contains("\"not_read\":2,"));
    assert!(
        folder
            .run("sources b.md")
            .out
            .contains("b.md\n  Not read: this draft seems to be in German; bylint reads only English.\n")
    );
    assert!(
        folder
            .run("sources --format markdown b.md")
            .out
            .contains("**Not read: this draft seems to be in German; bylint reads only English.**")
    );
    let page = folder.run("sources --format html b.md").out;
    assert!(
        page.contains(
            "<p class=\"verdict\">Not read: this draft seems to be in German; bylint reads only English.</p>"
        )
    );
    for untrue in ["Nobody is quoted", "no findings", "<svg", "class=\"p ", "<table"] {
        assert!(!page.contains(untrue), "{untrue}: {page}");
    }
    assert!(folder.run("sources c.md").out.contains("Not read: the language is set to “French”; bylint"));
    let json = folder.run("sources --format json b.md").out;
    assert!(json.contains("\"not_read\":\"German\",\"attributions\":[]"), "{json}");
}

/// A document that is not a draft gives one line, not thousands of findings. If it is named, the run fails; in a
/// directory, it is skipped.
#[test]
fn files_that_are_not_drafts_are_named() {
    let folder = Folder::new(&[("a.md", "Text.\n"), ("data.txt", "[1, 2]\n"), ("feed.xml", "<rss/>\n")]);
    std::fs::write(folder.root().join("story.docx"), b"PK\x03\x04\x14\0\0\0").expect("a file");
    for (args, told) in [
        ("check story.docx", "error: story.docx is a Word document: save it as Markdown or text, or run `pandoc"),
        ("check a.md feed.xml", "error: feed.xml is an RSS feed: "),
        ("sources data.txt", "error: data.txt is JSON: "),
        ("words story.docx", "error: story.docx is a Word document: "),
        ("audit data.txt", "error: data.txt is JSON: "),
        ("baseline data.txt", "error: data.txt is JSON: "),
    ] {
        let run = folder.run(args);
        assert_eq!(run.code, Some(2), "{args}: {}{}", run.out, run.err);
        assert!(run.err.starts_with(told) && run.err.lines().count() < 3, "{args}: {}", run.err);
    }
    for format in ["human", "markdown", "html"] {
        let run = folder.run(&format!("sources --format {format} --output report story.docx"));
        assert!(run.err.contains(
            "`pandoc -t gfm story.docx | bylint sources -`\nnote: nothing was read, so `report` was not written\n"
        ));
        assert!(run.code == Some(2) && !folder.root().join("report").exists(), "{format}");
        assert_eq!(folder.run(&format!("sources --format {format} story.docx")).out, "", "{format}");
    }
    for args in ["check", "sources", "words", "audit"] {
        let run = folder.run(args);
        assert_eq!(run.code, Some(0), "{args}: {}", run.err);
        let notes = "note: skipped, because bylint reads only Markdown and plain text: story.docx\n\
                     note: skipped a file that is not a draft: data.txt (JSON)\n";
        assert_eq!(run.err, notes, "{args}");
    }
}

#[test]
fn invalid_arguments_end_with_exit_code_2() {
    let folder = Folder::new(&[("a.md", "Text.\n")]);
    for (args, words) in [
        ("chekc a.md", "'check'"),
        ("check --selct x a.md", "--select"),
        ("check --fail-on fatal a.md", "[possible values: error, warning, info, never]"),
        ("check --threads 0 a.md", "0"),
        ("check --select wordng a.md", "error: --select: no rule or family named `wordng`"),
        ("check --ignore a,b a.md", "error: --ignore: no rule or family named `a`"),
        ("explain no-such-rule", "error: no rule or family named `no-such-rule`"),
        ("check --statistics --format json a.md", "error: --statistics needs --format human or short"),
        (
            "check --config none.toml a.md",
            "error: --config: none.toml does not exist; check the path, or run `bylint init`",
        ),
        ("check --output no/folder/report.txt a.md", "error: cannot write `no/folder/report.txt`: "),
    ] {
        let run = folder.run(args);
        assert_eq!((run.code, &*run.out), (Some(2), ""), "{args}: {}", run.err);
        assert!(run.err.contains(words), "{args}: {}", run.err);
    }
}

#[test]
fn a_draft_without_findings_is_reported_as_such() {
    let folder = Folder::new(&[("a.md", ""), ("b.txt", "")]);
    folder.run("check a.md").check(0, CLEAN, "");
    folder.run("check").check(0, "No findings in 2 drafts.\n", "");
    folder.run("check --quiet a.md").check(0, "", "");
    folder.run("check --statistics a.md").check(0, CLEAN, "");
    // In the short format, every line is a finding.
    folder.run("check --format short a.md").check(0, "", CLEAN);
}

#[test]
fn an_ignore_ends_on_its_last_day() {
    let draft =
        "<!-- bylint-ignore loaded-verb until 2027-03-01 by Dana: a quotation -->\n\nHe claimed that it rained.\n";
    let folder = Folder::new(&[("a.md", draft)]);
    let args = "check --quiet --format short --select loaded-verb,suppression --min-severity info a.md --today";
    folder.run(&format!("{args} 2027-03-01")).check(0, "", "");
    let run = folder.run(&format!("{args} 2027-03-02"));
    let rules: Vec<_> = run.out.lines().filter_map(|line| line.split(['[', ']']).nth(1)).collect();
    assert_eq!((run.code, rules), (Some(1), vec!["expired-ignore", "loaded-verb"]), "{}", run.out);
    let run = folder.run(&format!("{args} tomorrow"));
    assert_eq!((run.code, &*run.out), (Some(2), ""));
    assert!(run.err.contains("expected a date such as 2027-03-01"), "{}", run.err);
}

#[test]
fn unreadable_drafts_are_named_and_the_others_are_linted() {
    let folder = Folder::new(&[("a.md", "")]);
    let run = folder.run("check missing.md a.md");
    assert_eq!((run.code, &*run.out), (Some(2), "No findings in 1 draft; 1 could not be read.\n"));
    assert!(run.err.starts_with("error: cannot read missing.md: "), "{}", run.err);
    let run = folder.run("check --exit-zero --format json missing.md a.md");
    assert_eq!((run.code, run.paths()), (Some(2), vec!["a.md".to_owned()]));
    assert_eq!(run.json()["summary"]["unreadable"], 1);
    assert_eq!(folder.run("sources missing.md").code, Some(2));
    assert_eq!(folder.run("check --show-files missing.md").code, Some(2));
}

#[cfg(unix)]
#[test]
fn a_file_that_fails_during_reading_is_named() {
    let folder = Folder::new(&[("a.md", ""), ("z.md", "")]);
    // A socket exists but cannot be opened, even by users who may read every file.
    let _socket = std::os::unix::net::UnixListener::bind(folder.path("m.md")).expect("a socket");
    let run = folder.run("check --format json a.md m.md z.md");
    assert_eq!((run.code, run.paths()), (Some(2), vec!["a.md".to_owned(), "z.md".to_owned()]));
    assert!(run.err.starts_with("error: cannot read m.md: "), "{}", run.err);
    let run = folder.run("sources --format json m.md z.md");
    assert_eq!((run.code, run.paths()), (Some(2), vec!["z.md".to_owned()]));
}

#[test]
fn json_has_every_draft_and_a_summary() {
    let folder = Folder::new(&[("a.md", ""), ("b/c.md", "")]);
    folder.run("check --format json").check(
        0,
        "{\"version\":1,\"files\":[\n{\"path\":\"a.md\",\"findings\":[]},\n{\"path\":\"b/c.md\",\"findings\":[]}\n],\
         \"summary\":{\"files\":2,\"errors\":0,\"warnings\":0,\"infos\":0,\"suppressed\":0,\"baselined\":0,\"not_read\":0,\"unreadable\":0}}\n",
        "",
    );
    let sources = folder.run("sources --format json a.md").json();
    assert_eq!(sources["version"], 1);
    assert_eq!(sources["files"][0]["path"], "a.md");
    assert_eq!(sources["files"][0]["shares"]["speakers"], 0);
    let rules = folder.run("rules --format json").json();
    assert_eq!(rules["version"], 1);
    assert!(rules["rules"].is_array());
}

#[test]
fn sources_say_why_an_attribution_was_read() {
    let folder = Folder::new(&[("a.md", "Ada Brook said on Friday that the crane was old.\n")]);
    let told = folder.run("sources --explain a.md").out;
    assert!(told.contains("\n  1:11 “said”: Ada Brook (speech, named person, confidence 9"), "{told}");
    assert!(told.contains("\n      because “said” follows the name; speaker: Ada Brook\n"), "{told}");
    let weighed = |told: &str| told.contains("frame said that (") && told.contains("“say”");
    assert!(!weighed(&told) && !told.contains("model:"), "{told}");
    // A person with an unknown occupation is not an organisation, in any view.
    fs::write(folder.path("c.md"), "“It was old,” a rigger said.\n").expect("a file");
    assert!(folder.run("sources --explain c.md").out.contains("(speech, unnamed individual, "));
    let rigger = folder.run("sources --format json c.md").json()["files"][0].clone();
    assert_eq!(rigger["attributions"][0]["class"], "unnamed-individual");
    assert_eq!(rigger["speakers"][0]["class"], "unnamed-individual");
    fs::write(folder.path("b.md"), "One said the crane was old.\n").expect("a file");
    let told = folder.run("sources --explain b.md").out;
    assert!(told.contains("speaker unclear: the words for the source do not say who it is"), "{told}");
    assert!(told.contains("\n  Attributions, in the order of the draft; the confidence says how many"), "{told}");
    let verbose = folder.run("sources --explain --verbose a.md").out;
    assert!(weighed(&verbose) && verbose.contains("because “said” follows the name"), "{verbose}");
    assert_eq!(folder.run("sources --verbose a.md").code, Some(2));
    let attribution = |args: &str| folder.run(args).json()["files"][0]["attributions"][0].clone();
    let because = attribution("sources --explain --format json a.md")["because"].clone();
    assert_eq!(because["frame"], "said-that");
    assert_eq!(because["reason"], "because “said” follows the name");
    assert!(because["form"].as_f64().is_some_and(|form| form > 0.5), "{because}");
    assert!(because["features"].as_array().is_some_and(|features| !features.is_empty()), "{because}");
    assert_eq!(attribution("sources --format json a.md").get("because"), None);
    assert!(!folder.run("sources a.md").out.contains("frame"));
}

#[test]
fn standard_input_is_a_draft() {
    let folder = Folder::new(&[("a.md", ""), ("deep/bylint.toml", "nonsense = 1")]);
    folder.run_with_input("check -", b"").check(0, CLEAN, "");
    assert_eq!(folder.run_with_input("check --format json -", b"").paths(), ["<stdin>"]);
    let run = folder.run_with_input("check --format json --stdin-filename new/b.txt - a.md", b"");
    assert_eq!(run.paths(), ["new/b.txt", "a.md"]);
    // Its directory decides which configuration applies.
    assert_eq!(folder.run_with_input("check --stdin-filename deep/b.md -", b"").code, Some(2));
    assert_eq!(folder.run_with_input("sources -", b"The caf\xe9 closed in May.").code, Some(0));
    assert_eq!(folder.run_with_input("sources -", b"\xff\xfea\0").code, Some(0));
    assert_eq!(folder.run_with_input("sources -", b"a\0b\0").code, Some(2));
}

#[test]
fn directories_are_searched_for_drafts() {
    let folder = Folder::new(&[
        (".gitignore", "ignored*\n"),
        (".hidden.md", ""),
        ("README.md", ""),
        ("readme.txt", ""),
        ("LICENSE-MIT.md", ""),
        ("news.md", ""),
        ("NEWS2.MD", ""),
        ("b/deep/a.markdown", ""),
        ("b/x.mdx", ""),
        ("b/security-council.txt", ""),
        ("b/script.js", ""),
        ("ignored.md", ""),
        ("node_modules/pkg/notes.md", ""),
    ]);
    let walked = "NEWS2.MD\nb/deep/a.markdown\nb/security-council.txt\nb/x.mdx\nnews.md\n";
    for (args, files) in [
        ("", walked.to_owned()),
        (".", format!("./{}\n", walked.trim_end().replace('\n', "\n./"))),
        ("b", "b/deep/a.markdown\nb/security-council.txt\nb/x.mdx\n".to_owned()),
        // A file given as an argument is read whatever its name is, once, and is shown under the given name.
        ("README.md .hidden.md ignored.md b/script.js", ".hidden.md\nREADME.md\nb/script.js\nignored.md\n".to_owned()),
        ("news.md ./news.md b/../news.md", "news.md\n".to_owned()),
        ("b b/deep", "b/deep/a.markdown\nb/security-council.txt\nb/x.mdx\n".to_owned()),
        ("b/deep ./b/x.mdx b", "./b/x.mdx\nb/deep/a.markdown\nb/security-council.txt\n".to_owned()),
        ("node_modules", "node_modules/pkg/notes.md\n".to_owned()),
    ] {
        folder.run(&format!("check --show-files {args}")).check(0, &files, "");
    }
}

#[test]
fn word_processor_documents_are_not_skipped_silently() {
    let folder = Folder::new(&[
        ("a.md", ""),
        ("b/Story.DOCX", ""),
        ("b/~$Story.docx", ""),
        ("c.rtf", ""),
        ("hidden.odt", ""),
        (".ignore", "hidden*\n"),
    ]);
    let note = "note: skipped, because bylint reads only Markdown and plain text: b/Story.DOCX, c.rtf\n";
    folder.run("check").check(0, CLEAN, note);
    folder.run("check a.md").check(0, CLEAN, "");
}

#[test]
fn the_nearest_configuration_applies() {
    // An invalid configuration shows whether bylint reads it.
    let bad = "nonsense = 1";
    let folder = Folder::new(&[
        ("bylint.toml", bad),
        ("a.md", ""),
        ("near/bylint.toml", ""),
        ("near/below/a.md", ""),
        ("repository/.git/HEAD", ""),
        ("repository/a.md", ""),
        ("own/.git/HEAD", ""),
        ("own/bylint.toml", bad),
        ("own/below/a.md", ""),
        ("good.toml", "fail-on = 'error'"),
    ]);
    for (args, code) in [
        ("a.md", 2),
        ("near/below/a.md", 0),
        ("repository/a.md", 0),
        ("own/below/a.md", 2),
        ("repository near", 0),
        ("repository near a.md", 2),
        ("--config good.toml a.md own", 0),
        ("--config bylint.toml near", 2),
    ] {
        let run = folder.run(&format!("check {args}"));
        assert_eq!(run.code, Some(code), "{args}: {}", run.err);
        assert_eq!(run.out.is_empty(), code == 2, "{args}: {}", run.out);
    }
    let run = folder.run("sources own/below/a.md");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("┌─ own/bylint.toml:1:1"), "{}", run.err);
}

#[test]
fn patterns_exclude_files() {
    let folder = Folder::new(&[
        ("bylint.toml", "exclude = ['archive/', '/top.md', '*.txt', '!kept.txt']"),
        ("archive/a.md", ""),
        ("b/archive/deep/a.md", ""),
        ("b/top.md", ""),
        ("b/notes.txt", ""),
        ("b/kept.txt", ""),
        ("b/own/bylint.toml", ""),
        ("b/own/notes.txt", ""),
        ("top.md", ""),
    ]);
    folder.run("check --show-files").check(0, "b/kept.txt\nb/own/notes.txt\nb/top.md\n", "");
    folder.run("check --show-files archive/a.md b/archive").check(0, "archive/a.md\n", "");
    // Patterns in a configuration named with `--config` start from the working directory.
    fs::create_dir(folder.path("conf")).expect("a folder");
    fs::write(folder.path("conf/c.toml"), "exclude = ['/b/own/', 'top.md']").expect("a file");
    let all = "archive/a.md\nb/archive/deep/a.md\nb/kept.txt\nb/notes.txt\n";
    folder.run("check --show-files --config conf/c.toml").check(0, all, "");
}

#[test]
fn configuration_errors_show_their_place() {
    for (text, shown) in [
        (
            "[rules]\nslect = []\n",
            "error: unknown key `slect`; did you mean `select`?\n  ┌─ bylint.toml:2:1\n  │\n2 │ slect = []\n  │ ^^^^^\n\n",
        ),
        (
            "fail-on = 'eror'",
            "error: unknown value `eror`; did you mean `error`?\n  ┌─ bylint.toml:1:11\n  │\n1 │ fail-on = 'eror'\n  │           ^^^^^^\n\n",
        ),
        (
            "rules.ignore = ['x']\r\nnewsroom.partners = ['']\r\n",
            "error: no rule or family named `x`; run `bylint rules` to list them\n  ┌─ bylint.toml:1:17\n  │\n1 │ rules.ignore = ['x']\n  │                 ^^^\n\n\
             error: an outlet needs a name\n  ┌─ bylint.toml:2:22\n  │\n2 │ newsroom.partners = ['']\n  │                      ^^\n\n",
        ),
    ] {
        let folder = Folder::new(&[("bylint.toml", text), ("a.md", "")]);
        folder.run("check a.md").check(2, "", shown);
    }
    let folder = Folder::new(&[("a.md", "")]);
    fs::write(folder.path("bylint.toml"), b"# caf\xe9\n").expect("a file");
    let run = folder.run("check a.md");
    assert_eq!(run.code, Some(2));
    assert!(run.err.starts_with("error: not UTF-8: save the file as UTF-8\n  ┌─ bylint.toml:1:6\n"), "{}", run.err);
}

#[test]
fn colour_is_used_when_asked_for() {
    let folder = Folder::new(&[("bylint.toml", "x = 1"), ("a.md", "")]);
    for (args, no_color, colored) in [
        ("check a.md", false, false),
        ("check --color never a.md", false, false),
        ("check --color always a.md", false, true),
        ("--color always check a.md", true, true),
    ] {
        let mut command = folder.command(args);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let run = Run::from(command.output().expect("bylint runs"));
        assert_eq!(run.err.contains("\u{1b}["), colored, "{args}: {}", run.err);
    }
}

#[test]
fn a_report_can_go_to_a_file() {
    let folder = Folder::new(&[("a.md", ""), ("there.txt", "old, and longer than the new one by far")]);
    folder.run("check --output new.txt a.md").check(0, "", "");
    assert_eq!(folder.read("new.txt"), CLEAN);
    folder.run("check --color always --output there.txt a.md").check(0, "", "");
    assert_eq!(folder.read("there.txt"), CLEAN);
    let left = fs::read_dir(folder.root()).expect("the folder").count();
    assert_eq!(left, [".git", "a.md", "new.txt", "there.txt"].len());
    // A run that fails to start leaves the old report unchanged.
    fs::write(folder.path("bylint.toml"), "x = 1").expect("a file");
    assert_eq!(folder.run("check --output there.txt a.md").code, Some(2));
    assert_eq!(folder.read("there.txt"), CLEAN);
}

#[cfg(unix)]
#[test]
fn a_report_keeps_links_and_modes() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new(&[("a.md", ""), ("real.txt", "old")]);
    let mode = |path| fs::metadata(folder.path(path)).expect("the file is there").permissions().mode() & 0o777;
    fs::set_permissions(folder.path("real.txt"), fs::Permissions::from_mode(0o640)).expect("a mode");
    symlink("real.txt", folder.path("link.txt")).expect("a link");
    folder.run("check --output link.txt a.md").check(0, "", "");
    assert!(folder.path("link.txt").is_symlink());
    assert_eq!((folder.read("real.txt"), mode("real.txt")), (CLEAN.to_owned(), 0o640));
    fs::write(folder.path("plain.txt"), "").expect("a file");
    folder.run("check --output new.txt a.md").check(0, "", "");
    assert_eq!(mode("new.txt"), mode("plain.txt"));
    folder.run("check --output /dev/null a.md").check(0, "", "");
    folder.run("check --output /dev/stdout a.md").check(0, CLEAN, "");
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let names: Vec<String> = (0..600).map(|n| format!("{n:0>120}.md")).collect();
    let folder = Folder::new(&names.iter().map(|name| (&**name, "")).collect::<Vec<_>>());
    for args in ["check --format json", "check --show-files", "sources", "check"] {
        let mut child =
            folder.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("bylint runs");
        drop(child.stdout.take());
        let run = Run::from(child.wait_with_output().expect("it ends"));
        run.check(0, "", "");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let folder = Folder::new(&[("a.md", "")]);
    for args in ["check a.md", "sources a.md", "check --output /dev/full a.md"] {
        let mut command = folder.command(args);
        if !args.contains("--output") {
            command.stdout(fs::File::create("/dev/full").expect("a device that is always full"));
        }
        let run = Run::from(command.output().expect("bylint runs"));
        assert_eq!(run.code, Some(2), "{args}");
        assert!(run.err.starts_with("error: cannot write the report: "), "{args}: {}", run.err);
    }
}

#[test]
fn a_directory_and_its_files_give_the_same_findings() {
    let drafts = [
        ("a.md", include_str!("../fixtures/red-lines.md")),
        ("b/hostile.md", include_str!("../fixtures/pages/hostile.md")),
    ];
    let folder =
        Folder::new(&[drafts[0], drafts[1], ("b/c.txt", "\"Yes,\" critics say.\n"), ("d.md", "A calm day.\n")]);
    for command in ["check", "sources"] {
        let files = |args: &str| folder.run(args).json()["files"].as_array().expect("a list of files").clone();
        let whole = files(&format!("{command} --format json ."));
        let names = ["a.md", "b/c.txt", "b/hostile.md", "d.md"];
        let each: Vec<Value> =
            names.iter().flat_map(|name| files(&format!("{command} --format json ./{name}"))).collect();
        assert_eq!(whole, each, "{command}");
    }
}

#[test]
fn threads_do_not_change_a_report() {
    let names: Vec<String> = (0..150).map(|n| format!("{}/{n}.md", n % 7)).collect();
    let folder = Folder::new(&names.iter().map(|name| (&**name, "\"Yes,\" critics say.\n")).collect::<Vec<_>>());
    for args in ["check", "check --format json", "check --format short", "sources", "sources --format json"] {
        let one = folder.run(&format!("{args} --threads 1"));
        let eight = folder.run(&format!("{args} --threads 8"));
        assert_eq!((one.code, one.out, one.err), (eight.code, eight.out, eight.err), "{args}");
    }
    assert_eq!(folder.run("check --format json").paths().len(), names.len());
}

#[cfg(target_os = "linux")]
#[test]
fn file_names_may_be_any_bytes() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::new(&[]);
    for name in [&b"caf\xe9.md"[..], b"a\n::error::b.md", b"c\x1b[2J\xe2\x80\xae.md"] {
        fs::write(folder.root().join(std::ffi::OsStr::from_bytes(name)), "").expect("a file");
    }
    folder.run("check --show-files").check(0, "a␊::error::b.md\nc␛[2J�.md\ncaf�.md\n", "");
    assert_eq!(
        folder.run("check --format json").paths(),
        ["a\n::error::b.md", "c\u{1b}[2J\u{202e}.md", "caf\u{fffd}.md"]
    );
    assert_eq!(folder.run("sources").out.lines().next(), Some("a␊::error::b.md"));
    let run = Run::from(folder.command("check").arg("no\u{1b}[2J\n.md").output().expect("bylint runs"));
    assert!(run.err.starts_with("error: cannot read no␛[2J␊.md: "), "{}", run.err);
}

/// A draft with one error, one warning and one info.
const MIXED: &str =
    "Sources said the dam was safe.\n\nCritics say the bill goes too far.\n\nA witness said it was dark.\n";

#[test]
fn the_exit_code_depends_on_the_severities_found() {
    let folder = Folder::new(&[("a.md", MIXED)]);
    for (args, code) in [
        ("check a.md", 1),
        ("check --fail-on error a.md", 1),
        ("check --fail-on error --select vague-attribution a.md", 0),
        ("check --fail-on info --select anonymous-source a.md", 1),
        ("check --fail-on never a.md", 0),
        ("check --exit-zero a.md", 0),
        ("check --ignore sourcing --ignore story a.md", 0),
    ] {
        assert_eq!(folder.run(args).code, Some(code), "bylint {args}");
    }
}

#[test]
fn hidden_findings_are_counted() {
    let folder = Folder::new(&[("a.md", MIXED)]);
    let run = folder.run("check a.md");
    assert!(
        run.out.contains("error[anonymous-source]") && run.out.contains("warning[vague-attribution]"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("info[") && run.out.contains("Hidden: 1 finding at info ("), "{}", run.out);
    assert!(folder.run("check --min-severity info a.md").out.contains("info[anonymous-source]"));
}

#[test]
fn an_ignore_with_a_reason_is_counted_and_one_without_is_a_finding() {
    let draft = "<!-- bylint-ignore anonymous-source: at risk; A. Brook, 2 May -->\n\nSources said the dam was safe.\n";
    let folder = Folder::new(&[("a.md", draft), ("b.md", &draft.replace(": at risk; A. Brook, 2 May", ""))]);
    let json: Value = serde_json::from_str(&folder.run("check --format json a.md").out).expect("JSON");
    assert_eq!((&json["summary"]["suppressed"], &json["summary"]["errors"]), (&1.into(), &0.into()));
    let run = folder.run("check --format short b.md");
    assert!(run.out.contains("[ignore-without-reason]") && run.out.contains("[anonymous-source]"), "{}", run.out);
}

/// The message explains what is wrong with a suppression, because every format has the message. It fits the place of
/// the suppression: comment or front matter.
#[test]
fn the_message_about_a_suppression_without_effect_explains_it() {
    let text = "Ada Brook said it rained.\n";
    let folder = Folder::new(&[
        ("comment.md", &format!("<!-- bylint-ignore anonymos-source: at risk -->\n\n{text}")),
        ("unknown.md", &format!("<!-- bylint-ignore qqqqqq: at risk -->\n\n{text}")),
        ("word.md", &format!("<!-- bylint-ignroe spelling: at risk -->\n\n{text}")),
        ("end.md", &format!("{text}\n<!-- bylint-ignore-end -->\n")),
        ("list.md", &format!("---\nbylint:\n  ignore: [spelling]\n---\n\n{text}")),
        ("key.md", &format!("---\nbylint:\n  colour: red\n---\n\n{text}")),
        ("type.md", &format!("---\nbylint:\n  ignore: [[spelling]]\n---\n\n{text}")),
    ]);
    for (args, wanted) in [
        (
            "--format short comment.md",
            "error[ignore-without-reason] No rule is called “anonymos-source”: did you mean “anonymous-source”?\n",
        ),
        ("--format github comment.md", "No rule is called “anonymos-source”: did you mean “anonymous-source”?\n"),
        (
            "--format short unknown.md",
            "No rule is called “qqqqqq”: correct the name, or delete it from the suppression\n",
        ),
        ("word.md", "= Write `bylint-ignore` to cover the next paragraph,"),
        ("end.md", "= Write `<!-- bylint-ignore-start anonymous-source: at risk -->` above"),
        (
            "list.md",
            "= Write each rule on its own line under `ignore:` with its reason: `spelling: dialect in the diary`.",
        ),
        (
            "--format short key.md",
            "Unknown key “colour” under `bylint` in the front matter: expected `ignore`, `facts` or `language`\n",
        ),
        ("key.md", "= Correct or remove the key."),
        ("--format short type.md", "which cannot be read: expected a string"),
    ] {
        let out = folder.run(&format!("check {args}")).out;
        assert!(out.contains(wanted), "{args}: {out}");
    }
}

#[test]
fn front_matter_silences_a_rule_in_the_whole_draft() {
    let draft = |ignore: &str| {
        format!("---\nbylint:\n  ignore:{ignore}\n---\n\nSources said the dam was safe.\n\nSources said it held.\n")
    };
    let folder = Folder::new(&[
        ("reason.md", &draft("\n    anonymous-source: at risk; A. Brook, 2 May")),
        ("none.md", &draft(" [anonymous-source]")),
        ("needless.md", &draft("\n    sourcing: at risk\n    quote-balance: the poet's own marks")),
        ("unknown.md", &draft("\n    anonymous-sources: at risk")),
        ("key.md", &draft("\n  ignored: anonymous-source")),
        ("french.md", &draft("\n  language: fr")),
    ]);
    let found = |name: &str| {
        let json: Value = serde_json::from_str(&folder.run(&format!("check --format json {name}")).out).expect("JSON");
        let findings = json["files"][0]["findings"].as_array().expect("findings").clone();
        let short = findings
            .iter()
            .map(|f| format!("{} {}:{}", f["rule"].as_str().expect("a name"), f["span"]["line"], f["span"]["column"]));
        (short.collect::<Vec<_>>().join(", "), json["summary"]["suppressed"].as_u64().expect("a number"))
    };
    assert_eq!(found("reason.md"), (String::new(), 2));
    let loud = "ignore-without-reason 3:12, anonymous-source 6:1, anonymous-source 8:1";
    assert_eq!(found("none.md"), (loud.to_owned(), 0));
    let loud = "anonymous-source 7:1, anonymous-source 9:1";
    assert_eq!(found("needless.md"), ("unused-ignore 5:5".to_owned(), 2));
    assert_eq!(found("unknown.md"), (format!("ignore-without-reason 4:5, {loud}"), 0));
    assert_eq!(found("key.md"), (format!("broken-front-matter 4:3, {loud}"), 0));
    assert_eq!(found("french.md"), ("not-english 7:1".to_owned(), 0));
}

#[test]
fn the_newsroom_s_own_name_is_not_an_outlet() {
    let folder = Folder::new(&[("a.md", "Ada Brook, a nurse, told CNN that the ward was shut.\n")]);
    assert!(folder.run("check --min-severity info a.md").out.contains("secondhand-outlet"));
    assert_eq!(folder.run("check --min-severity info --own-outlet CNN a.md").out, CLEAN);
}

#[test]
fn the_newsroom_s_dictionary_is_read() {
    let draft = "The zelkova by the quay met Brelvicks's lawyer. “A goverment zelkova,” Lund said.\n";
    let toml = "language.dictionary = ['words/house.txt']";
    let house = "# Our own.\nBrelvix = Brelvicks\n";
    let folder = Folder::new(&[
        ("a.md", draft),
        ("house/b.md", draft),
        ("house/bylint.toml", toml),
        ("house/words/house.txt", house),
        ("broken/c.md", draft),
        ("broken/bylint.toml", toml),
    ]);
    let found = |path: &str| -> Vec<String> {
        let run = folder.run(&format!("check --select spelling --format short {path}"));
        run.out.lines().map(|line| line.split_once("] ").expect("a rule in brackets").1.to_owned()).collect()
    };
    let quoted =
        "“goverment” looks misspelled: did you mean “government”? If you copied the quotation, check the original";
    let house = "The newsroom's dictionary lists “Brelvicks's” as an error: write “Brelvix's”";
    assert_eq!(found("a.md"), [quoted]);
    assert_eq!(found("house/b.md"), [house, quoted]);
    let run = folder.run("check broken/c.md");
    assert_eq!((run.code, &*run.out), (Some(2), ""));
    assert!(run.err.starts_with("error: cannot read broken/words/house.txt: "), "{}", run.err);
}

#[test]
fn unknown_words_are_counted() {
    let folder = Folder::new(&[
        ("a.md", "---\nauthor: Ada Zvorkin\ntags: [Plimbor]\n---\nZvorkin saw Brelvix's Plimbor. Brelvix was out.\n"),
        ("b.md", "The goverment met Brelvix and the Tandelmoor twins. Zvorkin left. `qwzzt` was code.\n"),
        (
            "c.md",
            "---\nlang: es\n---\nEl ministro dijo el martes que la nueva terminal abrirá en la primavera, dos años después de lo previsto.\n",
        ),
        ("bylint.toml", "language.dictionary = ['house.txt']"),
        ("house.txt", "Tandelmoor\n"),
    ]);
    let spanish = "note: skipped a draft that is not in English: c.md (es)\n";
    folder.run("words a.md b.md c.md").check(0, "      3  Brelvix\n      1  Zvorkin\n      1  goverment\n", spanish);
    folder.run("words --at-least 2").check(0, "      3  Brelvix\n", spanish);
    let run = folder.run("words missing.md");
    assert_eq!((run.code, &*run.out), (Some(2), ""));
}

#[test]
fn the_house_spelling_applies() {
    let folder = Folder::new(&[
        ("a.md", "The color of the harbor is grey. They recognize the center.\n"),
        ("uk/a.md", "The color of the harbor is grey. They recognize the center.\n"),
        ("uk/bylint.toml", "language.spelling = 'en-GB'"),
        ("oxford/a.md", "The colour of the harbour is grey. They recognize and organise.\n"),
        ("oxford/bylint.toml", "language = { spelling = 'en-GB-oxford' }"),
        ("us/a.md", "The colour is gray. They recognize it.\n"),
        ("us/bylint.toml", "language.spelling = 'en-US'"),
    ]);
    for (path, words) in [
        ("a.md", vec![]),
        ("uk/a.md", vec!["color", "harbor", "recognize", "center"]),
        ("oxford/a.md", vec!["organise"]),
        ("us/a.md", vec!["colour"]),
    ] {
        let run = folder.run(&format!("check --select spelling-variant-mix --format short {path}"));
        let found: Vec<&str> = run.out.lines().filter_map(|line| line.split(['“', '”']).nth(1)).collect();
        assert_eq!(found, words, "{path}");
    }
}
