//! `bylint baseline`: records today's findings.

use crate::cli::Exit;
use crate::cli::args::{BaselineArgs, ColorMode};
use crate::cli::config::baselines::{
    BaselineEntry, BaselineFile, Baselines, canonical_location, name_in, new_baseline_path,
};
use crate::cli::config::paths::display_path;
use crate::cli::config::resolve::Settings;
use crate::cli::run::cache_dir::Caching;
use crate::cli::run::filter::{is_selected, partition};
use crate::cli::run::inputs;
use crate::cli::run::inputs::draft::DraftInput;
use crate::cli::run::inputs::missed::Missed;
use crate::cli::run::output::Output;
use crate::cli::run::over_drafts::{ConfiguredDraft, Selection, outlet_overrides};
use crate::cli::run::parsed_draft::ParsedDraft;
use crate::cli::run::scheduler::{self, ApproximateSize};
use bylint::baseline::Baseline;
use bylint::diagnostic::Finding;
use bylint::engine;
use bylint::report;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A draft, its settings, and its place in a baseline.
struct BaselineItem {
    draft: DraftInput,
    settings: Arc<Settings>,
    entry: Option<BaselineEntry>,
    /// The path of the baseline to write, and the name of the draft there; `None` if the draft is outside of the directory
    /// of the baseline.
    target: Option<(PathBuf, String)>,
}

/// The findings to record for a draft.
struct RecordedDraft {
    parsed: ParsedDraft,
    findings: Vec<Finding>,
    /// Set if the draft was skipped because it is not in English: its language, and the language in `bylint.toml`.
    not_english: Option<(String, Option<String>)>,
}

impl ApproximateSize for RecordedDraft {
    fn approximate_size(&self) -> usize {
        self.parsed.size() + self.findings.len() * scheduler::FINDING_BYTES
    }
}

/// Runs `bylint baseline`.
pub(crate) fn run(args: &BaselineArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let (reading, found) = (&args.reading, inputs::collect_inputs(&args.reading));
    let selection = Selection::new(reading, found, outlet_overrides(reading), Caching::new(&args.cache)?)?;
    let (drafts, mut run) = selection.start("check", Output::stdout(color))?;
    run.output.allow_progress();
    let new_path = new_baseline_path(args.baseline.as_deref())?;
    let mut baselines = match &args.baseline {
        Some(path) if !path.exists() => None,
        path => Some(Baselines::new(path.as_deref())?),
    };
    let items = baseline_items(drafts, baselines.as_mut(), &new_path)?;
    let existing = baselines.map(Baselines::all).unwrap_or_default();
    let mut updated: BTreeMap<PathBuf, Baseline> =
        existing.iter().map(|existing| (existing.path.clone(), without_missing_drafts(existing))).collect();
    run.for_each(
        &items,
        |item| &item.draft,
        |item| lint_draft(item, args.prune),
        |item, recorded, output, missed| record(item, &recorded, &mut updated, output, missed),
    )?;
    run.report_missed()?;
    if run.missed.unreadable > 0 {
        run.output
            .print_to_stderr("error: the baseline was not written, because some drafts could not be recorded\n")?;
        run.output.finish()?;
        return Ok(Exit::CouldNotRun);
    }
    run.report_caching()?;
    if args.prune && existing.is_empty() {
        let name = report::path(&display_path(&new_path)).into_owned();
        let option = args.baseline.as_ref().map_or_else(String::new, |_| format!(" --baseline {name}"));
        run.output.print_lines(if new_path.exists() {
            format!("No drafts of {name} were read: it is unchanged.\n")
        } else {
            format!("No baseline to prune: {name} does not exist. Run `bylint baseline{option}` to create it.\n")
        })?;
    } else {
        save(&updated, &existing, &mut run.output)?;
    }
    run.output.finish()?;
    Ok(Exit::Clean)
}

/// Records the findings of a draft in its baseline.
fn record(
    item: &BaselineItem,
    recorded: &RecordedDraft,
    updated: &mut BTreeMap<PathBuf, Baseline>,
    output: &mut Output,
    missed: &mut Missed,
) -> anyhow::Result<()> {
    if let Some((language, set)) = &recorded.not_english {
        missed.not_english(&item.draft, language, set.as_deref());
        // The other entries of the draft stay, because nothing is known about their findings.
        if let Some((path, name)) = &item.target
            && let Some(baseline) = updated.get_mut(path)
            && let Some(entries) = baseline.drafts.get_mut(name)
        {
            entries.retain(|entry| entry.key.rule != engine::NOT_ENGLISH);
            if entries.is_empty() {
                baseline.drafts.remove(name);
            }
        }
        return Ok(());
    }
    if let Some((path, name)) = &item.target {
        let baseline = updated.entry(path.clone()).or_default();
        baseline.record(name, &recorded.parsed.source, recorded.parsed.document(), &recorded.findings);
        return Ok(());
    }
    missed.unreadable += 1;
    let why = if item.draft.path().is_some() {
        "a baseline holds only drafts in its own directory and below: choose a file in a directory that contains them"
    } else {
        "standard input has no path to record: name it with --stdin-filename"
    };
    output.print_to_stderr(&format!("error: {}: {why}\n", report::path(&item.draft.name())))
}

/// Finds the baseline entry of each draft, and the baseline that will record the draft; by default `new_path`.
fn baseline_items(
    drafts: Vec<ConfiguredDraft>,
    mut baselines: Option<&mut Baselines>,
    new_path: &Path,
) -> anyhow::Result<Vec<BaselineItem>> {
    let mut items = Vec::with_capacity(drafts.len());
    for (draft, settings) in drafts {
        let entry = match &mut baselines {
            Some(baselines) => baselines.for_draft(&draft)?,
            None => None,
        };
        let target = match &entry {
            Some(entry) => Some((entry.file.path.clone(), entry.name.clone())),
            None => {
                canonical_location(&draft).and_then(|(_, path)| Some((new_path.to_owned(), name_in(new_path, &path)?)))
            }
        };
        items.push(BaselineItem { draft, settings, entry, target });
    }
    Ok(items)
}

/// A copy of a baseline without drafts that no longer exist.
fn without_missing_drafts(existing: &BaselineFile) -> Baseline {
    let mut baseline = existing.baseline.clone();
    baseline.drafts.retain(|name, _| existing.draft_exists(name));
    baseline
}

/// Lints a draft. With `prune`, keeps only the findings that are already in the baseline.
fn lint_draft(item: &BaselineItem, prune: bool) -> anyhow::Result<RecordedDraft> {
    let parsed = ParsedDraft::readable(&item.draft, inputs::read_draft(&item.draft)?)?;
    let settings = parsed.settings(&item.settings)?;
    let mut outcome = parsed.lint(&settings);
    if let Some(language) = outcome.not_english.take() {
        let not_english = Some((language, settings.context.language.clone()));
        return Ok(RecordedDraft { parsed, findings: Vec::new(), not_english });
    }
    let findings = match &item.entry {
        Some(entry) if prune => partition(entry, &settings, &parsed, &mut outcome).known,
        None if prune => Vec::new(),
        _ => {
            let rules = settings.linter.rules();
            outcome.findings.retain(|finding| !is_selected(&finding.rule, &settings.never_baselined, rules));
            outcome.findings
        }
    };
    Ok(RecordedDraft { parsed, findings, not_english: None })
}

/// Writes the baselines that changed, and prints what each contains.
fn save(
    updated: &BTreeMap<PathBuf, Baseline>,
    existing: &[Arc<BaselineFile>],
    output: &mut Output,
) -> anyhow::Result<()> {
    let mut printed_any = false;
    for (path, baseline) in updated {
        let previous = existing.iter().find(|existing| existing.path == *path);
        let name = report::path(&display_path(path)).into_owned();
        if previous.is_none() && baseline.drafts.is_empty() {
            continue;
        }
        printed_any = true;
        if previous.is_none_or(|existing| existing.source.text() != baseline.to_string()) {
            BaselineFile::write(path, baseline)?;
        }
        output.print_lines(report::baseline(&name, baseline, previous.map(|existing| &existing.baseline)))?;
    }
    if !printed_any {
        output.print_lines("No findings, so no baseline was written.\n")?;
    }
    Ok(())
}
