//! Configuration: from the text of `bylint.toml` and of the files that it builds on to the settings of a draft. Pure:
//! [`ConfigFiles`] supplies the files.
//!
//! [`ConfigLayers`] holds the contents of all files. [`ConfigResolver`] finds the settings that apply to a draft.

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
pub use selector::{ConditionalLayer, FrontMatterFields, OverrideSelector};
pub use template::{InitValues, template};

use crate::attribution::Newsroom;
use crate::diagnostic::Severity;
use crate::language::HouseSpelling;
use crate::rule::{Profile, Rule, RuleSelector, RuleSet};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The settings of a draft, as a newsroom has configured them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The newsroom that the drafts belong to.
    pub newsroom: Newsroom,
    /// The set of rules that runs if `select` is empty.
    pub profile: Profile,
    /// Rules and families that run; if empty, those of the profile run.
    pub select: Vec<RuleSelector>,
    /// Rules and families that do not run.
    pub ignore: Vec<RuleSelector>,
    /// Rules and families whose findings are never put into a baseline.
    pub never_baselined: Vec<RuleSelector>,
    /// Severities that override those of the rules.
    pub severity: BTreeMap<RuleSelector, Level>,
    /// The lowest severity of a finding that fails the run.
    pub fail_on: Option<FailOn>,
    /// The lowest severity of a finding that is shown.
    pub min_severity: Option<Severity>,
    /// The language of drafts whose front matter names none: a BCP 47 tag.
    pub language: Option<String>,
    /// The spelling of the drafts: British, American, or what each draft mostly uses.
    pub spelling: HouseSpelling,
    /// Statements that no longer need a source.
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

/// The settings of the command line, which override any configuration.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Replaces the profile and the selected rules of the configuration.
    pub profile: Option<Profile>,
    /// Rules and families that run instead of those that the configuration selects.
    pub select: Vec<RuleSelector>,
    /// Further rules and families that do not run.
    pub ignore: Vec<RuleSelector>,
    /// Further names of the newsroom itself.
    pub own_outlets: Vec<String>,
    /// Further partners.
    pub partners: Vec<String>,
    /// Replaces the configuration's value.
    pub fail_on: Option<FailOn>,
    /// Replaces the configuration's value.
    pub min_severity: Option<Severity>,
}

/// Parses the text of a `bylint.toml` into layers: first the one for all drafts, then one for each override, in the order of
/// the text. `file` is the number of the file, for places. The files that it builds on are not read; [`references`] finds them.
///
/// # Errors
/// When the text is invalid: the first fault if it is not TOML, or has an unknown key or a value of the wrong type; otherwise
/// all rule names that do not exist and all invalid values. The list of faults is never empty.
pub fn parse_layers(text: &str, file: usize, rules: &RuleSet) -> Result<Vec<ConditionalLayer>, Vec<ConfigError>> {
    file::parse(text, file, KnownRules { rules, is_complete: true })
}

/// Returns the faults of a file if not all rules could be read. Unknown rule names are not reported, because they may be the
/// names of rules that could not be read.
#[must_use]
pub fn faults_with_some_rules(text: &str, file: usize, rules: &RuleSet) -> Vec<ConfigError> {
    file::parse(text, file, KnownRules { rules, is_complete: false }).err().unwrap_or_default()
}

/// The rules that a file can name.
#[derive(Clone, Copy)]
struct KnownRules<'r> {
    rules: &'r RuleSet,
    /// Whether these are all rules. Otherwise an unknown name may be that of a rule that could not be read.
    is_complete: bool,
}

impl Default for Config {
    fn default() -> Self {
        Layer::default().config()
    }
}

/// The default of [`Config::never_baselined`]: the rules about suppressions. A suppression is itself a decision to accept a
/// finding, so its faults do not belong to those of old drafts.
fn never_baselined() -> Vec<RuleSelector> {
    vec![RuleSelector::Family("suppression".into())]
}

impl Config {
    /// Overrides these settings by those of the command line. If it selects rules, only these run: the rules that the
    /// configuration selects, ignores or turns off no longer count. A profile replaces the profile and the selected rules of
    /// the configuration; its ignored rules and its severities still count.
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

    /// Returns the names of the rules that run. A rule's own name has precedence over its family's: a rule that is selected by
    /// its own name runs even if its family is ignored.
    #[must_use]
    pub fn enabled(&self, rules: &RuleSet) -> BTreeSet<Arc<str>> {
        rules.iter().filter(|rule| self.runs(rule)).map(|rule| rule.name.clone()).collect()
    }

    /// Returns the severities that override those of the rules, by rule name.
    #[must_use]
    pub fn severities(&self, rules: &RuleSet) -> BTreeMap<Arc<str>, Severity> {
        let severity_of = |rule: &Rule| Some((rule.name.clone(), self.level(rule)?.1.severity()?));
        rules.iter().filter_map(severity_of).collect()
    }

    fn runs(&self, rule: &Rule) -> bool {
        let (own, family) = (RuleSelector::Rule(rule.name.clone()), RuleSelector::Family(rule.family.clone()));
        let off = self.level(rule).filter(|(_, level)| *level == Level::Off).map(|(selector, _)| selector);
        let ignored = |selector: &RuleSelector| self.ignore.contains(selector) || off.as_ref() == Some(selector);
        if ignored(&own) {
            return false;
        }
        if self.select.contains(&own) {
            return true;
        }
        let selected = if self.select.is_empty() { rule.runs_in(self.profile) } else { self.select.contains(&family) };
        selected && !ignored(&family)
    }

    /// Returns the level that is set for a rule, and the name for which it is set: the rule's own or its family's.
    fn level(&self, rule: &Rule) -> Option<(RuleSelector, Level)> {
        [RuleSelector::Rule(rule.name.clone()), RuleSelector::Family(rule.family.clone())]
            .into_iter()
            .find_map(|selector| self.severity.get(&selector).map(|&level| (selector, level)))
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
    /// Whether a finding of this severity fails the run.
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
        hand_made(&["sourcing/april-rain", "sourcing/winter-fog", "wording/light-snow", "wording/march-hail"])
    }

    /// Returns the settings of a file without overrides.
    fn parse(text: &str) -> Config {
        let steps = parse_layers(text, 0, &rules()).expect("the test's configuration is sound");
        steps[0].layer.config()
    }

    fn selectors(names: &[&str]) -> Vec<RuleSelector> {
        names.iter().map(|name| RuleSelector::find(name, &rules()).expect("the test's names exist")).collect()
    }

    /// Returns the rules that run under a configuration that `--select` and `--ignore` override.
    fn enabled(config: &str, select: &[&str], ignore: &[&str]) -> String {
        let config = parse(config);
        let overrides = Overrides { select: selectors(select), ignore: selectors(ignore), ..Overrides::default() };
        let enabled = config.overridden(&overrides).enabled(&rules());
        enabled.iter().map(|name| &**name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn select_and_ignore_choose_the_rules_that_run() {
        let all = "april-rain light-snow march-hail winter-fog";
        for (config, select, ignore, expected) in [
            ("", vec![], vec![], all),
            ("rules.select = ['sourcing']", vec![], vec![], "april-rain winter-fog"),
            ("rules.select = ['sourcing', 'light-snow']", vec![], vec![], "april-rain light-snow winter-fog"),
            ("rules.ignore = ['wording']", vec![], vec![], "april-rain winter-fog"),
            // A rule's own name has precedence over its family's, in whichever list it is.
            ("rules = { select = ['wording'], ignore = ['light-snow'] }", vec![], vec![], "march-hail"),
            ("rules = { select = ['light-snow'], ignore = ['wording'] }", vec![], vec![], "light-snow"),
            ("rules.severity = { wording = 'off' }", vec![], vec![], "april-rain winter-fog"),
            (
                "rules.severity = { wording = 'off', light-snow = 'info' }",
                vec![],
                vec![],
                &all.replace(" march-hail", ""),
            ),
            // `--select` replaces the configuration's selection; `--ignore` adds to its ignored rules.
            ("rules.select = ['sourcing']", vec!["light-snow"], vec![], "light-snow"),
            ("rules.ignore = ['light-snow']", vec!["wording"], vec![], "light-snow march-hail"),
            ("rules.severity.light-snow = 'off'", vec!["light-snow"], vec![], "light-snow"),
            ("rules.ignore = ['sourcing']", vec![], vec!["light-snow"], "march-hail"),
            ("", vec!["wording"], vec!["light-snow"], "march-hail"),
            ("", vec!["light-snow"], vec!["light-snow"], ""),
        ] {
            assert_eq!(enabled(config, &select, &ignore), expected, "{config} --select {select:?} --ignore {ignore:?}");
        }
    }

    #[test]
    fn a_rule_that_is_off_by_default_runs_when_selected() {
        let mut quiet = rules().get("light-snow").expect("the rule is there").clone();
        quiet.profiles.clear();
        for (config, runs) in
            [("", false), ("rules.select = ['wording']", true), ("rules.select = ['light-snow']", true)]
        {
            let config = parse(config);
            assert_eq!(config.runs(&quiet), runs, "{config:?}");
        }
    }

    #[test]
    fn the_severity_of_a_rule_overrides_that_of_its_family() {
        let config = "rules.severity = { wording = 'error', light-snow = 'info', winter-fog = 'off' }";
        let severities = parse(config).severities(&rules());
        let expected = [("light-snow", Severity::Info), ("march-hail", Severity::Error)];
        assert_eq!(severities, expected.map(|(name, severity)| (name.into(), severity)).into());
    }

    #[test]
    fn the_command_line_adds_to_the_newsroom() {
        let config = "newsroom = { own-outlets = ['The Gazette'], state-media = ['Radio Harbour'] }\nfail-on = 'error'";
        let overrides = Overrides {
            own_outlets: vec!["Gazette Radio".into()],
            partners: vec!["AP".into()],
            min_severity: Some(Severity::Error),
            ..Overrides::default()
        };
        let config = parse(config).overridden(&overrides);
        assert_eq!(config.newsroom.own_outlets, ["The Gazette", "Gazette Radio"]);
        assert_eq!(config.newsroom.partners, ["AP"]);
        assert_eq!(config.newsroom.state_media, ["Radio Harbour"]);
        assert_eq!((config.fail_on, config.min_severity), (Some(FailOn::Error), Some(Severity::Error)));
    }

    #[test]
    fn a_run_fails_from_the_configured_severity_on() {
        let reached = |fail_on: FailOn| {
            [Severity::Info, Severity::Warning, Severity::Error].map(|severity| u8::from(fail_on.reached_by(severity)))
        };
        assert_eq!(
            [FailOn::Info, FailOn::Warning, FailOn::Error, FailOn::Never].map(reached),
            [[1, 1, 1], [0, 1, 1], [0, 0, 1], [0, 0, 0]]
        );
    }
}
