//! Arguments of `bylint words`.

use super::shared::ReadingArgs;
use clap::Args;

pub(super) const AFTER_HELP: &str = "\
Put correct words into a file, one per line, and add that file to bylint.toml: [language] dictionary = [\"house.txt\"].
A line \"Name = wrong, wrong2\" also lists misspellings of the name to report.";

#[derive(Args)]
pub(crate) struct WordsArgs {
    /// List only words that occur at least this often in all drafts together.
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Output")]
    pub(crate) at_least: usize,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}
