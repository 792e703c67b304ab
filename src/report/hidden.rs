//! Findings that are suppressed or in a baseline: a report does not count them.

use crate::diagnostic::Finding;

/// A finding that is suppressed or in a baseline.
#[derive(Clone, Copy, Debug)]
pub struct Hidden<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The reason why it is hidden.
    pub by: HiddenBy<'a>,
}

/// The reason why a finding is hidden.
#[derive(Clone, Copy, Debug)]
pub enum HiddenBy<'a> {
    /// A suppression in a comment or in front matter, with its reason.
    Comment(&'a str),
    /// An entry in the baseline with this file name.
    Baseline(&'a str),
}
