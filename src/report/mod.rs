//! Reports of findings, speakers and rules. Each format has a module, with its own structs.
//!
//! Reports are written to memory, so that many threads can write them; `cli` prints them in order. These modules do not use
//! the terminal. Only [`audit`] uses the engine, for the states of suppressions.

pub mod audit;
mod baseline;
mod checkstyle;
pub mod diff;
mod draft_report;
mod excerpt;
pub mod explained;
mod fingerprint;
mod format;
mod github;
mod gitlab;
mod hidden;
pub mod html;
mod human;
pub mod json;
mod json_lines;
mod junit;
pub mod markdown;
mod rdjson;
pub mod rules;
pub mod rules_page;
mod sanitize;
mod sarif;
mod settings;
mod short;
pub mod sources;
mod sourcing_view;
mod table;
mod tally;
mod terms;
mod xml;

pub use baseline::baseline;
pub use draft_report::DraftReport;
pub use format::{DraftSummary, Format, Report};
pub use github::failure as github_failure;
pub use hidden::{Hidden, HiddenBy};
pub use human::Human;
pub use sanitize::{Colors, lines, one_line, path};
pub use settings::settings;
#[cfg(feature = "lsp")]
pub(crate) use sourcing_view::{Shares, people_with_names};
pub use sourcing_view::{SourcingView, tier_description};
#[cfg(feature = "lsp")]
pub(crate) use tally::counted;
pub use tally::{Counts, Fixes, Tally};

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Applicability, Confidence, Edit, Finding, Fix, Severity};
    use crate::text::Span;

    /// A draft with one finding each of two rules.
    pub(super) const DRAFT: &str = "🙂 The minister refuted it.\n\nCritics say it goes too far.\n";

    /// The findings in a text that has words of [`DRAFT`].
    pub(super) fn findings(text: &str) -> Vec<Finding> {
        let all = |rule: &'static str, words: [&'static str; 2], severity| {
            let places =
                words.into_iter().flat_map(|words| text.match_indices(words).map(|(at, words)| (at, words.len())));
            places.map(move |(at, len)| Finding {
                rule: rule.into(),
                severity,
                confidence: Confidence::High,
                message: format!("{rule}: “{}”", &text[at..at + len]),
                span: Span::new(at, at + len),
                label: "".into(),
                labels: Vec::new(),
                note: "Ask.".into(),
                fixes: vec![Fix {
                    applicability: Applicability::Suggestion,
                    edits: vec![Edit { span: Span::new(at, at + len), text: "denied".into() }],
                }],
            })
        };
        let mut found: Vec<Finding> = all("misused-refute", ["refuted", "refutes"], Severity::Error)
            .chain(all("vague-attribution", ["Critics say", "Critics\nsay"], Severity::Warning))
            .collect();
        found.sort_by_key(|finding| finding.span);
        found
    }
}
