//! A rule for tests.

/// A rule that replaces `mayor`.
pub(crate) const RULE: &str = "\
kind = 'substitution'
level = 'sentence'
severity = 'warning'
confidence = 'high'
message = '{text}: write {fix}'
label = 'house style'
what = 'Finds a phrase.'
why = 'The desk has decided so.'
instead = 'Write otherwise.'
standards = []
swap.mayor = 'head'
";
