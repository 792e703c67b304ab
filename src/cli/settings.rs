//! Which configuration holds for which draft.

use super::args::ReadingArgs;
use super::files::{Draft, slashed};
use super::packs::Pack;
use anyhow::Context as _;
use bylint::config::{self, Config, ConfigError, FailOn, Overrides};
use bylint::diagnostic::Severity;
use bylint::engine::{Context, Linter};
use bylint::report::Human;
use bylint::rule::{Named, Profile, RuleSet};
use bylint::spelling::{Dictionary, House};
use bylint::text::{Source, Span};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

const NAME: &str = "bylint.toml";

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

/// What holds for a draft: its configuration with the command line over it.
#[derive(Debug)]
pub(super) struct Settings {
    /// With the built-in rules and those of the house.
    pub(super) linter: Arc<Linter>,
    /// For the engine.
    pub(super) context: Context,
    /// From where on a finding fails the run.
    pub(super) fail_on: FailOn,
    /// From where on a finding is shown, where that was set.
    pub(super) min_severity: Option<Severity>,
    /// The folder that patterns start from, and what they leave out.
    exclude: Option<(PathBuf, Gitignore)>,
}

/// A file that cannot be used: its text, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Bad {
    pub(super) source: Source,
    pub(super) errors: Vec<ConfigError>,
}

/// A configuration, or rules of the house that it names, cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the configuration is not sound")]
pub(super) struct BadConfig(pub(super) Vec<Bad>);

impl Bad {
    /// The faults, each in its line.
    pub(super) fn show(&self, human: &Human) -> Vec<u8> {
        let mut text = Vec::new();
        for error in &self.errors {
            human.config_error(&mut text, &self.source, error);
        }
        text
    }
}

impl BadConfig {
    /// The faults of all files, each in its line.
    pub(super) fn show(&self, human: &Human) -> Vec<u8> {
        self.0.iter().flat_map(|bad| bad.show(human)).collect()
    }
}

/// Finds configurations, each once.
pub(super) struct Configs {
    choices: Choices,
    /// Names of rules on the command line that no configuration read so far has.
    unknown: BTreeSet<String>,
    /// With the built-in rules as they are, once a configuration asks for no others.
    builtin: Option<Arc<Linter>>,
    /// For every draft, when the command line names one.
    fixed: Option<Arc<Settings>>,
    /// The file that holds in a folder, if any does.
    files: HashMap<PathBuf, Option<PathBuf>>,
    settings: HashMap<Option<PathBuf>, Arc<Settings>>,
    /// Drafts stand many in a folder, and one after the other.
    last: Option<(PathBuf, PathBuf, Arc<Settings>)>,
}

impl Configs {
    /// For one run; reads the configuration that the command line names.
    pub(super) fn new(args: &ReadingArgs, choices: Choices) -> anyhow::Result<Self> {
        Self::with(args.config.as_deref(), choices)
    }

    pub(super) fn with(config: Option<&Path>, choices: Choices) -> anyhow::Result<Self> {
        let builtin = RuleSet::builtin();
        let named = choices.select.iter().chain(&choices.ignore);
        let unknown = named.filter(|name| Named::find(name.trim(), &builtin).is_err()).cloned().collect();
        let mut configs = Self {
            choices,
            unknown,
            builtin: None,
            fixed: None,
            files: HashMap::new(),
            settings: HashMap::new(),
            last: None,
        };
        if let Some(path) = config {
            let root = canonical(Path::new(""))?;
            configs.fixed = Some(Arc::new(configs.load(path, root)?));
        }
        Ok(configs)
    }

    /// The drafts that no pattern leaves out, each with what holds for it.
    pub(super) fn of(&mut self, drafts: Vec<Draft>) -> anyhow::Result<Vec<(Draft, Arc<Settings>)>> {
        let mut kept = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let path = draft.path();
            let parent = path.and_then(Path::parent).unwrap_or(Path::new(""));
            let (folder, settings) = self.in_folder(parent)?;
            if draft.named || !path.is_some_and(|path| settings.excludes(&folder, path)) {
                kept.push((draft, settings));
            }
        }
        self.all_names_are_known()?;
        Ok(kept)
    }

    /// A rule of the house may be known under one configuration and not under another, but not under none.
    fn all_names_are_known(&self) -> anyhow::Result<()> {
        for (option, names) in [("--select", &self.choices.select), ("--ignore", &self.choices.ignore)] {
            let unknown: Vec<String> = names.iter().filter(|name| self.unknown.contains(*name)).cloned().collect();
            named(&unknown, &RuleSet::builtin()).context(option)?;
        }
        Ok(())
    }

    /// What holds in a folder, and the folder by its own name.
    fn in_folder(&mut self, parent: &Path) -> anyhow::Result<(PathBuf, Arc<Settings>)> {
        if let Some((last, folder, settings)) = &self.last
            && last == parent
        {
            return Ok((folder.clone(), settings.clone()));
        }
        // The folder of standard input's name need not be there.
        let folder = canonical(parent).or_else(|_| canonical(Path::new("")))?;
        let settings = match &self.fixed {
            Some(settings) => settings.clone(),
            None => self.nearest(&folder)?,
        };
        self.last = Some((parent.to_owned(), folder.clone(), settings.clone()));
        Ok((folder, settings))
    }

    fn nearest(&mut self, folder: &Path) -> anyhow::Result<Arc<Settings>> {
        let file = self.file_for(folder);
        if let Some(settings) = self.settings.get(&file) {
            return Ok(settings.clone());
        }
        let settings = Arc::new(if let Some(path) = &file {
            self.load(path, path.parent().unwrap_or(folder).to_owned())?
        } else {
            let linter = self.builtin();
            self.settle(Config::default(), None, linter)?
        });
        self.settings.insert(file, settings.clone());
        Ok(settings)
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
            let here = folder.join(NAME);
            if here.is_file() {
                file = Some(here);
            }
            if file.is_some() || folder.join(".git").exists() {
                break;
            }
        }
        self.files.extend(passed.into_iter().map(|folder| (folder, file.clone())));
        file
    }

    fn load(&mut self, path: &Path, root: PathBuf) -> anyhow::Result<Settings> {
        let shown = shown(path);
        let bytes = fs::read(path).with_context(|| shown.clone())?;
        let source = Source::new(shown, bytes);
        if let Some(&span) = source.invalid().first() {
            let errors = vec![ConfigError { span, message: "not UTF-8".to_owned() }];
            return Err(BadConfig(vec![Bad { source, errors }]).into());
        }
        let packs = config::packs(source.text());
        let mut rules = RuleSet::builtin();
        let (mut errors, mut bad) = packed(path, &packs, &mut rules);
        // Rules that could not be read would be told a second time, as names that nobody has.
        if errors.is_empty() && bad.is_empty() {
            match (Config::parse(source.text(), &rules), config::with_settings(source.text(), rules)) {
                (Ok(config), Ok(rules)) => {
                    let own = !packs.is_empty() || config.has_settings;
                    let linter = if own { Arc::new(Linter::new(rules)) } else { self.builtin() };
                    return self.settle(config, Some(root), linter);
                }
                (config, rules) => {
                    errors.extend(config.err().into_iter().chain(rules.err()).flatten());
                    errors.sort_by_key(|error| error.span);
                }
            }
        }
        bad.insert(0, Bad { source, errors });
        Err(BadConfig(bad).into())
    }

    /// Ready to run the built-in rules as they are.
    fn builtin(&mut self) -> Arc<Linter> {
        self.builtin.get_or_insert_with(|| Arc::new(Linter::new(RuleSet::builtin()))).clone()
    }

    /// The command line's choices, by the rules of one configuration.
    fn overrides(&mut self, rules: &RuleSet) -> Overrides {
        let find = |name: &String| {
            let name = name.trim();
            // A rule that only another configuration has: it names nothing here, and still stands alone.
            Named::find(name, rules).unwrap_or_else(|_| Named::Rule(name.into()))
        };
        let choices = &self.choices;
        self.unknown.retain(|name| Named::find(name.trim(), rules).is_err());
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

    fn settle(&mut self, config: Config, root: Option<PathBuf>, linter: Arc<Linter>) -> anyhow::Result<Settings> {
        let dictionary = dictionary(&config.dictionary, root.as_deref())?;
        let exclude = root.filter(|_| !config.exclude.is_empty()).map(|root| {
            let mut builder = GitignoreBuilder::new(&root);
            for pattern in &config.exclude {
                builder.add_line(None, pattern).expect("a configuration has only patterns that can be read");
            }
            let patterns = builder.build().expect("patterns that can be read one by one can be read together");
            (root, patterns)
        });
        let rules = linter.rules();
        let config = config.overridden(&self.overrides(rules));
        Ok(Settings {
            context: Context {
                enabled: Some(config.enabled(rules)),
                severity: config.severities(rules),
                newsroom: config.newsroom,
                language: config.language,
                house: House { spelling: config.spelling, dictionary },
                settled_facts: config.settled_facts,
            },
            linter,
            fail_on: config.fail_on.unwrap_or_default(),
            min_severity: config.min_severity,
            exclude,
        })
    }
}

impl Settings {
    fn excludes(&self, folder: &Path, path: &Path) -> bool {
        let Some((root, patterns)) = &self.exclude else { return false };
        let (Ok(inside), Some(name)) = (folder.strip_prefix(root), path.file_name()) else { return false };
        patterns.matched_path_or_any_parents(inside.join(name), false).is_ignore()
    }
}

/// Ready to run the rules that hold in the working folder, or under the configuration that is named.
pub(super) fn linter(config: Option<&Path>) -> anyhow::Result<Arc<Linter>> {
    let mut configs = Configs::with(config, Choices::default())?;
    Ok(configs.in_folder(Path::new(""))?.1.linter.clone())
}

/// The folders with rules of the house that the configuration of the working folder names, or the one given.
pub(super) fn folders(config: Option<&Path>) -> anyhow::Result<Vec<PathBuf>> {
    let here = canonical(Path::new(""))?;
    let found = match config {
        Some(path) => Some(path.to_owned()),
        None => Configs::with(None, Choices::default())?.file_for(&here),
    };
    let none = "no folder is named, and no bylint.toml here or above names a pack of rules";
    let path = found.context(none)?;
    let text = fs::read_to_string(&path).with_context(|| shown(&path))?;
    let packs = config::packs(&text);
    anyhow::ensure!(!packs.is_empty(), none);
    Ok(packs.iter().map(|(folder, _)| beside(&path, folder)).collect())
}

/// Adds the rules of a configuration's packs: what is wrong with the packs' names, and with the rules' files.
fn packed(path: &Path, packs: &[(String, Span)], rules: &mut RuleSet) -> (Vec<ConfigError>, Vec<Bad>) {
    let (mut errors, mut bad) = (Vec::new(), Vec::new());
    for (folder, span) in packs {
        match Pack::read(&beside(path, folder), rules) {
            Ok(pack) => bad.extend(pack.bad),
            Err(error) => errors.push(ConfigError { span: *span, message: format!("cannot be read: {error:#}") }),
        }
    }
    (errors, bad)
}

/// A folder that a configuration names, from that file's own folder.
fn beside(path: &Path, folder: &str) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(folder)
}

/// The newsroom's own words, of all its dictionaries.
fn dictionary(paths: &[String], root: Option<&Path>) -> anyhow::Result<Dictionary> {
    let mut dictionary = Dictionary::default();
    for path in paths {
        let path = root.unwrap_or(Path::new("")).join(path);
        let bytes = fs::read(&path).with_context(|| format!("the dictionary {}", shown(&path)))?;
        let text = String::from_utf8(bytes).with_context(|| format!("the dictionary {}", shown(&path)))?;
        dictionary.add(text.trim_start_matches('\u{feff}'));
    }
    Ok(dictionary)
}

/// The rules and families that the command line names.
pub(super) fn named(names: &[String], rules: &RuleSet) -> anyhow::Result<Vec<Named>> {
    let find = |name: &String| {
        Named::find(name.trim(), rules).map_err(|unknown| {
            let hint = if unknown.near.is_some() { "" } else { "; `bylint rules` lists them" };
            anyhow::anyhow!("{unknown}{hint}")
        })
    };
    names.iter().map(find).collect()
}

fn canonical(folder: &Path) -> anyhow::Result<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    fs::canonicalize(folder).with_context(|| slashed(folder))
}

/// A configuration's path as people in the working folder would write it.
pub(super) fn shown(path: &Path) -> String {
    let here = env::current_dir().and_then(fs::canonicalize);
    let short = here.ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    slashed(short.as_deref().unwrap_or(path))
}
