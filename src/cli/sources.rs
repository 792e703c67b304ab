//! `bylint sources`: who is behind drafts.

use super::Exit;
use super::args::{SourcesArgs, SourcesFormat, WantedArgs, When};
use super::cache::Caching;
use super::draft::Draft;
use super::files;
use super::house::Settings;
use super::missed::Missed;
use super::output::Output;
use super::settings::{Choices, Configs};
use super::sheet::Sheet;
use super::threads::{self, Waiting};
use super::wanted::Wanted;
use bylint::diagnostic::Severity;
use bylint::engine::{NotEnglish, Outcome};
use bylint::report::html::{self, Findings};
use bylint::report::{SourcingView, explained, json, markdown, sources};
use std::sync::Arc;

pub(super) fn run(args: &SourcesArgs, color: When) -> anyhow::Result<Exit> {
    let choices = Choices {
        own_outlets: args.reading.own_outlet.clone(),
        partners: args.reading.partner.clone(),
        ..Choices::default()
    };
    let mut found = files::asked(&args.reading);
    let drafts = Configs::new(&args.reading, choices, Caching::Off)?.of_found(&mut found)?;
    if args.explain && matches!(args.format, SourcesFormat::Markdown | SourcesFormat::Html) {
        anyhow::bail!("--explain needs --format human or json");
    }
    if args.no_baseline && !matches!(args.format, SourcesFormat::Html) {
        anyhow::bail!("--no-baseline needs --format html: the other formats show no findings");
    }
    files::refuse_draft(args.output.as_deref(), drafts.iter().map(|(draft, _)| draft))?;
    let mut output = Output::to(args.output.as_deref(), color)?;
    found.complain(Some(drafts.len()), &mut output)?;
    let mut missed = Missed::after("sources", found.unreadable.len());
    let (wanted, drafts) = match args.format {
        SourcesFormat::Html => {
            let all = WantedArgs { no_baseline: args.no_baseline, ..WantedArgs::default() };
            Wanted::new(&all, &args.reading.paths, drafts)?
        }
        _ => (Wanted::default(), drafts),
    };
    let drafts: Vec<_> = (1..).zip(drafts).collect();
    let (head, between, tail) = match args.format {
        SourcesFormat::Human | SourcesFormat::Markdown => (String::new(), "\n", ""),
        SourcesFormat::Html => (html::head(&title(&drafts)), "", html::TAIL),
        SourcesFormat::Json => (json::HEAD.to_owned(), json::BETWEEN, sources::TAIL),
    };
    // Taken by the first draft that is read.
    let mut head = Some(head);
    let work = |drafted: &Numbered| one(drafted, args, &wanted);
    if args.output.is_some() {
        output.tell_progress();
    }
    threads::in_order(
        &drafts,
        |(_, (draft, _))| draft,
        args.reading.threads,
        &mut output,
        work,
        |(_, (draft, settings)), read, output| {
            match read {
                Ok(Told { text, not_english }) => {
                    if let Some(NotEnglish { language }) = &not_english {
                        missed.not_english(draft, language, settings.context.language.as_deref());
                    }
                    match head.take() {
                        Some(head) => output.write(head)?,
                        None => output.write(between)?,
                    }
                    match args.format {
                        SourcesFormat::Human => output.say(&text)?,
                        SourcesFormat::Markdown | SourcesFormat::Html | SourcesFormat::Json => output.write(&text)?,
                    }
                }
                Err(error) => missed.add(draft, &error, output)?,
            }
            Ok(())
        },
    )?;
    // A program gets its list, even an empty one; nobody is left with an empty page.
    if head.is_some() && missed.unreadable > 0 && !matches!(args.format, SourcesFormat::Json) {
        missed.complain(&mut output)?;
        output.discard()?;
    } else {
        output.write(head.unwrap_or_default())?;
        output.write(tail)?;
        missed.complain(&mut output)?;
        output.finish()?;
    }
    Ok(if missed.unreadable > 0 { Exit::CouldNotRun } else { Exit::Clean })
}

/// A draft with its place among all, from 1.
type Numbered = (usize, (Draft, Arc<Settings>));

fn title(drafts: &[Numbered]) -> String {
    match drafts {
        [(_, (draft, _))] => draft.name(),
        _ => format!("{} drafts", drafts.len()),
    }
}

/// What is told of a draft.
struct Told {
    text: String,
    not_english: Option<NotEnglish>,
}

impl Waiting for Told {
    fn size(&self) -> usize {
        self.text.size()
    }
}

fn one((number, (draft, settings)): &Numbered, args: &SourcesArgs, wanted: &Wanted) -> anyhow::Result<Told> {
    let sheet = Sheet::readable(draft, files::read_draft(draft)?)?;
    let settings = sheet.settings(settings)?;
    let (source, document) = (&sheet.source, sheet.document());
    let linter = &settings.linter;
    let read = linter.analyze_by(document, &settings.context);
    if let Some(language) = &read.not_english {
        let text = match args.format {
            SourcesFormat::Human => sources::unread(source.name(), language),
            SourcesFormat::Json => sources::unread_file(source.name(), language.as_str()),
            SourcesFormat::Markdown => markdown::unread(source.name(), language),
            SourcesFormat::Html => html::unread(*number, source, document, language),
        };
        return Ok(Told { text, not_english: Some(NotEnglish { language: language.as_str().to_owned() }) });
    }
    let explain = || if args.explain { linter.explain(document, &read) } else { Vec::new() };
    if let SourcesFormat::Json = args.format {
        let text = sources::file(source, document, &read, &explain());
        return Ok(Told { text, not_english: None });
    }
    let sourcing = linter.sourcing(document, &read);
    let view = SourcingView { source, document, attributions: &read.attributions, sourcing };
    let text = match args.format {
        SourcesFormat::Markdown => markdown::file(&view),
        SourcesFormat::Html => {
            let mut outcome = sheet.lint_analyzed(&read, &settings);
            let baselined = wanted.narrow(draft, &settings, None, &sheet, &mut outcome).len();
            page(*number, &view, &outcome, baselined, &settings)
        }
        _ => sources::table(&view) + &explained::list(source, document, &read, &explain(), args.verbose),
    };
    Ok(Told { text, not_english: None })
}

/// The page shows what `bylint check` shows people.
fn page(number: usize, view: &SourcingView<'_>, outcome: &Outcome, baselined: usize, settings: &Settings) -> String {
    let least = settings.min_severity.unwrap_or(Severity::Warning);
    let shown: Vec<_> = outcome.findings.iter().filter(|finding| finding.severity >= least).collect();
    let hidden = outcome.findings.len() - shown.len();
    html::draft(number, view, &Findings { shown: &shown, hidden, suppressed: outcome.suppressed.len(), baselined })
}
