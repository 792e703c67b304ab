//! Integrations: shell completions, manual pages, hooks, and the CI examples in the documentation.

mod common;

use serde::Deserialize;
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

const PAGE: &str = include_str!("../docs/ci.md");

/// A directory with a copy of a fixture draft.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder in it");
    let draft = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/red-lines.md");
    fs::copy(draft, folder.path().join("red-lines.md")).expect("a copy");
    folder
}

fn bylint(folder: &Path, args: &[&str]) -> Output {
    let mut command = common::bylint();
    command.args(args).current_dir(folder).env_remove("GITHUB_STEP_SUMMARY").env("XDG_CONFIG_HOME", folder);
    command.output().expect("bylint runs")
}

fn printed(args: &[&str]) -> String {
    let folder = folder();
    let output = bylint(folder.path(), args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn completions_and_manual_contain_every_option() {
    let help = printed(&["check", "--help"]);
    let options: Vec<&str> = help.split_whitespace().filter(|word| word.starts_with("--")).collect();
    let options: Vec<&str> = options.into_iter().map(|word| word.trim_end_matches([',', '.', ';', ':', ')'])).collect();
    assert!(options.contains(&"--unsafe-fixes"), "{help}");
    let man = printed(&["man", "check"]).replace('\\', "");
    assert!(man.contains("bylint check") && !man.contains("bylint-check ["), "{man}");
    for option in &options {
        assert!(man.contains(option), "the manual lacks {option}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let completions = printed(&["completions", shell]);
        for option in &options {
            let name = if shell == "fish" { option.trim_start_matches('-') } else { option };
            assert!(completions.contains(name), "{shell} lacks {option}");
        }
    }
    let output = bylint(folder().path(), &["man", "chekc"]);
    assert_eq!(
        (output.status.code(), &*output.stderr),
        (Some(2), &b"error: no command named `chekc`; `bylint help` lists the commands\n"[..])
    );
}

#[test]
fn excluded_drafts_that_a_hook_passes_are_not_checked() {
    let folder = folder();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("bylint.toml", "exclude = [\"old.md\"]\n");
    for name in ["old.md", "README.md", "new.md"] {
        write(name, "Critics say it goes too far.\n");
    }
    let listed = |args: &[&str]| {
        let named = ["check", "--show-files", "old.md", "README.md", "new.md"];
        String::from_utf8(bylint(folder.path(), &[&named[..], args].concat()).stdout).expect("UTF-8")
    };
    assert_eq!(listed(&[]), "README.md\nnew.md\nold.md\n");
    assert_eq!(listed(&["--force-exclude"]), "new.md\n");
    // If a hook passes only project files, there is nothing to do.
    let output = bylint(folder.path(), &["check", "--force-exclude", "README.md"]);
    assert_eq!(output.status.code(), Some(0));
}

/// The entry of a hook in `.pre-commit-hooks.yaml`, as far as it concerns the command.
#[derive(Deserialize)]
struct Hook {
    id: String,
    entry: String,
    args: Vec<String>,
}

#[test]
fn a_hook_does_not_treat_drafts_as_options() {
    let hooks: Vec<Hook> = serde_saphyr::from_str(include_str!("../.pre-commit-hooks.yaml")).expect("a list of hooks");
    assert_eq!(hooks.iter().map(|hook| &*hook.id).collect::<Vec<_>>(), ["bylint", "bylint-fix"]);
    for hook in hooks {
        let folder = folder();
        let name = "--output=owned.md";
        fs::rename(folder.path().join("red-lines.md"), folder.path().join(name)).expect("another name");
        let mut words = hook.entry.split(' ').skip(1).chain(hook.args.iter().map(String::as_str)).collect::<Vec<_>>();
        words.push(name);
        let output = bylint(folder.path(), &words);
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.code() == Some(1) && told.contains("warning[secondhand-chain]"), "{told}");
        assert!(!folder.path().join("owned.md").exists());
    }
}

#[test]
fn each_command_in_the_documentation_is_valid() {
    let mut commands = 0;
    for line in PAGE.lines() {
        let Some((_, rest)) = line.split_once("bylint check ") else { continue };
        // There are no commits to compare with.
        let rest = rest.split(" --changed-since").next().unwrap_or(rest);
        if line.starts_with(['|', '#']) || rest.contains('`') {
            continue;
        }
        let words = rest.trim_end_matches('\'').split_whitespace().map(|word| word.rsplit('/').next().unwrap_or(word));
        let args: Vec<&str> = ["check"].into_iter().chain(words).collect();
        let folder = folder();
        let output = bylint(folder.path(), &args);
        let failed = output.status.code() == Some(1);
        assert_eq!(failed, !args.contains(&"--exit-zero"), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        commands += 1;
    }
    assert!(commands >= 8, "{commands}");
}
