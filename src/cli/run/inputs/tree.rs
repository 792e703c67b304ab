//! Follows the links of a path. A pull request can contain links, so a link inside a repository may only lead
//! to a file of that repository, and never into its `.git` directory.

use crate::cli::config::paths;
use std::collections::VecDeque;
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::{env, fs};

/// Limit on the links in one path; the same as on Linux.
const MAX_LINKS: usize = 40;

/// Why a path cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadPath {
    #[error("a symbolic link leads out of {}: use the path of its target instead", display_tree(.0))]
    LeadsOut(PathBuf),
    #[error("the path leads into a `.git` directory, which bylint neither reads nor writes")]
    IntoGit,
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// The directory of a repository: the nearest one, at or above `directory`, with an entry named `.git`.
///
/// Nobody can commit an entry named `.git`. A bare repository, with `HEAD`, `objects` and `refs` but without `.git`, does
/// not count, since anyone can commit those. `directory` must be canonical.
pub(crate) fn repository(directory: &Path) -> Option<&Path> {
    directory.ancestors().find(|directory| is_top(directory))
}

/// Whether a directory is the top of a repository.
pub(crate) fn is_top(directory: &Path) -> bool {
    fs::symlink_metadata(directory.join(".git")).is_ok()
}

/// The `.git` directory of a repository. In a linked work tree or a submodule `.git` is a file that names it.
pub(crate) fn git_directory(top: &Path) -> PathBuf {
    let dot_git = top.join(".git");
    let text = paths::read_setting(&dot_git).ok().and_then(|text| String::from_utf8(text).ok());
    let linked_directory = text.as_deref().and_then(|text| text.strip_prefix("gitdir: "));
    linked_directory.map_or(dot_git, |directory| top.join(directory.trim_end_matches(['\r', '\n'])))
}

/// The directory that links in `directory` must not lead out of. This is the repository, or else the directory of the nearest
/// `bylint.toml`, or else the working directory if it contains `directory`. `directory` must be canonical.
pub(crate) fn enclosing_tree(directory: &Path) -> Option<PathBuf> {
    let configured =
        || directory.ancestors().find(|directory| crate::cli::config::paths::configuration(directory).is_some());
    let tree = repository(directory).or_else(configured).map(Path::to_owned);
    tree.or_else(|| env::current_dir().and_then(fs::canonicalize).ok().filter(|here| directory.starts_with(here)))
}

/// Follows the links of a path, which need not exist. A device or pipe that is reached through links outside of any tree,
/// such as `/dev/stdout`, keeps the path of its last link.
///
/// # Errors
/// If a link in a tree leads out of it or into `.git`, whether or not the target exists; if a directory on the way
/// cannot be read.
pub(crate) fn resolve(path: &Path) -> Result<PathBuf, BadPath> {
    let mut walk = LinkWalk { reached: env::current_dir().and_then(fs::canonicalize)?, trees: Vec::new(), links: 0 };
    let mut parts: VecDeque<PathBuf> = path_parts(path);
    while let Some(part) = parts.pop_front() {
        walk.step(&part, &mut parts)?;
    }
    for tree in &walk.trees {
        let below = walk.reached.strip_prefix(tree).map_err(|_| BadPath::LeadsOut(tree.clone()))?;
        if is_in_git(below) {
            return Err(BadPath::IntoGit);
        }
    }
    Ok(walk.reached)
}

/// Whether a path has a part named `.git`, in any case: some file systems ignore case.
fn is_in_git(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git"))
}

/// The absolute path of a file that a file of a tree refers to. It need not exist.
///
/// # Errors
/// If the file is outside of the tree or in its `.git`, by its name or through links. Nothing outside is opened.
pub(crate) fn resolve_inside(tree: &Path, reference: &Path) -> Result<PathBuf, BadPath> {
    let leads_out = || BadPath::LeadsOut(tree.to_owned());
    if !normalize(reference).starts_with(tree) {
        return Err(leads_out());
    }
    let path = resolve(reference)?;
    let below = path.strip_prefix(tree).map_err(|_| leads_out())?;
    if is_in_git(below) { Err(BadPath::IntoGit) } else { Ok(path) }
}

/// Removes `.` and `..`, without using the file system.
fn normalize(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(normalized.pop()),
            Component::CurDir => {}
            part => normalized.push(part),
        }
    }
    normalized
}

/// The name of a tree in messages.
fn display_tree(tree: &Path) -> String {
    let name = crate::cli::config::paths::display_path(tree);
    if name.is_empty() { "the working directory".to_owned() } else { format!("`{name}`") }
}

/// Splits a path into its parts.
fn path_parts(path: &Path) -> VecDeque<PathBuf> {
    path.components().map(|part| PathBuf::from(part.as_os_str())).collect()
}

/// The state while links are followed.
struct LinkWalk {
    /// The path so far, without links.
    reached: PathBuf,
    /// The trees that contain the links on the way.
    trees: Vec<PathBuf>,
    links: usize,
}

impl LinkWalk {
    /// Goes on to the next part of the path. If it is a link, puts the parts of its target before `rest`.
    fn step(&mut self, part: &Path, rest: &mut VecDeque<PathBuf>) -> Result<(), BadPath> {
        let Some(Component::Normal(name)) = part.components().next() else {
            // The root, a drive, `.` or `..`; `reached` has no links, so `pop` goes one level up.
            match part.components().next() {
                Some(Component::ParentDir) => drop(self.reached.pop()),
                Some(Component::CurDir) | None => {}
                Some(_) => self.reached.push(part),
            }
            return Ok(());
        };
        let next = self.reached.join(name);
        match fs::symlink_metadata(&next) {
            Ok(metadata) if metadata.is_symlink() => self.follow(name, &next, rest),
            Ok(_) => {
                self.reached = next;
                Ok(())
            }
            // A missing part is not an error, and neither is a part below a file: an error would reveal whether a file
            // exists outside of the tree.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                self.reached = next;
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Follows the link `name` in the directory that has been reached.
    fn follow(&mut self, name: &OsStr, link: &Path, rest: &mut VecDeque<PathBuf>) -> Result<(), BadPath> {
        self.links += 1;
        if self.links > MAX_LINKS {
            return Err(io::Error::other("too many symbolic links in a row").into());
        }
        match enclosing_tree(&self.reached) {
            Some(tree) => self.trees.push(tree),
            // The target of such a link is not a path: `pipe:[4026]`.
            None if fs::metadata(link).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) => {
                self.reached.push(name);
                return Ok(());
            }
            None => {}
        }
        for part in path_parts(&fs::read_link(link)?).into_iter().rev() {
            rest.push_front(part);
        }
        Ok(())
    }
}
