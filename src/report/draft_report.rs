//! What a report says of one draft.

use super::hidden::Hidden;
use crate::config::FailOn;
use crate::diagnostic::Finding;
use crate::text::Source;

/// One draft, and what is shown of it.
#[derive(Debug)]
pub struct DraftReport<'a> {
    /// Its text.
    pub source: &'a Source,
    /// The findings to be shown, by place.
    pub findings: &'a [&'a Finding],
    /// Findings that are not told, by place.
    pub suppressed: &'a [Hidden<'a>],
    /// Which findings let the run fail.
    pub fail_on: FailOn,
    /// The draft's language, if it was not read because it is not English.
    pub not_read: Option<&'a str>,
}
