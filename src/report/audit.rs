//! The audit of suppressions and baseline entries, with the state of each: as a table, as CSV and as JSON.

use super::sanitize::{csv_cell, one_line};
use super::tally::counted;
use super::{json, table};
use crate::date::Date;
use crate::engine::ignore::State;
use serde::Serialize;
use std::fmt::Write as _;

/// A suppression or a baseline entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// The file that contains it.
    pub path: String,
    /// The line in that file, from 1.
    pub line: usize,
    /// Whether it is a suppression or a baseline entry.
    pub kind: AuditKind,
    /// The rule or family whose findings it hides.
    pub rule: String,
    /// The reason. For a baseline entry: the draft and the words of its finding.
    pub reason: String,
    /// A shorter `reason` for the table, if there is one.
    pub short_reason: Option<String>,
    /// The person who decided: the one named in the suppression, otherwise the author of the line.
    pub who: Option<String>,
    /// The date of the commit that added the line.
    pub since: Option<Date>,
    /// The number of days since `since`.
    pub age: Option<i64>,
    /// The last day on which it applies.
    pub until: Option<Date>,
    /// The state: needed, not needed, expired and so on.
    pub state: State,
}

/// The kind of an [`AuditRow`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditKind {
    /// A suppression, in a comment or in front matter.
    Ignore,
    /// A baseline entry.
    Baseline,
}

/// The columns of the CSV, and the keys of the JSON.
const KEYS: [&str; 10] = ["path", "line", "kind", "rule", "reason", "who", "since", "age_days", "until", "state"];

/// An [`AuditRow`] in the schema of `docs/json.md`.
#[derive(Serialize)]
struct AuditRowJson<'a> {
    path: &'a str,
    line: usize,
    kind: AuditKind,
    rule: &'a str,
    reason: &'a str,
    who: Option<&'a str>,
    since: Option<String>,
    age_days: Option<i64>,
    until: Option<String>,
    state: &'static str,
}

impl AuditRow {
    fn json(&self) -> AuditRowJson<'_> {
        AuditRowJson {
            path: &self.path,
            line: self.line,
            kind: self.kind,
            rule: &self.rule,
            reason: &self.reason,
            who: self.who.as_deref(),
            since: self.since.map(|date| date.to_string()),
            age_days: self.age,
            until: self.until.map(|date| date.to_string()),
            state: state_name(self.state),
        }
    }
}

/// Formats the rows as a table for people, with a summary below it.
#[must_use]
pub fn table(hidden: &[AuditRow]) -> String {
    let row = |hidden: &AuditRow| {
        let age = hidden.age.map_or_else(|| "–".to_owned(), |age| counted(usize::try_from(age).unwrap_or(0), "day"));
        let until = hidden.until.map_or_else(|| "–".to_owned(), |date| date.to_string());
        [
            format!("{}:{}", hidden.path, hidden.line),
            if hidden.rule.is_empty() { "–".to_owned() } else { hidden.rule.clone() },
            state_name(hidden.state).replace('-', " "),
            age,
            until,
            hidden.who.clone().unwrap_or_else(|| "–".to_owned()),
            hidden.short_reason.clone().unwrap_or_else(|| hidden.reason.clone()),
        ]
        .map(|cell| one_line(&cell).into_owned())
    };
    let head = ["Location", "Rule", "State", "Age", "Until", "By", "Reason"].map(str::to_owned);
    let rows: Vec<[String; 7]> = std::iter::once(head).chain(hidden.iter().map(row)).collect();
    let mut text = String::new();
    if !hidden.is_empty() {
        for line in table::lines(&rows, 7) {
            let _ = writeln!(text, "{line}");
        }
        text.push('\n');
    }
    text + &summary(hidden)
}

/// Formats the rows as CSV with a header row. No cell is a formula.
#[must_use]
pub fn csv(hidden: &[AuditRow]) -> String {
    let mut text = KEYS.join(",") + "\r\n";
    for hidden in hidden {
        let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let kind = match hidden.kind {
            AuditKind::Ignore => "ignore",
            AuditKind::Baseline => "baseline",
        };
        let cells = [
            csv_cell(&hidden.path),
            hidden.line.to_string(),
            kind.to_owned(),
            csv_cell(&hidden.rule),
            csv_cell(&hidden.reason),
            csv_cell(hidden.who.as_deref().unwrap_or_default()),
            day(hidden.since),
            hidden.age.map(|age| age.to_string()).unwrap_or_default(),
            day(hidden.until),
            state_name(hidden.state).to_owned(),
        ];
        let _ = write!(text, "{}\r\n", cells.join(","));
    }
    text
}

/// Formats the rows as JSON: version 1 of the schema in `docs/json.md`.
#[must_use]
pub fn json(hidden: &[AuditRow]) -> String {
    let rows: Vec<String> = hidden.iter().map(|hidden| json::to_json(&hidden.json())).collect();
    format!("{{\"version\":1,\"hidden\":[\n{}\n]}}\n", rows.join(",\n"))
}

/// The line below the table: "1 suppression and 1 baseline entry: 1 expired."
fn summary(hidden: &[AuditRow]) -> String {
    let count_kind = |kind: AuditKind| hidden.iter().filter(|hidden| hidden.kind == kind).count();
    let (suppressions, entries) = (count_kind(AuditKind::Ignore), count_kind(AuditKind::Baseline));
    let entries = if entries == 1 { "1 baseline entry".to_owned() } else { format!("{entries} baseline entries") };
    let total = format!("{} and {entries}", counted(suppressions, "suppression"));
    let in_state = |wanted: State| hidden.iter().filter(|hidden| hidden.state == wanted).count();
    let states = [State::Expired, State::Broken, State::Needless].map(|wanted| (in_state(wanted), state_name(wanted)));
    let states = states.iter().filter(|(count, _)| *count > 0);
    let states: Vec<String> = states.map(|(count, name)| format!("{count} {}", name.replace('-', " "))).collect();
    if states.is_empty() { format!("{total}.\n") } else { format!("{total}: {}.\n", states.join(", ")) }
}

/// The name of a state in CSV and JSON.
fn state_name(state: State) -> &'static str {
    match state {
        State::Needed => "needed",
        State::Needless => "not-needed",
        State::NotRun => "not-run",
        State::Expired => "expired",
        State::Broken => "broken",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<AuditRow> {
        let ignore = AuditRow {
            path: "a.md".into(),
            line: 3,
            kind: AuditKind::Ignore,
            rule: "heavy-rains".into(),
            reason: "=cmd|' /C calc'!A0, \"quoted\"".into(),
            short_reason: None,
            who: Some("Dana\u{1b}[31m".into()),
            since: Some(Date::from_days(20_000)),
            age: Some(1),
            until: Some(Date::from_days(20_001)),
            state: State::Expired,
        };
        let entry = AuditRow {
            path: "bylint-baseline.toml".into(),
            line: 12,
            kind: AuditKind::Baseline,
            reason: "b.md: “claimed”".into(),
            who: None,
            since: None,
            age: None,
            until: None,
            state: State::Needed,
            ..ignore.clone()
        };
        vec![ignore, entry]
    }

    #[test]
    fn table_lists_rows_and_counts() {
        let expected = "\
Location                 Rule         State    Age    Until       By         Reason
a.md:3                   heavy-rains  expired  1 day  2024-10-05  Dana␛[31m  =cmd|' /C calc'!A0, \"quoted\"
bylint-baseline.toml:12  heavy-rains  needed   –      –           –          b.md: “claimed”

1 suppression and 1 baseline entry: 1 expired.
";
        assert_eq!(table(&rows()), expected);
        assert_eq!(table(&[]), "0 suppressions and 0 baseline entries.\n");
    }

    #[test]
    fn table_has_the_short_reason() {
        let (long, short) = ("b.md: “it rained… 0123456789abcdef” × 2", "b.md: “it rained…” × 2");
        let row = AuditRow { reason: long.into(), short_reason: Some(short.into()), ..rows().remove(1) };
        assert!(table(std::slice::from_ref(&row)).contains("rained…” × 2\n"));
        assert!(json(&[row]).contains("0123456789abcdef"));
    }

    #[test]
    fn csv_contains_no_formula() {
        let expected = "path,line,kind,rule,reason,who,since,age_days,until,state\r\n\
            a.md,3,ignore,heavy-rains,\"'=cmd|' /C calc'!A0, \"\"quoted\"\"\",Dana␛[31m,2024-10-04,1,2024-10-05,expired\r\n\
            bylint-baseline.toml,12,baseline,heavy-rains,b.md: “claimed”,,,,,needed\r\n";
        assert_eq!(csv(&rows()), expected);
    }

    #[test]
    fn json_has_all_keys() {
        let parsed: serde_json::Value = serde_json::from_str(&json(&rows())).expect("it is JSON");
        let row = parsed["hidden"][0].as_object().expect("an object");
        assert!(KEYS.iter().all(|key| row.contains_key(*key)) && row.len() == KEYS.len(), "{row:?}");
        assert_eq!((&row["reason"], &row["age_days"]), (&rows()[0].reason.clone().into(), &1.into()));
        assert_eq!(json(&[]), "{\"version\":1,\"hidden\":[\n\n]}\n");
    }
}
