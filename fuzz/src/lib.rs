//! What the fuzz targets share: a linter with all rules, and drafts made of the words and marks that it looks for.

use arbitrary::{Arbitrary, Result, Unstructured};
use bylint::attribution::Newsroom;
use bylint::document::{Document, Format};
use bylint::engine::{Context, Engine};
use bylint::fix::Linted;
use bylint::report::{Colors, Format as Report};
use bylint::text::{Source, Span};
use std::collections::BTreeSet;
use std::sync::LazyLock;

#[path = "../../tests/outputs/harmless.rs"]
mod shared;

/// All built-in rules.
pub static LINTER: LazyLock<Engine> = LazyLock::new(Engine::builtin);

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
        for fix in &finding.fixes {
            fix.edits.iter().for_each(|edit| inside(edit.span));
            assert!(fix.edits.is_sorted_by(|one, next| one.span.end <= next.span.start), "{fix:?}");
        }
    }
    Linted { source, document, outcome }
}

/// Sees to it that a report holds nothing that a terminal or a CI runner would act on.
pub fn harmless(text: &str) {
    shared::harmless("a report", text);
}

/// The same for lines that bylint prints for people.
pub fn harmless_lines(text: &str) {
    harmless(&bylint::report::lines(text, Colors::Removed));
}

/// The same for a report of `check`, whose own commands to GitHub's runner are left aside.
pub fn harmless_report(format: Report, text: &str) {
    let own = |line: &str| {
        let starts = ["::error file=", "::warning file=", "::notice file=", "::error title=bylint::"];
        starts.iter().any(|start| line.starts_with(start))
    };
    let line = |line: &str| if format == Report::Github && own(line) { line[2..].to_owned() } else { line.to_owned() };
    harmless(&text.split('\n').map(line).collect::<Vec<_>>().join("\n"));
}

/// Markdown with the words of attribution in it.
#[derive(Debug)]
pub struct Draft(pub String);

/// The examples of all rules, and the words that they are made of: each rule has what it looks for among them.
static EXAMPLES: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| {
    let examples = LINTER.rules().iter().map(|rule| rule.examples().expect("built-in examples are sound"));
    let texts = examples.flat_map(|examples| examples.bad.into_iter().chain(examples.good)).map(|example| example.text);
    let texts: Vec<String> = texts.map(|text| text.replace("[[", "").replace("]]", "")).collect();
    let words: BTreeSet<&str> = texts.iter().flat_map(|text| text.split_whitespace()).collect();
    let words = words.into_iter().map(str::to_owned).collect();
    [texts, words]
});

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
        let [examples, words] = &*EXAMPLES;
        while !u.is_empty() && text.len() < 4096 {
            text += match u.int_in_range(0..=9)? {
                0..=2 => u.choose(WORDS)?,
                3..=4 => u.choose(words)?.as_str(),
                5 => u.choose(examples)?.as_str(),
                6..=7 => u.choose(MARKS)?,
                _ => u.choose(LAYOUT)?,
            };
            if u.ratio(3, 4)? {
                text.push(' ');
            }
        }
        Ok(Self(text))
    }
}
