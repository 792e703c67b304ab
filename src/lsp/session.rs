//! What jobs need beside their texts, and what a server keeps of a job that is out.

use super::DraftLocation;
use crate::cancel::Cancel;
use crate::text::ColumnUnit;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the editor can do, and what it wishes.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capability of its own in the protocol")]
pub(super) struct Editor {
    pub(super) encoding: ColumnUnit,
    /// It asks for diagnostics, so that they are not sent by themselves.
    pub(super) pulls: bool,
    pub(super) refreshes: bool,
    /// The address of the page of all rules.
    pub(super) rules_page: Option<String>,
    pub(super) nests_symbols: bool,
    /// It can put the cursor where words are missing in an edit.
    pub(super) snippets: bool,
    /// It can change files that are not open, one step after the other.
    pub(super) document_changes: bool,
    /// It can make files.
    pub(super) creates: bool,
    /// It wishes to see the speaker behind each paragraph.
    pub(super) hints: bool,
    pub(super) watches: bool,
    /// The process that the server must not outlive.
    pub(super) process: Option<u32>,
}

/// What jobs need beside their texts. Clones are cheap.
#[derive(Debug)]
pub(super) struct SessionContext<D> {
    pub(super) workspace: Arc<D>,
    pub(super) editor: Arc<Editor>,
    /// The folders that are open.
    pub(super) folders: Arc<Vec<PathBuf>>,
    /// Grows with each change of a configuration.
    pub(super) generation: u64,
}

/// A job that is out. Whoever drops this waits for it no more, and it ends soon.
#[derive(Debug)]
pub(super) struct HandedOut {
    pub(super) number: u64,
    pub(super) cancel: Cancel,
}

impl<D> SessionContext<D> {
    /// Where a draft stands.
    pub(super) fn location<'a>(&'a self, path: Option<&'a Path>) -> DraftLocation<'a> {
        match path {
            Some(path) => DraftLocation::File(path),
            None => DraftLocation::Buffer(self.folders.first().map_or(Path::new(""), PathBuf::as_path)),
        }
    }
}

// Derived, it would ask for desks that can be cloned.
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
