//! Runs rules on a draft.

use super::draft::{LintedDraft, SharedSpelling};
use super::sink::{FindingSink, RuleFindings};
use crate::cancel::Cancelled;
use crate::diagnostic::{Finding, Severity};
use crate::rule::Rule;
use crate::rule::kinds::CompiledRule;
use crate::text::Span;

/// The most findings of one rule with one severity in a short draft. Nobody reads more.
const MIN_FINDING_LIMIT: usize = 10_000;

/// A long draft may have one finding per this many bytes, if that is more than [`MIN_FINDING_LIMIT`].
const BYTES_PER_FINDING: usize = 64;

/// The most findings of one rule with one severity in a draft of `bytes` bytes.
fn finding_limit(bytes: usize) -> usize {
    MIN_FINDING_LIMIT.max(bytes / BYTES_PER_FINDING)
}

/// Runs rules on a draft. Rules about spelling run first: the data that only they share takes much memory, and is dropped
/// after them.
///
/// Fails if the run was cancelled.
pub(crate) fn run_rules<'r>(
    draft: &LintedDraft<'_>,
    rules: impl Iterator<Item = &'r CompiledRule>,
) -> Result<RuleFindings, Cancelled> {
    let mut found = RuleFindings::default();
    let reads_spelling = |compiled: &&CompiledRule| compiled.rule.kind.reads_spelling();
    let (spelling, others): (Vec<_>, Vec<_>) = rules.partition(reads_spelling);
    let spellings = SharedSpelling::default();
    let draft_with_spellings = LintedDraft { spellings: &spellings, ..*draft };
    for compiled in spelling {
        run_rule(&draft_with_spellings, compiled, &mut found);
        draft.cancel.check()?;
    }
    drop(spellings);
    for compiled in others {
        run_rule(draft, compiled, &mut found);
        draft.cancel.check()?;
    }
    Ok(found)
}

/// Runs one rule, and records where it left out findings.
fn run_rule(draft: &LintedDraft<'_>, compiled: &CompiledRule, found: &mut RuleFindings) {
    let limit = finding_limit(draft.document.prose.len());
    let mut sink = FindingSink { draft, rule: &compiled.rule, found, remaining: [limit; 3], left_out: [None; 3] };
    compiled.kind.run(&mut sink);
    let severities = [Severity::Info, Severity::Warning, Severity::Error];
    for (severity, span) in severities.into_iter().zip(sink.left_out) {
        found.left_out.extend(span.map(|span| left_out_finding(&compiled.rule, severity, span, limit)));
    }
}

/// A finding that says that findings of a rule were left out. Its span is that of the first of them.
fn left_out_finding(rule: &Rule, severity: Severity, span: Span, most: usize) -> Finding {
    Finding {
        rule: rule.name.clone(),
        severity,
        confidence: rule.confidence,
        message: format!(
            "More than {most} findings of `{}` in this draft: the rest, from here on, are not listed",
            rule.name
        ),
        span,
        label: Finding::MORE_FOLLOW.into(),
        labels: Vec::new(),
        note: rule.instead.clone(),
        fixes: Vec::new(),
    }
}
