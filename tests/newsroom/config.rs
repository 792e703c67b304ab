//! Configurations: `extends`, overrides, and where each setting comes from.

use crate::common::Workspace;

const CLAIMED: &str = "He claimed that it rained.\n";
const DOUBLED: &str = "He met the the mayor.\n";

#[test]
fn a_configuration_can_extend_others() {
    let newsroom = Workspace::new(&[
        (
            "house/base.toml",
            "extends = ['words.toml', '../more.toml']\nrules.ignore = ['loaded-verb']\nrules.severity.doubled-word = 'warning'",
        ),
        ("house/words.toml", "language.dictionary = ['words.txt']\nfail-on = 'never'"),
        ("house/words.txt", "Brackwater\nbrelvix\n"),
        ("more.toml", "fail-on = 'error'\nrules.packs = ['house/rules']"),
        ("house/rules/style/prez.toml", PREZ),
        ("desk/bylint.toml", "extends = '../house/base.toml'\n"),
        ("desk/a.md", &format!("{CLAIMED}\nThe brelvix was shut.\n")),
        ("b.md", &format!("{CLAIMED}\nThe brelvix was shut.\n")),
    ]);
    newsroom.write("desk/c.md", "He met PREZ Brook and the the mayor.\n");
    assert_eq!(newsroom.check("desk/a.md"), [""; 0]);
    assert!(newsroom.check("b.md").contains(&"b.md loaded-verb".to_owned()));
    assert_eq!(newsroom.check("desk/c.md"), ["desk/c.md prez", "desk/c.md doubled-word"]);
    // The last of the extended files wins: warnings do not fail the run.
    assert_eq!(newsroom.run("check --quiet desk/c.md").0, 0);
    newsroom.write(
        "desk/bylint.toml",
        "extends = '../house/base.toml'\nfail-on = 'warning'\nrules.severity.prez = 'off'\n",
    );
    assert_eq!(newsroom.check("desk/c.md"), ["desk/c.md doubled-word"]);
    assert_eq!(newsroom.run("check --quiet desk/c.md").0, 1);
    assert_eq!(newsroom.run("test --config desk/bylint.toml").1, "1 rule with 2 examples: all pass\n");
}

#[test]
fn faults_are_shown_in_the_file_that_has_them() {
    let newsroom = Workspace::new(&[
        ("bylint.toml", "extends = ['a.toml', 'b.toml']\n"),
        ("a.toml", "rules.ignore = ['nonsense']\n"),
        ("b.toml", "fail-on = 'eror'\n\n[[overrides]]\npaths = 'x'\nrules.settings.loaded-verb.alow = []\n"),
        ("draft.md", DOUBLED),
    ]);
    newsroom.refused(
        "check",
        &["a.toml:1:17", "no rule or family named `nonsense`", "b.toml:1:11", "did you mean `error`?"],
    );
    newsroom.refused("config show draft.md", &["a.toml:1:17"]);
    newsroom.write("a.toml", "");
    newsroom.write("b.toml", "[[overrides]]\npaths = 'x'\nrules.settings.loaded-verb.alow = []\n");
    newsroom.refused("check", &["b.toml:3:28", "`loaded-verb` has no setting `alow`"]);
    newsroom.write(
        "b.toml",
        "extends = 'none.toml'\nnewsroom.partners = { file = 'none.txt' }\nlanguage.dictionary = ['no']\n",
    );
    newsroom.refused("check", &["b.toml:1:11", "cannot read none.toml: "]);
    newsroom.write("b.toml", "newsroom.partners = { file = 'none.txt' }\nlanguage.dictionary = ['no']\n");
    newsroom.refused("check", &["b.toml:1:30", "cannot read none.txt: ", "b.toml:2:24", "cannot read no: "]);
}

#[test]
fn cyclic_extends_is_an_error() {
    let newsroom = Workspace::new(&[
        ("bylint.toml", "extends = 'a.toml'\n"),
        ("a.toml", "\nextends = ['x/b.toml']\n"),
        ("x/b.toml", "extends = ['../bylint.toml']\n"),
        ("draft.md", DOUBLED),
    ]);
    let circle = "cyclic `extends`: bylint.toml → a.toml → x/b.toml → bylint.toml";
    newsroom.refused("check", &[circle, "x/b.toml:1:12"]);
    newsroom.write("bylint.toml", "extends = 'bylint.toml'\n");
    newsroom.refused("check", &["cyclic `extends`: bylint.toml → bylint.toml", "bylint.toml:1:11"]);
    // Two paths to the same file are not a cycle.
    newsroom.write("bylint.toml", "extends = ['a.toml', 'x/b.toml']\n");
    newsroom.write("x/b.toml", "rules.ignore = ['doubled-word']\n");
    assert_eq!(newsroom.check("draft.md"), [""; 0]);
    for n in 0..40 {
        newsroom.write(&format!("{n}.toml"), &format!("extends = '{}.toml'\n", n + 1));
    }
    newsroom.write("bylint.toml", "extends = '0.toml'\n");
    newsroom.refused("check", &["`extends` is nested more than 16 levels deep"]);
}

#[test]
fn nothing_outside_the_repository_is_read() {
    let newsroom = Workspace::new(&[
        ("secret.toml", "fail-on = 'never'\n"),
        ("secret.txt", "Brackwater\n"),
        ("rules/style/prez.toml", PREZ),
        ("inner/.git/HEAD", ""),
        ("inner/desk/draft.md", DOUBLED),
    ]);
    for (config, place) in [
        ("extends = '../../secret.toml'", "bylint.toml:1:11"),
        ("rules.packs = ['../../rules']", "bylint.toml:1:16"),
        ("language.dictionary = ['../../secret.txt']", "bylint.toml:1:24"),
        ("newsroom.partners = { file = '../../secret.txt' }", "bylint.toml:1:30"),
        ("[[overrides]]\npaths = 'x'\nnewsroom.partners = [{ file = '../../secret.txt' }]", "bylint.toml:3:31"),
        ("extends = '/etc/passwd'", "`/etc/passwd` is outside"),
    ] {
        newsroom.write("inner/desk/bylint.toml", config);
        newsroom.refused("check inner", &["is outside the repository", place]);
    }
    #[cfg(unix)]
    {
        let link = newsroom.path("inner/link.toml");
        std::os::unix::fs::symlink(newsroom.path("secret.toml"), link).expect("a link can be made");
        newsroom.write("inner/desk/bylint.toml", "extends = '../link.toml'");
        newsroom.refused("check inner", &["`../link.toml` is outside the repository"]);
    }
    // The root of the repository is the directory with `.git`, wherever bylint starts.
    newsroom.write("inner/base.toml", "rules.ignore = ['doubled-word']");
    newsroom.write("inner/desk/bylint.toml", "extends = '../base.toml'");
    assert_eq!(newsroom.check("inner"), [""; 0]);
}

#[test]
fn an_override_applies_to_some_drafts() {
    let front = |kind: &str| format!("---\ntype: {kind}\ntags: [budget, council]\n---\n{CLAIMED}");
    let newsroom = Workspace::new(&[
        ("opinion/a.md", CLAIMED),
        ("opinion/letters/b.md", CLAIMED),
        ("news/c.md", CLAIMED),
        ("news/d.md", &front("Opinion")),
        ("news/e.md", &front("report")),
    ]);
    let config = |text: &str| newsroom.write("bylint.toml", &format!("rules.select = ['loaded-verb']\n{text}"));
    let silent = |text: &str, args: &str| -> String {
        config(text);
        let found = newsroom.check(args);
        let all = ["opinion/a.md", "opinion/letters/b.md", "news/c.md", "news/d.md", "news/e.md"];
        let quiet = all.iter().filter(|path| !found.contains(&format!("{path} loaded-verb")));
        quiet.filter_map(|path| path.rsplit('/').next()?.split('.').next()).collect()
    };
    let off = "rules.severity.loaded-verb = 'off'";
    for (conditions, expected) in [
        ("paths = 'opinion/'", "ab"),
        ("paths = ['opinion/*.md', '**/c.md']", "ac"),
        ("paths = ['opinion/', '!letters/']", "a"),
        ("front-matter.type = 'opinion'", "d"),
        ("front-matter.type = ['column', 'report']", "e"),
        ("front-matter.tags = 'council'", "de"),
        ("front-matter = { type = 'opinion', tags = 'sport' }", ""),
        ("paths = 'opinion/'\nfront-matter.type = 'opinion'", ""),
        ("paths = 'news/'\nfront-matter.type = 'opinion'", "d"),
    ] {
        assert_eq!(silent(&format!("[[overrides]]\n{conditions}\n{off}"), ""), expected, "{conditions}");
        // Patterns are relative to the configuration, even if drafts are named.
        assert_eq!(silent(&format!("[[overrides]]\n{conditions}\n{off}"), "opinion news"), expected, "{conditions}");
    }
    // If several overrides apply, the last one wins.
    let both = format!(
        "[[overrides]]\npaths = '*'\n{off}\n[[overrides]]\nfront-matter.type = 'opinion'\nrules.severity.loaded-verb = 'info'"
    );
    assert_eq!(silent(&both, ""), "abce");
    // Overrides also apply to `sources` and `words`.
    config("[[overrides]]\nfront-matter.type = 'opinion'\nnewsroom.own-outlets = ['Radio Brelvix']\n");
    newsroom.write("news/d.md", "---\ntype: opinion\n---\nIt rained, Ada Brook told Radio Brelvix.\n");
    let (_, out, _) = newsroom.run("sources --format json news/d.md");
    assert!(out.contains("\"route\":\"firsthand\""), "{out}");
}

#[test]
fn an_override_can_change_rule_settings() {
    let newsroom = Workspace::new(&[
        (
            "bylint.toml",
            "[rules.settings]\nloaded-verb.allow = ['insist']\n[[overrides]]\nfront-matter.type = 'opinion'\nrules.settings.loaded-verb.allow = ['claim']\n",
        ),
        ("a.md", &format!("---\ntype: opinion\n---\n{CLAIMED}")),
        ("b.md", CLAIMED),
    ]);
    assert_eq!(newsroom.check("--select loaded-verb"), ["b.md loaded-verb"]);
    assert_eq!(newsroom.check("--select loaded-verb --threads 1"), ["b.md loaded-verb"]);
}

#[test]
fn names_and_words_can_be_in_files() {
    let newsroom = Workspace::new(&[
        ("desk/bylint.toml", "newsroom.own-outlets = { file = '../names.txt' }\nlanguage.dictionary = ['words.txt']\n"),
        ("names.txt", "# our names\nRadio Brelvix # since 1931\n"),
        ("desk/words.txt", "grunzel\n"),
        ("desk/a.md", "It rained, Ada Brook told Radio Brelvix. The grunzels were shut. The grunzel was shut.\n"),
    ]);
    for args in ["desk/a.md", "--config desk/bylint.toml desk/a.md"] {
        let (_, out, err) = newsroom.run(&format!("sources --format json {args}"));
        assert!(out.contains("\"route\":\"firsthand\""), "{out}{err}");
        let (_, words, _) = newsroom.run(&format!("words {args}"));
        assert!(!words.lines().any(|line| line.trim_start() == "1  grunzel"), "{words}");
    }
}

/// Formats for services have paths from the top of the repository, whatever directory a job works in. Formats for
/// people have the path as seen from the working directory.
#[test]
fn formats_for_services_have_paths_from_the_top() {
    let newsroom = Workspace::new(&[("bylint.toml", "rules.select = ['doubled-word']"), ("site/news/a.md", DOUBLED)]);
    let whole = newsroom.path("site/news/a.md").display().to_string();
    for format in ["sarif", "github", "gitlab", "short", "rdjson", "junit", "checkstyle", "json"] {
        let from_the_top = ["sarif", "github", "gitlab"].contains(&format);
        let (_, expected, _) = newsroom.run(&format!("check --format {format} --no-cache"));
        assert!(expected.contains("site/news/a.md"), "{format}: {expected}");
        for args in ["", "news/a.md", "../site", &whole] {
            let (code, out, err) = newsroom.run_in("site", &format!("check --format {format} --no-cache {args}"));
            assert_eq!((code, out == expected), (1, from_the_top), "{format} {args}: {out}{err}");
        }
    }
}

/// The documentation shows the actual output.
#[test]
fn applied_settings_are_shown_with_their_origin() {
    let newsroom = Workspace::new(&[
        ("house/base.toml", "fail-on = \"error\"\n"),
        ("partners.txt", "AP\n"),
        ("house/rules/style/prez.toml", PREZ),
        (
            "desk/bylint.toml",
            "extends = '../house/base.toml'\nrules.packs = ['../house/rules']\n[newsroom]\npartners = [{ file = '../partners.txt' },\n'AFP']\n\n[[overrides]]\npaths = 'opinion'\nrules.profile = 'light'\n[[overrides]]\nfront-matter.type = 'news'\nfail-on = 'never'\n",
        ),
        ("desk/opinion/bridge.md", DOUBLED),
        ("desk/bridge.md", "---\ntype: news\n---\n"),
    ]);
    let (code, out, err) = newsroom.run("config show desk/opinion/bridge.md");
    let page = include_str!("../../docs/configuration.md");
    let shown = page.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let plain =
        |text: &str| text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
    // The order of the names does not matter.
    let sorted = |text: &str| {
        let mut lines = plain(text);
        lines.sort();
        lines
    };
    assert_eq!((code, sorted(&out)), (0, sorted(shown)), "{out}{err}");
    let (_, out, _) = newsroom.run("config show desk/bridge.md");
    assert!(out.contains("fail-on = \"never\"") && out.contains("# desk/bylint.toml:12\n"), "{out}");
    let (_, out, _) = newsroom.run("config show desk/bridge.md --config house/base.toml");
    assert!(out.contains("# house/base.toml:1\n") && !out.contains("AFP"), "{out}");
    newsroom.refused("config show desk", &["desk is a directory: name a draft in it"]);
    newsroom.refused("config show none.md", &["cannot read none.md"]);
}

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
