//! Settled facts: a claim that repeats one needs no source, and anything that a sentence adds to one still does.

mod common;

use bylint::document::Format;
use bylint::engine::Context;
use common::check_with;

/// The words that `unattributed-claim` and front matter faults mark in a draft.
fn marked_words(text: &str, facts: &[&str]) -> Vec<String> {
    let context = Context {
        settled_facts: facts.iter().map(|&fact| fact.to_owned()).collect(),
        enabled: Some(["unattributed-claim".into(), "broken-front-matter".into()].into()),
        ..Context::default()
    };
    check_with(text, Format::Markdown, &context).iter().map(|found| text[found.span.range()].to_owned()).collect()
}

#[test]
fn a_settled_claim_is_not_reported() {
    let claim = "At least 12 people were killed in the blast.";
    let whole = "At least 12 people were killed in the blast";
    for (facts, open) in [
        (vec![], true),
        (vec!["At least 12 people were killed in the blast."], false),
        (vec!["at least 12 people were killed in a blast"], false),
        (vec!["killed at least 12 people"], true),
        (vec!["at least 13 people were killed in the blast"], true),
        // "At least 12" differs from "12".
        (vec!["12 people were killed in the blast"], true),
        // The rest, "in the blast", is not a claim.
        (vec!["At least 12 people were killed"], false),
        (vec!["", "the", "—"], true),
        (vec!["At least 12", "At least 12 people were killed"], false),
    ] {
        let expected = if open { vec![whole] } else { vec![] };
        assert_eq!(marked_words(claim, &facts), expected, "{facts:?}");
    }
}

#[test]
fn among_facts_with_the_same_beginning_the_right_one_settles_a_claim() {
    let claim = |town: &str| format!("At least 12 people were killed in the town of {town}.");
    let towns: Vec<String> = (0..26_u8).map(|n| format!("Qa{}", char::from(b'a' + n))).collect();
    let facts: Vec<String> = towns.iter().map(|town| claim(town)).collect();
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    for town in &towns {
        assert_eq!(marked_words(&claim(town), &facts), [""; 0], "{town}");
    }
    assert_eq!(marked_words(&claim("Qaba"), &facts).len(), 1);
}

#[test]
fn a_claim_added_to_a_settled_fact_is_still_reported() {
    let draft = "The firm’s *own* boat sank in the bay, and the owner had falsified the weld tests for years.";
    let added = "the owner had falsified the weld tests for years";
    assert_eq!(marked_words(draft, &[]), [added]);
    assert_eq!(marked_words(draft, &["The firm's own boat sank in the bay"]), [added]);
    assert_eq!(marked_words(draft, &["Owner had falsified weld tests for years"]), [""; 0]);
    let both = "More than 20,000 people marched, and at least 12 people were killed.";
    assert_eq!(marked_words(both, &["more than 20,000 people marched"]), ["at least 12 people were killed"]);
}

#[test]
fn a_draft_can_have_its_own_facts() {
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
        assert_eq!(marked_words(&format!("{front}{body}"), &[]), expected, "{front}");
    }
}
