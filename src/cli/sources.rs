//! `bylint sources`: who is behind drafts.

use super::Exit;
use super::args::{Format, SourcesArgs, When};
use super::check::unreadable;
use super::files::{self, Draft};
use super::output::Output;
use super::settings::{Choices, Configs, Settings};
use super::threads;
use bylint::document::Document;
use bylint::report::{explained, json, sources};
use bylint::text::Source;
use std::io;
use std::sync::Arc;

pub(super) fn run(args: &SourcesArgs, color: When) -> anyhow::Result<Exit> {
    let choices = Choices {
        own_outlets: args.reading.own_outlet.clone(),
        partners: args.reading.partner.clone(),
        ..Choices::default()
    };
    let found = files::find(&args.reading.paths, args.reading.stdin_filename.as_deref());
    let drafts = Configs::new(&args.reading, choices)?.of(found.drafts)?;
    let mut output = Output::stdout(color);
    for message in &found.unreadable {
        output.complain(&unreadable(message))?;
    }
    let mut missed = found.unreadable.len();
    let (head, between, tail) = match args.format {
        Format::Human => ("", "\n", ""),
        Format::Json => (json::HEAD, json::BETWEEN, sources::TAIL),
    };
    output.write(head)?;
    let mut first = true;
    let work = |(draft, settings): &(Draft, Arc<Settings>)| one(draft, settings, args);
    threads::in_order(&drafts, args.reading.threads, work, |(draft, _), read| {
        match read {
            Ok(text) => {
                if !std::mem::take(&mut first) {
                    output.write(between)?;
                }
                output.write(text)?;
            }
            Err(error) => {
                missed += 1;
                output.complain(&unreadable(&format!("{}: {error}", draft.name())))?;
            }
        }
        Ok(())
    })?;
    output.write(tail)?;
    output.finish()?;
    Ok(if missed > 0 { Exit::CouldNotRun } else { Exit::Clean })
}

fn one(draft: &Draft, settings: &Settings, args: &SourcesArgs) -> io::Result<String> {
    let source = Source::new(draft.name(), files::read(draft)?);
    let document = Document::parse(&source, draft.format());
    let linter = &settings.linter;
    let newsroom = &settings.context.newsroom;
    let (read, explained) = if args.explain {
        linter.read_explained(&document, newsroom)
    } else {
        (linter.read(&document, newsroom), Vec::new())
    };
    Ok(match args.format {
        Format::Human => {
            sources::table(&source, &document, &read) + &explained::list(&source, &document, &read, &explained)
        }
        Format::Json => sources::file(&source, &document, &read, &explained),
    })
}
