//! Runs rules over a draft.

use super::draft::{LintedDraft, SharedSpelling};
use super::sink::{FindingSink, RuleFindings};
use crate::cancel::Cancelled;
use crate::diagnostic::{Finding, Severity};
use crate::rule::Rule;
use crate::rule::kinds::CompiledRule;
use crate::text::Span;

/// How many findings of one rule with one severity a draft may have at least. More are not read by anybody.
const MOST: usize = 10_000;

/// For so many bytes of a draft one more may be found, so that long drafts may have more.
const BYTES_EACH: usize = 64;

/// How many findings of one rule with one severity a draft of so many bytes may have.
fn most(bytes: usize) -> usize {
    MOST.max(bytes / BYTES_EACH)
}

/// Runs rules over a draft. Those about spelling go first: what they alone share is large, and is dropped behind them.
///
/// Whoever waited for it no longer does where it is an error.
pub(crate) fn run_rules<'r>(
    draft: &LintedDraft<'_>,
    rules: impl Iterator<Item = &'r CompiledRule>,
) -> Result<RuleFindings, Cancelled> {
    let mut found = RuleFindings::default();
    let about_spelling = |compiled: &&CompiledRule| compiled.rule.kind.reads_spelling();
    let (spelling, others): (Vec<_>, Vec<_>) = rules.partition(about_spelling);
    let spellings = SharedSpelling::default();
    let draft_of_words = LintedDraft { spellings: &spellings, ..*draft };
    for compiled in spelling {
        run_one(&draft_of_words, compiled, &mut found);
        draft.cancel.check()?;
    }
    drop(spellings);
    for compiled in others {
        run_one(draft, compiled, &mut found);
        draft.cancel.check()?;
    }
    Ok(found)
}

fn run_one(draft: &LintedDraft<'_>, compiled: &CompiledRule, found: &mut RuleFindings) {
    let most = most(draft.document.prose.len());
    let mut sink = FindingSink { draft, rule: &compiled.rule, found, left: [most; 3], left_out: [None; 3] };
    compiled.kind.run(&mut sink);
    let severities = [Severity::Info, Severity::Warning, Severity::Error];
    for (severity, span) in severities.into_iter().zip(sink.left_out) {
        found.left_out.extend(span.map(|span| left_out(&compiled.rule, severity, span, most)));
    }
}

/// Says where findings of a rule were left out. It has the place of the first of them.
fn left_out(rule: &Rule, severity: Severity, span: Span, most: usize) -> Finding {
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
