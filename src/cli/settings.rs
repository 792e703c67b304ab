//! Which configuration holds for which draft.

use super::args::ReadingArgs;
use super::files::{Draft, slashed};
use anyhow::Context as _;
use bylint::config::{Config, ConfigError, FailOn, Overrides};
use bylint::diagnostic::Severity;
use bylint::engine::Context;
use bylint::report::Human;
use bylint::rule::{Named, RuleSet};
use bylint::spelling::{Dictionary, House};
use bylint::text::Source;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

const NAME: &str = "bylint.toml";

/// What holds for a draft: its configuration with the command line over it.
#[derive(Debug)]
pub(super) struct Settings {
    /// For the engine.
    pub(super) context: Context,
    /// From where on a finding fails the run.
    pub(super) fail_on: FailOn,
    /// From where on a finding is shown, where that was set.
    pub(super) min_severity: Option<Severity>,
    /// The folder that patterns start from, and what they leave out.
    exclude: Option<(PathBuf, Gitignore)>,
}

/// A configuration that cannot be used: its text, and what is wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("{} is not sound", source_text.name())]
pub(super) struct BadConfig {
    source_text: Source,
    errors: Vec<ConfigError>,
}

impl BadConfig {
    /// The faults, each in its line.
    pub(super) fn show(&self, human: &Human) -> Vec<u8> {
        let mut text = Vec::new();
        for error in &self.errors {
            human.config_error(&mut text, &self.source_text, error);
        }
        text
    }
}

/// Finds configurations, each once.
pub(super) struct Configs<'a> {
    rules: &'a RuleSet,
    overrides: Overrides,
    /// For every draft, when the command line names one.
    fixed: Option<Arc<Settings>>,
    /// The file that holds in a folder, if any does.
    files: HashMap<PathBuf, Option<PathBuf>>,
    settings: HashMap<Option<PathBuf>, Arc<Settings>>,
    /// Drafts stand many in a folder, and one after the other.
    last: Option<(PathBuf, PathBuf, Arc<Settings>)>,
}

impl<'a> Configs<'a> {
    /// For one run; reads the configuration that the command line names.
    pub(super) fn new(args: &ReadingArgs, overrides: Overrides, rules: &'a RuleSet) -> anyhow::Result<Self> {
        let mut configs =
            Self { rules, overrides, fixed: None, files: HashMap::new(), settings: HashMap::new(), last: None };
        if let Some(path) = &args.config {
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
        Ok(kept)
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
        let settings = Arc::new(match &file {
            Some(path) => self.load(path, path.parent().unwrap_or(folder).to_owned())?,
            None => self.settle(Config::default(), None)?,
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

    fn load(&self, path: &Path, root: PathBuf) -> anyhow::Result<Settings> {
        let shown = shown(path);
        let bytes = fs::read(path).with_context(|| shown.clone())?;
        let source = Source::new(shown, bytes);
        if let Some(&span) = source.invalid().first() {
            let errors = vec![ConfigError { span, message: "not UTF-8".to_owned() }];
            return Err(BadConfig { source_text: source, errors }.into());
        }
        match Config::parse(source.text(), self.rules) {
            Ok(config) => self.settle(config, Some(root)),
            Err(errors) => Err(BadConfig { source_text: source, errors }.into()),
        }
    }

    fn settle(&self, config: Config, root: Option<PathBuf>) -> anyhow::Result<Settings> {
        let dictionary = dictionary(&config.dictionary, root.as_deref())?;
        let exclude = root.filter(|_| !config.exclude.is_empty()).map(|root| {
            let mut builder = GitignoreBuilder::new(&root);
            for pattern in &config.exclude {
                builder.add_line(None, pattern).expect("a configuration has only patterns that can be read");
            }
            let patterns = builder.build().expect("patterns that can be read one by one can be read together");
            (root, patterns)
        });
        let config = config.overridden(&self.overrides);
        Ok(Settings {
            context: Context {
                enabled: Some(config.enabled(self.rules)),
                severity: config.severities(self.rules),
                newsroom: config.newsroom,
                language: config.language,
                house: House { spelling: config.spelling, dictionary },
            },
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
fn shown(path: &Path) -> String {
    let here = env::current_dir().and_then(fs::canonicalize);
    let short = here.ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    slashed(short.as_deref().unwrap_or(path))
}
