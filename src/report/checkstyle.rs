//! Findings as Checkstyle XML, a format that many services read.

use super::sanitize::{one_line, path};
use super::xml::{attribute, escaped_text};
use crate::diagnostic::Finding;
use crate::text::Source;
use quick_xml::Writer;
use quick_xml::events::Event;
use std::io::{self, Write};

/// The text before the first draft, and after the last.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<checkstyle version=\"4.3\">\n";
pub(super) const TAIL: &str = "</checkstyle>\n";

/// Writes one draft with its findings.
pub(super) fn file(out: &mut dyn Write, source: &Source, findings: &[&Finding]) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    let name = path(source.name());
    let file = xml.create_element("file").with_attribute(attribute("name", &name));
    file.write_inner_content(|xml| {
        // An empty text event puts the closing tag on a line of its own.
        if findings.is_empty() {
            return xml.write_event(Event::Text(escaped_text("")));
        }
        for finding in findings {
            let position = source.position(finding.span.start);
            xml.create_element("error")
                .with_attributes([
                    attribute("line", &position.line.to_string()),
                    attribute("column", &position.column.to_string()),
                    attribute("severity", finding.severity.as_str()),
                    attribute("message", &one_line(&finding.message)),
                    attribute("source", &format!("bylint.{}", finding.rule)),
                ])
                .write_empty()?;
        }
        Ok(())
    })?;
    xml.into_inner().write_all(b"\n")
}
