//! Which case of a rule a finding is.

use super::draft::Draft;
use crate::diagnostic::Severity;
use crate::rule::kind::Variant;

/// Severity that a variant gives, for checks that pick among several.
pub(crate) fn graver<'v>(a: Option<&'v Variant>, b: Option<&'v Variant>) -> Option<&'v Variant> {
    let weight = |v: Option<&Variant>| v.map_or(Severity::Info, |v| v.severity);
    if b.is_some() && (a.is_none() || weight(b) > weight(a)) { b } else { a }
}

/// What a finding says instead if the word is quoted.
pub(crate) fn in_quotation(
    draft: &Draft<'_>,
    message: Option<&String>,
    at: u32,
    severity: Severity,
) -> Option<Variant> {
    let message = message.filter(|_| draft.token(at).quoted())?;
    Some(Variant { severity, when: None, message: Some(message.clone()) })
}
