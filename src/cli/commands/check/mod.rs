//! `bylint check`: reports findings in drafts.

mod checked;
mod fix_runner;
mod watch;

use crate::cli::args::{CheckArgs, ColorMode};
use crate::cli::config::baselines::canonical_location;
use crate::cli::config::discover::CliOverrides;
use crate::cli::config::error;
use crate::cli::config::resolve::Settings;
use crate::cli::run::atomic_write;
use crate::cli::run::cache_dir::Caching;
use crate::cli::run::filter::FindingFilter;
use crate::cli::run::inputs;
use crate::cli::run::inputs::draft::DraftInput;
use crate::cli::run::output::Output;
use crate::cli::run::over_drafts::{ConfiguredDraft, DraftRun, Selection, outlet_overrides};
use crate::cli::{Exit, print_failure};
use anyhow::Context as _;
use bylint::config::InvalidConfig;
use bylint::report::{self, Format, Report, Tally};
use checked::{CheckOptions, DraftOutput, check_draft};
use fix_runner::FixRunner;
use std::collections::BTreeSet;
use std::env;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Runs `bylint check`.
pub(crate) fn run(args: &CheckArgs, color: ColorMode) -> anyhow::Result<Exit> {
    if !args.watch {
        return run_once(args, color).inspect_err(|error| print_annotation(args, error, color));
    }
    anyhow::ensure!(args.format.is_for_people(), "--watch needs --format human or short");
    watch::run(args, || {
        if let Err(error) = Output::stdout(color).clear().and_then(|()| run_once(args, color)) {
            print_failure(&error, color);
        }
    })
}

/// With `--format github`, also prints an error as an annotation, since people look at annotations.
fn print_annotation(args: &CheckArgs, error: &anyhow::Error, color: ColorMode) {
    let to_stdout = args.output.as_deref().is_none_or(|path| path.as_os_str() == "-");
    if args.format != Format::Github || !to_stdout {
        return;
    }
    let text = match error.downcast_ref::<InvalidConfig>() {
        Some(invalid) => error::annotations(invalid),
        None => report::github_failure(&format!("{error:#}"), None),
    };
    // The caller also prints the error on standard error.
    let mut output = Output::stdout(color);
    let _ = output.write(text).and_then(|()| output.finish());
}

/// Checks all drafts once.
fn run_once(args: &CheckArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let format = args.format;
    if args.statistics && !format.is_for_people() {
        anyhow::bail!("--statistics needs --format human or short");
    }
    let fix_runner = FixRunner::new(args)?;
    let mut found = inputs::collect_inputs(&args.reading);
    if args.force_exclude {
        found = found.treat_as_found();
    }
    let mut selection = Selection::new(&args.reading, found, overrides(args), Caching::new(&args.cache)?)?;
    selection.refuse_output(args.output.as_deref())?;
    // A run that is limited to some drafts may have none to check.
    selection.expects_drafts = !args.filter.staged && args.filter.changed_since.is_none() && !args.force_exclude;
    let (filter, drafts) = FindingFilter::new(&args.filter, &args.reading.paths, selection.drafts)?;
    selection.drafts = drafts;
    if args.fix {
        remove_leftovers(&selection.drafts);
    }
    let mut output = Output::to(args.output.as_deref(), color)?;
    if !args.quiet && (args.output.is_some() || (format.is_for_people() && !args.diff)) {
        output.allow_progress();
    }
    let (drafts, mut run) = selection.start("check", output)?;
    filter.print_notes(&mut run.output)?;
    if !drafts.is_empty() && drafts.iter().all(|(_, settings)| settings.runs_nothing()) {
        run.output.print_to_stderr("warning: no rules are enabled: see `select`, `ignore` and `severity`\n")?;
    }
    let exit = if args.show_files {
        show_files(&drafts, &mut run.output)?;
        run.exit()
    } else {
        check_drafts(args, fix_runner, &filter, &drafts, &mut run)?
    };
    run.report_caching()?;
    run.output.finish()?;
    if !args.watch {
        // The process ends, so the word lists need not be freed: that takes a thirtieth of the time that an empty draft
        // takes.
        std::mem::forget(drafts);
    }
    Ok(exit)
}

/// The settings on the command line that override the configurations.
fn overrides(args: &CheckArgs) -> CliOverrides {
    CliOverrides {
        profile: args.profile.map(Into::into),
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        fail_on: args.fail_on.map(Into::into),
        min_severity: args.min_severity.map(Into::into),
        ..outlet_overrides(&args.reading)
    }
}

/// Removes the temporary files that earlier runs left beside the drafts.
fn remove_leftovers(drafts: &[ConfiguredDraft]) {
    let directories: BTreeSet<PathBuf> =
        drafts.iter().filter_map(|(draft, _)| Some(canonical_location(draft)?.0)).collect();
    for directory in &directories {
        atomic_write::remove_leftovers(directory);
    }
}

/// Prints the names of the drafts that would be checked.
fn show_files(drafts: &[ConfiguredDraft], output: &mut Output) -> anyhow::Result<()> {
    drafts.iter().try_for_each(|(draft, _)| output.print_lines(format!("{}\n", report::path(&draft.name()))))
}

/// Checks the drafts and writes the report.
fn check_drafts(
    args: &CheckArgs,
    fix_runner: Option<FixRunner>,
    filter: &FindingFilter,
    drafts: &[ConfiguredDraft],
    run: &mut DraftRun,
) -> anyhow::Result<Exit> {
    let mut total = Tally::default();
    let mut fails = false;
    let mut report = Report::new(args.format);
    run.output.write(report.head())?;
    let options = CheckOptions {
        format: args.format,
        human: run.output.human(),
        fix_runner,
        filter,
        never_fails: args.exit_zero,
    };
    run.for_each(
        drafts,
        |(draft, _)| draft,
        |(draft, settings)| check_draft(draft, settings, &options),
        |(draft, settings), checked, output, missed| {
            let is_binary = matches!(&checked.content, DraftOutput::Diff(patch) if patch.is_binary());
            write_draft(checked.content, draft, settings, &options, &mut report, output)?;
            if is_binary && !output.is_terminal() && !args.quiet {
                output.print_to_stderr(&binary_patch_note(&draft.name()))?;
            }
            total.add(&checked.tally);
            for language in checked.tally.not_read.keys() {
                missed.not_english(draft, language, settings.context.language.as_deref());
            }
            fails |= checked.fails;
            checked.error_message.iter().try_for_each(|error_message| output.print_to_stderr(error_message))
        },
    )?;
    run.report_missed()?;
    total.unreadable = run.missed.unreadable;
    let unreadable_paths = run.unreadable_paths.iter().map(|message| format!("cannot read {message}"));
    let unreadable: Vec<String> = unreadable_paths.chain(run.missed.messages.iter().cloned()).collect();
    write_tail(args, fix_runner, &report, &total, &unreadable, &mut run.output)?;
    Ok(match (total.unreadable + total.fixes.left_alone, fails && !args.exit_zero) {
        (0, false) => Exit::Clean,
        (0, true) => Exit::Findings,
        _ => Exit::CouldNotRun,
    })
}

/// Writes a draft's part of the report.
fn write_draft(
    content: DraftOutput,
    draft: &DraftInput,
    settings: &Settings,
    options: &CheckOptions<'_>,
    report: &mut Report,
    output: &mut Output,
) -> anyhow::Result<()> {
    let rules = settings.linter.rules();
    match content {
        DraftOutput::Diff(patch) if output.is_terminal() => output.write(patch.for_people()),
        DraftOutput::Diff(patch) => output.write(patch.for_programs()),
        DraftOutput::Text(part, text) => {
            output.write(report.add(part, rules))?;
            output.write(text)
        }
        DraftOutput::Findings(found) => found.with_draft_report(draft, options, |draft_report| {
            output.write(report.add(options.format.summarize(draft_report), rules))?;
            let mut pieces = BufWriter::new(output.piece_writer());
            options.format.write(&mut pieces, options.human, draft_report)?;
            pieces.flush().map_err(anyhow::Error::from)
        }),
    }
}

/// The note that the patch for a draft is binary.
fn binary_patch_note(name: &str) -> String {
    let name = report::path(name);
    format!(
        "note: {name}: binary patch, because it is in UTF-16 or contains control characters, hidden characters or commands \
         to a CI runner; use `git apply`, not `patch`\n"
    )
}

/// Writes the end of the report, after the findings. In the short format, the summary goes to standard error, so that
/// every line of the report is a finding.
fn write_tail(
    args: &CheckArgs,
    fix_runner: Option<FixRunner>,
    report: &Report,
    total: &Tally,
    unreadable: &[String],
    output: &mut Output,
) -> anyhow::Result<()> {
    if let Some(fix_runner) = fix_runner
        && !args.quiet
    {
        output.print_to_stderr(&fix_runner.summary(total))?;
    }
    if args.diff {
        return Ok(());
    }
    output.write(report.tail(total, unreadable))?;
    if let Some(summary) = report.job_summary(total, unreadable) {
        append_job_summary(&summary)?;
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
        text += &no_drafts_message(args, total)
            .unwrap_or_else(|| total.summary(fix_runner.map(|fix_runner| fix_runner.up_to)));
        if format == Format::Human {
            text += &total.explain_hint();
        }
    }
    match format {
        Format::Human => output.print_lines(text),
        _ => output.print_to_stderr(&text),
    }
}

/// The message that no draft has changed, if only changed drafts are checked.
fn no_drafts_message(args: &CheckArgs, total: &Tally) -> Option<String> {
    if total.files + total.unreadable > 0 || !total.not_read.is_empty() {
        return None;
    }
    match &args.filter.changed_since {
        Some(revision) => Some(format!("No drafts changed since {}.\n", report::one_line(revision))),
        None => args.filter.staged.then(|| "No drafts are staged.\n".to_owned()),
    }
}

/// Appends to the job summary on GitHub, if there is one.
fn append_job_summary(summary: &str) -> anyhow::Result<()> {
    let Some(path) = env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return Ok(()) };
    atomic_write::append(Path::new(&path), summary.as_bytes()).context("cannot write the job summary")
}
