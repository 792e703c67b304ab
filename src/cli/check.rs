//! `bylint check`: findings in drafts.

use super::Exit;
use super::args::{CheckArgs, CheckFormat, When};
use super::files::{self, Draft};
use super::fixing::{Done, Fixing};
use super::output::Output;
use super::settings::{Choices, Configs, Settings};
use super::threads;
use bylint::diagnostic::{Finding, Severity};
use bylint::document::Document;
use bylint::fix::Linted;
use bylint::report::{self, Human, Tally, diff, json};
use bylint::text::Source;
use std::io;
use std::sync::Arc;

/// What checking one draft gave.
struct Checked {
    report: Vec<u8>,
    tally: Tally,
    fails: bool,
    /// Why the draft was not changed although it was to be.
    complaint: Option<String>,
}

pub(super) fn run(args: &CheckArgs, color: When) -> anyhow::Result<Exit> {
    if args.statistics && args.format == CheckFormat::Json {
        anyhow::bail!("--statistics is for people: a program can count what --format json lists");
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
    let found = files::find(&args.reading.paths, args.reading.stdin_filename.as_deref());
    let drafts = Configs::new(&args.reading, choices)?.of(found.drafts)?;
    let mut output = match &args.output {
        Some(path) => Output::file(path)?,
        None => Output::stdout(color),
    };
    for message in &found.unreadable {
        output.complain(&unreadable(message))?;
    }
    let unreadable = found.unreadable.len();
    let exit = if args.show_files {
        show_files(&drafts, &mut output)?;
        if unreadable > 0 { Exit::CouldNotRun } else { Exit::Clean }
    } else {
        check(args, fixing, &drafts, unreadable, &mut output)?
    };
    output.finish()?;
    Ok(exit)
}

/// What to say of a file or folder that cannot be read.
pub(super) fn unreadable(message: &str) -> String {
    format!("bylint: cannot read {}\n", report::path(message))
}

fn show_files(drafts: &[(Draft, Arc<Settings>)], output: &mut Output) -> anyhow::Result<()> {
    drafts.iter().try_for_each(|(draft, _)| output.write(format!("{}\n", report::path(&draft.name()))))
}

fn check(
    args: &CheckArgs,
    fixing: Option<Fixing>,
    drafts: &[(Draft, Arc<Settings>)],
    unreadable_before: usize,
    output: &mut Output,
) -> anyhow::Result<Exit> {
    let human = output.human();
    let mut total = Tally { unreadable: unreadable_before, ..Tally::default() };
    let mut fails = false;
    let mut first = true;
    if args.format == CheckFormat::Json {
        output.write(json::HEAD)?;
    }
    let work = |(draft, settings): &(Draft, Arc<Settings>)| one(draft, settings, args.format, fixing, human);
    threads::in_order(drafts, args.reading.threads, work, |(draft, _), checked| {
        match checked {
            Ok(checked) => {
                if args.format == CheckFormat::Json && !std::mem::take(&mut first) {
                    output.write(json::BETWEEN)?;
                }
                if fixing.is_some_and(|fixing| !fixing.write) && output.is_terminal() {
                    output.write(diff::for_people(&checked.report))?;
                } else {
                    output.write(checked.report)?;
                }
                total.add(&checked.tally);
                fails |= checked.fails;
                if let Some(complaint) = checked.complaint {
                    output.complain(&complaint)?;
                }
            }
            Err(error) => {
                total.unreadable += 1;
                output.complain(&unreadable(&format!("{}: {error}", draft.name())))?;
            }
        }
        Ok(())
    })?;
    end(args, fixing, &total, output)?;
    Ok(match (total.unreadable + total.fixes.left_alone, fails && !args.exit_zero) {
        (0, false) => Exit::Clean,
        (0, true) => Exit::Findings,
        _ => Exit::CouldNotRun,
    })
}

fn one(
    draft: &Draft,
    settings: &Settings,
    format: CheckFormat,
    fixing: Option<Fixing>,
    human: Human,
) -> io::Result<Checked> {
    let lint = |bytes| {
        let source = Source::new(draft.name(), bytes);
        let document = Document::parse(&source, draft.format());
        let outcome = settings.linter.lint(&source, &document, &settings.context);
        Linted { source, document, outcome }
    };
    let least = match format {
        CheckFormat::Human | CheckFormat::Short => Severity::Warning,
        CheckFormat::Json => Severity::Info,
    };
    let least = settings.min_severity.unwrap_or(least);
    let shown = |finding: &Finding| finding.severity >= least;
    let bytes = files::read(draft)?;
    let (Linted { source, outcome, .. }, done) = match fixing {
        Some(fixing) => fixing.run(draft, bytes, lint, shown),
        None => (lint(bytes), Done::default()),
    };
    let mut tally = Tally { files: 1, suppressed: outcome.suppressed.len(), fixes: done.fixes, ..Tally::default() };
    for finding in &outcome.findings {
        tally.count(finding, shown(finding));
    }
    if fixing.is_some_and(|fixing| !fixing.write) {
        let fails = tally.fixes.fixed > 0;
        return Ok(Checked { report: done.diff, tally, fails, complaint: done.complaint });
    }
    let fails = outcome.findings.iter().any(|finding| settings.fail_on.reached_by(finding.severity));
    let shown = outcome.findings.iter().filter(|finding| shown(finding));
    Ok(Checked { report: show(&source, shown, format, human), tally, fails, complaint: done.complaint })
}

fn show<'a>(
    source: &'a Source,
    findings: impl Iterator<Item = &'a Finding>,
    format: CheckFormat,
    human: Human,
) -> Vec<u8> {
    match format {
        CheckFormat::Human => findings.fold(Vec::new(), |mut text, finding| {
            human.finding(&mut text, source, finding);
            text
        }),
        CheckFormat::Short => findings.map(|finding| report::short(source, finding)).collect::<String>().into_bytes(),
        CheckFormat::Json => json::file(source, findings).into_bytes(),
    }
}

/// What stands after the findings. Beside the short format it goes to standard error, so that every line of the report
/// is a finding.
fn end(args: &CheckArgs, fixing: Option<Fixing>, total: &Tally, output: &mut Output) -> anyhow::Result<()> {
    let quiet = args.quiet;
    if let Some(fixing) = fixing
        && !quiet
    {
        let done = total.fixes.done();
        if !fixing.write {
            return output.complain(&format!("Would fix {done}.\n"));
        }
        if total.fixes.fixed > 0 {
            output.complain(&format!("Fixed {done}.\n"))?;
        }
    }
    if args.format == CheckFormat::Json {
        return output.write(json::tail(total));
    }
    let mut text = String::new();
    if args.statistics && !total.rules.is_empty() {
        text = total.statistics() + "\n";
    }
    if !quiet {
        text += &total.summary(fixing.map(|fixing| fixing.up_to));
    }
    match args.format {
        CheckFormat::Short => output.complain(&text),
        CheckFormat::Human | CheckFormat::Json => output.write(text),
    }
}
