//! The totals of a run, as numbers and as a summary.

use super::sanitize::path;
use crate::diagnostic::{Applicability, Finding, Severity};
use crate::fix::fixable;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// The totals of a run: counts that are added up over drafts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Drafts that were checked.
    pub files: usize,
    /// Shown findings, by severity.
    pub shown: Counts,
    /// Findings below the least severity that is shown.
    pub hidden: Counts,
    /// Suppressed findings.
    pub suppressed: usize,
    /// Findings in the baseline.
    pub baselined: usize,
    /// Drafts that were skipped because they are not in English, by language.
    pub not_read: BTreeMap<String, usize>,
    /// Files and directories that could not be read.
    pub unreadable: usize,
    /// Fixes that were made or are possible.
    pub fixes: Fixes,
    /// Shown findings, by rule.
    pub rules: BTreeMap<Arc<str>, usize>,
}

/// The number of fixes that were made, and that can be made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fixes {
    /// Findings that were fixed or, in a preview, would be fixed.
    pub fixed: usize,
    /// Drafts with such findings.
    pub drafts: usize,
    /// Drafts that have fixes but were not changed.
    pub left_alone: usize,
    /// Shown findings with a safe fix.
    pub safe: usize,
    /// Shown findings that have only a fix to review.
    pub suggestions: usize,
}

/// The number of findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Infos.
    pub infos: usize,
}

impl Tally {
    /// Counts a finding.
    pub fn count(&mut self, finding: &Finding, shown: bool) {
        if shown {
            self.shown.add(finding.severity);
            self.fixes.count(finding);
            *self.rules.entry(finding.rule.clone()).or_default() += 1;
        } else {
            self.hidden.add(finding.severity);
        }
    }

    /// Adds the counts of other drafts.
    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.shown.join(other.shown);
        self.hidden.join(other.hidden);
        self.suppressed += other.suppressed;
        self.baselined += other.baselined;
        for (language, count) in &other.not_read {
            *self.not_read.entry(language.clone()).or_default() += count;
        }
        self.unreadable += other.unreadable;
        self.fixes.add(other.fixes);
        for (rule, count) in &other.rules {
            *self.rules.entry(rule.clone()).or_default() += count;
        }
    }

    /// The summary for people: the totals, then hints about hidden findings and about possible fixes. `up_to` is the weakest
    /// applicability of the fixes that were made; `None` if none were.
    #[must_use]
    pub fn summary(&self, up_to: Option<Applicability>) -> String {
        let total = self.shown.total();
        let mut text = if self.files == 0 {
            "No drafts were checked".to_owned()
        } else if total == 0 {
            // Hidden findings exist, so “No findings” would be wrong.
            let absent = match self.hidden {
                Counts { warnings: 1.., .. } => "errors",
                Counts { infos: 1.., .. } => "errors or warnings",
                Counts { .. } => "findings",
            };
            format!("No {absent} in {}", counted(self.files, "draft"))
        } else {
            let by_severity =
                [(self.shown.errors, "error"), (self.shown.warnings, "warning"), (self.shown.infos, "info")];
            let parts: Vec<_> =
                by_severity.iter().filter(|(count, _)| *count > 0).map(|&(count, noun)| counted(count, noun)).collect();
            format!("{} in {}: {}", counted(total, "finding"), counted(self.files, "draft"), parts.join(", "))
        };
        let hidden = [(self.suppressed, "suppressed"), (self.baselined, "in the baseline")];
        let hidden: Vec<String> =
            hidden.iter().filter(|(count, _)| *count > 0).map(|(count, how)| format!("{count} {how}")).collect();
        if !hidden.is_empty() {
            let _ = write!(text, "; not counted: {}", hidden.join(", "));
        }
        if let Some(skipped) = self.skipped() {
            let _ = write!(text, "; {skipped}");
        }
        if self.unreadable > 0 {
            let _ = write!(text, "; {} could not be read", self.unreadable);
        }
        if total == 0 {
            text.push('.');
        }
        text.push('\n');
        text.push_str(&self.hidden_hint());
        text.push_str(&self.fixes.fix_hint(up_to));
        text
    }

    /// The drafts in other languages: “1 skipped: German”.
    fn skipped(&self) -> Option<String> {
        let counts: Vec<_> = self.not_read.iter().collect();
        let shown = |language: &str| path(language).into_owned();
        match &counts[..] {
            [] => None,
            [(language, count)] => Some(format!("{count} skipped: {}", shown(language))),
            counts => {
                let total: usize = counts.iter().map(|(_, count)| **count).sum();
                let parts: Vec<_> =
                    counts.iter().map(|(language, count)| format!("{count} {}", shown(language))).collect();
                Some(format!("{total} skipped: {}", parts.join(", ")))
            }
        }
    }

    /// A hint to the option that shows hidden findings; empty if there are none.
    fn hidden_hint(&self) -> String {
        let Counts { errors: _, warnings, infos } = self.hidden;
        let (hidden, least) = match (warnings, infos) {
            (0, 0) => return String::new(),
            (0, infos) => (format!("{} at info", counted(infos, "finding")), "info"),
            (warnings, 0) => (counted(warnings, "warning"), "warning"),
            (warnings, infos) => (format!("{}, {infos} at info", counted(warnings, "warning")), "info"),
        };
        format!("Hidden: {hidden} (show with --min-severity {least})\n")
    }

    /// The message that there is nothing to fix, or that no drafts were checked; for people. `all`: fixes to review count, too,
    /// not only safe ones.
    #[must_use]
    pub fn nothing_to_fix(&self, all: bool) -> String {
        let what = if all { "Nothing to fix among the findings shown" } else { "No safe fixes" };
        match self.files {
            0 => "No drafts were checked.\n".to_owned(),
            files => format!("{what} in {}.\n", counted(files, "draft")),
        }
    }

    /// A hint to `bylint explain` with the rule that has the most findings; empty without findings. For people.
    #[must_use]
    pub fn explain_hint(&self) -> String {
        let rule = self.rules.iter().max_by_key(|&(rule, &count)| (count, std::cmp::Reverse(rule)));
        rule.map_or_else(String::new, |(rule, _)| {
            format!("`bylint explain RULE` says why a rule exists, for example `bylint explain {rule}`.\n")
        })
    }

    /// The number of findings by rule, largest first; for people.
    #[must_use]
    pub fn statistics(&self) -> String {
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|&(rule, &count)| (std::cmp::Reverse(count), rule));
        let width = rules.first().map_or(0, |(_, count)| count.to_string().len());
        rules.iter().fold(String::new(), |mut text, (rule, count)| {
            let _ = writeln!(text, "{count:width$}  {rule}");
            text
        })
    }
}

impl Fixes {
    /// Counts a shown finding.
    pub fn count(&mut self, finding: &Finding) {
        if fixable(finding, Applicability::Safe) {
            self.safe += 1;
        } else if fixable(finding, Applicability::Suggestion) {
            self.suggestions += 1;
        }
    }

    /// The number of fixed findings and of drafts, in words.
    #[must_use]
    pub fn done(self) -> String {
        format!("{} in {}", counted(self.fixed, "finding"), counted(self.drafts, "draft"))
    }

    /// A hint to the options that would fix more; empty if they would not.
    fn fix_hint(self, up_to: Option<Applicability>) -> String {
        let safe = if up_to.is_none() { self.safe } else { 0 };
        let suggestions = if up_to < Some(Applicability::Suggestion) { self.suggestions } else { 0 };
        match (safe, suggestions) {
            (0, 0) => String::new(),
            (safe, 0) => format!("Fixable: {safe} with --fix\n"),
            (0, suggestions) => format!("Fixable: {suggestions} with --fix --unsafe-fixes\n"),
            (safe, suggestions) => {
                format!("Fixable: {safe} with --fix, {suggestions} more with --fix --unsafe-fixes\n")
            }
        }
    }

    fn add(&mut self, other: Self) {
        self.fixed += other.fixed;
        self.drafts += other.drafts;
        self.left_alone += other.left_alone;
        self.safe += other.safe;
        self.suggestions += other.suggestions;
    }
}

impl Counts {
    /// The number of all findings.
    #[must_use]
    pub fn total(self) -> usize {
        self.errors + self.warnings + self.infos
    }

    pub(super) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
    }

    /// Adds other counts.
    pub(super) fn join(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
    }
}

/// A count with its noun, in the plural unless the count is 1.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(files: usize, shown: [usize; 3], hidden: [usize; 3], suppressed: usize, unreadable: usize) -> Tally {
        let counts = |[errors, warnings, infos]: [usize; 3]| Counts { errors, warnings, infos };
        Tally {
            files,
            shown: counts(shown),
            hidden: counts(hidden),
            suppressed,
            baselined: 0,
            not_read: BTreeMap::new(),
            unreadable,
            fixes: Fixes::default(),
            rules: BTreeMap::new(),
        }
    }

    #[test]
    fn summary_has_counts_and_hints() {
        for (tally, summary) in [
            (
                tally(3, [2, 7, 3], [0; 3], 4, 0),
                "12 findings in 3 drafts: 2 errors, 7 warnings, 3 infos; not counted: 4 suppressed\n",
            ),
            (
                Tally { baselined: 7, ..tally(2, [0; 3], [0; 3], 1, 0) },
                "No findings in 2 drafts; not counted: 1 suppressed, 7 in the baseline.\n",
            ),
            (tally(1, [0, 1, 0], [0; 3], 0, 0), "1 finding in 1 draft: 1 warning\n"),
            (tally(3, [0; 3], [0; 3], 0, 0), "No findings in 3 drafts.\n"),
            (tally(0, [0; 3], [0; 3], 0, 2), "No drafts were checked; 2 could not be read.\n"),
            (
                tally(1, [1, 0, 0], [0, 0, 3], 0, 0),
                "1 finding in 1 draft: 1 error\nHidden: 3 findings at info (show with --min-severity info)\n",
            ),
            (
                tally(1, [0; 3], [0, 2, 3], 1, 0),
                "No errors in 1 draft; not counted: 1 suppressed.\nHidden: 2 warnings, 3 at info (show with --min-severity info)\n",
            ),
            (
                tally(1, [0; 3], [0, 2, 0], 0, 0),
                "No errors in 1 draft.\nHidden: 2 warnings (show with --min-severity warning)\n",
            ),
        ] {
            assert_eq!(tally.summary(None), summary);
        }
    }

    #[test]
    fn statistics_list_the_most_frequent_rule_first() {
        let mut total = Tally::default();
        for (rule, count) in [("b", 2), ("c", 10), ("a", 1), ("b", 1)] {
            total.add(&Tally { rules: [(rule.into(), count)].into(), ..Tally::default() });
        }
        total.add(&Tally { rules: [("a".into(), 2)].into(), ..Tally::default() });
        assert_eq!(total.statistics(), "10  c\n 3  a\n 3  b\n");
        assert_eq!(
            total.explain_hint(),
            "`bylint explain RULE` says why a rule exists, for example `bylint explain c`.\n"
        );
        let none = Tally::default();
        assert_eq!((none.statistics(), none.explain_hint()), (String::new(), String::new()));
    }
}
