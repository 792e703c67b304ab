//! A newsroom's directory in which every text from outside is hostile, and the command that runs in it.

use crate::EVIL;
use crate::common::Workspace;
use crate::harmless::harmless;
use std::io::Write as _;
use std::ops::Deref;
use std::process::{Command, Stdio};

pub(crate) struct Desk(Workspace);

/// The output of a run.
pub(crate) struct Printed {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    /// Creates a repository with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let desk = Self(Workspace::new(files));
        desk.start_git();
        desk
    }

    /// Runs git as a hostile author.
    pub(crate) fn git(&self, args: &[&str]) {
        self.git_as(EVIL, args);
    }

    /// The command in this directory. Its output must be harmless in every CI and on a desk.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = self.command_in("");
        command.args(args);
        command
    }

    /// Runs the command and waits until it ends.
    pub(crate) fn run(&self, args: &[&str]) -> Printed {
        self.run_with(args, b"")
    }

    /// Runs the command with standard input.
    pub(crate) fn run_with(&self, args: &[&str], input: &[u8]) -> Printed {
        let mut command = self.command(args);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command that was just built runs");
        // A run that does not read its input is not an error.
        let _ = child.stdin.take().expect("the input is piped").write_all(input);
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8(bytes).unwrap_or_else(|_| panic!("{args:?}: not UTF-8"));
        let printed = Printed { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!printed.err.contains("panicked"), "{args:?}: {}", printed.err);
        printed
    }
}

impl Deref for Desk {
    type Target = Workspace;

    fn deref(&self) -> &Workspace {
        &self.0
    }
}

impl Printed {
    /// Asserts that the output is harmless and not empty.
    pub(crate) fn is_harmless(&self, what: &str) {
        assert!(!self.out.is_empty() || !self.err.is_empty(), "{what} says nothing");
        harmless(what, &self.out);
        harmless(what, &self.err);
    }
}

/// A text without colour sequences.
pub(crate) fn without_colors(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| match part.split_once('m') {
        Some((code, rest)) if code.bytes().all(|byte| byte.is_ascii_digit() || byte == b';') => rest.to_owned(),
        _ => format!("\u{1b}[{part}"),
    });
    first + &rest.collect::<String>()
}

/// A text as a string literal of JSON, TOML and YAML, in which control characters are escaped.
pub(crate) fn quoted(text: &str) -> String {
    let escaped = |c: char| match c {
        ' '..='~' if c != '"' && c != '\\' => c.to_string(),
        c => format!("\\u{:04x}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}
