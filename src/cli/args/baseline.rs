//! Arguments of `bylint baseline`.

use super::shared::{CacheArgs, ReadingArgs};
use clap::{Args, ValueHint};
use std::path::PathBuf;

pub(super) const AFTER_HELP: &str = "\
A finding is matched by its draft, its rule and its words. It stays in the baseline when its paragraph is moved or \
rewrapped. A second copy of it is reported as new; the headings above decide which copy is the known one.

Exit codes: 0 the baseline is up to date, 2 something could not be read and nothing was written.";

#[derive(Args)]
pub(crate) struct BaselineArgs {
    /// Only remove entries whose findings are gone; add nothing.
    #[arg(long)]
    pub(crate) prune: bool,

    /// Write to this file, which must be in a directory that contains all the drafts [default: the bylint-baseline.toml in each draft's directory or the nearest one above; if there is
    /// none, a new one at the top of the repository].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) baseline: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}
