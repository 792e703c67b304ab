//! A folder of a newsroom in which every text that comes from outside is hostile, and the command run in it.

use crate::EVIL;
use crate::command;
use crate::harmless::harmless;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub(crate) struct Desk(TempDir);

/// What a run printed.
pub(crate) struct Printed {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    /// A repository with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let desk = Self(tempfile::tempdir().expect("there is room for a folder"));
        desk.git(&["init", "--quiet", "--initial-branch=main"]);
        for (path, text) in files {
            desk.write(path, text);
        }
        desk
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    /// Runs git as a hostile author.
    pub(crate) fn git(&self, args: &[&str]) {
        let mut command = Command::new("git");
        command.args(args).current_dir(self.0.path());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), EVIL).env(format!("GIT_{who}_EMAIL"), "a@example.com");
        }
        let output = command.output().expect("git is there");
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// The command in this folder. It has to be harmless in every CI, and on a desk.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = command::bylint();
        command.args(args).current_dir(self.0.path()).env("XDG_CONFIG_HOME", self.0.path());
        for runner in ["CI", "GITHUB_ACTIONS", "TF_BUILD", "GITHUB_STEP_SUMMARY"] {
            command.env_remove(runner);
        }
        command
    }

    /// Runs to the end.
    pub(crate) fn run(&self, args: &[&str]) -> Printed {
        self.run_with(args, b"")
    }

    /// The same with standard input.
    pub(crate) fn run_with(&self, args: &[&str], input: &[u8]) -> Printed {
        let mut command = self.command(args);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command that was just built runs");
        // A run that does not read its input is no error.
        let _ = child.stdin.take().expect("the input is piped").write_all(input);
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8(bytes).unwrap_or_else(|_| panic!("{args:?}: not UTF-8"));
        let printed = Printed { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!printed.err.contains("panicked"), "{args:?}: {}", printed.err);
        printed
    }
}

impl Printed {
    /// Sees to it that all is harmless, and something was said.
    pub(crate) fn is_harmless(&self, what: &str) {
        assert!(!self.out.is_empty() || !self.err.is_empty(), "{what} says nothing");
        harmless(what, &self.out);
        harmless(what, &self.err);
    }
}

/// A text without the sequences that set colours.
pub(crate) fn without_colors(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| match part.split_once('m') {
        Some((code, rest)) if code.bytes().all(|byte| byte.is_ascii_digit() || byte == b';') => rest.to_owned(),
        _ => format!("\u{1b}[{part}"),
    });
    first + &rest.collect::<String>()
}

/// A text as a string of JSON, TOML and YAML, which hold no control characters as they are.
pub(crate) fn quoted(text: &str) -> String {
    let escaped = |c: char| match c {
        ' '..='~' if c != '"' && c != '\\' => c.to_string(),
        c => format!("\\u{:04x}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}
