//! The files that a run did not read, and the notes about them.

use super::draft::DraftInput;
use super::sniff::NotADraft;
use crate::cli::run::output::Output;
use bylint::engine::NotEnglish;
use bylint::report;

/// Limit on the number of files that a note names.
const MAX_LISTED_NAMES: usize = 10;

/// The files that a run did not read.
#[derive(Debug, Default)]
pub(crate) struct Missed {
    /// The bylint command that a message suggests for a file after another program has converted it.
    command: &'static str,
    /// Number of files and directories that could not be read: the run fails.
    pub(crate) unreadable: usize,
    /// A message for each draft that could not be read.
    pub(crate) messages: Vec<String>,
    /// Files in searched directories that are not drafts despite their names.
    skipped: Vec<String>,
    /// Drafts that are not in English.
    not_english_drafts: Vec<String>,
    /// The language in `bylint.toml`, if a draft was skipped because of it.
    configured_language: Option<String>,
}

impl Missed {
    /// Starts the list for a run of this command. `unreadable` is the number of paths that could not be searched.
    pub(crate) fn new(command: &'static str, unreadable: usize) -> Self {
        Self { command, unreadable, ..Self::default() }
    }

    /// Records a draft that was not read. If this is an error, prints it at once.
    pub(crate) fn add(&mut self, draft: &DraftInput, error: &anyhow::Error, output: &mut Output) -> anyhow::Result<()> {
        if let Some(NotEnglish { language }) = error.downcast_ref() {
            self.not_english(draft, language, None);
            return Ok(());
        }
        match error.downcast_ref::<NotADraft>() {
            Some(NotADraft { kind, .. }) if !draft.is_named => {
                self.skipped.push(format!("{} ({kind})", draft.name()));
                return Ok(());
            }
            Some(not_a_draft) => {
                self.messages.push(format!("{} is {}", draft.name(), not_a_draft.advice(self.command)));
            }
            None => self.messages.push(format!("cannot read {}: {error:#}", draft.name())),
        }
        self.unreadable += 1;
        let message = self.messages.last().map(String::as_str).unwrap_or_default();
        output.print_to_stderr(&format!("error: {}\n", report::path(message)))
    }

    /// Records a draft that was skipped because of its language; `set` is the language in `bylint.toml`.
    pub(crate) fn not_english(&mut self, draft: &DraftInput, language: &str, set: Option<&str>) {
        if let Some(set) = set.filter(|set| *set == language) {
            self.configured_language = Some(set.to_owned());
        }
        self.not_english_drafts.push(format!("{} ({language})", draft.name()));
    }

    /// Prints which files were skipped.
    pub(crate) fn print_notes(&self, output: &mut Output) -> anyhow::Result<()> {
        match self.skipped.len() {
            0 => {}
            1 => print_note("skipped a file that is not a draft", &self.skipped, output)?,
            count => print_note(&format!("skipped {count} files that are not drafts"), &self.skipped, output)?,
        }
        match self.not_english_drafts.len() {
            0 => {}
            1 => print_note("skipped a draft that is not in English", &self.not_english_drafts, output)?,
            count => print_note(
                &format!("skipped {count} drafts that are not in English"),
                &self.not_english_drafts,
                output,
            )?,
        }
        match &self.configured_language {
            Some(set) => output.print_to_stderr(&format!(
                "warning: bylint.toml sets the language `{}`, but bylint checks only English\n",
                report::one_line(set)
            )),
            None => Ok(()),
        }
    }
}

/// Prints a note with the names of files.
fn print_note(message: &str, files: &[String], output: &mut Output) -> anyhow::Result<()> {
    let names = files.iter().take(MAX_LISTED_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if files.len() > MAX_LISTED_NAMES { ", …" } else { "" };
    output.print_to_stderr(&format!("note: {message}: {}{more}\n", report::path(&names)))
}

/// The message about a file or directory that cannot be read.
pub(crate) fn unreadable_message(message: &str) -> String {
    format!("error: cannot read {}\n", report::path(message))
}
