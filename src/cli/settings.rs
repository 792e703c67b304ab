//! Which configuration holds for which draft.

use super::args::ReadingArgs;
use super::bad_config::BadConfig;
use super::cache::Caching;
use super::chain::Chain;
use super::common::{Common, MOST_LINTERS};
use super::draft::Draft;
use super::files::Found;
use super::house::{Choice, House, Settings, Shared};
use super::paths::{canonical, shown, slashed};
use super::tree;
use anyhow::Context as _;
use bylint::config::{FailOn, Overrides};
use bylint::date::Date;
use bylint::diagnostic::Severity;
use bylint::document::FrontMatter;
use bylint::engine::Linter;
use bylint::rule::{Profile, RuleSelector, RuleSet};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fs, io};

/// What a new configuration is called.
pub(super) const NAME: &str = "bylint.toml";

/// What configurations are called; a directory has one of them.
pub(super) const NAMES: [&str; 2] = [NAME, ".bylint.toml"];

/// The configuration of a directory. Whatever it is, a link or a pipe too: what cannot be read is an error, not a missing
/// configuration.
pub(super) fn configuration(directory: &Path) -> Option<PathBuf> {
    NAMES.iter().map(|name| directory.join(name)).find(|path| fs::symlink_metadata(path).is_ok())
}

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// What the command line says over any configuration. Names of rules are looked up in the rules of each configuration.
#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    pub(super) profile: Option<Profile>,
    pub(super) select: Vec<String>,
    pub(super) ignore: Vec<String>,
    pub(super) own_outlets: Vec<String>,
    pub(super) partners: Vec<String>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) min_severity: Option<Severity>,
}

/// Finds configurations, each once.
pub(super) struct Configs {
    choices: Choices,
    shared: Shared,
    /// Names of rules on the command line that no configuration read so far has.
    unknown: BTreeSet<String>,
    /// For every draft, when the command line names one.
    fixed: Option<Arc<House>>,
    /// The file that holds in a folder, if any does.
    files: HashMap<PathBuf, Option<PathBuf>>,
    houses: HashMap<Option<PathBuf>, Arc<House>>,
    /// What holds for drafts of a configuration, as far as their places tell, by the address of its house.
    settled: HashMap<(usize, Choice), Arc<Settings>>,
    /// The linters of these, by their addresses: they live as long as this does.
    linters: BTreeSet<usize>,
    /// Drafts stand many in a folder, and one after the other.
    last: Option<(PathBuf, PathBuf, Arc<House>)>,
}

impl Configs {
    /// For one run; reads the configuration that the command line names.
    pub(super) fn new(args: &ReadingArgs, choices: Choices, caching: Caching) -> anyhow::Result<Self> {
        Self::with(args.config.as_deref(), choices, args.today.unwrap_or_else(today), caching)
    }

    /// The day by which ignores are judged.
    pub(super) fn today(&self) -> Date {
        self.shared.today
    }

    /// For one draft that is not linted.
    pub(super) fn of_one(config: Option<&Path>, choices: Choices) -> anyhow::Result<Self> {
        Self::with(config, choices, today(), Caching::Off)
    }

    fn with(config: Option<&Path>, choices: Choices, today: Date, caching: Caching) -> anyhow::Result<Self> {
        let builtin = RuleSet::builtin();
        let named = choices.select.iter().chain(&choices.ignore);
        let unknown = named.filter(|name| RuleSelector::find(name.trim(), &builtin).is_err()).cloned().collect();
        let mut configs = Self {
            choices,
            shared: Shared { today, caching, common: Arc::default(), builtin: Arc::default() },
            unknown,
            fixed: None,
            files: HashMap::new(),
            houses: HashMap::new(),
            settled: HashMap::new(),
            linters: BTreeSet::new(),
            last: None,
        };
        if let Some(path) = config {
            let root = canonical(Path::new(""))?;
            configs.fixed = Some(configs.load(path, root).map_err(|error| of_config(error, path))?);
        }
        Ok(configs)
    }

    /// The drafts that were found and that no glob leaves out, each with what holds for it; notes globs that match nothing.
    pub(super) fn of_found(&mut self, found: &mut Found) -> anyhow::Result<Vec<(Draft, Arc<Settings>)>> {
        let drafts = found.take();
        let mut places: BTreeMap<PathBuf, (Arc<House>, Vec<PathBuf>)> = BTreeMap::new();
        let kept = self.each(drafts, |house, folder, path| {
            if let Some((root, place)) = house.place_for_globs(folder, path) {
                places.entry(root).or_insert_with(|| (house.clone(), Vec::new())).1.push(place);
            }
        })?;
        let searched = found.directories();
        found.warnings.extend(places.values().flat_map(|(house, places)| house.idle_globs(&searched, places)));
        Ok(kept)
    }

    /// The drafts that no glob leaves out, each with what holds for it.
    pub(super) fn of(&mut self, drafts: Vec<Draft>) -> anyhow::Result<Vec<(Draft, Arc<Settings>)>> {
        self.each(drafts, |_, _, _| ())
    }

    /// The same; `see` is shown the configuration, the folder and the path of each.
    fn each(
        &mut self,
        drafts: Vec<Draft>,
        mut see: impl FnMut(&Arc<House>, &Path, &Path),
    ) -> anyhow::Result<Vec<(Draft, Arc<Settings>)>> {
        let mut kept = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let (folder, house) = self.house(&draft)?;
            if let Some(path) = draft.path() {
                see(&house, &folder, path);
            }
            if draft.named || !draft.path().is_some_and(|path| house.excludes(&folder, path)) {
                let settings = self.settle(&house, house.choice(&folder, draft.path()))?;
                kept.push((draft, settings));
            }
        }
        self.all_names_are_known()?;
        Ok(kept)
    }

    /// What holds for a draft, as far as its place tells.
    fn settle(&mut self, house: &Arc<House>, choice: Choice) -> anyhow::Result<Arc<Settings>> {
        // Houses live as long as this does, so that each has an address of its own.
        let key = (Arc::as_ptr(house).addr(), choice);
        if let Some(settings) = self.settled.get(&key) {
            return Ok(settings.clone());
        }
        let without = house.with(&key.1, &FrontMatter::default())?;
        let settings = if key.1.is_open() { Arc::new(without.open_to(house.clone(), key.1.clone())) } else { without };
        self.linters.insert(Arc::as_ptr(&settings.linter).addr());
        anyhow::ensure!(
            self.linters.len() <= MOST_LINTERS,
            "overrides make more than {MOST_LINTERS} different combinations of rule settings"
        );
        self.settled.insert(key, settings.clone());
        Ok(settings)
    }

    /// The configuration of a draft, and the folder of the draft by its own name.
    pub(super) fn house(&mut self, draft: &Draft) -> anyhow::Result<(PathBuf, Arc<House>)> {
        self.in_folder(draft.path().and_then(Path::parent).unwrap_or(Path::new("")))
    }

    /// A rule of the house may be known under one configuration and not under another, but not under none.
    fn all_names_are_known(&self) -> anyhow::Result<()> {
        for (option, names) in [("--select", &self.choices.select), ("--ignore", &self.choices.ignore)] {
            let unknown: Vec<String> = names.iter().filter(|name| self.unknown.contains(*name)).cloned().collect();
            named(&unknown, &RuleSet::builtin()).context(option)?;
        }
        Ok(())
    }

    /// The configuration of a folder, and the folder by its own name.
    fn in_folder(&mut self, parent: &Path) -> anyhow::Result<(PathBuf, Arc<House>)> {
        if let Some((last, folder, house)) = &self.last
            && last == parent
        {
            return Ok((folder.clone(), house.clone()));
        }
        // The folder of standard input's name need not be there.
        let folder = canonical(parent).or_else(|_| canonical(Path::new("")))?;
        let house = match &self.fixed {
            Some(house) => house.clone(),
            None => self.nearest(&folder)?,
        };
        self.last = Some((parent.to_owned(), folder.clone(), house.clone()));
        Ok((folder, house))
    }

    fn nearest(&mut self, folder: &Path) -> anyhow::Result<Arc<House>> {
        let file = self.file_for(folder);
        if let Some(house) = self.houses.get(&file) {
            return Ok(house.clone());
        }
        let house = if let Some(path) = &file {
            let both = NAMES.iter().all(|name| fs::symlink_metadata(path.with_file_name(name)).is_ok());
            anyhow::ensure!(!both, "{} and {} are in the same directory: delete one of them", shown(path), NAMES[1]);
            self.load(path, path.parent().unwrap_or(folder).to_owned())?
        } else {
            let rules = RuleSet::builtin();
            let over = self.overrides(&rules);
            Arc::new(House::new(Chain::nothing(rules), None, over, self.shared.clone())?)
        };
        self.houses.insert(file, house.clone());
        Ok(house)
    }

    /// The `bylint.toml` of a folder or the nearest above it, no further up than the folder that holds `.git`.
    fn file_for(&mut self, folder: &Path) -> Option<PathBuf> {
        let mut passed = Vec::new();
        let mut file = None;
        for folder in folder.ancestors() {
            if let Some(known) = self.files.get(folder) {
                file.clone_from(known);
                break;
            }
            passed.push(folder.to_owned());
            file = configuration(folder);
            if file.is_some() || tree::is_top(folder) {
                break;
            }
        }
        self.files.extend(passed.into_iter().map(|folder| (folder, file.clone())));
        file
    }

    fn load(&mut self, path: &Path, root: PathBuf) -> anyhow::Result<Arc<House>> {
        let chain = Chain::read(path, &self.shared.common)?;
        let over = self.overrides(&chain.rules);
        let house = House::new(chain, Some(root), over, self.shared.clone());
        Ok(Arc::new(house.with_context(|| shown(path))?))
    }

    /// The command line's choices, by the rules of one configuration.
    fn overrides(&mut self, rules: &RuleSet) -> Overrides {
        let find = |name: &String| {
            let name = name.trim();
            // A rule that only another configuration has: it names nothing here, and still stands alone.
            RuleSelector::find(name, rules).unwrap_or_else(|_| RuleSelector::Rule(name.into()))
        };
        let choices = &self.choices;
        self.unknown.retain(|name| RuleSelector::find(name.trim(), rules).is_err());
        Overrides {
            profile: choices.profile,
            select: choices.select.iter().map(find).collect(),
            ignore: choices.ignore.iter().map(find).collect(),
            own_outlets: choices.own_outlets.clone(),
            partners: choices.partners.clone(),
            fail_on: choices.fail_on,
            min_severity: choices.min_severity,
        }
    }
}

/// Ready to run the rules that hold in the working folder, or under the configuration that is named.
pub(super) fn linter(config: Option<&Path>) -> anyhow::Result<Arc<Linter>> {
    let mut configs = Configs::of_one(config, Choices::default())?;
    let (folder, house) = configs.in_folder(Path::new(""))?;
    Ok(configs.settle(&house, house.choice(&folder, None))?.linter.clone())
}

/// The folders with rules of the house that the configuration of the working folder names, or the one given.
pub(super) fn folders(config: Option<&Path>) -> anyhow::Result<Vec<PathBuf>> {
    let here = canonical(Path::new(""))?;
    let found = match config {
        Some(path) => Some(path.to_owned()),
        None => Configs::of_one(None, Choices::default())?.file_for(&here),
    };
    let none = "no rules to test: name a directory, or set `packs` in bylint.toml";
    let found = found.context(none)?;
    let folders = Chain::folders(&found, &Common::default());
    let folders = folders.map_err(|error| if config.is_some() { of_config(error, &found) } else { error })?;
    anyhow::ensure!(!folders.is_empty(), none);
    Ok(folders)
}

/// An error of the file that `--config` names.
fn of_config(error: anyhow::Error, path: &Path) -> anyhow::Error {
    of_option(error, "--config", &slashed(path), "check the path, or run `bylint init` to create a bylint.toml")
}

/// An error of the file that an option names; `todo` says what to do where there is no such file.
pub(super) fn of_option(error: anyhow::Error, option: &str, name: &str, todo: &str) -> anyhow::Error {
    let is_missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    if error.root_cause().downcast_ref().is_some_and(is_missing) {
        return anyhow::anyhow!("{option}: {name} does not exist; {todo}");
    }
    if error.is::<BadConfig>() { error } else { error.context(option.to_owned()) }
}

/// The rules and families that the command line names.
pub(super) fn named(names: &[String], rules: &RuleSet) -> anyhow::Result<Vec<RuleSelector>> {
    let find = |name: &String| Ok(RuleSelector::find(name.trim(), rules)?);
    names.iter().map(find).collect()
}

/// The day by the clock, in UTC: the one place where the clock is read.
fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::from_days(i64::try_from(seconds / SECONDS_A_DAY).unwrap_or_default())
}
