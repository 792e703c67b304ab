//! Findings for reviewdog, in its Diagnostic Format: as one JSON object, or as one finding per line.

use super::json::{to_json, write_separated};
use super::sanitize::one_line;
use crate::diagnostic::{Applicability, Edit, Finding, Fix, Severity};
use crate::text::{Source, Span};
use serde::Serialize;
use std::io::{self, Write};

/// The text before the first draft, and after the last.
pub(super) const HEAD: &str = "{\"source\":{\"name\":\"bylint\"},\"diagnostics\":[\n";
pub(super) const TAIL: &str = "\n]}\n";

/// Writes the findings of one draft, separated by `between`.
pub(super) fn diagnostics(
    out: &mut dyn Write,
    source: &Source,
    findings: &[&Finding],
    between: &str,
) -> io::Result<()> {
    write_separated(out, between, findings.iter().map(|finding| to_json(&Diagnostic::new(source, finding))))
}

/// A finding as a reviewdog diagnostic.
#[derive(Debug, Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: RdLocation<'a>,
    severity: &'static str,
    source: Tool,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Debug, Serialize)]
struct Tool {
    name: &'static str,
}

#[derive(Debug, Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Debug, Serialize)]
struct RdLocation<'a> {
    path: &'a str,
    range: Range,
}

/// A range of lines and columns, both from 1; columns are in bytes, and the end is exclusive.
#[derive(Debug, Serialize)]
struct Range {
    start: RdPosition,
    end: RdPosition,
}

#[derive(Debug, Serialize)]
struct RdPosition {
    line: usize,
    column: usize,
}

/// One replacement that fixes the finding; reviewdog does not support fixes with several edits.
#[derive(Debug, Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Related<'a> {
    message: String,
    location: RdLocation<'a>,
}

impl<'a> Diagnostic<'a> {
    fn new(source: &'a Source, finding: &'a Finding) -> Self {
        let suggestion = |fix: &'a Fix| match &fix.edits[..] {
            [Edit { span, text }] if fix.applicability != Applicability::Manual => {
                Some(Suggestion { range: Range::new(source, *span), text })
            }
            _ => None,
        };
        Self {
            message: one_line(&finding.message).into_owned(),
            location: RdLocation { path: source.name(), range: Range::new(source, finding.span) },
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            source: Tool { name: "bylint" },
            code: Code { value: &finding.rule },
            suggestions: finding.fixes.iter().filter_map(suggestion).collect(),
            related_locations: finding
                .labels
                .iter()
                .map(|label| Related {
                    message: one_line(&label.text).into_owned(),
                    location: RdLocation { path: source.name(), range: Range::new(source, label.span) },
                })
                .collect(),
        }
    }
}

impl Range {
    fn new(source: &Source, span: Span) -> Self {
        let place = |offset: usize| {
            let line = source.position(offset).line;
            RdPosition { line, column: offset - source.line(line).start + 1 }
        };
        Self { start: place(span.start), end: place(span.end) }
    }
}
