//! Findings for programs: version 1 of the schema in `docs/json.md`.
//!
//! The report is written file by file (head, files, tail), so that the whole report is never in memory.

use super::sanitize;
use super::tally::Tally;
use crate::diagnostic::{Applicability, Confidence, Finding, Fix, Severity};
use crate::text::{Source, Span};
use serde::Serialize;
use std::io::{self, Write};

/// The text before the first file. [`BETWEEN`] separates files.
pub const HEAD: &str = "{\"version\":1,\"files\":[\n";

/// The text between two files.
pub const BETWEEN: &str = ",\n";

/// Writes one draft with the findings to list.
pub(super) fn file<'a>(
    out: &mut dyn Write,
    source: &Source,
    findings: impl Iterator<Item = &'a Finding>,
) -> io::Result<()> {
    write!(out, "{{\"path\":{},\"findings\":[", to_json(&source.name()))?;
    write_separated(out, ",", findings.map(|finding| to_json(&FindingJson::new(source, finding))))?;
    out.write_all(b"]}")
}

/// Writes texts, separated by `between`.
pub(super) fn write_separated(
    out: &mut dyn Write,
    between: &str,
    texts: impl Iterator<Item = String>,
) -> io::Result<()> {
    texts.enumerate().try_for_each(|(number, text)| {
        let before = if number == 0 { "" } else { between };
        write!(out, "{before}{text}")
    })
}

/// The text after the last file.
#[must_use]
pub fn tail(tally: &Tally) -> String {
    let summary = SummaryJson {
        files: tally.files,
        errors: tally.shown.errors,
        warnings: tally.shown.warnings,
        infos: tally.shown.infos,
        suppressed: tally.suppressed,
        baselined: tally.baselined,
        not_read: tally.not_read.values().sum(),
        unreadable: tally.unreadable,
    };
    format!("\n],\"summary\":{}}}\n", to_json(&summary))
}

/// A finding in the schema of `docs/json.md`.
#[derive(Debug, Serialize)]
pub(super) struct FindingJson<'a> {
    rule: &'a str,
    severity: Severity,
    confidence: Confidence,
    message: &'a str,
    span: PositionJson,
    labels: Vec<LabelJson<'a>>,
    fixes: Vec<FixJson<'a>>,
}

/// A span in bytes, with lines and columns from 1.
#[derive(Debug, Serialize)]
pub(super) struct PositionJson {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Debug, Serialize)]
struct LabelJson<'a> {
    span: PositionJson,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct FixJson<'a> {
    applicability: Applicability,
    edits: Vec<EditJson<'a>>,
}

#[derive(Debug, Serialize)]
struct EditJson<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct SummaryJson {
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    suppressed: usize,
    baselined: usize,
    not_read: usize,
    unreadable: usize,
}

impl<'a> FindingJson<'a> {
    pub(super) fn new(source: &Source, finding: &'a Finding) -> Self {
        let label = |span, text| LabelJson { span: PositionJson::new(source, span), text };
        let fix = |fix: &'a Fix| FixJson {
            applicability: fix.applicability,
            edits: fix.edits.iter().map(|e| EditJson { start: e.span.start, end: e.span.end, text: &e.text }).collect(),
        };
        Self {
            rule: &finding.rule,
            severity: finding.severity,
            confidence: finding.confidence,
            message: &finding.message,
            span: PositionJson::new(source, finding.span),
            labels: finding.labels.iter().map(|other| label(other.span, &other.text)).collect(),
            fixes: finding.fixes.iter().map(fix).collect(),
        }
    }
}

impl PositionJson {
    pub(super) fn new(source: &Source, span: Span) -> Self {
        let (start, end) = (source.position(span.start), source.position(span.end));
        Self {
            start: span.start,
            end: span.end,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

/// A value as JSON on one line. The text is harmless in a log, and a JSON reader gets the same value.
pub(super) fn to_json(value: &impl Serialize) -> String {
    sanitize::escape_json(serde_json::to_string(value).expect("structs of text and numbers are JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Edit, Label};
    use crate::report::Counts;

    /// The example in `docs/json.md` is the output for this draft.
    #[test]
    fn documented_example_matches_the_output() {
        let text = "Zoë said so.\n\nCritics\nsay it goes too far.\n";
        let source = Source::new("drafts/budget.md", text.into());
        let at = |words: &str| {
            let start = text.find(words).expect("the words are in the draft");
            Span::new(start, start + words.len())
        };
        let finding = Finding {
            rule: "vague-attribution".into(),
            severity: Severity::Warning,
            confidence: Confidence::Medium,
            message: "Vague source (“Critics”): name at least one of them, or leave the statement out".into(),
            span: at("Critics\nsay"),
            label: "not in JSON".into(),
            labels: vec![Label { span: at("Zoë"), text: "the only source with a name".into() }],
            note: "not in JSON".into(),
            fixes: vec![Fix {
                applicability: Applicability::Suggestion,
                edits: vec![Edit { span: at("Critics"), text: "Two council members".into() }],
            }],
        };
        let mut tally = Tally { files: 2, suppressed: 1, ..Tally::default() };
        tally.count(&finding, true);
        let other = Source::new("drafts/clean.md", Vec::new());
        let mut files = Vec::new();
        file(&mut files, &source, [&finding].into_iter()).expect("memory can be written");
        files.extend_from_slice(BETWEEN.as_bytes());
        file(&mut files, &other, [].into_iter()).expect("memory can be written");
        let written = format!("{HEAD}{}{}", String::from_utf8(files).expect("JSON is UTF-8"), tail(&tally));
        let page = include_str!("../../docs/json.md");
        let example = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let parse = |text| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        assert_eq!(parse(&written), parse(example));
    }

    #[test]
    fn empty_run_is_valid_json() {
        let tally = Tally { unreadable: 1, hidden: Counts { infos: 3, ..Counts::default() }, ..Tally::default() };
        assert_eq!(
            format!("{HEAD}{}", tail(&tally)),
            "{\"version\":1,\"files\":[\n\n],\"summary\":{\"files\":0,\"errors\":0,\"warnings\":0,\"infos\":0,\"suppressed\":0,\"baselined\":0,\"not_read\":0,\"unreadable\":1}}\n"
        );
    }
}
