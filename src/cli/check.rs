//! `bylint check`: findings in drafts.

use super::args::{CheckArgs, When};
use super::bad_config::BadConfig;
use super::cache::Caching;
use super::draft::Draft;
use super::files;
use super::fixing::{Done, Fixing};
use super::house::Settings;
use super::known::{from_the_top, place};
use super::missed::Missed;
use super::output::Output;
use super::settings::{Choices, Configs};
use super::sheet::Sheet;
use super::threads::{self, Waiting};
use super::wanted::Wanted;
use super::{Exit, tell, watch, write};
use anyhow::Context as _;
use bylint::config::FailOn;
use bylint::diagnostic::{Finding, Severity};
use bylint::engine::Outcome;
use bylint::engine::reasons::reasons;
use bylint::fix::Linted;
use bylint::report::diff::Patch;
use bylint::report::{self, DraftReport, DraftSummary, Format, Hidden, HiddenBy, Human, Report, Tally};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::env;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Of more findings a draft's part of the report is not written ahead of its turn: it takes more room than they do. It is then
/// written by one thread, while the others read on.
const MANY: usize = 500;

/// What checking one draft gave.
struct Checked {
    told: Told,
    tally: Tally,
    fails: bool,
    /// Why the draft was not changed although it was to be.
    complaint: Option<String>,
}

/// What a draft's part of the report says.
enum Told {
    /// This text.
    Text(DraftSummary, Vec<u8>),
    /// What was found, of which there is much.
    Found(Box<Found>),
    /// What fixes would change.
    Diff(Patch),
}

impl Waiting for Checked {
    fn size(&self) -> usize {
        match &self.told {
            Told::Text(part, text) => part.size() + text.len(),
            Told::Diff(patch) => patch.len(),
            Told::Found(found) => {
                found.sheet.size() + (found.outcome.findings.len() + found.known.len()) * threads::FINDING
            }
        }
    }
}

pub(super) fn run(args: &CheckArgs, color: When) -> anyhow::Result<Exit> {
    if !args.watch {
        return once(args, color).inspect_err(|error| annotate(args, error, color));
    }
    anyhow::ensure!(args.format.is_for_people(), "--watch needs --format human or short");
    watch::run(args, || {
        if let Err(error) = Output::stdout(color).clear().and_then(|()| once(args, color)) {
            tell(&error, color);
        }
    })
}

/// Says in a job on GitHub why bylint could not run, where people look: among the annotations.
fn annotate(args: &CheckArgs, error: &anyhow::Error, color: When) {
    let to_stdout = args.output.as_deref().is_none_or(|path| path.as_os_str() == "-");
    if args.format != Format::Github || !to_stdout {
        return;
    }
    let text = match error.downcast_ref::<BadConfig>() {
        Some(bad) => bad.annotations(),
        None => report::github_failure(&format!("{error:#}"), None),
    };
    // The error itself is still to be told, on standard error.
    let mut output = Output::stdout(color);
    let _ = output.write(text).and_then(|()| output.finish());
}

fn once(args: &CheckArgs, color: When) -> anyhow::Result<Exit> {
    let format = args.format;
    if args.statistics && !format.is_for_people() {
        anyhow::bail!("--statistics needs --format human or short");
    }
    let fixing = Fixing::new(args)?;
    let choices = Choices {
        profile: args.profile.map(Into::into),
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        own_outlets: args.reading.own_outlet.clone(),
        partners: args.reading.partner.clone(),
        fail_on: args.fail_on.map(Into::into),
        min_severity: args.min_severity.map(Into::into),
    };
    let mut found = files::asked(&args.reading);
    if args.force_exclude {
        found = found.unnamed();
    }
    let caching = Caching::new(&args.cache)?;
    let drafts = Configs::new(&args.reading, choices, caching.clone())?.of_found(&mut found)?;
    files::refuse_draft(args.output.as_deref(), drafts.iter().map(|(draft, _)| draft))?;
    // Where only some drafts are meant, there may well be none.
    let some = args.wanted.staged || args.wanted.changed_since.is_some() || args.force_exclude;
    let left = (!some).then_some(drafts.len());
    let (wanted, drafts) = Wanted::new(&args.wanted, &args.reading.paths, drafts)?;
    if args.fix {
        let directories: BTreeSet<PathBuf> = drafts.iter().filter_map(|(draft, _)| Some(place(draft)?.0)).collect();
        for directory in &directories {
            write::remove_leftovers(directory);
        }
    }
    let mut output = Output::to(args.output.as_deref(), color)?;
    if !args.quiet && (args.output.is_some() || (format.is_for_people() && !args.diff)) {
        output.tell_progress();
    }
    found.complain(left, &mut output)?;
    wanted.complain(&mut output)?;
    if !drafts.is_empty() && drafts.iter().all(|(_, settings)| settings.runs_nothing()) {
        output.complain("warning: no rules are enabled: see `select`, `ignore` and `severity`\n")?;
    }
    let exit = if args.show_files {
        show_files(&drafts, &mut output)?;
        if found.unreadable.is_empty() { Exit::Clean } else { Exit::CouldNotRun }
    } else {
        check(args, fixing, &wanted, &drafts, &found.unreadable, &mut output)?
    };
    caching.complain(&mut output)?;
    output.finish()?;
    if !args.watch {
        // The process ends: giving its lists back word by word is a thirtieth of what an empty draft takes.
        std::mem::forget(drafts);
    }
    Ok(exit)
}

fn show_files(drafts: &[(Draft, Arc<Settings>)], output: &mut Output) -> anyhow::Result<()> {
    drafts.iter().try_for_each(|(draft, _)| output.say(format!("{}\n", report::path(&draft.name()))))
}

fn check(
    args: &CheckArgs,
    fixing: Option<Fixing>,
    wanted: &Wanted,
    drafts: &[(Draft, Arc<Settings>)],
    unreadable_before: &[String],
    output: &mut Output,
) -> anyhow::Result<Exit> {
    let mut total = Tally::default();
    let mut missed = Missed::after("check", unreadable_before.len());
    let mut fails = false;
    let mut report = Report::new(args.format);
    output.write(report.head())?;
    let way = Way { format: args.format, human: output.human(), fixing, wanted, never_fails: args.exit_zero };
    let work = |(draft, settings): &(Draft, Arc<Settings>)| one(draft, settings, &way);
    threads::in_order(
        drafts,
        |(draft, _)| draft,
        args.reading.threads,
        output,
        work,
        |(draft, settings), checked, output| {
            match checked {
                Ok(checked) => {
                    match checked.told {
                        Told::Diff(patch) if output.is_terminal() => output.write(patch.for_people())?,
                        Told::Diff(patch) => {
                            output.write(patch.for_programs())?;
                            if patch.is_binary() && !args.quiet {
                                output.complain(&binary(&draft.name()))?;
                            }
                        }
                        Told::Text(part, text) => {
                            output.write(report.add(part, settings.linter.rules()))?;
                            output.write(text)?;
                        }
                        Told::Found(found) => found.drafted(draft, &way, |drafted| {
                            output.write(report.add(way.format.summarize(drafted), settings.linter.rules()))?;
                            let mut pieces = BufWriter::new(output.pieces());
                            way.format.write(&mut pieces, way.human, drafted)?;
                            pieces.flush().map_err(anyhow::Error::from)
                        })?,
                    }
                    total.add(&checked.tally);
                    for language in checked.tally.not_read.keys() {
                        missed.not_english(draft, language, settings.context.language.as_deref());
                    }
                    fails |= checked.fails;
                    if let Some(complaint) = checked.complaint {
                        output.complain(&complaint)?;
                    }
                }
                Err(error) => missed.add(draft, &error, output)?,
            }
            Ok(())
        },
    )?;
    missed.complain(output)?;
    total.unreadable = missed.unreadable;
    let before = unreadable_before.iter().map(|message| format!("cannot read {message}"));
    let unreadable: Vec<String> = before.chain(missed.messages).collect();
    end(args, fixing, &report, &total, &unreadable, output)?;
    Ok(match (total.unreadable + total.fixes.left_alone, fails && !args.exit_zero) {
        (0, false) => Exit::Clean,
        (0, true) => Exit::Findings,
        _ => Exit::CouldNotRun,
    })
}

/// What to say of a draft whose patch is binary.
fn binary(name: &str) -> String {
    let name = report::path(name);
    format!(
        "note: {name}: binary patch, because it is in UTF-16 or contains control characters, hidden characters or commands \
         to a CI runner; use `git apply`, not `patch`\n"
    )
}

/// What was found in one draft.
struct Found {
    sheet: Sheet,
    outcome: Outcome,
    /// Findings that a baseline knows.
    known: Vec<Finding>,
    settings: Arc<Settings>,
}

impl Found {
    /// Hands over what is shown.
    fn drafted<R>(&self, draft: &Draft, way: &Way<'_>, tell: impl FnOnce(&DraftReport<'_>) -> R) -> R {
        let Self { sheet, outcome, known, settings } = self;
        let shown = |finding: &Finding| finding.severity >= least(settings, way.format);
        let findings: Vec<&Finding> = outcome.findings.iter().filter(|finding| shown(finding)).collect();
        let mut suppressed = Vec::new();
        if way.format.shows_suppressed() {
            suppressed = hidden(outcome, known, sheet, settings, way.wanted.baseline(draft));
            suppressed.retain(|hidden| shown(hidden.finding));
        }
        let name = if way.format.starts_at_the_top() { from_the_top(draft) } else { None };
        let renamed = name.filter(|name| name != sheet.source.name()).map(|name| sheet.source.named(name));
        let source = renamed.as_ref().unwrap_or(&sheet.source);
        let fail_on = if way.never_fails { FailOn::Never } else { settings.fail_on };
        let not_read = outcome.not_read.as_deref();
        tell(&DraftReport { source, findings: &findings, suppressed: &suppressed, fail_on, not_read })
    }
}

/// From where on findings are shown.
fn least(settings: &Settings, format: Format) -> Severity {
    settings.min_severity.unwrap_or(format.least())
}

/// How each draft of a run is checked.
struct Way<'a> {
    format: Format,
    human: Human,
    fixing: Option<Fixing>,
    wanted: &'a Wanted,
    /// Whether findings let no run fail (`--exit-zero`).
    never_fails: bool,
}

fn one(draft: &Draft, settings: &Arc<Settings>, way: &Way<'_>) -> anyhow::Result<Checked> {
    let Way { format, human, fixing, wanted, .. } = *way;
    let bytes = wanted.read(draft)?;
    let before = fixing.map(|_| bytes.clone());
    let read = Sheet::new(draft, bytes);
    let settings = read.settings(settings)?;
    let earlier = wanted.earlier(draft)?;
    let known = RefCell::new(Vec::new());
    let lint = |sheet: &Sheet| {
        let mut outcome = sheet.lint(&settings);
        known.replace(wanted.narrow(draft, &settings, earlier.as_ref(), sheet, &mut outcome));
        outcome
    };
    let shown = |finding: &Finding| finding.severity >= least(&settings, format);
    let (fixed, outcome, done) = match fixing.zip(before) {
        Some((fixing, before)) => {
            let linted = |bytes| {
                let sheet = Sheet::new(draft, bytes);
                let outcome = lint(&sheet);
                sheet.linted(outcome)
            };
            let (Linted { source, document, outcome }, done) = fixing.run(draft, before, linted, shown);
            (Some(Sheet::of(draft, source, document)), outcome, done)
        }
        None => (None, lint(&read), Done::default()),
    };
    let known = known.take();
    let (suppressed, baselined) = (outcome.suppressed.len(), known.len());
    let mut tally = Tally { suppressed, baselined, fixes: done.fixes, ..Tally::default() };
    match &outcome.not_read {
        Some(language) => *tally.not_read.entry(language.clone()).or_default() += 1,
        None => tally.files = 1,
    }
    for finding in &outcome.findings {
        tally.count(finding, shown(finding));
    }
    let complaint = done.complaint;
    if fixing.is_some_and(|fixing| !fixing.write) {
        let fails = tally.fixes.fixed > 0;
        return Ok(Checked { told: Told::Diff(done.patch), tally, fails, complaint });
    }
    let stale = fixing.is_some_and(|fixing| fixing.is_stale(tally.fixes));
    let fails = stale || outcome.findings.iter().any(|finding| settings.fail_on.reached_by(finding.severity));
    let found = Found { sheet: fixed.unwrap_or(read), outcome, known, settings };
    let told = if found.outcome.findings.len() > MANY {
        Told::Found(Box::new(found))
    } else {
        found.drafted(draft, way, |drafted| {
            let mut text = Vec::new();
            format.write(&mut text, human, drafted).map(|()| Told::Text(format.summarize(drafted), text))
        })?
    };
    Ok(Checked { told, tally, fails, complaint })
}

/// What was found and is not told, by place.
fn hidden<'a>(
    outcome: &'a Outcome,
    known: &'a [Finding],
    sheet: &'a Sheet,
    settings: &Settings,
    baseline: &'a str,
) -> Vec<Hidden<'a>> {
    let mut hidden: Vec<Hidden<'a>> =
        known.iter().map(|finding| Hidden { finding, by: HiddenBy::Baseline(baseline) }).collect();
    if !outcome.suppressed.is_empty() {
        let document = sheet.document();
        let directives = document.front_matter.ignores.iter().chain(&document.directives);
        let reasons = reasons(directives, &outcome.suppressed, settings.linter.rules(), settings.context.today);
        let ignored = outcome.suppressed.iter().zip(reasons);
        hidden.extend(ignored.map(|(finding, reason)| Hidden { finding, by: HiddenBy::Comment(reason) }));
    }
    hidden.sort_by(|a, b| (a.finding.span, &a.finding.rule).cmp(&(b.finding.span, &b.finding.rule)));
    hidden
}

/// What stands after the findings. Beside the short format it goes to standard error, so that every line of the report
/// is a finding.
fn end(
    args: &CheckArgs,
    fixing: Option<Fixing>,
    report: &Report,
    total: &Tally,
    unreadable: &[String],
    output: &mut Output,
) -> anyhow::Result<()> {
    if let Some(fixing) = fixing
        && !args.quiet
    {
        output.complain(&fixing.told(total))?;
    }
    if args.diff {
        return Ok(());
    }
    output.write(report.tail(total, unreadable))?;
    if let Some(summary) = report.job_summary(total, unreadable) {
        summarize(&summary)?;
    }
    let format = args.format;
    if !format.is_for_people() {
        return Ok(());
    }
    let mut text = String::new();
    if args.statistics && !total.rules.is_empty() {
        text = total.statistics() + "\n";
    }
    if !args.quiet {
        text += &nothing_changed(args, total).unwrap_or_else(|| total.summary(fixing.map(|fixing| fixing.up_to)));
        if format == Format::Human {
            text += &total.explain_hint();
        }
    }
    match format {
        Format::Human => output.say(text),
        _ => output.complain(&text),
    }
}

/// That no draft counts, where only drafts that changed do.
fn nothing_changed(args: &CheckArgs, total: &Tally) -> Option<String> {
    if total.files + total.unreadable > 0 || !total.not_read.is_empty() {
        return None;
    }
    match &args.wanted.changed_since {
        Some(revision) => Some(format!("No drafts changed since {}.\n", report::one_line(revision))),
        None => args.wanted.staged.then(|| "No drafts are staged.\n".to_owned()),
    }
}

/// Adds to the page of the job that is running on GitHub, if one is.
fn summarize(summary: &str) -> anyhow::Result<()> {
    let Some(path) = env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return Ok(()) };
    write::append(Path::new(&path), summary.as_bytes()).context("cannot write the job summary")
}
