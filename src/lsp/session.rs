//! The shared data that jobs need besides their texts, and the handle of a running job.

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
    /// Whether it pulls diagnostics; then none are published.
    pub(super) pulls: bool,
    /// Whether it supports requests to pull diagnostics again.
    pub(super) refreshes: bool,
    /// The URL of the page with all rules.
    pub(super) rules_page: Option<String>,
    /// Whether it supports nested document symbols.
    pub(super) nests_symbols: bool,
    /// Whether it supports placeholders in edits.
    pub(super) snippets: bool,
    /// Whether it supports `documentChanges`: versioned edits of several files, in order.
    pub(super) document_changes: bool,
    /// Whether it can create files.
    pub(super) creates: bool,
    /// Whether to show the speaker of each paragraph (a setting).
    pub(super) hints: bool,
    /// Whether it can notify the server about changed files.
    pub(super) watches: bool,
    /// The id of the process that started the server.
    pub(super) process: Option<u32>,
}

/// The data that jobs need besides their texts. Cheap to clone.
#[derive(Debug)]
pub(super) struct SessionContext<W> {
    pub(super) workspace: Arc<W>,
    pub(super) editor: Arc<Editor>,
    /// The open folders.
    pub(super) folders: Arc<Vec<PathBuf>>,
    /// A counter that each change of a configuration increments.
    pub(super) generation: u64,
}

/// The handle of a running job. Dropping it cancels the job.
#[derive(Debug)]
pub(super) struct JobHandle {
    pub(super) number: u64,
    pub(super) cancel: Cancel,
}

impl<W> SessionContext<W> {
    /// The location of a draft.
    pub(super) fn location<'a>(&'a self, path: Option<&'a Path>) -> DraftLocation<'a> {
        match path {
            Some(path) => DraftLocation::File(path),
            None => DraftLocation::Buffer(self.folders.first().map_or(Path::new(""), PathBuf::as_path)),
        }
    }
}

// A derived `Clone` would require workspaces to be `Clone`.
impl<W> Clone for SessionContext<W> {
    fn clone(&self) -> Self {
        Self {
            workspace: self.workspace.clone(),
            editor: self.editor.clone(),
            folders: self.folders.clone(),
            generation: self.generation,
        }
    }
}

impl Drop for JobHandle {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}
