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
    read: Mutex<ReadSettings>,
    stamps: Arc<FileStamps>,
}

/// The configurations and settings that have been read.
struct ReadSettings {
    configs: ConfigCache,
    known_settings: Vec<(Arc<Settings>, Arc<DraftSettings>)>,
}

/// The time of the last change and the size of each file that decides settings; `None` if it does not exist.
#[derive(Default)]
pub(crate) struct FileStamps(Mutex<BTreeMap<PathBuf, Stamp>>);

type Stamp = Option<(SystemTime, u64)>;

impl WorkspaceFiles {
    pub(crate) fn new(stamps: Arc<FileStamps>) -> Self {
        // Reads nothing, so it cannot fail: the command line names no configuration and no rules.
        let configs = ConfigCache::of_one(None, CliOverrides::default()).expect("nothing is read yet");
        Self { read: Mutex::new(ReadSettings { configs, known_settings: Vec::new() }), stamps }
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
            DraftLocation::Buffer(folder) => folder.join("draft.md"),
        };
        let folder = draft.parent().map(Path::to_owned).unwrap_or_default();
        // Recorded before reading, so that every later change is noticed.
        self.stamps.note(&folder);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = read.configs.of(DraftInput::open(&draft).into_iter().collect()).map_err(|error| refused(&error))?;
        let Some((_, settings)) = kept.into_iter().next() else { return Ok(None) };
        if let Some((_, draft_settings)) = read.known_settings.iter().find(|(known, _)| Arc::ptr_eq(known, &settings)) {
            return Ok(Some(draft_settings.clone()));
        }
        let own = settings.of(|| front_matter).map_err(|error| refused(&error))?;
        let draft_settings = Arc::new(DraftSettings {
            linter: own.linter.clone(),
            context: own.context.clone(),
            // Editors get findings of low severity too, as programs do, and show them in their own way.
            min_severity: own.min_severity.unwrap_or(Severity::Info),
        });
        // Settings that depend on front matter are resolved again after each change of it.
        if Arc::ptr_eq(&own, &settings) {
            read.known_settings.push((settings, draft_settings.clone()));
        }
        Ok(Some(draft_settings))
    }

    fn drafts(&self, folders: &[PathBuf]) -> Vec<PathBuf> {
        if folders.is_empty() {
            return Vec::new();
        }
        let found = inputs::find(folders, None);
        found.drafts.iter().filter_map(|draft| draft.path().map(Path::to_owned)).collect()
    }

    fn config_path(&self, draft: DraftLocation<'_>, folders: &[PathBuf]) -> PathBuf {
        let folder = match draft {
            DraftLocation::File(path) => path.parent().unwrap_or(path),
            DraftLocation::Buffer(folder) => folder,
        };
        let holds = |above: &&Path| {
            configuration(above).is_some() || tree::is_top(above) || folders.iter().any(|folder| folder == above)
        };
        let home = folder.ancestors().find(holds).unwrap_or(folder);
        configuration(home).unwrap_or_else(|| home.join(NAME))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        DraftInput::open(path).map_or_else(|| paths::setting(path), |draft| draft::read(&draft))
    }

    fn is_watched(&self, path: &Path) -> bool {
        path.extension().is_some_and(|end| end == "toml") || self.stamps.known().contains_key(path)
    }

    fn reloaded(&self) -> Self {
        // Forgets the stamps, since the files will be read again. So the change that caused the reload is not reported
        // twice.
        self.stamps.known().clear();
        Self::new(self.stamps.clone())
    }
}

impl FileStamps {
    /// Whether a file that decides the settings of these drafts has changed since the last call.
    pub(crate) fn changed(&self, drafts: &[PathBuf]) -> bool {
        let folders: BTreeSet<&Path> = drafts.iter().filter_map(|draft| draft.parent()).collect();
        let now: BTreeMap<PathBuf, Stamp> = folders.into_iter().flat_map(stamped).collect();
        let mut known = self.known();
        let changed = now.iter().any(|(path, stamp)| known.get(path).is_some_and(|before| before != stamp));
        known.extend(now);
        changed
    }

    /// Records the stamps of the files that decide settings in a directory, unless that was done before.
    fn note(&self, folder: &Path) {
        if !self.known().contains_key(&folder.join(NAME)) {
            let now: Vec<(PathBuf, Stamp)> = stamped(folder).collect();
            let mut known = self.known();
            for (path, stamp) in now {
                known.entry(path).or_insert(stamp);
            }
        }
    }

    /// Locks the stamps. The lock is held only while the map is used, never while a file is read.
    fn known(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Stamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refused(error: &anyhow::Error) -> Refused {
    let here = env::current_dir().unwrap_or_default();
    let Some(InvalidConfig(bad)) = error.downcast_ref::<InvalidConfig>() else {
        return Refused { message: report::one_line(&format!("bylint: {error:#}")).into_owned(), files: Vec::new() };
    };
    let bad = bad.iter().filter(|bad| !bad.errors.is_empty());
    let files: Vec<_> = bad.map(|bad| (here.join(bad.source.name()), bad.source.clone(), bad.errors.clone())).collect();
    let names: Vec<_> = files.iter().map(|(_, source, _)| report::path(source.name()).into_owned()).collect();
    Refused {
        message: format!("bylint: invalid configuration, so drafts are not checked: {}", names.join(", ")),
        files,
    }
}

/// The files that decide which settings apply in a directory, each with its stamp.
fn stamped(folder: &Path) -> impl Iterator<Item = (PathBuf, Stamp)> + use<> {
    dependencies::of_directory(folder).into_iter().map(|path| {
        let stamp = fs::metadata(&path).and_then(|file| Ok((file.modified()?, file.len()))).ok();
        (path, stamp)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_led_to_reading_anew_is_not_seen_again() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let (config, drafts) = (folder.path().join(NAME), [folder.path().join("a.md")]);
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
