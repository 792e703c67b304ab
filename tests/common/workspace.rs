//! A directory for one test, and the commands that run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A directory with drafts and its own cache directory. An empty `.git` keeps configuration above it out of the test.
pub(crate) struct Workspace {
    directory: TempDir,
    cache: TempDir,
}

impl Workspace {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let [directory, cache] = [(); 2].map(|()| tempfile::tempdir().expect("there is room for a directory"));
        let workspace = Self { directory, cache };
        fs::create_dir(workspace.path(".git")).expect("a directory can be made");
        for (path, text) in files {
            workspace.write(path, text);
        }
        workspace
    }

    /// The path of the directory.
    pub(crate) fn root(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// The directory in which runs in this workspace cache findings.
    pub(crate) fn cache(&self) -> PathBuf {
        self.cache.path().join("bylint/findings")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a directory")).expect("a directory can be made");
        fs::write(path, text).expect("a file can be written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file that exists can be read")
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("a file that exists can be removed");
    }

    /// Turns the directory into a git repository.
    pub(crate) fn start_git(&self) {
        self.git(&["init", "--quiet", "--initial-branch=main"]);
    }

    /// Commits everything as the author Ada Brook, with this date.
    pub(crate) fn commit(&self, day: &str) {
        self.git(&["add", "--all"]);
        let date = format!("{day}T12:00:00Z");
        self.git(&["commit", "--quiet", "--message=News", &format!("--date={date}")]);
    }

    /// The staged version of a file.
    pub(crate) fn staged(&self, path: &str) -> String {
        self.git(&["show", &format!(":{path}")])
    }

    /// Runs git, which must succeed, and returns its output.
    pub(crate) fn git(&self, args: &[&str]) -> String {
        self.git_as("Ada Brook", args)
    }

    /// Runs git as this author; it must succeed.
    pub(crate) fn git_as(&self, author: &str, args: &[&str]) -> String {
        let output = self.run_git(author, args);
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs git, which must fail: it refuses, or asks for a decision.
    pub(crate) fn git_fails(&self, args: &[&str]) {
        assert!(!self.run_git("Ada Brook", args).status.success(), "git {args:?}");
    }

    fn run_git(&self, author: &str, args: &[&str]) -> Output {
        let mut command = Command::new("git");
        command.args(args).current_dir(self.root());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), author).env(format!("GIT_{role}_EMAIL"), "ada@example.com");
        }
        command.output().expect("git is installed")
    }

    /// A command in a directory of the workspace, not yet run, with the environment of a desk, not of CI.
    pub(crate) fn command_in(&self, directory: &str) -> Command {
        let mut command = super::bylint();
        command.current_dir(self.path(directory)).env("XDG_CACHE_HOME", self.cache.path());
        command.env("XDG_CONFIG_HOME", self.root());
        for variable in ["CI", "GITHUB_ACTIONS", "TF_BUILD", "GITHUB_STEP_SUMMARY", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command
    }

    /// A command in a directory of the workspace with these arguments, separated by blanks; not yet run.
    pub(crate) fn command(&self, directory: &str, args: &str) -> Command {
        let mut command = self.command_in(directory);
        command.args(args.split_whitespace());
        command
    }

    /// Runs the command with these arguments, separated by blanks; returns exit code, output and errors.
    pub(crate) fn run(&self, args: &str) -> (i32, String, String) {
        self.run_in("", args)
    }

    /// Runs the command in a directory of the workspace; returns exit code, output and errors.
    pub(crate) fn run_in(&self, directory: &str, args: &str) -> (i32, String, String) {
        let output = self.command(directory, args).output().expect("the command that was just built runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().expect("it ends by itself"), text(&output.stdout), text(&output.stderr))
    }

    /// The findings of `check`, each as "path rule".
    pub(crate) fn check(&self, args: &str) -> Vec<String> {
        let (code, out, err) = self.run(&format!("check --quiet --format short --min-severity info {args}"));
        assert!(code < 2, "{err}");
        let rule = |line: &str| {
            let (path, rest) = line.split_once(':').expect("a path");
            format!("{path} {}", rest.split(['[', ']']).nth(1).expect("a rule"))
        };
        out.lines().map(rule).collect()
    }

    /// Asserts that a run cannot start and says why, on GitHub also in an annotation.
    pub(crate) fn refused(&self, args: &str, reasons: &[&str]) {
        let (code, out, err) = self.run(args);
        assert_eq!(code, 2, "{err}");
        let on_github = args.contains("--format github") && !args.contains("--output");
        assert_eq!(!out.is_empty(), on_github, "{args}: {out}");
        assert!(out.lines().all(|line| line.starts_with("::error ")), "{args}: {out}");
        for reason in reasons {
            assert!(err.contains(reason), "{reason}\nis not in\n{err}");
        }
    }
}
