//! What may be written after `bylint`: one struct a command, from which help is made too.

use super::files::LARGEST;
use bylint::config::FailOn;
use bylint::date::Date;
use bylint::diagnostic::Severity;
use bylint::report;
use bylint::rule::Profile;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

const ABOUT: &str = "Shows what stands in a news draft with nobody behind it";

const LONG_ABOUT: &str = "\
Shows what stands in a news draft with nobody behind it.

bylint reads drafts in Markdown or plain text and asks of every sentence: says who? It points at words that rest on \
unnamed sources, on other outlets, or on nothing, and says what would settle each of them. It changes a draft only when \
it is told to (check --fix).";

const EXAMPLES: &str = "\
Examples:
  bylint check story.md               look through one draft
  bylint check                        look through all drafts in this folder and below
  bylint sources story.md             list who is behind a draft
  bylint explain anonymous-source     read why a rule is there, with examples

A newsroom's own name, its partners and its choice of rules go into a file named bylint.toml beside the drafts.";

const CODES: &str = "\
Severities: error (do not publish without a decision), warning (an editor should look), info (a matter of style).

Exit codes: 0 nothing found that weighs enough, 1 findings at or above --fail-on, 2 something could not be read or run.";

const TEST_CODES: &str = "\
Exit codes: 0 every example holds, 1 some do not, 2 a folder or a rule could not be read.";

const COMPLETIONS: &str = "\
Where they belong:
  bash        bylint completions bash > ~/.local/share/bash-completion/completions/bylint
  zsh         bylint completions zsh > ~/.zfunc/_bylint    (with fpath+=~/.zfunc before compinit)
  fish        bylint completions fish > ~/.config/fish/completions/bylint.fish
  powershell  bylint completions powershell >> $PROFILE";

const DICTIONARY: &str = "\
Put the words that are right into a file, one a line, and name it in bylint.toml: [language] dictionary = [\"house.txt\"].
A line \"Name = wrong, wrong2\" also says which slips of it to report.";

const BASELINE: &str = "\
A finding is known again by its rule, its words and the headings above it: moving or wrapping a paragraph revives nothing, a \
second copy of the fault does.

Exit codes: 0 the file is as it should be, 2 something could not be read, and nothing was written.";

const EDITORS: &str = "\
Editors start this command themselves; docs/editors.md has what to write into the settings of each.

Exit codes: 0 the editor ended the session in order, 1 it was gone before.";

#[derive(Parser)]
#[command(name = "bylint", version, about = ABOUT, long_about = LONG_ABOUT, after_help = EXAMPLES)]
#[command(arg_required_else_help = true, max_term_width = 100)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,

    /// Whether to use colours; `auto` does on a terminal, unless `NO_COLOR` is set.
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto", global = true)]
    pub(super) color: When,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Look through drafts and show what an editor should ask about.
    #[command(after_help = CODES)]
    Check(CheckArgs),
    /// List who is behind drafts: every speaker, and how the words came.
    Sources(SourcesArgs),
    /// List the words of drafts that no word list knows, by count: names, coinages, slips.
    #[command(after_help = DICTIONARY)]
    Words(WordsArgs),
    /// List the rules.
    Rules(RulesArgs),
    /// Show the page of a rule, or of all rules of a family.
    Explain(ExplainArgs),
    /// List everything that hides findings, who decided it, and whether it is still needed.
    Audit(AuditArgs),
    /// Write down the findings that stand today, so that `check` tells only others.
    #[command(after_help = BASELINE)]
    Baseline(BaselineArgs),
    /// Write a first bylint.toml into this folder, with a word on every key.
    Init(InitArgs),
    /// Show what the configuration comes to.
    Config {
        /// What to show of it.
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Try the newsroom's own rules on their examples.
    #[command(after_help = TEST_CODES)]
    Test(TestArgs),
    /// Print completions for a shell.
    #[command(after_help = COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual's page of bylint, or of one of its commands.
    Man(ManArgs),
    /// Serve an editor: findings while the draft is written, by the Language Server Protocol on standard input and output.
    #[command(after_help = EDITORS)]
    Lsp(LspArgs),
}

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(super) struct CheckArgs {
    /// Run the rules of this profile, instead of what bylint.toml selects [default: standard].
    #[arg(long, value_name = "PROFILE", value_enum, help_heading = "Rules")]
    pub(super) profile: Option<ProfileArg>,

    /// Run only these rules or families, instead of what bylint.toml selects or ignores.
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub(super) select: Vec<String>,

    /// Do not run these rules or families either.
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub(super) ignore: Vec<String>,

    /// End with exit code 1 from this severity on [default: warning].
    #[arg(long, value_name = "SEVERITY", value_enum, help_heading = "Rules")]
    pub(super) fail_on: Option<FailOnArg>,

    /// End with exit code 0 whatever was found.
    #[arg(long, help_heading = "Rules")]
    pub(super) exit_zero: bool,

    /// Show findings from this severity on [default: warning; info in bylint's own JSON].
    #[arg(long, value_name = "SEVERITY", value_enum, help_heading = "Output")]
    pub(super) min_severity: Option<SeverityArg>,

    /// How to show findings.
    #[arg(long, value_enum, default_value = "human", help_heading = "Output")]
    pub(super) format: CheckFormat,

    /// Write to this file instead of standard output; `-` is standard output.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(super) output: Option<PathBuf>,

    /// Print findings only, no summary.
    #[arg(long, short, help_heading = "Output")]
    pub(super) quiet: bool,

    /// Count the findings by rule, after the findings.
    #[arg(long, help_heading = "Output")]
    pub(super) statistics: bool,

    /// Make the changes that keep the sense, and show what is left. Quotations, code and addresses stay as they are.
    #[arg(long, help_heading = "Fixes")]
    pub(super) fix: bool,

    /// Make also changes that an editor should agree to; with --fix or --diff.
    #[arg(long, help_heading = "Fixes")]
    pub(super) unsafe_fixes: bool,

    /// Show what --fix would change, as a diff that `git apply` takes, and write nothing.
    #[arg(long, help_heading = "Fixes", conflicts_with_all = ["format", "statistics", "show_files"])]
    pub(super) diff: bool,

    /// List the files that would be read, and read none.
    #[arg(long, help_heading = "Files")]
    pub(super) show_files: bool,

    /// Leave out what bylint.toml excludes, and papers such as a README, even where they are named: for hooks.
    #[arg(long, help_heading = "Files")]
    pub(super) force_exclude: bool,

    /// Look again whenever a draft, a configuration, a rule or a list changes, until Ctrl-C.
    #[arg(long, help_heading = "Files", conflicts_with_all = ["fix", "diff", "output", "staged", "show_files"])]
    pub(super) watch: bool,

    #[command(flatten)]
    pub(super) wanted: WantedArgs,

    #[command(flatten)]
    pub(super) cache: CacheArgs,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

/// Which findings count.
#[derive(Args, Default)]
pub(super) struct WantedArgs {
    /// Know the findings of this baseline, not of the bylint-baseline.toml that is nearest above each draft.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Findings that count")]
    pub(super) baseline: Option<PathBuf>,

    /// Tell the findings that a baseline knows, too.
    #[arg(long, conflicts_with = "baseline", help_heading = "Findings that count")]
    pub(super) no_baseline: bool,

    /// Tell only what lines touch that changed since this branch left REVISION; rules about whole stories count for every
    /// story that changed.
    #[arg(long, value_name = "REVISION", help_heading = "Findings that count")]
    pub(super) changed_since: Option<String>,

    /// The same for lines that are staged for the next commit, in the words that it would have.
    #[arg(long, conflicts_with = "changed_since", help_heading = "Findings that count")]
    pub(super) staged: bool,
}

#[derive(Args)]
pub(super) struct AuditArgs {
    /// How to show the list.
    #[arg(long, value_enum, default_value = "table", help_heading = "Output")]
    pub(super) format: AuditFormat,

    /// Write to this file instead of standard output; `-` is standard output.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(super) output: Option<PathBuf>,

    /// Look into this baseline, not the bylint-baseline.toml that is nearest above each draft.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Files")]
    pub(super) baseline: Option<PathBuf>,

    #[command(flatten)]
    pub(super) cache: CacheArgs,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Args)]
pub(super) struct BaselineArgs {
    /// Only take out what was settled, and write down nothing new.
    #[arg(long)]
    pub(super) prune: bool,

    /// Write to this file [default: the bylint-baseline.toml that is nearest above each draft, else one at the top of the
    /// repository].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) baseline: Option<PathBuf>,

    #[command(flatten)]
    pub(super) cache: CacheArgs,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Args)]
pub(super) struct InitArgs {
    /// A name of your own newsroom; may be given more than once.
    #[arg(long, value_name = "NAME")]
    pub(super) own_outlet: Vec<String>,

    /// An outlet whose copy you run as your own; may be given more than once.
    #[arg(long, value_name = "NAME")]
    pub(super) partner: Vec<String>,

    /// How much to be told [default: standard].
    #[arg(long, value_name = "PROFILE", value_enum)]
    pub(super) profile: Option<ProfileArg>,
}

#[derive(Subcommand)]
pub(super) enum ConfigCommand {
    /// Print the settings that hold for a draft, and where each of them comes from.
    Show(ShowArgs),
    /// Print the JSON Schema of bylint.toml, for editors.
    Schema,
}

#[derive(Args)]
pub(super) struct ShowArgs {
    /// The draft; `-` is standard input.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) file: PathBuf,

    /// Read this configuration, not the bylint.toml that is nearest above the draft.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,

    /// What to call standard input; its ending and its folder count as a file's would.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) stdin_filename: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct SourcesArgs {
    /// How to show who is behind drafts; json has every single attribution, html the whole draft.
    #[arg(long, value_enum, default_value = "human", help_heading = "Output")]
    pub(super) format: SourcesFormat,

    /// Say of every attribution why it was read as one.
    #[arg(long, help_heading = "Output")]
    pub(super) explain: bool,

    /// Show with --explain the weights of the model, too.
    #[arg(long, requires = "explain", help_heading = "Output")]
    pub(super) verbose: bool,

    /// Write to this file instead of standard output; `-` is standard output.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(super) output: Option<PathBuf>,

    /// Show in html the findings that a baseline knows, too, which are counted only.
    #[arg(long, help_heading = "Output")]
    pub(super) no_baseline: bool,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Args)]
pub(super) struct WordsArgs {
    /// Leave out words that stand fewer times than this in all drafts together.
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Output")]
    pub(super) at_least: usize,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Args)]
pub(super) struct RulesArgs {
    /// How to show the list.
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: RulesFormat,

    /// List only the rules of this profile.
    #[arg(long, value_name = "PROFILE", value_enum)]
    pub(super) profile: Option<ProfileArg>,

    /// Read this configuration, not the bylint.toml that is nearest above this folder.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct ExplainArgs {
    /// The name of a rule or of a family of rules.
    #[arg(value_name = "RULE")]
    pub(super) name: String,

    /// Read this configuration, not the bylint.toml that is nearest above this folder.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct TestArgs {
    /// A folder with rules [default: the packs that bylint.toml names].
    #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(super) folder: Option<PathBuf>,

    /// Read this configuration, not the bylint.toml that is nearest above this folder.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct CompletionsArgs {
    /// The shell that is to complete commands and options.
    #[arg(value_name = "SHELL", value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Args)]
pub(super) struct ManArgs {
    /// One of the commands, such as `check`.
    #[arg(value_name = "COMMAND")]
    pub(super) command: Option<String>,
}

#[derive(Args)]
pub(super) struct LspArgs {
    /// Talk on standard input and output, which is the only way there is; many editors give this by themselves.
    #[arg(long)]
    pub(super) stdio: bool,
}

/// What is taken over from earlier runs.
#[derive(Args)]
pub(super) struct CacheArgs {
    /// Read every draft anew, and keep nothing for the next run.
    #[arg(long, help_heading = "Files")]
    pub(super) no_cache: bool,

    /// Keep what was found in each draft in this folder [default: your own cache directory; none in CI].
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath, conflicts_with = "no_cache")]
    #[arg(help_heading = "Files")]
    pub(super) cache_dir: Option<PathBuf>,
}

/// Which drafts to read, and whose they are.
#[derive(Args)]
pub(super) struct ReadingArgs {
    /// Drafts, and folders to search for them; `-` is standard input [default: this folder].
    #[arg(value_name = "PATHS", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,

    /// A name of your own newsroom, beside those in bylint.toml; may be given more than once.
    #[arg(long, value_name = "NAME", help_heading = "Newsroom")]
    pub(super) own_outlet: Vec<String>,

    /// An outlet whose copy you run as your own, beside those in bylint.toml; may be given more than once.
    #[arg(long, value_name = "NAME", help_heading = "Newsroom")]
    pub(super) partner: Vec<String>,

    /// Read this configuration, not the bylint.toml that is nearest above each draft.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Files")]
    pub(super) config: Option<PathBuf>,

    /// The day that ignores with an end are judged by, as in 2027-03-01 [default: today, in UTC].
    #[arg(long, value_name = "DAY", help_heading = "Files")]
    pub(super) today: Option<Date>,

    /// What to call standard input; its ending and its folder count as a file's would.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Files")]
    pub(super) stdin_filename: Option<PathBuf>,

    /// Above how many megabytes a file is no draft; a folder's configuration cannot set this.
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u16).range(1..=1024), default_value_t = LARGEST)]
    #[arg(help_heading = "Files")]
    pub(super) max_file_size: u16,

    /// How many drafts to read at a time, at most [default: one for each processor].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Files")]
    pub(super) threads: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// With the words of the draft, for people.
    Human,
    /// One line a finding: path:line:column: severity[rule] message.
    Short,
    /// For programs; docs/json.md describes it.
    Json,
    /// The same, one finding a line, as soon as it is found.
    JsonLines,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations on GitHub, and a summary of the job.
    Github,
    /// GitLab Code Quality.
    Gitlab,
    /// XML as Checkstyle writes it.
    Checkstyle,
    /// XML as `JUnit` writes it.
    Junit,
    /// For reviewdog.
    Rdjson,
    /// For reviewdog, one finding a line.
    Rdjsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SourcesFormat {
    /// A table, for people.
    Human,
    /// For a comment on a pull request, or a job's summary.
    Markdown,
    /// A page for the browser: the draft, shaded by what stands behind it, with findings in the margin.
    Html,
    /// For programs; docs/json.md describes it.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A table, for people.
    Human,
    /// For programs; docs/json.md describes it.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AuditFormat {
    /// A table, for people.
    Table,
    /// For a spreadsheet.
    Csv,
    /// For programs; docs/json.md describes it.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RulesFormat {
    /// A table, for people.
    Human,
    /// For programs; docs/json.md describes it.
    Json,
    /// A page with everything about each rule.
    Markdown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ProfileArg {
    /// What few desks would dispute.
    Light,
    /// What most desks ask of a draft.
    Standard,
    /// Everything, with what is only worth a look.
    Strict,
    /// What a lawyer reads for: accusations, crime, anonymity.
    Legal,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum SeverityArg {
    Error,
    Warning,
    Info,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOnArg {
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

impl From<CheckFormat> for report::Format {
    fn from(arg: CheckFormat) -> Self {
        match arg {
            CheckFormat::Human => Self::Human,
            CheckFormat::Short => Self::Short,
            CheckFormat::Json => Self::Json,
            CheckFormat::JsonLines => Self::JsonLines,
            CheckFormat::Sarif => Self::Sarif,
            CheckFormat::Github => Self::Github,
            CheckFormat::Gitlab => Self::Gitlab,
            CheckFormat::Checkstyle => Self::Checkstyle,
            CheckFormat::Junit => Self::Junit,
            CheckFormat::Rdjson => Self::Rdjson,
            CheckFormat::Rdjsonl => Self::Rdjsonl,
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
