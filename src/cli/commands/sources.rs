//! `bylint sources`: who is behind drafts.

use crate::cli::Exit;
use crate::cli::args::{ColorMode, FilterArgs, SourcesArgs, SourcesFormat};
use crate::cli::config::discover::{CliOverrides, ConfigCache};
use crate::cli::config::resolve::Settings;
use crate::cli::run::cache_dir::Caching;
use crate::cli::run::filter::FindingFilter;
use crate::cli::run::inputs;
use crate::cli::run::inputs::draft::DraftInput;
use crate::cli::run::inputs::missed::Missed;
use crate::cli::run::output::Output;
use crate::cli::run::parsed_draft::ParsedDraft;
use crate::cli::run::scheduler::{self, ApproximateSize};
use bylint::diagnostic::Severity;
use bylint::engine::{NotEnglish, Outcome};
use bylint::report::html::{self, Findings};
use bylint::report::{Standing, explained, json, markdown, sources};
use std::sync::Arc;

pub(crate) fn run(args: &SourcesArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let cli_overrides = CliOverrides {
        own_outlets: args.reading.own_outlet.clone(),
        partners: args.reading.partner.clone(),
        ..CliOverrides::default()
    };
    let mut found = inputs::collect_inputs(&args.reading);
    let drafts = ConfigCache::new(&args.reading, cli_overrides, Caching::Off)?.of_found(&mut found)?;
    if args.explain && matches!(args.format, SourcesFormat::Markdown | SourcesFormat::Html) {
        anyhow::bail!("--explain needs --format human or json");
    }
    if args.no_baseline && !matches!(args.format, SourcesFormat::Html) {
        anyhow::bail!("--no-baseline needs --format html: the other formats show no findings");
    }
    inputs::refuse_draft(args.output.as_deref(), drafts.iter().map(|(draft, _)| draft))?;
    let mut output = Output::to(args.output.as_deref(), color)?;
    found.complain(Some(drafts.len()), &mut output)?;
    let mut missed = Missed::after("sources", found.unreadable.len());
    let (filter, drafts) = match args.format {
        SourcesFormat::Html => {
            let all = FilterArgs { no_baseline: args.no_baseline, ..FilterArgs::default() };
            FindingFilter::new(&all, &args.reading.paths, drafts)?
        }
        _ => (FindingFilter::default(), drafts),
    };
    let drafts: Vec<_> = (1..).zip(drafts).collect();
    let (head, between, tail) = match args.format {
        SourcesFormat::Human | SourcesFormat::Markdown => (String::new(), "\n", ""),
        SourcesFormat::Html => (html::head(&title(&drafts)), "", html::TAIL),
        SourcesFormat::Json => (json::HEAD.to_owned(), json::BETWEEN, sources::TAIL),
    };
    // Taken by the first draft that is read.
    let mut head = Some(head);
    let work = |drafted: &NumberedDraft| describe_draft(drafted, args, &filter);
    if args.output.is_some() {
        output.tell_progress();
    }
    scheduler::for_each_in_order(
        &drafts,
        |(_, (draft, _))| draft,
        args.reading.threads,
        &mut output,
        work,
        |(_, (draft, settings)), read, output| {
            match read {
                Ok(SourcesText { text, not_english }) => {
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
type NumberedDraft = (usize, (DraftInput, Arc<Settings>));

fn title(drafts: &[NumberedDraft]) -> String {
    match drafts {
        [(_, (draft, _))] => draft.name(),
        _ => format!("{} drafts", drafts.len()),
    }
}

/// What is told of a draft.
struct SourcesText {
    text: String,
    not_english: Option<NotEnglish>,
}

impl ApproximateSize for SourcesText {
    fn approximate_size(&self) -> usize {
        self.text.approximate_size()
    }
}

fn describe_draft(
    (number, (draft, settings)): &NumberedDraft,
    args: &SourcesArgs,
    filter: &FindingFilter,
) -> anyhow::Result<SourcesText> {
    let parsed = ParsedDraft::readable(draft, inputs::read_draft(draft)?)?;
    let settings = parsed.settings(settings)?;
    let (source, document) = (&parsed.source, parsed.document());
    let linter = &settings.linter;
    let read = linter.analyze_by(document, &settings.context);
    let not_english = read.not_english.clone().map(|language| NotEnglish { language });
    if let Some(NotEnglish { language }) = &not_english {
        let text = match args.format {
            SourcesFormat::Human => sources::unread(source.name(), language),
            SourcesFormat::Json => sources::unread_file(source.name(), language),
            SourcesFormat::Markdown => markdown::unread(source.name(), language),
            SourcesFormat::Html => html::unread(*number, source, document, language),
        };
        return Ok(SourcesText { text, not_english });
    }
    let explain = || if args.explain { linter.explain(document, &read) } else { Vec::new() };
    if let SourcesFormat::Json = args.format {
        let text = sources::file(source, document, &read, &explain());
        return Ok(SourcesText { text, not_english });
    }
    let sourcing = linter.sourcing(document, &read);
    let standing = Standing { source, document, read: &read.attributions, sourcing };
    let text = match args.format {
        SourcesFormat::Markdown => markdown::file(&standing),
        SourcesFormat::Html => {
            let mut outcome = parsed.lint_analyzed(&read, &settings);
            let baselined = filter.apply(draft, &settings, None, &parsed, &mut outcome).len();
            page(*number, &standing, &outcome, baselined, &settings)
        }
        _ => sources::table(&standing) + &explained::list(source, document, &read, &explain(), args.verbose),
    };
    Ok(SourcesText { text, not_english })
}

/// The page shows what `bylint check` shows people.
fn page(number: usize, standing: &Standing<'_>, outcome: &Outcome, baselined: usize, settings: &Settings) -> String {
    let least = settings.min_severity.unwrap_or(Severity::Warning);
    let shown: Vec<_> = outcome.findings.iter().filter(|finding| finding.severity >= least).collect();
    let hidden = outcome.findings.len() - shown.len();
    html::draft(number, standing, &Findings { shown: &shown, hidden, suppressed: outcome.suppressed.len(), baselined })
}
