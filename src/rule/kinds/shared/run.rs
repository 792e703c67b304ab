//! Runs rules over a draft.

use super::draft::{Draft, Spellings};
use super::sink::{Found, Sink};
use crate::cancel::Cancelled;
use crate::diagnostic::{Finding, Severity};
use crate::rule::Rule;
use crate::rule::kinds::Ready;
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
pub(crate) fn run<'r>(draft: &Draft<'_>, rules: impl Iterator<Item = &'r Ready>) -> Result<Found, Cancelled> {
    let mut found = Found::default();
    let about_spelling = |ready: &&Ready| ready.rule.kind.reads_spelling();
    let (spelling, others): (Vec<_>, Vec<_>) = rules.partition(about_spelling);
    let spellings = Spellings::default();
    let draft_of_words = Draft { spellings: &spellings, ..*draft };
    for ready in spelling {
        run_one(&draft_of_words, ready, &mut found);
        draft.cancel.check()?;
    }
    drop(spellings);
    for ready in others {
        run_one(draft, ready, &mut found);
        draft.cancel.check()?;
    }
    Ok(found)
}

fn run_one(draft: &Draft<'_>, ready: &Ready, found: &mut Found) {
    let most = most(draft.document.prose.len());
    let mut sink = Sink { draft, rule: &ready.rule, found, left: [most; 3], left_out: [None; 3] };
    ready.kind.run(&mut sink);
    let severities = [Severity::Info, Severity::Warning, Severity::Error];
    for (severity, span) in severities.into_iter().zip(sink.left_out) {
        found.left_out.extend(span.map(|span| left_out(&ready.rule, severity, span, most)));
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
