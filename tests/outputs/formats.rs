//! Any text at any place of a report leaves the report harmless, and readers of JSON and XML get the exact text back.

use crate::EVIL;
use crate::harmless::fault;
use bylint::config::FailOn;
use bylint::diagnostic::{Applicability, Confidence, Edit, Finding, Fix, Label, Severity};
use bylint::engine::ignore::State;
use bylint::report::audit::{self, AuditKind, AuditRow};
use bylint::report::{DraftReport, Format, Human, Report, Tally};
use bylint::rule::RuleSet;
use bylint::text::{Source, Span};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

/// Whether a spreadsheet would run a cell as a formula. A spreadsheet splits lines at its own list separator, and
/// honours quotation marks only around a whole cell.
fn is_formula(cell: &str) -> bool {
    let shown =
        cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"' || matches!(c, '\u{fe00}'..='\u{fe0f}'));
    shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// The parts of hostile texts.
const PIECES: [&str; 40] = [
    "##",
    "#",
    "[",
    "vso",
    "VSO[task.x]",
    "##vso[",
    "##[",
    "teamcity[",
    "##teamcity[",
    "@@",
    "continua[",
    "::",
    ":",
    "error::x",
    "---",
    "--- ",
    "+++ ",
    "~~~ ",
    "^^^",
    " +++",
    "section_start:",
    "section_",
    "end:1:a",
    "travis_",
    "fold:",
    "time:",
    "\u{fe0f}",
    "\u{1b}[0K",
    "\u{1b}[31m",
    "\r",
    "\n",
    "\t",
    " ",
    "\u{a0}",
    "\u{202e}",
    "\u{85}",
    "\u{200b}",
    "a",
    "é",
    "<&\"'>",
];

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12).prop_map(|pieces| pieces.concat());
    prop_oneof![4 => pieces, 1 => "\\PC{0,20}", 1 => "[\\x00-\\x9f]{0,20}", 1 => Just(EVIL.to_owned())]
}

fn report(format: Format, source: &Source, findings: &[&Finding]) -> String {
    let drafted = DraftReport { source, findings, suppressed: &[], fail_on: FailOn::Warning, not_read: None };
    let mut report = Report::new(format);
    let mut text = report.head().as_bytes().to_vec();
    text.extend_from_slice(report.add(format.summarize(&drafted), &RuleSet::builtin()).as_bytes());
    format.write(&mut text, Human { color: false, width: 60 }, &drafted).expect("memory can be written");
    text.extend(report.tail(&Tally::default(), &[format!("cannot read {}", source.name())]).into_bytes());
    String::from_utf8(text).expect("reports are UTF-8")
}

/// The values of the attributes with this name in an XML document, and the texts between tags, in order.
fn xml(text: &str, wanted: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("XML") {
            Event::Eof => return found,
            Event::Start(element) | Event::Empty(element) => {
                for attribute in element.attributes().map(|attribute| attribute.expect("an attribute")) {
                    if attribute.key.as_ref() == wanted {
                        found.push(quick_xml::escape::unescape(&attribute.value).expect("sound").into_owned());
                    }
                }
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_spreadsheet_cell_is_a_formula(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "=", "+1", "-1", "@SUM(1)", "＝", "＋", "－1", "＠", ";", ",", "\t", "\n", "\"", " ", "\u{a0}", "\u{200b}", "\u{fe0f}", "a", "é",
        ]), 1..12),
    ) {
        let text = pieces.concat();
        let row = AuditRow {
            path: text.clone(),
            line: 1,
            kind: AuditKind::Ignore,
            rule: text.clone(),
            reason: text.clone(),
            short_reason: None,
            who: Some(text),
            since: None,
            age: None,
            until: None,
            state: State::Needed,
        };
        let table = audit::csv(&[row]);
        for separator in [';', ',', '\t', '|'] {
            for cell in table.lines().skip(1).flat_map(|line| line.split(separator)) {
                prop_assert!(!is_formula(cell), "{:?} of {:?}", cell, table);
            }
        }
    }

    #[test]
    fn any_text_is_harmless_at_any_place(name in hostile(), text in hostile(), said in hostile(), replacement in hostile()) {
        let draft = format!("{text} the the {text}\n");
        let source = Source::new(name.clone(), draft.clone().into());
        let end = text.len() + " the the".len();
        let span = Span::new(text.len() + 1, end);
        let finding = Finding {
            rule: "doubled-word".into(),
            severity: Severity::Warning,
            confidence: Confidence::High,
            message: said.clone(),
            span,
            label: said.as_str().into(),
            labels: vec![Label { span: Span::new(0, draft.len()), text: said.as_str().into() }],
            note: said.as_str().into(),
            fixes: vec![Fix { applicability: Applicability::Safe, edits: vec![Edit { span, text: replacement.clone() }] }],
        };
        for format in [
            Format::Human, Format::Short, Format::Json, Format::JsonLines, Format::Sarif, Format::Gitlab, Format::Checkstyle,
            Format::Junit, Format::Rdjson, Format::Rdjsonl,
        ] {
            let written = report(format, &source, &[&finding]);
            prop_assert_eq!(fault(&written), None, "{:?}: {:?}", format, written);
            let json = || serde_json::from_str::<Value>(&written).expect("JSON");
            match format {
                Format::Json => {
                    let file = &json()["files"][0];
                    let found = &file["findings"][0];
                    prop_assert_eq!(&file["path"], &name);
                    prop_assert_eq!((&found["message"], &found["labels"][0]["text"]), (&said.clone().into(), &said.clone().into()));
                    prop_assert_eq!(&found["fixes"][0]["edits"][0]["text"], &replacement);
                }
                Format::JsonLines => prop_assert_eq!(&json()["path"], &name),
                Format::Gitlab => prop_assert_eq!(&json()[0]["location"]["path"], &name),
                Format::Sarif => {
                    let fix = &json()["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
                    prop_assert_eq!(&fix["insertedContent"]["text"], &replacement);
                }
                Format::Rdjson => {
                    let found = &json()["diagnostics"][0];
                    prop_assert_eq!((&found["location"]["path"], &found["suggestions"][0]["text"]), (&name.clone().into(), &replacement.clone().into()));
                }
                Format::Checkstyle | Format::Junit => {
                    // XML cannot contain control characters, so it has visible substitutes, as output for people has.
                    let path = bylint::report::path(&name).into_owned();
                    prop_assert_eq!(xml(&written, "name")[usize::from(format == Format::Junit)].clone(), path);
                    let unreadable = (format == Format::Junit).then(|| bylint::report::path(&format!("cannot read {name}")).into_owned());
                    let messages: Vec<_> = [bylint::report::one_line(&said).into_owned()].into_iter().chain(unreadable).collect();
                    prop_assert_eq!(xml(&written, "message"), messages);
                }
                _ => {}
            }
        }
        let github = report(Format::Github, &source, &[&finding]);
        let mut lines = github.lines();
        for prefix in ["::error title=bylint::", "::warning file="] {
            let own = lines.next().and_then(|line| line.strip_prefix(prefix));
            prop_assert!(own.is_some_and(|rest| fault(rest).is_none()), "{:?}", github);
        }
        prop_assert_eq!(lines.next(), None);
    }
}
