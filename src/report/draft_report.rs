//! The input of a report for one draft.

use super::hidden::Hidden;
use crate::config::FailOn;
use crate::diagnostic::Finding;
use crate::text::Source;

/// One draft, with the findings to report.
#[derive(Debug)]
pub struct DraftReport<'a> {
    /// The text of the draft.
    pub source: &'a Source,
    /// The findings to show, by position.
    pub findings: &'a [&'a Finding],
    /// The hidden findings, by position.
    pub suppressed: &'a [Hidden<'a>],
    /// The severities that make the run fail.
    pub fail_on: FailOn,
    /// The language of the draft, if it was skipped because it is not English.
    pub not_read: Option<&'a str>,
}
