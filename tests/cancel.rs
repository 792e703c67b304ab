//! A reading that nobody waits for any more ends, and asks whether anybody does at bounded intervals.

use bylint::cancel::{Cancel, Cancelled};
use bylint::document::{Document, Format};
use bylint::engine::{Context, Linter, Prepared};
use bylint::text::Source;
use std::sync::LazyLock;

static LINTER: LazyLock<Linter> = LazyLock::new(Linter::builtin);

static PREPARED: LazyLock<Prepared> = LazyLock::new(|| {
    let enabled = Some(LINTER.rules().iter().map(|rule| rule.name.clone()).collect());
    // Set, so that no guess at the language keeps the rules from running.
    LINTER.prepare(Context { enabled, language: Some("en".into()), ..Context::default() })
});

const STORY: &str =
    "The mill closed on Monday, Anselm Krail told TASS. “We had no choice,” he said. Critics say it was time.\n\n";

#[test]
fn nothing_comes_of_what_was_cancelled() {
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
        assert_eq!(outcome.findings, LINTER.lint_by(&source, &document, &PREPARED).findings);
        assert!(!outcome.findings.is_empty());
    }
}

/// How often a flag is asked while a draft is read and linted.
fn asked(text: &str, format: Format) -> usize {
    let cancel = Cancel::new();
    let source = Source::new("a.md", text.into());
    let document = Document::parse_unless_cancelled(&source, format, &cancel).expect("nobody cancels it");
    LINTER.lint_unless_cancelled(&source, &document, &PREPARED, &cancel).expect("nobody cancels it");
    cancel.asked()
}

/// Whatever a draft is made of, no long stretch of it is read without asking: so an abandoned reading ends soon, however long the
/// draft is.
#[test]
fn the_longer_a_draft_the_more_often_it_is_asked() {
    let units = [STORY, "It is shut. ", "word ", "?", "\"", "“a” ", "goverment xqzt ", "a\n\n", "*a ", "[", "<p>a"];
    for unit in units {
        let text = unit.repeat(100_000 / unit.len());
        for format in [Format::Markdown, Format::Mdx, Format::Plain] {
            let asked = asked(&text, format) - asked(unit, format);
            assert!(asked >= text.len() / 2_000, "{unit:?} {format:?}: {asked} times");
            assert!(asked <= 16 * text.len(), "{unit:?} {format:?}: {asked} times");
        }
    }
}
