//! What may be written after `bylint`: one struct a command, from which help is made too.

use crate::cli::run::inputs::draft::LARGEST;
use bylint::config::FailOn;
use bylint::date::Date;
use bylint::diagnostic::Severity;
use bylint::report;
use bylint::rule::Profile;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

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

const CODES: &str = "\
Severities: error (fix it, or decide before publication), warning (an editor should look), info (less certain, or style).

Exit codes: 0 no findings at or above --fail-on, or no drafts to check (standard error says so), 1 findings at or above --fail-on, 2 a file could not be read, or bylint could not run. \
With --diff: 0 if --fix would change nothing, 1 if it would change a draft.";

const COLUMNS: &str = "\
Columns:
  speaker       who is quoted or cited: a name, or the description that the draft gives
  class         kind of source: named person, spokesperson or job title (“the mayor”),
                institution (a body that speaks in its own name), collective (several officials
                or members without names: “officials”), anonymous (name withheld: “a person close
                to the board”), unnamed individual (“a witness”), vague group (“experts”),
                document, study, poll, outlet, unnamed outlet (“local media”), own newsroom,
                social media, unknown
  route         how the words reached you: direct (the draft mentions no outlet or document
                in between; a group without names counts only if the draft says that it spoke
                to your newsroom), outlet (NAME), outlets (NAME and number of statements for
                each), document, unknown (the draft does not say)
  statements    number of statements that the draft attributes to this speaker
  quoted words  number of this speaker's words in quotation marks
  first line    line on which the speaker first appears

Below the table: a paragraph rests on a source, and the source carries it, if at least half of the
paragraph's words come from that source.

With --explain, in parentheses after each source:
  speech        somebody says, writes or asks something
  thought       somebody thinks, knows or fears something
  wish          somebody hopes, wants or plans something
  stance        somebody takes a side or acts by words: supports, opposes, votes
  document      a document, a study or figures show something
  class         kind of source, as in the table; left out if no source is named
  confidence    how many of a hundred such attributions are right; those below 35% are listed
                only if the table counts them or their source is another outlet

Exit codes: 0 all drafts were read, 2 a file could not be read, or bylint could not run.";

const TEST_CODES: &str = "\
Exit codes: 0 all examples pass, 1 some fail, 2 a directory or a rule could not be read, or there are no rules.";

const AUDIT_CODES: &str = "\
Exit codes: 0 all drafts were read, 2 a file could not be read, or bylint could not run.";

const INIT_CODES: &str = "\
Exit codes: 0 bylint.toml was written, 2 it exists already or could not be written.";

const CONFIG_CODES: &str = "\
Exit codes: 0 the settings or the schema were printed, 2 something could not be read.";

const COMPLETIONS: &str = "\
Where to put them:
  bash        bylint completions bash > ~/.local/share/bash-completion/completions/bylint
  zsh         bylint completions zsh > ~/.zfunc/_bylint    (with fpath+=~/.zfunc before compinit)
  fish        bylint completions fish > ~/.config/fish/completions/bylint.fish
  powershell  bylint completions powershell >> $PROFILE";

const DICTIONARY: &str = "\
Put correct words into a file, one per line, and add that file to bylint.toml: [language] dictionary = [\"house.txt\"].
A line \"Name = wrong, wrong2\" also lists misspellings of the name to report.";

const RULE_FACTS: &str = "\
Severity is that of most findings of the rule. Confidence says how sure bylint is: high, medium or low. Profiles are the sets of rules that \
include it; the default set is standard.";

const BASELINE: &str = "\
A finding is matched by its draft, its rule and its words. It stays in the baseline when its paragraph is moved or \
rewrapped. A second copy of it is reported as new; the headings above decide which copy is the known one.

Exit codes: 0 the baseline is up to date, 2 something could not be read and nothing was written.";

const EDITORS: &str = "\
Editors start this command themselves. docs/editors.md shows the settings for each editor.

Exit codes: 0 the editor ended the session, 1 the editor disconnected without ending it.";

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
    #[command(after_help = CODES)]
    Check(CheckArgs),
    /// List everyone whom the drafts quote or cite, and how their words reached you.
    #[command(after_help = COLUMNS)]
    Sources(SourcesArgs),
    /// List unknown words and how often they occur.
    #[command(after_help = DICTIONARY)]
    Words(WordsArgs),
    /// List the rules.
    Rules(RulesArgs),
    /// Explain a rule, or all rules of a family: what it finds, why, what to do, its settings, examples.
    #[command(after_help = RULE_FACTS)]
    Explain(ExplainArgs),
    /// List every suppression and baseline entry: who added it, when, and whether it still hides a finding.
    #[command(after_help = AUDIT_CODES)]
    Audit(AuditArgs),
    /// Record today's findings in a baseline, so that `check` reports only new ones (and broken or expired suppressions).
    #[command(after_help = BASELINE)]
    Baseline(BaselineArgs),
    /// Write a bylint.toml into this directory, with comments on the most common keys.
    #[command(after_help = INIT_CODES)]
    Init(InitArgs),
    /// Show the settings that apply to a draft, or the schema of bylint.toml.
    #[command(after_help = CONFIG_CODES)]
    Config {
        /// What to show.
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Test your own rules on their examples.
    #[command(after_help = TEST_CODES)]
    Test(TestArgs),
    /// Print completions for your shell.
    #[command(after_help = COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual page of bylint or of one of its commands.
    Man(ManArgs),
    /// Run the language server, which shows findings in your text editor as you write.
    #[command(after_help = EDITORS)]
    Lsp(LspArgs),
}

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

#[derive(Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print the settings that apply to a draft, and where each one comes from.
    #[command(after_help = CONFIG_CODES)]
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
pub(crate) struct SourcesArgs {
    /// Output format; json lists every attribution, html shows the whole draft.
    #[arg(long, value_enum, default_value = "human", help_heading = "Output")]
    pub(crate) format: SourcesFormat,

    /// Explain why each attribution was recognised.
    #[arg(long, help_heading = "Output")]
    pub(crate) explain: bool,

    /// With --explain, also show the weights of the model.
    #[arg(long, requires = "explain", help_heading = "Output")]
    pub(crate) verbose: bool,

    /// Write to this file; `-` is standard output [default: standard output].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// With --format html: show findings that are in a baseline too; by default they are only counted.
    #[arg(long, help_heading = "Output")]
    pub(crate) no_baseline: bool,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Args)]
pub(crate) struct WordsArgs {
    /// List only words that occur at least this often in all drafts together.
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Output")]
    pub(crate) at_least: usize,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

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

#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// Your shell.
    #[arg(value_name = "SHELL", value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Args)]
pub(crate) struct ManArgs {
    /// A command, such as `check` [default: bylint itself].
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

#[derive(Args)]
pub(crate) struct LspArgs {
    /// Use standard input and output. This is the default; the option exists because many editors pass it.
    #[arg(long)]
    pub(crate) stdio: bool,
}

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
    #[arg(long, value_name = "MB", value_parser = up_to_1024, default_value_t = LARGEST)]
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorMode {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SourcesFormat {
    /// A table, for people.
    Human,
    /// For a comment on a pull request or a job summary.
    Markdown,
    /// A web page: the draft, shaded by kind of source, with findings in the margin.
    Html,
    /// JSON; docs/json.md describes it.
    Json,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesFormat {
    /// A table, for people.
    Human,
    /// JSON; docs/json.md describes it.
    Json,
    /// A Markdown page with everything about each rule.
    Markdown,
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_sound() {
        Cli::command().debug_assert();
    }

    /// Over the whole table: each option and command says what it does.
    #[test]
    fn everything_has_help() {
        let cli = Cli::command();
        for command in [&cli].into_iter().chain(cli.get_subcommands()) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{} {}", command.get_name(), arg.get_id());
            }
        }
    }
}
