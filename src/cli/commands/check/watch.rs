//! `bylint check --watch`: checks again when a draft or a file that decides its settings changes.

use crate::cli::Exit;
use crate::cli::args::CheckArgs;
use crate::cli::config::dependencies;
use crate::cli::config::paths;
use crate::cli::config::paths::canonical;
use crate::cli::run::inputs;
use crate::cli::run::output::print_to_stderr;
use anyhow::Context as _;
use bylint::report::Colors;
use notify::event::EventKind;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// Drafts are checked after this long without changes: editors and git write several files at once.
const QUIET_PERIOD: Duration = Duration::from_millis(100);

/// Drafts are checked at the latest after this long, even if changes continue.
const MAX_DELAY: Duration = Duration::from_secs(2);

const WAITING_MESSAGE: &str = "Waiting for changes. Press Ctrl-C to stop.\n";

/// Calls `check` now and after each change, until the process ends.
///
/// # Errors
/// If directories cannot be watched. `check` reports its own errors: the next change may fix them.
pub(crate) fn run(args: &CheckArgs, mut check: impl FnMut()) -> anyhow::Result<Exit> {
    anyhow::ensure!(
        args.reading.paths.iter().all(|path| path.as_os_str() != "-"),
        "--watch cannot watch standard input"
    );
    let (send, changes) = mpsc::channel();
    let notifier = notify::recommended_watcher(move |event| {
        // Sending fails only at the end of the run.
        let _ = send.send(event);
    });
    let mut notifier = notifier.context("cannot watch files")?;
    let mut watched = BTreeMap::new();
    loop {
        let watched_paths = WatchedPaths::from_args(args)?;
        update_watches(&mut notifier, &mut watched, watched_paths.watch_modes())?;
        check();
        if !args.quiet {
            print_to_stderr(WAITING_MESSAGE, Colors::Removed);
        }
        wait_for_change(&changes, &watched_paths)?;
    }
}

/// Watches these paths, recursively or not, and stops watching all others.
fn update_watches(
    notifier: &mut RecommendedWatcher,
    watched: &mut BTreeMap<PathBuf, RecursiveMode>,
    watch_modes: BTreeMap<PathBuf, RecursiveMode>,
) -> anyhow::Result<()> {
    for path in watched.keys().filter(|path| !watch_modes.contains_key(*path)) {
        // Fails if the path has been removed, which ends its watch too.
        let _ = notifier.unwatch(path);
    }
    for (path, mode) in &watch_modes {
        if watched.get(path) != Some(mode) {
            notifier.watch(path, *mode).with_context(|| format!("cannot watch {}", path.display()))?;
        }
    }
    *watched = watch_modes;
    Ok(())
}

/// Waits for a relevant change, and then until changes stop.
fn wait_for_change(changes: &Receiver<notify::Result<Event>>, watched_paths: &WatchedPaths) -> anyhow::Result<()> {
    loop {
        let event = changes.recv().context("file watcher stopped")?;
        if event.is_ok_and(|event| watched_paths.is_changed_by(&event)) {
            break;
        }
    }
    let since = Instant::now();
    while since.elapsed() < MAX_DELAY && changes.recv_timeout(QUIET_PERIOD).is_ok() {}
    Ok(())
}

/// The paths of drafts and of the files that decide their settings.
#[derive(Debug, Default)]
struct WatchedPaths {
    /// Directories that are searched for drafts.
    roots: BTreeSet<PathBuf>,
    /// Named drafts, and files that decide settings, whether or not they exist.
    files: BTreeSet<PathBuf>,
    /// Directories with drafts.
    directories: BTreeSet<PathBuf>,
}

impl WatchedPaths {
    /// Finds the paths to watch, with the same search as `bylint check`.
    fn from_args(args: &CheckArgs) -> anyhow::Result<Self> {
        let mut watched_paths = Self::default();
        let here = [PathBuf::from(".")];
        let paths = if args.reading.paths.is_empty() { &here[..] } else { &args.reading.paths };
        for path in paths {
            let directory = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
            let directory = canonical(directory)?;
            if path.is_dir() {
                watched_paths.roots.insert(directory);
            } else {
                watched_paths.files.extend(path.file_name().map(|name| directory.join(name)));
                watched_paths.directories.insert(directory);
            }
        }
        let found = inputs::find(paths, None);
        let parents: BTreeSet<&Path> = found.drafts.iter().filter_map(|draft| draft.path()?.parent()).collect();
        watched_paths.directories.extend(parents.into_iter().filter_map(|parent| canonical(parent).ok()));
        let dependencies: Vec<PathBuf> = if let Some(config) = &args.reading.config {
            dependencies::of_configuration(canonical(config)?)
        } else {
            let directories = watched_paths.directories.iter().chain(&watched_paths.roots);
            directories.flat_map(|directory| dependencies::of_directory(directory)).collect()
        };
        let baseline = args.filter.baseline.as_ref().map(|file| canonical(file)).transpose()?;
        watched_paths.files.extend(dependencies.into_iter().chain(baseline));
        Ok(watched_paths)
    }

    /// The directories to watch. A file is watched by its directory, since editors replace files.
    fn watch_modes(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        let below = |path: &Path| self.roots.iter().any(|root| path.starts_with(root));
        let directory_of =
            |path: &PathBuf| if path.is_dir() { Some(path.clone()) } else { path.parent().map(Path::to_owned) };
        let parents_of_files = self.files.iter().filter_map(directory_of).filter(|path| path.is_dir() && !below(path));
        let parents_of_files = parents_of_files.map(|path| (path, RecursiveMode::NonRecursive));
        parents_of_files.chain(self.roots.iter().map(|root| (root.clone(), RecursiveMode::Recursive))).collect()
    }

    /// Whether an event changes a watched path.
    fn is_changed_by(&self, event: &Event) -> bool {
        event.need_rescan()
            || (!matches!(event.kind, EventKind::Access(_) | EventKind::Other)
                && event.paths.iter().any(|path| self.is_watched(path)))
    }

    /// Whether a change of this path requires another check.
    fn is_watched(&self, path: &Path) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let Some(inside) = self.roots.iter().find_map(|root| path.strip_prefix(root).ok()) else {
            // House rules in other directories, and baselines in directories above.
            let above = |directory: &PathBuf| path.parent().is_some_and(|parent| directory.starts_with(parent));
            return path.extension().is_some_and(|end| end == "toml")
                && (self.files.iter().any(|file| path.starts_with(file)) || self.directories.iter().any(above));
        };
        let is_hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
        let name = path.file_name().unwrap_or_default();
        if name == ".gitignore" || name == ".ignore" {
            return true;
        }
        if inside.components().any(is_hidden) {
            return false;
        }
        let contains_drafts = self.directories.iter().any(|directory| directory.starts_with(path));
        paths::is_draft_name(path)
            || path.extension().is_some_and(|end| end == "toml")
            || path.is_dir()
            || contains_drafts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_relevant_files_are_watched() {
        let directory = tempfile::tempdir().expect("a folder");
        let root = directory.path().to_owned();
        let watched_paths = WatchedPaths {
            roots: [root.clone()].into(),
            files: [root.join("words.txt2"), "/elsewhere/rules".into(), "/elsewhere/words.txt".into()].into(),
            directories: [root.join("desk/a")].into(),
        };
        for path in ["a.md", "new/b.MDX", "bylint.toml", "desk", "desk/a", ".gitignore", "words.txt2"] {
            assert!(watched_paths.is_watched(&root.join(path)), "{path}");
        }
        for path in
            ["a.png", ".bylint-cache/ab/0", ".bylint-x", ".git/index", ".x/a.md", "README.md", "a.md~", "kept/ab/0"]
        {
            assert!(!watched_paths.is_watched(&root.join(path)), "{path}");
        }
        assert!(
            watched_paths.is_watched(Path::new("/elsewhere/rules/own.toml"))
                && watched_paths.is_watched(Path::new("/elsewhere/words.txt"))
        );
        assert!(watched_paths.is_watched(&root.with_file_name("bylint-baseline.toml")));
        assert!(
            !watched_paths.is_watched(Path::new("/elsewhere/own.toml"))
                && !watched_paths.is_watched(Path::new("/elsewhere/a.md"))
        );
    }
}
