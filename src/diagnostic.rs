//! Findings and fixes, as spans and words. The module `report` decides how they are shown.

use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The maximum length of a finding's message, in characters. A message may quote the draft, and a house rule may have a long one.
pub const LONGEST_MESSAGE: usize = 400;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Style.
    Info,
    /// An editor should look.
    Warning,
    /// An editor must decide before publication.
    Error,
}

impl Severity {
    /// The name in reports and in configuration files: "info", "warning" or "error".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How often a rule is right about the words that it reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Right in most drafts, wrong in some.
    Low,
    /// Seldom wrong.
    Medium,
    /// Right because the form of the words decides it.
    High,
}

impl Confidence {
    /// The name in reports and in rule files: "low", "medium" or "high".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// One place in a draft that a rule reports. `Analysis::position` has the line and column of its span.
///
/// ```
/// let linter = bylint::Linter::builder().build()?;
/// let analysis = linter.analyze(&bylint::Draft::markdown("a.md", "The gate is shut, sources said.\n"), None)?;
/// let finding = &analysis.findings()[0];
/// assert!(finding.severity > bylint::Severity::Warning);
/// let position = analysis.position(finding.span.start);
/// assert_eq!((position.line, position.column), (1, 19));
/// # Ok::<(), bylint::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's name.
    pub rule: Arc<str>,
    /// The severity: the rule's own, or the one that the configuration sets.
    pub severity: Severity,
    /// How often the rule is right.
    pub confidence: Confidence,
    /// One sentence: what is wrong, and what would satisfy the rule. Cut after 400 characters.
    pub message: String,
    /// The shortest phrase that an editor would delete or question; never empty.
    pub span: Span,
    /// A few words to show at the span.
    pub label: Arc<str>,
    /// Other places that explain the finding, in the order of the draft.
    pub labels: Vec<Label>,
    /// What would satisfy the rule.
    pub note: Arc<str>,
    /// The fixes, best first.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// The label of a finding that says that further findings of its rule were left out.
    pub(crate) const MORE_FOLLOW: &str = "more of these follow";

    /// Whether the finding says that further findings of its rule were left out.
    #[must_use]
    pub fn stands_for_more(&self) -> bool {
        &*self.label == Self::MORE_FOLLOW
    }
}

/// A second place that explains a finding: the first mention, the source that was carried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words to show at the place.
    pub text: Arc<str>,
}

/// A change that would resolve a finding.
///
/// ```
/// let linter = bylint::Linter::builder().build()?;
/// let text = "The the gate was shut, Ada Brook said.\n";
/// let analysis = linter.analyze(&bylint::Draft::markdown("a.md", text), None)?;
/// let fix = &analysis.findings()[0].fixes[0];
/// assert_eq!(fix.applicability, bylint::Applicability::Safe);
/// assert_eq!((&text[fix.edits[0].span.range()], &*fix.edits[0].text), (" the", ""));
/// # Ok::<(), bylint::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// Whether the fix may be applied without asking an editor.
    pub applicability: Applicability,
    /// The edits, in the order of the draft and without overlap.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied without asking an editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// The fix keeps the meaning of the sentence.
    Safe,
    /// An editor has to agree to the fix.
    Suggestion,
    /// An editor has to make the change, because it touches a quotation, code, an address or markup.
    Manual,
}

/// One replacement in a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes to replace; empty for an insertion.
    pub span: Span,
    /// The replacement.
    pub text: String,
}
