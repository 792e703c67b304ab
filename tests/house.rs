//! House rules, profiles and settings, tested through the command in a newsroom's directory.

mod common;

use common::Workspace;
use std::fs;

/// A rule that finds PREZ.
const PREZ: &str = "\
kind = 'substitution'
level = 'sentence'
severity = 'warning'
confidence = 'high'
message = 'the house writes {fix}'
label = 'house style'
what = 'Finds it.'
why = 'Readers expect it.'
instead = 'Write it.'
standards = []
swap = { PREZ = 'President' }
[[bad]]
text = 'He met [[PREZ]] Brook.'
[[good]]
text = 'He met President Brook.'
";

const DRAFT: &str = "He met PREZ Brook.\n";

/// The lines of `check --format short`, without the path.
fn check(workspace: &Workspace, args: &str) -> Vec<String> {
    let (code, out, err) = workspace.run(&format!("check --quiet --format short {args}"));
    assert!(code < 2, "{err}");
    out.lines().map(str::to_owned).collect()
}

#[test]
fn rules_of_a_pack_run_with_the_built_in_ones() {
    let newsroom = Workspace::new(&[
        ("bylint.toml", "rules.packs = ['house rules/style', 'more']"),
        ("house rules/style/potus.toml", PREZ),
        ("house rules/style/.hidden.toml", "no rule"),
        ("house rules/style/notes.md", "The rules of the desk."),
        ("more/deep/council/sheriff.toml", &PREZ.replace("PREZ", "Sheriff").replace("[[PREZ", "[[Sheriff")),
        ("a/draft.md", "He met PREZ and the the Sheriff.\n"),
    ]);
    let found = check(&newsroom, "a");
    let rules: Vec<_> = found.iter().filter_map(|line| line.split(['[', ']']).nth(1)).collect();
    assert_eq!(rules, ["potus", "doubled-word", "sheriff"], "{found:?}");
    assert_eq!(check(&newsroom, "a --select council").len(), 1);
    assert_eq!(check(&newsroom, "a --ignore style,doubled-word").len(), 1);
    newsroom.write("a/draft.md", "<!-- bylint-ignore potus: the title of the film -->\nHe saw PREZ.\n");
    assert_eq!(check(&newsroom, "a"), [""; 0]);
    let (code, out, _) = newsroom.run("rules");
    assert!(code == 0 && out.contains("\nstyle\n  potus ") && out.contains("\ncouncil\n  sheriff "), "{out}");
    let (code, out, _) = newsroom.run("explain potus");
    assert!(code == 0 && out.contains("Readers expect it."), "{out}");
}

#[test]
fn each_draft_has_the_rules_of_its_own_configuration() {
    let newsroom = Workspace::new(&[
        ("a/bylint.toml", "rules.packs = ['house']"),
        ("a/house/potus.toml", PREZ),
        ("a/draft.md", DRAFT),
        ("b/draft.md", DRAFT),
        ("b/double.md", "He met the the mayor.\n"),
    ]);
    let paths = |args: &str| -> Vec<String> {
        check(&newsroom, args).iter().filter_map(|line| Some(line.split_once(':')?.0.to_owned())).collect()
    };
    assert_eq!(paths("a b"), ["a/draft.md", "b/double.md"]);
    // A rule selected for all drafts still applies only where a configuration has it.
    assert_eq!(paths("a b --select potus"), ["a/draft.md"]);
    newsroom.refused(
        "check b --select potus",
        &["--select: no rule or family named `potus`; run `bylint rules` to list them"],
    );
    newsroom.refused("check a --select potsu", &["--select: no rule or family named `potsu`"]);
    // Packs are relative to the configuration that names them, even if it is used from another directory.
    assert_eq!(paths("b --config a/bylint.toml"), ["b/double.md", "b/draft.md"]);
}

#[test]
fn faults_in_packs_are_reported_with_their_place() {
    let newsroom = Workspace::new(&[("bylint.toml", "[rules]\npacks = ['house']\n"), ("draft.md", DRAFT)]);
    newsroom.refused(
        "check",
        &["error: cannot read the rule pack: ", "bylint.toml:2:10", "2 │ packs = ['house']", "^^^^^^^"],
    );
    newsroom.write("house", "a file");
    newsroom.refused("check", &["error: cannot read the rule pack: not a directory: house"]);
    fs::remove_file(newsroom.root().join("house")).expect("it was just written");
    let cases = [
        (
            "potus.toml",
            PREZ.replace("label", "lable"),
            "unknown key `lable`; did you mean `label`?",
            "house/potus.toml:6:1",
        ),
        ("potus.toml", PREZ.replace("swap = {", "swap = [{"), "error: ", "house/potus.toml:11:"),
        ("Potus.toml", PREZ.to_owned(), "the file name may have only lowercase letters", "house/Potus.toml:1:1"),
        (
            "spelling.toml",
            PREZ.to_owned(),
            "a rule named `spelling` exists in the family `language`",
            "house/spelling.toml:1:1",
        ),
        ("wording.toml", PREZ.to_owned(), "`wording` is the name of a family", "house/wording.toml:1:1"),
        (
            "spelling/potus.toml",
            PREZ.to_owned(),
            "a rule named `spelling` exists, so no family",
            "house/spelling/potus.toml:1:1",
        ),
        (
            "potus.toml",
            format!("\u{feff}{}", PREZ.replace("'high'", "'sure'")),
            "`confidence`: unknown value `sure`",
            "house/potus.toml:4:14",
        ),
    ];
    for (name, text, message, place) in cases {
        let path = format!("house/{name}");
        newsroom.write(&path, &text);
        newsroom.refused("check", &[message, place]);
        newsroom.refused("rules", &[message]);
        let (code, out, _) = newsroom.run("test house");
        assert!(
            code == 2
                && out.contains(message)
                && out.ends_with("No rules tested: 1 file could not be read as a rule\n"),
            "{out}"
        );
        fs::remove_file(newsroom.root().join(path)).expect("it was just written");
    }
    // Two packs cannot contain a rule of the same name. All faults are reported together.
    newsroom.write("house/potus.toml", PREZ);
    newsroom.write("other/potus.toml", PREZ);
    newsroom.write("other/broken.toml", "kind");
    newsroom.write("bylint.toml", "rules.packs = ['house', 'other']");
    newsroom.refused(
        "check",
        &["other/potus.toml:1:1", "a rule named `potus` exists in the family `house`", "other/broken.toml"],
    );
}

#[test]
fn examples_in_a_directory_are_tested() {
    let newsroom = Workspace::new(&[("house/potus.toml", PREZ)]);
    let (code, out, err) = newsroom.run("test house");
    assert_eq!((code, out.as_str(), err.as_str()), (0, "1 rule with 2 examples: all pass\n", ""));
    newsroom.write("house/potus.toml", &PREZ.replace("met [[PREZ]] Brook", "met PREZ [[Brook]]"));
    newsroom.write(
        "house/sheriff.toml",
        &PREZ[..PREZ.find("[[bad]]").expect("it has examples")].replace("PREZ", "Sheriff"),
    );
    let (code, out, _) = newsroom.run("test house");
    assert_eq!(code, 1);
    assert_eq!(
        out,
        "\
error: expected a finding at “Brook”, found one at “PREZ”
   ┌─ house/potus.toml:12:1
   │
12 │ [[bad]]
   │ ^^^^^^^

warning: house/sheriff.toml: `sheriff` has no bad example
warning: house/sheriff.toml: `sheriff` has no good example
2 rules with 2 examples: 1 failure
"
    );
    let none = "no rules to test: name a directory, or set `packs` in bylint.toml";
    newsroom.refused("test", &[none]);
    newsroom.refused("test nowhere", &["error: nowhere: "]);
    newsroom.write("bylint.toml", "rules.packs = ['house']");
    assert_eq!(newsroom.run("test").0, 1);
    newsroom.write("empty/notes.md", "");
    newsroom.refused("test empty", &["error: no rules found in empty: a rule is a .toml file\n"]);
}

/// All faults are reported together, so that they can be corrected at once.
#[test]
fn a_missing_pack_does_not_hide_other_faults() {
    let config = "fail-on = 'loud'\nlanguage = 'en'\n";
    let newsroom = Workspace::new(&[("a.md", "It rained.\n"), ("bylint.toml", config)]);
    newsroom.refused("check", &["unknown value `loud`"]);
    let rest = "exclude = ['a[']\n[rules]\npacks = ['nowhere']\nignore = ['our-own', 'spelling']\n\
                [rules.settings]\nour-own.x = 1\nlate-quote-attribution.max-words = 'x'\n";
    newsroom.write("bylint.toml", rest);
    let (code, _, err) = newsroom.run("check");
    let faults: Vec<&str> = err.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(code, 2);
    assert!(
        matches!(faults[..], [glob, pack, setting] if glob.contains("invalid glob")
            && pack.contains("cannot read the rule pack: nowhere") && setting.contains("expected")),
        "{err}"
    );
}

#[test]
fn the_error_for_an_unknown_kind_lists_all_kinds() {
    let newsroom = Workspace::new(&[("house/a.toml", "kind = 'zzzz'\n")]);
    let (_, out, _) = newsroom.run("test house");
    assert!(out.contains("`dash`\n") && !out.contains('…'), "{out}");
}

#[test]
fn the_packs_in_the_fixtures_pass_their_examples() {
    let newsroom = Workspace::new(&[]);
    let (code, out, err) = newsroom.run(concat!("test ", env!("CARGO_MANIFEST_DIR"), "/fixtures/house-rules"));
    assert_eq!((code, out.as_str(), err.as_str()), (0, "3 rules with 12 examples: all pass\n", ""));
}

#[test]
fn a_profile_chooses_rules() {
    let newsroom = Workspace::new(&[("draft.md", "Two officials said the the harbour will close, TASS reported.\n")]);
    let rules = |args: &str| -> Vec<String> {
        let found = check(&newsroom, &format!("draft.md --min-severity info {args}"));
        let mut names: Vec<_> =
            found.iter().filter_map(|line| Some(line.split(['[', ']']).nth(1)?.to_owned())).collect();
        names.sort();
        names.dedup();
        names
    };
    let (light, standard) = (rules("--profile light"), rules(""));
    assert!(
        light.contains(&"doubled-word".to_owned()) && !light.contains(&"secondhand-outlet".to_owned()),
        "{light:?}"
    );
    assert!(standard.contains(&"doubled-word".to_owned()) && standard.contains(&"secondhand-outlet".to_owned()));
    assert!(!rules("--profile legal").contains(&"doubled-word".to_owned()));
    newsroom.write("bylint.toml", "rules.profile = 'light'");
    assert_eq!(rules(""), light);
    assert_eq!(rules("--profile standard"), standard);
    assert_eq!(rules("--select secondhand-outlet"), ["secondhand-outlet"]);
    assert_eq!(rules("--profile standard --select secondhand-outlet"), ["secondhand-outlet"]);
    newsroom.write("bylint.toml", "[rules]\nselect = ['doubled-word']\nignore = ['secondhand-outlet']");
    assert_eq!(rules(""), ["doubled-word"]);
    let profile = rules("--profile standard");
    assert!(profile.contains(&"doubled-word".to_owned()) && !profile.contains(&"secondhand-outlet".to_owned()));
    let listed = |args: &str| newsroom.run(args).1.lines().filter(|line| line.starts_with("  ")).count();
    assert!(listed("rules --profile light") < listed("rules"));
}

/// For each question on which newsrooms disagree: a draft, a setting, and the findings with and without the setting.
#[test]
fn settings_decide_where_newsrooms_disagree() {
    let long =
        "“It was dark when we came to the old gate by the mill on the road to the sea,” Ann Quill, a nurse, said.\n";
    for (rule, draft, setting, before, after) in [
        ("collective-source", "City officials said the bridge would close.\n", "accept = ['officials']", 1, 0),
        ("secondhand-outlet", "Ann Quill, a nurse, told Sky News the gate was shut.\n", "via = ['source']", 1, 0),
        ("state-media-unlabelled", "The bridge is shut, according to the BBC.\n", "public-broadcasters = true", 0, 1),
        ("late-quote-attribution", long, "max-words = 6\nmax-sentences = 0", 0, 1),
        ("loaded-verb", "Ann Quill, a nurse, claimed that the gate was shut.\n", "allow = ['claim']", 1, 0),
        ("quote-style-mix", "\"It is shut,\" Ann Quill, a nurse, said.\n", "style = 'curly'", 0, 1),
        ("unattributed-claim", "The firm lied to investors about the leak.\n", "cues = ['casualty']", 1, 0),
    ] {
        let newsroom = Workspace::new(&[("draft.md", draft)]);
        let count = || check(&newsroom, &format!("draft.md --min-severity info --select {rule}")).len();
        assert_eq!(count(), before, "{rule}");
        newsroom.write("bylint.toml", &format!("[rules.settings.{rule}]\n{setting}\n"));
        assert_eq!(count(), after, "{rule} with {setting}");
    }
    let newsroom = Workspace::new(&[("draft.md", ""), ("bylint.toml", "rules.settings.loaded-verb.alow = []\n")]);
    let wanted = ["error: `loaded-verb` has no setting `alow`; did you mean `allow`?", "bylint.toml:1:28"];
    newsroom.refused("check draft.md", &wanted);
}

/// The rule about first paragraphs has no list of accusing verbs of its own.
#[test]
fn a_heavy_accusation_in_the_first_paragraph_is_a_warning() {
    let draft = "The army has massacred and tortured villagers who had fled the valley because of the flood.\n";
    let newsroom = Workspace::new(&[("draft.md", draft)]);
    let found = check(&newsroom, "draft.md --select lead-unattributed");
    assert!(matches!(&found[..], [found] if found.starts_with("draft.md:1:1: warning")), "{found:?}");
}

/// The rules in docs/configuration.md pass their own examples.
#[test]
fn the_documented_rules_pass_their_examples() {
    let page = include_str!("../docs/configuration.md");
    let blocks = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let rules: Vec<&str> = blocks.filter(|block| block.starts_with("kind = ")).collect();
    let names = ["rules/style/one.toml", "rules/style/two.toml"];
    let files: Vec<(&str, &str)> = names.into_iter().zip(rules.iter().copied()).collect();
    assert_eq!(rules.len(), files.len());
    let (code, out, err) = Workspace::new(&files).run("test rules");
    assert_eq!((code, out.as_str()), (0, "2 rules with 6 examples: all pass\n"), "{err}");
}
