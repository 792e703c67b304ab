//! What reading a draft takes, counted: memory stays a small multiple of the draft, and what is allocated grows with it, whatever the
//! draft repeats.

use allocation_counter::{AllocationInfo, measure};
use bylint::diagnostic::{Applicability, Finding};
use bylint::document::{Document, Format};
use bylint::engine::{Context, Linter};
use bylint::fix::{Linted, Orders, fix};
use bylint::rule::RuleSet;
use bylint::text::Source;
use std::sync::LazyLock;

static LINTER: LazyLock<Linter> = LazyLock::new(|| Linter::new(RuleSet::builtin()));

static CONTEXT: LazyLock<Context> = LazyLock::new(|| Context {
    enabled: Some(LINTER.rules().iter().map(|rule| rule.name.clone()).collect()),
    // Set, so that no guess at the language keeps the rules from running.
    language: Some("en".into()),
    ..Context::default()
});

fn lint(bytes: Vec<u8>) -> Linted {
    let source = Source::new("a.md", bytes);
    let document = Document::parse(&source, Format::Markdown);
    let outcome = LINTER.lint(&source, &document, &CONTEXT);
    Linted { source, document, outcome }
}

/// What reading a draft and what stands behind its passages allocates.
fn read(text: &str) -> AllocationInfo {
    measure(|| {
        let read = lint(text.into());
        let behind = LINTER.read(&read.document, &CONTEXT.newsroom);
        drop(LINTER.backing(&read.document, &behind));
    })
}

/// What a draft may repeat: marks, markup, words that rules look for, and some of each together.
const UNITS: [&str; 48] = [
    "\"",
    "“",
    "”",
    "'",
    "’",
    "?",
    "…",
    "?!",
    "\" ",
    "a” ",
    "“a ",
    "[",
    "]",
    "`\n",
    "*a ",
    "<",
    "<p>a",
    "<b>a<p>",
    "a\n",
    "a\n\n",
    "- a\n",
    "> a\n\n",
    "# a\n",
    "|a",
    "&amp;",
    "[^1]",
    "![a](b) ",
    "a ",
    "in in ",
    "teh ",
    "colour ",
    "3 million ",
    "said ",
    "he said that ",
    "De de ",
    "::: ",
    "/www.",
    "a# ",
    "“a b” said ",
    "“it is shut” and “it was shut” ",
    "a: b\n",
    "It is shut. ",
    "<form>\n\na\n\n",
    "<form>\n\na\n\n</form>\n\n",
    "==a ",
    "$a ",
    "a.b/c ",
    "A: a\n\n",
];

/// Where it may do so.
const AROUND: [[&str; 2]; 5] =
    [["", ""], ["<div>\n", "\n</div>"], ["> ", ""], ["---\ntitle: ", "\n---\nA.\n"], ["“It is ", "” he said."]];

#[test]
fn memory_is_a_small_multiple_of_a_draft_whatever_it_repeats() {
    // What is kept for all drafts is made first.
    read("It was was shut, Ada Brook said.");
    for [before, behind] in &AROUND[..2] {
        for unit in UNITS {
            let text = format!("{before}{}{behind}", unit.repeat(40_000 / unit.len()));
            let held = read(&text).bytes_max as usize / text.len();
            assert!(held < 250, "{held} bytes for each of {before:?}{unit:?}");
        }
    }
}

#[test]
fn what_is_allocated_grows_with_a_draft_and_no_faster() {
    read("It was was shut, Ada Brook said.");
    for [before, behind] in AROUND {
        for unit in UNITS {
            let of = |size: usize| read(&format!("{before}{}{behind}", unit.repeat(size / unit.len())));
            let (small, large) = (of(3_000), of(12_000));
            for (what, small, large) in
                [("bytes", small.bytes_total, large.bytes_total), ("pieces", small.count_total, large.count_total)]
            {
                // Lists that double may be half empty: that is a factor of two at most, where a square is one of four.
                assert!(large < small * 8, "{small} {what}, then {large}, for {before:?}{unit:?}");
            }
        }
    }
}

/// A link goes on in each block that its element holds, and each had a copy of the address.
#[test]
fn a_link_over_many_blocks_has_its_address_once() {
    let text = format!("<div><a href=\"http://a.test/{}\">\n{}\n", "x".repeat(20_000), "<p>a".repeat(5_000));
    let held = read(&text).bytes_max as usize / text.len();
    assert!(held < 250, "{held} bytes for each");
}

/// How many findings of one rule are listed of a draft of this size.
const MOST: usize = 10_000;

fn doubled(text: &str) -> Vec<Finding> {
    let mut findings = lint(text.into()).outcome.findings;
    findings.retain(|finding| &*finding.rule == "doubled-word");
    findings
}

#[test]
fn of_very_many_findings_of_a_rule_the_rest_is_told_of_in_one() {
    let sentence = "It was was shut.\n\n";
    assert!(doubled(&sentence.repeat(MOST)).iter().all(|finding| !finding.stands_for_more()));
    let text = sentence.repeat(MOST + 500);
    let findings = doubled(&text);
    assert_eq!(findings.len(), MOST + 1);
    let (last, listed) = findings.split_last().expect("there are many");
    assert!(last.stands_for_more() && listed.iter().all(|finding| !finding.stands_for_more()));
    assert_eq!(last.span.start, sentence.len() * MOST + "It was ".len());
    assert_eq!(
        last.message,
        "`doubled-word` has more than 10000 findings in this draft: the rest, from here on, is not listed"
    );
    // Else very many findings under an ignore could hide those behind them.
    let ignored = doubled(&format!("<!-- bylint-ignore-file doubled-word: a band -->\n\n{text}"));
    assert!(ignored.len() == 1 && ignored[0].stands_for_more(), "{ignored:?}");
}

#[test]
fn all_that_can_be_fixed_is_however_much_it_is() {
    let orders = Orders { up_to: Applicability::Safe, format: Format::Markdown, wanted: |_: &Finding| true };
    let text = "It was was shut.\n\n".repeat(MOST + 500);
    let fixed = fix(text.into(), lint, &orders).expect("the fixes come to an end");
    assert!(fixed.bytes == "It was shut.\n\n".repeat(MOST + 500).into_bytes());
    assert_eq!(fixed.count, MOST + 500);
}
