//! Rules. A rule is one TOML file with its kind, its words, its reasons and its examples. This module reads no files and
//! prints nothing.

mod example;
mod example_format;
pub(crate) mod kinds;
mod lists;
mod load;
mod pattern;
mod profile;
mod selector;
mod setting;
mod wording;

pub use example::{Example, ExampleEncoding, Examples};
pub use kinds::Kind;
pub use load::{PLACEHOLDERS, RuleError};
pub(crate) use pattern::split_clitics;
pub use profile::Profile;
pub use selector::{RuleSelector, UnknownRule};
pub use setting::Setting;
pub(crate) use setting::{SettingError, Taken};

use crate::diagnostic::{Confidence, Severity};
use crate::toml_error::reword;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

/// A rule, as parsed from its file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The rule's name: the file's name without `.toml`.
    #[serde(skip)]
    pub name: Arc<str>,
    /// The name of the rule's family: its directory's name.
    #[serde(skip)]
    pub family: Arc<str>,
    /// The rule's kind, with its keys: what the rule looks for.
    pub kind: Kind,
    /// The profiles in which the rule runs. With none, it runs only if it is selected by name.
    #[serde(default = "default_profiles", deserialize_with = "lists::each_once")]
    pub profiles: Vec<Profile>,
    /// The settings that a newsroom may change.
    #[serde(default)]
    pub settings: Vec<Setting>,
    /// How much of a draft the rule has to see.
    pub level: RuleLevel,
    /// The default severity.
    pub severity: Severity,
    /// The severity in the profile `legal` of findings that have the default severity, if it is higher there.
    #[serde(default, rename = "legal-severity")]
    pub legal_severity: Option<Severity>,
    /// The default confidence.
    pub confidence: Confidence,
    /// The message of a finding: what is wrong, and what to do. Placeholders in braces are filled from the draft.
    pub message: String,
    /// A few words to print under the words that a finding marks.
    pub label: Arc<str>,
    /// A few words to print under a second place that explains a finding, if there is one.
    pub related: Option<Arc<str>>,
    /// What the rule finds, for the rule's page.
    pub what: String,
    /// Why it matters, for the rule's page.
    pub why: String,
    /// What to write instead.
    pub instead: Arc<str>,
    /// The newsroom standards that the rule comes from.
    pub standards: Vec<String>,
    /// The number of words in all phrases that the rule looks for, alternatives written out. It is 0 for an unchanged
    /// built-in rule.
    #[serde(skip)]
    words: u64,
    /// The text of the file before its first example.
    #[serde(skip)]
    head: Cow<'static, str>,
    /// The text of the file from its first example to its end.
    #[serde(skip)]
    examples: Cow<'static, str>,
}

/// A case in which a rule's findings have another severity than the rule itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherCase {
    /// The severity.
    pub severity: Severity,
    /// The case in words that can follow “if”.
    pub when: Option<String>,
    /// The message for this case, if it has one of its own.
    pub message: Option<String>,
}

/// How much of a draft a rule has to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleLevel {
    /// A sentence, and who speaks in it.
    Sentence,
    /// The paragraph, or the next one.
    Paragraph,
    /// The whole draft.
    Document,
}

/// The most words that the phrases of all rules may have together. A token can hold no more entries of the lexicon.
const MAX_PHRASE_WORDS: u64 = 450_000;

/// A set of rules, sorted by family and name.
#[derive(Debug, Clone)]
pub struct RuleSet {
    rules: Vec<Arc<Rule>>,
    /// The rules by name: the rule of each finding is looked up here.
    by_name: FxHashMap<Arc<str>, Arc<Rule>>,
    /// The names of the families.
    families: FxHashSet<Arc<str>>,
}

impl Rule {
    /// Parses a built-in rule from the text of its file.
    ///
    /// # Errors
    /// If the text is not valid TOML, has a key that its kind does not know, lacks a key that it needs, or has fewer than
    /// three bad and three good examples.
    pub fn parse(family: &str, name: &str, text: &str) -> Result<Self, RuleError> {
        load::parse_file(family, name, text, example_format::EXAMPLES_NEEDED)
    }

    /// Parses a newsroom's own rule from the text of its file. Unlike a built-in rule, it may have fewer than three examples
    /// of each sort, or none.
    ///
    /// # Errors
    /// The errors of [`Rule::parse`], except for missing examples. Also if the name cannot be written in an ignore comment,
    /// or if the kind is `engine`, which only built-in rules may have.
    pub fn parse_house(family: &str, name: &str, text: &str) -> Result<Self, RuleError> {
        load::parse_house_file(family, name, text)
    }

    /// Whether the rule runs in a profile.
    #[must_use]
    pub fn runs_in(&self, profile: Profile) -> bool {
        self.profiles.contains(&profile)
    }

    /// The cases in which the rule's file gives findings another severity than the rule's own, most severe first. A
    /// newsroom's settings do not change them. Parsed anew at each call, because only the rule's page needs them.
    #[must_use]
    pub fn other_cases(&self) -> Vec<OtherCase> {
        load::parse_other_cases(&self.head)
    }

    /// The text of the rule's file before its first example. Together with the newsroom's settings, it decides what the rule
    /// finds.
    #[must_use]
    pub fn head(&self) -> &str {
        &self.head
    }

    /// Parses the rule's examples anew at each call, because linting never needs them. Their spans are bytes of the whole
    /// file.
    ///
    /// # Errors
    /// If an example has an unknown key.
    pub fn examples(&self) -> Result<Examples, RuleError> {
        let start = self.head.len();
        Examples::parse(&self.examples, start).map_err(|fault| {
            let span = fault.span().unwrap_or(0..self.examples.len());
            let span = start + span.start..start + span.end;
            load::rule_error(&self.family, &self.name, "examples", &reword(fault.message()), span)
        })
    }
}

impl RuleSet {
    /// The rules compiled into the binary.
    ///
    /// # Panics
    /// Never: a test loads every built-in rule.
    #[must_use]
    pub fn builtin() -> Self {
        // Parsed once per process: several parts of a run need the rules, and parsing them takes half of the start-up time.
        static READ: LazyLock<RuleSet> = LazyLock::new(|| {
            let load = |&(family, name, text, examples): &(&str, &str, &'static str, usize)| {
                let (head, examples) = text.split_at(examples);
                load::parse_head(family, name, Cow::Borrowed(head), Cow::Borrowed(examples))
                    .expect("a test loads every built-in rule")
            };
            BUILTIN.iter().map(load).collect()
        });
        READ.clone()
    }

    /// All rules, sorted by family and name.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|rule| &**rule)
    }

    /// All rules as shared pointers, for callers that keep them: a rule may have very many phrases.
    pub(crate) fn shared(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.rules.iter()
    }

    /// Adds a rule and returns it as the set shares it.
    ///
    /// # Errors
    /// If a rule of the set has the same name, or if a rule and a family would have the same name.
    pub fn add(&mut self, rule: Rule) -> Result<Arc<Rule>, NameTaken> {
        let (name, family) = (&rule.name, &rule.family);
        if let Some(other) = self.get(name) {
            return Err(NameTaken::Rule(name.clone(), other.family.clone()));
        }
        if name == family || self.families.contains(name) {
            return Err(NameTaken::Family(name.clone()));
        }
        if self.get(family).is_some() {
            return Err(NameTaken::FamilyByRule(family.clone()));
        }
        let place = self.rules.partition_point(|other| (&other.family, &other.name) < (family, name));
        let rule = Arc::new(rule);
        self.rules.insert(place, rule.clone());
        self.by_name.insert(rule.name.clone(), rule.clone());
        self.families.insert(rule.family.clone());
        Ok(rule)
    }

    /// Replaces the rule of the same name; without one, the set is unchanged.
    #[must_use]
    pub(crate) fn replacing(mut self, rule: Rule) -> Self {
        if let Some(old) = self.by_name.get(&rule.name) {
            let place = self.rules.partition_point(|other| (&other.family, &other.name) < (&old.family, &old.name));
            let new = Arc::new(rule);
            self.rules[place] = new.clone();
            self.by_name.insert(new.name.clone(), new);
        }
        self
    }

    /// Checks that the lexicon has room for the phrases of all rules.
    ///
    /// # Errors
    /// If the phrases of all rules have more than 450,000 words together, alternatives written out. Then not all of them
    /// would be found.
    pub fn validate_budget(&self) -> Result<(), PhraseBudgetExceeded> {
        let words = self.iter().fold(0_u64, |sum, rule| sum.saturating_add(rule.words));
        match self.iter().max_by_key(|rule| rule.words) {
            Some(rule) if words > MAX_PHRASE_WORDS => Err(PhraseBudgetExceeded(rule.name.clone())),
            _ => Ok(()),
        }
    }

    /// Returns the rule of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Rule> {
        self.by_name.get(name).map(|rule| &**rule)
    }

    /// Returns the family of this name.
    fn family(&self, name: &str) -> Option<&Arc<str>> {
        self.families.get(name)
    }
}

impl FromIterator<Rule> for RuleSet {
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Self {
        let mut rules: Vec<Arc<Rule>> = rules.into_iter().map(Arc::new).collect();
        rules.sort_by(|a, b| (&a.family, &a.name).cmp(&(&b.family, &b.name)));
        // If two rules have the same name, the first one is found under it.
        let by_name = rules.iter().rev().map(|rule| (rule.name.clone(), rule.clone())).collect();
        let families = rules.iter().map(|rule| rule.family.clone()).collect();
        Self { rules, by_name, families }
    }
}

/// Why a rule cannot be added to a set: one name would mean two things.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameTaken {
    /// A rule of the set has the rule's name. Holds the name and that rule's family.
    #[error("a rule named `{0}` exists in the family `{1}`: rename this file")]
    Rule(Arc<str>, Arc<str>),
    /// A family of the set has the rule's name.
    #[error("`{0}` is the name of a family of rules: rename this file")]
    Family(Arc<str>),
    /// A rule of the set has the name of the rule's family.
    #[error("a rule named `{0}` exists, so no family can have this name: rename the directory")]
    FamilyByRule(Arc<str>),
}

/// The phrases of a set's rules have too many words. Holds the name of the rule that has the most.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("all rules together have too many phrases; `{0}` has most of them")]
pub struct PhraseBudgetExceeded(Arc<str>);

/// The profiles of a rule whose file does not list any.
fn default_profiles() -> Vec<Profile> {
    vec![Profile::Standard, Profile::Strict]
}

// `BUILTIN` has an entry for every file under `rules/`: family, name, text, and the byte at which the examples start.
include!(concat!(env!("OUT_DIR"), "/rules.rs"));

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::{hand_made, hand_made_with_settings};
