//! Runs every command in every format, in a newsroom whose drafts, names, settings, rules and authors are hostile.

use crate::EVIL;
use crate::desk::{Desk, quoted, without_colors};
use crate::harmless::harmless;
use serde_json::Value;
use std::fs;

/// A hostile name for a file or directory.
fn name(kind: &str) -> String {
    format!("{EVIL}{kind}")
}

fn newsroom() -> Desk {
    let one_line = EVIL.replace(['\n', '\r'], " ");
    let draft = format!(
        "---\ntitle: {q}\nauthor: {q}\ndate: {q}\ndescription: {q}\nbylint:\n  ignore:\n    jargon: {q}\n---\n\n# The {EVIL} mill\n\n\
         The mill closed in in May, according to {one_line} TASS. Critics say {EVIL} it, “{one_line}” {one_line} said.\n\n\
         ![{one_line}](a.jpg) [{one_line}](https://{one_line}/) `{EVIL}` **{one_line}** refuted the {one_line}goverment.\n\n\
         <!-- bylint-ignore misused-refute by {one_line}: {one_line} -->\n\nHe refuted it.\n\n\
         | {one_line} | b |\n|---|---|\n| the the | {one_line} |\n\nThe zorgle closed.\n\n```\n{EVIL}\n```\n\n{EVIL}\n",
        q = quoted(EVIL),
    );
    let rule = format!(
        "kind = 'substitution'\nprofiles = ['light', 'standard', 'strict']\nlevel = 'sentence'\nseverity = 'warning'\n\
         confidence = 'high'\nmessage = {0}\nlabel = {0}\nwhat = {0}\nwhy = {0}\ninstead = {0}\nstandards = [{0}]\n\
         swap = {{ zorgle = 'mill' }}\n[[settings]]\nkey = 'safe'\nwhat = {0}\nsides = [{0}]\n[[bad]]\ntext = {1}\nfix = {0}\n\
         [[good]]\ntext = {0}\nown-outlets = [{0}]\n",
        quoted(EVIL),
        quoted(&format!("{EVIL} The [[zorgle]] closed. {EVIL}")),
    );
    let desk = Desk::new(&[
        (&name("a.md"), &draft),
        (&format!("{}/{}", name("f"), name("b.txt")), &draft),
        ("plain.md", "The mill closed in in May.\n"),
        (&format!("pack/house/{}", "own.toml"), &rule),
        (&name("w.words"), "zorgle\n"),
    ]);
    let settings = format!(
        "rules.packs = ['pack']\nexclude = [{2}]\n[newsroom]\nown-outlets = [{0}]\npartners = [{0}]\nstate-media = [{0}]\n\
         settled-facts = [{0}]\n[language]\ndictionary = [{1}]\n",
        quoted(EVIL),
        quoted(&name("w.words")),
        // In a glob, these characters start a class and an alternative.
        quoted(&EVIL.replace('[', "\\[").replace('{', "\\{")),
    );
    desk.write("bylint.toml", &settings);
    desk.git(&["add", "--all"]);
    desk.git(&["commit", "--quiet", "--message=News"]);
    desk
}

/// The arguments of all commands that print something about a newsroom or its rules.
const COMMANDS: [&str; 35] = [
    "check",
    "check --color always",
    "check --statistics --profile strict --min-severity info",
    "check --format short",
    "check --format json",
    "check --format json-lines",
    "check --format sarif",
    "check --format gitlab",
    "check --format checkstyle",
    "check --format junit",
    "check --format rdjson",
    "check --format rdjsonl",
    "check --show-files",
    "check --changed-since HEAD --show-files",
    "sources",
    "sources --explain",
    "sources --format json",
    "sources --format json --explain",
    "sources --format html",
    "words",
    "audit",
    "audit --format json",
    "rules",
    "rules --color always",
    "rules --format json",
    "rules --format markdown",
    "explain own",
    "explain house",
    "explain --color always own",
    "test",
    "test pack",
    "config show plain.md",
    "baseline",
    "audit --baseline bylint-baseline.toml",
    "baseline --prune",
];

#[test]
fn output_about_a_hostile_newsroom_is_harmless() {
    let desk = newsroom();
    for args in COMMANDS {
        let printed = desk.run(&args.split(' ').collect::<Vec<_>>());
        assert!(printed.code.is_some_and(|code| code < 2), "{args}: {}", printed.err);
        let shown = if args.contains("always") { without_colors(&printed.out) } else { printed.out };
        harmless(args, &shown);
        harmless(args, &printed.err);
        // These two commands have nothing to print here.
        let may_say_nothing = args.contains("HEAD") || args == "words";
        assert!(!shown.is_empty() || may_say_nothing, "{args} says nothing");
    }
}

#[test]
fn formats_contain_only_their_own_control_sequences() {
    let desk = newsroom();
    let summary = desk.path("summary.md");
    let ran = desk.command(&["check", "--format", "github"]).env("GITHUB_STEP_SUMMARY", &summary).output();
    let ran = ran.expect("bylint runs");
    let [out, err] = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    let own = |line: &&str| {
        let head = line.split("::").nth(1).unwrap_or_default();
        let kind = head.split(' ').next().unwrap_or_default();
        line.starts_with("::") && ["error", "warning", "notice"].contains(&kind) && head.contains(",title=")
    };
    let (commands, others): (Vec<&str>, Vec<&str>) = out.lines().partition(own);
    assert!(commands.len() > 5, "{:?} {out}{err}", ran.status);
    harmless("github", &others.join("\n"));
    let inside: Vec<&str> = commands.iter().map(|line| &line[2..]).collect();
    harmless("github", &inside.join("\n"));
    // Word joiners prevent words from becoming links and names from becoming mentions.
    let page = fs::read_to_string(&summary).expect("the summary is written");
    harmless("summary", &page.replace('\u{2060}', ""));
    let printed = desk.run(&["sources", "--format", "markdown"]);
    assert!(printed.out.contains("| Speaker |"), "{}", printed.err);
    harmless("sources --format markdown", &printed.out.replace('\u{2060}', ""));
    let printed = desk.run(&["audit", "--format", "csv"]);
    assert!(printed.out.contains("jargon"), "{}{}", printed.out, printed.err);
    harmless("audit --format csv", &printed.out.replace("\r\n", "\n"));
}

#[test]
fn a_patch_is_harmless_and_applies() {
    let desk = newsroom();
    for args in [&["check", "--diff"][..], &["check", "--diff", "--unsafe-fixes"]] {
        let printed = desk.run(args);
        harmless("the complaints of --diff", &printed.err);
        // The two lines of the patch that name a file.
        let heads =
            |line: &&str| ["--- a/", "+++ b/", "--- \"a/", "+++ \"b/"].iter().any(|start| line.starts_with(start));
        let (names, lines): (Vec<&str>, Vec<&str>) = printed.out.lines().partition(heads);
        let names: Vec<&str> = names.iter().map(|line| &line[4..]).collect();
        harmless("names in a patch", &names.join("\n"));
        harmless("a patch", &lines.join("\n"));
        assert!(printed.out.contains("GIT binary patch") && printed.out.contains("--- a/plain.md"), "{}", printed.out);
        desk.write("fixes.patch", &printed.out);
        desk.git(&["apply", "--whitespace=nowarn", "fixes.patch"]);
        let left = desk.run(args);
        assert_eq!((left.code, &*left.out), (Some(0), ""), "{}", left.err);
        desk.git(&["checkout", "--quiet", "."]);
    }
}

#[test]
fn json_keeps_the_exact_file_names() {
    let desk = newsroom();
    let paths = |args: &[&str], pointer: fn(&Value) -> &Value| -> Vec<String> {
        let printed = desk.run(args);
        let told: Value = serde_json::from_str(&printed.out).expect(&printed.err);
        let list = told["files"].as_array().or(told["diagnostics"].as_array()).or(told.as_array()).expect("a list");
        let mut paths: Vec<String> =
            list.iter().map(|entry| pointer(entry).as_str().expect("a path").to_owned()).collect();
        paths.sort();
        paths.dedup();
        paths
    };
    let mut names = vec![name("a.md"), format!("{}/{}", name("f"), name("b.txt")), "plain.md".to_owned()];
    names.sort();
    assert_eq!(paths(&["check", "--format", "json"], |file| &file["path"]), names);
    assert_eq!(paths(&["sources", "--format", "json"], |file| &file["path"]), names);
    assert_eq!(paths(&["check", "--format", "gitlab"], |issue| &issue["location"]["path"]), names);
    assert_eq!(paths(&["check", "--format", "rdjson"], |found| &found["location"]["path"]), names);
    let rules: Value = serde_json::from_str(&desk.run(&["rules", "--format", "json"]).out).expect("JSON");
    let own = rules["rules"].as_array().expect("a list").iter().find(|rule| rule["name"] == "own");
    assert_eq!(own.expect("the rule is listed")["why"], EVIL);
}
