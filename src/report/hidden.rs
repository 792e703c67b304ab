//! Findings that a report does not count.

use crate::diagnostic::Finding;

/// A finding that is not told.
#[derive(Clone, Copy, Debug)]
pub struct Hidden<'a> {
    /// What was found.
    pub finding: &'a Finding,
    /// Why it is not told.
    pub by: HiddenBy<'a>,
}

/// Why a finding is not told.
#[derive(Clone, Copy, Debug)]
pub enum HiddenBy<'a> {
    /// A comment of the draft, or its front matter, says so, for this reason.
    Comment(&'a str),
    /// The baseline of this name knows it.
    Baseline(&'a str),
}
