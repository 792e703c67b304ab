//! Guarantees of docs/security.md about hostile drafts, file names, configurations and rules. Its table names these
//! tests (checked by tests/attacks/page.rs).

#![cfg(unix)]

mod common;

use common::Workspace;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::ops::Deref;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A draft with a finding.
const DRAFT: &str = "The mill closed in in May, Ada Brook said.\n";

/// A house rule.
const RULE: &str = concat!(
    include_str!("../fixtures/substitution.toml"),
    r#"
swap = { zorgle = "mill" }

[[bad]]
text = "The [[zorgle]] closed."
fix = "The mill closed."

[[good]]
text = "The mill closed."
"#
);

/// A workspace in which runs must end without help.
struct Repository(Workspace);

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
    /// Peak memory in kilobytes; `None` if the system does not report it.
    peak_memory: Option<u64>,
}

impl Repository {
    fn new(files: &[(&str, &str)]) -> Self {
        Self(Workspace::new(files))
    }

    fn pipe(&self, path: &str) {
        let made = Command::new("mkfifo").arg(self.path(path)).status().expect("every Unix has mkfifo");
        assert!(made.success());
    }

    /// Runs the command; panics if it does not end soon.
    fn run(&self, args: &str) -> Run {
        let mut command = self.command("", args);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(File::create(self.path(".out")).expect("a file"))
            .stderr(File::create(self.path(".err")).expect("a file"))
            .spawn()
            .expect("the command that was just built runs");
        let start = Instant::now();
        let mut peak_memory = None;
        let code = loop {
            peak_memory = process_peak_memory(child.id()).or(peak_memory);
            if let Some(status) = child.try_wait().expect("the command can be waited for") {
                break status.code();
            }
            if start.elapsed() > Duration::from_secs(300) {
                child.kill().expect("it can be ended");
                panic!("{args}: does not end");
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let read =
            |name| String::from_utf8(fs::read(self.path(name)).expect("it is there")).expect("reports are UTF-8");
        let run = Run { code, out: read(".out"), err: read(".err"), peak_memory };
        assert!(!run.err.contains("panicked"), "{args}: {}", run.err);
        run
    }

    /// Asserts that a run fails and gives this reason.
    fn refused(&self, args: &str, why: &str) {
        let run = self.run(args);
        assert_eq!(run.code, Some(2), "{args}: {}{}", run.out, run.err);
        assert!(run.err.contains(why), "{why}\nis not in\n{}", run.err);
    }
}

impl Deref for Repository {
    type Target = Workspace;

    fn deref(&self) -> &Workspace {
        &self.0
    }
}

/// Peak memory of a running process in kilobytes, if the system reports it.
fn process_peak_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

#[test]
fn links_in_directories_are_not_followed() {
    let outside = Repository::new(&[("secret.md", DRAFT)]);
    let repository = Repository::new(&[("a.md", DRAFT), ("deep/b.md", "")]);
    symlink("..", repository.path("deep/loop")).expect("a link");
    symlink("self", repository.path("self")).expect("a link");
    symlink(outside.path("secret.md"), repository.path("c.md")).expect("a link");
    symlink(outside.root(), repository.path("d")).expect("a link");
    let run = repository.run("check --show-files");
    assert_eq!((run.code, &*run.out), (Some(0), "a.md\ndeep/b.md\n"), "{}", run.err);
}

#[test]
fn pipes_and_devices_in_directories_are_skipped() {
    let repository = Repository::new(&[("a.md", DRAFT)]);
    repository.pipe("pipe.md");
    symlink("/dev/zero", repository.path("zero.md")).expect("a link");
    assert_eq!(repository.run("check --show-files").out, "a.md\n");
    // A named device is read up to the maximum draft size. A link in the repository cannot point to one.
    repository.refused("check --max-file-size 2 /dev/zero", "/dev/zero: larger than 2 MB; --max-file-size");
    repository.refused("check zero.md", "zero.md: a symbolic link leads out of");
}

#[test]
fn a_huge_file_is_refused_and_the_rest_is_read() {
    let repository = Repository::new(&[("a.md", DRAFT)]);
    let sparse = File::create(repository.path("huge.md")).expect("a file");
    sparse.set_len(4 << 30).expect("a file with a hole takes no room");
    let run = repository.run("check");
    assert_eq!(run.code, Some(2));
    assert!(run.out.contains("doubled-word"), "{}", run.out);
    let why = "cannot read huge.md: larger than 128 MB; --max-file-size sets another limit";
    assert!(run.err.contains(why), "{}", run.err);
    // Only the command line sets the limit; a change to a repository cannot raise it.
    repository.write("bylint.toml", "max-file-size = 1024");
    repository.refused("check a.md", "unknown key `max-file-size`");
}

#[test]
fn a_file_of_exactly_the_maximum_size_is_read() {
    let repository = Repository::new(&[("full.md", &" ".repeat(1_000_000)), ("more.md", &" ".repeat(1_000_001))]);
    assert_eq!(repository.run("check --max-file-size 1 full.md").code, Some(0));
    repository.refused("check --max-file-size 1 more.md", "more.md: larger than 1 MB");
}

#[test]
fn memory_does_not_grow_with_the_number_of_drafts() {
    let story = "The council met on Monday and agreed on the plan, Ada Brook said.\n\n".repeat(60);
    let repository = Repository::new(&[("few/0.md", &format!("{DRAFT}\n{story}")), ("many/more.md", DRAFT)]);
    let peak_memory = |folder: &str, drafts: usize| {
        for number in 0..drafts {
            let copy = repository.path(&format!("{folder}/{number}.md"));
            let linked = copy.exists() || fs::hard_link(repository.path("few/0.md"), copy).is_ok();
            assert!(linked, "a file may have many names");
        }
        let run = repository.run(&format!("check --no-cache --threads 2 --format short {folder}"));
        assert!(run.code == Some(1) && run.out.lines().count() >= drafts, "{}{}", run.out, run.err);
        run.peak_memory
    };
    // All analyses of 500 drafts together would take about 20,000 KB.
    if let (Some(few), Some(many)) = (peak_memory("few", 50), peak_memory("many", 500)) {
        assert!(many < few + 8_000, "{few} KB for 50 drafts, {many} KB for 500");
    }
}

#[test]
fn unreadable_drafts_are_named_and_the_others_are_read() {
    let repository = Repository::new(&[("a.md", DRAFT)]);
    symlink("nowhere.md", repository.path("gone.md")).expect("a link");
    let run = repository.run("check a.md gone.md");
    assert_eq!(run.code, Some(2));
    assert!(run.out.contains("doubled-word") && run.err.contains("cannot read gone.md"), "{}{}", run.out, run.err);
}

#[test]
fn files_may_vanish_or_grow_during_a_run() {
    let repository = Repository::new(&[]);
    let names: Vec<String> = (0..60).map(|n| format!("{n}.md")).collect();
    std::thread::scope(|scope| {
        // The number of rounds is fixed, so that the thread ends whatever the runs do.
        scope.spawn(|| {
            for _ in 0..300 {
                for name in &names {
                    let mut file =
                        File::options().append(true).create(true).open(repository.path(name)).expect("a file");
                    file.write_all(DRAFT.as_bytes()).expect("it can be written to");
                }
                for name in names.iter().step_by(2) {
                    fs::remove_file(repository.path(name)).expect("it was just made");
                }
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        for _ in 0..4 {
            let run = repository.run("check --format short");
            let gone = |line: &str| line.contains("No such file");
            let told = run.err.lines().filter(|line| line.contains("cannot read")).all(gone);
            assert!(told && matches!(run.code, Some(0..=2)), "{:?} {}", run.code, run.err);
        }
    });
}

#[test]
fn a_huge_or_endless_setting_is_refused() {
    let repository = Repository::new(&[("a.md", DRAFT)]);
    let huge = File::create(repository.path("bylint.toml")).expect("a file");
    huge.set_len(4 << 30).expect("a file with a hole takes no room");
    repository.refused("check", "larger than 64 MiB");
    repository.pipe("pipe.toml");
    for (text, why) in [
        ("extends = 'pipe.toml'", "not a file"),
        ("language.dictionary = ['pipe.toml']", "not a file"),
        ("newsroom.partners = { file = 'pipe.toml' }", "not a file"),
        ("language.dictionary = ['.']", "not a file"),
    ] {
        repository.write("bylint.toml", text);
        repository.refused("check", why);
    }
    // A configuration that cannot be read does not count as missing.
    for (name, pipe) in [("bylint.toml", "check"), ("bylint-baseline.toml", "check"), ("bylint.toml", "words")] {
        let _ = fs::remove_file(repository.path("bylint.toml"));
        repository.pipe(name);
        repository.refused(pipe, "not a file");
        fs::remove_file(repository.path(name)).expect("it is there");
        symlink("/dev/zero", repository.path(name)).expect("a link");
        repository.refused(pipe, "a symbolic link leads out of");
        fs::remove_file(repository.path(name)).expect("it is there");
    }
}

#[test]
fn deeply_nested_or_long_settings_are_read_or_refused() {
    let repository = Repository::new(&[("a.md", DRAFT)]);
    let facts: Vec<String> = (0..5_000).map(|n| format!("'fact number {n} holds'")).collect();
    for (text, code) in [
        (format!("newsroom.settled-facts = [{}]", facts.join(",")), 1),
        (format!("exclude = {}", "[".repeat(100_000)), 2),
        (format!("{}x = 1", "a.".repeat(50_000)), 2),
        ("[[overrides]]\npaths = 'x'\n".repeat(1_000), 1),
        ("[[overrides]]\npaths = 'x'\n".repeat(2_000), 2),
    ] {
        repository.write("bylint.toml", &text);
        assert_eq!(repository.run("check").code, Some(code), "{}", &text[..30]);
    }
}

#[test]
fn patterns_cannot_cause_endless_work() {
    let repository = Repository::new(&[(&format!("{}.md", "a".repeat(200)), DRAFT)]);
    let mut many = String::from("exclude = [");
    for n in 0..4_000 {
        write!(many, "'{}{n}',", "*a".repeat(20)).expect("a string can be added to");
    }
    repository.write("bylint.toml", &(many + "]"));
    repository.refused("check", "bylint.toml: the globs of `exclude` or `paths` are too many or too long");
    for pattern in ["*a".repeat(90) + "b", "{a,aa}".repeat(60) + "b", "**/".repeat(300) + "b"] {
        repository.write("bylint.toml", &format!("exclude = ['{pattern}']"));
        assert_eq!(repository.run("check").code, Some(1), "{pattern}");
    }
}

#[test]
fn rules_of_a_pack_contain_only_words_and_settings() {
    let repository = Repository::new(&[("a.md", "The zorgle closed.\n"), ("bylint.toml", "rules.packs = ['pack']")]);
    repository.write("pack/words.toml", RULE);
    assert_eq!(repository.run("check").code, Some(1));
    // A rule cannot contain code, regular expressions or file names.
    for key in
        ["pattern = '(a+)+$'", "regex = 'x'", "command = 'touch pwned'", "script = 'x'", "include = '/etc/passwd'"]
    {
        repository.write("pack/words.toml", &format!("{key}\n{}", RULE.trim_start()));
        repository.refused("check", "unknown");
    }
    for phrase in ["a".repeat(201), "a\\nb".to_owned(), "...".to_owned()] {
        repository.write("pack/words.toml", &RULE.replace("zorgle =", &format!("\"{phrase}\" =")));
        assert_eq!(repository.run("check").code, Some(2), "{phrase}");
    }
    // Alternatives that multiply are counted without writing them out.
    let hedge = |words: &str| {
        let hedge = format!("kind = 'hedge'\ncovered = false\nwords = [{words}]\n");
        RULE.replace("kind = \"substitution\"\n", &hedge).replace("swap = { zorgle = \"mill\" }", "")
    };
    repository.write("pack/words.toml", &hedge(&format!("'zorgle', '{}'", "a|b c? ".repeat(30))));
    repository.refused("check", "expands to more than 1000 phrases");
    let wordy: Vec<_> = (0..600).map(|n| format!("'{}n{n}'", "a|b ".repeat(8))).collect();
    repository.write("pack/words.toml", &hedge(&wordy.join(", ")));
    for command in ["check", "rules", "explain words"] {
        repository.refused(command, "too many phrases; `words` has most of them");
    }
    assert_eq!(repository.run("test").code, Some(2));
    for find in ["'s|a".repeat(30), "'s?".repeat(30), format!("{}{}", "a|".repeat(900), "b".repeat(9_000))] {
        let phrase = format!("kind = 'phrase'\npatterns = [{{ find = \"zorgle {find}\" }}]\n");
        let phrase = RULE.replace("kind = \"substitution\"\n", &phrase).replace("swap = { zorgle = \"mill\" }", "");
        repository.write("pack/words.toml", &phrase);
        repository.refused("check", "expands to");
    }
    // Files that are not rules are never opened.
    repository.write("pack/words.toml", RULE);
    repository.write("pack/run.sh", "touch pwned");
    repository.pipe("pack/pipe.toml");
    assert_eq!(repository.run("check").code, Some(1));
    assert!(!repository.path("pwned").exists());
}

#[test]
fn rules_of_a_pack_must_be_in_its_directory() {
    let outside = Repository::new(&[("secret.toml", "password = 'hunter2'")]);
    let repository = Repository::new(&[("a.md", DRAFT), ("bylint.toml", "rules.packs = ['pack']")]);
    repository.write("pack/words.toml", RULE);
    symlink(outside.path("secret.toml"), repository.path("pack/secret.toml")).expect("a link");
    repository.refused("check", "secret.toml links to a file outside the directory");
    assert!(!repository.run("check").err.contains("hunter2"));
    fs::remove_file(repository.path("pack/secret.toml")).expect("it is there");
    // Linked directories are not entered, and a loop does not hang.
    symlink(outside.root(), repository.path("pack/elsewhere")).expect("a link");
    symlink("..", repository.path("pack/loop")).expect("a link");
    assert_eq!(repository.run("check").code, Some(1));
}

#[test]
fn aliases_in_front_matter_cannot_expand_endlessly() {
    let mut bomb = String::from("---\na0: &a0 [x, x]\n");
    for n in 1..60 {
        let before = n - 1;
        writeln!(bomb, "a{n}: &a{n} [*a{before}, *a{before}]").expect("a string can be added to");
    }
    let nested = format!("---\na: {}\n---\n{DRAFT}", "[".repeat(100_000));
    let repository = Repository::new(&[("bomb.md", &format!("{bomb}---\n{DRAFT}")), ("nested.md", &nested)]);
    let run = repository.run("check --format short");
    assert_eq!(run.code, Some(1), "{}", run.err);
}

#[test]
fn deeply_nested_drafts_are_read() {
    let shapes = [">", "- ", "[", "*a **a ", "<em>", "<div>\n", "“‘", "{{< a ", "(", "`", "![["];
    let repository = Repository::new(&[]);
    for (number, shape) in shapes.iter().enumerate() {
        repository.write(&format!("{number}.md"), &shape.repeat(20_000 / shape.len()));
    }
    let run = repository.run("check --format short");
    assert!(matches!(run.code, Some(0 | 1)), "{}", run.err);
    assert_eq!(repository.run("sources --format json").code, Some(0));
}

#[test]
fn revisions_are_not_passed_as_options_to_git() {
    let repository = Repository::new(&[("a.md", DRAFT)]);
    fs::remove_dir_all(repository.path(".git")).expect("it is there");
    let git = |args: &[&str]| {
        let done = Command::new("git").args(args).current_dir(repository.root()).output().expect("git is there");
        assert!(done.status.success(), "{args:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", "News"]);
    assert_eq!(repository.run("check --changed-since=--output=pwned").code, Some(2));
    assert!(!repository.path("pwned").exists());
}

#[test]
fn no_code_uses_the_network_or_unsafe() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut folders =
        ["src", "build", "examples", "fuzz/src", "fuzz/fuzz_targets"].map(|folder| root.join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("source is UTF-8");
            for word in ["std::net", "TcpStream", "UdpSocket", "UnixStream", "allow(unsafe"] {
                assert!(!text.contains(word), "{word} in {}", path.display());
            }
        }
    }
    // Covers the library, the command, the build script, examples, tests and benchmarks. The fuzzer is a separate
    // package.
    for manifest in ["Cargo.toml", "fuzz/Cargo.toml"] {
        let manifest = fs::read_to_string(root.join(manifest)).expect("it is there");
        assert!(manifest.contains("[lints.rust]\nunsafe_code = \"forbid\""));
    }
    let lock = fs::read_to_string(root.join("Cargo.lock")).expect("it is there");
    // `notify` depends on `mio`, which can open network connections; that feature of `mio` is not enabled.
    for name in ["tokio", "socket2", "hyper", "reqwest", "ureq", "curl", "rustls", "openssl", "native-tls"] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name} is among the dependencies");
    }
}

#[test]
fn messages_of_a_pack_are_bounded() {
    let phrase = "zorgle ".repeat(25);
    let phrase = phrase.trim_end();
    let draft = format!("The {phrase} closed.\n\n").repeat(500);
    let repository = Repository::new(&[("a.md", &draft), ("bylint.toml", "rules.packs = ['pack']")]);
    let message = "the house writes “{fix}” for “{text}”";
    let rule = |said: &str| {
        RULE.replace("zorgle =", &format!("\"{phrase}\" ="))
            .replace("[[zorgle]]", &format!("[[{phrase}]]"))
            .replace(message, said)
    };
    repository.write("pack/words.toml", &rule(&"x".repeat(500_000)));
    repository.refused("check", "`message`: longer than 400 characters");
    let many = format!("[{}]", "'mill',".repeat(21));
    repository.write("pack/words.toml", &rule(message).replace("\"mill\"", &many));
    repository.refused("check", "`swap`: “zorgle zorgle");
    // A message filled in with words of the draft is not longer either.
    repository.write("pack/words.toml", &rule(&"{text}".repeat(66)));
    let run = repository.run("check --format json");
    let told: serde_json::Value = serde_json::from_str(&run.out).expect(&run.err);
    let findings = told["files"][0]["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 500, "{}", run.err);
    assert!(findings.iter().all(|finding| finding["message"].as_str().map(|said| said.chars().count()) == Some(401)));
}

/// Encodes a text in UTF-16 (`unit` = 2) or UTF-32 (`unit` = 4).
fn encoded(text: &str, unit: usize, big_endian: bool) -> Vec<u8> {
    let bytes = |c: char| {
        let mut bytes = (c as u32).to_le_bytes()[..unit].to_vec();
        if big_endian {
            bytes.reverse();
        }
        bytes
    };
    text.chars().flat_map(bytes).collect()
}

#[test]
fn a_file_that_is_not_text_does_not_pass() {
    let story = format!("{DRAFT}\nCritics say it, according to TASS.\n");
    let marked = format!("\u{feff}{story}");
    let mut files = vec![(story.replace("May", "Ma\0y").into_bytes(), "contains NUL bytes")];
    for (unit, seems) in [(2, "is UTF-16 text"), (4, "is UTF-32 text")] {
        // UTF-16 with a byte order mark is supported.
        for text in [&story, &marked].into_iter().take(if unit == 2 { 1 } else { 2 }) {
            files.extend([false, true].map(|big_endian| (encoded(text, unit, big_endian), seems)));
        }
    }
    for ((bytes, seems), name) in files.into_iter().zip(["a.md", "a.txt", "a.mdx", "a.markdown"].into_iter().cycle()) {
        let repository = Repository::new(&[(name, "")]);
        fs::write(repository.path(name), &bytes).expect("a file");
        // Whatever rules run, and whatever the baseline contains.
        for (settings, args) in [
            ("", ""),
            ("", "--select doubled-word --min-severity info"),
            ("", "--profile legal --ignore invalid-utf8"),
            ("rules.ignore = ['invalid-utf8', 'not-english']", ""),
            ("rules.severity.invalid-utf8 = 'off'", ""),
            ("rules.severity.invalid-utf8 = 'info'", "--fail-on error"),
        ] {
            repository.write("bylint.toml", settings);
            let run = repository.run(&format!("check --no-cache --format json {args} {name}"));
            let told: serde_json::Value = serde_json::from_str(&run.out).expect(&run.err);
            let findings = told["files"][0]["findings"].as_array().expect("a list");
            assert_eq!((run.code, findings.len()), (Some(1), 1), "{name} {settings} {args}: {}{}", run.out, run.err);
            let message = format!("This file was not read, because it {seems}: save it as UTF-8");
            assert_eq!((&findings[0]["severity"], &findings[0]["message"]), (&"error".into(), &message.into()));
        }
        repository.write("bylint.toml", "");
        let entries =
            ["\\u0000", "\\u001a", "\\u001a\\u001a"].map(|words| format!("{{rule='invalid-utf8', words=\"{words}\"}}"));
        let draft = format!("version = 1\n[[draft]]\npath = '{name}'\nfindings = [{}]\n", entries.join(", "));
        repository.write("bylint-baseline.toml", &draft);
        assert_eq!(repository.run(&format!("check {name}")).code, Some(1), "{name}");
        for command in ["sources", "sources --format html", "words", "audit", "baseline", "config show"] {
            repository.refused(&format!("{command} {name}"), &format!("the file {seems}: save it as UTF-8"));
        }
    }
}

#[test]
fn a_draft_in_utf_16_is_read_and_written_back_in_utf_16() {
    let story = "\u{feff}Åse Lund said teh mill was shut.\r\n";
    for (name, big_endian) in [("a.md", false), ("a.txt", true)] {
        let repository = Repository::new(&[]);
        let before = encoded(story, 2, big_endian);
        fs::write(repository.path(name), &before).expect("a file");
        let run = repository.run(&format!("check --no-cache --format json {name}"));
        let told: serde_json::Value = serde_json::from_str(&run.out).expect(&run.err);
        let finding = &told["files"][0]["findings"][0];
        let span = &finding["span"];
        let at = story.find("teh").expect("it is there");
        assert_eq!(
            (&finding["rule"], &span["start"], &span["column"]),
            (&"spelling".into(), &at.into(), &15.into()),
            "{}",
            run.out
        );
        let run = repository.run(&format!("check --no-cache --diff {name}"));
        assert!(run.out.contains("Åse Lund said teh") && run.out.contains("GIT binary patch"), "{}", run.out);
        let run = repository.run(&format!("check --no-cache --fix {name}"));
        let after = fs::read(repository.path(name)).expect("a file");
        assert_eq!(after, encoded(&story.replace("teh", "the"), 2, big_endian), "{}{}", run.out, run.err);
        // Text that cannot be decoded cannot be written back.
        let broken = [&before[..], b"!"].concat();
        fs::write(repository.path(name), &broken).expect("a file");
        let run = repository.run(&format!("check --no-cache --fix {name}"));
        assert!(
            run.err.contains("was not fixed: the draft is UTF-16 with characters that cannot be decoded"),
            "{}",
            run.err
        );
        assert_eq!(fs::read(repository.path(name)).expect("a file"), broken);
        let unfixable = [&encoded("\u{feff}The mill is shut.\n", 2, big_endian)[..], b"!"].concat();
        fs::write(repository.path(name), unfixable).expect("a file");
        for args in ["--fix", ""] {
            let run = repository.run(&format!("check --no-cache {args} {name}"));
            assert!(run.code == Some(1) && run.out.contains("[invalid-utf8]"), "{args}: {}{}", run.out, run.err);
        }
    }
}

#[test]
fn a_list_that_is_not_text_is_refused() {
    let repository = Repository::new(&[("a.md", DRAFT), ("bylint.toml", "language.dictionary = ['words.txt']")]);
    fs::write(repository.path("words.txt"), encoded("zorgle\n", 2, false)).expect("a file");
    repository.refused("check", "words.txt is UTF-16 text: save it as UTF-8");
}

#[test]
fn dependencies_come_from_one_registry_with_their_checksums() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for lock in ["Cargo.lock", "fuzz/Cargo.lock", ".ci/wasm/Cargo.lock"] {
        let lock = fs::read_to_string(root.join(lock)).expect("it is there");
        let packages: Vec<&str> = lock.split("[[package]]\n").skip(1).collect();
        assert!(packages.len() > 50, "few dependencies: {}", packages.len());
        for package in packages.into_iter().filter(|package| !package.starts_with("name = \"bylint")) {
            assert!(
                package.contains("\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n"),
                "{package}"
            );
            assert!(package.contains("\nchecksum = \""), "{package}");
        }
    }
}
