//! A small editor that starts `bylint lsp` and talks to it.

use crate::common;
use bylint::text::Span;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

pub(crate) struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    asked: i64,
    log: File,
    /// Messages that arrived while another was awaited.
    pub(crate) heard: Vec<Value>,
}

impl Editor {
    /// Starts a server without a session.
    pub(crate) fn silent() -> Self {
        let log = tempfile::tempfile().expect("a file for the log");
        let mut server = common::bylint()
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log.try_clone().expect("a file has two handles"))
            .spawn()
            .expect("the command that was just built runs");
        let input = server.stdin.take();
        let output = BufReader::new(server.stdout.take().expect("the output is piped"));
        Self { server, input, output, asked: 0, log, heard: Vec::new() }
    }

    /// Starts a server and opens a session.
    pub(crate) fn new(folder: &Path, capabilities: &Value) -> Self {
        let mut editor = Self::silent();
        let given = json!({
            "processId": std::process::id(),
            "rootUri": uri(folder),
            "capabilities": capabilities,
        });
        let answer = editor.ask("initialize", given);
        assert!(answer.get("result").is_some(), "{answer}");
        editor.tell("initialized", json!({}));
        editor
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub(crate) fn tell(&mut self, method: &str, params: impl Into<Value>) {
        let params = params.into();
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and waits for the complete response.
    pub(crate) fn ask(&mut self, method: &str, params: impl Into<Value>) -> Value {
        let params = params.into();
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Sends a request and returns the result of its response.
    pub(crate) fn result(&mut self, method: &str, params: impl Into<Value>) -> Value {
        let answer = self.ask(method, params);
        answer.get("result").cloned().unwrap_or_else(|| panic!("{method}: {answer}"))
    }

    /// The next message for which `wanted` is true; others are kept in `heard`.
    pub(crate) fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.next();
            if wanted(&message) {
                return message;
            }
            self.heard.push(message);
        }
    }

    /// Waits for the diagnostics of a version of a draft.
    pub(crate) fn shown(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let message = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"] == version
        });
        message["params"]["diagnostics"].as_array().cloned().expect("a list of diagnostics")
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let item = json!({"uri": uri, "languageId": "markdown", "version": 0, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": item}));
    }

    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: &[Value]) {
        let named = json!({"uri": uri, "version": version});
        self.tell("textDocument/didChange", json!({"textDocument": named, "contentChanges": changes}));
    }

    /// The server's standard error so far.
    pub(crate) fn logged(&mut self) -> String {
        let mut text = String::new();
        let read = self.log.rewind().and_then(|()| self.log.read_to_string(&mut text));
        read.expect("a log is text");
        text
    }

    /// Closes the server's input and waits for its exit code.
    pub(crate) fn hang_up(mut self) -> Option<i32> {
        self.input.take();
        self.server.wait().expect("the server can be waited for").code()
    }

    /// Waits until the server ends while its input is still open; returns its exit code.
    pub(crate) fn ended(mut self) -> Option<i32> {
        self.server.wait().expect("the server can be waited for").code()
    }

    /// The server's memory in KiB.
    #[cfg(target_os = "linux")]
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("Linux tells");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    fn next(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).expect("headers are text");
            assert!(read > 0, "the server is gone");
            if line == "\r\n" {
                break;
            }
            let number = line.strip_prefix("Content-Length: ").expect("a header");
            length = number.trim().parse().expect("a number");
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a whole message");
        serde_json::from_slice(&body).expect("JSON")
    }
}

pub(crate) fn uri(path: &Path) -> String {
    bylint::lsp::uri::from_path(path)
}

fn report(path: &Path) -> Vec<Value> {
    let output = common::bylint()
        .args(["check", "--format", "json"])
        .arg(path)
        .output()
        .expect("the command that was just built runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    report["files"][0]["findings"].as_array().expect("a list of findings").clone()
}

/// The findings of `bylint check` in a draft: rule and byte range.
pub(crate) fn found(path: &Path) -> Vec<(String, Span)> {
    let byte = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("an offset");
    let span = |span: &Value| Span::new(byte(&span["start"]), byte(&span["end"]));
    report(path).iter().map(|f| (f["rule"].as_str().expect("a name").to_owned(), span(&f["span"]))).collect()
}

/// The findings of `bylint check`: rule, and line and column of start and end (from 0, in characters).
pub(crate) fn checked(path: &Path) -> Vec<(String, [u64; 4])> {
    let number = |value: &Value| value.as_u64().expect("a number") - 1;
    let place = |span: &Value| ["line", "column", "end_line", "end_column"].map(|key| number(&span[key]));
    report(path).iter().map(|f| (f["rule"].as_str().expect("a name").to_owned(), place(&f["span"]))).collect()
}

/// The rule and the start and end of each diagnostic.
pub(crate) fn placed(diagnostics: &[Value]) -> Vec<(String, [u64; 4])> {
    let number = |value: &Value| value.as_u64().expect("a number");
    let place = |d: &Value| {
        let [start, end] = ["start", "end"].map(|side| d["range"][side].clone());
        [&start["line"], &start["character"], &end["line"], &end["character"]].map(number)
    };
    diagnostics.iter().map(|d| (d["code"].as_str().expect("a name").to_owned(), place(d))).collect()
}

/// An editor that counts columns in characters, as `check` does.
pub(crate) fn by_characters() -> Value {
    json!({"general": {"positionEncodings": ["utf-32"]}})
}
