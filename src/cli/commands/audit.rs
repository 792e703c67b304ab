//! `bylint audit`: lists everything that hides findings, who added it, and whether it is still needed.

use crate::cli::Exit;
use crate::cli::args::{AuditArgs, AuditFormat, ColorMode};
use crate::cli::config::baselines::{BaselineEntry, BaselineFile, Baselines};
use crate::cli::config::paths::canonical;
use crate::cli::config::resolve::Settings;
use crate::cli::git::{DEEPEN, Repository};
use crate::cli::run::cache_dir::Caching;
use crate::cli::run::filter::partition;
use crate::cli::run::inputs;
use crate::cli::run::inputs::draft::DraftInput;
use crate::cli::run::inputs::tree;
use crate::cli::run::output::Output;
use crate::cli::run::over_drafts::{Selection, outlet_overrides};
use crate::cli::run::parsed_draft::ParsedDraft;
use crate::cli::run::scheduler::ApproximateSize;
use bylint::baseline::Entry;
use bylint::date::Date;
use bylint::engine::ignore::{State, Suppression};
use bylint::report::audit::{self, AuditKind, AuditRow};
use bylint::text::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A draft, its settings, and its entry in a baseline.
type AuditItem = (DraftInput, Arc<Settings>, Option<BaselineEntry>);

/// The suppressions and baseline entries of one draft.
struct AuditedDraft {
    /// Each suppression with its line.
    suppressions: Vec<(usize, Suppression)>,
    /// For each baseline entry of the draft, the number of findings that it hides, and whether its rule ran.
    hidden_counts: Vec<(usize, bool)>,
}

impl ApproximateSize for AuditedDraft {
    fn approximate_size(&self) -> usize {
        self.suppressions.len() * size_of::<(usize, Suppression)>()
            + self.hidden_counts.len() * size_of::<(usize, bool)>()
    }
}

/// Runs `bylint audit`.
pub(crate) fn run(args: &AuditArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let (reading, found) = (&args.reading, inputs::collect_inputs(&args.reading));
    let selection = Selection::new(reading, found, outlet_overrides(reading), Caching::new(&args.cache)?)?;
    selection.refuse_output(args.output.as_deref())?;
    let today = selection.today;
    let (drafts, mut run) = selection.start("audit", Output::to(args.output.as_deref(), color)?)?;
    run.output.allow_progress();
    let mut baselines = Baselines::new(args.baseline.as_deref())?;
    let mut items: Vec<AuditItem> = Vec::with_capacity(drafts.len());
    for (draft, settings) in drafts {
        let entry = baselines.for_draft(&draft)?;
        items.push((draft, settings, entry));
    }
    let mut rows = Vec::new();
    let mut checked_entries: BTreeMap<(PathBuf, String), Vec<(usize, bool)>> = BTreeMap::new();
    run.for_each(
        &items,
        |(draft, _, _)| draft,
        audit_draft,
        |(draft, _, entry), audited, _, _| {
            let suppressions = audited.suppressions.into_iter();
            let draft_rows = suppressions.map(|(line, ignored)| suppression_row(draft, line, ignored));
            rows.extend(draft_rows.map(|row| (draft.path().map(Path::to_owned), row)));
            if let Some(BaselineEntry { file, name }) = entry {
                checked_entries.insert((file.path.clone(), name.clone()), audited.hidden_counts);
            }
            Ok(())
        },
    )?;
    for file in baselines.all() {
        let file_rows = baseline_rows(&file, &checked_entries, args.reading.paths.is_empty());
        rows.extend(file_rows.into_iter().map(|row| (Some(file.path.clone()), row)));
    }
    let (rows, is_shallow) = add_ages(rows, today);
    if is_shallow {
        let note = format!("note: this is a shallow clone, so some ages and authors are not known: {DEEPEN}\n");
        run.output.print_to_stderr(&note)?;
    }
    match args.format {
        AuditFormat::Table => run.output.print_lines(audit::table(&rows))?,
        AuditFormat::Csv => run.output.print_lines(audit::csv(&rows))?,
        AuditFormat::Json => run.output.write(audit::json(&rows))?,
    }
    run.finish()
}

/// Lints a draft, and finds out which of its suppressions and baseline entries still hide findings.
fn audit_draft((draft, settings, entry): &AuditItem) -> anyhow::Result<AuditedDraft> {
    let parsed = ParsedDraft::readable(draft, inputs::read_draft(draft)?)?;
    let settings = parsed.settings(settings)?;
    let mut outcome = parsed.lint(&settings);
    let with_line = |ignored: Suppression| (parsed.source.position(ignored.span.start).line, ignored);
    let suppressions = std::mem::take(&mut outcome.suppressions).into_iter().map(with_line).collect();
    let mut hidden_counts = Vec::new();
    if let Some(entry) = entry {
        let rule_ran = |entry: &Entry| {
            let is_known_rule = settings.linter.rules().get(&entry.key.rule).is_some();
            let enabled = settings.context.enabled.as_ref().is_none_or(|names| names.contains(&*entry.key.rule));
            enabled || !is_known_rule
        };
        let partitioned = partition(entry, &settings, &parsed, &mut outcome);
        let entries = entry.file.baseline.drafts.get(&entry.name).map(Vec::as_slice).unwrap_or_default();
        let counts = partitioned.used.into_iter().chain(std::iter::repeat(0));
        hidden_counts = counts.zip(entries).map(|(count, entry)| (count, rule_ran(entry))).collect();
    }
    Ok(AuditedDraft { suppressions, hidden_counts })
}

/// The row of a suppression in a draft. Its age is added later.
fn suppression_row(draft: &DraftInput, line: usize, ignored: Suppression) -> AuditRow {
    AuditRow {
        path: draft.name(),
        line,
        kind: AuditKind::Ignore,
        rule: ignored.rule,
        reason: ignored.reason,
        short_reason: None,
        who: ignored.by,
        since: None,
        age: None,
        until: ignored.until,
        state: ignored.state,
    }
}

/// The rows of a baseline: for drafts that were read, for drafts that no longer exist and, if `all` drafts were to be read,
/// for drafts that were excluded.
fn baseline_rows(
    file: &BaselineFile,
    checked_entries: &BTreeMap<(PathBuf, String), Vec<(usize, bool)>>,
    all_drafts: bool,
) -> Vec<AuditRow> {
    let mut rows = Vec::new();
    for (name, entries) in &file.baseline.drafts {
        let hidden_counts = checked_entries.get(&(file.path.clone(), name.clone()));
        let is_missing = !file.draft_exists(name);
        if hidden_counts.is_none() && !is_missing && !all_drafts {
            continue;
        }
        for (at, entry) in entries.iter().enumerate() {
            let state = match hidden_counts.and_then(|hidden_counts| hidden_counts.get(at)) {
                Some((0, true)) => State::Needless,
                None if is_missing => State::Needless,
                Some((0, false)) | None => State::NotRun,
                Some(_) => State::Needed,
            };
            let times = if entry.count == 1 { String::new() } else { format!(" × {}", entry.count) };
            rows.push(AuditRow {
                path: file.source.name().to_owned(),
                line: file.source.position(entry.place.start).line,
                kind: AuditKind::Baseline,
                rule: entry.key.rule.clone(),
                reason: format!("{name}: “{}”{times}", entry.key.words),
                short_reason: entry.key.words_for_people().map(|words| format!("{name}: “{words}”{times}")),
                who: None,
                since: None,
                age: None,
                until: None,
                state,
            });
        }
    }
    rows
}

/// Adds the author and the date of each line, as far as git knows them. The second value says whether some are unknown
/// and the clone is shallow.
fn add_ages(rows: Vec<(Option<PathBuf>, AuditRow)>, today: Date) -> (Vec<AuditRow>, bool) {
    let mut repositories: BTreeMap<PathBuf, Option<Repository>> = BTreeMap::new();
    let mut blame = |path: &Path| {
        let directory = canonical(path.parent().unwrap_or(Path::new(""))).ok()?;
        let top = tree::repository(&directory)?.to_owned();
        let repository = repositories.entry(top).or_insert_with_key(|top| Repository::containing(top).ok());
        let file = directory.join(path.file_name()?);
        let now = Source::new("", fs::read(&file).ok()?);
        repository.as_ref()?.blame(&file, &now).ok()
    };
    let paths: BTreeSet<&PathBuf> = rows.iter().filter_map(|(path, _)| path.as_ref()).collect();
    let authors: BTreeMap<PathBuf, _> =
        paths.into_iter().filter_map(|path| Some((path.clone(), blame(path)?))).collect();
    let add_age = |(path, mut row): (Option<PathBuf>, AuditRow)| {
        if let Some(author) = path.and_then(|path| authors.get(&path)?.get(&row.line)) {
            row.since = Some(author.date);
            row.age = Some((today.days() - author.date.days()).max(0));
            row.who.get_or_insert_with(|| author.name.clone());
        }
        row
    };
    let rows: Vec<AuditRow> = rows.into_iter().map(add_age).collect();
    let is_shallow = repositories.into_values().flatten().any(|repository| repository.is_shallow());
    let unknown = rows.iter().any(|row| row.age.is_none());
    (rows, unknown && is_shallow)
}
