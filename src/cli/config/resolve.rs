//! One configuration, ready to say what holds for a draft: for all drafts, for those in a place, for those whose front matter
//! says so.

use super::common::{Common, MOST_LINTERS};
use crate::cli::run::cache_dir::{Cache, Caching};
use bylint::cache::Fingerprint;
use bylint::config::{
    self, ConfigLayers, ConfigResolver, FailOn, FileSpan, Layer, Located, MatchedOverrides, Overrides, PathPatterns,
};
use bylint::date::Date;
use bylint::diagnostic::Severity;
use bylint::document::FrontMatter;
use bylint::engine::{Context, Engine, Prepared};
use bylint::rule::RuleSelector;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// More comparisons of globs with drafts are not made only to tell which glob is idle.
const MOST_MATCHES: usize = 10_000_000;

/// What holds for a draft: its configuration with the command line over it.
#[derive(Debug)]
pub(crate) struct Settings {
    /// With the built-in rules and those of the house.
    pub(crate) linter: Arc<Engine>,
    /// For the engine.
    pub(crate) context: Arc<Prepared>,
    /// All that decides what is found, summed up.
    pub(crate) sum: Fingerprint,
    /// Where what is found is kept.
    pub(crate) cache: Option<Arc<Cache>>,
    /// From where on a finding fails the run.
    pub(crate) fail_on: FailOn,
    /// From where on a finding is shown, where that was set.
    pub(crate) min_severity: Option<Severity>,
    /// Whose findings no baseline may hold.
    pub(crate) never_baselined: Vec<RuleSelector>,
    /// What the front matter of a draft may change.
    pub(crate) open: Option<(Arc<ResolvedConfig>, MatchedOverrides)>,
}

/// What all configurations of a run have in common.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    /// The day by which ignores are judged.
    pub(crate) today: Date,
    /// Where what is found is kept.
    pub(crate) caching: Caching,
    /// What several of them name.
    pub(crate) common: Arc<Common>,
    /// With the built-in rules as they are, once a configuration asks for no others.
    pub(crate) builtin: Arc<OnceLock<Arc<Engine>>>,
}

/// One configuration, ready to say which settings apply to a draft.
#[derive(Debug)]
pub(crate) struct ResolvedConfig {
    resolver: ConfigResolver,
    /// The directory that patterns start from.
    root: Option<PathBuf>,
    shared: Shared,
    cache: Option<Arc<Cache>>,
    /// The settings where these layers apply.
    resolved: Mutex<HashMap<Vec<usize>, Arc<Settings>>>,
}

impl ResolvedConfig {
    /// A configuration with patterns from the directory `root`.
    ///
    /// # Errors
    /// When the patterns are more than can be matched together, or its cache directory cannot be used.
    pub(crate) fn new(
        layers: ConfigLayers,
        root: Option<PathBuf>,
        over: Overrides,
        shared: Shared,
    ) -> anyhow::Result<Self> {
        let mut named = layers.steps.iter().filter_map(|step| step.layer.cache_dir.as_ref());
        let cache_dir = named.next_back().map(|named| named.value.clone());
        let resolver = ConfigResolver::new(layers, over)?;
        let cache = shared.caching.cache_for(root.as_deref(), cache_dir.as_deref())?;
        Ok(Self { resolver, root, shared, cache, resolved: Mutex::default() })
    }

    /// What its files say.
    pub(crate) fn layers(&self) -> &ConfigLayers {
        self.resolver.layers()
    }

    /// The name of the file with a list that a place is in; nothing for a place in a configuration.
    pub(crate) fn list_file(&self, place: FileSpan) -> Option<String> {
        let layers = self.layers();
        (place.file >= layers.configs).then(|| layers.files[place.file].name().to_owned())
    }

    /// Whether a file that was found in a folder is left out.
    pub(crate) fn excludes(&self, folder: &Path, path: &Path) -> bool {
        self.below_root(folder, path).is_some_and(|path| self.resolver.excludes(&path))
    }

    /// The configuration's directory and where in it a draft lies, for [`Self::idle_globs`]; nothing where no glob could match it.
    pub(crate) fn place_for_globs(&self, folder: &Path, path: &Path) -> Option<(PathBuf, PathBuf)> {
        let root = self.root.as_ref().filter(|_| self.resolver.has_patterns())?;
        Some((root.clone(), self.below_root(folder, path)?))
    }

    /// Globs that match nothing: those that begin with `./`, and, where the configuration's whole directory was searched, those
    /// that match none of the drafts that were found there.
    pub(crate) fn idle_globs(&self, searched: &[PathBuf], found: &[PathBuf]) -> Vec<String> {
        let Some(root) = &self.root else { return Vec::new() };
        let is_whole = searched.iter().any(|directory| root.starts_with(directory));
        let layers = self.layers();
        let excluded = layers.steps.iter().flat_map(|step| &step.layer.exclude);
        let asked = layers.steps.iter().filter_map(|step| step.when.as_ref()).flat_map(|when| &when.paths);
        let written = |said: &Located<String>| layers.written(said.place);
        let globs: Vec<&Located<String>> = excluded.chain(asked).collect();
        let is_small = globs.len().saturating_mul(found.len()) <= MOST_MATCHES;
        let idle = globs.into_iter().filter_map(|said| {
            let glob = said.value.as_str();
            let positive = glob.strip_prefix('!').unwrap_or(glob);
            if let Some(rest) = positive.strip_prefix("./") {
                return Some(format!("{}: `{glob}` never matches: write `{rest}`, without `./`", written(said)));
            }
            let idle = is_whole && is_small && !names_something(root, positive) && !matches_one(positive, found);
            idle.then(|| format!("{}: `{glob}` matches no draft", written(said)))
        });
        idle.collect()
    }

    /// The layers that a draft's path decides on.
    pub(crate) fn matched_overrides(&self, folder: &Path, path: Option<&Path>) -> MatchedOverrides {
        let path = path.and_then(|path| self.below_root(folder, path));
        self.resolver.matched(path.as_deref())
    }

    /// What holds where a draft's front matter is known.
    pub(crate) fn with(&self, matched: &MatchedOverrides, front_matter: &FrontMatter) -> anyhow::Result<Arc<Settings>> {
        let on = self.resolver.decided(matched, front_matter);
        let mut resolved = self.resolved.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = resolved.get(&on) {
            return Ok(settings.clone());
        }
        let settings = Arc::new(self.resolve(&on)?);
        if resolved.len() < MOST_LINTERS {
            resolved.insert(on, settings.clone());
        }
        Ok(settings)
    }

    /// The layers that apply to a draft, as one.
    pub(crate) fn layer(&self, matched: &MatchedOverrides, front_matter: &FrontMatter) -> Layer {
        self.resolver.merged(&self.resolver.decided(matched, front_matter))
    }

    fn resolve(&self, on: &[usize]) -> anyhow::Result<Settings> {
        let layer = self.resolver.merged(on);
        let linter = self.linter(&layer)?;
        let config = self.resolver.config(&layer);
        let mut context = Context::new(&config, linter.rules(), Some(self.shared.today));
        let values = config::rule_settings(&layer);
        let own = self.resolver.has_own_rules(&layer).then(|| (linter.rules(), &values as &dyn std::fmt::Debug));
        let sum = Fingerprint::new(&context, own, self.resolver.dictionaries(&layer));
        let prepared = self.shared.common.prepared(sum, || {
            self.resolver.dictionaries(&layer).for_each(|text| context.own_spelling.dictionary.add(text));
            linter.prepare(context)
        });
        Ok(Settings {
            sum,
            cache: self.cache.clone(),
            context: prepared,
            linter,
            fail_on: config.fail_on.unwrap_or_default(),
            min_severity: config.min_severity,
            never_baselined: config.never_baselined,
            open: None,
        })
    }

    fn linter(&self, layer: &Layer) -> anyhow::Result<Arc<Engine>> {
        if !self.resolver.has_own_rules(layer) {
            return Ok(self.shared.builtin());
        }
        let make = || Ok(Engine::new(self.resolver.rules(layer)?)?);
        self.shared.common.linter(&self.layers().packs, config::rule_settings(layer), make)
    }

    fn below_root(&self, folder: &Path, path: &Path) -> Option<PathBuf> {
        let inside = folder.strip_prefix(self.root.as_ref()?).ok()?;
        Some(inside.join(path.file_name()?))
    }
}

impl Shared {
    /// Ready to run the built-in rules as they are.
    pub(crate) fn builtin(&self) -> Arc<Engine> {
        self.builtin.get_or_init(|| Arc::new(Engine::builtin())).clone()
    }
}

impl Settings {
    /// Whether no rule runs, whatever a draft says of itself.
    pub(crate) fn runs_nothing(&self) -> bool {
        let is_off = self.context.enabled.as_ref().is_some_and(BTreeSet::is_empty);
        is_off && self.open.is_none()
    }

    /// What holds for a draft with this front matter, which is asked for only where it decides something.
    ///
    /// # Errors
    /// When overrides set a rule in ways that do not go together.
    pub(crate) fn of<'d>(
        self: &Arc<Self>,
        front_matter: impl FnOnce() -> &'d FrontMatter,
    ) -> anyhow::Result<Arc<Self>> {
        match &self.open {
            Some((config, matched)) => config.with(matched, front_matter()),
            None => Ok(self.clone()),
        }
    }

    /// The same, for drafts whose front matter may change it.
    pub(crate) fn open_to(&self, config: Arc<ResolvedConfig>, matched: MatchedOverrides) -> Self {
        Self {
            linter: self.linter.clone(),
            context: self.context.clone(),
            sum: self.sum,
            cache: self.cache.clone(),
            fail_on: self.fail_on,
            min_severity: self.min_severity,
            never_baselined: self.never_baselined.clone(),
            open: Some((config, matched)),
        }
    }
}

/// Whether a glob is the name of something in a directory, a draft or not.
fn names_something(root: &Path, glob: &str) -> bool {
    let name = glob.trim_matches('/');
    !name.contains(['/', '\\']) && name != ".." && fs::symlink_metadata(root.join(name)).is_ok()
}

fn matches_one(glob: &str, found: &[PathBuf]) -> bool {
    // One that cannot be built alone was refused with the others.
    PathPatterns::new([glob]).is_ok_and(|glob| found.iter().any(|path| glob.matches(path)))
}
