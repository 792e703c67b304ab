//! Any bytes are a draft: linting it with all rules does not panic, and every span is a place in it.
#![no_main]

use bylint::attribution::Newsroom;
use bylint::document::{Document, Format};
use bylint::engine::{Context, Linter};
use bylint::rule::RuleSet;
use bylint::text::{Source, Span};
use std::sync::LazyLock;

static LINTER: LazyLock<Linter> = LazyLock::new(|| Linter::new(RuleSet::builtin()));

static CONTEXT: LazyLock<Context> = LazyLock::new(|| Context {
    newsroom: Newsroom {
        own_outlets: vec!["Brackwater Gazette".to_owned()],
        partners: vec!["AP".to_owned()],
        state_media: vec!["Radio Valdora".to_owned()],
    },
    enabled: Some(LINTER.rules().iter().map(|rule| rule.name.clone()).collect()),
    // Set, so that no guess at the language keeps the rules from running.
    language: Some("en".to_owned()),
    ..Context::default()
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Markdown, Format::Mdx, Format::Plain] {
        let source = Source::new("draft", bytes.to_vec());
        let document = Document::parse(&source, format);
        let outcome = LINTER.lint(&source, &document, &CONTEXT);
        let inside = |span: Span| assert!(source.text().get(span.range()).is_some(), "{span:?} is no place");
        for finding in outcome.findings.iter().chain(&outcome.suppressed) {
            assert!(!finding.span.is_empty(), "{finding:?}");
            inside(finding.span);
            finding.labels.iter().for_each(|label| inside(label.span));
            finding.fixes.iter().flat_map(|fix| &fix.edits).for_each(|edit| inside(edit.span));
        }
        let prose = |range: std::ops::Range<u32>| {
            let range = range.start as usize..range.end as usize;
            assert!(document.prose.get(range.clone()).is_some(), "{range:?} is no place in the prose");
        };
        let read = LINTER.read(&document, &CONTEXT.newsroom);
        read.speakers.into_iter().for_each(|speaker| prose(speaker.first));
        for relation in read.relations {
            relation.source.into_iter().chain(relation.cue).chain(relation.content).for_each(prose);
        }
    }
});
