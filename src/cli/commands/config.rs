//! `bylint config`: shows the settings of a draft, and the schema.

use crate::cli::Exit;
use crate::cli::args::{ColorMode, ConfigCommand, ShowArgs};
use crate::cli::config::discover::{CliOverrides, ConfigCache};
use crate::cli::run::inputs;
use crate::cli::run::output::Output;
use crate::cli::run::parsed_draft::ParsedDraft;
use anyhow::Context as _;
use bylint::config;
use bylint::report;
use bylint::rule::RuleSet;
use std::slice;

/// Runs `bylint config`.
pub(crate) fn run(command: &ConfigCommand, color: ColorMode) -> anyhow::Result<Exit> {
    match command {
        ConfigCommand::Show(args) => show(args, color),
        ConfigCommand::Schema => schema(color),
    }
}

/// Prints the settings of a draft, and where each one comes from.
fn show(args: &ShowArgs, color: ColorMode) -> anyhow::Result<Exit> {
    anyhow::ensure!(!args.file.is_dir(), "{} is a directory: name a draft in it", args.file.display());
    let found = inputs::find(slice::from_ref(&args.file), args.stdin_filename.as_deref());
    let draft = found.drafts.first().with_context(|| format!("cannot read {}", found.unreadable.join(", ")))?;
    let mut configs = ConfigCache::without_outcome_cache(args.config.as_deref(), CliOverrides::default())?;
    let (directory, resolved) = configs.config_for(draft)?;
    let bytes = inputs::read_draft(draft).with_context(|| draft.name())?;
    let parsed = ParsedDraft::readable(draft, bytes).with_context(|| draft.name())?;
    let layer = resolved.layer(&resolved.matched_overrides(&directory, draft.path()), &parsed.document().front_matter);
    let mut output = Output::stdout(color);
    output.print_lines(report::settings(
        parsed.source.name(),
        &layer,
        |place| resolved.layers().written(place),
        |place| resolved.list_file(place),
    ))?;
    output.finish()?;
    Ok(Exit::Clean)
}

/// Prints the JSON Schema of `bylint.toml`.
fn schema(color: ColorMode) -> anyhow::Result<Exit> {
    let mut output = Output::stdout(color);
    output.write(serde_json::to_string_pretty(&config::schema(&RuleSet::builtin()))? + "\n")?;
    output.finish()?;
    Ok(Exit::Clean)
}
