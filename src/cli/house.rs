//! One configuration, ready to say what holds for a draft: for all drafts, for those in a place, for those whose front matter
//! says so.

use super::cache::Cache;
use super::chain::Chain;
use super::settings::{Settings, Shared};
use anyhow::Context as _;
use bylint::cache::Sum;
use bylint::config::{Fields, Layer, Overrides, Place, Step};
use bylint::document::FrontMatter;
use bylint::engine::{Context, Linter};
use bylint::rule::{Profile, RuleSet};
use bylint::spelling::{Dictionary, House as Spelling};
use bylint::text::Source;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Settings of rules, by rule and key.
type Values = BTreeMap<(Arc<str>, String), String>;

/// What one configuration says.
#[derive(Debug)]
pub(super) struct House {
    steps: Vec<Step>,
    /// For each step, the paths that it asks for.
    paths: Vec<Option<Gitignore>>,
    /// The folder that patterns start from.
    root: Option<PathBuf>,
    exclude: Gitignore,
    rules: RuleSet,
    has_packs: bool,
    files: Vec<Source>,
    /// How many of them are configurations; the others hold lists of names.
    configs: usize,
    dictionaries: HashMap<Place, String>,
    over: Overrides,
    shared: Shared,
    cache: Option<Arc<Cache>>,
    /// Linters by the settings of their rules, made when they are needed.
    linters: Mutex<BTreeMap<Values, Arc<Linter>>>,
    /// What holds where these steps do.
    settled: Mutex<HashMap<Vec<usize>, Arc<Settings>>>,
}

/// The steps that hold for a draft by its place, and those that its front matter decides on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Choice {
    on: Vec<usize>,
    open: Vec<usize>,
}

impl House {
    /// What a configuration says, with patterns from the folder `root`.
    ///
    /// # Errors
    /// When the patterns are more than can be matched together.
    pub(super) fn new(chain: Chain, root: Option<PathBuf>, over: Overrides, shared: Shared) -> anyhow::Result<Self> {
        let folder = root.clone().unwrap_or_default();
        let matcher = |patterns: &[&str]| {
            let mut builder = GitignoreBuilder::new(&folder);
            for pattern in patterns {
                builder.add_line(None, pattern).expect("a configuration has only patterns that can be read");
            }
            // Each can be read by itself; all of them together may be more than the matcher has room for.
            builder.build().context("the patterns of `exclude`, or of `paths`, are too many or too long")
        };
        let exclude: Vec<&str> =
            chain.steps.iter().flat_map(|step| &step.layer.exclude).map(|said| said.value.as_str()).collect();
        let paths = |step: &Step| {
            let paths = step.when.as_ref().map(|when| &when.paths).filter(|paths| !paths.is_empty());
            paths.map(|paths| matcher(&paths.iter().map(String::as_str).collect::<Vec<_>>())).transpose()
        };
        let mut said = chain.steps.iter().filter_map(|step| step.layer.cache_dir.as_ref());
        let named = said.next_back().map(|said| said.value.as_str());
        let cache = shared.caching.of(root.as_deref(), named)?;
        Ok(Self {
            exclude: matcher(&exclude)?,
            paths: chain.steps.iter().map(paths).collect::<anyhow::Result<_>>()?,
            steps: chain.steps,
            root,
            rules: chain.rules,
            has_packs: chain.has_packs,
            files: chain.files,
            configs: chain.configs,
            dictionaries: chain.dictionaries,
            over,
            shared,
            cache,
            linters: Mutex::default(),
            settled: Mutex::default(),
        })
    }

    /// The files that places in a layer refer to.
    pub(super) fn files(&self) -> &[Source] {
        &self.files
    }

    /// The name of the file with a list that a place is in; nothing for a place in a configuration.
    pub(super) fn list_file(&self, place: Place) -> Option<String> {
        (place.file >= self.configs).then(|| self.files[place.file].name().to_owned())
    }

    /// Whether a file that was found in a folder is left out.
    pub(super) fn excludes(&self, folder: &Path, path: &Path) -> bool {
        self.below_root(folder, path).is_some_and(|path| matches(&self.exclude, &path))
    }

    /// What a draft's place decides.
    pub(super) fn choice(&self, folder: &Path, path: Option<&Path>) -> Choice {
        let place = path.and_then(|path| self.below_root(folder, path));
        let mut choice = Choice::default();
        for (at, (step, patterns)) in self.steps.iter().zip(&self.paths).enumerate() {
            let here =
                patterns.as_ref().is_none_or(|patterns| place.as_ref().is_some_and(|place| matches(patterns, place)));
            match &step.when {
                Some(when) if here && !when.front_matter.is_empty() => choice.open.push(at),
                _ if here => choice.on.push(at),
                _ => {}
            }
        }
        choice
    }

    /// What holds where a draft's front matter is known.
    pub(super) fn with(&self, choice: &Choice, front_matter: &FrontMatter) -> anyhow::Result<Arc<Settings>> {
        let on = self.decided(choice, front_matter);
        let mut settled = self.settled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = settled.get(&on) {
            return Ok(settings.clone());
        }
        let settings = Arc::new(self.settle(&on)?);
        settled.insert(on, settings.clone());
        Ok(settings)
    }

    /// All that is said of a draft, over each other.
    pub(super) fn layer(&self, choice: &Choice, front_matter: &FrontMatter) -> Layer {
        self.fold(&self.decided(choice, front_matter))
    }

    fn decided(&self, choice: &Choice, front_matter: &FrontMatter) -> Vec<usize> {
        let fields = if choice.is_open() { Fields::of(front_matter) } else { Fields::default() };
        let holds = |at: &usize| self.steps[*at].when.as_ref().is_none_or(|when| when.holds_for(&fields));
        let mut on: Vec<usize> = choice.on.iter().chain(choice.open.iter().filter(|at| holds(at))).copied().collect();
        on.sort_unstable();
        on
    }

    fn fold(&self, on: &[usize]) -> Layer {
        on.iter().fold(Layer::default(), |mut layer, &at| {
            layer.put(&self.steps[at].layer);
            layer
        })
    }

    fn settle(&self, on: &[usize]) -> anyhow::Result<Settings> {
        let layer = self.fold(on);
        let linter = self.linter(&layer)?;
        let mut dictionary = Dictionary::default();
        let texts =
            || layer.dictionary.iter().filter_map(|said| self.dictionaries.get(&said.place)).map(String::as_str);
        texts().for_each(|text| dictionary.add(text));
        let config = layer.config().overridden(&self.over);
        let context = Context {
            enabled: Some(config.enabled(linter.rules())),
            severity: config.severities(linter.rules()),
            legal: config.profile == Profile::Legal,
            newsroom: config.newsroom,
            language: config.language,
            house: Spelling { spelling: config.spelling, dictionary },
            settled_facts: config.settled_facts,
            today: Some(self.shared.today),
        };
        let values = values(&layer);
        let own = self.has_own_rules(&layer).then(|| (linter.rules(), &values as &dyn std::fmt::Debug));
        Ok(Settings {
            sum: Sum::new(&context, own, texts()),
            cache: self.cache.clone(),
            context: Arc::new(linter.prepare(context)),
            linter,
            fail_on: config.fail_on.unwrap_or_default(),
            min_severity: config.min_severity,
            never_baselined: config.never_baselined,
            open: None,
        })
    }

    fn linter(&self, layer: &Layer) -> anyhow::Result<Arc<Linter>> {
        if !self.has_own_rules(layer) {
            return Ok(self.shared.builtin());
        }
        let values = values(layer);
        let mut linters = self.linters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(linter) = linters.get(&values) {
            return Ok(linter.clone());
        }
        let rules = layer.set(self.rules.clone()).map_err(|errors| {
            let told = errors
                .iter()
                .map(|(place, message)| format!("{}: {message}", super::chain::written(&self.files, *place)));
            anyhow::anyhow!(told.collect::<Vec<_>>().join("; "))
        });
        let rules = rules.context("settings of overrides that do not go together")?;
        let linter = Arc::new(Linter::new(rules.bounded()?));
        linters.insert(values, linter.clone());
        Ok(linter)
    }

    fn has_own_rules(&self, layer: &Layer) -> bool {
        self.has_packs || !layer.settings.is_empty()
    }

    fn below_root(&self, folder: &Path, path: &Path) -> Option<PathBuf> {
        let inside = folder.strip_prefix(self.root.as_ref()?).ok()?;
        Some(inside.join(path.file_name()?))
    }
}

impl Choice {
    /// Whether the front matter of a draft may change what holds for it.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }
}

fn values(layer: &Layer) -> Values {
    layer.settings.iter().map(|(key, said)| (key.clone(), said.value.clone())).collect()
}

fn matches(patterns: &Gitignore, path: &Path) -> bool {
    patterns.matched_path_or_any_parents(path, false).is_ignore()
}
