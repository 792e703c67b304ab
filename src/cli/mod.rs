//! The command-line program: arguments, files, printing, exit codes. `bylint::report` formats the reports.

mod args;
mod commands;
mod config;
mod git;
mod run;

use args::{Cli, ColorMode, Command};
use bylint::config::InvalidConfig;
use bylint::report::{self, Colors};
use clap::Parser as _;
use commands::{audit, baseline, check, init, lsp, rules, shell, sources, test, words};
use config::error;
use run::output::{self, print_to_stderr};
use run::signals;
use std::borrow::Cow;
use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

/// The way in which a run ended. It decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// No finding is severe enough to fail the run.
    Clean,
    /// Some findings are severe enough to fail the run.
    Findings,
    /// Something could not be read, or bylint could not run.
    CouldNotRun,
    /// The editor disconnected without ending the session.
    Abandoned,
}

/// Runs the command line.
pub(crate) fn run() -> ExitCode {
    signals::fail_at_file_size_limit();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            print_usage_error(&error);
            return u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from);
        }
    };
    let exit = match &cli.command {
        Command::Check(args) => check::run(args, cli.color),
        Command::Sources(args) => sources::run(args, cli.color),
        Command::Words(args) => words::run(args, cli.color),
        Command::Rules(args) => rules::list(args, cli.color),
        Command::Explain(args) => rules::explain(args, cli.color),
        Command::Audit(args) => audit::run(args, cli.color),
        Command::Baseline(args) => baseline::run(args, cli.color),
        Command::Config { command } => commands::config::run(command, cli.color),
        Command::Init(args) => init::run(args, cli.color),
        Command::Test(args) => test::run(args, cli.color),
        Command::Completions(args) => shell::completions(args, cli.color),
        Command::Man(args) => shell::man(args, cli.color),
        Command::Lsp(_) => lsp::run(),
    };
    let exit = exit.unwrap_or_else(|error| {
        print_failure(&error, cli.color);
        Exit::CouldNotRun
    });
    ExitCode::from(match exit {
        Exit::Clean => 0,
        Exit::Findings | Exit::Abandoned => 1,
        Exit::CouldNotRun => 2,
    })
}

/// Prints help, or an error in the arguments. clap quotes the arguments, so the text is sanitized.
fn print_usage_error(error: &clap::Error) {
    let text = error.render().to_string();
    let has_control_characters = |argument: OsString| argument.to_string_lossy().contains(char::is_control);
    match report::lines(&text, Colors::Removed) {
        Cow::Owned(sanitized) if error.use_stderr() => print_to_stderr(&sanitized, Colors::Removed),
        Cow::Borrowed(text) if error.use_stderr() && env::args_os().any(has_control_characters) => {
            print_to_stderr(text, Colors::Removed);
        }
        // In clap's own colours. Ignores write errors: standard error may be closed.
        _ => drop(error.print()),
    }
}

/// Prints why a run failed.
fn print_failure(error: &anyhow::Error, color: ColorMode) {
    match error.downcast_ref::<InvalidConfig>() {
        Some(invalid_config) => {
            let human = output::stderr_style(color);
            print_to_stderr(&error::show_all(invalid_config, &human), human.colors());
        }
        None => print_to_stderr(&format!("error: {}\n", report::one_line(&format!("{error:#}"))), Colors::Removed),
    }
}
