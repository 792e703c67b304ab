//! A newsroom's folder for a test, and the command run in it.

use crate::command;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder of its own, and a cache directory of its own user. A `.git` in it keeps what lies above out of the test.
pub(crate) struct Newsroom(TempDir, TempDir);

impl Newsroom {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let [folder, cache] = [(); 2].map(|()| tempfile::tempdir().expect("there is room for a folder"));
        let newsroom = Self(folder, cache);
        newsroom.write(".git/HEAD", "");
        for (path, text) in files {
            newsroom.write(path, text);
        }
        newsroom
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Where this user's runs keep what they found.
    pub(crate) fn cache(&self) -> PathBuf {
        self.1.path().join("bylint/findings")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file that is there can be read")
    }

    /// A file as the next commit would have it.
    pub(crate) fn staged(&self, path: &str) -> String {
        self.git(&["show", &format!(":{path}")])
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("a file that is there can be removed");
    }

    /// Makes a repository of the folder.
    pub(crate) fn start_git(&self) {
        fs::remove_dir_all(self.path(".git")).expect("a folder that is there can be removed");
        self.git(&["init", "--quiet", "--initial-branch=main"]);
    }

    /// Commits all that there is, as Ada Brook on this day.
    pub(crate) fn commit(&self, day: &str) {
        self.git(&["add", "--all"]);
        let date = format!("{day}T12:00:00Z");
        self.git(&["commit", "--quiet", "--message=News", &format!("--date={date}")]);
    }

    pub(crate) fn git(&self, args: &[&str]) -> String {
        let output = self.git_runs(args);
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// What git refuses, or leaves to a person.
    pub(crate) fn git_fails(&self, args: &[&str]) {
        assert!(!self.git_runs(args).status.success(), "git {args:?}");
    }

    fn git_runs(&self, args: &[&str]) -> Output {
        let mut command = Command::new("git");
        command.args(args).current_dir(self.0.path());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Ada Brook").env(format!("GIT_{who}_EMAIL"), "ada@example.com");
        }
        command.output().expect("git is there")
    }

    /// The exit code of a command, its output and what it complains of.
    pub(crate) fn run(&self, args: &str) -> (i32, String, String) {
        self.run_in("", args)
    }

    /// The same from a folder in it.
    pub(crate) fn run_in(&self, folder: &str, args: &str) -> (i32, String, String) {
        let output = self.command(folder, args).output().expect("the command that was just built runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().expect("it ends by itself"), text(&output.stdout), text(&output.stderr))
    }

    /// The command in a folder, not yet run; as on a desk, not as in CI.
    pub(crate) fn command(&self, folder: &str, args: &str) -> Command {
        let mut command = command::bylint();
        command.args(args.split_whitespace()).current_dir(self.path(folder)).env_remove("CI");
        command.env_remove("BYLINT_CACHE_KEY").env("XDG_CACHE_HOME", self.1.path());
        command
    }

    /// What `check` finds, each as "path rule".
    pub(crate) fn check(&self, args: &str) -> Vec<String> {
        let (code, out, err) = self.run(&format!("check --quiet --format short --min-severity info {args}"));
        assert!(code < 2, "{err}");
        let rule = |line: &str| {
            let (path, rest) = line.split_once(':').expect("a path");
            format!("{path} {}", rest.split(['[', ']']).nth(1).expect("a rule"))
        };
        out.lines().map(rule).collect()
    }

    /// A run that cannot start says why, on GitHub among the annotations too.
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

/// A rule that has `mayor` written otherwise.
pub(crate) const RULE: &str = "\
kind = 'substitution'
level = 'sentence'
severity = 'warning'
confidence = 'high'
message = '{text}: write {fix}'
label = 'house style'
what = 'Finds a phrase.'
why = 'The desk has decided so.'
instead = 'Write otherwise.'
standards = []
swap.mayor = 'head'
";
