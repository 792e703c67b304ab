//! Converts the values of a `bylint.toml` into a layer, each with its place, and collects their faults.

use super::KnownRules;
use super::error::ConfigError;
use super::glob;
use super::house;
use super::layer::{FileSpan, Layer, List, Located};
use super::raw::{FileOrOverride, OneOrMore};
use super::selector::{ConditionalLayer, OverrideSelector};
use crate::rule::{RuleSelector, Taken};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Component, Path};
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeTable;

/// Converts the values of one file and collects their faults.
pub(super) struct ValueReader<'a> {
    known: KnownRules<'a>,
    file: usize,
    errors: Vec<ConfigError>,
}

impl<'a> ValueReader<'a> {
    /// Creates a reader without faults. `file` is the number of the file, for places.
    pub(super) fn new(file: usize, known: KnownRules<'a>) -> Self {
        Self { known, file, errors: Vec::new() }
    }

    /// Returns the layers if there were no faults, or the faults sorted by place.
    pub(super) fn finish(mut self, steps: Vec<ConditionalLayer>) -> Result<Vec<ConditionalLayer>, Vec<ConfigError>> {
        self.errors.sort_by_key(|error| error.span);
        if self.errors.is_empty() { Ok(steps) } else { Err(self.errors) }
    }

    /// Parses the settings of rules in the table of a file or of an override.
    pub(super) fn settings(&mut self, table: &DeTable<'_>) -> Vec<(Arc<str>, Taken)> {
        let (settings, errors) = house::settings(table, self.known);
        self.errors.extend(errors);
        settings
    }

    /// Converts a file or an override into a layer.
    pub(super) fn layer(&mut self, mut part: FileOrOverride) -> Layer {
        let mut layer = Layer {
            files: part.files.into_iter().map(|(list, path)| (list, self.path(path, "a list of names"))).collect(),
            profile: part.rules.profile.map(|profile| self.located(profile)),
            select: part.rules.select.map(|names| self.rules(&names)),
            ignore: self.rules(&part.rules.ignore),
            never_baselined: part.rules.never_baselined.map(|names| self.rules(&names)),
            severity: self.severity(part.rules.severity),
            settings: self.values(part.settings),
            fail_on: part.fail_on.map(|value| self.located(value)),
            min_severity: part.min_severity.map(|value| self.located(value)),
            language: part.language.default.map(|tag| self.language(tag)),
            spelling: part.language.spelling.map(|value| self.located(value)),
            dictionary: part.language.dictionary.into_iter().map(|path| self.path(path, "a dictionary")).collect(),
            exclude: part.exclude.into_iter().map(|pattern| self.pattern(pattern)).collect(),
            cache_dir: part.cache_dir.map(|directory| self.inner_directory(directory)),
            ..Layer::default()
        };
        layer.packs = part.rules.packs.into_iter().map(|directory| self.path(directory, "a pack of rules")).collect();
        for list in List::ALL {
            for name in part.newsroom.list(list) {
                let name = self.name(list, name);
                layer.newsroom.add(list, name);
            }
        }
        layer
    }

    /// Converts the keys that select the drafts of an override; `whole` is the place of the override.
    pub(super) fn selector(
        &mut self,
        paths: OneOrMore,
        front_matter: BTreeMap<String, OneOrMore>,
        whole: Range<usize>,
    ) -> OverrideSelector {
        if paths.is_empty() && front_matter.is_empty() {
            let message = "an override needs `paths`, `front-matter` or both, to say which drafts it applies to";
            self.add_fault_at(whole.clone(), message.to_owned());
        }
        let values = |values: OneOrMore| values.into_iter().map(Spanned::into_inner).collect();
        OverrideSelector {
            place: FileSpan { file: self.file, span: whole.into() },
            paths: paths.into_iter().map(|pattern| self.pattern(pattern)).collect(),
            front_matter: front_matter.into_iter().map(|(key, wanted)| (key, values(wanted))).collect(),
        }
    }

    /// Adds a fault at a value.
    pub(super) fn add_fault(&mut self, value: &Spanned<String>, message: String) {
        self.add_fault_at(value.span(), message);
    }

    /// Adds a fault at a place.
    pub(super) fn add_fault_at(&mut self, span: Range<usize>, message: String) {
        self.errors.push(ConfigError { span: span.into(), message });
    }

    fn located<T>(&self, value: Spanned<T>) -> Located<T> {
        let place = FileSpan { file: self.file, span: value.span().into() };
        Located { value: value.into_inner(), place }
    }

    fn rule(&mut self, name: &Spanned<String>) -> Option<RuleSelector> {
        match RuleSelector::find(name.as_ref(), self.known.rules) {
            Ok(selector) => Some(selector),
            Err(_) if !self.known.is_complete => None,
            Err(unknown) => {
                self.add_fault(name, unknown.to_string());
                None
            }
        }
    }

    fn rules(&mut self, names: &[Spanned<String>]) -> Vec<Located<RuleSelector>> {
        let file = self.file;
        let located = |value, span: Range<usize>| Located { value, place: FileSpan { file, span: span.into() } };
        names.iter().filter_map(|name| Some(located(self.rule(name)?, name.span()))).collect()
    }

    fn severity<T>(&mut self, table: BTreeMap<Spanned<String>, Spanned<T>>) -> BTreeMap<RuleSelector, Located<T>> {
        table.into_iter().filter_map(|(name, level)| Some((self.rule(&name)?, self.located(level)))).collect()
    }

    fn values(&self, settings: Vec<(Arc<str>, Taken)>) -> BTreeMap<(Arc<str>, String), Located<String>> {
        let located = |(rule, Taken { key, text, span }): (Arc<str>, Taken)| {
            ((rule, key), Located { value: text, place: FileSpan { file: self.file, span: span.into() } })
        };
        settings.into_iter().map(located).collect()
    }

    fn name(&mut self, list: List, name: Spanned<String>) -> Located<String> {
        let missing = match list {
            List::SettledFacts => {
                (!name.as_ref().contains(char::is_alphanumeric)).then_some("a settled fact needs at least one word")
            }
            _ => name.as_ref().trim().is_empty().then_some("an outlet needs a name"),
        };
        if let Some(message) = missing {
            self.add_fault(&name, message.to_owned());
        }
        let mut located = self.located(name);
        located.value = located.value.trim().to_owned();
        located
    }

    fn language(&mut self, tag: Spanned<String>) -> Located<String> {
        let mut parts = tag.as_ref().split('-');
        let language = parts.next().is_some_and(|part| matches!(part.len(), 2 | 3));
        let alphanumeric =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if !language || !tag.as_ref().split('-').all(alphanumeric) {
            self.add_fault(&tag, format!("`{}` is not a language tag such as `en` or `en-GB`", tag.as_ref()));
        }
        self.located(tag)
    }

    fn path(&mut self, path: Spanned<String>, what: &str) -> Located<String> {
        if path.as_ref().trim().is_empty() {
            let needs = if what == "a pack of rules" { "directory" } else { "file" };
            self.add_fault(&path, format!("{what} needs a {needs} name"));
        }
        self.located(path)
    }

    /// Checks that a path is inside the configuration's directory. The path need not exist yet.
    fn inner_directory(&mut self, directory: Spanned<String>) -> Located<String> {
        let path = Path::new(directory.as_ref());
        if path.as_os_str().is_empty() || !path.components().all(|part| matches!(part, Component::Normal(_))) {
            let message = "`cache-dir` must be a directory inside that of bylint.toml, such as `.cache/bylint`";
            self.add_fault(&directory, message.to_owned());
        }
        self.located(directory)
    }

    fn pattern(&mut self, pattern: Spanned<String>) -> Located<String> {
        if pattern.as_ref().trim().is_empty() {
            self.add_fault(&pattern, "invalid glob: it is empty".to_owned());
        }
        if let Err(error) = glob::validate(pattern.as_ref()) {
            self.add_fault(&pattern, format!("invalid glob: {error}"));
        }
        self.located(pattern)
    }
}
