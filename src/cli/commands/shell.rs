//! `bylint completions` and `bylint man`, made from the same arguments as the help.

use crate::cli::Exit;
use crate::cli::args::{Cli, ColorMode, CompletionsArgs, ManArgs};
use crate::cli::run::output::Output;
use anyhow::Context as _;
use clap::CommandFactory as _;

const NAME: &str = "bylint";

/// Prints the completions for a shell.
pub(crate) fn completions(args: &CompletionsArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), NAME, &mut text);
    print(text, color)
}

/// Prints the manual page of bylint or of one of its commands.
pub(crate) fn man(args: &ManArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let mut cli = Cli::command();
    cli.build();
    let command = match &args.command {
        None => cli,
        Some(name) => {
            let found = cli
                .find_subcommand(name)
                .with_context(|| format!("no command named `{name}`; `bylint help` lists the commands"))?
                .clone();
            let page = format!("{NAME}-{}", found.get_name());
            found.display_name(page)
        }
    };
    let mut text = Vec::new();
    let source = format!("{NAME} {}", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command).source(source).render(&mut text).context("cannot write the manual page")?;
    print(text, color)
}

fn print(text: Vec<u8>, color: ColorMode) -> anyhow::Result<Exit> {
    let mut output = Output::stdout(color);
    output.write(text)?;
    output.finish()?;
    Ok(Exit::Clean)
}
