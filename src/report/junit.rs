//! Findings as `JUnit`'s XML: a draft is a suite, a finding a test that failed. A clean draft is one that passed.

use super::sanitize::{one_line, path};
use super::xml::{attribute, text};
use crate::diagnostic::Finding;
use crate::text::Source;
use quick_xml::Writer;
use std::io::{self, Write};

pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites name=\"bylint\">\n";
pub(super) const TAIL: &str = "</testsuites>\n";

/// One draft with its findings.
pub(super) fn suite(out: &mut dyn Write, source: &Source, findings: &[&Finding]) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    let name = path(source.name());
    let count = findings.len();
    let suite = xml.create_element("testsuite").with_attributes([
        attribute("name", &name),
        attribute("tests", &count.max(1).to_string()),
        attribute("failures", &count.to_string()),
        attribute("errors", "0"),
        attribute("skipped", "0"),
        attribute("time", "0"),
    ]);
    suite.write_inner_content(|xml| {
        if findings.is_empty() {
            let case =
                [("name", "no findings"), ("classname", &name), ("time", "0")].map(|(key, text)| attribute(key, text));
            xml.create_element("testcase").with_attributes(case).write_empty()?;
        }
        findings.iter().try_for_each(|finding| case(xml, source, &name, finding))
    })?;
    xml.into_inner().write_all(b"\n")
}

fn case(xml: &mut Writer<&mut dyn Write>, source: &Source, name: &str, finding: &Finding) -> io::Result<()> {
    let place = source.position(finding.span.start);
    let title = format!("{}:{} {}", place.line, place.column, finding.rule);
    let line = place.line.to_string();
    let case = [("name", &*title), ("classname", name), ("file", name), ("line", &line), ("time", "0")];
    let case = case.map(|(key, text)| attribute(key, text));
    xml.create_element("testcase").with_attributes(case).write_inner_content(|xml| {
        let message = one_line(&finding.message);
        let about = [attribute("message", &message), attribute("type", &finding.rule)];
        let failure = xml.create_element("failure").with_attributes(about);
        let note = format!("{}:{}:{}\n{}", name, place.line, place.column, one_line(&finding.note));
        failure.write_text_content(text(&note))?;
        Ok(())
    })?;
    Ok(())
}
