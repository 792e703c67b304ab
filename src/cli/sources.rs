//! `bylint sources`: who is behind drafts.

use super::Exit;
use super::args::{SourcesArgs, SourcesFormat, When};
use super::check::unreadable;
use super::files::{self, Draft};
use super::output::Output;
use super::settings::{Choices, Configs, Settings};
use super::threads;
use bylint::diagnostic::Severity;
use bylint::document::Document;
use bylint::engine::Linter;
use bylint::report::html::{self, Findings};
use bylint::report::{Standing, explained, json, markdown, sources, tamed};
use bylint::text::Source;
use std::sync::Arc;

pub(super) fn run(args: &SourcesArgs, color: When) -> anyhow::Result<Exit> {
    let choices = Choices {
        own_outlets: args.reading.own_outlet.clone(),
        partners: args.reading.partner.clone(),
        ..Choices::default()
    };
    let found = files::asked(&args.reading);
    let drafts = Configs::new(&args.reading, choices)?.of(found.drafts)?;
    if args.explain && matches!(args.format, SourcesFormat::Markdown | SourcesFormat::Html) {
        anyhow::bail!("--explain goes with --format human and --format json");
    }
    let mut output = match &args.output {
        Some(path) => Output::file(path)?,
        None => Output::stdout(color),
    };
    for message in &found.unreadable {
        output.complain(&unreadable(message))?;
    }
    let mut missed = found.unreadable.len();
    let drafts: Vec<_> = (1..).zip(drafts).collect();
    let (head, between, tail) = match args.format {
        SourcesFormat::Human | SourcesFormat::Markdown => (String::new(), "\n", ""),
        SourcesFormat::Html => (html::head(&title(&drafts)), "", html::TAIL),
        SourcesFormat::Json => (json::HEAD.to_owned(), json::BETWEEN, sources::TAIL),
    };
    output.write(head)?;
    let mut first = true;
    let work = |drafted: &Numbered| one(drafted, args);
    threads::in_order(&drafts, args.reading.threads, work, |(_, (draft, _)), read| {
        match read {
            Ok(text) => {
                if !std::mem::take(&mut first) {
                    output.write(between)?;
                }
                output.write(tamed(text.as_bytes()))?;
            }
            Err(error) => {
                missed += 1;
                output.complain(&unreadable(&format!("{}: {error:#}", draft.name())))?;
            }
        }
        Ok(())
    })?;
    output.write(tail)?;
    output.finish()?;
    Ok(if missed > 0 { Exit::CouldNotRun } else { Exit::Clean })
}

/// A draft with its place among all, from 1.
type Numbered = (usize, (Draft, Arc<Settings>));

fn title(drafts: &[Numbered]) -> String {
    match drafts {
        [(_, (draft, _))] => draft.name(),
        _ => format!("{} drafts", drafts.len()),
    }
}

fn one((number, (draft, settings)): &Numbered, args: &SourcesArgs) -> anyhow::Result<String> {
    let source = Source::new(draft.name(), files::read(draft)?);
    let document = Document::parse(&source, draft.format());
    let settings = settings.of(&document.front_matter)?;
    let linter = &settings.linter;
    let newsroom = &settings.context.newsroom;
    let explain = || if args.explain { linter.read_explained(&document, newsroom).1 } else { Vec::new() };
    if let SourcesFormat::Json = args.format {
        return Ok(sources::file(&source, &document, &linter.read(&document, newsroom), &explain()));
    }
    let (read, backing) = linter.backing(&document, newsroom);
    let standing = Standing { source: &source, document: &document, read: &read, backing: &backing };
    Ok(match args.format {
        SourcesFormat::Markdown => markdown::file(&standing),
        SourcesFormat::Html => page(*number, &standing, linter, &settings),
        _ => sources::table(&standing) + &explained::list(&source, &document, &read, &explain()),
    })
}

/// The page shows what `bylint check` shows people.
fn page(number: usize, standing: &Standing<'_>, linter: &Linter, settings: &Settings) -> String {
    let outcome = linter.lint(standing.source, standing.document, &settings.context);
    let least = settings.min_severity.unwrap_or(Severity::Warning);
    let shown: Vec<_> = outcome.findings.iter().filter(|finding| finding.severity >= least).collect();
    let hidden = outcome.findings.len() - shown.len();
    html::draft(number, standing, &Findings { shown: &shown, hidden, suppressed: outcome.suppressed.len() })
}
