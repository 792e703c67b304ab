//! `check --watch`: changed drafts are checked again.

use crate::common::Workspace;
use std::io::{BufRead as _, BufReader};
use std::process::Child;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

const OWN: &str = include_str!("../../fixtures/house-rules/style/house-style.toml");

/// A running command that ends with the test.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.child.kill().expect("it runs until it is killed");
        self.child.wait().expect("it ends");
    }
}

impl Watch {
    fn start(newsroom: &Workspace, args: &str) -> Self {
        let mut command = newsroom.command("", &format!("check --watch --format short {args}"));
        let (reader, writer) = std::io::pipe().expect("a pipe");
        command.stdout(writer.try_clone().expect("a pipe")).stderr(writer);
        let child = command.spawn().expect("it runs");
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            BufReader::new(reader).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
        });
        Self { child, lines }
    }

    /// Waits until the output contains these words, and then until the watcher is ready for the next change.
    #[track_caller]
    fn until(&self, words: &str) {
        let mut said = Vec::new();
        for sought in [words, "Waiting for changes"] {
            loop {
                let line = self.lines.recv_timeout(Duration::from_secs(120));
                let line = line.unwrap_or_else(|_| panic!("`{sought}` is not said in {said:#?}"));
                let found = line.contains(sought);
                said.push(line);
                if found {
                    break;
                }
            }
        }
    }
}

#[test]
fn changes_to_drafts_and_settings_are_noticed() {
    let newsroom = Workspace::new(&[
        (
            "bylint.toml",
            "extends = ['house/base.toml']\nrules.packs = ['rules']\nnewsroom.partners = { file = 'p.txt' }\n",
        ),
        ("house/base.toml", "rules.select = ['doubled-word', 'own']\n"),
        ("rules/house/own.toml", OWN),
        ("p.txt", "AP\n"),
        ("desk/a.md", "It rained.\n"),
    ]);
    let watch = Watch::start(&newsroom, "desk");
    watch.until("No findings in 1 draft");
    newsroom.write("desk/a.md", "We met the the mayor, who said that POTUS came.\n");
    watch.until("desk/a.md:1:");
    newsroom.write("desk/new/b.md", "It was on the the quay.\n");
    watch.until("desk/new/b.md:1:");
    newsroom.write("rules/house/own.toml", "kind = 'none'\n");
    watch.until("rules/house/own.toml:1");
    newsroom.write("rules/house/own.toml", OWN);
    watch.until("[own]");
    newsroom.write("house/base.toml", "rules.select = ['suppression']\n");
    watch.until("No findings in 2 drafts");
    newsroom.write("bylint.toml", "rules.colour = 1\n");
    watch.until("unknown key `colour`");
    newsroom.remove("bylint.toml");
    watch.until("2 drafts");
}

#[test]
fn inputs_that_cannot_be_watched_are_refused() {
    let newsroom = Workspace::new(&[("a.md", "It rained.\n")]);
    newsroom.refused("check --watch --format json", &["--watch needs --format human or short"]);
    newsroom.refused("check --watch -", &["--watch cannot watch standard input"]);
    newsroom.refused("check --watch --fix", &["cannot be used with"]);
}
