//! Arguments that several commands have, and the values that they take.

use crate::cli::run::inputs::draft::DEFAULT_MAX_MEGABYTES;
use bylint::config::FailOn;
use bylint::date::Date;
use bylint::diagnostic::Severity;
use bylint::rule::Profile;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Where results are cached.
#[derive(Args)]
pub(crate) struct CacheArgs {
    /// Check every draft again: neither read nor write the cache.
    #[arg(long, help_heading = "Files")]
    pub(crate) no_cache: bool,

    /// Cache results in this directory [default: bylint's directory in your cache directory; in CI no cache].
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "no_cache")]
    #[arg(help_heading = "Files")]
    pub(crate) cache_dir: Option<PathBuf>,
}

/// Which drafts to read, and which newsroom they belong to.
#[derive(Args)]
pub(crate) struct ReadingArgs {
    /// Drafts, and directories to search for drafts; `-` is standard input [default: this directory].
    #[arg(value_name = "PATHS", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// A name of your newsroom, in addition to those in bylint.toml; repeat the option for more.
    #[arg(long, value_name = "NAME", help_heading = "Newsroom")]
    pub(crate) own_outlet: Vec<String>,

    /// An outlet whose copy you publish as your own, in addition to those in bylint.toml; repeat the option for more.
    #[arg(long, value_name = "NAME", help_heading = "Newsroom")]
    pub(crate) partner: Vec<String>,

    /// Use this configuration file for all drafts [default: the bylint.toml in each draft's directory or the nearest one
    /// above].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Files")]
    pub(crate) config: Option<PathBuf>,

    /// Treat this date (YYYY-MM-DD) as today when checking whether suppressions have expired [default: today, in UTC].
    #[arg(long, value_name = "DATE", help_heading = "Files")]
    pub(crate) today: Option<Date>,

    /// Treat standard input as this file: its extension sets the format, its directory the configuration.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Files")]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Largest file to read, in MB; larger ones count as unreadable (cannot be set in bylint.toml).
    #[arg(long, value_name = "MB", value_parser = up_to_1024, default_value_t = DEFAULT_MAX_MEGABYTES)]
    #[arg(help_heading = "Files")]
    pub(crate) max_file_size: u16,

    /// Check up to this many drafts at the same time [default: one per processor].
    #[arg(long, value_name = "N", value_parser = up_to_1024, help_heading = "Files")]
    pub(crate) threads: Option<u16>,
}

fn up_to_1024(text: &str) -> Result<u16, String> {
    let number = text.parse().ok().filter(|number| (1..=1024).contains(number));
    number.ok_or_else(|| "expected a number from 1 to 1024".to_owned())
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ProfileArg {
    /// Rules that nearly every newsroom agrees with.
    Light,
    /// Rules that most newsrooms want.
    Standard,
    /// All rules.
    Strict,
    /// Rules about legal risk: accusations, crime, anonymity.
    Legal,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SeverityArg {
    Error,
    Warning,
    Info,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FailOnArg {
    Error,
    Warning,
    Info,
    Never,
}

impl From<ProfileArg> for Profile {
    fn from(arg: ProfileArg) -> Self {
        match arg {
            ProfileArg::Light => Self::Light,
            ProfileArg::Standard => Self::Standard,
            ProfileArg::Strict => Self::Strict,
            ProfileArg::Legal => Self::Legal,
        }
    }
}

impl From<SeverityArg> for Severity {
    fn from(arg: SeverityArg) -> Self {
        match arg {
            SeverityArg::Error => Self::Error,
            SeverityArg::Warning => Self::Warning,
            SeverityArg::Info => Self::Info,
        }
    }
}

impl From<FailOnArg> for FailOn {
    fn from(arg: FailOnArg) -> Self {
        match arg {
            FailOnArg::Error => Self::Error,
            FailOnArg::Warning => Self::Warning,
            FailOnArg::Info => Self::Info,
            FailOnArg::Never => Self::Never,
        }
    }
}
