//! Findings as `JUnit`'s XML: a draft is a suite, a finding a test that failed. A clean draft is one that passed.

use super::visible::{one_line, path};
use crate::diagnostic::Finding;
use crate::text::Source;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io;

pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites name=\"bylint\">\n";
pub(super) const TAIL: &str = "</testsuites>\n";

/// One draft with its findings.
pub(super) fn suite(source: &Source, findings: &[&Finding]) -> Vec<u8> {
    let mut text = Vec::new();
    let written = written(&mut text, source, findings);
    written.expect("writing to memory cannot fail");
    text.push(b'\n');
    text
}

fn written(text: &mut Vec<u8>, source: &Source, findings: &[&Finding]) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(text, b' ', 2);
    let name = path(source.name());
    let count = findings.len();
    let suite = xml.create_element("testsuite").with_attributes([
        ("name", &*name),
        ("tests", &count.max(1).to_string()),
        ("failures", &count.to_string()),
        ("errors", "0"),
        ("skipped", "0"),
        ("time", "0"),
    ]);
    suite.write_inner_content(|xml| {
        if findings.is_empty() {
            let case = [("name", "no findings"), ("classname", &name), ("time", "0")];
            xml.create_element("testcase").with_attributes(case).write_empty()?;
        }
        findings.iter().try_for_each(|finding| case(xml, source, &name, finding))
    })?;
    Ok(())
}

fn case(xml: &mut Writer<&mut Vec<u8>>, source: &Source, name: &str, finding: &Finding) -> io::Result<()> {
    let place = source.position(finding.span.start);
    let title = format!("{}:{} {}", place.line, place.column, finding.rule);
    let case =
        [("name", &*title), ("classname", name), ("file", name), ("line", &place.line.to_string()), ("time", "0")];
    xml.create_element("testcase").with_attributes(case).write_inner_content(|xml| {
        let message = one_line(&finding.message);
        let failure = xml.create_element("failure").with_attributes([("message", &*message), ("type", &finding.rule)]);
        let note = format!("{}:{}:{}\n{}", name, place.line, place.column, one_line(&finding.note));
        failure.write_text_content(BytesText::new(&note))?;
        Ok(())
    })?;
    Ok(())
}
