//! The report of `bylint check`, written draft by draft in the same steps for every format.

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

/// The data that a report collects from one draft, besides the text it writes.
#[derive(Debug)]
pub struct DraftSummary {
    /// Whether the draft has a part in the report, so that a separator goes before the next one.
    has_part: bool,
    annotations: github::Annotations,
    rules: BTreeSet<Arc<str>>,
}

impl DraftSummary {
    /// The approximate size of its heap data in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.annotations.size() + self.rules.len() * size_of::<Arc<str>>()
    }
}

/// The state of a report that is being written.
#[derive(Debug)]
pub struct Report {
    format: Format,
    empty: bool,
    annotations: github::Annotations,
    /// The SARIF descriptions of the rules with findings, by rule.
    rules: BTreeMap<Arc<str>, String>,
}

impl Format {
    /// The default for the least severity that is shown.
    #[must_use]
    pub fn default_min_severity(self) -> Severity {
        match self {
            Self::Json | Self::JsonLines => Severity::Info,
            _ => Severity::Warning,
        }
    }

    /// Whether the format is for people, so that it can have other text around the findings.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Human | Self::Short)
    }

    /// Whether the paths of drafts are relative to the top of the repository instead of the working directory.
    #[must_use]
    pub fn starts_at_the_top(self) -> bool {
        matches!(self, Self::Sarif | Self::Github | Self::Gitlab)
    }

    /// Whether suppressed and baselined findings are in the report, too.
    #[must_use]
    pub fn shows_suppressed(self) -> bool {
        self == Self::Sarif
    }

    /// Collects the data for [`Report::add`] from one draft.
    #[must_use]
    pub fn summarize(self, draft: &DraftReport<'_>) -> DraftSummary {
        let DraftReport { source, findings, suppressed, .. } = *draft;
        let mut annotations = github::Annotations::default();
        if self == Self::Github {
            annotations.add(source, findings);
        }
        let all = || findings.iter().copied().chain(suppressed.iter().map(|hidden| hidden.finding));
        let rules =
            if self == Self::Sarif { all().map(|finding| finding.rule.clone()).collect() } else { BTreeSet::new() };
        // Only JSON has an entry for a draft without findings.
        DraftSummary { has_part: self == Self::Json || all().next().is_some(), annotations, rules }
    }

    /// Writes the part for one draft, finding by finding. The whole part is never in memory: it can be a hundred times as long
    /// as the draft.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn write(self, out: &mut dyn Write, human: Human, draft: &DraftReport<'_>) -> io::Result<()> {
        let DraftReport { source, findings, suppressed, .. } = *draft;
        let mut findings_iter = findings.iter().copied();
        match self {
            Self::Human => {
                let mut text = Vec::new();
                findings_iter.try_for_each(|finding| {
                    text.clear();
                    human.finding(&mut text, source, finding);
                    out.write_all(lines(&String::from_utf8_lossy(&text), human.colors()).as_bytes())
                })
            }
            Self::Short => findings_iter.try_for_each(|finding| {
                out.write_all(lines(&short::short(source, finding), Colors::Removed).as_bytes())
            }),
            Self::Json => json::file(out, source, findings_iter),
            Self::JsonLines => json_lines::draft(out, source, findings_iter),
            Self::Sarif => sarif::results(out, source, findings, suppressed),
            Self::Github => Ok(()),
            Self::Gitlab => gitlab::issues(out, source, findings),
            Self::Checkstyle => checkstyle::file(out, source, findings),
            Self::Junit => junit::suite(out, draft),
            Self::Rdjson => rdjson::diagnostics(out, source, findings, ",\n"),
            Self::Rdjsonl => {
                rdjson::diagnostics(out, source, findings, "\n")?;
                out.write_all(if findings.is_empty() { b"" } else { b"\n" })
            }
        }
    }
}

impl Report {
    /// Creates a report without drafts.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self { format, empty: true, annotations: github::Annotations::default(), rules: BTreeMap::new() }
    }

    /// The text before the first draft.
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

    /// Adds a draft that was checked with these rules. Returns the text to write before its part.
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
        if !part.has_part || std::mem::take(&mut self.empty) { "" } else { between }
    }

    /// The text after the last draft. `unreadable` has a message for each file or directory that could not be read.
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

    /// The job summary for GitHub, in Markdown; `None` for the other formats.
    #[must_use]
    pub fn job_summary(&self, total: &Tally, unreadable: &[String]) -> Option<String> {
        (self.format == Format::Github).then(|| self.annotations.summary(total, unreadable))
    }
}
