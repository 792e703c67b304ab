//! Runs git without running anything that a repository configures. The settings of a repository may be hostile. So git
//! never runs filters or `textconv`, and never fetches. bylint itself compares the files of the work tree. Paths and
//! revisions are untrusted: they are passed so that git cannot take them for options or patterns.

mod blame;
mod changed_lines;
mod comparison;
mod objects;
mod revision;

pub(crate) use changed_lines::TouchedSpans;
pub(crate) use comparison::{ChangedDraft, Comparison, PreviousText, without_carriage_returns};
pub(crate) use revision::DEEPEN;

use crate::cli::run::inputs::tree;
use anyhow::Context as _;
use objects::ObjectFormat;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::{env, fs};

/// A repository with a work tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repository {
    /// The top of its work tree, without links.
    top: PathBuf,
    format: ObjectFormat,
}

impl Repository {
    /// The repository that contains a directory. `directory` has no links.
    ///
    /// # Errors
    /// If there is no repository, or if git cannot be run.
    pub(crate) fn containing(directory: &Path) -> anyhow::Result<Self> {
        let top = tree::repository(directory)
            .with_context(|| format!("not in a git repository: {}", crate::cli::config::paths::to_slash(directory)))?;
        let mut repository = Self { top: top.to_owned(), format: ObjectFormat::Sha1 };
        if trimmed_text(&repository.run(["rev-parse", "--show-object-format"])?) == "sha256" {
            repository.format = ObjectFormat::Sha256;
        }
        Ok(repository)
    }

    /// The paths, without links, of the tracked files below a directory.
    pub(crate) fn tracked(&self, below: &Path) -> anyhow::Result<Vec<PathBuf>> {
        let Ok(below) = below.strip_prefix(&self.top) else { return Ok(Vec::new()) };
        let mut command = self.command();
        command.args(["ls-files", "-z", "--cached", "--"]);
        command.args((!below.as_os_str().is_empty()).then_some(below));
        Ok(split_paths(&command_output(command)?).map(|name| self.top.join(name)).collect())
    }

    /// The files among `names` that git would filter or convert, according to the attributes in the index. All paths are
    /// relative to the top of the repository.
    fn filtered(&self, names: &[&Path]) -> anyhow::Result<Vec<PathBuf>> {
        let mut command = self.command();
        command.env_remove("GIT_ATTR_SOURCE").args([
            "check-attr",
            "--cached",
            "-z",
            "filter",
            "working-tree-encoding",
            "--",
        ]);
        let output = command_output({
            command.args(names);
            command
        })?;
        // Each answer has three parts: a path, an attribute and its value.
        let answers: Vec<&[u8]> = output.split(|&b| b == 0).collect();
        let is_set = |value: &[u8]| !matches!(value, b"unspecified" | b"unset");
        let with_filter = answers.chunks_exact(3).filter(|answer| is_set(answer[2]));
        Ok(with_filter.map(|answer| path_from_bytes(answer[0])).collect())
    }

    /// Whether this is a shallow clone.
    pub(crate) fn is_shallow(&self) -> bool {
        self.run(["rev-parse", "--is-shallow-repository"]).is_ok_and(|output| trimmed_text(&output) == "true")
    }

    /// Runs a command of git and returns its output.
    fn run<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> anyhow::Result<Vec<u8>> {
        let mut command = self.command();
        command.args(args);
        command_output(command)
    }

    /// A git command, still without arguments, that reads only this repository and runs no other program.
    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.top).stdin(Stdio::null());
        command.args(["--no-pager", "--no-replace-objects"]);
        // The first setting makes git refuse bare repositories.
        let settings = [
            "safe.bareRepository=explicit",
            "core.fsmonitor=false",
            "core.hooksPath=/dev/null",
            "blame.showEmail=false",
            "blame.ignoreRevsFile=",
            "log.showSignature=false",
        ];
        command.args(settings.iter().flat_map(|setting| ["-c", setting]));
        for name in UNSAFE_VARIABLES {
            command.env_remove(name);
        }
        if let Some(index) = env::var_os("GIT_INDEX_FILE").filter(|index| self.is_index(Path::new(index))) {
            command.env("GIT_INDEX_FILE", index);
        }
        command.env("GIT_WORK_TREE", &self.top);
        // Keeps git from searching for a repository further up.
        command.env("GIT_CEILING_DIRECTORIES", self.top.parent().unwrap_or(&self.top));
        // Never fetches texts that a partial clone lacks: fetching could run programs that its settings name. Older
        // versions of git know only the second variable.
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none");
        // Attributes of the work tree could ask for a conversion.
        command.env("GIT_ATTR_SOURCE", self.format.empty_tree());
        command.env("GIT_LITERAL_PATHSPECS", "1").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
        command.env("LC_ALL", "C");
        command
    }

    /// Whether a path is that of an index in this repository. In a hook, `GIT_INDEX_FILE` names the index that the commit is
    /// made from.
    fn is_index(&self, index: &Path) -> bool {
        let directory = self.top.join(index).parent().and_then(|parent| fs::canonicalize(parent).ok());
        directory
            .is_some_and(|directory| fs::canonicalize(tree::git_directory(&self.top)).ok().as_ref() == Some(&directory))
    }
}

/// Environment variables that let git use another repository or run programs.
const UNSAFE_VARIABLES: [&str; 15] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIFF_OPTS",
    "GIT_DIR",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXTERNAL_DIFF",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PAGER",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
];

/// The error if git failed without a message.
#[derive(Debug, thiserror::Error)]
#[error("git failed without a message ({0})")]
struct FailedSilently(ExitStatus);

/// Runs a command and returns its output.
///
/// # Errors
/// If the command fails: its message, or [`FailedSilently`] if there is none.
fn command_output(mut command: Command) -> anyhow::Result<Vec<u8>> {
    let output = command.stderr(Stdio::piped()).output().context("cannot run git")?;
    let message = String::from_utf8_lossy(&output.stderr);
    match (output.status.success(), message.trim()) {
        (true, _) => Ok(output.stdout),
        (false, "") => Err(FailedSilently(output.status).into()),
        (false, message) => anyhow::bail!("git: {message}"),
    }
}

/// Splits a list of paths that are separated by NUL.
fn split_paths(output: &[u8]) -> impl Iterator<Item = PathBuf> {
    output.split(|&b| b == 0).filter(|name| !name.is_empty()).map(path_from_bytes)
}

/// Output as text, without white space at its end.
fn trimmed_text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).trim_end().to_owned()
}

#[cfg(unix)]
fn path_from_bytes(name: &[u8]) -> PathBuf {
    PathBuf::from(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(name))
}

#[cfg(not(unix))]
fn path_from_bytes(name: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::new(&*String::from_utf8_lossy(name)))
}
