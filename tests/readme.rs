//! The commands and examples in the README work as the README says.

mod common;

use std::ffi::OsStr;
use std::path::Path;
use std::process::Output;
use std::{fs, io};
use tempfile::TempDir;

const README: &str = include_str!("../README.md");

/// The code blocks of this language.
fn blocks(language: &str) -> Vec<&'static str> {
    let opens = format!("```{language}\n");
    README.split(opens.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// A directory with a copy of the fixtures, as in a clone of the project.
fn clone() -> io::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let fixtures = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"));
    copy(fixtures, &folder.path().join("fixtures"), &|name| name == "house-rules")?;
    Ok(folder)
}

/// Copies the files of a directory, and its wanted subdirectories with everything in them.
fn copy(from: &Path, to: &Path, wanted: &dyn Fn(&OsStr) -> bool) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), target)?;
        } else if wanted(&entry.file_name()) {
            copy(&entry.path(), &target, &|_| true)?;
        }
    }
    Ok(())
}

fn bylint(arguments: &[&str], folder: &Path) -> Output {
    let command = common::bylint().args(arguments).current_dir(folder).output();
    command.expect("the command that was just built runs")
}

/// Parses a line of a block: the arguments after `bylint`, and the exit code that its comment names, if any.
fn command(line: &str) -> Option<(Vec<&str>, Option<i32>)> {
    let (words, comment) = line.split_once('#').unwrap_or((line, ""));
    let words = words.trim().strip_prefix("$ ")?;
    let arguments = words.strip_prefix("cargo run --release -- ").or_else(|| words.strip_prefix("bylint "))?;
    let code = comment.split("exit code ").nth(1).map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().expect("a number follows the words `exit code`")
    });
    Some((arguments.split_whitespace().collect(), code))
}

#[test]
fn each_command_has_the_stated_exit_code() {
    // In the section for editors, the README does not state the exit code of `check`.
    let expected = |arguments: &[&str], code: Option<i32>| match code {
        Some(code) => vec![code],
        None if arguments.first() == Some(&"check") => vec![0, 1],
        None => vec![0],
    };
    let folder = clone().expect("the fixtures can be copied");
    let commands: Vec<_> = blocks("console").into_iter().flat_map(str::lines).filter_map(command).collect();
    assert!(commands.len() >= 8, "the README has lost its commands: {commands:?}");
    for (arguments, code) in commands {
        let output = bylint(&arguments, folder.path());
        let said = String::from_utf8_lossy(&output.stderr);
        let ended = output.status.code().expect("the command ends by itself");
        assert!(expected(&arguments, code).contains(&ended), "{ended}: bylint {}\n{said}", arguments.join(" "));
    }
}

/// Compares the output that the README shows with that of the first command. `BYLINT_RECORD=1` updates the shown
/// findings and the summary.
#[test]
fn the_shown_findings_are_the_output_of_the_first_command() {
    let folder = clone().expect("the fixtures can be copied");
    let output = bylint(&["check", "fixtures/red-lines.md"], folder.path());
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let printed: Vec<&str> = printed.trim_end().split("\n\n").collect();
    let shown = blocks("text").into_iter().next().expect("the README shows findings").trim_end();
    if std::env::var_os("BYLINT_RECORD").is_some() {
        let now: Vec<&str> = shown.split("\n\n").map(|part| like(part, &printed)).collect();
        let readme = README.replacen(shown, &now.join("\n\n"), 1);
        fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"), readme).expect("the README can be written");
        return;
    }
    assert!(shown.split("\n\n").count() >= 3, "the README has lost its findings: {shown}");
    for part in shown.split("\n\n") {
        assert!(printed.contains(&part), "not printed; BYLINT_RECORD=1 cargo test --test readme updates it:\n{part}");
    }
}

/// The printed finding of the same rule at the same place, or else another at that place; the summary for a part
/// without a place.
fn like<'p>(part: &'p str, printed: &[&'p str]) -> &'p str {
    let Some(place) = part.lines().find(|line| line.contains("┌─ ")) else {
        return printed.last().copied().unwrap_or(part);
    };
    let rule = part.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(rule, _)| rule);
    let is_there = |other: &&&str| other.lines().any(|line| line == place);
    let of_rule = |other: &&&str| is_there(other) && other.contains(&format!("[{rule}]: "));
    printed.iter().find(of_rule).or_else(|| printed.iter().find(is_there)).copied().unwrap_or(part)
}

#[test]
fn the_shown_configuration_is_valid() {
    let folder = clone().expect("the fixtures can be copied");
    let [config] = blocks("toml")[..] else { panic!("the README shows one configuration") };
    fs::write(folder.path().join("bylint.toml"), config).expect("a folder of our own can be written to");
    let output = bylint(&["check", "--exit-zero", "fixtures"], folder.path());
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
}

#[test]
fn the_shown_ignore_works_for_its_paragraph() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let [draft] = blocks("markdown")[..] else { panic!("the README shows one draft") };
    let name = folder.path().join("draft.md");
    for (text, code) in [(draft, 0), (draft.lines().last().expect("the draft has a paragraph"), 1)] {
        fs::write(&name, text).expect("a folder of our own can be written to");
        let output = bylint(&["check", "draft.md", "--select", "anonymous-source"], folder.path());
        assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn the_shown_front_matter_works_for_the_draft() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let [front] = blocks("yaml")[..] else { panic!("the README shows one front matter") };
    let [draft] = blocks("markdown")[..] else { panic!("the README shows one draft") };
    let paragraph = draft.lines().last().expect("the draft has a paragraph");
    fs::write(folder.path().join("draft.md"), format!("{front}\n{paragraph}\n")).expect("the folder can be written to");
    let output = bylint(&["check", "draft.md", "--select", "anonymous-source,suppression"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}
