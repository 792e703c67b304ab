//! Findings as JSON, one per line: each as in the format `json`, with the path of its draft.

use super::json::{FindingJson, to_json};
use crate::diagnostic::Finding;
use crate::text::Source;
use serde::Serialize;
use std::io::{self, Write};

/// Writes the findings of one draft, one per line.
pub(super) fn draft<'a>(
    out: &mut dyn Write,
    source: &Source,
    mut findings: impl Iterator<Item = &'a Finding>,
) -> io::Result<()> {
    let line = |finding| to_json(&LineJson { path: source.name(), finding: FindingJson::new(source, finding) });
    findings.try_for_each(|finding| writeln!(out, "{}", line(finding)))
}

#[derive(Debug, Serialize)]
struct LineJson<'a> {
    path: &'a str,
    #[serde(flatten)]
    finding: FindingJson<'a>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{DRAFT, findings};
    use serde_json::Value;

    #[test]
    fn each_line_is_a_finding() {
        let source = Source::new("a\n.md", DRAFT.into());
        let findings = findings(DRAFT);
        let mut lines = Vec::new();
        draft(&mut lines, &source, findings.iter()).expect("memory can be written");
        let lines = String::from_utf8(lines).expect("JSON is UTF-8");
        assert_eq!(lines.lines().count(), findings.len());
        for (line, finding) in lines.lines().zip(&findings) {
            let line: Value = serde_json::from_str(line).expect("JSON");
            assert_eq!((&line["path"], &line["rule"]), (&"a\n.md".into(), &(*finding.rule).into()));
            assert_eq!(line["span"]["start"], finding.span.start);
        }
    }
}
