//! Arguments of `bylint config` and `init`.

use super::shared::ProfileArg;
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

pub(super) const CONFIG_AFTER_HELP: &str = "\
Exit codes: 0 the settings or the schema were printed, 2 something could not be read.";

pub(super) const INIT_AFTER_HELP: &str = "\
Exit codes: 0 bylint.toml was written, 2 it exists already or could not be written.";

#[derive(Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print the settings that apply to a draft, and where each one comes from.
    #[command(after_help = CONFIG_AFTER_HELP)]
    Show(ShowArgs),
    /// Print the JSON Schema of bylint.toml, for editors.
    Schema,
}

#[derive(Args)]
pub(crate) struct ShowArgs {
    /// The draft; `-` is standard input.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// Use this configuration file [default: the bylint.toml in the draft's directory or the nearest one above].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,

    /// Treat standard input as this file: its extension sets the format, its directory the configuration.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) stdin_filename: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct InitArgs {
    /// A name of your newsroom; repeat the option for more.
    #[arg(long, value_name = "NAME")]
    pub(crate) own_outlet: Vec<String>,

    /// An outlet whose copy you publish as your own, such as a wire service; repeat the option for more.
    #[arg(long, value_name = "NAME")]
    pub(crate) partner: Vec<String>,

    /// Set of rules to run [default: standard].
    #[arg(long, value_name = "PROFILE", value_enum)]
    pub(crate) profile: Option<ProfileArg>,
}
