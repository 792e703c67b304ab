//! `bylint init`: the first configuration, and its schema.

use crate::common::Workspace;

#[test]
fn a_configuration_is_written_once() {
    let newsroom = Workspace::new(&[("a.md", "It rained, Ada Brook told the Gazette.\n")]);
    let (code, out, err) = newsroom.run("init --own-outlet Gazette --partner AP --profile light");
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (0, "Wrote bylint.toml. Read through it, then run `bylint check`.\n", "")
    );
    let (_, shown, _) = newsroom.run("config show a.md");
    assert!(
        shown.contains("\"Gazette\"") && shown.contains("\"AP\"") && shown.contains("profile = \"light\""),
        "{shown}"
    );
    assert_eq!(newsroom.check("a.md"), [""; 0]);
    newsroom.write("bylint.toml", "fail-on = 'never'\n");
    newsroom.refused("init", &["error: bylint.toml already exists and was not changed"]);
    let (_, shown, _) = newsroom.run("config show a.md");
    assert!(shown.contains("fail-on = \"never\""), "{shown}");
}

#[test]
fn the_schema_in_the_documentation_is_fresh() {
    let newsroom = Workspace::new(&[]);
    let (code, out, _) = newsroom.run("config schema");
    assert_eq!(code, 0);
    let fresh = out == include_str!("../../docs/bylint.schema.json");
    assert!(fresh, "run `bylint config schema > docs/bylint.schema.json`");
}
