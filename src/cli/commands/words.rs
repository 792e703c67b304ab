//! `bylint words`: the words of drafts that no list knows.

use crate::cli::Exit;
use crate::cli::args::{ColorMode, WordsArgs};
use crate::cli::config::discover::{CliOverrides, ConfigCache};
use crate::cli::config::resolve::Settings;
use crate::cli::run::cache_dir::Caching;
use crate::cli::run::inputs;
use crate::cli::run::inputs::draft::DraftInput;
use crate::cli::run::inputs::missed::Missed;
use crate::cli::run::output::Output;
use crate::cli::run::parsed_draft::ParsedDraft;
use crate::cli::run::scheduler;
use bylint::report;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) fn run(args: &WordsArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let cli_overrides = CliOverrides {
        own_outlets: args.reading.own_outlet.clone(),
        partners: args.reading.partner.clone(),
        ..CliOverrides::default()
    };
    let mut found = inputs::collect_inputs(&args.reading);
    let drafts = ConfigCache::new(&args.reading, cli_overrides, Caching::Off)?.of_found(&mut found)?;
    let mut output = Output::stdout(color);
    found.complain(Some(drafts.len()), &mut output)?;
    let mut missed = Missed::after("words", found.unreadable.len());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let work = |(draft, settings): &(DraftInput, Arc<Settings>)| unknown_words(draft, settings);
    output.tell_progress();
    scheduler::for_each_in_order(
        &drafts,
        |(draft, _)| draft,
        args.reading.threads,
        &mut output,
        work,
        |(draft, _), read, output| {
            match read {
                Ok(words) => words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1),
                Err(error) => missed.add(draft, &error, output)?,
            }
            Ok(())
        },
    )?;
    let mut words: Vec<(String, usize)> = counts.into_iter().filter(|(_, count)| *count >= args.at_least).collect();
    words.sort_by_key(|(_, count)| Reverse(*count));
    for (word, count) in words {
        output.say(format!("{count:>7}  {}\n", report::path(&word)))?;
    }
    missed.complain(&mut output)?;
    output.finish()?;
    Ok(if missed.unreadable > 0 { Exit::CouldNotRun } else { Exit::Clean })
}

fn unknown_words(draft: &DraftInput, settings: &Arc<Settings>) -> anyhow::Result<Vec<String>> {
    let parsed = ParsedDraft::readable(draft, inputs::read_draft(draft)?)?;
    let settings = parsed.settings(settings)?;
    Ok(settings.linter.unknown_words_by(parsed.document(), &settings.context)?)
}
