//! Findings as `JUnit` XML. A draft is a suite, and a finding is a test, which fails if its severity reaches `fail-on`. A draft
//! without findings has one test that passes. A draft in another language has a skipped test. A file that cannot be read is
//! a test with an error.

use super::draft_report::DraftReport;
use super::sanitize::{one_line, path};
use super::xml::{attribute, escaped_text};
use crate::config::FailOn;
use crate::diagnostic::Finding;
use crate::text::Source;
use quick_xml::Writer;
use std::io::{self, Write};

/// The text before the first suite, and after the last.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites name=\"bylint\">\n";
const TAIL: &str = "</testsuites>\n";

/// The suite for files and directories that could not be read.
const UNREADABLE: &str = "could not be read";

/// The number of tests in a suite, and of those that did not pass.
#[derive(Default)]
struct SuiteCounts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

/// Writes one draft with its findings.
pub(super) fn suite(out: &mut dyn Write, draft: &DraftReport<'_>) -> io::Result<()> {
    let DraftReport { source, findings, fail_on, not_read, .. } = *draft;
    let name = path(source.name());
    let fails = |finding: &&&Finding| fail_on.reached_by(finding.severity);
    let skipped = usize::from(not_read.is_some());
    let counts = SuiteCounts {
        tests: (findings.len() + skipped).max(1),
        failures: findings.iter().filter(fails).count(),
        errors: 0,
        skipped,
    };
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    write_suite(&mut xml, &name, &counts, |xml| {
        if let Some(language) = not_read {
            let why = format!("skipped: {}", one_line(language));
            let attributes =
                [("name", &*why), ("classname", &*name), ("time", "0")].map(|(key, text)| attribute(key, text));
            xml.create_element("testcase").with_attributes(attributes).write_inner_content(|xml| {
                let why = "bylint checks only English".to_owned();
                xml.create_element("skipped").with_attributes([attribute("message", &why)]).write_empty()?;
                Ok(())
            })?;
        } else if findings.is_empty() {
            let attributes =
                [("name", "no findings"), ("classname", &name), ("time", "0")].map(|(key, text)| attribute(key, text));
            xml.create_element("testcase").with_attributes(attributes).write_empty()?;
        }
        findings.iter().try_for_each(|finding| write_case(xml, source, &name, finding, fail_on))
    })
}

/// The text after the last draft: a suite with the messages about unreadable files, and the end tag.
pub(super) fn tail(unreadable: &[String]) -> String {
    if unreadable.is_empty() {
        return TAIL.to_owned();
    }
    let mut text = Vec::new();
    let mut xml = Writer::new_with_indent(&mut text as &mut dyn Write, b' ', 2);
    let counts = SuiteCounts { tests: unreadable.len(), errors: unreadable.len(), ..SuiteCounts::default() };
    let result = write_suite(&mut xml, UNREADABLE, &counts, |xml| {
        unreadable.iter().try_for_each(|message| {
            let message = path(message);
            let attributes = [("name", &*message), ("classname", UNREADABLE), ("time", "0")];
            let attributes = attributes.map(|(key, text)| attribute(key, text));
            xml.create_element("testcase").with_attributes(attributes).write_inner_content(|xml| {
                let about = [attribute("message", &message), attribute("type", UNREADABLE)];
                xml.create_element("error").with_attributes(about).write_empty()?;
                Ok(())
            })?;
            Ok(())
        })
    });
    result.expect("memory can be written");
    String::from_utf8(text).expect("XML is UTF-8") + TAIL
}

/// Writes a suite with its counts and its test cases.
fn write_suite(
    xml: &mut Writer<&mut dyn Write>,
    name: &str,
    counts: &SuiteCounts,
    cases: impl FnOnce(&mut Writer<&mut dyn Write>) -> io::Result<()>,
) -> io::Result<()> {
    let SuiteCounts { tests, failures, errors, skipped } = *counts;
    let [tests, failures, errors, skipped] = [tests, failures, errors, skipped].map(|count| count.to_string());
    let attributes = [
        ("name", name),
        ("tests", &tests),
        ("failures", &failures),
        ("errors", &errors),
        ("skipped", &skipped),
        ("time", "0"),
    ];
    let attributes = attributes.map(|(key, text)| attribute(key, text));
    xml.create_element("testsuite").with_attributes(attributes).write_inner_content(cases)?;
    xml.get_mut().write_all(b"\n")
}

/// Writes a finding as a test case.
fn write_case(
    xml: &mut Writer<&mut dyn Write>,
    source: &Source,
    name: &str,
    finding: &Finding,
    fail_on: FailOn,
) -> io::Result<()> {
    let place = source.position(finding.span.start);
    let title = format!("{}:{} {}", place.line, place.column, finding.rule);
    let line = place.line.to_string();
    let attributes = [("name", &*title), ("classname", name), ("file", name), ("line", &line), ("time", "0")];
    let attributes = attributes.map(|(key, text)| attribute(key, text));
    let severity = finding.severity.as_str();
    let message = one_line(&finding.message);
    let place = format!("{}:{}:{}", name, place.line, place.column);
    xml.create_element("testcase").with_attributes(attributes).write_inner_content(|xml| {
        if fail_on.reached_by(finding.severity) {
            let about = [attribute("message", &message), attribute("type", severity)];
            let failure = xml.create_element("failure").with_attributes(about);
            failure.write_text_content(escaped_text(&format!("{place}\n{}", one_line(&finding.note))))?;
        } else {
            let note = format!("{place}: {severity}: {message}\n{}", one_line(&finding.note));
            xml.create_element("system-out").write_text_content(escaped_text(&note))?;
        }
        Ok(())
    })?;
    Ok(())
}
