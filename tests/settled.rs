//! Settled facts: what the desk has settled needs no source, and what a sentence adds to it still does.

use bylint::document::{Document, Format};
use bylint::engine::{Context, Linter};
use bylint::text::Source;
use std::sync::LazyLock;

static LINTER: LazyLock<Linter> = LazyLock::new(Linter::builtin);

/// The words that `unattributed-claim` queries in a draft.
fn queried(text: &str, facts: &[&str]) -> Vec<String> {
    let source = Source::new("draft.md", text.as_bytes().to_vec());
    let document = Document::parse(&source, Format::Markdown);
    let context = Context {
        settled_facts: facts.iter().map(|&fact| fact.to_owned()).collect(),
        enabled: Some(["unattributed-claim".into(), "broken-front-matter".into()].into()),
        ..Context::default()
    };
    let findings = LINTER.lint(&source, &document, &context).findings;
    findings.iter().map(|found| source.slice(found.span).to_string()).collect()
}

#[test]
fn a_settled_claim_is_not_queried() {
    let claim = "At least 12 people were killed in the blast.";
    let whole = "At least 12 people were killed in the blast";
    for (facts, open) in [
        (vec![], true),
        (vec!["At least 12 people were killed in the blast."], false),
        (vec!["at least 12 people were killed in a blast"], false),
        (vec!["killed at least 12 people"], true),
        (vec!["at least 13 people were killed in the blast"], true),
        // "At least 12" is another statement than "12".
        (vec!["12 people were killed in the blast"], true),
        // The rest, "in the blast", asks for nothing.
        (vec!["At least 12 people were killed"], false),
        (vec!["", "the", "—"], true),
        (vec!["At least 12", "At least 12 people were killed"], false),
    ] {
        let expected = if open { vec![whole] } else { vec![] };
        assert_eq!(queried(claim, &facts), expected, "{facts:?}");
    }
}

#[test]
fn of_facts_that_begin_alike_the_one_that_a_claim_says_settles_it() {
    let claim = |town: &str| format!("At least 12 people were killed in the town of {town}.");
    let towns: Vec<String> = (0..26_u8).map(|n| format!("Qa{}", char::from(b'a' + n))).collect();
    let facts: Vec<String> = towns.iter().map(|town| claim(town)).collect();
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    for town in &towns {
        assert_eq!(queried(&claim(town), &facts), [""; 0], "{town}");
    }
    assert_eq!(queried(&claim("Qaba"), &facts).len(), 1);
}

#[test]
fn what_a_sentence_adds_is_still_queried() {
    let draft = "The firm’s *own* boat sank in the bay, and the owner had falsified the weld tests for years.";
    let added = "the owner had falsified the weld tests for years";
    assert_eq!(queried(draft, &[]), [added]);
    assert_eq!(queried(draft, &["The firm's own boat sank in the bay"]), [added]);
    assert_eq!(queried(draft, &["Owner had falsified weld tests for years"]), [""; 0]);
    let both = "More than 20,000 people marched, and at least 12 people were killed.";
    assert_eq!(queried(both, &["more than 20,000 people marched"]), ["at least 12 people were killed"]);
}

#[test]
fn a_draft_has_facts_of_its_own() {
    let body = "\n\nThe firm lied to investors about the leak.\n";
    let claim = "The firm lied to investors about the leak";
    for (front, expected) in [
        ("---\nbylint:\n  facts:\n    - The firm lied to investors\n---", vec![]),
        ("---\nbylint:\n  facts: The firm lied to investors\n---", vec![]),
        ("+++\n[bylint]\nfacts = ['The firm lied to investors']\n+++", vec![]),
        ("---\nbylint:\n  facts: []\n---", vec![claim]),
        ("---\nbylint:\n  facts:\n    - The ruling: the firm lied to investors\n---", vec!["facts", claim]),
        ("---\nfacts:\n  - The firm lied to investors\n---", vec![claim]),
    ] {
        assert_eq!(queried(&format!("{front}{body}"), &[]), expected, "{front}");
    }
}
