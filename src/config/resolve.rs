//! Finds the layers of a configuration that apply to a draft, and merges them. Pure: paths are compared, never opened.

use super::{Config, ConfigLayers, FileSpan, FrontMatterFields, Layer, Located, Overrides, PathPatterns};
use crate::document::FrontMatter;
use crate::rule::RuleSet;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Settings of rules, by rule and key; the values are TOML.
pub type RuleSettings = BTreeMap<(Arc<str>, String), String>;

/// A configuration with its compiled patterns, and the settings of the command line that override it.
#[derive(Debug)]
pub struct ConfigResolver {
    layers: ConfigLayers,
    /// For each layer, the paths of the drafts to which it applies; `None` if it applies to any path.
    paths: Vec<Option<PathPatterns>>,
    exclude: PathPatterns,
    overrides: Overrides,
}

/// The numbers of the layers that match a draft's path: those that apply anyway, and those that also depend on its front matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MatchedOverrides {
    always: Vec<usize>,
    by_front_matter: Vec<usize>,
}

/// The error when the patterns of a configuration exceed the size limit of a matcher.
#[derive(Debug, thiserror::Error)]
#[error("the globs of `exclude` or `paths` are too many or too long")]
pub struct TooManyPatterns(#[source] globset::Error);

/// The error when layers that apply to the same draft have contradictory settings of a rule; each fault with its file and line.
#[derive(Debug, thiserror::Error)]
#[error("overrides whose settings contradict each other: {0}")]
pub struct ContradictorySettings(String);

impl ConfigResolver {
    /// Compiles the patterns of a configuration, which the settings of the command line override.
    ///
    /// # Errors
    /// When the patterns exceed the size limit of a matcher.
    pub fn new(layers: ConfigLayers, overrides: Overrides) -> Result<Self, TooManyPatterns> {
        let exclude = patterns(layers.steps.iter().flat_map(|step| &step.layer.exclude))?;
        let conditions = layers.steps.iter().map(|step| step.when.as_ref().map(|when| &when.paths));
        let paths = conditions.map(|paths| paths.filter(|paths| !paths.is_empty()).map(patterns).transpose());
        let paths = paths.collect::<Result<_, _>>()?;
        Ok(Self { layers, paths, exclude, overrides })
    }

    /// Returns the layers of all files.
    #[must_use]
    pub fn layers(&self) -> &ConfigLayers {
        &self.layers
    }

    /// Whether the configuration has any pattern of paths.
    #[must_use]
    pub fn has_patterns(&self) -> bool {
        !self.exclude.is_empty() || self.paths.iter().any(Option::is_some)
    }

    /// Whether a file that was found in a directory is skipped. The path is relative to the configuration's directory.
    #[must_use]
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.matches(path)
    }

    /// Returns the layers that match a draft's path. The path is `None` if the draft is outside the configuration's directory.
    #[must_use]
    pub fn matched(&self, path: Option<&Path>) -> MatchedOverrides {
        let mut matched = MatchedOverrides::default();
        for (at, (step, patterns)) in self.layers.steps.iter().zip(&self.paths).enumerate() {
            let path_matches = patterns.as_ref().is_none_or(|patterns| path.is_some_and(|path| patterns.matches(path)));
            match &step.when {
                Some(when) if path_matches && !when.front_matter.is_empty() => matched.by_front_matter.push(at),
                _ if path_matches => matched.always.push(at),
                _ => {}
            }
        }
        matched
    }

    /// Returns the numbers of the layers that apply to a draft with this front matter, in order.
    #[must_use]
    pub fn decided(&self, matched: &MatchedOverrides, front_matter: &FrontMatter) -> Vec<usize> {
        let fields = if matched.needs_front_matter() {
            FrontMatterFields::new(front_matter)
        } else {
            FrontMatterFields::default()
        };
        let applies = |at: &usize| self.layers.steps[*at].when.as_ref().is_none_or(|when| when.matches(&fields));
        let by_front_matter = matched.by_front_matter.iter().filter(|at| applies(at));
        let mut decided: Vec<usize> = matched.always.iter().chain(by_front_matter).copied().collect();
        decided.sort_unstable();
        decided
    }

    /// Merges layers, without the settings of the command line.
    #[must_use]
    pub fn merged(&self, decided: &[usize]) -> Layer {
        decided.iter().fold(Layer::default(), |mut layer, &at| {
            layer.merge(&self.layers.steps[at].layer);
            layer
        })
    }

    /// Returns the settings of a draft: its merged layer, overridden by the command line.
    #[must_use]
    pub fn config(&self, layer: &Layer) -> Config {
        layer.config().overridden(&self.overrides)
    }

    /// Returns the texts of the dictionaries that a layer names.
    pub fn dictionaries<'r>(&'r self, layer: &'r Layer) -> impl Iterator<Item = &'r str> {
        layer
            .dictionary
            .iter()
            .filter_map(|reference| self.layers.dictionaries.get(&reference.place))
            .map(|text| &**text)
    }

    /// Whether a layer's rules differ from the built-in ones.
    #[must_use]
    pub fn has_own_rules(&self, layer: &Layer) -> bool {
        !self.layers.packs.is_empty() || !layer.settings.is_empty()
    }

    /// Returns the rules with the settings of a layer.
    ///
    /// # Errors
    /// When the settings of the layer contradict each other.
    pub fn rules(&self, layer: &Layer) -> Result<RuleSet, ContradictorySettings> {
        layer.apply_settings(self.layers.rules.clone()).map_err(|faults| {
            let fault = |(place, message): &(FileSpan, String)| format!("{}: {message}", self.layers.written(*place));
            ContradictorySettings(faults.iter().map(fault).collect::<Vec<_>>().join("; "))
        })
    }
}

fn patterns<'p>(lines: impl IntoIterator<Item = &'p Located<String>>) -> Result<PathPatterns, TooManyPatterns> {
    PathPatterns::new(lines.into_iter().map(|line| line.value.as_str())).map_err(TooManyPatterns)
}

impl MatchedOverrides {
    /// Whether the front matter of a draft may change what applies to it.
    #[must_use]
    pub fn needs_front_matter(&self) -> bool {
        !self.by_front_matter.is_empty()
    }
}

/// Returns the settings of rules in a layer, without their places.
#[must_use]
pub fn rule_settings(layer: &Layer) -> RuleSettings {
    layer.settings.iter().map(|(key, located)| (key.clone(), located.value.clone())).collect()
}
