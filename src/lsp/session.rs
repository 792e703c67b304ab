//! What jobs need apart from their texts, and the handle of a running job.

use super::DraftLocation;
use crate::cancel::Cancel;
use crate::text::ColumnUnit;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The capabilities and settings of the editor.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capability of its own in the protocol")]
pub(super) struct Editor {
    pub(super) encoding: ColumnUnit,
    /// It pulls diagnostics, so that none are published.
    pub(super) pulls: bool,
    pub(super) refreshes: bool,
    /// The URL of the page of all rules.
    pub(super) rules_page: Option<String>,
    pub(super) nests_symbols: bool,
    /// It supports placeholders in edits.
    pub(super) snippets: bool,
    /// It can change files that are not open, in several steps.
    pub(super) document_changes: bool,
    /// It can create files.
    pub(super) creates: bool,
    /// It shows the speakers of each paragraph.
    pub(super) hints: bool,
    pub(super) watches: bool,
    /// The process that started the server.
    pub(super) process: Option<u32>,
}

/// What jobs need apart from their texts. Cheap to clone.
#[derive(Debug)]
pub(super) struct SessionContext<D> {
    pub(super) workspace: Arc<D>,
    pub(super) editor: Arc<Editor>,
    /// The open folders.
    pub(super) folders: Arc<Vec<PathBuf>>,
    /// Incremented with each change of a configuration.
    pub(super) generation: u64,
}

/// The handle of a running job: dropping it cancels the job.
#[derive(Debug)]
pub(super) struct HandedOut {
    pub(super) number: u64,
    pub(super) cancel: Cancel,
}

impl<D> SessionContext<D> {
    /// The location of a draft.
    pub(super) fn location<'a>(&'a self, path: Option<&'a Path>) -> DraftLocation<'a> {
        match path {
            Some(path) => DraftLocation::File(path),
            None => DraftLocation::Buffer(self.folders.first().map_or(Path::new(""), PathBuf::as_path)),
        }
    }
}

// A derived `Clone` would require workspaces to be `Clone`.
impl<D> Clone for SessionContext<D> {
    fn clone(&self) -> Self {
        Self {
            workspace: self.workspace.clone(),
            editor: self.editor.clone(),
            folders: self.folders.clone(),
            generation: self.generation,
        }
    }
}

impl Drop for HandedOut {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}
