//! Any words may stand in the rules, the settings, the baselines and the names of a newsroom: nothing that is printed of them
//! acts on a terminal, a CI runner or a spreadsheet, and whoever reads JSON gets them back.
#![no_main]

use bylint::config::{self, FailOn};
use bylint::document::{Document, Format as Markup};
use bylint::engine::ignore::State;
use bylint::engine::{Context, Engine};
use bylint::report::audit::{self, AuditKind, AuditRow};
use bylint::report::diff::{Patch, Paths};
use bylint::report::{DraftReport, Format, Human, Report, Tally, rules, rules_page, settings};
use bylint::rule::{Rule, RuleSet};
use bylint::text::Source;
use bylint_fuzz::{LINTER, harmless, harmless_lines, harmless_report};

/// Words of a newsroom.
struct Words<'a> {
    name: &'a str,
    message: &'a str,
    page: &'a str,
    example: &'a str,
    draft: &'a str,
    config: &'a str,
}

const HUMAN: Human = Human { color: false, width: 60 };

libfuzzer_sys::fuzz_target!(|words: (&str, &str, &str, &str, &str, &str)| {
    let (name, message, page, example, draft, config) = words;
    let words = Words { name, message, page, example, draft, config };
    check_rule(&words);
    check_settings(&words);
    check_audit(&words);
    check_patch(&words);
});

/// A text as JSON, which TOML reads alike.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn check_rule(words: &Words<'_>) {
    let [message, page, example] = [words.message, words.page, words.example].map(quoted);
    let bad = quoted(&format!("The [[zorgle]] closed. {}", words.example));
    let text = format!(
        "kind = 'substitution'\nlevel = 'sentence'\nseverity = 'warning'\nconfidence = 'high'\nmessage = {message}\n\
         label = {message}\nwhat = {page}\nwhy = {page}\ninstead = {page}\nstandards = [{page}]\nswap.zorgle = 'mill'\n\
         [[bad]]\ntext = {bad}\nfix = {example}\n[[good]]\ntext = {example}\nown-outlets = [{example}]\n"
    );
    let rule = match Rule::parse_house("house", "own", &text) {
        Ok(rule) => rule,
        Err(error) => return harmless_lines(&error.to_string()),
    };
    harmless_lines(&rules::list(&[&rule], HUMAN.width, false));
    harmless_lines(&rules::page(&rule, HUMAN.width, false));
    harmless_lines(&rules_page::markdown(&[&rule]));
    let json = rules::list_json(&[&rule]);
    harmless(&json);
    let told: serde_json::Value = serde_json::from_str(&json).expect("the list is JSON");
    assert_eq!(told["rules"][0]["why"], words.page);

    let source = Source::new(words.name, format!("The zorgle closed. {}", words.draft).into_bytes());
    let document = Document::parse(&source, Markup::Markdown);
    let set: RuleSet = [rule].into_iter().collect();
    let linter = Engine::new(set).expect("its rule has few phrases");
    let outcome = linter.lint(&source, &document, &Context::default());
    let findings: Vec<_> = outcome.findings.iter().collect();
    let drafted =
        DraftReport { source: &source, findings: &findings, suppressed: &[], fail_on: FailOn::Warning, not_read: None };
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
        text.extend_from_slice(report.add(format.summarize(&drafted), linter.rules()).as_bytes());
        format.write(&mut text, HUMAN, &drafted).expect("memory can be written");
        text.extend(report.tail(&Tally::default(), &[format!("cannot read {}", source.name())]).into_bytes());
        let text = String::from_utf8(text).expect("reports are UTF-8");
        harmless_report(format, &text);
        if format == Format::Json {
            let told: serde_json::Value = serde_json::from_str(&text).expect("the report is JSON");
            assert_eq!(told["files"][0]["path"], words.name);
        }
    }
}

fn check_settings(words: &Words<'_>) {
    let source = Source::new(words.name, words.config.as_bytes().to_vec());
    match config::parse_layers(words.config, 0, LINTER.rules()) {
        Ok(steps) => {
            let mut layer = config::Layer::default();
            steps.iter().for_each(|step| layer.merge(&step.layer));
            harmless_lines(&settings(words.name, &layer, |_| words.name.to_owned(), |_| None));
        }
        Err(errors) => {
            let mut text = Vec::new();
            errors.iter().for_each(|error| HUMAN.config_error(&mut text, &source, error));
            harmless_lines(&String::from_utf8(text).expect("UTF-8"));
        }
    }
}

fn check_audit(words: &Words<'_>) {
    let row = AuditRow {
        path: words.name.to_owned(),
        line: 1,
        kind: AuditKind::Ignore,
        rule: words.message.to_owned(),
        reason: words.page.to_owned(),
        short_reason: Some(words.page.to_owned()),
        who: Some(words.example.to_owned()),
        since: None,
        age: None,
        until: None,
        state: State::Needed,
    };
    let rows = [row];
    harmless_lines(&audit::table(&rows));
    harmless(&audit::json(&rows));
    let table = audit::csv(&rows);
    harmless_lines(&table.replace("\r\n", "\n"));
    for cell in table.lines().flat_map(|line| line.split([';', ','])) {
        let shown = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
        assert!(!shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{cell:?} in {table:?}");
    }
}

fn check_patch(words: &Words<'_>) {
    let paths = Paths { from_here: words.name.as_bytes().to_vec(), from_the_top: words.name.as_bytes().to_vec() };
    let before = format!("{}the the{}", words.draft, words.page);
    let after = format!("{}the{}", words.draft, words.page);
    let patch = Patch::new(&paths, before.as_bytes(), after.as_bytes());
    for text in [patch.for_people(), String::from_utf8(patch.for_programs()).expect("UTF-8")] {
        // The two lines that name the file are bylint's own.
        let named =
            |line: &str| ["--- a/", "+++ b/", "--- \"a/", "+++ \"b/"].iter().any(|start| line.starts_with(start));
        // Buildkite reads no title behind the blank of a line that stays.
        let line = |line: &str| match line.strip_prefix(' ') {
            Some(stays) => format!("|{stays}"),
            None if named(line) => line[4..].to_owned(),
            None => line.to_owned(),
        };
        let text: Vec<String> = text.replace("\r\n", "\n").split('\n').map(line).collect();
        // Some characters that show nothing belong to ordinary text, and stand in a patch.
        harmless(
            &text
                .join("\n")
                .replace(['\u{ad}', '\u{34f}', '\u{180e}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{feff}'], ""),
        );
    }
}
