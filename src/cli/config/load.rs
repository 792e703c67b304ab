//! Reads a `bylint.toml` and the files that it names. Reads nothing outside the repository: anyone who sends a change to
//! a repository may have written its configuration.

use super::common::SharedConfigData;
use super::packs::Pack;
use super::paths;
use super::paths::display_path;
use crate::cli::run::inputs::tree::{self, BadPath};
use anyhow::Context as _;
use bylint::config::{ConfigFiles, ConfigLayers, PackRules};
use bylint::rule::RuleSet;
use bylint::text::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads a configuration and all files that it builds on.
///
/// # Errors
/// If a file cannot be read; a [`bylint::config::InvalidConfig`] if a file is invalid.
pub(crate) fn load(path: &Path, common: &SharedConfigData) -> anyhow::Result<ConfigLayers> {
    let (files, path, source) = open_config(path, common)?;
    Ok(ConfigLayers::load(&files, path, source)?)
}

/// The directories of the rule packs that a configuration names, directly or through a configuration that it extends.
///
/// # Errors
/// As for [`load`].
pub(crate) fn packs(path: &Path, common: &SharedConfigData) -> anyhow::Result<Vec<PathBuf>> {
    let (files, path, source) = open_config(path, common)?;
    Ok(ConfigLayers::packs_of(&files, path, source)?)
}

/// Reads a configuration. Returns the files that it may name, its path without links, and its text.
fn open_config<'c>(
    path: &Path,
    common: &'c SharedConfigData,
) -> anyhow::Result<(RepositoryFiles<'c>, PathBuf, Source)> {
    let name = display_path(path);
    let target = tree::resolve(path).with_context(|| name.clone())?;
    require_toml_target(path, &target).with_context(|| name.clone())?;
    let path = target;
    let bytes = paths::read_setting(&path).with_context(|| name.clone())?;
    common.count(bytes.len()).with_context(|| name.clone())?;
    let files = RepositoryFiles { common, root: repository_or_parent(&path) };
    Ok((files, path, Source::new(name, bytes)))
}

/// The files of a repository that its configurations may name.
struct RepositoryFiles<'c> {
    common: &'c SharedConfigData,
    /// The directory of the repository.
    root: PathBuf,
}

impl ConfigFiles for RepositoryFiles<'_> {
    /// Resolves a path relative to the directory of the file that names it, and follows links.
    fn locate(&self, from: &Path, reference: &str) -> Result<PathBuf, String> {
        let path = from.parent().unwrap_or(Path::new("")).join(reference);
        match tree::resolve_inside(&self.root, &path) {
            Ok(path) => Ok(path),
            Err(BadPath::LeadsOut(_)) => {
                let directory = Some(display_path(&self.root)).filter(|directory| !directory.is_empty());
                let directory = directory.as_deref().unwrap_or(".");
                Err(format!("`{reference}` is outside the repository directory `{directory}`: move it inside"))
            }
            Err(BadPath::IntoGit) => Err(format!("`{reference}` is in a `.git` directory, which bylint never reads")),
            Err(BadPath::Io(error)) => Err(format!("cannot read {}: {error}", display_path(&path))),
        }
    }

    fn read(&self, path: &Path) -> Result<Source, String> {
        let name = display_path(path);
        let bytes = paths::read_setting(path).map_err(|error| format!("cannot read {name}: {error}"))?;
        self.common.count(bytes.len()).map_err(|error| error.to_string())?;
        Ok(Source::new(name, bytes))
    }

    fn rules(&self, packs: &[PathBuf]) -> PackRules {
        if let Some(rules) = self.common.rules(packs) {
            return PackRules { rules, faulty: Vec::new(), unreadable: Vec::new() };
        }
        let mut read_rules = PackRules { rules: RuleSet::builtin(), faulty: Vec::new(), unreadable: Vec::new() };
        for (number, directory) in packs.iter().enumerate() {
            match Pack::read(directory, &mut read_rules.rules) {
                Ok(pack) => read_rules.faulty.extend(pack.invalid_files),
                Err(error) => read_rules.unreadable.push((number, format!("{error:#}"))),
            }
        }
        if read_rules.faulty.is_empty() && read_rules.unreadable.is_empty() {
            self.common.store_rules(packs.to_owned(), &read_rules.rules);
        }
        read_rules
    }

    fn kept_dictionary(&self, path: &Path) -> Option<Arc<str>> {
        self.common.dictionary(path)
    }

    fn keep_dictionary(&self, path: PathBuf, text: &Arc<str>) {
        self.common.store_dictionary(path, text);
    }
}

/// Refuses a link that is named `.toml` if its target is another kind of file. Error messages show lines of settings
/// files, and the target might contain secrets.
pub(crate) fn require_toml_target(reference: &Path, target: &Path) -> anyhow::Result<()> {
    let is_toml = |path: &Path| path.extension().is_some_and(|end| end == "toml");
    anyhow::ensure!(!is_toml(reference) || is_toml(target), "links to a file that is not a .toml file");
    Ok(())
}

/// The top of the repository that contains a file; outside of a repository, the directory of the file.
pub(crate) fn repository_or_parent(path: &Path) -> PathBuf {
    let directory = path.parent().unwrap_or(Path::new(""));
    tree::repository(directory).unwrap_or(directory).to_owned()
}
