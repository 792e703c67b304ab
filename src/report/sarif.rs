//! Findings as SARIF 2.1.0, for code scanning on GitHub, Azure and in editors.
//!
//! The results come first and the rules last, so that the report can be written draft by draft.

use super::fingerprint;
use super::form::{Hidden, HiddenBy};
use super::json::text;
use super::tally::Tally;
use super::utf16::{Region, Utf16};
use super::visible::one_line;
use crate::diagnostic::{Applicability, Confidence, Finding, Fix, Severity};
use crate::rule::Rule;
use crate::text::{Source, Span};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write as _;

pub(super) const HEAD: &str = "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\",\
    \"version\":\"2.1.0\",\"runs\":[{\"columnKind\":\"utf16CodeUnits\",\"results\":[\n";

/// The results of one draft, between commas: what was found, and what was found and is ignored.
pub(super) fn results(source: &Source, findings: &[&Finding], suppressed: &[Hidden<'_>]) -> String {
    let place = Place { columns: Utf16::new(source), uri: uri(source.name()) };
    let standing = findings.iter().map(|finding| (*finding, None));
    let mut all: Vec<(&Finding, Option<HiddenBy<'_>>)> = standing.collect();
    all.extend(suppressed.iter().map(|hidden| (hidden.finding, Some(hidden.by))));
    let names = fingerprint::of_all(source, all.iter().map(|(finding, _)| *finding));
    let result = |((finding, by), name)| text(&Result::new(&place, finding, by, name));
    all.into_iter().zip(names).map(result).collect::<Vec<_>>().join(",\n")
}

/// What is told of a rule that found something.
pub(super) fn rule(rule: &Rule) -> String {
    let mut help = format!("**Why.** {}\n\n**Instead.** {}", markdown(&rule.why), markdown(&rule.instead));
    if !rule.standards.is_empty() {
        let standards: Vec<String> = rule.standards.iter().map(|standard| markdown(standard)).collect();
        let _ = write!(help, "\n\n**Standards.** {}", standards.join("; "));
    }
    text(&Descriptor {
        id: &rule.name,
        short_description: Message { text: rule.what.clone() },
        full_description: Message { text: rule.why.clone() },
        help: Help { text: format!("{}\n\n{}", rule.why, rule.instead), markdown: help },
        default_configuration: Configuration { level: level(rule.severity) },
        properties: RuleProperties {
            tags: vec![&rule.family],
            precision: match rule.confidence {
                Confidence::High => "high",
                Confidence::Medium => "medium",
                Confidence::Low => "low",
            },
        },
    })
}

/// What comes after the last draft.
pub(super) fn tail<'r>(rules: impl Iterator<Item = &'r String>, total: &Tally) -> String {
    let rules: Vec<&str> = rules.map(String::as_str).collect();
    format!(
        "\n],\"tool\":{{\"driver\":{{\"name\":\"bylint\",\"version\":\"{version}\",\"semanticVersion\":\"{version}\",\
         \"informationUri\":\"{url}\",\"rules\":[\n{}\n]}}}},\"invocations\":[{{\"executionSuccessful\":{}}}]}}]}}\n",
        rules.join(",\n"),
        total.unreadable + total.fixes.left_alone == 0,
        version = env!("CARGO_PKG_VERSION"),
        url = "https://crates.io/crates/bylint",
    )
}

/// Where the findings of a draft stand.
struct Place<'s> {
    columns: Utf16<'s>,
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Result<'a> {
    rule_id: &'a str,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression<'a>; 1]>,
    properties: Properties,
}

#[derive(Debug, Serialize)]
struct Message {
    text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: Physical<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Related<'a> {
    id: usize,
    physical_location: Physical<'a>,
    message: Message,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: Artifact<'a>,
    region: RegionJson,
}

#[derive(Debug, Serialize)]
struct Artifact<'a> {
    uri: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RegionJson {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Debug, Serialize)]
struct Fingerprints {
    #[serde(rename = "bylintFinding/v1")]
    finding: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FixJson<'a> {
    description: Message,
    artifact_changes: [Change<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact<'a>,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: RegionJson,
    inserted_content: Inserted<'a>,
}

#[derive(Debug, Serialize)]
struct Inserted<'a> {
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    status: &'static str,
    justification: Cow<'a, str>,
}

#[derive(Debug, Serialize)]
struct Properties {
    confidence: Confidence,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties<'a>,
}

#[derive(Debug, Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct RuleProperties<'a> {
    tags: Vec<&'a str>,
    precision: &'static str,
}

impl<'a> Result<'a> {
    fn new(place: &'a Place<'_>, finding: &'a Finding, by: Option<HiddenBy<'a>>, name: String) -> Self {
        let related = |(id, label): (usize, &crate::diagnostic::Label)| Related {
            id,
            physical_location: place.physical(label.span),
            message: message(&label.text),
        };
        let fixes = finding.fixes.iter().filter(|fix| fix.applicability != Applicability::Manual);
        Self {
            rule_id: &finding.rule,
            level: level(finding.severity),
            message: message(&finding.message),
            locations: [Location { physical_location: place.physical(finding.span) }],
            related_locations: (1..).zip(&finding.labels).map(related).collect(),
            partial_fingerprints: Fingerprints { finding: name },
            fixes: fixes.map(|fix| place.fix(fix)).collect(),
            suppressions: by.map(|by| [Suppression::new(by)]),
            properties: Properties { confidence: finding.confidence },
        }
    }
}

impl<'a> Suppression<'a> {
    fn new(by: HiddenBy<'a>) -> Self {
        let (kind, justification) = match by {
            HiddenBy::Comment(reason) => ("inSource", reason.into()),
            HiddenBy::Baseline(file) => ("external", format!("it stood when {file} was written").into()),
        };
        Self { kind, status: "accepted", justification }
    }
}

impl Place<'_> {
    fn physical(&self, span: Span) -> Physical<'_> {
        Physical { artifact_location: Artifact { uri: &self.uri }, region: self.region(span) }
    }

    fn region(&self, span: Span) -> RegionJson {
        let Region { start_line, start_column, end_line, end_column } = self.columns.region(span);
        RegionJson { start_line, start_column, end_line, end_column }
    }

    fn fix<'a>(&'a self, fix: &'a Fix) -> FixJson<'a> {
        let replacement = |edit: &'a crate::diagnostic::Edit| Replacement {
            deleted_region: self.region(edit.span),
            inserted_content: Inserted { text: &edit.text },
        };
        let text = match fix.applicability {
            Applicability::Safe => "Keeps the sense of the sentence",
            Applicability::Suggestion | Applicability::Manual => "An editor has to agree",
        };
        let replacements = fix.edits.iter().map(replacement).collect();
        let artifact_location = Artifact { uri: &self.uri };
        FixJson {
            description: Message { text: text.to_owned() },
            artifact_changes: [Change { artifact_location, replacements }],
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Words of a draft in a message, in which `[words](target)` would be a link.
fn message(text: &str) -> Message {
    Message { text: one_line(text).replace("](", "] (") }
}

/// Words of a rule's file, in which only backticks are markup.
fn markdown(text: &str) -> String {
    let escape = |c: char| {
        let escaped = matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '\\' | '&' | '#');
        escaped.then_some('\\').into_iter().chain([c])
    };
    text.chars().flat_map(escape).collect()
}

/// A path as a reference to a file: relative as it is, absolute under `file://`.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    let drive = path.as_bytes().get(1) == Some(&b':') && path.starts_with(|c: char| c.is_ascii_alphabetic());
    if path.starts_with('/') || drive {
        uri += if drive { "file:///" } else { "file://" };
    }
    for byte in path.strip_prefix("./").unwrap_or(path).bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references_to_files() {
        for (path, reference) in [
            ("drafts/a.md", "drafts/a.md"),
            ("./a.md", "a.md"),
            ("a b:c%#?.md", "a%20b%3Ac%25%23%3F.md"),
            ("/tmp/é\n.md", "file:///tmp/%C3%A9%0A.md"),
            ("<stdin>", "%3Cstdin%3E"),
        ] {
            assert_eq!(uri(path), reference);
        }
    }

    #[test]
    fn a_message_has_no_link_of_a_drafts_own() {
        assert_eq!(message("[read](https://evil.example)\u{1b}").text, "[read] (https://evil.example)␛");
    }
}
