//! Arguments of `bylint`: a struct for each command. clap also generates the help from these structs.

mod audit;
mod baseline;
mod check;
mod config;
mod rules;
mod shared;
mod sources;
mod tools;
mod words;

pub(crate) use audit::{AuditArgs, AuditFormat};
pub(crate) use baseline::BaselineArgs;
pub(crate) use check::{CheckArgs, FilterArgs};
pub(crate) use config::{ConfigCommand, InitArgs, ShowArgs};
pub(crate) use rules::{ExplainArgs, RulesArgs, RulesFormat, TestArgs};
pub(crate) use shared::{CacheArgs, ReadingArgs};
pub(crate) use sources::{SourcesArgs, SourcesFormat};
pub(crate) use tools::{CompletionsArgs, LspArgs, ManArgs};
pub(crate) use words::WordsArgs;

use clap::{Parser, Subcommand, ValueEnum};

const ABOUT: &str = "Finds statements in news drafts that lack a clear source";

const LONG_ABOUT: &str = "\
Finds statements in news drafts that lack a clear source.

bylint reads drafts in Markdown or plain text. It reports statements that rest on unnamed sources, on other outlets or on \
no source, and says what to do about each one. It also reports misspellings and style problems. It changes a draft only \
if you ask for it (check --fix).";

const EXAMPLES: &str = "\
Examples:
  bylint check story.md               check one draft
  bylint check                        check all drafts in this directory and below
  bylint sources story.md             list everyone whom a draft quotes or cites
  bylint explain anonymous-source     show what a rule wants and why, with examples
  bylint init                         write a commented bylint.toml

bylint.toml, in the directory of the drafts or above it, names your newsroom and its partners and selects the rules.";

#[derive(Parser)]
#[command(name = "bylint", version, about = ABOUT, long_about = LONG_ABOUT, after_help = EXAMPLES)]
#[command(arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colours; `auto`: on a terminal, unless `NO_COLOR` is set.
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto", global = true)]
    pub(crate) color: ColorMode,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Report misspellings, style problems and statements without a clear source.
    #[command(after_help = check::AFTER_HELP)]
    Check(CheckArgs),
    /// List everyone whom the drafts quote or cite, and how their words reached you.
    #[command(after_help = sources::AFTER_HELP.as_str())]
    Sources(SourcesArgs),
    /// List unknown words and how often they occur.
    #[command(after_help = words::AFTER_HELP)]
    Words(WordsArgs),
    /// List the rules.
    Rules(RulesArgs),
    /// Explain a rule, or all rules of a family: what it finds, why, what to do, its settings, examples.
    #[command(after_help = rules::EXPLAIN_AFTER_HELP)]
    Explain(ExplainArgs),
    /// List every suppression and baseline entry: who added it, when, and whether it still hides a finding.
    #[command(after_help = audit::AFTER_HELP)]
    Audit(AuditArgs),
    /// Record today's findings in a baseline, so that `check` reports only new ones (and broken or expired suppressions).
    #[command(after_help = baseline::AFTER_HELP)]
    Baseline(BaselineArgs),
    /// Write a bylint.toml into this directory, with comments on the most common keys.
    #[command(after_help = config::INIT_AFTER_HELP)]
    Init(InitArgs),
    /// Show the settings that apply to a draft, or the schema of bylint.toml.
    #[command(after_help = config::CONFIG_AFTER_HELP)]
    Config {
        /// What to show.
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Test your own rules on their examples.
    #[command(after_help = rules::TEST_AFTER_HELP)]
    Test(TestArgs),
    /// Print completions for your shell.
    #[command(after_help = tools::COMPLETIONS_AFTER_HELP)]
    Completions(CompletionsArgs),
    /// Print the manual page of bylint or of one of its commands.
    Man(ManArgs),
    /// Run the language server, which shows findings in your text editor as you write.
    #[command(after_help = tools::LSP_AFTER_HELP)]
    Lsp(LspArgs),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorMode {
    Auto,
    Always,
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn arguments_are_valid() {
        Cli::command().debug_assert();
    }

    /// Every command and every option has a help text.
    #[test]
    fn every_command_and_option_has_help() {
        let cli = Cli::command();
        for command in [&cli].into_iter().chain(cli.get_subcommands()) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{} {}", command.get_name(), arg.get_id());
            }
        }
    }
}
