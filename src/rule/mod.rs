//! A rule: one TOML file with its kind, its words, its reasons and its examples. Knows neither files nor terminals.

mod example;
pub mod kind;
mod layout;
mod load;
mod named;

pub use example::{Encoding, Example, Examples};
pub use kind::Kind;
pub use load::{PLACEHOLDERS, RuleError};
pub use named::{Named, UnknownRule};

use crate::diagnostic::{Confidence, Severity};
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::Arc;

/// A rule, as its file has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The file's name.
    #[serde(skip)]
    pub name: Arc<str>,
    /// The folder's name.
    #[serde(skip)]
    pub family: Arc<str>,
    /// What it looks for.
    pub kind: Kind,
    /// Whether it runs when nobody selects it.
    #[serde(default = "on")]
    pub default: bool,
    /// How much of a draft it has to see.
    pub level: Level,
    /// The default weight.
    pub severity: Severity,
    /// The default confidence.
    pub confidence: Confidence,
    /// What a finding says: what, and what would satisfy the rule; `{…}` is filled from the draft.
    pub message: String,
    /// What stands under a finding's words, in a few words.
    pub label: String,
    /// What stands under a second place that explains a finding, where there is one.
    pub related: Option<String>,
    /// What the rule finds.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What would satisfy it.
    pub instead: String,
    /// The newsroom standards behind it.
    pub standards: Vec<String>,
    /// The file from its first example on.
    #[serde(skip)]
    examples: Cow<'static, str>,
}

/// How much of a draft a rule has to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A sentence, and who speaks in it.
    Sentence,
    /// The paragraph, or the next one.
    Paragraph,
    /// The whole draft.
    Document,
}

/// All rules that bylint knows, by family and name.
#[derive(Debug, Clone)]
pub struct RuleSet {
    rules: Vec<Rule>,
}

impl Rule {
    /// Reads a rule from the text of its file.
    ///
    /// # Errors
    /// When the text is not TOML, has a key that its kind does not know or lacks one that it needs, or has fewer than three
    /// bad and three good examples.
    pub fn parse(family: &str, name: &str, text: &str) -> Result<Self, RuleError> {
        load::whole(family, name, text)
    }

    /// The rule's examples, read from its file at each call: linting never needs them.
    ///
    /// # Errors
    /// When an example has an unknown key.
    pub fn examples(&self) -> Result<Examples, RuleError> {
        toml::from_str(&self.examples).map_err(|fault| {
            let span = fault.span().unwrap_or(0..self.examples.len());
            load::error(&self.family, &self.name, "examples", fault.message(), span)
        })
    }
}

impl RuleSet {
    /// The rules compiled into the binary.
    ///
    /// # Panics
    /// Never: each is loaded by a test.
    #[must_use]
    pub fn builtin() -> Self {
        let load = |&(family, name, text, examples): &(&str, &str, &'static str, usize)| {
            let (head, examples) = text.split_at(examples);
            load::head(family, name, head, Cow::Borrowed(examples)).expect("a test loads every built-in rule")
        };
        Self { rules: BUILTIN.iter().map(load).collect() }
    }

    /// All rules, by family and name.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The rule of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| &*rule.name == name)
    }
}

impl FromIterator<Rule> for RuleSet {
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Self {
        let mut rules: Vec<Rule> = rules.into_iter().collect();
        rules.sort_by(|a, b| (&a.family, &a.name).cmp(&(&b.family, &b.name)));
        Self { rules }
    }
}

fn on() -> bool {
    true
}

// `BUILTIN`: family, name, text, and the byte where the examples start, of every file under `rules/`.
include!(concat!(env!("OUT_DIR"), "/rules.rs"));

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::hand_made;
