//! Reports on any draft hold nothing that a terminal or a CI runner would act on, and those in JSON are JSON.
#![no_main]

use bylint::config::FailOn;
use bylint::document::Format as Markup;
use bylint::report::{DraftReport, Format, Human, Report, Tally};
use bylint_fuzz::{LINTER, harmless_report, lint};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let linted = lint(bytes.to_vec(), Markup::Markdown);
    let findings: Vec<_> = linted.outcome.findings.iter().collect();
    let drafted = DraftReport {
        source: &linted.source,
        findings: &findings,
        suppressed: &[],
        fail_on: FailOn::Warning,
        not_read: None,
    };
    for format in [
        Format::Human,
        Format::Short,
        Format::Json,
        Format::JsonLines,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Checkstyle,
        Format::Junit,
        Format::Rdjson,
        Format::Rdjsonl,
    ] {
        let mut report = Report::new(format);
        let mut text = report.head().as_bytes().to_vec();
        text.extend_from_slice(report.add(format.summarize(&drafted), LINTER.rules()).as_bytes());
        format.write(&mut text, Human { color: false, width: 100 }, &drafted).expect("memory can be written");
        text.extend(report.tail(&Tally { files: 1, ..Tally::default() }, &[]).into_bytes());
        let text = String::from_utf8(text).expect("reports are UTF-8");
        harmless_report(format, &text);
        if matches!(format, Format::Json | Format::Sarif | Format::Gitlab | Format::Rdjson) {
            serde_json::from_str::<serde_json::Value>(&text).expect("the report is JSON");
        }
    }
});
