//! What one file, or one of its overrides, says; and how one stands over another. Every value knows where it was said.

use super::{Config, FailOn, Level, never_baselined};
use crate::attribution::Newsroom;
use crate::diagnostic::Severity;
use crate::language::HouseSpelling;
use crate::rule::{Profile, RuleSelector, RuleSet};
use crate::text::Span;
use std::collections::BTreeMap;
use std::ops::Index;
use std::sync::Arc;

/// A value, and where it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where.
    pub place: FileSpan,
}

/// A place in one of several files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileSpan {
    /// The file, by the number that whoever read it gave it.
    pub file: usize,
    /// Where in it.
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

/// What is said in one place, or in several over each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// What stands under `[newsroom]`.
    pub newsroom: Lists,
    /// Files with more names for those lists, from the folder of the file that names them.
    pub files: Vec<(List, Located<String>)>,
    /// The set of rules that runs where nothing is selected.
    pub profile: Option<Located<Profile>>,
    /// Directories with rules of the newsroom, relative to the file that names them.
    pub packs: Vec<Located<String>>,
    /// What runs instead; the profile's rules when empty.
    pub select: Option<Vec<Located<RuleSelector>>>,
    /// What does not run.
    pub ignore: Vec<Located<RuleSelector>>,
    /// Whose findings no baseline may hold.
    pub never_baselined: Option<Vec<Located<RuleSelector>>>,
    /// Weights that stand over the rules' own.
    pub severity: BTreeMap<RuleSelector, Located<Level>>,
    /// Settings of rules, by rule and key; the values are TOML.
    pub settings: BTreeMap<(Arc<str>, String), Located<String>>,
    /// The weight from which a finding fails the run.
    pub fail_on: Option<Located<FailOn>>,
    /// The weight from which a finding is shown.
    pub min_severity: Option<Located<Severity>>,
    /// The language of drafts that do not say theirs.
    pub language: Option<Located<String>>,
    /// Which spelling the drafts keep to.
    pub spelling: Option<Located<HouseSpelling>>,
    /// Files with the newsroom's own words, from the folder of the file that names them.
    pub dictionary: Vec<Located<String>>,
    /// Files to leave out: patterns as in `.gitignore`.
    pub exclude: Vec<Located<String>>,
    /// The folder for what is kept between runs, inside that of the nearest `bylint.toml`.
    pub cache_dir: Option<Located<String>>,
}

impl List {
    /// All of them, in the order of the file.
    pub const ALL: [Self; 4] = [Self::OwnOutlets, Self::Partners, Self::StateMedia, Self::SettledFacts];

    /// Its key.
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
        self[list].iter().map(|said| said.value.clone()).collect()
    }
}

/// The names in a file that a list refers to, one a line, each with its place; `#` opens a comment.
#[must_use]
pub fn names(text: &str) -> Vec<(String, Span)> {
    let mut at = 0;
    let mut names = Vec::new();
    for line in text.split_inclusive('\n') {
        let said = line.split('#').next().unwrap_or_default().trim_start_matches('\u{feff}');
        let name = said.trim();
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
    /// Says more over this, as the command line says more over a file: lists of names, files and ignored rules grow; a
    /// profile takes the place of the profile and of what is selected; what is selected stands alone, so that what was
    /// ignored or turned off below no longer counts; everything else takes the place of what it names.
    pub fn merge(&mut self, above: &Self) {
        for list in List::ALL {
            self.newsroom.0[list as usize].extend_from_slice(&above.newsroom[list]);
        }
        self.files.extend_from_slice(&above.files);
        self.packs.extend_from_slice(&above.packs);
        if let Some(profile) = above.profile {
            self.profile = Some(profile);
            self.select = None;
        }
        if let Some(select) = &above.select {
            self.select = Some(select.clone());
            if !select.is_empty() {
                self.ignore.clear();
                self.severity.retain(|_, level| level.value != Level::Off);
            }
        }
        self.ignore.extend_from_slice(&above.ignore);
        self.never_baselined = above.never_baselined.clone().or(self.never_baselined.take());
        self.severity.extend(above.severity.clone());
        self.settings.extend(above.settings.clone());
        self.fail_on = above.fail_on.or(self.fail_on);
        self.min_severity = above.min_severity.or(self.min_severity);
        self.language = above.language.clone().or(self.language.take());
        self.spelling = above.spelling.or(self.spelling);
        self.dictionary.extend_from_slice(&above.dictionary);
        self.exclude.extend_from_slice(&above.exclude);
        self.cache_dir = above.cache_dir.clone().or(self.cache_dir.take());
    }

    /// The values alone.
    #[must_use]
    pub fn config(&self) -> Config {
        let values = |list: &[Located<RuleSelector>]| list.iter().map(|said| said.value.clone()).collect();
        Config {
            newsroom: Newsroom {
                own_outlets: self.newsroom.values(List::OwnOutlets),
                partners: self.newsroom.values(List::Partners),
                state_media: self.newsroom.values(List::StateMedia),
            },
            profile: self.profile.map(|said| said.value).unwrap_or_default(),
            select: values(self.select.as_deref().unwrap_or_default()),
            ignore: values(&self.ignore),
            never_baselined: self.never_baselined.as_deref().map_or_else(never_baselined, values),
            severity: self.severity.iter().map(|(named, level)| (named.clone(), level.value)).collect(),
            fail_on: self.fail_on.map(|said| said.value),
            min_severity: self.min_severity.map(|said| said.value),
            language: self.language.as_ref().map(|said| said.value.clone()),
            spelling: self.spelling.map(|said| said.value).unwrap_or_default(),
            settled_facts: self.newsroom.values(List::SettledFacts),
        }
    }

    /// The rules as they are set here.
    ///
    /// # Errors
    /// For every rule that cannot be read with all of its values together: the place of a value with which it no longer
    /// can, and why.
    pub fn set(&self, rules: RuleSet) -> Result<RuleSet, Vec<(FileSpan, String)>> {
        let mut of_rules: BTreeMap<&str, Vec<(&str, &Located<String>)>> = BTreeMap::new();
        for ((rule, key), value) in &self.settings {
            of_rules.entry(rule).or_default().push((key, value));
        }
        let mut errors = Vec::new();
        let mut changed = Vec::new();
        for (name, values) in of_rules {
            let texts: Vec<(&str, &str)> = values.iter().map(|(key, said)| (*key, said.value.as_str())).collect();
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
    use crate::config::steps;
    use crate::rule::{Kind, hand_made};

    /// Several files over each other, the lowest first.
    fn over(texts: &[&str], rules: &RuleSet) -> Layer {
        let mut whole = Layer::default();
        for (file, text) in texts.iter().enumerate() {
            for step in steps(text, file, rules).expect("the test's files are sound") {
                whole.merge(&step.layer);
            }
        }
        whole
    }

    #[test]
    fn what_is_said_last_holds() {
        let rules = hand_made(&["sourcing/anonymous-source", "wording/loaded-verb", "wording/misused-refute"]);
        let all = "anonymous-source loaded-verb misused-refute";
        for (texts, expected) in [
            (&["rules.ignore = ['sourcing']", "rules.ignore = ['loaded-verb']"][..], "misused-refute"),
            (&["rules.severity.loaded-verb = 'off'", "rules.severity.loaded-verb = 'info'"], all),
            (&["rules.select = ['wording']", "rules.profile = 'standard'"], all),
            (&["rules.select = ['wording']", "rules.select = []"], all),
            (&["rules.ignore = ['sourcing']", "rules.select = []"], "loaded-verb misused-refute"),
            (&["rules.ignore = ['sourcing']", "rules.select = ['anonymous-source']"], "anonymous-source"),
            (&["rules.severity.wording = 'off'", "rules.select = ['wording']"], "loaded-verb misused-refute"),
            (
                &["rules.select = ['sourcing']", "rules = { select = ['wording'], ignore = ['loaded-verb'] }"],
                "misused-refute",
            ),
        ] {
            let enabled = over(texts, &rules).config().enabled(&rules);
            assert_eq!(enabled.iter().map(|name| &**name).collect::<Vec<_>>().join(" "), expected, "{texts:?}");
        }
    }

    #[test]
    fn lists_grow_and_values_give_way() {
        let below = "fail-on = 'error'\nmin-severity = 'info'\nexclude = ['a']\nlanguage = 'en-GB'\n\
                     newsroom = { partners = ['AP'], settled-facts = ['It rained'] }";
        let above = "fail-on = 'never'\nexclude = ['b']\nlanguage.spelling = 'en-US'\nnewsroom.partners = ['AFP']";
        let layer = over(&[below, above], &RuleSet::builtin());
        let config = layer.config();
        assert_eq!(config.newsroom.partners, ["AP", "AFP"]);
        assert_eq!(config.settled_facts, ["It rained"]);
        assert_eq!((config.fail_on, config.min_severity), (Some(FailOn::Never), Some(Severity::Info)));
        assert_eq!((config.language.as_deref(), config.spelling), (Some("en-GB"), HouseSpelling::American));
        assert_eq!(
            layer.exclude.iter().map(|said| (&*said.value, said.place.file)).collect::<Vec<_>>(),
            [("a", 0), ("b", 1)]
        );
        assert_eq!(layer.fail_on.map(|said| said.place.file), Some(1));
    }

    #[test]
    fn settings_of_one_rule_may_come_from_several_files() {
        let below = "[rules.settings.late-quote-attribution]\nmax-words = 20\nmax-sentences = 4";
        let above = "[rules.settings]\nlate-quote-attribution.max-words = 30\nloaded-verb.allow = ['claim']";
        let rules = over(&[below, above], &RuleSet::builtin()).set(RuleSet::builtin()).expect("they go together");
        let kind = |name: &str| rules.get(name).expect("a built-in rule").kind.clone();
        let Kind::Quotation(keys) = kind("late-quote-attribution") else { panic!("another kind") };
        assert_eq!((keys.max_words, keys.max_sentences), (Some(30), Some(4)));
    }

    #[test]
    fn names_stand_one_a_line() {
        let text = "\u{feff}AP # the agency\r\n\n  Gazette Radio\n# nobody\nAFP";
        let found: Vec<_> = names(text).into_iter().map(|(name, span)| (name, &text[span.range()])).collect();
        let expected = ["AP", "Gazette Radio", "AFP"].map(|name| (name.to_owned(), name));
        assert_eq!(found, expected);
    }
}
