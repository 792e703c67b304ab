//! The rules: a list for people, a list for programs, and a page for each rule.

use super::{json, sanitize};
use crate::diagnostic::{Confidence, Severity};
use crate::rule::{Example, Examples, OtherCase, Profile, Rule, Setting};
use crate::text::{TemplatePiece, template_pieces};
use anstyle::Style;
use serde::Serialize;
use std::fmt::Write as _;

/// The title of the examples with reported words.
pub(super) const REPORTED_TITLE: &str = "Reported";

/// The explanation of the arrow below an example.
const FIX_EXPLANATION: &str = " → shows the suggested text. `--fix` never changes the words of a quotation.";

/// The most lines of an example that are shown, unless the marked words come after them.
const MAX_EXAMPLE_LINES: usize = 8;

const BOLD: Style = Style::new().bold();

/// Placeholders for the marks around a span until lines are wrapped: private-use characters, which rules do not contain.
const OPEN_MARK: char = '\u{e000}';
const CLOSE_MARK: char = '\u{e001}';

/// Lists all rules by family for people, with a line or two for each.
#[must_use]
pub fn list(rules: &[&Rule], width: usize, color: bool) -> String {
    let widest = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    let mut family = None;
    for rule in rules {
        if family != Some(&rule.family) {
            let blank = if family.is_some() { "\n" } else { "" };
            let _ = writeln!(text, "{blank}{}", styled(&rule.family, BOLD, color));
            family = Some(&rule.family);
        }
        let head = format!("  {:widest$}  {:7}  ", rule.name, rule.severity.as_str());
        let what = wrap(&format!("{} ({})", rule.what, profiles(rule)), width, head.len());
        let _ = writeln!(text, "{head}{what}");
    }
    text
}

/// Lists all rules for programs: version 1 of the schema in `docs/json.md`.
#[must_use]
pub fn list_json(rules: &[&Rule]) -> String {
    fn json(rule: &Rule) -> RuleJson<'_> {
        RuleJson {
            name: &rule.name,
            family: &rule.family,
            severity: rule.severity,
            confidence: rule.confidence,
            default: rule.runs_in(Profile::Standard),
            profiles: &rule.profiles,
            what: &rule.what,
            why: &rule.why,
            instead: &rule.instead,
            standards: &rule.standards,
            settings: rule.settings.iter().map(|setting| SettingJson::new(rule, setting)).collect(),
        }
    }
    json::to_json(&ListJson { version: 1, rules: rules.iter().map(|rule| json(rule)).collect() }) + "\n"
}

/// The page of a rule: what it finds, why, what to do, and examples with the reported words marked.
#[must_use]
pub fn page(rule: &Rule, width: usize, color: bool) -> String {
    let others = rule.other_cases();
    let mut text = format!("{}\n", styled(&rule.name, BOLD, color));
    let _ = writeln!(
        text,
        "{}",
        wrap(&format!("Family: {}. {}", rule.family, severity_and_profiles(rule, &others)), width, 0)
    );
    for (title, words) in [("What it finds", &*rule.what), ("Why", &rule.why), ("What to do", &rule.instead)] {
        if !words.is_empty() {
            let _ = write!(text, "\n{}\n  {}\n", styled(title, BOLD, color), wrap(words, width, 2));
        }
    }
    if !others.is_empty() {
        let _ = write!(text, "\n{}\n", styled(OTHER_SEVERITIES_TITLE, BOLD, color));
        for case in &others {
            let _ = writeln!(text, "  - {}", wrap(&case_description(case), width, 4));
        }
    }
    if !rule.settings.is_empty() {
        let place = format!("(in bylint.toml, under `[rules.settings.{}]`)", rule.name);
        let _ = write!(text, "\n{} {}\n", styled("Settings", BOLD, color), wrap(&place, width, 9));
        for setting in &rule.settings {
            push_setting(&mut text, rule, setting, width);
        }
    }
    if !rule.standards.is_empty() {
        let _ = write!(text, "\n{}\n", styled("Standards", BOLD, color));
        for standard in &rule.standards {
            let _ = writeln!(text, "  - {}", wrap(standard, width, 4));
        }
    }
    // Examples are checked when a rule is loaded.
    let Ok(Examples { bad, good }) = rule.examples() else { return text };
    for (title, examples) in [(REPORTED_TITLE, bad), ("Not reported", good)] {
        if !examples.is_empty() {
            let _ = write!(text, "\n{}\n", styled(title, BOLD, color));
            if title == REPORTED_TITLE {
                let how = if color {
                    "The underlined words are reported."
                } else {
                    "The words between « and » are reported."
                };
                let fixed = examples.iter().any(|example| example.fix.is_some());
                let arrow = if fixed { FIX_EXPLANATION } else { "" };
                let _ = writeln!(text, "  {}", wrap(&format!("{how}{arrow}"), width, 2));
            }
            for example in &examples {
                push_example(&mut text, example, width, color);
                if let Some(others) = reported_by_others(example).filter(|_| title != REPORTED_TITLE) {
                    let _ = writeln!(text, "    ({})", wrap(&others, width, 4));
                }
            }
        }
    }
    text
}

/// The names of the profiles with a rule, in the order of [`Profile::ALL`].
pub(super) fn profiles(rule: &Rule) -> String {
    let has = Profile::ALL.into_iter().filter(|profile| rule.runs_in(*profile)).map(Profile::name);
    let names: Vec<&str> = has.collect();
    if names.is_empty() { "only if selected".to_owned() } else { names.join(", ") }
}

/// The severity, confidence and profiles of a rule: "Severity: error; info in some cases (see below). Confidence: high. …"
pub(super) fn severity_and_profiles(rule: &Rule, others: &[OtherCase]) -> String {
    let mut severity = rule.severity.as_str().to_owned();
    let mut words: Vec<&str> = others.iter().map(|case| case.severity.as_str()).collect();
    words.dedup();
    if !words.is_empty() {
        let _ = write!(severity, "; {} in some cases (see below)", words.join(" or "));
    }
    if let Some(legal) = &rule.legal_severity {
        let _ = write!(severity, "; {} in the profile legal", legal.as_str());
    }
    format!("Severity: {severity}. Confidence: {}. Profiles: {}.", rule.confidence.as_str(), profiles(rule))
}

/// The title of the cases in which findings of a rule have another severity.
pub(super) const OTHER_SEVERITIES_TITLE: &str = "Other severities";

/// The severity and condition of a case: "info, if the group speaks in public." The message follows if the case has its own;
/// "…" replaces the words from the draft in it.
pub(super) fn case_description(case: &OtherCase) -> String {
    let when = case.when.as_ref().map(|when| format!(", if {when}")).unwrap_or_default();
    let message = case
        .message
        .as_ref()
        .map(|message| format!(" The message is then: “{}”", single_quoted(&without_placeholders(message))));
    let message = message.unwrap_or_default();
    if when.is_empty() && message.is_empty() {
        return case.severity.as_str().to_owned() + ", in cases that the rule's file does not describe.";
    }
    [case.severity.as_str(), &when, ".", &message].concat()
}

/// Replaces double quotation marks by single ones, for words inside quotation marks.
fn single_quoted(words: &str) -> String {
    words.replace('“', "‘").replace('”', "’")
}

/// The other rules that report something in an example: "reported by `unnamed-outlet`".
pub(super) fn reported_by_others(example: &Example) -> Option<String> {
    let names: Vec<String> = example.also.iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("reported by {}", names.join(", ")))
}

/// A message with "…" in place of each placeholder.
fn without_placeholders(message: &str) -> String {
    let shown = |piece| match piece {
        TemplatePiece::Text(text) => text,
        TemplatePiece::Placeholder(_) => "…",
    };
    template_pieces(message).map(shown).collect()
}

#[derive(Serialize)]
struct ListJson<'a> {
    version: u32,
    rules: Vec<RuleJson<'a>>,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    name: &'a str,
    family: &'a str,
    severity: Severity,
    confidence: Confidence,
    default: bool,
    profiles: &'a [Profile],
    what: &'a str,
    why: &'a str,
    instead: &'a str,
    standards: &'a [String],
    settings: Vec<SettingJson<'a>>,
}

#[derive(Serialize)]
struct SettingJson<'a> {
    key: &'a str,
    default: Option<String>,
    what: &'a str,
    sides: &'a [String],
}

impl<'a> SettingJson<'a> {
    fn new(rule: &Rule, setting: &'a Setting) -> Self {
        let Setting { key, what, sides } = setting;
        Self { key, default: rule.default_of(setting), what, sides }
    }
}

/// Appends a setting with its default and its options.
fn push_setting(text: &mut String, rule: &Rule, setting: &Setting, width: usize) {
    let default = rule.default_of(setting).map(|value| format!(" = {value}")).unwrap_or_default();
    let _ = writeln!(text, "  - {}", wrap(&format!("{}{default}", setting.key), width, 4));
    let _ = writeln!(text, "    {}", wrap(&setting.what, width, 4));
    for side in &setting.sides {
        let _ = writeln!(text, "    * {}", wrap(side, width, 6));
    }
}

/// Appends an example with its marked words and its fix.
fn push_example(text: &mut String, example: &Example, width: usize, color: bool) {
    let (mut draft, mark) = example.marked();
    if let Some(mark) = mark {
        draft.insert(mark.end, CLOSE_MARK);
        draft.insert(mark.start, OPEN_MARK);
    }
    let (open, close) = if color {
        let style = Style::new().underline();
        (style.to_string(), style.render_reset().to_string())
    } else {
        ("«".to_owned(), "»".to_owned())
    };
    let lines: Vec<String> = join_wrapped_lines(draft.trim(), width.saturating_sub(4))
        .iter()
        .flat_map(|line| wrap(line, width, 4).split('\n').map(|line| line.trim().to_owned()).collect::<Vec<_>>())
        .collect();
    let marked = lines.iter().position(|line| line.contains(CLOSE_MARK)).map_or(0, |at| at + 1);
    let mut shown = if lines.len() > MAX_EXAMPLE_LINES { marked.max(MAX_EXAMPLE_LINES - 1) } else { lines.len() };
    while shown > 0 && lines[shown - 1].is_empty() {
        shown -= 1;
    }
    let mut bullet = "- ";
    for (number, line) in (1..).zip(&lines[..shown]) {
        let line = line.replace(OPEN_MARK, &open).replace(CLOSE_MARK, &close);
        let more = if number == shown && shown < lines.len() { " …" } else { "" };
        let _ = writeln!(text, "{}", format!("  {bullet}{line}{more}").trim_end());
        bullet = "  ";
    }
    if let Some(fix) = &example.fix {
        let _ = writeln!(text, "    → {}", wrap(fix, width, 6));
    }
    for (key, names) in [("own-outlets", &example.own_outlets), ("partners", &example.partners)] {
        if !names.is_empty() {
            let _ = writeln!(text, "    (with {key}: {})", wrap(&names.join(", "), width, 4));
        }
    }
}

/// The lines of an example. If a paragraph of prose has a line of more than `width` characters, its lines are joined: it will
/// be wrapped again, and its own line breaks would leave short lines.
fn join_wrapped_lines(draft: &str, width: usize) -> Vec<String> {
    let prose =
        |line: &str| line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '"' | '‘' | '\'' | OPEN_MARK));
    let mut lines = Vec::new();
    for (number, paragraph) in draft.split("\n\n").enumerate() {
        if number > 0 {
            lines.push(String::new());
        }
        let long = paragraph.lines().any(|line| line.chars().count() > width);
        if long && paragraph.lines().all(prose) {
            lines.push(paragraph.lines().collect::<Vec<_>>().join(" "));
        } else {
            lines.extend(paragraph.lines().map(str::to_owned));
        }
    }
    lines
}

/// Words in a style, if colours are on.
fn styled(words: &str, style: Style, color: bool) -> String {
    if color { format!("{style}{words}{}", style.render_reset()) } else { words.to_owned() }
}

/// Wraps words into lines of at most `width` characters, and indents all lines after the first by `indent`.
fn wrap(words: &str, width: usize, indent: usize) -> String {
    let mut text = String::new();
    let mut column = indent;
    for word in words.split_whitespace().map(sanitize::path) {
        let length = word.chars().count();
        if text.is_empty() {
        } else if column + 1 + length > width {
            text.push('\n');
            text.push_str(&" ".repeat(indent));
            column = indent;
        } else {
            text.push(' ');
            column += 1;
        }
        text.push_str(&word);
        column += length;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{ExampleEncoding, RuleSet, hand_made};
    use crate::text::Span;

    const PAGE: &str = r#"
kind = "hedge"
words = ["reportedly"]
covered = false
level = "sentence"
severity = "warning"
confidence = "medium"
message = "which ones?"
label = "who?"
what = "Finds statements credited to an unnamed group: experts, critics, many."
why = "Readers cannot weigh a statement without knowing who made it."
instead = "Name them."
standards = ["A stylebook, 2020"]
[mild]
severity = "info"
when = "the next sentence names them"
[accusation]
severity = "error"
message = "which ones, “{source}”?"
[[settings]]
key = "words"
what = "What makes it, as the desk hears it every day."
sides = ["The one."]
[[bad]]
text = """
[[Critics say]] it goes
too far.
"""
fix = "Ann Lee says it goes too far."
[[bad]]
text = "> [[Many think]] so."
[[bad]]
text = "[[Experts agree]]."
[[good]]
text = "Critics, among them Ann Lee, say it goes too far."
[[good]]
text = "Ann Lee told Port News so."
own-outlets = ["Port News"]
also = ["heavy-rains"]
[[good]]
text = "It rained."
"#;

    fn rule() -> Rule {
        Rule::parse("sourcing", "vague-attribution", PAGE).expect("the file is sound")
    }

    fn rules() -> RuleSet {
        let mut rules: Vec<Rule> =
            hand_made(&["wording/heavy-rains", "wording/morning-frosts"]).iter().cloned().collect();
        (rules[1].profiles, rules[1].severity) = (Vec::new(), Severity::Info);
        rules.into_iter().chain([rule()]).collect()
    }

    #[test]
    fn rules_are_listed_by_family() {
        assert_eq!(
            list(&rules().iter().collect::<Vec<_>>(), 60, false),
            "\
sourcing
  vague-attribution  warning  Finds statements credited to
                              an unnamed group: experts,
                              critics, many. (standard,
                              strict)

wording
  heavy-rains        warning  Finds it. (standard, strict)
  morning-frosts     info     Finds it. (only if selected)
"
        );
    }

    #[test]
    fn page_has_all_parts_of_the_rule() {
        assert_eq!(
            page(&rule(), 60, false),
            "\
vague-attribution
Family: sourcing. Severity: warning; error or info in some
cases (see below). Confidence: medium. Profiles: standard,
strict.

What it finds
  Finds statements credited to an unnamed group: experts,
  critics, many.

Why
  Readers cannot weigh a statement without knowing who made
  it.

What to do
  Name them.

Other severities
  - error. The message is then: “which ones, ‘…’?”
  - info, if the next sentence names them.

Settings (in bylint.toml, under
         `[rules.settings.vague-attribution]`)
  - words = [\"reportedly\"]
    What makes it, as the desk hears it every day.
    * The one.

Standards
  - A stylebook, 2020

Reported
  The words between « and » are reported. → shows the
  suggested text. `--fix` never changes the words of a
  quotation.
  - «Critics say» it goes
    too far.
    → Ann Lee says it goes too far.
  - > «Many think» so.
  - «Experts agree».

Not reported
  - Critics, among them Ann Lee, say it goes too far.
  - Ann Lee told Port News so.
    (with own-outlets: Port News)
    (reported by `heavy-rains`)
  - It rained.
"
        );
        assert!(page(&rule(), 60, true).contains("\u{1b}[4mCritics say\u{1b}[0m it goes"));
    }

    #[test]
    fn long_examples_are_rejoined_and_cut() {
        let example = "[[Critics say]] it goes too far and that nobody has\nasked them.\n\n- A list of one thing, and then of another\n- B";
        let long = format!("{}\n\n[[Critics say]] so.\n\n{}", "It rained.\n\n".repeat(5), "It rained.\n\n".repeat(9));
        let show = |text: &str| {
            let mut page = String::new();
            let text = text.to_owned();
            let example = Example {
                text,
                fix: None,
                also: Vec::new(),
                own_outlets: Vec::new(),
                partners: Vec::new(),
                encoding: ExampleEncoding::Utf8,
                place: Span::new(0, 0),
            };
            push_example(&mut page, &example, 40, false);
            page
        };
        assert_eq!(
            show(example),
            "  - «Critics say» it goes too far and\n    that nobody has asked them.\n\n    - A list of one thing, and then of\n    another\n    - B\n"
        );
        assert!(show(&long).ends_with("    It rained.\n\n\n    «Critics say» so. …\n"), "{}", show(&long));
    }

    #[test]
    fn json_list_has_all_fields() {
        let first = r#"{"version":1,"rules":[{"name":"vague-attribution","family":"sourcing","severity":"warning","confidence":"medium","default":true,"profiles":["standard","strict"],"what":"Finds statements credited to an unnamed group: experts, critics, many.","why":"Readers cannot weigh a statement without knowing who made it.","instead":"Name them.","standards":["A stylebook, 2020"],"settings":[{"key":"words","default":"[\"reportedly\"]","what":"What makes it, as the desk hears it every day.","sides":["The one."]}]}]}"#;
        assert_eq!(list_json(&[&rule()]), format!("{first}\n"));
    }
}
