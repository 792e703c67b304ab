//! Searches a directory for drafts. Like git and ripgrep, skips hidden files, and files that `.gitignore` and `.ignore`
//! list; also skips `node_modules`. Does not follow links. Reads an ignore file only if it is a regular file, and not if
//! it is a link in a repository.

use super::tree;
use crate::cli::config::paths;
use crate::cli::config::paths::{is_document_name, is_draft_name, is_project_file, to_slash};
use bylint::config::without_alternatives;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, gitconfig_excludes_path};
use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The directory of npm packages, which contain no drafts.
const NODE_MODULES: &str = "node_modules";

/// Limit on the size of an ignore file, in bytes. It is low because the patterns take a hundred times as much memory.
const MAX_IGNORE_FILE_BYTES: u64 = 1 << 20;

/// The result of a search.
#[derive(Debug, Default)]
pub(crate) struct DirectoryWalk {
    /// The paths of drafts, as shown in reports.
    pub(crate) drafts: Vec<PathBuf>,
    /// A message for each directory that cannot be read.
    pub(crate) unreadable: Vec<String>,
    /// A message for each ignore file that was not read.
    pub(crate) notes: Vec<String>,
    /// The paths, without links, of drafts and directories that ignore files hide.
    pub(crate) ignored: Vec<PathBuf>,
    /// Number of project files with the extension of a draft, such as README.md.
    pub(crate) project_files: usize,
    /// The paths of word processors' documents, as shown in reports.
    pub(crate) documents: Vec<PathBuf>,
}

/// The ignore files that apply in a directory and below.
struct IgnoreRules {
    /// `.ignore`, which outranks every `.gitignore`.
    ignore: Option<Gitignore>,
    /// `.gitignore`, in a repository.
    gitignore: Option<Gitignore>,
    /// `.git/info/exclude` and the file that `core.excludesFile` names. Set only at the top of a repository, above which no
    /// `.gitignore` applies.
    repository: Option<[Gitignore; 2]>,
    above: Option<Rc<IgnoreRules>>,
}

/// A directory that has not been read yet.
struct PendingDirectory {
    /// Its path, as shown in reports.
    report_path: PathBuf,
    /// Its path without links.
    real_path: PathBuf,
    rules: Option<Rc<IgnoreRules>>,
}

impl DirectoryWalk {
    /// Searches a directory and everything below. `report_path` is the path of its drafts in reports, empty for the
    /// working directory; `real_path` is its path without links.
    pub(crate) fn search(report_path: &Path, real_path: PathBuf) -> Self {
        let mut walk = Self::default();
        let mut rules = None;
        let above: Vec<&Path> = real_path.ancestors().skip(1).collect();
        for directory in above.into_iter().rev() {
            rules = walk.rules_in(directory, rules);
        }
        let mut pending = vec![PendingDirectory { report_path: report_path.to_owned(), real_path, rules }];
        while let Some(PendingDirectory { report_path, real_path, rules }) = pending.pop() {
            let rules = walk.rules_in(&real_path, rules);
            let entries = match fs::read_dir(&real_path) {
                Ok(entries) => entries,
                Err(error) => {
                    walk.unreadable.push(unreadable(&report_path, &error));
                    continue;
                }
            };
            for entry in entries {
                match entry {
                    Ok(entry) => pending.extend(walk.visit_entry(&entry, &report_path, &real_path, rules.as_ref())),
                    Err(error) => walk.unreadable.push(unreadable(&report_path, &error)),
                }
            }
        }
        walk
    }

    /// Records an entry of a directory. Returns it if it is a directory to search.
    fn visit_entry(
        &mut self,
        entry: &DirEntry,
        report_path: &Path,
        real_path: &Path,
        rules: Option<&Rc<IgnoreRules>>,
    ) -> Option<PendingDirectory> {
        let name = entry.file_name();
        let kind = entry.file_type().ok()?;
        let is_draft = kind.is_file() && is_draft_name(Path::new(&name));
        self.project_files += usize::from(kind.is_file() && is_project_file(Path::new(&name)));
        let is_document = kind.is_file() && is_document_name(Path::new(&name));
        if !is_draft && !is_document && !kind.is_dir() || name == NODE_MODULES {
            return None;
        }
        let real_path = real_path.join(&name);
        match ignore_match(rules, &real_path, kind.is_dir()) {
            Match::None if is_hidden(&name) => return None,
            Match::Ignore(()) => {
                self.ignored.extend((!is_hidden(&name) && !is_document).then_some(real_path));
                return None;
            }
            Match::None | Match::Whitelist(()) => {}
        }
        let report_path = report_path.join(&name);
        if is_draft {
            self.drafts.push(report_path);
            return None;
        }
        if is_document {
            self.documents.push(report_path);
            return None;
        }
        Some(PendingDirectory { report_path, real_path, rules: rules.cloned() })
    }

    /// Reads the ignore files of a directory, and combines them with those of the directories above.
    fn rules_in(&mut self, directory: &Path, above: Option<Rc<IgnoreRules>>) -> Option<Rc<IgnoreRules>> {
        let is_top = tree::is_top(directory);
        let in_repository = is_top || above.as_ref().is_some_and(|above| above.is_in_repository());
        let ignore = self.ignore_file(directory, &directory.join(".ignore"));
        let gitignore = if in_repository { self.ignore_file(directory, &directory.join(".gitignore")) } else { None };
        let repository = is_top.then(|| {
            let exclude = self.ignore_file(directory, &common_git_directory(directory).join("info/exclude"));
            [exclude.unwrap_or_else(Gitignore::empty), user_patterns(directory).unwrap_or_else(Gitignore::empty)]
        });
        if ignore.is_none() && gitignore.is_none() && repository.is_none() {
            return above;
        }
        Some(Rc::new(IgnoreRules { ignore, gitignore, repository, above }))
    }

    /// The patterns of an ignore file for the files in `directory`; `None` if there is no such file or it may
    /// not be read.
    fn ignore_file(&mut self, directory: &Path, path: &Path) -> Option<Gitignore> {
        let metadata = fs::symlink_metadata(path).ok()?;
        // git does not follow a `.gitignore` that is a link either.
        let text = if metadata.is_symlink() && tree::enclosing_tree(directory).is_some() {
            Err(io::Error::other("it is a symbolic link"))
        } else if metadata.len() > MAX_IGNORE_FILE_BYTES {
            Err(io::Error::other("it is larger than 1 MiB"))
        } else {
            paths::read_setting(path)
        };
        let built = text.map_err(|error| error.to_string()).and_then(|text| patterns(directory, &text));
        built
            .map_err(|why| self.notes.push(format!("ignored {}: {why}", crate::cli::config::paths::display_path(path))))
            .ok()
    }
}

/// The directory that all work trees of a repository share.
fn common_git_directory(top: &Path) -> PathBuf {
    let directory = tree::git_directory(top);
    let common_directory =
        paths::read_setting(&directory.join("commondir")).ok().and_then(|text| String::from_utf8(text).ok());
    common_directory.map_or(directory.clone(), |common| directory.join(common.trim_end_matches(['\r', '\n'])))
}

/// The message that a directory cannot be read.
fn unreadable(directory: &Path, error: &io::Error) -> String {
    let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
    format!("{}: {error}", to_slash(directory))
}

/// The patterns of the file that `core.excludesFile` names.
fn user_patterns(directory: &Path) -> Option<Gitignore> {
    let text = paths::read_setting(&gitconfig_excludes_path()?).ok()?;
    patterns(directory, &text).ok()
}

/// Parses patterns, and skips invalid ones as git does.
fn patterns(directory: &Path, text: &[u8]) -> Result<Gitignore, String> {
    let mut builder = GitignoreBuilder::new(directory);
    let text = String::from_utf8_lossy(text);
    for line in text.trim_start_matches('\u{feff}').lines() {
        let _ = builder.add_line(None, &without_alternatives(line));
    }
    builder.build().map_err(|_| "too many patterns".to_owned())
}

/// Whether a search skips a file because of its path alone.
pub(crate) fn is_skipped_by_path(path: &Path) -> bool {
    path.iter().any(|part| is_hidden(part) || part == NODE_MODULES)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// The result of the nearest pattern that matches. `.ignore` files are tried first, then `.gitignore` files, then the lists
/// of the repository and the user.
fn ignore_match(rules: Option<&Rc<IgnoreRules>>, path: &Path, is_directory: bool) -> Match<()> {
    let levels = || std::iter::successors(rules, |rules| rules.above.as_ref());
    let match_path = |patterns: &Gitignore| patterns.matched(path, is_directory).map(|_| ());
    let ignores = levels().filter_map(|rules| rules.ignore.as_ref());
    // No `.gitignore` above the top of the repository applies.
    let mut above_top = false;
    let in_repository =
        || levels().take_while(move |rules| !std::mem::replace(&mut above_top, rules.repository.is_some()));
    let gitignores = in_repository().filter_map(|rules| rules.gitignore.as_ref());
    let lists = in_repository().filter_map(|rules| rules.repository.as_ref()).flatten();
    let mut results = ignores.chain(gitignores).chain(lists).map(match_path);
    results.find(|result| !result.is_none()).unwrap_or(Match::None)
}

impl IgnoreRules {
    /// Whether the directory is in a repository.
    fn is_in_repository(&self) -> bool {
        self.repository.is_some() || self.above.as_ref().is_some_and(|above| above.is_in_repository())
    }
}
