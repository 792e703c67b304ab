//! Runs the rules over one draft. Pure: no files, no threads, no clock; linting cannot fail.

pub mod ignore;

use crate::attribution::{Attributions, Newsroom};
use crate::diagnostic::{Finding, Severity};
use crate::document::Document;
use crate::rule::RuleSet;
use crate::text::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The rules and word lists, ready to run; made once, shared by all threads.
#[derive(Debug)]
pub struct Linter {
    rules: RuleSet,
}

/// What holds for one run over a draft.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Whose draft it is.
    pub newsroom: Newsroom,
    /// The rules to run, by name; `None` runs all that are on by default.
    pub enabled: Option<BTreeSet<Arc<str>>>,
    /// Severities that stand over the rules' own, by rule name.
    pub severity: BTreeMap<Arc<str>, Severity>,
    /// The draft's language where the draft does not say: a BCP 47 tag.
    pub language: Option<String>,
}

/// What linting one draft gave.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// By place, then by rule name.
    pub findings: Vec<Finding>,
    /// Findings that an ignore comment covers.
    pub suppressed: Vec<Finding>,
}

impl Linter {
    /// Makes a linter of a set of rules.
    #[must_use]
    pub fn new(rules: RuleSet) -> Self {
        Self { rules }
    }

    /// The rules it runs.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Runs the rules over a draft.
    #[must_use]
    pub fn lint(&self, _source: &Source, _document: &Document, _context: &Context) -> Outcome {
        Outcome::default()
    }

    /// Reads who stands behind a draft, without running rules.
    #[must_use]
    pub fn read(&self, _document: &Document, _newsroom: &Newsroom) -> Attributions {
        Attributions::default()
    }
}
