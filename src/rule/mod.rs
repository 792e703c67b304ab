//! A rule: one TOML file with its kind, its words, its reasons and its examples. Knows neither files nor terminals.

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
pub(crate) use pattern::apart;
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
    /// The profiles it runs in; with none, it runs only when somebody selects it.
    #[serde(default = "most_desks", deserialize_with = "lists::each_once")]
    pub profiles: Vec<Profile>,
    /// What a newsroom may set otherwise.
    #[serde(default)]
    pub settings: Vec<Setting>,
    /// How much of a draft it has to see.
    pub level: RuleLevel,
    /// The default weight.
    pub severity: Severity,
    /// What findings with that weight weigh in the profile `legal`, if more.
    #[serde(default, rename = "legal-severity")]
    pub legal_severity: Option<Severity>,
    /// The default confidence.
    pub confidence: Confidence,
    /// What a finding says: what, and what would satisfy the rule; `{…}` is filled from the draft.
    pub message: String,
    /// What stands under a finding's words, in a few words.
    pub label: Arc<str>,
    /// What stands under a second place that explains a finding, where there is one.
    pub related: Option<Arc<str>>,
    /// What the rule finds.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What would satisfy it.
    pub instead: Arc<str>,
    /// The newsroom standards behind it.
    pub standards: Vec<String>,
    /// How many words the phrases have that it looks for, where the rule is not as it was built in.
    #[serde(skip)]
    words: u64,
    /// The cases with another severity, as the file has them.
    #[serde(skip)]
    other_cases: Arc<[OtherCase]>,
    /// The file up to its first example.
    #[serde(skip)]
    head: Cow<'static, str>,
    /// The file from its first example on.
    #[serde(skip)]
    examples: Cow<'static, str>,
}

/// A case in which a rule's findings have another severity than its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherCase {
    /// The severity.
    pub severity: Severity,
    /// What the case is, as it follows the word "if".
    pub when: Option<String>,
    /// The message, where the rule has one for the case.
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

/// So many words the phrases of all rules may have together: a token has room for no more entries of the lexicon.
const MOST_WORDS: u64 = 450_000;

/// All rules that bylint knows, by family and name.
#[derive(Debug, Clone)]
pub struct RuleSet {
    rules: Vec<Arc<Rule>>,
    /// The same: every finding asks for its rule.
    by_name: FxHashMap<Arc<str>, Arc<Rule>>,
    /// The names of their families.
    families: FxHashSet<Arc<str>>,
}

impl Rule {
    /// Reads a rule from the text of its file.
    ///
    /// # Errors
    /// When the text is not TOML, has a key that its kind does not know or lacks one that it needs, or has fewer than three
    /// bad and three good examples.
    pub fn parse(family: &str, name: &str, text: &str) -> Result<Self, RuleError> {
        load::whole(family, name, text, example_format::EXAMPLES_NEEDED)
    }

    /// Reads a rule of a newsroom's own from the text of its file. It may do with fewer examples than a built-in one.
    ///
    /// # Errors
    /// As [`Rule::parse`], examples apart; and when the name is none that an ignore comment could write, or the rule is
    /// of the kind `engine`, whose rules are built in.
    pub fn parse_house(family: &str, name: &str, text: &str) -> Result<Self, RuleError> {
        load::house(family, name, text)
    }

    /// Whether a profile has it.
    #[must_use]
    pub fn runs_in(&self, profile: Profile) -> bool {
        self.profiles.contains(&profile)
    }

    /// The cases in which the rule's file gives findings another severity than the rule's own, gravest first. A newsroom's
    /// settings do not change them.
    #[must_use]
    pub fn other_cases(&self) -> &[OtherCase] {
        &self.other_cases
    }

    /// The text of the rule's file up to its first example: all that decides what it finds, but for a newsroom's settings.
    #[must_use]
    pub fn head(&self) -> &str {
        &self.head
    }

    /// The rule's examples, read from its file at each call: linting never needs them. Their places are bytes of the
    /// whole file.
    ///
    /// # Errors
    /// When an example has an unknown key.
    pub fn examples(&self) -> Result<Examples, RuleError> {
        let start = self.head.len();
        Examples::parse(&self.examples, start).map_err(|fault| {
            let span = fault.span().unwrap_or(0..self.examples.len());
            let span = start + span.start..start + span.end;
            load::error(&self.family, &self.name, "examples", &reword(fault.message()), span)
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
        // Read once in a process: several parts of a run ask for them, and their reading is half of its start.
        static READ: LazyLock<RuleSet> = LazyLock::new(|| {
            let load = |&(family, name, text, examples): &(&str, &str, &'static str, usize)| {
                let (head, examples) = text.split_at(examples);
                load::head(family, name, Cow::Borrowed(head), Cow::Borrowed(examples))
                    .expect("a test loads every built-in rule")
            };
            BUILTIN.iter().map(load).collect()
        });
        READ.clone()
    }

    /// All rules, by family and name.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|rule| &**rule)
    }

    /// The same, to be kept: a rule may hold very many phrases.
    pub(crate) fn shared(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.rules.iter()
    }

    /// Adds a rule, and gives it back as it stands in the set.
    ///
    /// # Errors
    /// When a rule of the set has its name, or a family and a rule would have one name.
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

    /// The set with this rule in the place of the one that has its name.
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
    /// When they have more than 450,000 words together, alternatives written out: not all of them would be found.
    pub(crate) fn validate_budget(&self) -> Result<(), PhraseBudgetExceeded> {
        let words = self.iter().fold(0_u64, |sum, rule| sum.saturating_add(rule.words));
        match self.iter().max_by_key(|rule| rule.words) {
            Some(rule) if words > MOST_WORDS => Err(PhraseBudgetExceeded(rule.name.clone())),
            _ => Ok(()),
        }
    }

    /// The rule of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Rule> {
        self.by_name.get(name).map(|rule| &**rule)
    }

    /// The family of this name.
    fn family(&self, name: &str) -> Option<&Arc<str>> {
        self.families.get(name)
    }
}

impl FromIterator<Rule> for RuleSet {
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Self {
        let mut rules: Vec<Arc<Rule>> = rules.into_iter().map(Arc::new).collect();
        rules.sort_by(|a, b| (&a.family, &a.name).cmp(&(&b.family, &b.name)));
        // Of two of one name, the first of these is meant.
        let by_name = rules.iter().rev().map(|rule| (rule.name.clone(), rule.clone())).collect();
        let families = rules.iter().map(|rule| rule.family.clone()).collect();
        Self { rules, by_name, families }
    }
}

/// A rule cannot be added to a set, whose names would mean two things.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameTaken {
    /// A rule has the name.
    #[error("a rule named `{0}` exists in the family `{1}`: rename this file")]
    Rule(Arc<str>, Arc<str>),
    /// A family has the name.
    #[error("`{0}` is the name of a family of rules: rename this file")]
    Family(Arc<str>),
    /// A rule has the family's name.
    #[error("a rule named `{0}` exists, so no family can have this name: rename the directory")]
    FamilyByRule(Arc<str>),
}

/// The phrases of a set's rules have too many words; the rule that has most of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("all rules together have too many phrases; `{0}` has most of them")]
pub struct PhraseBudgetExceeded(Arc<str>);

/// Where a rule runs whose file does not say.
fn most_desks() -> Vec<Profile> {
    vec![Profile::Standard, Profile::Strict]
}

// `BUILTIN`: family, name, text, and the byte where the examples start, of every file under `rules/`.
include!(concat!(env!("OUT_DIR"), "/rules.rs"));

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::hand_made;
