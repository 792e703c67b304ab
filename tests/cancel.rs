//! A cancelled analysis ends, and checks for cancellation at bounded intervals.

mod common;

use bylint::cancel::{Cancel, Cancelled};
use bylint::document::{Document, Format};
use bylint::engine::{Context, Prepared};
use bylint::text::Source;
use common::LINTER;
use std::sync::LazyLock;

static PREPARED: LazyLock<Prepared> = LazyLock::new(|| {
    let enabled = Some(LINTER.rules().iter().map(|rule| rule.name.clone()).collect());
    // The language is set, so that a wrong guess cannot disable the rules.
    LINTER.prepare(Context { enabled, language: Some("en".into()), ..Context::default() })
});

const STORY: &str =
    "The mill closed on Monday, Anselm Krail told TASS. “We had no choice,” he said. Critics say it was time.\n\n";

#[test]
fn a_cancelled_analysis_has_no_result() {
    let source = Source::new("a.md", STORY.into());
    for format in [Format::Markdown, Format::Mdx, Format::Plain] {
        let (live, raised) = (Cancel::new(), Cancel::new());
        raised.cancel();
        assert_eq!(Document::parse_unless_cancelled(&source, format, &raised).err(), Some(Cancelled));
        let document = Document::parse_unless_cancelled(&source, format, &live).expect("somebody waits for it");
        assert_eq!(LINTER.lint_unless_cancelled(&source, &document, &PREPARED, &raised).err(), Some(Cancelled));
        assert_eq!(LINTER.analyze_unless_cancelled(&document, &PREPARED, &raised).err(), Some(Cancelled));
        let outcome =
            LINTER.lint_unless_cancelled(&source, &document, &PREPARED, &live).expect("somebody waits for it");
        assert_eq!(outcome.findings, LINTER.lint_prepared(&source, &document, &PREPARED).findings);
        assert!(!outcome.findings.is_empty());
    }
}

/// The number of times the flag is checked while a draft is parsed and linted.
fn checks_for_cancellation(text: &str, format: Format) -> usize {
    let cancel = Cancel::new();
    let source = Source::new("a.md", text.into());
    let document = Document::parse_unless_cancelled(&source, format, &cancel).expect("nobody cancels it");
    LINTER.lint_unless_cancelled(&source, &document, &PREPARED, &cancel).expect("nobody cancels it");
    cancel.asked()
}

/// For any kind of text, the flag is checked at bounded intervals, so that an abandoned analysis ends soon however long
/// the draft is.
#[test]
fn the_number_of_checks_grows_with_the_draft() {
    let units = [STORY, "It is shut. ", "word ", "?", "\"", "“a” ", "goverment xqzt ", "a\n\n", "*a ", "[", "<p>a"];
    for unit in units {
        let text = unit.repeat(100_000 / unit.len());
        for format in [Format::Markdown, Format::Mdx, Format::Plain] {
            let checks = checks_for_cancellation(&text, format) - checks_for_cancellation(unit, format);
            assert!(checks >= text.len() / 2_000, "{unit:?} {format:?}: {checks} times");
            assert!(checks <= 16 * text.len(), "{unit:?} {format:?}: {checks} times");
        }
    }
}
