//! What reading a draft takes, counted: memory stays a small multiple of the draft, and what is allocated grows with it, whatever the
//! draft repeats.

use allocation_counter::{AllocationInfo, measure};
use bylint::diagnostic::{Applicability, Finding};
use bylint::document::{Document, Format};
use bylint::engine::{Context, Linter};
use bylint::fix::{Linted, Orders, fix};
use bylint::report::Standing;
use bylint::report::html::{self, Findings};
use bylint::text::Source;
use std::fmt::Write as _;
use std::sync::LazyLock;

static LINTER: LazyLock<Linter> = LazyLock::new(Linter::builtin);

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
        let behind = LINTER.analyze(&read.document, &CONTEXT);
        let _ = LINTER.sourcing(&read.document, &behind);
    })
}

/// What a draft may repeat: marks, markup, words that rules look for, and some of each together.
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

/// Where it may do so.
const AROUND: [[&str; 2]; 6] = [
    ["", ""],
    ["<div>\n", "\n</div>"],
    ["> ", ""],
    ["---\ntitle: ", "\n---\nA.\n"],
    ["Title: a\nDate: b\n", "\n\nA.\n"],
    ["“It is ", "” he said."],
];

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
            grows_with_its_input(&format!("{before:?}{unit:?}"), &of(3_000), &of(12_000));
        }
    }
}

/// Asserts that four times the input allocated no more than grows with it.
#[track_caller]
fn grows_with_its_input(what: &str, small: &AllocationInfo, large: &AllocationInfo) {
    for (kind, small, large) in
        [("bytes", small.bytes_total, large.bytes_total), ("pieces", small.count_total, large.count_total)]
    {
        // Lists that double may be half empty: that is a factor of two at most, where a square is one of four.
        assert!(large < small * 8, "{small} {kind}, then {large}, for {what}");
    }
}

/// What the page of a sourcing report allocates, which shows the draft with all that was found in it.
fn page(text: &str) -> AllocationInfo {
    measure(|| {
        let Linted { source, document, outcome } = lint(text.into());
        let read = LINTER.analyze(&document, &CONTEXT);
        let sourcing = LINTER.sourcing(&document, &read);
        let standing = Standing { source: &source, document: &document, read: &read.attributions, sourcing };
        let shown: Vec<&Finding> = outcome.findings.iter().collect();
        drop(html::draft(1, &standing, &Findings { shown: &shown, hidden: 0, suppressed: 0, baselined: 0 }));
    })
}

#[test]
fn a_page_takes_memory_that_grows_with_its_draft() {
    page("It was was shut, Ada Brook said.");
    for unit in UNITS {
        let of = |size: usize| page(&unit.repeat(size / unit.len()));
        let (small, large) = (of(3_000), of(12_000));
        grows_with_its_input(&format!("the page of {unit:?}"), &small, &large);
        // Markup around a word is several times the word, and a word that is all of a paragraph may have several findings.
        let held = large.bytes_max / 12_000;
        assert!(held < 1_500, "{held} bytes for each of the page of {unit:?}");
    }
}

/// A name for each number; all begin alike.
fn named(number: usize) -> String {
    let letter = |place: u32| char::from(b'a' + (number / 26_usize.pow(place) % 26) as u8);
    format!("Qu{}{}{}", letter(2), letter(1), letter(0))
}

/// Lists of names that begin alike, and a draft that names what begins so, too.
#[test]
fn what_the_lists_of_a_newsroom_take_grows_with_them() {
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
            drop((LINTER.lint_by(&source, &document, &prepared), LINTER.analyze_by(&document, &prepared)));
        })
    };
    for list in 0..5 {
        of(10, list);
        grows_with_its_input(&format!("list {list}"), &of(100, list), &of(400, list));
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
        "More than 10000 findings of `doubled-word` in this draft: the rest, from here on, are not listed"
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
