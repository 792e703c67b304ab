//! Findings on one line each, for editors that jump to positions and for searching.

use super::sanitize::{one_line, path};
use crate::diagnostic::Finding;
use crate::text::Source;

/// Formats a finding on one line: `path:line:column: severity[rule] message`.
pub(super) fn short(source: &Source, finding: &Finding) -> String {
    let place = source.position(finding.span.start);
    let severity = finding.severity.as_str();
    format!(
        "{}:{}:{}: {severity}[{}] {}\n",
        first_word(&path(source.name())),
        place.line,
        place.column,
        one_line(&finding.rule),
        one_line(&finding.message)
    )
}

/// The path, with `./` before a colon or number sign: a line that starts with `::` or `##[` is a command to the runners of GitHub
/// and Azure.
fn first_word(path: &str) -> String {
    if path.starts_with([':', '#']) { format!("./{path}") } else { path.to_owned() }
}
