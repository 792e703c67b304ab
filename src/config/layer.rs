//! The settings of one file, or of one of its overrides, and how layers are merged. Every value has its place in the file.

use super::{Config, FailOn, Level, never_baselined};
use crate::attribution::Newsroom;
use crate::diagnostic::Severity;
use crate::language::HouseSpelling;
use crate::rule::{Profile, RuleSelector, RuleSet};
use crate::text::Span;
use std::collections::BTreeMap;
use std::ops::Index;
use std::sync::Arc;

/// A value with its place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The place.
    pub place: FileSpan,
}

/// A place in one of the files of a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileSpan {
    /// The number of the file, which is assigned when the file is loaded.
    pub file: usize,
    /// The place in the file.
    pub span: Span,
}

/// A list of names under `[newsroom]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// `own-outlets`
    OwnOutlets,
    /// `partners`
    Partners,
    /// `state-media`
    StateMedia,
    /// `settled-facts`
    SettledFacts,
}

/// The lists under `[newsroom]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists([Vec<Located<String>>; List::ALL.len()]);

/// The settings of one file or override, or of several that were merged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// The lists under `[newsroom]`.
    pub newsroom: Lists,
    /// Files with further entries of those lists, relative to the directory of the file that names them.
    pub files: Vec<(List, Located<String>)>,
    /// The set of rules that runs if `select` is empty.
    pub profile: Option<Located<Profile>>,
    /// Directories with house rules, relative to the directory of the file that names them.
    pub packs: Vec<Located<String>>,
    /// Rules and families that run instead of those of the profile; if empty, those of the profile run.
    pub select: Option<Vec<Located<RuleSelector>>>,
    /// Rules and families that do not run.
    pub ignore: Vec<Located<RuleSelector>>,
    /// Rules and families whose findings are never put into a baseline.
    pub never_baselined: Option<Vec<Located<RuleSelector>>>,
    /// Severities that override those of the rules.
    pub severity: BTreeMap<RuleSelector, Located<Level>>,
    /// Settings of rules, by rule and key. The values are TOML.
    pub settings: BTreeMap<(Arc<str>, String), Located<String>>,
    /// The lowest severity of a finding that fails the run.
    pub fail_on: Option<Located<FailOn>>,
    /// The lowest severity of a finding that is shown.
    pub min_severity: Option<Located<Severity>>,
    /// The language of drafts whose front matter names none.
    pub language: Option<Located<String>>,
    /// The spelling of the drafts.
    pub spelling: Option<Located<HouseSpelling>>,
    /// Files with the newsroom's own words, relative to the directory of the file that names them.
    pub dictionary: Vec<Located<String>>,
    /// Files to skip: globs as in `.gitignore`.
    pub exclude: Vec<Located<String>>,
    /// The cache directory, relative to the directory of the nearest `bylint.toml`.
    pub cache_dir: Option<Located<String>>,
}

impl List {
    /// All lists, in the order of the variants.
    pub const ALL: [Self; 4] = [Self::OwnOutlets, Self::Partners, Self::StateMedia, Self::SettledFacts];

    /// Returns the key of the list.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::OwnOutlets => "own-outlets",
            Self::Partners => "partners",
            Self::StateMedia => "state-media",
            Self::SettledFacts => "settled-facts",
        }
    }
}

impl Lists {
    /// Adds a name to a list.
    pub fn add(&mut self, list: List, name: Located<String>) {
        self.0[list as usize].push(name);
    }

    fn values(&self, list: List) -> Vec<String> {
        self[list].iter().map(|located| located.value.clone()).collect()
    }
}

/// Returns the names in a file that a list refers to, each with its place. The file has one name per line; `#` starts a comment.
#[must_use]
pub fn names(text: &str) -> Vec<(String, Span)> {
    let mut at = 0;
    let mut names = Vec::new();
    for line in text.split_inclusive('\n') {
        let before_comment = line.split('#').next().unwrap_or_default().trim_start_matches('\u{feff}');
        let name = before_comment.trim();
        if !name.is_empty() {
            let start = at + line.find(name).unwrap_or_default();
            names.push((name.to_owned(), Span::new(start, start + name.len())));
        }
        at += line.len();
    }
    names
}

impl Index<List> for Lists {
    type Output = [Located<String>];

    fn index(&self, list: List) -> &[Located<String>] {
        &self.0[list as usize]
    }
}

impl Layer {
    /// Merges a layer of higher precedence into this one:
    ///
    /// - Lists of names, of files and of ignored rules are appended.
    /// - A profile replaces the previous profile, and removes the previous `select`.
    /// - A `select` replaces the previous one. Unless it is empty, rules that were ignored or turned off before no longer
    ///   are.
    /// - Any other value replaces the value of the same key.
    ///
    /// [`Config::overridden`] applies the command line in the same way.
    pub fn merge(&mut self, other: &Self) {
        for list in List::ALL {
            self.newsroom.0[list as usize].extend_from_slice(&other.newsroom[list]);
        }
        self.files.extend_from_slice(&other.files);
        self.packs.extend_from_slice(&other.packs);
        if let Some(profile) = other.profile {
            self.profile = Some(profile);
            self.select = None;
        }
        if let Some(select) = &other.select {
            self.select = Some(select.clone());
            if !select.is_empty() {
                self.ignore.clear();
                self.severity.retain(|_, level| level.value != Level::Off);
            }
        }
        self.ignore.extend_from_slice(&other.ignore);
        self.never_baselined = other.never_baselined.clone().or(self.never_baselined.take());
        self.severity.extend(other.severity.clone());
        self.settings.extend(other.settings.clone());
        self.fail_on = other.fail_on.or(self.fail_on);
        self.min_severity = other.min_severity.or(self.min_severity);
        self.language = other.language.clone().or(self.language.take());
        self.spelling = other.spelling.or(self.spelling);
        self.dictionary.extend_from_slice(&other.dictionary);
        self.exclude.extend_from_slice(&other.exclude);
        self.cache_dir = other.cache_dir.clone().or(self.cache_dir.take());
    }

    /// Returns the values without their places.
    #[must_use]
    pub fn config(&self) -> Config {
        let values = |list: &[Located<RuleSelector>]| list.iter().map(|located| located.value.clone()).collect();
        Config {
            newsroom: Newsroom {
                own_outlets: self.newsroom.values(List::OwnOutlets),
                partners: self.newsroom.values(List::Partners),
                state_media: self.newsroom.values(List::StateMedia),
            },
            profile: self.profile.map(|located| located.value).unwrap_or_default(),
            select: values(self.select.as_deref().unwrap_or_default()),
            ignore: values(&self.ignore),
            never_baselined: self.never_baselined.as_deref().map_or_else(never_baselined, values),
            severity: self.severity.iter().map(|(selector, level)| (selector.clone(), level.value)).collect(),
            fail_on: self.fail_on.map(|located| located.value),
            min_severity: self.min_severity.map(|located| located.value),
            language: self.language.as_ref().map(|located| located.value.clone()),
            spelling: self.spelling.map(|located| located.value).unwrap_or_default(),
            settled_facts: self.newsroom.values(List::SettledFacts),
        }
    }

    /// Returns the rules with the settings of this layer.
    ///
    /// # Errors
    /// When the settings of a rule do not work together: for each such rule, the place of the value that makes it invalid,
    /// and the reason.
    pub fn apply_settings(&self, rules: RuleSet) -> Result<RuleSet, Vec<(FileSpan, String)>> {
        let mut by_rule: BTreeMap<&str, Vec<(&str, &Located<String>)>> = BTreeMap::new();
        for ((rule, key), value) in &self.settings {
            by_rule.entry(rule).or_default().push((key, value));
        }
        let mut errors = Vec::new();
        let mut changed = Vec::new();
        for (name, values) in by_rule {
            let texts: Vec<(&str, &str)> = values.iter().map(|(key, located)| (*key, located.value.as_str())).collect();
            match rules.get(name).map(|rule| rule.with_texts(&texts)) {
                Some(Ok(rule)) => changed.push(rule),
                Some(Err((at, message))) => errors.push((values[at].1.place, message)),
                None => {}
            }
        }
        if errors.is_empty() { Ok(changed.into_iter().fold(rules, RuleSet::replacing)) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse_layers;
    use crate::diagnostic::Severity;
    use crate::rule::{Kind, hand_made, hand_made_with_settings};

    /// Merges several files, in order of precedence, the lowest first.
    fn merged(texts: &[&str], rules: &RuleSet) -> Layer {
        let mut merged = Layer::default();
        for (file, text) in texts.iter().enumerate() {
            for step in parse_layers(text, file, rules).expect("the test's files are sound") {
                merged.merge(&step.layer);
            }
        }
        merged
    }

    #[test]
    fn the_last_file_decides_which_rules_run() {
        let rules = hand_made(&["sourcing/april-rain", "wording/light-snow", "wording/march-hail"]);
        let all = "april-rain light-snow march-hail";
        for (texts, expected) in [
            (&["rules.ignore = ['sourcing']", "rules.ignore = ['light-snow']"][..], "march-hail"),
            (&["rules.severity.light-snow = 'off'", "rules.severity.light-snow = 'info'"], all),
            (&["rules.select = ['wording']", "rules.profile = 'standard'"], all),
            (&["rules.select = ['wording']", "rules.select = []"], all),
            (&["rules.ignore = ['sourcing']", "rules.select = []"], "light-snow march-hail"),
            (&["rules.ignore = ['sourcing']", "rules.select = ['april-rain']"], "april-rain"),
            (&["rules.severity.wording = 'off'", "rules.select = ['wording']"], "light-snow march-hail"),
            (
                &["rules.select = ['sourcing']", "rules = { select = ['wording'], ignore = ['light-snow'] }"],
                "march-hail",
            ),
        ] {
            let enabled = merged(texts, &rules).config().enabled(&rules);
            assert_eq!(enabled.iter().map(|name| &**name).collect::<Vec<_>>().join(" "), expected, "{texts:?}");
        }
    }

    #[test]
    fn lists_are_appended_and_values_replaced() {
        let below = "fail-on = 'error'\nmin-severity = 'info'\nexclude = ['a']\nlanguage = 'en-GB'\n\
                     newsroom = { partners = ['AP'], settled-facts = ['It rained'] }";
        let above = "fail-on = 'never'\nexclude = ['b']\nlanguage.spelling = 'en-US'\nnewsroom.partners = ['AFP']";
        let layer = merged(&[below, above], &RuleSet::builtin());
        let config = layer.config();
        assert_eq!(config.newsroom.partners, ["AP", "AFP"]);
        assert_eq!(config.settled_facts, ["It rained"]);
        assert_eq!((config.fail_on, config.min_severity), (Some(FailOn::Never), Some(Severity::Info)));
        assert_eq!((config.language.as_deref(), config.spelling), (Some("en-GB"), HouseSpelling::American));
        assert_eq!(
            layer.exclude.iter().map(|located| (&*located.value, located.place.file)).collect::<Vec<_>>(),
            [("a", 0), ("b", 1)]
        );
        assert_eq!(layer.fail_on.map(|located| located.place.file), Some(1));
    }

    #[test]
    fn settings_of_one_rule_may_come_from_several_files() {
        let rules = hand_made_with_settings(&["weather/april-rain", "weather/light-snow"]);
        let below = "[rules.settings.april-rain]\nwords = ['perhaps']\nmild.severity = 'error'";
        let above = "[rules.settings]\napril-rain.words = ['maybe']\nlight-snow.words = ['likely']";
        let rules = merged(&[below, above], &rules).apply_settings(rules).expect("they go together");
        let Kind::Hedge(keys) = &rules.get("april-rain").expect("it was made").kind else { panic!("another kind") };
        let mild = keys.mild.as_ref().expect("it has a mild case");
        assert_eq!((&keys.words[..], mild.severity), (&["maybe".to_owned()][..], Severity::Error));
    }

    #[test]
    fn names_are_read_from_lines_without_comments() {
        let text = "\u{feff}AP # the agency\r\n\n  Gazette Radio\n# nobody\nAFP";
        let found: Vec<_> = names(text).into_iter().map(|(name, span)| (name, &text[span.range()])).collect();
        let expected = ["AP", "Gazette Radio", "AFP"].map(|name| (name.to_owned(), name));
        assert_eq!(found, expected);
    }
}
