//! The draft `fixtures/red-lines.md`: findings that must be reported, and words that must be left alone.

mod common;

use bylint::rule::RuleSet;
use bylint::text::Span;
use common::check;
use serde::Deserialize;

const DRAFT: &str = include_str!("../fixtures/red-lines.md");
const EXPECTED: &str = include_str!("../fixtures/red-lines.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    find: Vec<Place>,
    silent: Vec<Place>,
    later: Vec<Place>,
}

/// A rule and the words that it reports.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    rule: String,
    text: String,
    after: Option<String>,
}

impl Place {
    fn span(&self) -> Span {
        let from = self.after.as_ref().map_or(0, |before| {
            DRAFT.find(before.as_str()).unwrap_or_else(|| panic!("the draft has lost {self:?}")) + before.len()
        });
        let start =
            DRAFT[from..].find(self.text.as_str()).unwrap_or_else(|| panic!("the draft has lost {self:?}")) + from;
        Span::new(start, start + self.text.len())
    }
}

fn expected() -> Expected {
    toml::from_str(EXPECTED).expect("the expectations are TOML of this shape")
}

#[test]
fn expected_findings_are_reported_and_the_rest_is_left_alone() {
    let findings = check(DRAFT);
    let hit = |place: &Place| {
        let span = place.span();
        findings.iter().find(|finding| *finding.rule == *place.rule && finding.span.overlaps(span))
    };
    let mut wrong = Vec::new();
    for place in expected().find {
        match hit(&place) {
            None => wrong.push(format!("missed {}: {}", place.rule, place.text)),
            // The finding must mark the words that an editor would strike, not the whole paragraph.
            Some(found) if found.span.len() > 3 * place.text.len() + 40 => {
                wrong.push(format!("too wide {}: {}", place.rule, &DRAFT[found.span.range()]));
            }
            Some(_) => {}
        }
    }
    for place in expected().silent {
        if let Some(found) = hit(&place) {
            wrong.push(format!("not silent {}: {}", place.rule, &DRAFT[found.span.range()]));
        }
    }
    for place in expected().later {
        if hit(&place).is_some() {
            wrong.push(format!("found by now, expect it under `find`: {}: {}", place.rule, place.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_expectation_names_a_rule_and_words_of_the_draft() {
    let rules = RuleSet::builtin();
    let Expected { find, silent, later } = expected();
    for place in find.iter().chain(&silent) {
        assert!(rules.get(&place.rule).is_some(), "there is no rule {}", place.rule);
        assert!(!place.span().is_empty());
    }
    for place in later {
        assert!(!place.span().is_empty());
    }
}
