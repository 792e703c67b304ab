//! Collects the findings of a rule.

use super::draft::LintedDraft;
use super::message::fill_message;
use super::variant::Variant;
use crate::diagnostic::{Finding, Fix, Label};
use crate::rule::Rule;
use crate::text::{Span, TokenRange};

/// The findings of the rules that ran on a draft.
#[derive(Default)]
pub(crate) struct RuleFindings {
    /// The findings.
    pub(crate) findings: Vec<Finding>,
    /// For each rule and severity with too many findings: a finding at the first place that was left out.
    pub(crate) left_out: Vec<Finding>,
}

/// Receives the places that a rule reports and makes findings with the rule's texts of them.
pub(crate) struct FindingSink<'a, 'd> {
    /// The draft that the rule runs on.
    pub(crate) draft: &'a LintedDraft<'d>,
    /// The rule that runs.
    pub(crate) rule: &'a Rule,
    /// The findings of all rules so far.
    pub(crate) found: &'a mut RuleFindings,
    /// How many more findings of each severity are accepted.
    pub(crate) remaining: [usize; 3],
    /// The span of the first finding of each severity that was left out.
    pub(crate) left_out: [Option<Span>; 3],
}

/// The parts of a finding that differ from the rule's defaults.
#[derive(Default)]
pub(crate) struct FindingExtras<'a> {
    /// The case of the rule; `None` for the rule itself.
    pub(crate) variant: Option<&'a Variant>,
    /// Values of the placeholders of the rule's message.
    pub(crate) fill: Vec<(&'static str, String)>,
    /// The tokens of a second place that explains the finding.
    pub(crate) related: Option<TokenRange>,
    pub(crate) fixes: Vec<Fix>,
}

impl FindingSink<'_, '_> {
    /// Reports tokens, whose words are the value of `{text}` in the message.
    pub(crate) fn push(&mut self, tokens: TokenRange, extras: FindingExtras<'_>) {
        let words = self.draft.words(tokens);
        self.push_at(self.draft.span(tokens), words, extras);
    }

    /// Reports a span. `words` is the value of `{text}` in the message.
    pub(crate) fn push_at(&mut self, span: Span, words: &str, extras: FindingExtras<'_>) {
        if span.is_empty() {
            return;
        }
        let rule = self.rule;
        let severity = extras.variant.map_or(rule.severity, |v| v.severity);
        let remaining = &mut self.remaining[severity as usize];
        if *remaining == 0 {
            let first = self.left_out[severity as usize].get_or_insert(span);
            *first = span.min(*first);
            return;
        }
        *remaining -= 1;
        let template = extras.variant.and_then(|v| v.message.as_ref()).unwrap_or(&rule.message);
        let labels = extras.related.map(|related| Label {
            span: self.draft.span(related),
            text: rule.related.clone().unwrap_or_else(|| rule.label.clone()),
        });
        let mut fixes = extras.fixes;
        // The tokens are not quite in the order of the file: an image's alternative text comes after the paragraph around
        // it.
        for fix in &mut fixes {
            fix.edits.sort_unstable_by_key(|edit| edit.span);
        }
        self.found.findings.push(Finding {
            rule: rule.name.clone(),
            severity,
            confidence: rule.confidence,
            message: fill_message(template, words, &extras.fill),
            span,
            label: rule.label.clone(),
            labels: labels.into_iter().filter(|label| !label.span.is_empty()).collect(),
            note: rule.instead.clone(),
            fixes,
        });
    }
}
