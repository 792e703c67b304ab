//! Variants: cases of a rule with a severity or a message of their own.

use super::draft::LintedDraft;
use crate::diagnostic::Severity;
use crate::text::TokenIdx;
use serde::Deserialize;

/// A case of a rule that is more or less severe than the rule's usual case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Variant {
    /// Replaces the rule's severity.
    pub severity: Severity,
    /// The case in words that can follow “if”, for the rule's page.
    pub when: Option<String>,
    /// Replaces the rule's message.
    pub message: Option<String>,
}

/// The more severe of two variants; the first if they are equally severe.
pub(crate) fn more_severe<'v>(a: Option<&'v Variant>, b: Option<&'v Variant>) -> Option<&'v Variant> {
    let weight = |v: Option<&Variant>| v.map_or(Severity::Info, |v| v.severity);
    if b.is_some() && (a.is_none() || weight(b) > weight(a)) { b } else { a }
}

/// The variant of a finding whose word is quoted, if the rule has a message for it.
pub(crate) fn in_quotation(
    draft: &LintedDraft<'_>,
    message: Option<&String>,
    at: TokenIdx,
    severity: Severity,
) -> Option<Variant> {
    let message = message.filter(|_| draft.token(at).quoted())?;
    Some(Variant { severity, when: None, message: Some(message.clone()) })
}
