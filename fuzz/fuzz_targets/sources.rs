//! Who is behind any draft, as a page, a table, Markdown and JSON: nothing in it runs, and nothing acts on a terminal.
#![no_main]

use bylint::document::Format;
use bylint::report::html::{self, Findings};
use bylint::report::{SourcingView, explained, json, markdown, sources};
use bylint_fuzz::{CONTEXT, Draft, LINTER, harmless, harmless_lines, lint};

/// What a page has itself that a draft must not add to.
const LIVE: [&str; 6] = ["<script", "<style", "<iframe", "<img", "<link", "<base"];

libfuzzer_sys::fuzz_target!(|input: (Draft, &[u8])| {
    let (Draft(text), rest) = input;
    let linted = lint([text.as_bytes(), rest].concat(), Format::Markdown);
    let (source, document) = (&linted.source, &linted.document);
    let read = LINTER.analyze(document, &CONTEXT);
    let sourcing = LINTER.sourcing(document, &read);
    let because = LINTER.explain(document, &read);
    let standing = SourcingView { source, document, attributions: &read.attributions, sourcing };

    let shown: Vec<_> = linted.outcome.findings.iter().collect();
    let page = html::draft(1, &standing, &Findings { shown: &shown, hidden: 0, suppressed: 0, baselined: 0 });
    harmless(&page);
    let lower = page.to_ascii_lowercase();
    LIVE.iter().for_each(|tag| assert!(!lower.contains(tag), "{tag} in {page}"));

    harmless_lines(&sources::table(&standing));
    harmless_lines(&explained::list(source, document, &read, &because, true));
    // Word joiners keep words from being links and names from being called.
    harmless(&markdown::file(&standing).replace('\u{2060}', ""));
    let whole = format!("{}{}{}", json::HEAD, sources::file(source, document, &read, &because), sources::TAIL);
    harmless(&whole);
    serde_json::from_str::<serde_json::Value>(&whole).expect("the report is JSON");
});
