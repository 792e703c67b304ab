//! However many settings a pull request contains, the memory that one run uses for them is bounded.

use crate::harness::{FAULTY, Scene};
use std::fmt::Write as _;

/// The settings in each directory are valid. Together they exceed the limit for one run.
#[test]
fn settings_are_bounded_together() {
    let scene = Scene::repository(&[]);
    scene.write("r/base.toml", &format!("newsroom.partners = ['AP']\n#{}\n", "x".repeat(2 << 20)));
    for folder in 0..40 {
        scene.write(&format!("r/{folder}/bylint.toml"), "extends = [\"../base.toml\"]\n");
        scene.write(&format!("r/{folder}/a.md"), FAULTY);
    }
    let run = scene.run("r", "check");
    assert_eq!(run.code, 2, "{}", run.printed());
    assert!(run.err.contains("the configuration files of this run are larger than 64 MiB in total"), "{}", run.err);
    assert_eq!(scene.run("r", "check 1 2 3").code, 1, "a few are read");
}

#[test]
fn files_and_overrides_of_one_configuration_are_bounded() {
    let scene = Scene::repository(&[("a.md", FAULTY)]);
    let files: String = (0..300).fold(String::new(), |mut text, number| {
        scene.write(&format!("r/e{number}.toml"), "");
        let _ = write!(text, "\"e{number}.toml\",");
        text
    });
    scene.write("r/bylint.toml", &format!("extends = [{files}]\n"));
    let run = scene.run("r", "check");
    assert!(run.code == 2 && run.err.contains("one configuration reads more than 256 files"), "{}", run.err);
    let overrides = "[[overrides]]\npaths = ['*.md']\nfail-on = 'never'\n";
    scene.write("r/bylint.toml", &overrides.repeat(1000));
    assert_eq!(scene.run("r", "check").code, 0, "the overrides hold");
    scene.write("r/bylint.toml", &overrides.repeat(1001));
    let run = scene.run("r", "check");
    assert!(run.code == 2 && run.err.contains("more than 1000 overrides in one configuration"), "{}", run.err);
}

/// Each set of rules with its own settings takes over a megabyte. The limit does not depend on the number of threads.
#[test]
fn rule_settings_are_bounded_over_all_drafts() {
    let scene = Scene::repository(&[]);
    let (mut by_front_matter, mut by_place) = (String::new(), String::new());
    for number in 0..101 {
        scene.write(&format!("r/{number:03}.md"), &format!("---\nk{number}: v\n---\n{FAULTY}"));
        let settings = format!("rules.settings.late-quote-attribution.max-words = {}\n", number + 1);
        let _ = write!(by_front_matter, "[[overrides]]\nfront-matter = {{ k{number} = 'v' }}\n{settings}");
        let _ = write!(by_place, "[[overrides]]\npaths = '{number:03}.md'\n{settings}");
    }
    scene.write("r/bylint.toml", &by_front_matter);
    for threads in ["1", "3"] {
        let run = scene.run("r", &format!("check --threads {threads}"));
        assert!(run.code == 1 && run.out.contains("101 findings in 101 drafts"), "{}", run.printed());
    }
    scene.write("r/bylint.toml", &by_place);
    let run = scene.run("r", "check");
    let told = "overrides make more than 100 different combinations of rule settings";
    assert!(run.code == 2 && run.err.contains(told) && run.out.is_empty(), "{}", run.printed());
}
