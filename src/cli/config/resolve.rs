//! Resolves the settings of a draft from its configuration: those for all drafts, then the overrides for its path and for
//! its front matter.

use super::common::{MAX_LINTERS, SharedConfigData};
use crate::cli::run::cache_dir::{Cache, Caching};
use bylint::cache::Fingerprint;
use bylint::config::{
    self, ConfigLayers, ConfigResolver, FailOn, FileSpan, Layer, Located, MatchedOverrides, Overrides, PathPatterns,
};
use bylint::date::Date;
use bylint::diagnostic::Severity;
use bylint::document::FrontMatter;
use bylint::engine::{Context, Engine, Prepared};
use bylint::rule::{RuleSelector, RuleSet};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Limit on comparisons of globs with drafts that are made only to find globs that match nothing.
const MAX_GLOB_MATCHES: usize = 10_000_000;

/// The settings of a draft: those of its configuration, overridden by the command line.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The engine with the built-in rules and the house rules.
    pub(crate) linter: Arc<Engine>,
    /// The prepared settings for the engine.
    pub(crate) context: Arc<Prepared>,
    /// The fingerprint of all settings that decide which findings there are; part of the cache key.
    pub(crate) fingerprint: Fingerprint,
    /// The cache for outcomes.
    pub(crate) cache: Option<Arc<Cache>>,
    /// The least severity of findings that fail the run.
    pub(crate) fail_on: FailOn,
    /// The least severity of findings that are shown, if it is set.
    pub(crate) min_severity: Option<Severity>,
    /// Rules whose findings are never in a baseline.
    pub(crate) never_baselined: Vec<RuleSelector>,
    /// The configuration and the overrides that match the path, if front matter may change the settings.
    pub(crate) front_matter_overrides: Option<(Arc<ResolvedConfig>, MatchedOverrides)>,
}

/// Values that all configurations of a run share.
#[derive(Clone, Debug)]
pub(crate) struct RunContext {
    /// The date that decides whether suppressions have expired.
    pub(crate) today: Date,
    /// Where outcomes are cached.
    pub(crate) caching: Caching,
    /// Rules, engines and dictionaries that several configurations may use.
    pub(crate) common: Arc<SharedConfigData>,
    /// The engine with unchanged built-in rules; built when the first configuration needs it.
    pub(crate) builtin_linter: Arc<OnceLock<Arc<Engine>>>,
}

/// A configuration that has been read. Resolves the settings of each of its drafts.
#[derive(Debug)]
pub(crate) struct ResolvedConfig {
    resolver: ConfigResolver,
    /// The directory that globs are relative to; `None` without a configuration file.
    root: Option<PathBuf>,
    shared: RunContext,
    cache: Option<Arc<Cache>>,
    /// Resolved settings, by the numbers of the layers that apply.
    resolved: Mutex<HashMap<Vec<usize>, Arc<Settings>>>,
}

impl ResolvedConfig {
    /// Builds a configuration whose globs are relative to `root`.
    ///
    /// # Errors
    /// If there are too many globs to match together, or if its cache directory cannot be used.
    pub(crate) fn new(
        layers: ConfigLayers,
        root: Option<PathBuf>,
        overrides: Overrides,
        shared: RunContext,
    ) -> anyhow::Result<Self> {
        let mut cache_dirs = layers.steps.iter().filter_map(|step| step.layer.cache_dir.as_ref());
        let cache_dir = cache_dirs.next_back().map(|cache_dir| cache_dir.value.clone());
        let resolver = ConfigResolver::new(layers, overrides)?;
        let cache = shared.caching.cache_for(root.as_deref(), cache_dir.as_deref())?;
        Ok(Self { resolver, root, shared, cache, resolved: Mutex::default() })
    }

    /// The layers of settings that were read from its files.
    pub(crate) fn layers(&self) -> &ConfigLayers {
        self.resolver.layers()
    }

    /// The name of the list file that contains a place; `None` if the place is in a configuration.
    pub(crate) fn list_file(&self, place: FileSpan) -> Option<String> {
        let layers = self.layers();
        (place.file >= layers.configs).then(|| layers.files[place.file].name().to_owned())
    }

    /// Whether a glob excludes a file that was found in a directory.
    pub(crate) fn excludes(&self, directory: &Path, path: &Path) -> bool {
        self.below_root(directory, path).is_some_and(|path| self.resolver.excludes(&path))
    }

    /// The directory of the configuration, and the path of a draft in it, for [`Self::unmatched_globs`]; `None` if no glob can
    /// match the draft.
    pub(crate) fn path_for_globs(&self, directory: &Path, path: &Path) -> Option<(PathBuf, PathBuf)> {
        let root = self.root.as_ref().filter(|_| self.resolver.has_patterns())?;
        Some((root.clone(), self.below_root(directory, path)?))
    }

    /// Warnings about globs that match nothing. These are the globs that begin with `./` and, if the whole directory of the
    /// configuration was searched, the globs that match none of the drafts found there.
    pub(crate) fn unmatched_globs(&self, searched: &[PathBuf], found: &[PathBuf]) -> Vec<String> {
        let Some(root) = &self.root else { return Vec::new() };
        let is_root_searched = searched.iter().any(|directory| root.starts_with(directory));
        let layers = self.layers();
        let excluded_globs = layers.steps.iter().flat_map(|step| &step.layer.exclude);
        let condition_globs = layers.steps.iter().filter_map(|step| step.when.as_ref()).flat_map(|when| &when.paths);
        let written_at = |glob_setting: &Located<String>| layers.written(glob_setting.place);
        let globs: Vec<&Located<String>> = excluded_globs.chain(condition_globs).collect();
        let is_cheap = globs.len().saturating_mul(found.len()) <= MAX_GLOB_MATCHES;
        let unmatched = globs.into_iter().filter_map(|glob_setting| {
            let glob = glob_setting.value.as_str();
            let positive = glob.strip_prefix('!').unwrap_or(glob);
            if let Some(rest) = positive.strip_prefix("./") {
                return Some(format!(
                    "{}: `{glob}` never matches: write `{rest}`, without `./`",
                    written_at(glob_setting)
                ));
            }
            let is_unmatched =
                is_root_searched && is_cheap && !names_entry(root, positive) && !matches_any(positive, found);
            is_unmatched.then(|| format!("{}: `{glob}` matches no draft", written_at(glob_setting)))
        });
        unmatched.collect()
    }

    /// The overrides that match the path of a draft.
    pub(crate) fn matched_overrides(&self, directory: &Path, path: Option<&Path>) -> MatchedOverrides {
        let path = path.and_then(|path| self.below_root(directory, path));
        self.resolver.matched(path.as_deref())
    }

    /// The settings of a draft with this front matter.
    pub(crate) fn settings_for(
        &self,
        matched: &MatchedOverrides,
        front_matter: &FrontMatter,
    ) -> anyhow::Result<Arc<Settings>> {
        let layer_numbers = self.resolver.decided(matched, front_matter);
        let mut resolved = self.resolved.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = resolved.get(&layer_numbers) {
            return Ok(settings.clone());
        }
        let settings = Arc::new(self.resolve(&layer_numbers)?);
        if resolved.len() < MAX_LINTERS {
            resolved.insert(layer_numbers, settings.clone());
        }
        Ok(settings)
    }

    /// The layers that apply to a draft, merged into one.
    pub(crate) fn layer(&self, matched: &MatchedOverrides, front_matter: &FrontMatter) -> Layer {
        self.resolver.merged(&self.resolver.decided(matched, front_matter))
    }

    /// The rules with the settings for a draft without front matter. Compiles no engine.
    ///
    /// # Errors
    /// If overrides give a rule settings that cannot be combined, or if the rules have too many phrases.
    pub(crate) fn rules(&self, matched: &MatchedOverrides) -> anyhow::Result<RuleSet> {
        let rules = self.resolver.rules(&self.layer(matched, &FrontMatter::default()))?;
        rules.validate_budget()?;
        Ok(rules)
    }

    /// Merges the layers with these numbers into settings.
    fn resolve(&self, layer_numbers: &[usize]) -> anyhow::Result<Settings> {
        let layer = self.resolver.merged(layer_numbers);
        let linter = self.linter(&layer)?;
        let config = self.resolver.config(&layer);
        let mut context = Context::new(&config, linter.rules(), Some(self.shared.today));
        let rule_settings = config::rule_settings(&layer);
        let own_rules =
            self.resolver.has_own_rules(&layer).then(|| (linter.rules(), &rule_settings as &dyn std::fmt::Debug));
        let fingerprint = Fingerprint::new(&context, own_rules, self.resolver.dictionaries(&layer));
        let prepared = self.shared.common.prepared(fingerprint, || {
            self.resolver.dictionaries(&layer).for_each(|text| context.own_spelling.dictionary.add(text));
            linter.prepare(context)
        });
        Ok(Settings {
            fingerprint,
            cache: self.cache.clone(),
            context: prepared,
            linter,
            fail_on: config.fail_on.unwrap_or_default(),
            min_severity: config.min_severity,
            never_baselined: config.never_baselined,
            front_matter_overrides: None,
        })
    }

    /// The engine with the rules and the rule settings of a layer.
    fn linter(&self, layer: &Layer) -> anyhow::Result<Arc<Engine>> {
        if !self.resolver.has_own_rules(layer) {
            return Ok(self.shared.builtin_linter());
        }
        let make = || Ok(Engine::new(self.resolver.rules(layer)?)?);
        self.shared.common.linter(&self.layers().packs, config::rule_settings(layer), make)
    }

    /// The path of a file relative to the directory of the configuration; `None` if the file is not in it or below.
    fn below_root(&self, directory: &Path, path: &Path) -> Option<PathBuf> {
        let inside = directory.strip_prefix(self.root.as_ref()?).ok()?;
        Some(inside.join(path.file_name()?))
    }
}

impl RunContext {
    /// The engine with unchanged built-in rules.
    pub(crate) fn builtin_linter(&self) -> Arc<Engine> {
        self.builtin_linter.get_or_init(|| Arc::new(Engine::builtin())).clone()
    }
}

impl Settings {
    /// Whether no rule is enabled, and front matter cannot change that.
    pub(crate) fn runs_nothing(&self) -> bool {
        let is_off = self.context.enabled.as_ref().is_some_and(BTreeSet::is_empty);
        is_off && self.front_matter_overrides.is_none()
    }

    /// The settings of a draft with this front matter. Calls `front_matter` only if it may change the settings.
    ///
    /// # Errors
    /// If overrides give a rule settings that cannot be combined.
    pub(crate) fn for_front_matter<'d>(
        self: &Arc<Self>,
        front_matter: impl FnOnce() -> &'d FrontMatter,
    ) -> anyhow::Result<Arc<Self>> {
        match &self.front_matter_overrides {
            Some((config, matched)) => config.settings_for(matched, front_matter()),
            None => Ok(self.clone()),
        }
    }

    /// A copy of these settings for drafts whose front matter may change them.
    pub(crate) fn with_front_matter_overrides(&self, config: Arc<ResolvedConfig>, matched: MatchedOverrides) -> Self {
        Self {
            linter: self.linter.clone(),
            context: self.context.clone(),
            fingerprint: self.fingerprint,
            cache: self.cache.clone(),
            fail_on: self.fail_on,
            min_severity: self.min_severity,
            never_baselined: self.never_baselined.clone(),
            front_matter_overrides: Some((config, matched)),
        }
    }
}

/// Whether a glob is the name of a file or directory in `root`, a draft or not.
fn names_entry(root: &Path, glob: &str) -> bool {
    let name = glob.trim_matches('/');
    !name.contains(['/', '\\']) && name != ".." && fs::symlink_metadata(root.join(name)).is_ok()
}

/// Whether a glob matches one of these paths.
fn matches_any(glob: &str, found: &[PathBuf]) -> bool {
    // A glob that cannot be compiled was refused when the configuration was built.
    PathPatterns::new([glob]).is_ok_and(|glob| found.iter().any(|path| glob.matches(path)))
}
