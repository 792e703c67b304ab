//! `bylint.toml` and what it builds on: from texts to the settings of a draft. Pure: [`ConfigFiles`] supplies the files.
//!
//! [`ConfigLayers`] is what the files say, [`ConfigResolver`] what applies to a draft.

mod addition;
mod error;
mod file;
mod glob;
mod house;
mod layer;
mod load;
mod packs;
mod patterns;
mod raw;
mod reader;
mod resolve;
mod schema;
mod schema_parts;
mod selector;
mod template;

pub use addition::{Addable, add, add_line, file_of};
pub use error::ConfigError;
pub use glob::without_alternatives;
pub use house::{References, references};
pub use layer::{FileSpan, Layer, List, Lists, Located, names};
pub use load::{ConfigFiles, ConfigLayers, FileFaults, InvalidConfig, PackRules};
pub use packs::add_rule;
pub use patterns::PathPatterns;
pub use resolve::{
    ConfigResolver, ContradictorySettings, MatchedOverrides, RuleSettings, TooManyPatterns, rule_settings,
};
pub use schema::schema;
pub use selector::{ConditionalLayer, Fields, OverrideSelector};
pub use template::{Start, template};

use crate::attribution::Newsroom;
use crate::diagnostic::Severity;
use crate::language::HouseSpelling;
use crate::rule::{Profile, Rule, RuleSelector, RuleSet};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a newsroom has settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Whose drafts they are.
    pub newsroom: Newsroom,
    /// The set of rules that runs where nothing is selected.
    pub profile: Profile,
    /// What runs; the profile's rules when empty.
    pub select: Vec<RuleSelector>,
    /// What does not run.
    pub ignore: Vec<RuleSelector>,
    /// Whose findings no baseline may hold.
    pub never_baselined: Vec<RuleSelector>,
    /// Weights that stand over the rules' own.
    pub severity: BTreeMap<RuleSelector, Level>,
    /// The weight from which a finding fails the run.
    pub fail_on: Option<FailOn>,
    /// The weight from which a finding is shown.
    pub min_severity: Option<Severity>,
    /// The language of drafts that do not say theirs: a BCP 47 tag.
    pub language: Option<String>,
    /// Which of the spellings that English allows the drafts keep to.
    pub spelling: HouseSpelling,
    /// Statements that need no source any more.
    pub settled_facts: Vec<String>,
}

/// The severity of a rule, or `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// An editor must decide before publication.
    Error,
    /// An editor should look.
    Warning,
    /// Style.
    Info,
    /// The rule does not run.
    Off,
}

/// The lowest severity that gives exit code 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    #[default]
    Warning,
    /// Any finding.
    Info,
    /// Never.
    Never,
}

/// What the command line says over any configuration.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Runs this profile instead of the configuration's and of what it selects.
    pub profile: Option<Profile>,
    /// Runs these instead of what the configuration selects.
    pub select: Vec<RuleSelector>,
    /// Does not run these either.
    pub ignore: Vec<RuleSelector>,
    /// More names of the newsroom itself.
    pub own_outlets: Vec<String>,
    /// More partners.
    pub partners: Vec<String>,
    /// Instead of the configuration's.
    pub fail_on: Option<FailOn>,
    /// Instead of the configuration's.
    pub min_severity: Option<Severity>,
}

/// What the text of a `bylint.toml` says, in its order: first of all drafts, then override by override. What it builds on
/// is in its [`references`]; `file` is the number by which its places are known.
///
/// # Errors
/// Every fault that can be told apart: one when the text is no TOML or has a key or value of the wrong kind, else all
/// names of rules that do not exist and all values that make no sense. Never an empty list.
pub fn steps(text: &str, file: usize, rules: &RuleSet) -> Result<Vec<ConditionalLayer>, Vec<ConfigError>> {
    file::read(text, file, Known { rules, all: true })
}

/// What is wrong with a file whose rules could not all be read: no name of a rule is taken for an unknown one.
#[must_use]
pub fn faults_with_some_rules(text: &str, file: usize, rules: &RuleSet) -> Vec<ConfigError> {
    file::read(text, file, Known { rules, all: false }).err().unwrap_or_default()
}

/// The rules that a file can name.
#[derive(Clone, Copy)]
struct Known<'r> {
    rules: &'r RuleSet,
    /// Whether there are no others. Otherwise a name that none of them has may be that of a rule.
    all: bool,
}

impl Default for Config {
    fn default() -> Self {
        Layer::default().config()
    }
}

/// Whose findings no baseline may hold if nothing is said: an ignore is a decision already, and what is wrong with it is
/// no fault of the archive.
fn never_baselined() -> Vec<RuleSelector> {
    vec![RuleSelector::Family("suppression".into())]
}

impl Config {
    /// These settings with the command line's over them. What is selected there is selected alone: what the
    /// configuration selects, ignores or turns off no longer counts. A profile takes the place of the configuration's profile
    /// and selection; what that ignores and weighs still counts.
    #[must_use]
    pub fn overridden(mut self, by: &Overrides) -> Self {
        if let Some(profile) = by.profile {
            self.profile = profile;
            self.select.clear();
        }
        if !by.select.is_empty() {
            self.select.clone_from(&by.select);
            self.ignore.clear();
            self.severity.retain(|_, level| *level != Level::Off);
        }
        self.ignore.extend_from_slice(&by.ignore);
        self.newsroom.own_outlets.extend_from_slice(&by.own_outlets);
        self.newsroom.partners.extend_from_slice(&by.partners);
        self.fail_on = by.fail_on.or(self.fail_on);
        self.min_severity = by.min_severity.or(self.min_severity);
        self
    }

    /// The names of the rules that run. A rule's own name counts more than its family's: of an ignored family, a rule
    /// that is selected by name still runs.
    #[must_use]
    pub fn enabled(&self, rules: &RuleSet) -> BTreeSet<Arc<str>> {
        rules.iter().filter(|rule| self.runs(rule)).map(|rule| rule.name.clone()).collect()
    }

    /// The weights that stand over the rules' own, by rule name.
    #[must_use]
    pub fn severities(&self, rules: &RuleSet) -> BTreeMap<Arc<str>, Severity> {
        let weight = |rule: &Rule| Some((rule.name.clone(), self.level(rule)?.1.severity()?));
        rules.iter().filter_map(weight).collect()
    }

    fn runs(&self, rule: &Rule) -> bool {
        let (own, family) = (RuleSelector::Rule(rule.name.clone()), RuleSelector::Family(rule.family.clone()));
        let off = self.level(rule).filter(|(_, level)| *level == Level::Off).map(|(named, _)| named);
        let ignored = |named: &RuleSelector| self.ignore.contains(named) || off.as_ref() == Some(named);
        if ignored(&own) {
            return false;
        }
        if self.select.contains(&own) {
            return true;
        }
        let selected = if self.select.is_empty() { rule.runs_in(self.profile) } else { self.select.contains(&family) };
        selected && !ignored(&family)
    }

    /// The level set for a rule, and whether by its own name or its family's.
    fn level(&self, rule: &Rule) -> Option<(RuleSelector, Level)> {
        [RuleSelector::Rule(rule.name.clone()), RuleSelector::Family(rule.family.clone())]
            .into_iter()
            .find_map(|named| self.severity.get(&named).map(|&level| (named, level)))
    }
}

impl Level {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Off => None,
        }
    }
}

impl FailOn {
    /// Whether a finding of this weight fails the run.
    #[must_use]
    pub fn reached_by(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => true,
            Self::Never => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::hand_made;

    fn rules() -> RuleSet {
        hand_made(&[
            "sourcing/anonymous-source",
            "sourcing/unnamed-outlet",
            "wording/loaded-verb",
            "wording/misused-refute",
        ])
    }

    /// What a file without overrides says.
    fn parse(text: &str) -> Config {
        let steps = steps(text, 0, &rules()).expect("the test's configuration is sound");
        steps[0].layer.config()
    }

    fn named(names: &[&str]) -> Vec<RuleSelector> {
        names.iter().map(|name| RuleSelector::find(name, &rules()).expect("the test's names exist")).collect()
    }

    /// The rules that run under a configuration, with `--select` and `--ignore` over it.
    fn enabled(config: &str, select: &[&str], ignore: &[&str]) -> String {
        let config = parse(config);
        let over = Overrides { select: named(select), ignore: named(ignore), ..Overrides::default() };
        let enabled = config.overridden(&over).enabled(&rules());
        enabled.iter().map(|name| &**name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn rules_are_chosen() {
        let all = "anonymous-source loaded-verb misused-refute unnamed-outlet";
        for (config, select, ignore, expected) in [
            ("", vec![], vec![], all),
            ("rules.select = ['sourcing']", vec![], vec![], "anonymous-source unnamed-outlet"),
            (
                "rules.select = ['sourcing', 'loaded-verb']",
                vec![],
                vec![],
                "anonymous-source loaded-verb unnamed-outlet",
            ),
            ("rules.ignore = ['wording']", vec![], vec![], "anonymous-source unnamed-outlet"),
            // A rule's own name counts more than its family's, whichever list it stands in.
            ("rules = { select = ['wording'], ignore = ['loaded-verb'] }", vec![], vec![], "misused-refute"),
            ("rules = { select = ['loaded-verb'], ignore = ['wording'] }", vec![], vec![], "loaded-verb"),
            ("rules.severity = { wording = 'off' }", vec![], vec![], "anonymous-source unnamed-outlet"),
            (
                "rules.severity = { wording = 'off', loaded-verb = 'info' }",
                vec![],
                vec![],
                &all.replace(" misused-refute", ""),
            ),
            // The command line's selection stands alone, its ignores add to the configuration's.
            ("rules.select = ['sourcing']", vec!["loaded-verb"], vec![], "loaded-verb"),
            ("rules.ignore = ['loaded-verb']", vec!["wording"], vec![], "loaded-verb misused-refute"),
            ("rules.severity.loaded-verb = 'off'", vec!["loaded-verb"], vec![], "loaded-verb"),
            ("rules.ignore = ['sourcing']", vec![], vec!["loaded-verb"], "misused-refute"),
            ("", vec!["wording"], vec!["loaded-verb"], "misused-refute"),
            ("", vec!["loaded-verb"], vec!["loaded-verb"], ""),
        ] {
            assert_eq!(enabled(config, &select, &ignore), expected, "{config} --select {select:?} --ignore {ignore:?}");
        }
    }

    #[test]
    fn a_rule_that_is_off_by_default_runs_when_selected() {
        let mut quiet = rules().get("loaded-verb").expect("the rule is there").clone();
        quiet.profiles.clear();
        for (config, runs) in
            [("", false), ("rules.select = ['wording']", true), ("rules.select = ['loaded-verb']", true)]
        {
            let config = parse(config);
            assert_eq!(config.runs(&quiet), runs, "{config:?}");
        }
    }

    #[test]
    fn weights_are_taken_from_the_rule_before_the_family() {
        let config = "rules.severity = { wording = 'error', loaded-verb = 'info', unnamed-outlet = 'off' }";
        let severities = parse(config).severities(&rules());
        let expected = [("loaded-verb", Severity::Info), ("misused-refute", Severity::Error)];
        assert_eq!(severities, expected.map(|(name, severity)| (name.into(), severity)).into());
    }

    #[test]
    fn the_command_line_adds_to_the_newsroom() {
        let config = "newsroom = { own-outlets = ['The Gazette'], state-media = ['Radio Harbour'] }\nfail-on = 'error'";
        let over = Overrides {
            own_outlets: vec!["Gazette Radio".into()],
            partners: vec!["AP".into()],
            min_severity: Some(Severity::Error),
            ..Overrides::default()
        };
        let config = parse(config).overridden(&over);
        assert_eq!(config.newsroom.own_outlets, ["The Gazette", "Gazette Radio"]);
        assert_eq!(config.newsroom.partners, ["AP"]);
        assert_eq!(config.newsroom.state_media, ["Radio Harbour"]);
        assert_eq!((config.fail_on, config.min_severity), (Some(FailOn::Error), Some(Severity::Error)));
    }

    #[test]
    fn a_run_fails_from_the_weight_that_was_set() {
        let reached = |fail_on: FailOn| {
            [Severity::Info, Severity::Warning, Severity::Error].map(|severity| u8::from(fail_on.reached_by(severity)))
        };
        assert_eq!(
            [FailOn::Info, FailOn::Warning, FailOn::Error, FailOn::Never].map(reached),
            [[1, 1, 1], [0, 1, 1], [0, 0, 1], [0, 0, 0]]
        );
    }
}
