//! The session with one editor: its life cycle, its open drafts, and the handling of each message. The jobs are in
//! [`schedule`](super::schedule).

use super::message::{self, Message, ResponseError, parse_params};
use super::open_draft::OpenDraft;
use super::request::{PendingRequest, Request};
use super::request_params::DraftParams;
use super::session::{Editor, SessionContext};
use super::session_params::{
    CancelParams, DidChangeParams, DidOpenParams, FoldersParams, InitializeParams, WatchedFilesParams,
};
use super::text::{EditorText, cheapest_unit, encoding_name};
use super::{Workspace, uri};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// One session with an editor.
///
/// Pass incoming messages to [`Server::receive`] in order. Take jobs from [`Server::next_job`], run them, and pass their results
/// to [`Server::finish`]. [`Server::take`] returns the messages to send. None of these methods lints a draft or opens a file. If
/// the caller passes on all pending messages before it finishes or requests jobs, no result of an outdated text is shown.
#[derive(Debug)]
pub struct Server<W> {
    pub(super) session: SessionContext<W>,
    pub(super) drafts: BTreeMap<String, OpenDraft>,
    /// Pending requests, in the order of arrival.
    pub(super) pending: Vec<PendingRequest>,
    /// URIs of configurations and rules with published errors.
    pub(super) config_error_uris: BTreeSet<String>,
    /// The number of jobs so far.
    pub(super) jobs: u64,
    /// Messages to send.
    pub(super) out: Vec<Value>,
    state: SessionState,
    /// The number of requests to the editor so far.
    sent_requests: u64,
}

/// The state in the life cycle of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SessionState {
    New,
    Running,
    ShutDown,
}

/// Whether the session goes on after a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// The session goes on.
    Go,
    /// The session ends.
    End {
        /// Whether the editor sent `shutdown` first.
        orderly: bool,
    },
}

impl<W: Workspace> Server<W> {
    /// Begins a session.
    #[must_use]
    pub fn new(workspace: W) -> Self {
        let (editor, folders) = (Arc::default(), Arc::default());
        Self {
            session: SessionContext { workspace: Arc::new(workspace), editor, folders, generation: 0 },
            drafts: BTreeMap::new(),
            pending: Vec::new(),
            config_error_uris: BTreeSet::new(),
            jobs: 0,
            out: Vec::new(),
            state: SessionState::New,
            sent_requests: 0,
        }
    }

    /// Handles a message. Requests about drafts wait for a job; all other messages are handled at once.
    pub fn receive(&mut self, body: &[u8]) -> Flow {
        match Message::parse(body) {
            Ok(Message::Request { id, method, params }) => self.handle_request(id, &method, params),
            Ok(Message::Notification { method, .. }) if method == "exit" => {
                let orderly = self.state == SessionState::ShutDown;
                self.shut_down();
                return Flow::End { orderly };
            }
            Ok(Message::Notification { method, params }) => {
                if self.state == SessionState::Running {
                    self.handle_notification(&method, params);
                }
            }
            Ok(Message::Response) => {}
            Err(error) => self.answer_invalid(&error.message, error.code),
        }
        Flow::Go
    }

    /// Answers an invalid message with an error.
    fn answer_invalid(&mut self, why: &str, code: i32) {
        self.out.push(message::response(&Value::Null, Err(ResponseError::new(code, why))));
    }

    /// Answers bytes that are not a message with an error.
    pub fn unreadable(&mut self, why: &str) {
        self.answer_invalid(why, ResponseError::PARSE);
    }

    /// Removes and returns the messages to send, in order.
    pub fn take(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.out)
    }

    /// The id of the process that started the server; the server must end when that process ends.
    #[must_use]
    pub fn parent(&self) -> Option<u32> {
        self.session.editor.process
    }

    /// Discards all configurations and results, because a configuration has changed; drafts will be linted again.
    pub fn reload(&mut self) {
        self.session.workspace = Arc::new(self.session.workspace.reloaded());
        self.session.generation += 1;
        self.clear_config_errors();
        self.drafts.values_mut().for_each(OpenDraft::invalidate);
        self.fail_requests(|request| Some(request.outdated_error()));
        if self.session.editor.refreshes {
            self.send_request("workspace/diagnostic/refresh", &Value::Null);
        }
    }

    /// The paths of the open drafts.
    pub fn open(&self) -> impl Iterator<Item = &std::path::Path> {
        self.drafts.values().filter_map(|draft| draft.open.path.as_deref())
    }

    /// Sends a notification to the editor.
    pub(super) fn notify(&mut self, method: &str, params: &Value) {
        self.out.push(message::notification(method, params));
    }

    /// Writes to the log of the editor; `weight` is 1 for an error and 2 for a warning. The text must not contain words of a
    /// draft.
    pub(super) fn log(&mut self, weight: u8, text: &str) {
        self.notify("window/logMessage", &json!({"type": weight, "message": text}));
    }

    /// Sends a request to the editor.
    fn send_request(&mut self, method: &str, params: &Value) {
        self.sent_requests += 1;
        let id = format!("bylint-{}", self.sent_requests);
        self.out.push(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
    }

    /// Handles a request.
    fn handle_request(&mut self, id: Value, method: &str, value: Value) {
        let answer = match (self.state, method) {
            (SessionState::New, "initialize") => parse_params(value).map(|params| self.initialize(params)),
            (SessionState::New, _) => {
                Err(ResponseError::new(ResponseError::NOT_INITIALIZED, "expected `initialize` first"))
            }
            (SessionState::ShutDown, _) => {
                Err(ResponseError::new(ResponseError::INVALID_REQUEST, "the server has shut down"))
            }
            (SessionState::Running, "initialize") => {
                Err(ResponseError::new(ResponseError::INVALID_REQUEST, "already initialized"))
            }
            (SessionState::Running, "shutdown") => {
                self.shut_down();
                Ok(Value::Null)
            }
            (SessionState::Running, _) => match Request::parse(method, value) {
                Ok(request) => match self.immediate_answer(&request) {
                    Some(answer) => answer,
                    None => return self.pending.push(PendingRequest::new(id, request)),
                },
                Err(error) => Err(error),
            },
        };
        self.out.push(message::response(&id, answer));
    }

    /// Cancels all jobs, and answers all requests.
    fn shut_down(&mut self) {
        self.fail_requests(|_| Some(ResponseError::new(ResponseError::CANCELLED, "the server is shutting down")));
        self.drafts.clear();
        self.state = SessionState::ShutDown;
    }

    /// Stores the capabilities of the editor, and returns those of the server.
    fn initialize(&mut self, params: InitializeParams) -> Value {
        let capability = |path: &str| params.capabilities.pointer(path);
        let supports = |path: &str| capability(path).and_then(Value::as_bool).unwrap_or(false);
        let encodings = capability("/general/positionEncodings").and_then(Value::as_array);
        let encodings: Vec<&str> = encodings.into_iter().flatten().filter_map(Value::as_str).collect();
        self.session.editor = Arc::new(Editor {
            encoding: cheapest_unit(&encodings),
            pulls: capability("/textDocument/diagnostic").is_some_and(Value::is_object),
            refreshes: supports("/workspace/diagnostics/refreshSupport"),
            watches: supports("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            process: params.process_id,
            rules_page: None,
            nests_symbols: supports("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            snippets: supports("/workspace/workspaceEdit/snippetEditSupport"),
            document_changes: supports("/workspace/workspaceEdit/documentChanges"),
            creates: capability("/workspace/workspaceEdit/resourceOperations")
                .is_some_and(|kinds| contains_string(kinds, "create")),
            hints: false,
        });
        self.apply_client_settings(&params.initialization_options);
        let roots = params.workspace_folders.unwrap_or_default().into_iter().map(|folder| folder.uri);
        let mut roots: Vec<PathBuf> = roots.filter_map(|root| uri::path(&root)).collect();
        if roots.is_empty() {
            roots.extend(params.root_uri.and_then(|root| uri::path(&root)).or(params.root_path));
        }
        self.session.folders = Arc::new(roots);
        self.state = SessionState::Running;
        json!({
            "serverInfo": {"name": "bylint", "version": env!("CARGO_PKG_VERSION")},
            "capabilities": {
                "positionEncoding": encoding_name(self.session.editor.encoding),
                "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
                "diagnosticProvider": {
                    "identifier": "bylint",
                    "interFileDependencies": false,
                    "workspaceDiagnostics": true,
                },
                "hoverProvider": true,
                "documentSymbolProvider": true,
                "codeLensProvider": {"resolveProvider": false},
                "inlayHintProvider": true,
                "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll.bylint"]},
                "workspace": {"workspaceFolders": {"supported": true, "changeNotifications": true}},
            },
        })
    }

    /// Handles a notification.
    fn handle_notification(&mut self, method: &str, value: Value) {
        let result = match method {
            "initialized" => {
                self.register_file_watcher();
                Ok(())
            }
            "textDocument/didOpen" => parse_params(value).map(|params| self.did_open(params)),
            "textDocument/didChange" => parse_params(value).map(|params| self.did_change(&params)),
            "textDocument/didClose" => parse_params(value).map(|params| self.did_close(&params)),
            "workspace/didChangeWatchedFiles" => {
                parse_params(value).map(|params| self.did_change_watched_files(&params))
            }
            "workspace/didChangeWorkspaceFolders" => parse_params(value).map(|params| self.did_change_folders(&params)),
            "workspace/didChangeConfiguration" => {
                self.apply_client_settings(value.pointer("/settings/bylint").unwrap_or(&Value::Null));
                Ok(())
            }
            "$/cancelRequest" => parse_params(value).map(|params: CancelParams| self.cancel(&params.id)),
            // The protocol allows a server to ignore unknown notifications.
            _ => Ok(()),
        };
        if let Err(error) = result {
            self.log(1, &format!("{method}: {}", error.message));
        }
    }

    /// Applies settings that the editor sent.
    fn apply_client_settings(&mut self, params: &Value) {
        let editor = Arc::make_mut(&mut self.session.editor);
        if let Some(page) = params.get("rulesPage").and_then(Value::as_str) {
            editor.rules_page = Some(page.to_owned()).filter(|page| !page.is_empty());
        }
        if let Some(hints) = params.get("inlayHints").and_then(Value::as_bool) {
            editor.hints = hints;
        }
    }

    /// Asks for notifications about changed files, if the editor supports them.
    fn register_file_watcher(&mut self) {
        if self.session.editor.watches {
            let glob = "**/*.{toml,txt,md,markdown,mdx}";
            let options = json!({"watchers": [{"globPattern": glob}]});
            let registration =
                json!({"id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": options});
            self.send_request("client/registerCapability", &json!({"registrations": [registration]}));
        }
    }

    fn did_open(&mut self, params: DidOpenParams) {
        let DidOpenParams { text_document: document } = params;
        let text = EditorText::new(document.text, self.session.editor.encoding);
        let draft = OpenDraft::new(document.uri.clone(), &document.language_id, document.version, text);
        self.drafts.insert(document.uri.clone(), draft);
        self.fail_requests_about(&document.uri);
    }

    fn did_change(&mut self, params: &DidChangeParams) {
        let Some(draft) = self.drafts.get_mut(&params.text_document.uri) else {
            return self.log(1, "ignored a change of a draft that is not open");
        };
        draft.invalidate();
        // Running jobs keep the old text.
        let open = Arc::make_mut(&mut draft.open);
        // A change without a range is a full new text, so the edits before it have no effect.
        let full_text = params.content_changes.iter().rposition(|change| change.range.is_none());
        if let Some(at) = full_text {
            open.text = EditorText::new(params.content_changes[at].text.clone(), self.session.editor.encoding);
        }
        let later_edits = &params.content_changes[full_text.map_or(0, |at| at + 1)..];
        let outside =
            open.text.edit(later_edits.iter().filter_map(|change| Some((change.range?, change.text.as_str()))));
        open.version = params.text_document.version;
        self.fail_requests_about(&params.text_document.uri);
        if outside {
            self.log(1, "an edit outside the draft was moved to the nearest position inside");
        }
    }

    fn did_close(&mut self, params: &DraftParams) {
        let uri = &params.text_document.uri;
        self.fail_requests_about(uri);
        if self.drafts.remove(uri).is_some() && !self.session.editor.pulls {
            self.notify("textDocument/publishDiagnostics", &json!({"uri": uri, "diagnostics": []}));
        }
    }

    fn did_change_watched_files(&mut self, params: &WatchedFilesParams) {
        let mut paths = params.changes.iter().filter_map(|change| uri::path(&change.uri));
        if paths.any(|path| self.session.workspace.is_watched(&path)) {
            self.reload();
        }
    }

    fn did_change_folders(&mut self, params: &FoldersParams) {
        let removed: Vec<PathBuf> = params.event.removed.iter().filter_map(|folder| uri::path(&folder.uri)).collect();
        let folders = Arc::make_mut(&mut self.session.folders);
        folders.retain(|folder| !removed.contains(folder));
        for folder in params.event.added.iter().filter_map(|folder| uri::path(&folder.uri)) {
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        self.reload();
    }
}

/// Whether a JSON array contains a string.
fn contains_string(list: &Value, word: &str) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|item| item == word))
}
