//! What the fuzz targets share: a linter with all rules, and drafts made of the words and marks that it looks for.

use arbitrary::{Arbitrary, Result, Unstructured};
use bylint::attribution::Newsroom;
use bylint::document::{Document, Format};
use bylint::engine::{Context, Linter};
use bylint::fix::Linted;
use bylint::rule::RuleSet;
use bylint::text::{Source, Span};
use std::sync::LazyLock;

/// All built-in rules.
pub static LINTER: LazyLock<Linter> = LazyLock::new(|| Linter::new(RuleSet::builtin()));

/// A newsroom that runs them all.
pub static CONTEXT: LazyLock<Context> = LazyLock::new(|| Context {
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

/// Reads and lints a draft, and sees to it that all it finds has a place.
pub fn lint(bytes: Vec<u8>, format: Format) -> Linted {
    let source = Source::new("draft", bytes);
    let document = Document::parse(&source, format);
    let outcome = LINTER.lint(&source, &document, &CONTEXT);
    let inside = |span: Span| assert!(source.text().get(span.range()).is_some(), "{span:?} is no place");
    for finding in outcome.findings.iter().chain(&outcome.suppressed) {
        assert!(!finding.span.is_empty(), "{finding:?}");
        inside(finding.span);
        finding.labels.iter().for_each(|label| inside(label.span));
        finding.fixes.iter().flat_map(|fix| &fix.edits).for_each(|edit| inside(edit.span));
    }
    Linted { source, document, outcome }
}

/// Markdown with the words of attribution in it.
#[derive(Debug)]
pub struct Draft(pub String);

const WORDS: &[&str] = &[
    "said",
    "told",
    "according to",
    "Ada Brook",
    "Brook",
    "officials",
    "critics",
    "she",
    "they",
    "the",
    "a",
    "that",
    "who",
    "citing",
    "by",
    "reported",
    "allegedly",
    "it is believed",
    "Reuters",
    "the Courier",
    "a spokesman for",
    "killed",
    "3 million",
    "40%",
    "on Tuesday",
    "and",
    "but",
    "refuted",
    "documents show",
    "goverment",
    "as per",
    "No.",
    "U.S.",
    "Mr.",
];
const MARKS: &[&str] =
    &["“", "”", "‘", "’", "\"", "'", ",", ".", "?", ":", ";", "—", "-", "(", ")", "…", "é", "\u{200b}", "🙂"];
const LAYOUT: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\n> ",
    "\n- ",
    "\n1. ",
    "\n# ",
    "*",
    "**",
    "_",
    "`",
    "\n```\n",
    "[",
    "](http://a.test/b)",
    "![",
    "<em>",
    "</em>",
    "<div>",
    "<!-- ",
    " -->",
    "<!-- bylint-ignore spelling: x -->",
    "&nbsp;",
    "&#x22;",
    "\\",
    "|",
    "\n|-|\n",
    "{{< a >}}",
    "{{< /a >}}",
    "\n:::a\n",
    "\n---\n",
    "\n    ",
    "\t",
];

impl<'a> Arbitrary<'a> for Draft {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let mut text = String::new();
        if u.ratio(1, 8)? {
            text += "---\ntitle: A mill said to close\nbylint:\n  ignore:\n    spelling: a name\n---\n";
        }
        while !u.is_empty() && text.len() < 4096 {
            let pieces = *u.choose(&[WORDS, WORDS, MARKS, LAYOUT])?;
            text += u.choose(pieces)?;
            if u.ratio(3, 4)? {
                text.push(' ');
            }
        }
        Ok(Self(text))
    }
}
