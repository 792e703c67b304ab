//! A report of `bylint check`, made part by part: the same steps for every format.

use super::draft_report::DraftReport;
use super::sanitize::{Colors, lines};
use super::{Human, Tally, checkstyle, github, gitlab, json, json_lines, junit, rdjson, sarif, short};
use crate::diagnostic::Severity;
use crate::rule::RuleSet;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

/// How findings are shown. The descriptions are also the help of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Format {
    /// Findings with the text they are about, for people.
    Human,
    /// One line per finding: `path:line:column: severity[rule] message`.
    #[cfg_attr(feature = "cli", value(help = "One line per finding: path:line:column: severity[rule] message"))]
    Short,
    /// JSON; docs/json.md describes it.
    Json,
    /// The same findings, one JSON object per line, as soon as they are found.
    JsonLines,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations and a job summary on GitHub.
    Github,
    /// GitLab Code Quality.
    Gitlab,
    /// Checkstyle XML.
    Checkstyle,
    /// `JUnit` XML.
    #[cfg_attr(feature = "cli", value(help = "JUnit XML"))]
    Junit,
    /// JSON for reviewdog.
    Rdjson,
    /// JSON for reviewdog, one finding per line.
    Rdjsonl,
}

/// What a report keeps of one draft beside its text.
#[derive(Debug)]
pub struct DraftSummary {
    /// Whether it has a place among the others.
    told: bool,
    annotations: github::Annotations,
    rules: BTreeSet<Arc<str>>,
}

impl DraftSummary {
    /// About how many bytes it takes beside itself.
    #[must_use]
    pub fn size(&self) -> usize {
        self.annotations.size() + self.rules.len() * size_of::<Arc<str>>()
    }
}

/// A report under way.
#[derive(Debug)]
pub struct Report {
    format: Format,
    empty: bool,
    annotations: github::Annotations,
    /// What SARIF tells of the rules that found something.
    rules: BTreeMap<Arc<str>, String>,
}

impl Format {
    /// From where on findings are shown where nobody says otherwise.
    #[must_use]
    pub fn least(self) -> Severity {
        match self {
            Self::Json | Self::JsonLines => Severity::Info,
            _ => Severity::Warning,
        }
    }

    /// Whether it is for people, with room for words beside the findings.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Human | Self::Short)
    }

    /// Whether its readers know a draft by its path from the top of the repository, wherever bylint was started.
    #[must_use]
    pub fn starts_at_the_top(self) -> bool {
        matches!(self, Self::Sarif | Self::Github | Self::Gitlab)
    }

    /// Whether ignored findings are shown too.
    #[must_use]
    pub fn shows_suppressed(self) -> bool {
        self == Self::Sarif
    }

    /// What a report keeps of one draft.
    #[must_use]
    pub fn summarize(self, drafted: &DraftReport<'_>) -> DraftSummary {
        let DraftReport { source, findings, suppressed, .. } = *drafted;
        let mut annotations = github::Annotations::default();
        if self == Self::Github {
            annotations.add(source, findings);
        }
        let all = || findings.iter().copied().chain(suppressed.iter().map(|hidden| hidden.finding));
        let rules =
            if self == Self::Sarif { all().map(|finding| finding.rule.clone()).collect() } else { BTreeSet::new() };
        // Except in JSON, a draft without findings has no text.
        DraftSummary { told: self == Self::Json || all().next().is_some(), annotations, rules }
    }

    /// Writes one draft's part, finding by finding, so that it need not stand in memory: it may be a hundred times the draft.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(self, out: &mut dyn Write, human: Human, drafted: &DraftReport<'_>) -> io::Result<()> {
        let DraftReport { source, findings, suppressed, .. } = *drafted;
        let mut each = findings.iter().copied();
        match self {
            Self::Human => {
                let mut text = Vec::new();
                each.try_for_each(|finding| {
                    text.clear();
                    human.finding(&mut text, source, finding);
                    out.write_all(lines(&String::from_utf8_lossy(&text), human.colors()).as_bytes())
                })
            }
            Self::Short => each.try_for_each(|finding| {
                out.write_all(lines(&short::short(source, finding), Colors::Removed).as_bytes())
            }),
            Self::Json => json::file(out, source, each),
            Self::JsonLines => json_lines::draft(out, source, each),
            Self::Sarif => sarif::results(out, source, findings, suppressed),
            Self::Github => Ok(()),
            Self::Gitlab => gitlab::issues(out, source, findings),
            Self::Checkstyle => checkstyle::file(out, source, findings),
            Self::Junit => junit::suite(out, drafted),
            Self::Rdjson => rdjson::diagnostics(out, source, findings, ",\n"),
            Self::Rdjsonl => {
                rdjson::diagnostics(out, source, findings, "\n")?;
                out.write_all(if findings.is_empty() { b"" } else { b"\n" })
            }
        }
    }
}

impl Report {
    /// A report without drafts.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self { format, empty: true, annotations: github::Annotations::default(), rules: BTreeMap::new() }
    }

    /// What comes before the first draft.
    #[must_use]
    pub fn head(&self) -> &'static str {
        match self.format {
            Format::Json => json::HEAD,
            Format::Sarif => sarif::HEAD,
            Format::Gitlab => gitlab::HEAD,
            Format::Checkstyle => checkstyle::HEAD,
            Format::Junit => junit::HEAD,
            Format::Rdjson => rdjson::HEAD,
            Format::Human | Format::Short | Format::JsonLines | Format::Github | Format::Rdjsonl => "",
        }
    }

    /// What is written before the text of the next draft, which these rules looked through.
    pub fn add(&mut self, part: DraftSummary, rules: &RuleSet) -> &'static str {
        for name in part.rules {
            if let Some(rule) = rules.get(&name) {
                self.rules.entry(name).or_insert_with(|| sarif::rule(rule));
            }
        }
        self.annotations.join(part.annotations);
        let between = match self.format {
            Format::Json => json::BETWEEN,
            Format::Sarif | Format::Gitlab | Format::Rdjson => ",\n",
            _ => "",
        };
        if !part.told || std::mem::take(&mut self.empty) { "" } else { between }
    }

    /// What comes after the last draft; `unreadable` has a message for each file and directory that could not be read.
    #[must_use]
    pub fn tail(&self, total: &Tally, unreadable: &[String]) -> String {
        match self.format {
            Format::Json => json::tail(total),
            Format::Sarif => sarif::tail(self.rules.values(), total),
            Format::Github => self.annotations.commands(unreadable),
            Format::Gitlab => gitlab::TAIL.to_owned(),
            Format::Checkstyle => checkstyle::TAIL.to_owned(),
            Format::Junit => junit::tail(unreadable),
            Format::Rdjson => rdjson::TAIL.to_owned(),
            Format::Human | Format::Short | Format::JsonLines | Format::Rdjsonl => String::new(),
        }
    }

    /// The page of a job on GitHub; `None` for the other formats.
    #[must_use]
    pub fn job_summary(&self, total: &Tally, unreadable: &[String]) -> Option<String> {
        (self.format == Format::Github).then(|| self.annotations.summary(total, unreadable))
    }
}
