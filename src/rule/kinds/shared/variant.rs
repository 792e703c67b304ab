//! Which case of a rule a finding is.

use super::draft::LintedDraft;
use crate::diagnostic::Severity;
use serde::Deserialize;

/// What a rule says differently where a case is graver, or lighter, than the common one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Variant {
    /// In place of the rule's severity.
    pub severity: Severity,
    /// What the case is, for the rule's page: it follows the word "if".
    pub when: Option<String>,
    /// In place of the rule's message.
    pub message: Option<String>,
}

/// Severity that a variant gives, for checks that pick among several.
pub(crate) fn graver<'v>(a: Option<&'v Variant>, b: Option<&'v Variant>) -> Option<&'v Variant> {
    let weight = |v: Option<&Variant>| v.map_or(Severity::Info, |v| v.severity);
    if b.is_some() && (a.is_none() || weight(b) > weight(a)) { b } else { a }
}

/// What a finding says instead if the word is quoted.
pub(crate) fn in_quotation(
    draft: &LintedDraft<'_>,
    message: Option<&String>,
    at: u32,
    severity: Severity,
) -> Option<Variant> {
    let message = message.filter(|_| draft.token(at).quoted())?;
    Some(Variant { severity, when: None, message: Some(message.clone()) })
}
