//! Finds the drafts that the arguments name, and reads them.

pub(crate) mod draft;
pub(crate) mod missed;
pub(crate) mod sniff;
pub(crate) mod tree;
pub(crate) mod walk;

use super::output::Output;
use crate::cli::args::ReadingArgs;
use crate::cli::config::paths::{DRAFT_EXTENSIONS, is_draft_name, is_project_file_name, list_names, to_slash};
use crate::cli::git::Repository;
use bylint::report;
use draft::{DEFAULT_MAX_MEGABYTES, DraftInput, InputLocation, file_identity, read};
use missed::unreadable_message;
use sniff::not_a_draft;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use walk::{DirectoryWalk, is_skipped_by_path};

/// The result of a search for drafts.
#[derive(Debug, Default)]
pub(crate) struct FoundDrafts {
    /// Sorted by path, without duplicates.
    pub(crate) drafts: Vec<DraftInput>,
    /// A message for each path that cannot be read.
    pub(crate) unreadable: Vec<String>,
    /// Notes about the search.
    pub(crate) notes: Vec<String>,
    /// Warnings about likely mistakes in the configuration.
    pub(crate) warnings: Vec<String>,
    /// Documents of word processors in searched directories.
    documents: Vec<PathBuf>,
    /// The searched directories, each with the drafts and directories that ignore files hide in it. No path has links.
    ignored: Vec<(PathBuf, Vec<PathBuf>)>,
    /// The names of the searched directories.
    searched: Vec<String>,
    /// Number of project files in the searched directories that have the extension of a draft.
    project_files: usize,
    /// Number of drafts that [`Self::take_drafts`] returned.
    taken_drafts: usize,
}

/// Finds the drafts that the arguments name.
pub(crate) fn collect_inputs(args: &ReadingArgs) -> FoundDrafts {
    let mut found = find(&args.paths, args.stdin_filename.as_deref());
    found.drafts.iter_mut().for_each(|draft| draft.max_megabytes = args.max_file_size);
    found.warnings.extend(found.tracked_but_ignored());
    found.documents.sort();
    found.documents.dedup();
    let documents = list_names(&found.documents);
    found
        .notes
        .extend(documents.map(|named| format!("skipped, because bylint reads only Markdown and plain text: {named}")));
    found
}

/// Finds drafts under these paths; by default in the working directory and below.
pub(crate) fn find(paths: &[PathBuf], stdin_filename: Option<&Path>) -> FoundDrafts {
    let mut found = FoundDrafts::default();
    if paths.is_empty() {
        found.search_directory(Path::new(""));
    }
    for path in paths {
        if path.as_os_str() == "-" {
            let location = InputLocation::Stdin(stdin_filename.map(Path::to_owned));
            found.drafts.push(DraftInput { location, is_named: true, max_megabytes: DEFAULT_MAX_MEGABYTES });
            continue;
        }
        // A link in a pull request must not reveal files outside of the repository, not even whether they exist.
        let is_directory = tree::resolve(path).and_then(|_| Ok(fs::metadata(path)?.is_dir()));
        match is_directory {
            Ok(true) => found.search_directory(path),
            Ok(false) => found.drafts.push(DraftInput::named(path)),
            Err(error) => found.unreadable.push(format!("{}: {error}", to_slash(path))),
        }
    }
    if paths.len() > 1 {
        // If a file is both named and found, it counts as named.
        found.drafts.sort_by_key(|draft| !draft.is_named);
        let mut seen = HashSet::new();
        found.drafts.retain(|draft| seen.insert(file_identity(&draft.location)));
    }
    found.drafts.sort_by(|a, b| a.location.cmp(&b.location));
    found
}

/// Reads a draft, and refuses other kinds of files.
///
/// # Errors
/// As [`read`]; [`NotADraft`](sniff::NotADraft) for a document, an image, a feed and other data.
pub(crate) fn read_draft(draft: &DraftInput) -> anyhow::Result<Vec<u8>> {
    let bytes = read(draft)?;
    match not_a_draft(draft, &bytes) {
        Some(not_a_draft) => Err(not_a_draft.into()),
        None => Ok(bytes),
    }
}

/// Refuses to write a report over one of the drafts.
///
/// # Errors
/// If `output` is one of the drafts. A `.txt` file that was found in a directory is allowed: it may be the report of the
/// last run.
pub(crate) fn refuse_draft<'d>(
    output: Option<&Path>,
    mut drafts: impl Iterator<Item = &'d DraftInput>,
) -> anyhow::Result<()> {
    let Some((output, target)) = output.and_then(|path| Some((path, fs::canonicalize(path).ok()?))) else {
        return Ok(());
    };
    let may_be_report =
        |draft: &DraftInput, path: &Path| !draft.is_named && path.extension().is_some_and(|end| end == "txt");
    let is_target = |draft: &DraftInput| {
        let path = draft.path().filter(|path| draft.is_file() && !may_be_report(draft, path));
        path.is_some_and(|path| {
            path.file_name() == target.file_name() && fs::canonicalize(path).is_ok_and(|path| path == target)
        })
    };
    anyhow::ensure!(!drafts.any(is_target), "--output {} would overwrite a draft: name another file", to_slash(output));
    Ok(())
}

impl FoundDrafts {
    /// Treats named drafts as if they had been found in a directory.
    pub(crate) fn treat_as_found(mut self) -> Self {
        self.drafts.retain(|draft| !draft.path().and_then(Path::file_name).is_some_and(is_project_file_name));
        self.drafts.iter_mut().for_each(|draft| draft.is_named = false);
        self
    }

    /// The searched directories, without links.
    pub(crate) fn directories(&self) -> Vec<PathBuf> {
        self.ignored.iter().map(|(directory, _)| directory.clone()).collect()
    }

    /// Takes the drafts out, and remembers their number.
    pub(crate) fn take_drafts(&mut self) -> Vec<DraftInput> {
        let drafts = std::mem::take(&mut self.drafts);
        self.taken_drafts = drafts.len();
        drafts
    }

    /// Prints on standard error what could not be read and what was skipped. `remaining` is the number of drafts after
    /// exclusions; if it is 0, also prints that there are no drafts.
    pub(crate) fn print_notes(&self, remaining: Option<usize>, output: &mut Output) -> anyhow::Result<()> {
        self.unreadable.iter().try_for_each(|message| output.print_to_stderr(&unreadable_message(message)))?;
        self.notes.iter().try_for_each(|note| output.print_to_stderr(&format!("note: {}\n", report::path(note))))?;
        self.warnings
            .iter()
            .try_for_each(|warning| output.print_to_stderr(&format!("warning: {}\n", report::path(warning))))?;
        if remaining == Some(0) && self.unreadable.is_empty() && !self.searched.is_empty() {
            output.print_to_stderr(&format!("warning: {}\n", report::path(&self.nothing_found())))?;
        }
        Ok(())
    }

    /// The message that no drafts were found: it says what was searched for and what was skipped.
    fn nothing_found(&self) -> String {
        let ignored: usize = self.ignored.iter().map(|(_, ignored)| ignored.len()).sum();
        let project_files =
            if self.project_files == 1 { "project file such as README.md" } else { "project files such as README.md" };
        let skipped = [
            (self.taken_drafts, "excluded by bylint.toml"),
            (ignored, "ignored by .gitignore or .ignore"),
            (self.project_files, project_files),
        ];
        let skipped = skipped.iter().filter(|(count, _)| *count > 0);
        let skipped: Vec<String> = skipped.map(|(count, why)| format!("{count} {why}")).collect();
        let skipped = if skipped.is_empty() { String::new() } else { format!("; skipped: {}", skipped.join(", ")) };
        let (searched, endings) = (self.searched.join(", "), DRAFT_EXTENSIONS.join(", ."));
        format!("no drafts in {searched}: searched for .{endings} files{skipped}")
    }

    /// Searches a directory, and adds what was found.
    fn search_directory(&mut self, directory: &Path) {
        let shown = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
        self.searched.push(to_slash(shown));
        let real_path = match tree::resolve(directory) {
            Ok(real_path) => real_path,
            Err(error) => return self.unreadable.push(format!("{}: {error}", to_slash(directory))),
        };
        let walk = DirectoryWalk::search(directory, real_path.clone());
        let draft = |path| DraftInput {
            location: InputLocation::File(path),
            is_named: false,
            max_megabytes: DEFAULT_MAX_MEGABYTES,
        };
        self.drafts.extend(walk.drafts.into_iter().map(draft));
        self.unreadable.extend(walk.unreadable);
        self.warnings.extend(walk.notes);
        self.documents.extend(walk.documents);
        self.project_files += walk.project_files;
        self.ignored.push((real_path, walk.ignored));
    }

    /// Warnings about drafts that git tracks although ignore files hide them: a pull request could hide its own drafts.
    fn tracked_but_ignored(&self) -> Vec<String> {
        let (mut notes, mut hidden_drafts) = (Vec::new(), Vec::new());
        for (directory, ignored) in self.ignored.iter().filter(|(_, ignored)| !ignored.is_empty()) {
            let ignored: HashSet<&Path> = ignored.iter().map(PathBuf::as_path).collect();
            // Outside of a repository nothing is tracked. A `.git` directory without `objects` or `commondir` is not a
            // repository.
            let is_repository = |top: &&Path| {
                let git_directory = tree::git_directory(top);
                ["objects", "commondir"].iter().any(|part| git_directory.join(part).exists())
            };
            let tracked = tree::repository(directory)
                .filter(is_repository)
                .map(|_| Repository::containing(directory)?.tracked(directory));
            let tracked = tracked.transpose().unwrap_or_else(|error| {
                notes.push(format!("cannot find out whether git tracks drafts that ignore files hide: {error:#}"));
                None
            });
            hidden_drafts.extend(tracked.unwrap_or_default().into_iter().filter(|path| {
                let below = path.strip_prefix(directory).unwrap_or(path);
                is_draft_name(path)
                    && !is_skipped_by_path(below)
                    && path.ancestors().any(|path| ignored.contains(path))
                    && fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
            }));
        }
        hidden_drafts.sort();
        hidden_drafts.dedup();
        notes.dedup();
        let named = list_names(&hidden_drafts);
        notes.extend(
            named.map(|named| {
                format!("not checked, because an ignore file hides them, although git tracks them: {named}")
            }),
        );
        notes
    }
}
