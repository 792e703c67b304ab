//! Runs the rules over one draft. Pure: no files, no threads, no clock; linting cannot fail.

pub mod ignore;

use crate::attribution::{Attributions, Newsroom};
use crate::check::{self, Coverage, Draft, Ready};
use crate::diagnostic::{Finding, Severity};
use crate::document::Document;
use crate::language::{Language, Lexicon};
use crate::rule::{Rule, RuleSet};
use crate::text::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The rules and word lists, ready to run; made once, shared by all threads.
#[derive(Debug)]
pub struct Linter {
    rules: RuleSet,
    ready: Vec<Ready>,
    lexicon: Lexicon,
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
        let mut lexicon = Lexicon::builtin();
        let ready = rules.iter().map(|rule| Ready::new(rule.clone(), &mut lexicon)).collect();
        Self { rules, ready, lexicon: lexicon.finish() }
    }

    /// The rules it runs.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Runs the rules over a draft.
    #[must_use]
    pub fn lint(&self, _source: &Source, document: &Document, context: &Context) -> Outcome {
        let language = Language::read(document, &self.lexicon);
        let attributions = Attributions::read(document, &language, &self.lexicon, &context.newsroom);
        let coverage = Coverage::of(&document.prose, &language, &attributions, &self.lexicon);
        let draft = Draft {
            document,
            language: &language,
            lexicon: &self.lexicon,
            attributions: &attributions,
            coverage: &coverage,
            own_outlets: &context.newsroom.own_outlets,
        };
        let mut findings = Vec::new();
        for ready in self.ready.iter().filter(|ready| enabled(&ready.rule, context)) {
            check::run(&draft, ready, &mut findings);
        }
        for finding in &mut findings {
            if let Some(&severity) = context.severity.get(&finding.rule) {
                finding.severity = severity;
            }
        }
        findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        findings.dedup_by(|a, b| a.rule == b.rule && a.span == b.span);
        Outcome { findings, suppressed: Vec::new() }
    }

    /// Reads who stands behind a draft, without running rules.
    #[must_use]
    pub fn read(&self, document: &Document, newsroom: &Newsroom) -> Attributions {
        let language = Language::read(document, &self.lexicon);
        Attributions::read(document, &language, &self.lexicon, newsroom)
    }
}

fn enabled(rule: &Rule, context: &Context) -> bool {
    context.enabled.as_ref().map_or(rule.default, |names| names.contains(&rule.name))
}
