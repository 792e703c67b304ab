//! Findings for GitLab Code Quality, which reads a subset of the Code Climate format.

use super::fingerprint;
use super::json::{to_json, write_separated};
use super::sanitize::one_line;
use crate::diagnostic::{Finding, Severity};
use crate::text::Source;
use serde::Serialize;
use std::io::{self, Write};

/// The text before the first draft, and after the last.
pub(super) const HEAD: &str = "[\n";
pub(super) const TAIL: &str = "\n]\n";

/// Writes the findings of one draft, separated by commas.
pub(super) fn issues(out: &mut dyn Write, source: &Source, findings: &[&Finding]) -> io::Result<()> {
    let fingerprints = fingerprint::fingerprints(source, findings.iter().copied());
    let issue = |(finding, fingerprint): (&&Finding, String)| {
        let [begin, end] = [finding.span.start, finding.span.end].map(|at| source.position(at).line);
        to_json(&Issue {
            description: &one_line(&finding.message),
            check_name: &finding.rule,
            fingerprint,
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: GitlabLocation { path: source.name(), lines: Lines { begin, end } },
        })
    };
    write_separated(out, ",\n", findings.iter().zip(fingerprints).map(issue))
}

/// A finding as a Code Climate issue.
#[derive(Debug, Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: GitlabLocation<'a>,
}

#[derive(Debug, Serialize)]
struct GitlabLocation<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}
