//! `bylint baseline`: records today's findings.

use crate::cli::Exit;
use crate::cli::args::{BaselineArgs, ColorMode};
use crate::cli::config::baselines::{BaselineEntry, BaselineFile, Baselines, name_in, new_file, place};
use crate::cli::config::paths::display_path;
use crate::cli::config::resolve::Settings;
use crate::cli::run::cache_dir::Caching;
use crate::cli::run::filter::{is_one_of, partition};
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
struct Entries {
    parsed: ParsedDraft,
    findings: Vec<Finding>,
    /// Set if the draft was skipped because it is not in English: its language, and the language in `bylint.toml`.
    not_read: Option<(String, Option<String>)>,
}

impl ApproximateSize for Entries {
    fn approximate_size(&self) -> usize {
        self.parsed.size() + self.findings.len() * scheduler::FINDING_BYTES
    }
}

pub(crate) fn run(args: &BaselineArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let (reading, found) = (&args.reading, inputs::collect_inputs(&args.reading));
    let selection = Selection::new(reading, found, outlet_overrides(reading), Caching::new(&args.cache)?)?;
    let (drafts, mut run) = selection.start("check", Output::stdout(color))?;
    run.output.tell_progress();
    let new = new_file(args.baseline.as_deref())?;
    let mut baselines = match &args.baseline {
        Some(path) if !path.exists() => None,
        path => Some(Baselines::new(path.as_deref())?),
    };
    let items = items(drafts, baselines.as_mut(), &new)?;
    let known = baselines.map(Baselines::all).unwrap_or_default();
    let mut written: BTreeMap<PathBuf, Baseline> =
        known.iter().map(|known| (known.path.clone(), without_missing_drafts(known))).collect();
    run.for_each(
        &items,
        |item| &item.draft,
        |item| lint_draft(item, args.prune),
        |item, entries, output, missed| record(item, &entries, &mut written, output, missed),
    )?;
    run.report_missed()?;
    if run.missed.unreadable > 0 {
        run.output.complain("error: the baseline was not written, because some drafts could not be recorded\n")?;
        run.output.finish()?;
        return Ok(Exit::CouldNotRun);
    }
    run.report_caching()?;
    if args.prune && known.is_empty() {
        let name = report::path(&display_path(&new)).into_owned();
        let option = args.baseline.as_ref().map_or_else(String::new, |_| format!(" --baseline {name}"));
        run.output.say(if new.exists() {
            format!("No drafts of {name} were read: it is unchanged.\n")
        } else {
            format!("No baseline to prune: {name} does not exist. Run `bylint baseline{option}` to create it.\n")
        })?;
    } else {
        save(&written, &known, &mut run.output)?;
    }
    run.output.finish()?;
    Ok(Exit::Clean)
}

/// Records the findings of a draft in its baseline.
fn record(
    item: &BaselineItem,
    entries: &Entries,
    written: &mut BTreeMap<PathBuf, Baseline>,
    output: &mut Output,
    missed: &mut Missed,
) -> anyhow::Result<()> {
    if let Some((language, set)) = &entries.not_read {
        missed.not_english(&item.draft, language, set.as_deref());
        // The other entries of the draft stay, because nothing is known about their findings.
        if let Some((path, name)) = &item.target
            && let Some(baseline) = written.get_mut(path)
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
        let baseline = written.entry(path.clone()).or_default();
        baseline.put(name, &entries.parsed.source, entries.parsed.document(), &entries.findings);
        return Ok(());
    }
    missed.unreadable += 1;
    let why = if item.draft.path().is_some() {
        "a baseline holds only drafts in its own directory and below: choose a file in a directory that contains them"
    } else {
        "standard input has no path to record: name it with --stdin-filename"
    };
    output.complain(&format!("error: {}: {why}\n", report::path(&item.draft.name())))
}

fn items(
    drafts: Vec<ConfiguredDraft>,
    mut baselines: Option<&mut Baselines>,
    new: &Path,
) -> anyhow::Result<Vec<BaselineItem>> {
    let mut items = Vec::with_capacity(drafts.len());
    for (draft, settings) in drafts {
        let entry = match &mut baselines {
            Some(baselines) => baselines.for_draft(&draft)?,
            None => None,
        };
        let target = match &entry {
            Some(entry) => Some((entry.file.path.clone(), entry.name.clone())),
            None => place(&draft).and_then(|(_, path)| Some((new.to_owned(), name_in(new, &path)?))),
        };
        items.push(BaselineItem { draft, settings, entry, target });
    }
    Ok(items)
}

/// A copy of a baseline without drafts that no longer exist.
fn without_missing_drafts(known: &BaselineFile) -> Baseline {
    let mut baseline = known.baseline.clone();
    baseline.drafts.retain(|name, _| known.is_there(name));
    baseline
}

fn lint_draft(item: &BaselineItem, prune: bool) -> anyhow::Result<Entries> {
    let parsed = ParsedDraft::readable(&item.draft, inputs::read_draft(&item.draft)?)?;
    let settings = parsed.settings(&item.settings)?;
    let mut outcome = parsed.lint(&settings);
    if let Some(language) = outcome.not_read.take() {
        let not_read = Some((language, settings.context.language.clone()));
        return Ok(Entries { parsed, findings: Vec::new(), not_read });
    }
    let findings = match &item.entry {
        Some(entry) if prune => partition(entry, &settings, &parsed, &mut outcome).known,
        None if prune => Vec::new(),
        _ => {
            let rules = settings.linter.rules();
            outcome.findings.retain(|finding| !is_one_of(&finding.rule, &settings.never_baselined, rules));
            outcome.findings
        }
    };
    Ok(Entries { parsed, findings, not_read: None })
}

/// Writes the baselines that changed, and prints what each contains.
fn save(written: &BTreeMap<PathBuf, Baseline>, known: &[Arc<BaselineFile>], output: &mut Output) -> anyhow::Result<()> {
    let mut said = false;
    for (path, baseline) in written {
        let before = known.iter().find(|known| known.path == *path);
        let name = report::path(&display_path(path)).into_owned();
        if before.is_none() && baseline.drafts.is_empty() {
            continue;
        }
        said = true;
        if before.is_none_or(|known| known.source.text() != baseline.to_string()) {
            BaselineFile::write(path, baseline)?;
        }
        output.say(report::baseline(&name, baseline, before.map(|known| &known.baseline)))?;
    }
    if !said {
        output.say("No findings, so no baseline was written.\n")?;
    }
    Ok(())
}
