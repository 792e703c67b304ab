//! Every row of docs/security.md names its tests, and every attack test is in a row.

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files in a directory and below it.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// The names of the tests in a Rust file.
fn test_names(text: &str) -> Vec<&str> {
    let mut lines = text.lines().map(str::trim);
    let mut names = Vec::new();
    while lines.any(|line| line == "#[test]") {
        let head = lines.find_map(|line| line.strip_prefix("fn ")).expect("a test is a function");
        names.push(head.split('(').next().expect("a function has a name"));
    }
    names
}

/// The names in the last cell of each row.
fn tests_in_rows() -> Vec<Vec<&'static str>> {
    let page = include_str!("../../docs/security.md");
    let tables = page.split("\n| threat | ").skip(1).map(|rest| rest.split("\n\n").next().unwrap_or_default());
    let rows = tables.flat_map(|table| table.lines().skip(2));
    let cells = rows.map(|row| row.trim_end_matches(" |").rsplit('|').next().expect("a row has cells"));
    cells.map(|cell| cell.split('`').skip(1).step_by(2).collect()).collect()
}

#[test]
fn every_row_names_tests_that_exist() {
    let rows = tests_in_rows();
    assert!(rows.len() > 40, "the table has lost its rows: {}", rows.len());
    for row in rows {
        assert!(!row.is_empty(), "a row names no test");
        for test in row {
            let (file, name) = test.split_once("::").unwrap_or((test, ""));
            let text = read(&Path::new(ROOT).join(file));
            // Names from Python programs in .ci are keys of a table there; a fuzz target is a whole file.
            let is_there = match Path::new(file).extension().and_then(|end| end.to_str()) {
                Some("py") => text.contains(&format!("    \"{name}\":")),
                _ => test_names(&text).contains(&name) || file.starts_with("fuzz/fuzz_targets/") && name.is_empty(),
            };
            assert!(is_there, "no test {test}");
        }
    }
}

#[test]
fn every_test_of_an_attack_is_in_a_row() {
    let tests_in_rows = tests_in_rows().concat();
    let tests_of = |path: &str| files_below(&Path::new(ROOT).join(path));
    let files = [tests_of("tests/attacks"), tests_of("tests/outputs"), vec![Path::new(ROOT).join("tests/hostile.rs")]];
    for file in files.concat() {
        let path = file.strip_prefix(ROOT).expect("it is in the project").to_str().expect("a plain name").to_owned();
        if path != file!() {
            for name in test_names(&read(&file)) {
                assert!(tests_in_rows.contains(&&*format!("{path}::{name}")), "{path}::{name} is in no row");
            }
        }
    }
}

/// Tests leave no cache entries and no cache key in the home directory of the user who runs them.
#[test]
fn tests_run_the_command_with_their_own_cache() {
    let binary = concat!("CARGO_BIN_EXE", "_bylint");
    let mut runs: Vec<PathBuf> = files_below(&Path::new(ROOT).join("tests"));
    runs.retain(|file| file.extension().is_some_and(|end| end == "rs") && read(file).contains(binary));
    runs.sort();
    let expected = ["tests/attacks/harness.rs", "tests/common/mod.rs"].map(|file| Path::new(ROOT).join(file));
    assert_eq!(runs, expected, "run `common::bylint()` or a `Scene` instead");
}
