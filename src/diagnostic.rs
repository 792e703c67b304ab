//! What bylint tells an editor: findings and fixes. Spans and words only; how they are shown is `report`'s.

use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Longest message of a finding, in characters. It may quote the draft, and a rule of a pack may have any words.
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

/// How sure the rule is that the words are what it looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Right in most drafts, wrong in some.
    Low,
    /// Seldom wrong.
    Medium,
    /// Right by the form of the words.
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

/// One place in a draft that a rule queries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's name.
    pub rule: Arc<str>,
    /// How much it weighs, as the configuration has it.
    pub severity: Severity,
    /// How sure the rule is.
    pub confidence: Confidence,
    /// One sentence: what, and what would satisfy the rule; cut after [`LONGEST_MESSAGE`] characters.
    pub message: String,
    /// The smallest phrase that an editor would strike or query; never empty.
    pub span: Span,
    /// What stands at the span itself, in a few words.
    pub label: Arc<str>,
    /// Other places that explain the finding, in the order of the draft.
    pub labels: Vec<Label>,
    /// What would satisfy the rule.
    pub note: Arc<str>,
    /// Best first.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// What stands at the place of a finding behind which others of its rule were left out.
    pub(crate) const MORE_FOLLOW: &str = "more of these follow";

    /// Whether others of its rule were left out behind it.
    #[must_use]
    pub fn stands_for_more(&self) -> bool {
        &*self.label == Self::MORE_FOLLOW
    }
}

/// A second place that explains a finding: the first mention, the source that was carried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there.
    pub text: Arc<str>,
}

/// A change that would settle a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// Whether it may be made without asking.
    pub applicability: Applicability,
    /// In the order of the draft, without overlap.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be made without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Keeps the sense of the sentence.
    Safe,
    /// An editor has to agree.
    Suggestion,
    /// An editor has to make it: the words are somebody else's, or no words at all (a quotation, code, an address).
    Manual,
}

/// One replacement in a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}
