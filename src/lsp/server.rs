//! The session with one editor: its life, its open drafts, and which method is answered where.

use super::draft::Draft;
use super::message::{self, Error, Message, params};
use super::text::{Encoding, Extent, Text};
use super::{Desk, uri};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;

/// One session with an editor.
///
/// Messages go in through [`Server::receive`] in their order; [`Server::work`] does a part of what they made necessary;
/// [`Server::publish`] shows what is still true; [`Server::take`] gives what is to be sent. A caller that receives all that
/// has come before it publishes never shows a result for an old text.
#[derive(Debug)]
pub struct Server<D> {
    pub(super) desk: D,
    pub(super) drafts: BTreeMap<String, Draft>,
    pub(super) folders: Vec<PathBuf>,
    pub(super) editor: Editor,
    /// Grows with each change of a configuration.
    pub(super) generation: u64,
    /// Addresses of configurations and rules whose faults are shown.
    pub(super) faulty: BTreeSet<String>,
    state: State,
    waiting: VecDeque<(Value, String, Value)>,
    out: Vec<Value>,
    asked: u64,
}

/// What the editor can do, and what it wishes.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capability of its own in the protocol")]
pub(super) struct Editor {
    pub(super) encoding: Encoding,
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
    watches: bool,
    /// The process that the server must not outlive.
    process: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    Running,
    ShutDown,
}

/// How the session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// It does.
    Go,
    /// It ends, in order or not.
    End {
        /// The editor had asked the server to shut down.
        orderly: bool,
    },
}

impl<D: Desk> Server<D> {
    /// A session that begins.
    #[must_use]
    pub fn new(desk: D) -> Self {
        Self {
            desk,
            drafts: BTreeMap::new(),
            folders: Vec::new(),
            editor: Editor::default(),
            generation: 0,
            faulty: BTreeSet::new(),
            state: State::New,
            waiting: VecDeque::new(),
            out: Vec::new(),
            asked: 0,
        }
    }

    /// Takes a message. Requests wait for [`Server::work`], so that they can be cancelled; all else happens now.
    pub fn receive(&mut self, body: &[u8]) -> Flow {
        match Message::parse(body) {
            Ok(Message::Request { id, method, params }) => self.waiting.push_back((id, method, params)),
            Ok(Message::Notification { method, .. }) if method == "exit" => {
                // What was asked before it is answered first: a shutdown may be among it.
                while self.answer_next() {}
                return Flow::End { orderly: self.state == State::ShutDown };
            }
            Ok(Message::Notification { method, params }) => {
                // A request speaks of the text as it was when it was sent.
                if method != "$/cancelRequest" && method.starts_with("textDocument/") {
                    while self.answer_next() {}
                }
                if method == "$/cancelRequest" || self.state == State::Running {
                    self.notified(&method, params);
                }
            }
            Ok(Message::Answer) => {}
            Err(error) => self.broken(&error.message, error.code),
        }
        Flow::Go
    }

    /// Answers what was no message.
    pub fn broken(&mut self, why: &str, code: i32) {
        self.out.push(message::answer(&Value::Null, Err(Error::new(code, why))));
    }

    /// Answers the bytes that no message could be made out of.
    pub fn unreadable(&mut self, why: &str) {
        self.broken(why, Error::PARSE);
    }

    /// Answers one request, or reads one draft that has changed; whether there was anything to do.
    pub fn work(&mut self) -> bool {
        self.answer_next() || self.read_next()
    }

    /// The messages to be sent, in their order.
    pub fn take(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.out)
    }

    /// The process that started the server, which ends with it.
    #[must_use]
    pub fn parent(&self) -> Option<u32> {
        self.editor.process
    }

    /// The configurations have changed: all drafts are read anew.
    pub fn reload(&mut self) {
        self.desk.forget();
        self.forget_faults();
        self.generation += 1;
        for draft in self.drafts.values_mut() {
            draft.outdated();
        }
        if self.editor.refreshes {
            self.ask("workspace/diagnostic/refresh", &Value::Null);
        }
    }

    /// The files around the drafts.
    pub fn desk(&mut self) -> &mut D {
        &mut self.desk
    }

    /// The files of the drafts that are open.
    pub fn open(&self) -> impl Iterator<Item = &std::path::Path> {
        self.drafts.values().filter_map(|draft| draft.path.as_deref())
    }

    pub(super) fn tell(&mut self, method: &str, params: &Value) {
        self.out.push(message::notification(method, params));
    }

    /// Says something in the editor's log: 1 an error, 2 a warning. Never a word of a draft.
    pub(super) fn log(&mut self, weight: u8, text: &str) {
        self.tell("window/logMessage", &json!({"type": weight, "message": text}));
    }

    fn ask(&mut self, method: &str, params: &Value) {
        self.asked += 1;
        let id = format!("bylint-{}", self.asked);
        self.out.push(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
    }

    fn answer_next(&mut self) -> bool {
        let Some((id, method, params)) = self.waiting.pop_front() else { return false };
        let result = self.requested(&method, params);
        self.out.push(message::answer(&id, result));
        true
    }

    fn requested(&mut self, method: &str, given: Value) -> Result<Value, Error> {
        match (self.state, method) {
            (State::New, "initialize") => Ok(self.initialize(params(given)?)),
            (State::New, _) => Err(Error::new(Error::NOT_INITIALIZED, "`initialize` comes first")),
            (State::ShutDown, _) => Err(Error::new(Error::INVALID_REQUEST, "the server has shut down")),
            (State::Running, "initialize") => Err(Error::new(Error::INVALID_REQUEST, "the session has begun")),
            (State::Running, "shutdown") => {
                self.state = State::ShutDown;
                Ok(Value::Null)
            }
            (State::Running, "textDocument/diagnostic") => self.pulled(&params(given)?),
            (State::Running, "workspace/diagnostic") => Ok(self.pulled_all(&params(given)?)),
            (State::Running, "textDocument/hover") => self.hover(&params(given)?),
            (State::Running, "textDocument/documentSymbol") => self.symbols(&params(given)?),
            (State::Running, "textDocument/codeLens") => self.lens(&params(given)?),
            (State::Running, "textDocument/inlayHint") => self.hints(&params(given)?),
            (State::Running, "textDocument/codeAction") => self.actions(&params(given)?),
            _ => Err(Error::new(Error::METHOD_NOT_FOUND, format!("no method `{method}`"))),
        }
    }

    fn initialize(&mut self, given: Initialize) -> Value {
        let can = |path: &str| given.capabilities.pointer(path);
        let yes = |path: &str| can(path).and_then(Value::as_bool).unwrap_or(false);
        let encodings = can("/general/positionEncodings").and_then(Value::as_array);
        let encodings: Vec<&str> = encodings.into_iter().flatten().filter_map(Value::as_str).collect();
        self.editor = Editor {
            encoding: Encoding::best(&encodings),
            pulls: can("/textDocument/diagnostic").is_some_and(Value::is_object),
            refreshes: yes("/workspace/diagnostics/refreshSupport"),
            watches: yes("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            process: given.process_id,
            rules_page: None,
            nests_symbols: yes("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            snippets: yes("/workspace/workspaceEdit/snippetEditSupport"),
            document_changes: yes("/workspace/workspaceEdit/documentChanges"),
            creates: can("/workspace/workspaceEdit/resourceOperations").is_some_and(|can| lists(can, "create")),
            hints: false,
        };
        self.wishes(&given.initialization_options);
        let roots = given.workspace_folders.unwrap_or_default().into_iter().map(|folder| folder.uri);
        let mut roots: Vec<PathBuf> = roots.filter_map(|root| uri::path(&root)).collect();
        if roots.is_empty() {
            roots.extend(given.root_uri.and_then(|root| uri::path(&root)).or(given.root_path));
        }
        self.folders = roots;
        self.state = State::Running;
        json!({
            "serverInfo": {"name": "bylint", "version": env!("CARGO_PKG_VERSION")},
            "capabilities": {
                "positionEncoding": self.editor.encoding.name(),
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

    fn notified(&mut self, method: &str, given: Value) {
        let done = match method {
            "initialized" => {
                self.watch();
                Ok(())
            }
            "textDocument/didOpen" => params(given).map(|given| self.opened(given)),
            "textDocument/didChange" => params(given).map(|given| self.changed(&given)),
            "textDocument/didClose" => params(given).map(|given| self.closed(&given)),
            "workspace/didChangeWatchedFiles" => params(given).map(|given| self.files_changed(&given)),
            "workspace/didChangeWorkspaceFolders" => params(given).map(|given| self.folders_changed(&given)),
            "workspace/didChangeConfiguration" => {
                self.wishes(given.pointer("/settings/bylint").unwrap_or(&Value::Null));
                Ok(())
            }
            "$/cancelRequest" => params(given).map(|given: Cancel| self.cancelled(&given.id)),
            // What is not known may be left out, as the protocol has it.
            _ => Ok(()),
        };
        if let Err(error) = done {
            self.log(1, &format!("{method}: {}", error.message));
        }
    }

    fn wishes(&mut self, given: &Value) {
        if let Some(page) = given.get("rulesPage").and_then(Value::as_str) {
            self.editor.rules_page = Some(page.to_owned()).filter(|page| !page.is_empty());
        }
        if let Some(hints) = given.get("inlayHints").and_then(Value::as_bool) {
            self.editor.hints = hints;
        }
    }

    /// Asks to hear of changed files, where the editor can tell.
    fn watch(&mut self) {
        if self.editor.watches {
            let glob = "**/*.{toml,txt,md,markdown,mdx}";
            let options = json!({"watchers": [{"globPattern": glob}]});
            let wanted =
                json!({"id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": options});
            self.ask("client/registerCapability", &json!({"registrations": [wanted]}));
        }
    }

    fn opened(&mut self, given: Opened) {
        let Opened { text_document: it } = given;
        let text = Text::new(it.text, self.editor.encoding);
        self.drafts.insert(it.uri.clone(), Draft::new(&it.uri, &it.language_id, it.version, text));
    }

    fn changed(&mut self, given: &Changed) {
        let Some(draft) = self.drafts.get_mut(&given.text_document.uri) else {
            return self.log(1, "a draft that is not open was changed");
        };
        // What stands before a whole new text counts for nothing.
        let whole = given.content_changes.iter().rposition(|change| change.range.is_none());
        if let Some(at) = whole {
            draft.text = Text::new(given.content_changes[at].text.clone(), self.editor.encoding);
        }
        let behind = &given.content_changes[whole.map_or(0, |at| at + 1)..];
        let outside = draft.text.edit(behind.iter().filter_map(|change| Some((change.range?, change.text.as_str()))));
        draft.version = given.text_document.version;
        draft.outdated();
        if outside {
            self.log(1, "an edit outside the draft was made at the nearest place inside");
        }
    }

    fn closed(&mut self, given: &Named) {
        let uri = &given.text_document.uri;
        if self.drafts.remove(uri).is_some() && !self.editor.pulls {
            self.tell("textDocument/publishDiagnostics", &json!({"uri": uri, "diagnostics": []}));
        }
    }

    fn files_changed(&mut self, given: &FilesChanged) {
        let mut paths = given.changes.iter().filter_map(|change| uri::path(&change.uri));
        if paths.any(|path| self.desk.matters(&path)) {
            self.reload();
        }
    }

    fn folders_changed(&mut self, given: &FoldersChanged) {
        let gone: Vec<PathBuf> = given.event.removed.iter().filter_map(|folder| uri::path(&folder.uri)).collect();
        self.folders.retain(|folder| !gone.contains(folder));
        for folder in given.event.added.iter().filter_map(|folder| uri::path(&folder.uri)) {
            if !self.folders.contains(&folder) {
                self.folders.push(folder);
            }
        }
        self.reload();
    }

    fn cancelled(&mut self, id: &Value) {
        let Some(at) = self.waiting.iter().position(|(waiting, ..)| waiting == id) else { return };
        self.waiting.remove(at);
        self.out.push(message::answer(id, Err(Error::new(Error::CANCELLED, "cancelled"))));
    }
}

/// Whether a word stands in a list.
fn lists(list: &Value, word: &str) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|one| one == word))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Initialize {
    process_id: Option<u32>,
    root_uri: Option<String>,
    root_path: Option<PathBuf>,
    #[serde(default)]
    initialization_options: Value,
    #[serde(default)]
    capabilities: Value,
    workspace_folders: Option<Vec<Folder>>,
}

#[derive(Deserialize)]
struct Folder {
    uri: String,
}

#[derive(Deserialize)]
struct Cancel {
    id: Value,
}

/// Parameters that name a draft and nothing that is needed beside it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named {
    pub(super) text_document: Identifier,
}

#[derive(Deserialize)]
pub(super) struct Identifier {
    pub(super) uri: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    text_document: Item,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    uri: String,
    language_id: String,
    version: i64,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    text_document: Versioned,
    content_changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Versioned {
    uri: String,
    version: i64,
}

#[derive(Deserialize)]
struct Change {
    range: Option<Extent>,
    text: String,
}

#[derive(Deserialize)]
struct FilesChanged {
    changes: Vec<Folder>,
}

#[derive(Deserialize)]
struct FoldersChanged {
    event: FolderEvent,
}

#[derive(Deserialize)]
struct FolderEvent {
    added: Vec<Folder>,
    removed: Vec<Folder>,
}
