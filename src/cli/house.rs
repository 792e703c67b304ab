//! One configuration, ready to say what holds for a draft: for all drafts, for those in a place, for those whose front matter
//! says so.

use super::cache::{Cache, Caching};
use super::chain::Chain;
use super::common::{Common, MOST_LINTERS, Values};
use anyhow::Context as _;
use bylint::cache::Sum;
use bylint::config::{self, FailOn, Fields, Layer, Overrides, Place, Said, Step};
use bylint::date::Date;
use bylint::diagnostic::Severity;
use bylint::document::FrontMatter;
use bylint::engine::{Context, Linter, Prepared};
use bylint::rule::{Named, Profile, RuleSet};
use bylint::spelling::{Dictionary, DictionarySet as Spelling};
use bylint::text::Source;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// More comparisons of globs with drafts are not made only to tell which glob is idle.
const MOST_MATCHES: usize = 10_000_000;

/// What holds for a draft: its configuration with the command line over it.
#[derive(Debug)]
pub(super) struct Settings {
    /// With the built-in rules and those of the house.
    pub(super) linter: Arc<Linter>,
    /// For the engine.
    pub(super) context: Arc<Prepared>,
    /// All that decides what is found, summed up.
    pub(super) sum: Sum,
    /// Where what is found is kept.
    pub(super) cache: Option<Arc<Cache>>,
    /// From where on a finding fails the run.
    pub(super) fail_on: FailOn,
    /// From where on a finding is shown, where that was set.
    pub(super) min_severity: Option<Severity>,
    /// Whose findings no baseline may hold.
    pub(super) never_baselined: Vec<Named>,
    /// What the front matter of a draft may change.
    pub(super) open: Option<(Arc<House>, Choice)>,
}

/// What all configurations of a run have in common.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    /// The day by which ignores are judged.
    pub(super) today: Date,
    /// Where what is found is kept.
    pub(super) caching: Caching,
    /// What several of them name.
    pub(super) common: Arc<Common>,
    /// With the built-in rules as they are, once a configuration asks for no others.
    pub(super) builtin: Arc<OnceLock<Arc<Linter>>>,
}

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
    packs: Vec<PathBuf>,
    files: Vec<Source>,
    /// How many of them are configurations; the others hold lists of names.
    configs: usize,
    dictionaries: HashMap<Place, Arc<str>>,
    over: Overrides,
    shared: Shared,
    cache: Option<Arc<Cache>>,
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
                let pattern = config::without_alternatives(pattern);
                builder.add_line(None, &pattern).expect("a configuration has only patterns that can be read");
            }
            // Each can be read by itself; all of them together may be more than the matcher has room for.
            builder.build().context("the globs of `exclude` or `paths` are too many or too long")
        };
        let exclude: Vec<&str> =
            chain.steps.iter().flat_map(|step| &step.layer.exclude).map(|said| said.value.as_str()).collect();
        let paths = |step: &Step| {
            let paths = step.when.as_ref().map(|when| &when.paths).filter(|paths| !paths.is_empty());
            paths.map(|paths| matcher(&paths.iter().map(|said| said.value.as_str()).collect::<Vec<_>>())).transpose()
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
            packs: chain.packs,
            files: chain.files,
            configs: chain.configs,
            dictionaries: chain.dictionaries,
            over,
            shared,
            cache,
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

    /// The configuration's directory and where in it a draft lies, for [`Self::idle_globs`]; nothing where no glob could match it.
    pub(super) fn place_for_globs(&self, folder: &Path, path: &Path) -> Option<(PathBuf, PathBuf)> {
        let has_globs = !self.exclude.is_empty() || self.paths.iter().any(Option::is_some);
        let root = self.root.as_ref().filter(|_| has_globs)?;
        Some((root.clone(), self.below_root(folder, path)?))
    }

    /// Globs that match nothing: those that begin with `./`, and, where the configuration's whole directory was searched, those
    /// that match none of the drafts that were found there.
    pub(super) fn idle_globs(&self, searched: &[PathBuf], found: &[PathBuf]) -> Vec<String> {
        let Some(root) = &self.root else { return Vec::new() };
        let is_whole = searched.iter().any(|directory| root.starts_with(directory));
        let excluded = self.steps.iter().flat_map(|step| &step.layer.exclude);
        let asked = self.steps.iter().filter_map(|step| step.when.as_ref()).flat_map(|when| &when.paths);
        let written = |said: &Said<String>| super::chain::written(&self.files, said.place);
        let globs: Vec<&Said<String>> = excluded.chain(asked).collect();
        let is_small = globs.len().saturating_mul(found.len()) <= MOST_MATCHES;
        let idle = globs.into_iter().filter_map(|said| {
            let glob = said.value.as_str();
            let positive = glob.strip_prefix('!').unwrap_or(glob);
            if let Some(rest) = positive.strip_prefix("./") {
                return Some(format!("{}: `{glob}` never matches: write `{rest}`, without `./`", written(said)));
            }
            let idle = is_whole && is_small && !names_something(root, positive) && !matches_one(root, positive, found);
            idle.then(|| format!("{}: `{glob}` matches no draft", written(said)))
        });
        idle.collect()
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
        if settled.len() < MOST_LINTERS {
            settled.insert(on, settings.clone());
        }
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
        let texts =
            || layer.dictionary.iter().filter_map(|said| self.dictionaries.get(&said.place)).map(|text| &**text);
        let config = layer.config().overridden(&self.over);
        let mut context = Context {
            enabled: Some(config.enabled(linter.rules())),
            severity: config.severities(linter.rules()),
            legal: config.profile == Profile::Legal,
            newsroom: config.newsroom,
            language: config.language,
            house: Spelling { spelling: config.spelling, dictionary: Dictionary::default() },
            settled_facts: config.settled_facts,
            today: Some(self.shared.today),
        };
        let values = values(&layer);
        let own = self.has_own_rules(&layer).then(|| (linter.rules(), &values as &dyn std::fmt::Debug));
        let sum = Sum::new(&context, own, texts());
        let prepared = self.shared.common.prepared(sum, || {
            texts().for_each(|text| context.house.dictionary.add(text));
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

    fn linter(&self, layer: &Layer) -> anyhow::Result<Arc<Linter>> {
        if !self.has_own_rules(layer) {
            return Ok(self.shared.builtin());
        }
        self.shared.common.linter(&self.packs, values(layer), || self.make_linter(layer))
    }

    fn make_linter(&self, layer: &Layer) -> anyhow::Result<Linter> {
        let rules = layer.set(self.rules.clone()).map_err(|errors| {
            let told = errors
                .iter()
                .map(|(place, message)| format!("{}: {message}", super::chain::written(&self.files, *place)));
            anyhow::anyhow!(told.collect::<Vec<_>>().join("; "))
        });
        let rules = rules.context("overrides whose settings contradict each other")?;
        Ok(Linter::new(rules.bounded()?))
    }

    fn has_own_rules(&self, layer: &Layer) -> bool {
        !self.packs.is_empty() || !layer.settings.is_empty()
    }

    fn below_root(&self, folder: &Path, path: &Path) -> Option<PathBuf> {
        let inside = folder.strip_prefix(self.root.as_ref()?).ok()?;
        Some(inside.join(path.file_name()?))
    }
}

impl Shared {
    /// Ready to run the built-in rules as they are.
    pub(super) fn builtin(&self) -> Arc<Linter> {
        self.builtin.get_or_init(|| Arc::new(Linter::new(RuleSet::builtin()))).clone()
    }
}

impl Settings {
    /// Whether no rule runs, whatever a draft says of itself.
    pub(super) fn runs_nothing(&self) -> bool {
        let is_off = self.context.enabled.as_ref().is_some_and(BTreeSet::is_empty);
        is_off && self.open.is_none()
    }

    /// What holds for a draft with this front matter, which is asked for only where it decides something.
    ///
    /// # Errors
    /// When overrides set a rule in ways that do not go together.
    pub(super) fn of<'d>(
        self: &Arc<Self>,
        front_matter: impl FnOnce() -> &'d FrontMatter,
    ) -> anyhow::Result<Arc<Self>> {
        match &self.open {
            Some((house, choice)) => house.with(choice, front_matter()),
            None => Ok(self.clone()),
        }
    }

    /// The same, for drafts whose front matter may change it.
    pub(super) fn open_to(&self, house: Arc<House>, choice: Choice) -> Self {
        Self {
            linter: self.linter.clone(),
            context: self.context.clone(),
            sum: self.sum,
            cache: self.cache.clone(),
            fail_on: self.fail_on,
            min_severity: self.min_severity,
            never_baselined: self.never_baselined.clone(),
            open: Some((house, choice)),
        }
    }
}

impl Choice {
    /// Whether the front matter of a draft may change what holds for it.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }
}

/// Whether a glob is the name of something in a directory, a draft or not.
fn names_something(root: &Path, glob: &str) -> bool {
    let name = glob.trim_matches('/');
    !name.contains(['/', '\\']) && name != ".." && fs::symlink_metadata(root.join(name)).is_ok()
}

fn matches_one(root: &Path, glob: &str, found: &[PathBuf]) -> bool {
    let mut builder = GitignoreBuilder::new(root);
    builder
        .add_line(None, &config::without_alternatives(glob))
        .expect("a configuration has only patterns that can be read");
    // One that cannot be built alone was refused with the others.
    builder.build().is_ok_and(|glob| found.iter().any(|place| matches(&glob, place)))
}

fn values(layer: &Layer) -> Values {
    layer.settings.iter().map(|(key, said)| (key.clone(), said.value.clone())).collect()
}

fn matches(patterns: &Gitignore, path: &Path) -> bool {
    patterns.matched_path_or_any_parents(path, false).is_ignore()
}
