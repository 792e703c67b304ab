//! `bylint words`: lists the words of drafts that are in no word list.

use crate::cli::Exit;
use crate::cli::args::{ColorMode, WordsArgs};
use crate::cli::config::resolve::Settings;
use crate::cli::run::cache_dir::Caching;
use crate::cli::run::inputs;
use crate::cli::run::inputs::draft::DraftInput;
use crate::cli::run::output::Output;
use crate::cli::run::over_drafts::{Selection, outlet_overrides};
use crate::cli::run::parsed_draft::ParsedDraft;
use bylint::report;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Runs `bylint words`.
pub(crate) fn run(args: &WordsArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let (reading, found) = (&args.reading, inputs::collect_inputs(&args.reading));
    let selection = Selection::new(reading, found, outlet_overrides(reading), Caching::Off)?;
    let (drafts, mut run) = selection.start("words", Output::stdout(color))?;
    run.output.allow_progress();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    run.for_each(
        &drafts,
        |(draft, _)| draft,
        |(draft, settings)| unknown_words(draft, settings),
        |_, words, _, _| {
            for word in words {
                *counts.entry(word).or_default() += 1;
            }
            Ok(())
        },
    )?;
    let mut words: Vec<(String, usize)> = counts.into_iter().filter(|(_, count)| *count >= args.at_least).collect();
    words.sort_by_key(|(_, count)| Reverse(*count));
    for (word, count) in words {
        run.output.print_lines(format!("{count:>7}  {}\n", report::path(&word)))?;
    }
    run.finish()
}

/// The words of a draft that are in no word list, once for each occurrence.
fn unknown_words(draft: &DraftInput, settings: &Arc<Settings>) -> anyhow::Result<Vec<String>> {
    let parsed = ParsedDraft::readable(draft, inputs::read_draft(draft)?)?;
    let settings = parsed.settings(settings)?;
    Ok(settings.linter.unknown_words_prepared(parsed.document(), &settings.context)?)
}
