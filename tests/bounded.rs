//! Counts allocations: memory stays a small multiple of the draft, and what is allocated grows linearly, whatever a
//! draft repeats.

mod common;

use allocation_counter::{AllocationInfo, measure};
use bylint::diagnostic::{Applicability, Finding};
use bylint::document::{Document, Format};
use bylint::engine::Context;
use bylint::fix::{FixOptions, Linted, fix};
use bylint::report::SourcingView;
use bylint::report::html::{self, Findings};
use bylint::text::Source;
use common::LINTER;
use std::fmt::Write as _;
use std::sync::LazyLock;

static CONTEXT: LazyLock<Context> = LazyLock::new(|| Context {
    enabled: Some(LINTER.rules().iter().map(|rule| rule.name.clone()).collect()),
    // The language is set, so that a wrong guess cannot disable the rules.
    language: Some("en".into()),
    ..Context::default()
});

fn lint(bytes: Vec<u8>) -> Linted {
    let source = Source::new("a.md", bytes);
    let document = Document::parse(&source, Format::Markdown);
    let outcome = LINTER.lint(&source, &document, &CONTEXT);
    Linted { source, document, outcome }
}

/// The allocations for analysing a draft and computing its sourcing.
fn read(text: &str) -> AllocationInfo {
    measure(|| {
        let read = lint(text.into());
        let behind = LINTER.analyze(&read.document, &CONTEXT);
        let _ = LINTER.sourcing(&read.document, &behind);
    })
}

/// Text that a draft may repeat: punctuation, markup, words that rules look for, and mixtures of them.
const UNITS: [&str; 55] = [
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
    "![::: ",
    "’$$::: ",
    "[[::: ",
    "<q>a",
    "sаid ",
    "<form>\n\na\n\n",
    "<form>\n\na\n\n</form>\n\n",
    "==a ",
    "$a ",
    "a.b/c ",
    "A: a\n\n",
    " a\n",
    "- a\n\n<!-- bylint-ignore a: b -->\n\n",
];

/// Places in which a draft may repeat it.
const AROUND: [[&str; 2]; 6] = [
    ["", ""],
    ["<div>\n", "\n</div>"],
    ["> ", ""],
    ["---\ntitle: ", "\n---\nA.\n"],
    ["Title: a\nDate: b\n", "\n\nA.\n"],
    ["“It is ", "” he said."],
];

#[test]
fn memory_is_a_small_multiple_of_the_draft() {
    // Creates the data that all drafts share before anything is counted.
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
fn allocations_grow_linearly_with_the_draft() {
    read("It was was shut, Ada Brook said.");
    for [before, behind] in AROUND {
        for unit in UNITS {
            let of = |size: usize| read(&format!("{before}{}{behind}", unit.repeat(size / unit.len())));
            assert_linear_growth(&format!("{before:?}{unit:?}"), &of(3_000), &of(12_000));
        }
    }
}

/// Asserts that four times the input allocated at most in proportion.
#[track_caller]
fn assert_linear_growth(what: &str, small: &AllocationInfo, large: &AllocationInfo) {
    for (kind, small, large) in
        [("bytes", small.bytes_total, large.bytes_total), ("pieces", small.count_total, large.count_total)]
    {
        // Growing lists may be half empty, which adds at most a factor of two. Quadratic growth would add a factor of
        // four.
        assert!(large < small * 8, "{small} {kind}, then {large}, for {what}");
    }
}

/// The allocations for the HTML page of a sourcing report, which shows the draft with everything found in it.
fn page(text: &str) -> AllocationInfo {
    measure(|| {
        let Linted { source, document, outcome } = lint(text.into());
        let read = LINTER.analyze(&document, &CONTEXT);
        let sourcing = LINTER.sourcing(&document, &read);
        let view = SourcingView { source: &source, document: &document, attributions: &read.attributions, sourcing };
        let shown: Vec<&Finding> = outcome.findings.iter().collect();
        drop(html::draft(1, &view, &Findings { shown: &shown, hidden: 0, suppressed: 0, baselined: 0 }));
    })
}

#[test]
fn memory_for_a_page_grows_linearly_with_its_draft() {
    page("It was was shut, Ada Brook said.");
    for unit in UNITS {
        let of = |size: usize| page(&unit.repeat(size / unit.len()));
        let (small, large) = (of(3_000), of(12_000));
        assert_linear_growth(&format!("the page of {unit:?}"), &small, &large);
        // Markup around a word is several times as long as the word, and a paragraph of one word may have several
        // findings.
        let held = large.bytes_max / 12_000;
        assert!(held < 1_500, "{held} bytes for each of the page of {unit:?}");
    }
}

/// A distinct name for each number; all names have the same prefix.
fn named(number: usize) -> String {
    let letter = |place: u32| char::from(b'a' + (number / 26_usize.pow(place) % 26) as u8);
    format!("Qu{}{}{}", letter(2), letter(1), letter(0))
}

/// Lists of names with a common prefix, and a draft that uses names with the same prefix.
#[test]
fn memory_for_newsroom_lists_grows_linearly_with_them() {
    let of = |count: usize, list: usize| {
        let (mut context, names) = (CONTEXT.clone(), 0..count);
        let outlets = || names.clone().map(|number| format!("The News of the {}", named(number))).collect();
        let facts = |number| format!("The wall of {} broke in 2019", named(number));
        let mut text = String::new();
        match list {
            0 => context.newsroom.partners = outlets(),
            1 => context.newsroom.own_outlets = outlets(),
            2 => context.newsroom.state_media = outlets(),
            3 => context.settled_facts = names.clone().map(facts).collect(),
            _ => {
                text.push_str("---\nbylint:\n  facts:\n");
                for number in names.clone() {
                    let _ = writeln!(text, "    - {}", facts(number));
                }
                text.push_str("---\n");
            }
        }
        for number in names {
            let (name, fact) = (named(number), facts(number));
            let _ = write!(text, "{fact}. It rained, according to the News of the {name}. ");
        }
        measure(|| {
            let source = Source::new("a.md", text.into());
            let document = Document::parse(&source, Format::Markdown);
            let prepared = LINTER.prepare(context);
            drop((LINTER.lint_prepared(&source, &document, &prepared), LINTER.analyze_prepared(&document, &prepared)));
        })
    };
    for list in 0..5 {
        of(10, list);
        assert_linear_growth(&format!("list {list}"), &of(100, list), &of(400, list));
    }
}

/// A link continues in each block inside its element. All its inlines share one copy of the address.
#[test]
fn a_link_over_many_blocks_stores_its_address_once() {
    let text = format!("<div><a href=\"http://a.test/{}\">\n{}\n", "x".repeat(20_000), "<p>a".repeat(5_000));
    let held = read(&text).bytes_max as usize / text.len();
    assert!(held < 250, "{held} bytes for each");
}

/// The number of findings of one rule that are listed for a draft of this size.
const MOST: usize = 10_000;

fn doubled(text: &str) -> Vec<Finding> {
    let mut findings = lint(text.into()).outcome.findings;
    findings.retain(|finding| &*finding.rule == "doubled-word");
    findings
}

#[test]
fn findings_of_a_rule_beyond_the_limit_are_summed_up_in_one() {
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
        "More than 10000 findings of `doubled-word` in this draft: the rest, from here on, are not listed"
    );
    // Otherwise, very many ignored findings could hide those after them.
    let ignored = doubled(&format!("<!-- bylint-ignore-file doubled-word: a band -->\n\n{text}"));
    assert!(ignored.len() == 1 && ignored[0].stands_for_more(), "{ignored:?}");
}

#[test]
fn all_safe_fixes_are_applied_even_beyond_the_limit() {
    let options = FixOptions { up_to: Applicability::Safe, format: Format::Markdown, wanted: |_: &Finding| true };
    let text = "It was was shut.\n\n".repeat(MOST + 500);
    let fixed = fix(text.as_bytes(), &lint(text.clone().into_bytes()), lint, &options);
    let fixed = fixed.expect("the fixes come to an end").expect("there are fixes");
    assert!(fixed.bytes == "It was shut.\n\n".repeat(MOST + 500).into_bytes());
    assert_eq!(fixed.count, MOST + 500);
}
