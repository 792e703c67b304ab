//! Arguments of `bylint rules`, `explain` and `test`.

use super::shared::ProfileArg;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

pub(super) const EXPLAIN_AFTER_HELP: &str = "\
Severity is that of most findings of the rule. Confidence says how sure bylint is: high, medium or low. Profiles are the sets of rules that \
include it; the default set is standard.";

pub(super) const TEST_AFTER_HELP: &str = "\
Exit codes: 0 all examples pass, 1 some fail, 2 a directory or a rule could not be read, or there are no rules.";

#[derive(Args)]
pub(crate) struct RulesArgs {
    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: RulesFormat,

    /// List only the rules of this profile.
    #[arg(long, value_name = "PROFILE", value_enum)]
    pub(crate) profile: Option<ProfileArg>,

    /// Read your own rules (packs) from this configuration file; severities and `ignore` are not applied [default: the
    /// bylint.toml in this directory or the nearest one above].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// A rule or a family of rules; `bylint rules` lists them.
    #[arg(value_name = "RULE")]
    pub(crate) name: String,

    /// Read your own rules (packs) from this configuration file; severities and `ignore` are not applied [default: the
    /// bylint.toml in this directory or the nearest one above].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct TestArgs {
    /// A directory with rules [default: the packs in bylint.toml].
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) folder: Option<PathBuf>,

    /// Use this configuration file [default: the bylint.toml in this directory or the nearest one above].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesFormat {
    /// A table, for people.
    Human,
    /// JSON; docs/json.md describes it.
    Json,
    /// A Markdown page with everything about each rule.
    Markdown,
}
