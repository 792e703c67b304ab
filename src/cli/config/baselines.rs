//! Finds and writes baselines. The nearest `bylint-baseline.toml` in the directory of a draft or above it applies.

use super::discover::option_error;
use super::load::{repository_or_parent, require_toml_target};
use super::paths;
use super::paths::canonical;
use super::paths::display_path;
use super::paths::to_slash;
use crate::cli::run::atomic_write;
use crate::cli::run::inputs::draft::DraftInput;
use crate::cli::run::inputs::tree;
use anyhow::Context as _;
use bylint::baseline::Baseline;
use bylint::config::ConfigError;
use bylint::config::{FileFaults, InvalidConfig};
use bylint::text::Source;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of baseline files.
const BASELINE_NAME: &str = "bylint-baseline.toml";

/// A baseline file.
#[derive(Debug)]
pub(crate) struct BaselineFile {
    /// The path of the file.
    pub(crate) path: PathBuf,
    /// The text of the file.
    pub(crate) source: Source,
    /// The parsed content.
    pub(crate) baseline: Baseline,
}

/// A baseline file, and the name of a draft in it.
#[derive(Clone, Debug)]
pub(crate) struct BaselineEntry {
    /// The file of the baseline.
    pub(crate) file: Arc<BaselineFile>,
    /// The path of the draft, relative to the directory of the baseline.
    pub(crate) name: String,
}

/// Finds baselines, and reads each once.
#[derive(Debug, Default)]
pub(crate) struct Baselines {
    /// The baseline for all drafts, if the command line names one.
    cli_baseline: Option<Arc<BaselineFile>>,
    /// The file that applies in a directory, if there is one.
    directories: HashMap<PathBuf, Option<PathBuf>>,
    files: HashMap<PathBuf, Arc<BaselineFile>>,
    /// The directory of the last draft, as given and canonical: consecutive drafts are often in the same directory.
    last: Option<(PathBuf, PathBuf)>,
}

impl BaselineFile {
    /// Reads a baseline.
    ///
    /// # Errors
    /// If the file cannot be read; an [`InvalidConfig`] if its content is invalid.
    fn read(path: &Path) -> anyhow::Result<Self> {
        let name = display_path(path);
        let target = tree::resolve(path).with_context(|| name.clone())?;
        require_toml_target(path, &target).with_context(|| name.clone())?;
        let source = Source::new(name.clone(), paths::read_setting(&target).with_context(|| name)?);
        let parsed = match source.invalid().first() {
            Some(&span) => Err(ConfigError { span, message: "not UTF-8: save the file as UTF-8".to_owned() }),
            None => Baseline::parse(source.text()),
        };
        match parsed {
            Ok(baseline) => Ok(Self { path: path.to_owned(), source, baseline }),
            Err(error) => Err(InvalidConfig(vec![FileFaults { source, errors: vec![error] }]).into()),
        }
    }

    /// Writes a baseline.
    pub(crate) fn write(path: &Path, baseline: &Baseline) -> anyhow::Result<()> {
        atomic_write::write_file(path, baseline.to_string().as_bytes())
            .with_context(|| format!("cannot write `{}`", display_path(path)))
    }

    /// Whether a draft in the baseline still exists. Returns `false`, without checking, for a path outside of the directory
    /// of the baseline.
    pub(crate) fn draft_exists(&self, name: &str) -> bool {
        let directory = self.path.parent();
        directory.is_some_and(|directory| {
            tree::resolve_inside(directory, &directory.join(name)).is_ok_and(|path| path.is_file())
        })
    }
}

impl Baselines {
    /// Builds it for one run. Reads the baseline that the command line names.
    pub(crate) fn new(file: Option<&Path>) -> anyhow::Result<Self> {
        let cli_baseline = match file {
            Some(path) => {
                let read = || BaselineFile::read(&tree::resolve(path).with_context(|| to_slash(path))?);
                let baseline = read().map_err(|error| {
                    let name = to_slash(path);
                    let next_step = format!("run `bylint baseline --baseline {name}` to create it");
                    option_error(error, "--baseline", &name, &next_step)
                })?;
                Some(Arc::new(baseline))
            }
            None => None,
        };
        Ok(Self { cli_baseline, ..Self::default() })
    }

    /// The baseline that applies to a draft, if there is one.
    pub(crate) fn for_draft(&mut self, draft: &DraftInput) -> anyhow::Result<Option<BaselineEntry>> {
        let Some((directory, path)) = self.canonical_location(draft) else { return Ok(None) };
        let baseline = match &self.cli_baseline {
            Some(baseline) => Some(baseline.clone()),
            None => self.nearest(&directory)?,
        };
        Ok(baseline.and_then(|baseline| {
            let name = name_in(&baseline.path, &path)?;
            Some(BaselineEntry { file: baseline, name })
        }))
    }

    /// Like [`canonical_location`], but remembers the directory of the last draft.
    fn canonical_location(&mut self, draft: &DraftInput) -> Option<(PathBuf, PathBuf)> {
        let path = draft.path()?;
        let parent = path.parent().unwrap_or(Path::new(""));
        if self.last.as_ref().is_none_or(|(last, _)| last != parent) {
            self.last = Some((parent.to_owned(), canonical(parent).ok()?));
        }
        let (_, directory) = self.last.as_ref()?;
        Some((directory.clone(), directory.join(path.file_name()?)))
    }

    /// All baselines that have been read.
    pub(crate) fn all(self) -> Vec<Arc<BaselineFile>> {
        let mut all: Vec<_> = self.cli_baseline.into_iter().chain(self.files.into_values()).collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }

    /// Reads the nearest baseline in a directory or above it; each file is read only once.
    fn nearest(&mut self, directory: &Path) -> anyhow::Result<Option<Arc<BaselineFile>>> {
        let Some(path) = self.file_for(directory) else { return Ok(None) };
        if let Some(baseline) = self.files.get(&path) {
            return Ok(Some(baseline.clone()));
        }
        let baseline = Arc::new(BaselineFile::read(&path)?);
        self.files.insert(path, baseline.clone());
        Ok(Some(baseline))
    }

    /// The nearest baseline in a directory or above it. As for `bylint.toml`, the search ends at the top of the repository.
    fn file_for(&mut self, directory: &Path) -> Option<PathBuf> {
        if let Some(baseline) = self.directories.get(directory) {
            return baseline.clone();
        }
        let here = directory.join(BASELINE_NAME);
        let above = directory.parent().filter(|_| !tree::is_top(directory));
        // A link or a pipe counts, too: a file that cannot be read is an error, not a missing baseline.
        let exists_here = fs::symlink_metadata(&here).is_ok();
        let file = if exists_here { Some(here) } else { above.and_then(|above| self.file_for(above)) };
        self.directories.insert(directory.to_owned(), file.clone());
        file
    }
}

/// The path for a new baseline: the one on the command line; by default, at the top of the repository.
pub(crate) fn new_baseline_path(cli_path: Option<&Path>) -> anyhow::Result<PathBuf> {
    match cli_path {
        Some(path) => tree::resolve(path).with_context(|| format!("cannot write `{}`", to_slash(path))),
        None => Ok(repository_or_parent(&canonical(Path::new(""))?.join(BASELINE_NAME)).join(BASELINE_NAME)),
    }
}

/// The name of a draft in a baseline: its path relative to the directory of the baseline. `None` if the draft is not in
/// that directory or below.
pub(crate) fn name_in(baseline: &Path, draft: &Path) -> Option<String> {
    draft.strip_prefix(baseline.parent()?).ok().map(to_slash)
}

/// The path of a draft relative to the top of its repository, with `/`; `None` outside of a repository.
pub(crate) fn repo_relative(draft: &DraftInput) -> Option<String> {
    repo_relative_path(draft).as_deref().map(to_slash)
}

/// The path of a draft relative to the top of its repository; `None` outside of a repository.
pub(crate) fn repo_relative_path(draft: &DraftInput) -> Option<PathBuf> {
    let (_, path) = canonical_location(draft)?;
    let top = tree::repository(path.parent()?)?;
    path.strip_prefix(top).ok().map(Path::to_owned)
}

/// The canonical directory of a draft, and the absolute path of the draft in that directory.
pub(crate) fn canonical_location(draft: &DraftInput) -> Option<(PathBuf, PathBuf)> {
    let path = draft.path()?;
    let directory = canonical(path.parent().unwrap_or(Path::new(""))).ok()?;
    let path = directory.join(path.file_name()?);
    Some((directory, path))
}
