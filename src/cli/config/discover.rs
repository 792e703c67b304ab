//! Finds the configuration of each draft, and resolves the settings that apply to it.

use super::common::{MAX_LINTERS, SharedConfigData};
use super::load;
use super::paths::{NAMES, canonical, configuration, display_path, to_slash};
use super::resolve::{ResolvedConfig, RunContext, Settings};
use crate::cli::args::ReadingArgs;
use crate::cli::run::cache_dir::Caching;
use crate::cli::run::inputs::FoundDrafts;
use crate::cli::run::inputs::draft::DraftInput;
use crate::cli::run::inputs::tree;
use anyhow::Context as _;
use bylint::config::{ConfigLayers, FailOn, InvalidConfig, MatchedOverrides, Overrides};
use bylint::date::Date;
use bylint::diagnostic::Severity;
use bylint::document::FrontMatter;
use bylint::rule::{Profile, RuleSelector, RuleSet};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fs, io};

const SECONDS_PER_DAY: u64 = 24 * 60 * 60;

/// Settings from the command line, which override every configuration. Rule names are looked up in the rules of each
/// configuration.
#[derive(Clone, Debug, Default)]
pub(crate) struct CliOverrides {
    pub(crate) profile: Option<Profile>,
    pub(crate) select: Vec<String>,
    pub(crate) ignore: Vec<String>,
    pub(crate) own_outlets: Vec<String>,
    pub(crate) partners: Vec<String>,
    pub(crate) fail_on: Option<FailOn>,
    pub(crate) min_severity: Option<Severity>,
}

/// Finds configurations, and reads each once.
pub(crate) struct ConfigCache {
    cli_overrides: CliOverrides,
    shared: RunContext,
    /// Rule names on the command line that are in no configuration read so far.
    unknown_rules: BTreeSet<String>,
    /// The configuration for all drafts, if the command line names one.
    cli_config: Option<Arc<ResolvedConfig>>,
    /// The configuration file that applies in a directory, if there is one.
    files: HashMap<PathBuf, Option<PathBuf>>,
    configs: HashMap<Option<PathBuf>, Arc<ResolvedConfig>>,
    /// Settings as far as the path of a draft decides them, by the address of the configuration and the matching
    /// overrides.
    resolved: HashMap<(usize, MatchedOverrides), Arc<Settings>>,
    /// The addresses of the engines of these settings. The settings keep the engines alive.
    linters: BTreeSet<usize>,
    /// The directory of the last draft, as given and canonical, and its configuration: consecutive drafts are often in
    /// the same directory.
    last_directory: Option<(PathBuf, PathBuf, Arc<ResolvedConfig>)>,
}

impl ConfigCache {
    /// Builds the cache for one run. Reads the configuration that the command line names.
    pub(crate) fn new(args: &ReadingArgs, cli_overrides: CliOverrides, caching: Caching) -> anyhow::Result<Self> {
        Self::build(args.config.as_deref(), cli_overrides, args.today.unwrap_or_else(today), caching)
    }

    /// The date that decides whether suppressions have expired.
    pub(crate) fn today(&self) -> Date {
        self.shared.today
    }

    /// Builds a cache for today's date that does not cache outcomes.
    pub(crate) fn without_outcome_cache(config: Option<&Path>, cli_overrides: CliOverrides) -> anyhow::Result<Self> {
        Self::build(config, cli_overrides, today(), Caching::Off)
    }

    fn build(
        config: Option<&Path>,
        cli_overrides: CliOverrides,
        today: Date,
        caching: Caching,
    ) -> anyhow::Result<Self> {
        let builtin = RuleSet::builtin();
        let rule_names = cli_overrides.select.iter().chain(&cli_overrides.ignore);
        let unknown_rules =
            rule_names.filter(|name| RuleSelector::find(name.trim(), &builtin).is_err()).cloned().collect();
        let mut configs = Self {
            cli_overrides,
            shared: RunContext { today, caching, common: Arc::default(), builtin_linter: Arc::default() },
            unknown_rules,
            cli_config: None,
            files: HashMap::new(),
            configs: HashMap::new(),
            resolved: HashMap::new(),
            linters: BTreeSet::new(),
            last_directory: None,
        };
        if let Some(path) = config {
            let root = canonical(Path::new(""))?;
            configs.cli_config = Some(configs.load(path, root).map_err(|error| config_option_error(error, path))?);
        }
        Ok(configs)
    }

    /// Resolves the settings of the drafts that were found, and drops the drafts that a glob excludes. Adds a warning for
    /// each glob that matches nothing.
    pub(crate) fn configure_found(
        &mut self,
        found: &mut FoundDrafts,
    ) -> anyhow::Result<Vec<(DraftInput, Arc<Settings>)>> {
        let drafts = found.take_drafts();
        let mut found_paths: BTreeMap<PathBuf, (Arc<ResolvedConfig>, Vec<PathBuf>)> = BTreeMap::new();
        let configured = self.configure_each(drafts, |config, directory, path| {
            if let Some((root, path_from_root)) = config.path_for_globs(directory, path) {
                found_paths.entry(root).or_insert_with(|| (config.clone(), Vec::new())).1.push(path_from_root);
            }
        })?;
        let searched = found.directories();
        found.warnings.extend(
            found_paths.values().flat_map(|(config, found_paths)| config.unmatched_globs(&searched, found_paths)),
        );
        Ok(configured)
    }

    /// Resolves the settings of drafts, and drops the drafts that a glob excludes. Named drafts are never excluded.
    pub(crate) fn configure(&mut self, drafts: Vec<DraftInput>) -> anyhow::Result<Vec<(DraftInput, Arc<Settings>)>> {
        self.configure_each(drafts, |_, _, _| ())
    }

    /// Like [`Self::configure`], but also calls `visit` with the configuration, the canonical directory and the path of
    /// each draft, including excluded ones.
    fn configure_each(
        &mut self,
        drafts: Vec<DraftInput>,
        mut visit: impl FnMut(&Arc<ResolvedConfig>, &Path, &Path),
    ) -> anyhow::Result<Vec<(DraftInput, Arc<Settings>)>> {
        let mut configured = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let (directory, config) = self.config_for(&draft)?;
            if let Some(path) = draft.path() {
                visit(&config, &directory, path);
            }
            if draft.is_named || !draft.path().is_some_and(|path| config.excludes(&directory, path)) {
                let settings = self.resolve(&config, config.matched_overrides(&directory, draft.path()))?;
                configured.push((draft, settings));
            }
        }
        self.check_rule_names()?;
        Ok(configured)
    }

    /// The settings of a draft as far as its path decides them.
    ///
    /// # Errors
    /// If overrides cannot be combined, or make too many combinations of rule settings.
    fn resolve(&mut self, config: &Arc<ResolvedConfig>, matched: MatchedOverrides) -> anyhow::Result<Arc<Settings>> {
        // Configurations live as long as this cache, so no two of them have the same address.
        let key = (Arc::as_ptr(config).addr(), matched);
        if let Some(settings) = self.resolved.get(&key) {
            return Ok(settings.clone());
        }
        let without_front_matter = config.settings_for(&key.1, &FrontMatter::default())?;
        let settings = if key.1.needs_front_matter() {
            Arc::new(without_front_matter.with_front_matter_overrides(config.clone(), key.1.clone()))
        } else {
            without_front_matter
        };
        self.linters.insert(Arc::as_ptr(&settings.linter).addr());
        anyhow::ensure!(
            self.linters.len() <= MAX_LINTERS,
            "overrides make more than {MAX_LINTERS} different combinations of rule settings"
        );
        self.resolved.insert(key, settings.clone());
        Ok(settings)
    }

    /// The canonical directory of a draft, and the configuration that applies to the draft.
    pub(crate) fn config_for(&mut self, draft: &DraftInput) -> anyhow::Result<(PathBuf, Arc<ResolvedConfig>)> {
        self.config_in(draft.path().and_then(Path::parent).unwrap_or(Path::new("")))
    }

    /// Fails if a rule name on the command line is in no configuration. A house rule may be in some configurations only.
    fn check_rule_names(&self) -> anyhow::Result<()> {
        for (option, names) in [("--select", &self.cli_overrides.select), ("--ignore", &self.cli_overrides.ignore)] {
            let unknown: Vec<String> =
                names.iter().filter(|name| self.unknown_rules.contains(*name)).cloned().collect();
            find_selectors(&unknown, &RuleSet::builtin()).context(option)?;
        }
        Ok(())
    }

    /// The canonical path of a directory, and the configuration that applies there.
    fn config_in(&mut self, parent: &Path) -> anyhow::Result<(PathBuf, Arc<ResolvedConfig>)> {
        if let Some((last_directory, directory, config)) = &self.last_directory
            && last_directory == parent
        {
            return Ok((directory.clone(), config.clone()));
        }
        // The directory of `--stdin-filename` need not exist.
        let directory = canonical(parent).or_else(|_| canonical(Path::new("")))?;
        let config = match &self.cli_config {
            Some(config) => config.clone(),
            None => self.nearest(&directory)?,
        };
        self.last_directory = Some((parent.to_owned(), directory.clone(), config.clone()));
        Ok((directory, config))
    }

    /// Reads the configuration that applies in a directory; each file is read only once.
    fn nearest(&mut self, directory: &Path) -> anyhow::Result<Arc<ResolvedConfig>> {
        let file = self.file_for(directory);
        if let Some(config) = self.configs.get(&file) {
            return Ok(config.clone());
        }
        let config = if let Some(path) = &file {
            let has_both_names = NAMES.iter().all(|name| fs::symlink_metadata(path.with_file_name(name)).is_ok());
            anyhow::ensure!(
                !has_both_names,
                "{} and {} are in the same directory: delete one of them",
                display_path(path),
                NAMES[1]
            );
            self.load(path, path.parent().unwrap_or(directory).to_owned())?
        } else {
            let rules = RuleSet::builtin();
            let overrides = self.overrides(&rules);
            Arc::new(ResolvedConfig::new(ConfigLayers::without_files(rules), None, overrides, self.shared.clone())?)
        };
        self.configs.insert(file, config.clone());
        Ok(config)
    }

    /// The `bylint.toml` of a directory or the nearest one above it. The search ends at the top of the repository.
    fn file_for(&mut self, directory: &Path) -> Option<PathBuf> {
        let mut searched_directories = Vec::new();
        let mut file = None;
        for directory in directory.ancestors() {
            if let Some(file_above) = self.files.get(directory) {
                file.clone_from(file_above);
                break;
            }
            searched_directories.push(directory.to_owned());
            file = configuration(directory);
            if file.is_some() || tree::is_top(directory) {
                break;
            }
        }
        self.files.extend(searched_directories.into_iter().map(|directory| (directory, file.clone())));
        file
    }

    /// Reads a configuration file whose globs are relative to `root`.
    fn load(&mut self, path: &Path, root: PathBuf) -> anyhow::Result<Arc<ResolvedConfig>> {
        let layers = load::load(path, &self.shared.common)?;
        let overrides = self.overrides(&layers.rules);
        let config = ResolvedConfig::new(layers, Some(root), overrides, self.shared.clone());
        Ok(Arc::new(config.with_context(|| display_path(path))?))
    }

    /// The settings of the command line, with rule names looked up in the rules of one configuration.
    fn overrides(&mut self, rules: &RuleSet) -> Overrides {
        let find = |name: &String| {
            let name = name.trim();
            // Only another configuration has this rule. The selector matches nothing here, but `--select` still replaces
            // the configured selection.
            RuleSelector::find(name, rules).unwrap_or_else(|_| RuleSelector::Rule(name.into()))
        };
        let cli_overrides = &self.cli_overrides;
        self.unknown_rules.retain(|name| RuleSelector::find(name.trim(), rules).is_err());
        Overrides {
            profile: cli_overrides.profile,
            select: cli_overrides.select.iter().map(find).collect(),
            ignore: cli_overrides.ignore.iter().map(find).collect(),
            own_outlets: cli_overrides.own_outlets.clone(),
            partners: cli_overrides.partners.clone(),
            fail_on: cli_overrides.fail_on,
            min_severity: cli_overrides.min_severity,
        }
    }
}

/// The rules with the settings of a configuration file; by default of the one that applies in the working directory.
pub(crate) fn load_rules(config: Option<&Path>) -> anyhow::Result<RuleSet> {
    let mut configs = ConfigCache::without_outcome_cache(config, CliOverrides::default())?;
    let (directory, config) = configs.config_in(Path::new(""))?;
    config.rules(&config.matched_overrides(&directory, None))
}

/// The directories of house rules that a configuration file names; by default the one that applies in the working
/// directory.
pub(crate) fn pack_directories(config: Option<&Path>) -> anyhow::Result<Vec<PathBuf>> {
    let here = canonical(Path::new(""))?;
    let found = match config {
        Some(path) => Some(path.to_owned()),
        None => ConfigCache::without_outcome_cache(None, CliOverrides::default())?.file_for(&here),
    };
    let no_packs_message = "no rules to test: name a directory, or set `packs` in bylint.toml";
    let found = found.context(no_packs_message)?;
    let directories = load::packs(&found, &SharedConfigData::default());
    let directories =
        directories.map_err(|error| if config.is_some() { config_option_error(error, &found) } else { error })?;
    anyhow::ensure!(!directories.is_empty(), no_packs_message);
    Ok(directories)
}

/// Adds `--config` to an error about the file that this option names.
fn config_option_error(error: anyhow::Error, path: &Path) -> anyhow::Error {
    option_error(error, "--config", &to_slash(path), "check the path, or run `bylint init` to create a bylint.toml")
}

/// Adds the name of an option to an error about the file that the option names. If the file does not exist, the error says
/// so and suggests `next_step`.
pub(crate) fn option_error(error: anyhow::Error, option: &str, name: &str, next_step: &str) -> anyhow::Error {
    let is_missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    if error.root_cause().downcast_ref().is_some_and(is_missing) {
        return anyhow::anyhow!("{option}: {name} does not exist; {next_step}");
    }
    if error.is::<InvalidConfig>() { error } else { error.context(option.to_owned()) }
}

/// Looks up rules and families by their names.
///
/// # Errors
/// If a name is unknown.
pub(crate) fn find_selectors(names: &[String], rules: &RuleSet) -> anyhow::Result<Vec<RuleSelector>> {
    let find = |name: &String| Ok(RuleSelector::find(name.trim(), rules)?);
    names.iter().map(find).collect()
}

/// Today's date by the system clock, in UTC.
fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::from_days(i64::try_from(seconds / SECONDS_PER_DAY).unwrap_or_default())
}
