//! What a run did not read, and what it says of that.

use super::files::Draft;
use super::output::Output;
use super::sniff::NotADraft;
use bylint::report;

/// Files that a note names, at most.
const NAMED: usize = 10;

/// Files of a run that were not read.
#[derive(Debug, Default)]
pub(super) struct Missed {
    /// Files and directories that could not be read: the run has failed.
    pub(super) unreadable: usize,
    /// Files found in directories that are not drafts, whatever they are called.
    skipped: Vec<String>,
}

impl Missed {
    /// With so many files and directories that could not be read before.
    pub(super) fn after(unreadable: usize) -> Self {
        Self { unreadable, skipped: Vec::new() }
    }

    /// Takes a draft that was not read, and says why where that is the user's to know at once.
    pub(super) fn add(&mut self, draft: &Draft, error: &anyhow::Error, output: &mut Output) -> anyhow::Result<()> {
        match error.downcast_ref::<NotADraft>() {
            Some(NotADraft { what, .. }) if !draft.named => {
                self.skipped.push(format!("{} ({what})", draft.name()));
                return Ok(());
            }
            Some(not) => output.complain(&format!("bylint: {} is {not}\n", report::path(&draft.name())))?,
            None => output.complain(&unreadable(&format!("{}: {error:#}", draft.name())))?,
        }
        self.unreadable += 1;
        Ok(())
    }

    /// Names the files that were passed over.
    pub(super) fn complain(&self, output: &mut Output) -> anyhow::Result<()> {
        let named = self.skipped.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if self.skipped.len() > NAMED { ", …" } else { "" };
        match self.skipped.len() {
            0 => Ok(()),
            1 => output.complain(&format!("bylint: skipped a file that is not a draft: {}\n", report::path(&named))),
            count => {
                let named = report::path(&named).into_owned();
                output.complain(&format!("bylint: skipped {count} files that are not drafts: {named}{more}\n"))
            }
        }
    }
}

/// What to say of a file or directory that cannot be read.
pub(super) fn unreadable(message: &str) -> String {
    format!("bylint: cannot read {}\n", report::path(message))
}
