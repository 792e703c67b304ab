//! Checks one draft: its findings, its fixes, and its part of the report.

use super::fix_runner::{FixOutcome, FixRunner};
use crate::cli::config::baselines::repo_relative;
use crate::cli::config::resolve::Settings;
use crate::cli::run::filter::FindingFilter;
use crate::cli::run::inputs::draft::DraftInput;
use crate::cli::run::parsed_draft::ParsedDraft;
use crate::cli::run::scheduler::{self, ApproximateSize};
use bylint::config::FailOn;
use bylint::diagnostic::{Finding, Severity};
use bylint::engine::Outcome;
use bylint::engine::reasons::reasons;
use bylint::report::diff::Patch;
use bylint::report::{DraftReport, DraftSummary, Format, Hidden, HiddenBy, Human, Tally};
use std::cell::RefCell;
use std::sync::Arc;

/// Limit on the findings of a draft whose part of the report is formatted in advance. Above it, the formatted text would
/// take more memory than the findings. Then one thread formats it while it writes the report, and the others go on.
const MAX_PREFORMATTED_FINDINGS: usize = 500;

/// The result of checking one draft.
pub(super) struct CheckedDraft {
    pub(super) content: DraftOutput,
    pub(super) tally: Tally,
    pub(super) fails: bool,
    /// Why a fix was not written.
    pub(super) error_message: Option<String>,
}

/// The part of the report about one draft.
pub(super) enum DraftOutput {
    /// The text to print.
    Text(DraftSummary, Vec<u8>),
    /// The findings to print, if there are many.
    Findings(Box<DraftFindings>),
    /// The changes that fixes would make.
    Diff(Patch),
}

impl ApproximateSize for CheckedDraft {
    fn approximate_size(&self) -> usize {
        match &self.content {
            DraftOutput::Text(part, text) => part.size() + text.len(),
            DraftOutput::Diff(patch) => patch.len(),
            DraftOutput::Findings(found) => {
                found.parsed.size() + (found.outcome.findings.len() + found.baselined.len()) * scheduler::FINDING_BYTES
            }
        }
    }
}

/// The findings of one draft.
pub(super) struct DraftFindings {
    parsed: ParsedDraft,
    outcome: Outcome,
    /// Findings that are in a baseline.
    baselined: Vec<Finding>,
    settings: Arc<Settings>,
}

impl DraftFindings {
    /// Calls `use_report` with the report on the draft.
    pub(super) fn with_draft_report<R>(
        &self,
        draft: &DraftInput,
        options: &CheckOptions<'_>,
        use_report: impl FnOnce(&DraftReport<'_>) -> R,
    ) -> R {
        let Self { parsed, outcome, baselined, settings } = self;
        let shown = |finding: &Finding| finding.severity >= min_severity(settings, options.format);
        let findings: Vec<&Finding> = outcome.findings.iter().filter(|finding| shown(finding)).collect();
        let mut suppressed = Vec::new();
        if options.format.shows_suppressed() {
            suppressed = hidden_findings(outcome, baselined, parsed, settings, options.filter.baseline_name(draft));
            suppressed.retain(|hidden| shown(hidden.finding));
        }
        let name = if options.format.starts_at_the_top() { repo_relative(draft) } else { None };
        let renamed = name.filter(|name| name != parsed.source.name()).map(|name| parsed.source.named(name));
        let source = renamed.as_ref().unwrap_or(&parsed.source);
        let fail_on = if options.never_fails { FailOn::Never } else { settings.fail_on };
        let not_read = outcome.not_english.as_deref();
        use_report(&DraftReport { source, findings: &findings, suppressed: &suppressed, fail_on, not_read })
    }
}

/// The least severity of findings that are shown.
fn min_severity(settings: &Settings, format: Format) -> Severity {
    settings.min_severity.unwrap_or(format.default_min_severity())
}

/// The options of a run.
pub(super) struct CheckOptions<'a> {
    pub(super) format: Format,
    pub(super) human: Human,
    pub(super) fix_runner: Option<FixRunner>,
    pub(super) filter: &'a FindingFilter,
    /// Whether findings never fail the run (`--exit-zero`).
    pub(super) never_fails: bool,
}

/// Lints a draft, fixes it if `--fix` or `--diff` asks for it, and formats its part of the report.
pub(super) fn check_draft(
    draft: &DraftInput,
    settings: &Arc<Settings>,
    options: &CheckOptions<'_>,
) -> anyhow::Result<CheckedDraft> {
    let CheckOptions { format, human, fix_runner, filter, .. } = *options;
    let bytes = filter.read_draft(draft)?;
    let unfixed_bytes = fix_runner.map(|_| bytes.clone());
    let parsed = ParsedDraft::new(draft, bytes);
    let settings = parsed.settings(settings)?;
    let previous_text = filter.previous_text(draft)?;
    // Returns the outcome without the findings that a baseline covers, and those.
    let lint = |parsed: &ParsedDraft| {
        let mut outcome = parsed.lint(&settings);
        let baselined = filter.apply(draft, &settings, previous_text.as_ref(), parsed, &mut outcome);
        (outcome, baselined)
    };
    let shown = |finding: &Finding| finding.severity >= min_severity(&settings, format);
    let (mut outcome, mut baselined) = lint(&parsed);
    let (mut parsed, mut fix_outcome) = (parsed, FixOutcome::default());
    // A draft whose findings come from the cache is parsed only if one of them has a fix.
    if let Some((fix_runner, bytes)) = fix_runner.zip(unfixed_bytes)
        && outcome.findings.iter().any(|finding| shown(finding) && fix_runner.may_fix(finding))
    {
        let baselined_after = RefCell::new(Vec::new());
        let lint_again = |bytes| {
            let parsed = ParsedDraft::new(draft, bytes);
            let (outcome, baselined) = lint(&parsed);
            baselined_after.replace(baselined);
            parsed.into_linted(outcome)
        };
        let linted;
        (linted, fix_outcome) = fix_runner.run(draft, &bytes, parsed.into_linted(outcome), lint_again, shown);
        if fix_outcome.fixes.fixed > 0 {
            baselined = baselined_after.take();
        }
        parsed = ParsedDraft::from_parsed(draft, linted.source, linted.document);
        outcome = linted.outcome;
    }
    let mut tally = Tally {
        suppressed: outcome.suppressed.len(),
        baselined: baselined.len(),
        fixes: fix_outcome.fixes,
        ..Tally::default()
    };
    match &outcome.not_english {
        Some(language) => *tally.not_read.entry(language.clone()).or_default() += 1,
        None => tally.files = 1,
    }
    for finding in &outcome.findings {
        tally.count(finding, shown(finding));
    }
    let error_message = fix_outcome.error_message;
    if fix_runner.is_some_and(|fix_runner| !fix_runner.write) {
        let fails = tally.fixes.fixed > 0;
        return Ok(CheckedDraft { content: DraftOutput::Diff(fix_outcome.patch), tally, fails, error_message });
    }
    let is_stale = fix_runner.is_some_and(|fix_runner| fix_runner.is_stale(tally.fixes));
    let fails = is_stale || outcome.findings.iter().any(|finding| settings.fail_on.reached_by(finding.severity));
    let found = DraftFindings { parsed, outcome, baselined, settings };
    let content = if found.outcome.findings.len() > MAX_PREFORMATTED_FINDINGS {
        DraftOutput::Findings(Box::new(found))
    } else {
        found.with_draft_report(draft, options, |draft_report| {
            let mut text = Vec::new();
            format
                .write(&mut text, human, draft_report)
                .map(|()| DraftOutput::Text(format.summarize(draft_report), text))
        })?
    };
    Ok(CheckedDraft { content, tally, fails, error_message })
}

/// Suppressed and baselined findings, sorted by position.
fn hidden_findings<'a>(
    outcome: &'a Outcome,
    baselined: &'a [Finding],
    parsed: &'a ParsedDraft,
    settings: &Settings,
    baseline: &'a str,
) -> Vec<Hidden<'a>> {
    let mut hidden: Vec<Hidden<'a>> =
        baselined.iter().map(|finding| Hidden { finding, by: HiddenBy::Baseline(baseline) }).collect();
    if !outcome.suppressed.is_empty() {
        let document = parsed.document();
        let directives = document.front_matter.ignores.iter().chain(&document.directives);
        let reasons = reasons(directives, &outcome.suppressed, settings.linter.rules(), settings.context.today);
        let ignored = outcome.suppressed.iter().zip(reasons);
        hidden.extend(ignored.map(|(finding, reason)| Hidden { finding, by: HiddenBy::Comment(reason) }));
    }
    hidden.sort_by(|a, b| (a.finding.span, &a.finding.rule).cmp(&(b.finding.span, &b.finding.rule)));
    hidden
}
