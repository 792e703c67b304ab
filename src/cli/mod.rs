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
use run::output::{self, complain};
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
    signals::report_full_files();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            refuse(&error);
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
        tell(&error, cli.color);
        Exit::CouldNotRun
    });
    ExitCode::from(match exit {
        Exit::Clean => 0,
        Exit::Findings | Exit::Abandoned => 1,
        Exit::CouldNotRun => 2,
    })
}

/// Prints help, or an error in the arguments. clap quotes the arguments, so the text is sanitized.
fn refuse(error: &clap::Error) {
    let text = error.render().to_string();
    let controls = |argument: OsString| argument.to_string_lossy().contains(char::is_control);
    match report::lines(&text, Colors::Removed) {
        Cow::Owned(harmless) if error.use_stderr() => complain(&harmless, Colors::Removed),
        Cow::Borrowed(text) if error.use_stderr() && env::args_os().any(controls) => complain(text, Colors::Removed),
        // In clap's own colours. Ignores write errors: standard error may be closed.
        _ => drop(error.print()),
    }
}

/// Prints why a run failed.
fn tell(error: &anyhow::Error, color: ColorMode) {
    match error.downcast_ref::<InvalidConfig>() {
        Some(bad) => {
            let human = output::for_errors(color);
            complain(&error::show_all(bad, &human), human.colors());
        }
        None => complain(&format!("error: {}\n", report::one_line(&format!("{error:#}"))), Colors::Removed),
    }
}
