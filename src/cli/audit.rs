//! `bylint audit`: everything that hides findings, who decided it, and whether it is still needed.

use super::Exit;
use super::args::{AuditArgs, AuditFormat, When};
use super::cache::Caching;
use super::draft::Draft;
use super::files;
use super::git::{DEEPEN, Repository};
use super::house::Settings;
use super::known::{Baselines, Entered, Known};
use super::missed::Missed;
use super::output::Output;
use super::paths::canonical;
use super::settings::{Choices, Configs};
use super::sheet::Sheet;
use super::threads::{self, Waiting};
use super::tree;
use super::wanted::part;
use bylint::baseline::Entry;
use bylint::date::Date;
use bylint::engine::ignore::{Ignored, State};
use bylint::report::audit::{self, AuditKind, AuditRow};
use bylint::text::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A draft with what holds for it and the baseline that knows it.
type Item = (Draft, Arc<Settings>, Option<Entered>);

/// What hides findings of one draft.
struct Read {
    ignores: Vec<(usize, Ignored)>,
    /// For each entry of the draft in its baseline, how many findings it stands for, and whether its rule was run.
    used: Vec<(usize, bool)>,
}

impl Waiting for Read {
    fn size(&self) -> usize {
        self.ignores.len() * size_of::<(usize, Ignored)>() + self.used.len() * size_of::<(usize, bool)>()
    }
}

pub(super) fn run(args: &AuditArgs, color: When) -> anyhow::Result<Exit> {
    let choices = Choices {
        own_outlets: args.reading.own_outlet.clone(),
        partners: args.reading.partner.clone(),
        ..Choices::default()
    };
    let mut found = files::asked(&args.reading);
    let caching = Caching::new(&args.cache)?;
    let mut configs = Configs::new(&args.reading, choices, caching.clone())?;
    let today = configs.today();
    let drafts = configs.of_found(&mut found)?;
    files::refuse_draft(args.output.as_deref(), drafts.iter().map(|(draft, _)| draft))?;
    let mut output = Output::to(args.output.as_deref(), color)?;
    found.complain(Some(drafts.len()), &mut output)?;
    let mut missed = Missed::after("audit", found.unreadable.len());
    let mut baselines = Baselines::new(args.baseline.as_deref())?;
    let mut items: Vec<Item> = Vec::with_capacity(drafts.len());
    for (draft, settings) in drafts {
        let entered = baselines.of(&draft)?;
        items.push((draft, settings, entered));
    }
    let mut hidden = Vec::new();
    let mut judged: BTreeMap<(PathBuf, String), Vec<(usize, bool)>> = BTreeMap::new();
    output.tell_progress();
    threads::in_order(
        &items,
        |(draft, _, _)| draft,
        args.reading.threads,
        &mut output,
        one,
        |(draft, _, entered), read, output| {
            match read {
                Ok(read) => {
                    let rows = read.ignores.into_iter().map(|(line, ignored)| of_ignore(draft, line, ignored));
                    hidden.extend(rows.map(|row| (draft.path().map(Path::to_owned), row)));
                    if let Some(Entered { known, name }) = entered {
                        judged.insert((known.path.clone(), name.clone()), read.used);
                    }
                }
                Err(error) => missed.add(draft, &error, output)?,
            }
            Ok(())
        },
    )?;
    for known in baselines.all() {
        let rows = of_baseline(&known, &judged, args.reading.paths.is_empty());
        hidden.extend(rows.into_iter().map(|row| (Some(known.path.clone()), row)));
    }
    let (hidden, shallow) = with_age(hidden, today);
    if shallow {
        let note = format!("note: this is a shallow clone, so some ages and authors are not known: {DEEPEN}\n");
        output.complain(&note)?;
    }
    match args.format {
        AuditFormat::Table => output.say(audit::table(&hidden))?,
        AuditFormat::Csv => output.say(audit::csv(&hidden))?,
        AuditFormat::Json => output.write(audit::json(&hidden))?,
    }
    caching.complain(&mut output)?;
    missed.complain(&mut output)?;
    output.finish()?;
    Ok(if missed.unreadable > 0 { Exit::CouldNotRun } else { Exit::Clean })
}

fn one((draft, settings, entered): &Item) -> anyhow::Result<Read> {
    let sheet = Sheet::readable(draft, files::read_draft(draft)?)?;
    let settings = sheet.settings(settings)?;
    let mut outcome = sheet.lint(&settings);
    let line = |ignored: Ignored| (sheet.source.position(ignored.span.start).line, ignored);
    let ignores = std::mem::take(&mut outcome.ignores).into_iter().map(line).collect();
    let mut used = Vec::new();
    if let Some(entered) = entered {
        let ran = |entry: &Entry| {
            let there = settings.linter.rules().get(&entry.key.rule).is_some();
            let enabled = settings.context.enabled.as_ref().is_none_or(|names| names.contains(&*entry.key.rule));
            enabled || !there
        };
        let parted = part(entered, &settings, &sheet, &mut outcome);
        let entries = entered.known.baseline.drafts.get(&entered.name).map(Vec::as_slice).unwrap_or_default();
        let counts = parted.used.into_iter().chain(std::iter::repeat(0));
        used = counts.zip(entries).map(|(used, entry)| (used, ran(entry))).collect();
    }
    Ok(Read { ignores, used })
}

fn of_ignore(draft: &Draft, line: usize, ignored: Ignored) -> AuditRow {
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

/// The entries of a baseline: of the drafts that were read, of those that are gone, and, where all drafts were meant, of those
/// that are left out.
fn of_baseline(known: &Known, judged: &BTreeMap<(PathBuf, String), Vec<(usize, bool)>>, all: bool) -> Vec<AuditRow> {
    let mut rows = Vec::new();
    for (name, entries) in &known.baseline.drafts {
        let used = judged.get(&(known.path.clone(), name.clone()));
        let gone = !known.is_there(name);
        if used.is_none() && !gone && !all {
            continue;
        }
        for (at, entry) in entries.iter().enumerate() {
            let state = match used.and_then(|used| used.get(at)) {
                Some((0, true)) => State::Needless,
                None if gone => State::Needless,
                Some((0, false)) | None => State::NotRun,
                Some(_) => State::Needed,
            };
            let times = if entry.count == 1 { String::new() } else { format!(" × {}", entry.count) };
            rows.push(AuditRow {
                path: known.source.name().to_owned(),
                line: known.source.position(entry.place.start).line,
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

/// Adds who wrote each line and when, as far as git knows; and whether it does not know more because a clone is shallow.
fn with_age(rows: Vec<(Option<PathBuf>, AuditRow)>, today: Date) -> (Vec<AuditRow>, bool) {
    let mut repositories: BTreeMap<PathBuf, Option<Repository>> = BTreeMap::new();
    let mut blame = |path: &Path| {
        let directory = canonical(path.parent().unwrap_or(Path::new(""))).ok()?;
        let top = tree::repository(&directory)?.to_owned();
        let repository = repositories.entry(top).or_insert_with_key(|top| Repository::of(top).ok());
        let file = directory.join(path.file_name()?);
        let now = Source::new("", fs::read(&file).ok()?);
        repository.as_ref()?.blame(&file, &now).ok()
    };
    let paths: BTreeSet<&PathBuf> = rows.iter().filter_map(|(path, _)| path.as_ref()).collect();
    let written: BTreeMap<PathBuf, _> =
        paths.into_iter().filter_map(|path| Some((path.clone(), blame(path)?))).collect();
    let aged = |(path, mut row): (Option<PathBuf>, AuditRow)| {
        if let Some(written) = path.and_then(|path| written.get(&path)?.get(&row.line)) {
            row.since = Some(written.on);
            row.age = Some((today.days() - written.on.days()).max(0));
            row.who.get_or_insert_with(|| written.by.clone());
        }
        row
    };
    let rows: Vec<AuditRow> = rows.into_iter().map(aged).collect();
    let is_shallow = repositories.into_values().flatten().any(|repository| repository.is_shallow());
    let unknown = rows.iter().any(|row| row.age.is_none());
    (rows, unknown && is_shallow)
}
