//! Findings as SARIF 2.1.0, for code scanning on GitHub, Azure and in editors.
//!
//! The results come first and the rules last, so that the report can be written draft by draft.

use super::fingerprint;
use super::hidden::{Hidden, HiddenBy};
use super::json::{to_json, write_separated};
use super::sanitize::one_line;
use super::tally::Tally;
use crate::diagnostic::{Applicability, Confidence, Edit, Finding, Fix, Label, Severity};
use crate::rule::Rule;
use crate::text::{ColumnUnit, Source, SourceColumns, Span, push_encoded_path};
use serde_sarif::sarif::{self, ResultLevel};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

/// The text before the first result.
pub(super) const HEAD: &str = "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\",\
    \"version\":\"2.1.0\",\"runs\":[{\"columnKind\":\"utf16CodeUnits\",\"results\":[\n";

/// Writes the results of one draft, separated by commas: the findings, then the suppressed and baselined ones.
pub(super) fn results(
    out: &mut dyn Write,
    source: &Source,
    findings: &[&Finding],
    suppressed: &[Hidden<'_>],
) -> io::Result<()> {
    let locator = ResultLocator { columns: source.columns_in(ColumnUnit::Utf16), uri: uri(source.name()) };
    let shown = findings.iter().map(|finding| (*finding, None));
    let mut all: Vec<(&Finding, Option<HiddenBy<'_>>)> = shown.collect();
    all.extend(suppressed.iter().map(|hidden| (hidden.finding, Some(hidden.by))));
    let fingerprints = fingerprint::fingerprints(source, all.iter().map(|(finding, _)| *finding));
    let result = |((finding, by), fingerprint)| to_json(&locator.result(finding, by, fingerprint));
    write_separated(out, ",\n", all.into_iter().zip(fingerprints).map(result))
}

/// The SARIF description of a rule.
pub(super) fn rule(rule: &Rule) -> String {
    let mut help = format!("**Why.** {}\n\n**What to do.** {}", markdown(&rule.why), markdown(&rule.instead));
    if !rule.standards.is_empty() {
        let standards: Vec<String> = rule.standards.iter().map(|standard| markdown(standard)).collect();
        let _ = write!(help, "\n\n**Standards.** {}", standards.join("; "));
    }
    let plain = |text: &str| sarif::MultiformatMessageString::builder().text(text).build();
    let help = sarif::MultiformatMessageString::builder()
        .text(format!("{}\n\n{}", rule.why, rule.instead))
        .markdown(help)
        .build();
    let mut properties = property("precision", rule.confidence);
    properties.tags = Some(vec![rule.family.to_string()]);
    let level = level(rule.severity).to_string();
    let descriptor = sarif::ReportingDescriptor::builder()
        .id(&*rule.name)
        .short_description(plain(&rule.what))
        .full_description(plain(&rule.why))
        .help(help)
        .default_configuration(sarif::ReportingConfiguration::builder().level(level).build())
        .properties(properties)
        .build();
    to_json(&descriptor)
}

/// The text after the last draft.
pub(super) fn tail<'r>(rules: impl Iterator<Item = &'r String>, total: &Tally) -> String {
    let rules: Vec<&str> = rules.map(String::as_str).collect();
    format!(
        "\n],\"tool\":{{\"driver\":{{\"name\":\"bylint\",\"version\":\"{version}\",\"semanticVersion\":\"{version}\",\
         \"rules\":[\n{}\n]}}}},\"invocations\":[{{\"executionSuccessful\":{}}}]}}]}}\n",
        rules.join(",\n"),
        total.unreadable + total.fixes.left_alone == 0,
        version = env!("CARGO_PKG_VERSION"),
    )
}

/// The location of findings in one draft.
struct ResultLocator<'s> {
    columns: SourceColumns<'s>,
    uri: String,
}

impl ResultLocator<'_> {
    /// A finding as a SARIF result; `by` is set if it is suppressed or baselined.
    fn result(&self, finding: &Finding, by: Option<HiddenBy<'_>>, fingerprint: String) -> sarif::Result {
        let related = |(id, label): (i64, &Label)| {
            let mut location = self.location(label.span);
            location.id = Some(id);
            location.message = Some(message(&label.text));
            location
        };
        let related: Vec<_> = (1..).zip(&finding.labels).map(related).collect();
        let fixes = finding.fixes.iter().filter(|fix| fix.applicability != Applicability::Manual);
        let fixes: Vec<_> = fixes.map(|fix| self.fix(fix)).collect();
        let mut result = sarif::Result::builder()
            .rule_id(&*finding.rule)
            .level(level(finding.severity))
            .message(message(&finding.message))
            .locations([self.location(finding.span)])
            .partial_fingerprints(BTreeMap::from([("bylintFinding/v1".to_owned(), fingerprint)]))
            .properties(property("confidence", finding.confidence))
            .build();
        // Empty lists are left out.
        result.related_locations = Some(related).filter(|related| !related.is_empty());
        result.fixes = Some(fixes).filter(|fixes| !fixes.is_empty());
        result.suppressions = by.map(|by| vec![suppression(by)]);
        result
    }

    fn location(&self, span: Span) -> sarif::Location {
        let place =
            sarif::PhysicalLocation::builder().artifact_location(self.artifact()).region(self.region(span)).build();
        sarif::Location::builder().physical_location(place).build()
    }

    fn artifact(&self) -> sarif::ArtifactLocation {
        sarif::ArtifactLocation::builder().uri(&*self.uri).build()
    }

    fn region(&self, span: Span) -> sarif::Region {
        let [start, end] = [span.start, span.end].map(|offset| self.columns.position(offset));
        let number = |number: usize| i64::try_from(number).expect("no draft has that many lines or columns");
        sarif::Region::builder()
            .start_line(number(start.line))
            .start_column(number(start.column))
            .end_line(number(end.line))
            .end_column(number(end.column))
            .build()
    }

    fn fix(&self, fix: &Fix) -> sarif::Fix {
        let replacement = |edit: &Edit| {
            let inserted = sarif::ArtifactContent::builder().text(&*edit.text).build();
            sarif::Replacement::builder().deleted_region(self.region(edit.span)).inserted_content(inserted).build()
        };
        let text = match fix.applicability {
            Applicability::Safe => "Safe fix: does not change the meaning",
            Applicability::Suggestion | Applicability::Manual => "Suggested fix: an editor should review it",
        };
        let replacements: Vec<_> = fix.edits.iter().map(replacement).collect();
        let change = sarif::ArtifactChange::builder().artifact_location(self.artifact()).replacements(replacements);
        sarif::Fix::builder()
            .description(sarif::Message::builder().text(text).build())
            .artifact_changes([change.build()])
            .build()
    }
}

fn suppression(by: HiddenBy<'_>) -> sarif::Suppression {
    let (kind, justification) = match by {
        HiddenBy::Comment(reason) => ("inSource", reason.to_owned()),
        HiddenBy::Baseline(file) => ("external", format!("in the baseline {file}")),
    };
    sarif::Suppression::builder().kind(kind).status("accepted").justification(justification).build()
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Info => ResultLevel::Note,
    }
}

/// A property bag with a confidence under this key.
fn property(key: &str, confidence: Confidence) -> sarif::PropertyBag {
    let properties = BTreeMap::from([(key.to_owned(), confidence.as_str().into())]);
    sarif::PropertyBag::builder().additional_properties(properties).build()
}

/// A message with words of a draft. SARIF reads `[words](target)` as a link, so a blank goes between the brackets.
fn message(text: &str) -> sarif::Message {
    sarif::Message::builder().text(one_line(text).replace("](", "] (")).build()
}

/// Escapes words of a rule's file, in which only backticks are markup.
fn markdown(text: &str) -> String {
    let escape = |c: char| {
        let escaped = matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '\\' | '&' | '#');
        escaped.then_some('\\').into_iter().chain([c])
    };
    text.chars().flat_map(escape).collect()
}

/// A path as a URI reference. A relative path stays relative, an absolute one begins with `file://`.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    let drive = path.as_bytes().get(1) == Some(&b':') && path.starts_with(|c: char| c.is_ascii_alphabetic());
    if path.starts_with('/') || drive {
        uri += if drive { "file:///" } else { "file://" };
    }
    push_encoded_path(&mut uri, path.strip_prefix("./").unwrap_or(path));
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uri_references() {
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
    fn draft_cannot_add_a_link_to_a_message() {
        let shown = message("[read](https://evil.example)\u{1b}").text;
        assert_eq!(shown.as_deref(), Some("[read] (https://evil.example)␛"));
    }
}
