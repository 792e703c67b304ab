//! Arguments of `bylint audit`.

use super::shared::{CacheArgs, ReadingArgs};
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

pub(super) const AFTER_HELP: &str = "\
Exit codes: 0 all drafts were read, 2 a file could not be read, or bylint could not run.";

#[derive(Args)]
pub(crate) struct AuditArgs {
    /// Output format.
    #[arg(long, value_enum, default_value = "table", help_heading = "Output")]
    pub(crate) format: AuditFormat,

    /// Write to this file; `-` is standard output [default: standard output].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// List the entries of this baseline [default: the bylint-baseline.toml in each draft's directory or the nearest one
    /// above].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Files")]
    pub(crate) baseline: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuditFormat {
    /// A table, for people.
    Table,
    /// CSV, for a spreadsheet.
    Csv,
    /// JSON; docs/json.md describes it.
    Json,
}
