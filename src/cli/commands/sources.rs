//! `bylint sources`: lists the sources of drafts.

use crate::cli::Exit;
use crate::cli::args::{ColorMode, FilterArgs, SourcesArgs, SourcesFormat};
use crate::cli::config::resolve::Settings;
use crate::cli::run::cache_dir::Caching;
use crate::cli::run::filter::FindingFilter;
use crate::cli::run::inputs;
use crate::cli::run::output::Output;
use crate::cli::run::over_drafts::{ConfiguredDraft, Selection, outlet_overrides};
use crate::cli::run::parsed_draft::ParsedDraft;
use crate::cli::run::scheduler::ApproximateSize;
use bylint::diagnostic::Severity;
use bylint::engine::{NotEnglish, Outcome};
use bylint::report::html::{self, Findings};
use bylint::report::{SourcingView, explained, json, markdown, sources};

/// Runs `bylint sources`.
pub(crate) fn run(args: &SourcesArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let (reading, found) = (&args.reading, inputs::collect_inputs(&args.reading));
    let selection = Selection::new(reading, found, outlet_overrides(reading), Caching::Off)?;
    if args.explain && matches!(args.format, SourcesFormat::Markdown | SourcesFormat::Html) {
        anyhow::bail!("--explain needs --format human or json");
    }
    if args.no_baseline && !matches!(args.format, SourcesFormat::Html) {
        anyhow::bail!("--no-baseline needs --format html: the other formats show no findings");
    }
    selection.refuse_output(args.output.as_deref())?;
    let (drafts, mut run) = selection.start("sources", Output::to(args.output.as_deref(), color)?)?;
    let (filter, drafts) = match args.format {
        SourcesFormat::Html => {
            let filter_args = FilterArgs { no_baseline: args.no_baseline, ..FilterArgs::default() };
            FindingFilter::new(&filter_args, &args.reading.paths, drafts)?
        }
        _ => (FindingFilter::default(), drafts),
    };
    let drafts: Vec<_> = (1..).zip(drafts).collect();
    let (head, between, tail) = match args.format {
        SourcesFormat::Human | SourcesFormat::Markdown => (String::new(), "\n", ""),
        SourcesFormat::Html => (html::head(&title(&drafts)), "", html::TAIL),
        SourcesFormat::Json => (json::HEAD.to_owned(), json::BETWEEN, sources::TAIL),
    };
    // Written before the first draft that is read.
    let mut head = Some(head);
    if args.output.is_some() {
        run.output.allow_progress();
    }
    run.for_each(
        &drafts,
        |(_, (draft, _))| draft,
        |draft| describe_draft(draft, args, &filter),
        |(_, (draft, settings)), SourcesText { text, not_english }, output, missed| {
            if let Some(NotEnglish { language }) = &not_english {
                missed.not_english(draft, language, settings.context.language.as_deref());
            }
            match head.take() {
                Some(head) => output.write(head)?,
                None => output.write(between)?,
            }
            match args.format {
                SourcesFormat::Human => output.print_lines(&text),
                SourcesFormat::Markdown | SourcesFormat::Html | SourcesFormat::Json => output.write(&text),
            }
        },
    )?;
    // Programs get a list even if it is empty. People do not get an empty page.
    if head.is_some() && run.missed.unreadable > 0 && !matches!(args.format, SourcesFormat::Json) {
        run.report_missed()?;
        run.output.discard()?;
        return Ok(Exit::CouldNotRun);
    }
    run.output.write(head.unwrap_or_default())?;
    run.output.write(tail)?;
    run.finish()
}

/// A draft and its number, from 1.
type NumberedDraft = (usize, ConfiguredDraft);

/// The title of the HTML page: the name of the only draft, or the number of drafts.
fn title(drafts: &[NumberedDraft]) -> String {
    match drafts {
        [(_, (draft, _))] => draft.name(),
        _ => format!("{} drafts", drafts.len()),
    }
}

/// The part of the report about one draft.
struct SourcesText {
    text: String,
    not_english: Option<NotEnglish>,
}

impl ApproximateSize for SourcesText {
    fn approximate_size(&self) -> usize {
        self.text.approximate_size()
    }
}

/// Analyzes a draft, and formats its part of the report.
fn describe_draft(
    (number, (draft, settings)): &NumberedDraft,
    args: &SourcesArgs,
    filter: &FindingFilter,
) -> anyhow::Result<SourcesText> {
    let parsed = ParsedDraft::readable(draft, inputs::read_draft(draft)?)?;
    let settings = parsed.settings(settings)?;
    let (source, document) = (&parsed.source, parsed.document());
    let linter = &settings.linter;
    let analysis = linter.analyze_prepared(document, &settings.context);
    if let Some(language) = &analysis.not_english {
        let text = match args.format {
            SourcesFormat::Human => sources::unread(source.name(), language),
            SourcesFormat::Json => sources::unread_file(source.name(), language.as_str()),
            SourcesFormat::Markdown => markdown::unread(source.name(), language),
            SourcesFormat::Html => html::unread(*number, source, document, language),
        };
        let not_english = Some(NotEnglish { language: language.as_str().to_owned() });
        return Ok(SourcesText { text, not_english });
    }
    let explain = || if args.explain { linter.explain(document, &analysis) } else { Vec::new() };
    if let SourcesFormat::Json = args.format {
        let text = sources::file(source, document, &analysis, &explain());
        return Ok(SourcesText { text, not_english: None });
    }
    let sourcing = linter.sourcing(document, &analysis);
    let view = SourcingView { source, document, attributions: &analysis.attributions, sourcing };
    let text = match args.format {
        SourcesFormat::Markdown => markdown::file(&view),
        SourcesFormat::Html => {
            let mut outcome = parsed.lint_analyzed(&analysis, &settings);
            let baselined = filter.apply(draft, &settings, None, &parsed, &mut outcome).len();
            html_section(*number, &view, &outcome, baselined, &settings)
        }
        _ => sources::table(&view) + &explained::list(source, document, &analysis, &explain(), args.verbose),
    };
    Ok(SourcesText { text, not_english: None })
}

/// The HTML section about a draft, with the findings that `bylint check` shows to people.
fn html_section(
    number: usize,
    view: &SourcingView<'_>,
    outcome: &Outcome,
    baselined: usize,
    settings: &Settings,
) -> String {
    let min_severity = settings.min_severity.unwrap_or(Severity::Warning);
    let shown: Vec<_> = outcome.findings.iter().filter(|finding| finding.severity >= min_severity).collect();
    let hidden = outcome.findings.len() - shown.len();
    html::draft(number, view, &Findings { shown: &shown, hidden, suppressed: outcome.suppressed.len(), baselined })
}
