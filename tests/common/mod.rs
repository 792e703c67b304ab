//! Shared by the tests: the built-in linter, the bylint binary, and a workspace to run it in.

#![allow(dead_code, unused_imports, reason = "every test target compiles this module and uses a part of it")]

mod workspace;

pub(crate) use workspace::Workspace;

use bylint::diagnostic::Finding;
use bylint::document::{Document, Format};
use bylint::engine::{Context, Engine};
use bylint::rule::RuleSet;
use bylint::text::Source;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

/// All built-in rules with their default settings.
pub(crate) static LINTER: LazyLock<Engine> = LazyLock::new(Engine::builtin);

/// The findings in a Markdown draft with the default settings.
pub(crate) fn check(text: &str) -> Vec<Finding> {
    check_with(text, Format::Markdown, &Context::default())
}

/// The findings in a draft with the default settings. The language is set to English, so that a wrong guess cannot
/// disable rules.
pub(crate) fn check_english(text: &str, format: Format) -> Vec<Finding> {
    check_with(text, format, &Context { language: Some("en".into()), ..Context::default() })
}

/// The findings in a draft.
pub(crate) fn check_with(text: &str, format: Format, context: &Context) -> Vec<Finding> {
    let source = Source::new("draft.md", text.into());
    let document = Document::parse(&source, format);
    LINTER.lint(&source, &document, context).findings
}

/// The bylint command. Its cache and cache key are in the build directory, not in the user's home directory.
pub(crate) fn bylint() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bylint"));
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
    // Unix uses the first variable, Windows the second.
    command.env("XDG_CACHE_HOME", &cache).env("LOCALAPPDATA", &cache).env_remove("BYLINT_CACHE_KEY");
    command
}
