//! Arguments of `bylint check`.

use super::shared::{CacheArgs, FailOnArg, ProfileArg, ReadingArgs, SeverityArg};
use bylint::report;
use clap::{Args, ValueHint};
use std::path::PathBuf;

pub(super) const AFTER_HELP: &str = "\
Severities: error (fix it, or decide before publication), warning (an editor should look), info (less certain, or style).

Exit codes: 0 no findings at or above --fail-on, or no drafts to check (standard error says so), 1 findings at or above --fail-on, 2 a file could not be read, or bylint could not run. \
With --diff: 0 if --fix would change nothing, 1 if it would change a draft.";

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct CheckArgs {
    /// Run the rules of this profile, instead of those that bylint.toml selects [default: standard].
    #[arg(long, value_name = "PROFILE", value_enum, help_heading = "Rules")]
    pub(crate) profile: Option<ProfileArg>,

    /// Run only these rules or families, separated by commas; replaces what bylint.toml selects and ignores.
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub(crate) select: Vec<String>,

    /// Skip these rules or families, separated by commas, in addition to those that bylint.toml ignores.
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub(crate) ignore: Vec<String>,

    /// Exit with code 1 on findings of this severity or higher, even if --min-severity hides them [default: warning].
    #[arg(long, value_name = "SEVERITY", value_enum, help_heading = "Rules")]
    pub(crate) fail_on: Option<FailOnArg>,

    /// Exit with code 0 even if there are findings.
    #[arg(long, help_heading = "Rules")]
    pub(crate) exit_zero: bool,

    /// Show findings of this severity or higher [default: warning; with --format json or json-lines: info].
    #[arg(long, value_name = "SEVERITY", value_enum, help_heading = "Output")]
    pub(crate) min_severity: Option<SeverityArg>,

    /// Output format.
    #[arg(long, value_enum, default_value = "human", help_heading = "Output")]
    pub(crate) format: report::Format,

    /// Write to this file; `-` is standard output [default: standard output].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// Print findings only, without summary and hints.
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,

    /// Print the number of findings of each rule after the findings.
    #[arg(long, help_heading = "Output")]
    pub(crate) statistics: bool,

    /// Apply safe fixes, which do not change the meaning, and report what is left. The words of quotations, code and
    /// addresses are never changed.
    #[arg(long, help_heading = "Fixes")]
    pub(crate) fix: bool,

    /// With --fix or --diff: include fixes that an editor should review.
    #[arg(long, help_heading = "Fixes")]
    pub(crate) unsafe_fixes: bool,

    /// Print what --fix would change as a patch for `git apply`, and change nothing.
    #[arg(long, help_heading = "Fixes", conflicts_with_all = ["format", "statistics", "show_files"])]
    pub(crate) diff: bool,

    /// List the files that would be checked, and check nothing.
    #[arg(long, help_heading = "Files")]
    pub(crate) show_files: bool,

    /// Skip files that bylint.toml excludes, and project files such as README.md, even if you name them. For Git hooks.
    #[arg(long, help_heading = "Files")]
    pub(crate) force_exclude: bool,

    /// Check again whenever a draft, a configuration file, a rule or a word list changes, until you press Ctrl-C.
    #[arg(long, help_heading = "Files", conflicts_with_all = ["fix", "diff", "output", "staged", "show_files"])]
    pub(crate) watch: bool,

    #[command(flatten)]
    pub(crate) filter: FilterArgs,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Which findings count.
#[derive(Args, Default)]
pub(crate) struct FilterArgs {
    /// Hide the findings in this baseline [default: the bylint-baseline.toml in each draft's directory or the nearest one
    /// above].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Findings to report")]
    pub(crate) baseline: Option<PathBuf>,

    /// Report findings that are in a baseline too.
    #[arg(long, conflicts_with = "baseline", help_heading = "Findings to report")]
    pub(crate) no_baseline: bool,

    /// Report only findings on lines that changed since the merge base with REVISION, and findings about a whole story
    /// for every story that changed.
    #[arg(long, value_name = "REVISION", help_heading = "Findings to report")]
    pub(crate) changed_since: Option<String>,

    /// Report only findings on lines that are staged for the next commit. Checks the staged text, not the files.
    #[arg(long, conflicts_with = "changed_since", help_heading = "Findings to report")]
    pub(crate) staged: bool,
}
