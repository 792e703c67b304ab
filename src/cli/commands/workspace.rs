//! Reads files for the language server: the settings of drafts, and changes of the files that decide these settings.

use crate::cli::config::dependencies;
use crate::cli::config::discover::{CliOverrides, ConfigCache};
use crate::cli::config::paths::{self, NAME, configuration};
use crate::cli::config::resolve::Settings;
use crate::cli::run::inputs;
use crate::cli::run::inputs::draft;
use crate::cli::run::inputs::draft::DraftInput;
use crate::cli::run::inputs::tree;
use bylint::config::InvalidConfig;
use bylint::diagnostic::Severity;
use bylint::document::FrontMatter;
use bylint::lsp::{DraftLocation, DraftSettings, Refused, Workspace};
use bylint::report;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;
use std::{env, fs, io};

/// The files of a workspace. Jobs on any thread use it.
pub(crate) struct WorkspaceFiles {
    settings: Mutex<SettingsCache>,
    stamps: Arc<FileStamps>,
}

/// The configurations and settings that have been read.
struct SettingsCache {
    configs: ConfigCache,
    known_settings: Vec<(Arc<Settings>, Arc<DraftSettings>)>,
}

/// The time of the last change and the size of each file that decides settings; `None` if it does not exist.
#[derive(Default)]
pub(crate) struct FileStamps(Mutex<BTreeMap<PathBuf, Stamp>>);

/// Time of the last change and size in bytes; `None` if the file does not exist.
type Stamp = Option<(SystemTime, u64)>;

impl WorkspaceFiles {
    /// Builds the workspace without reading anything. Records the files that it reads later in `stamps`.
    pub(crate) fn new(stamps: Arc<FileStamps>) -> Self {
        // Reads nothing, so it cannot fail: the command line names no configuration and no rules.
        let configs = ConfigCache::without_outcome_cache(None, CliOverrides::default()).expect("nothing is read yet");
        Self { settings: Mutex::new(SettingsCache { configs, known_settings: Vec::new() }), stamps }
    }
}

impl Workspace for WorkspaceFiles {
    fn settings_for(
        &self,
        draft: DraftLocation<'_>,
        front_matter: &FrontMatter,
    ) -> Result<Option<Arc<DraftSettings>>, Refused> {
        let draft = match draft {
            DraftLocation::File(path) => path.to_owned(),
            DraftLocation::Buffer(directory) => directory.join("draft.md"),
        };
        let directory = draft.parent().map(Path::to_owned).unwrap_or_default();
        // Recorded before reading, so that every later change is noticed.
        self.stamps.record(&directory);
        let mut cache = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        let configured = cache
            .configs
            .configure(DraftInput::open(&draft).into_iter().collect())
            .map_err(|error| config_failure(&error))?;
        let Some((_, settings)) = configured.into_iter().next() else { return Ok(None) };
        if let Some((_, draft_settings)) = cache.known_settings.iter().find(|(known, _)| Arc::ptr_eq(known, &settings))
        {
            return Ok(Some(draft_settings.clone()));
        }
        let final_settings = settings.for_front_matter(|| front_matter).map_err(|error| config_failure(&error))?;
        let draft_settings = Arc::new(DraftSettings {
            linter: final_settings.linter.clone(),
            context: final_settings.context.clone(),
            // Editors get findings of low severity too, as programs do, and show them in their own way.
            min_severity: final_settings.min_severity.unwrap_or(Severity::Info),
        });
        // Settings that depend on front matter are resolved again after each change of it.
        if Arc::ptr_eq(&final_settings, &settings) {
            cache.known_settings.push((settings, draft_settings.clone()));
        }
        Ok(Some(draft_settings))
    }

    fn drafts(&self, directories: &[PathBuf]) -> Vec<PathBuf> {
        if directories.is_empty() {
            return Vec::new();
        }
        let found = inputs::find(directories, None);
        found.drafts.iter().filter_map(|draft| draft.path().map(Path::to_owned)).collect()
    }

    fn config_path(&self, draft: DraftLocation<'_>, directories: &[PathBuf]) -> PathBuf {
        let directory = match draft {
            DraftLocation::File(path) => path.parent().unwrap_or(path),
            DraftLocation::Buffer(directory) => directory,
        };
        let is_config_directory = |above: &&Path| {
            configuration(above).is_some()
                || tree::is_top(above)
                || directories.iter().any(|directory| directory == above)
        };
        let config_directory = directory.ancestors().find(is_config_directory).unwrap_or(directory);
        configuration(config_directory).unwrap_or_else(|| config_directory.join(NAME))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        DraftInput::open(path).map_or_else(|| paths::read_setting(path), |draft| draft::read(&draft))
    }

    fn is_watched(&self, path: &Path) -> bool {
        path.extension().is_some_and(|end| end == "toml") || self.stamps.lock().contains_key(path)
    }

    fn reloaded(&self) -> Self {
        // Forgets the stamps, since the files will be read again. So the change that caused the reload is not reported
        // twice.
        self.stamps.lock().clear();
        Self::new(self.stamps.clone())
    }
}

impl FileStamps {
    /// Whether a file that decides the settings of these drafts has changed since the last call.
    pub(crate) fn changed(&self, drafts: &[PathBuf]) -> bool {
        let directories: BTreeSet<&Path> = drafts.iter().filter_map(|draft| draft.parent()).collect();
        let now: BTreeMap<PathBuf, Stamp> = directories.into_iter().flat_map(current_stamps).collect();
        let mut known_stamps = self.lock();
        let changed = now.iter().any(|(path, stamp)| known_stamps.get(path).is_some_and(|before| before != stamp));
        known_stamps.extend(now);
        changed
    }

    /// Records the stamps of the files that decide settings in a directory, unless that was done before.
    fn record(&self, directory: &Path) {
        if !self.lock().contains_key(&directory.join(NAME)) {
            let now: Vec<(PathBuf, Stamp)> = current_stamps(directory).collect();
            let mut known_stamps = self.lock();
            for (path, stamp) in now {
                known_stamps.entry(path).or_insert(stamp);
            }
        }
    }

    /// Locks the stamps. The lock is held only while the map is used, never while a file is read.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Stamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The report to the editor that a configuration cannot be used.
fn config_failure(error: &anyhow::Error) -> Refused {
    let here = env::current_dir().unwrap_or_default();
    let Some(InvalidConfig(invalid_files)) = error.downcast_ref::<InvalidConfig>() else {
        return Refused { message: report::one_line(&format!("bylint: {error:#}")).into_owned(), files: Vec::new() };
    };
    let invalid_files = invalid_files.iter().filter(|file| !file.errors.is_empty());
    let files: Vec<_> =
        invalid_files.map(|file| (here.join(file.source.name()), file.source.clone(), file.errors.clone())).collect();
    let names: Vec<_> = files.iter().map(|(_, source, _)| report::path(source.name()).into_owned()).collect();
    Refused {
        message: format!("bylint: invalid configuration, so drafts are not checked: {}", names.join(", ")),
        files,
    }
}

/// The files that decide which settings apply in a directory, each with its stamp.
fn current_stamps(directory: &Path) -> impl Iterator<Item = (PathBuf, Stamp)> + use<> {
    dependencies::of_directory(directory).into_iter().map(|path| {
        let stamp = fs::metadata(&path).and_then(|file| Ok((file.modified()?, file.len()))).ok();
        (path, stamp)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn change_that_caused_a_reload_is_not_reported_again() {
        let directory = tempfile::tempdir().expect("a folder can be made");
        let (config, drafts) = (directory.path().join(NAME), [directory.path().join("a.md")]);
        let write = |text: &str| fs::write(&config, text).expect("it can be written");
        let read = |files: &WorkspaceFiles| {
            files.settings_for(DraftLocation::File(&drafts[0]), &FrontMatter::default()).is_ok()
        };
        let stamps = Arc::new(FileStamps::default());
        let files = WorkspaceFiles::new(stamps.clone());
        write("");
        assert!(read(&files) && !stamps.changed(&drafts));
        // The editor reports this change.
        write("# one\n");
        let files = files.reloaded();
        assert!(read(&files) && !stamps.changed(&drafts));
        // Nobody reports this change.
        write("# one, two\n");
        assert!(stamps.changed(&drafts) && !stamps.changed(&drafts));
    }
}
