//! `docs/rules.md` is up to date with the rules' files.

mod common;

#[test]
fn the_page_of_all_rules_is_up_to_date() {
    // Runs away from any configuration, which could add rules.
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let mut command = common::bylint();
    command.args(["rules", "--format", "markdown"]).current_dir(folder.path());
    let output = command.output().expect("the command that was just built runs");
    let page = include_str!("../docs/rules.md").replace("\r\n", "\n");
    let stale = "docs/rules.md is stale: cargo run -- rules --format markdown > docs/rules.md";
    assert!(String::from_utf8_lossy(&output.stdout) == page, "{stale}");
}
