//! A rule: one TOML file with its kind, its words, its reasons and its examples. Knows neither files nor terminals.

mod named;

pub use named::{Named, UnknownRule};

use crate::diagnostic::{Confidence, Severity};
use std::sync::Arc;

/// A rule, as its file has it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The file's name.
    pub name: Arc<str>,
    /// The folder's name.
    pub family: Arc<str>,
    /// The default weight.
    pub severity: Severity,
    /// The default confidence.
    pub confidence: Confidence,
    /// Whether it runs when nothing was selected.
    pub default: bool,
    /// What a finding says; `{…}` is filled from the draft.
    pub message: String,
    /// What the rule finds.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What would satisfy it.
    pub instead: String,
    /// The newsroom standards behind it.
    pub standards: Vec<String>,
    /// Where it must fire.
    pub bad: Vec<Example>,
    /// Where it must stay silent.
    pub good: Vec<Example>,
}

/// A text that a rule must find something in, or must leave alone.
#[derive(Debug, Clone)]
pub struct Example {
    /// The draft, in Markdown, with `[[…]]` around what a bad example must find.
    pub text: String,
    /// The draft after the first fix, where there is an honest one.
    pub fix: Option<String>,
    /// Other sentence-level rules that fire on it.
    pub also: Vec<String>,
}

/// All rules that bylint knows, by family and name.
#[derive(Debug, Clone)]
pub struct RuleSet {
    pub(crate) rules: Vec<Rule>,
}

impl RuleSet {
    /// The rules compiled into the binary.
    #[must_use]
    pub fn builtin() -> Self {
        Self { rules: Vec::new() }
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

/// Rules to test with, by "family/name": warnings without words of their own.
#[cfg(test)]
pub(crate) fn hand_made(names: &[&str]) -> RuleSet {
    let rule = |path: &&str| {
        let (family, name) = path.split_once('/').expect("a test names family and rule");
        Rule {
            name: name.into(),
            family: family.into(),
            severity: Severity::Warning,
            confidence: Confidence::Medium,
            default: true,
            message: String::new(),
            what: String::new(),
            why: String::new(),
            instead: String::new(),
            standards: Vec::new(),
            bad: Vec::new(),
            good: Vec::new(),
        }
    };
    RuleSet { rules: names.iter().map(rule).collect() }
}
