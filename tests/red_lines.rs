//! The draft in `fixtures/red-lines.md`: what must be found in it, and what must be left alone.

use bylint::document::{Document, Format};
use bylint::engine::{Context, Linter};
use bylint::rule::RuleSet;
use bylint::text::{Source, Span};
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

/// A rule and the words it is about.
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
fn faults_are_found_and_the_rest_is_left_alone() {
    let linter = Linter::builtin();
    let source = Source::new("red-lines.md", DRAFT.as_bytes().to_vec());
    let document = Document::parse(&source, Format::Markdown);
    let findings = linter.lint(&source, &document, &Context::default()).findings;
    let hit = |place: &Place| {
        let span = place.span();
        findings.iter().find(|finding| *finding.rule == *place.rule && finding.span.overlaps(span))
    };
    let mut wrong = Vec::new();
    for place in expected().find {
        match hit(&place) {
            None => wrong.push(format!("missed {}: {}", place.rule, place.text)),
            // Words that an editor would strike, not the paragraph they stand in.
            Some(found) if found.span.len() > 3 * place.text.len() + 40 => {
                wrong.push(format!("too wide {}: {}", place.rule, source.slice(found.span)));
            }
            Some(_) => {}
        }
    }
    for place in expected().silent {
        if let Some(found) = hit(&place) {
            wrong.push(format!("not silent {}: {}", place.rule, source.slice(found.span)));
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
fn every_expectation_is_about_words_of_the_draft_and_a_rule() {
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
