//! The parameters of messages about the session, its open documents and its folders.

use super::text::EditorRange;
use serde::Deserialize;
use serde_json::Value;
use std::path::PathBuf;

/// The parameters of `initialize`: the capabilities of the editor, and its open folders.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InitializeParams {
    pub(super) process_id: Option<u32>,
    pub(super) root_uri: Option<String>,
    pub(super) root_path: Option<PathBuf>,
    #[serde(default)]
    pub(super) initialization_options: Value,
    #[serde(default)]
    pub(super) capabilities: Value,
    pub(super) workspace_folders: Option<Vec<UriItem>>,
}

/// The URI of a folder or file.
#[derive(Deserialize)]
pub(super) struct UriItem {
    pub(super) uri: String,
}

/// The parameters of `$/cancelRequest`.
#[derive(Deserialize)]
pub(super) struct CancelParams {
    pub(super) id: Value,
}

/// The parameters of `textDocument/didOpen`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DidOpenParams {
    pub(super) text_document: OpenedItem,
}

/// A document with its text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OpenedItem {
    pub(super) uri: String,
    pub(super) language_id: String,
    pub(super) version: i64,
    pub(super) text: String,
}

/// The parameters of `textDocument/didChange`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DidChangeParams {
    pub(super) text_document: VersionedIdentifier,
    pub(super) content_changes: Vec<ContentChange>,
}

/// The URI of a document, with its version.
#[derive(Deserialize)]
pub(super) struct VersionedIdentifier {
    pub(super) uri: String,
    pub(super) version: i64,
}

/// The new text of a range; of the whole document if there is no range.
#[derive(Deserialize)]
pub(super) struct ContentChange {
    pub(super) range: Option<EditorRange>,
    pub(super) text: String,
}

/// The parameters of `workspace/didChangeWatchedFiles`.
#[derive(Deserialize)]
pub(super) struct WatchedFilesParams {
    pub(super) changes: Vec<UriItem>,
}

/// The parameters of `workspace/didChangeWorkspaceFolders`.
#[derive(Deserialize)]
pub(super) struct FoldersParams {
    pub(super) event: FolderEvent,
}

/// The folders that were opened and closed.
#[derive(Deserialize)]
pub(super) struct FolderEvent {
    pub(super) added: Vec<UriItem>,
    pub(super) removed: Vec<UriItem>,
}
