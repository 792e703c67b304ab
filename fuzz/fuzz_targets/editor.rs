//! An editor that says anything: the language server answers each request once, and all it shows has a place.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use bylint::diagnostic::Severity;
use bylint::document::FrontMatter;
use bylint::engine::Engine;
use bylint::lsp::{DraftLocation, DraftSettings, Job, Refused, Server, Workspace};
use bylint_fuzz::{CONTEXT, Draft};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

static HELD: LazyLock<Arc<DraftSettings>> = LazyLock::new(|| {
    let linter = Arc::new(Engine::builtin());
    let context = Arc::new(linter.prepare(CONTEXT.clone()));
    Arc::new(DraftSettings { linter, context, min_severity: Severity::Info })
});

/// A desk with nothing on it but the rules.
struct Bare;

impl Workspace for Bare {
    fn settings_for(
        &self,
        _: DraftLocation<'_>,
        _: &FrontMatter,
    ) -> std::result::Result<Option<Arc<DraftSettings>>, Refused> {
        Ok(Some(HELD.clone()))
    }

    fn drafts(&self, folders: &[PathBuf]) -> Vec<PathBuf> {
        folders.iter().map(|folder| folder.join("a.md")).collect()
    }

    fn config_path(&self, _: DraftLocation<'_>, _: &[PathBuf]) -> PathBuf {
        "/newsroom/bylint.toml".into()
    }

    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Ok(b"[newsroom]\nown-outlets = [\"The Brackwater Gazette\"]\n".to_vec())
    }

    fn is_watched(&self, path: &Path) -> bool {
        path.ends_with("bylint.toml")
    }

    fn reloaded(&self) -> Self {
        Self
    }
}

const METHODS: [&str; 14] = [
    "textDocument/hover",
    "textDocument/codeAction",
    "textDocument/documentSymbol",
    "textDocument/codeLens",
    "textDocument/inlayHint",
    "textDocument/diagnostic",
    "workspace/diagnostic",
    "workspace/executeCommand",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "textDocument/didClose",
    "textDocument/didSave",
    "shutdown",
    "no/such/method",
];

/// What an editor does next.
#[derive(Debug)]
enum Step {
    Says(Value),
    Sends(Vec<u8>),
    /// A job is done, and its result waits while the editor goes on.
    Reads,
    Waits,
}

fn place(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(if u.ratio(1, 16)? {
        json!({"line": u.arbitrary::<u64>()?, "character": u.arbitrary::<i32>()?})
    } else {
        json!({"line": u.int_in_range(0..=12)?, "character": u.int_in_range(0..=90)?})
    })
}

fn range(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(json!({"start": place(u)?, "end": place(u)?}))
}

impl<'a> Arbitrary<'a> for Step {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let uri = *u.choose(&[
            "file:///newsroom/a.md",
            "file:///newsroom/a.md",
            "file:///newsroom/b%2e.mdx",
            "untitled:1",
            "%:",
        ])?;
        let named = json!({"uri": uri, "version": u.int_in_range(0..=9)?});
        Ok(match u.int_in_range(0..=10)? {
            0..=1 => {
                let item = json!({"uri": uri, "languageId": "markdown", "version": 0, "text": Draft::arbitrary(u)?.0});
                Self::Says(
                    json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": item}}),
                )
            }
            2..=4 => {
                let change = json!({"range": range(u)?, "text": u.arbitrary::<&str>()?});
                let params = json!({"textDocument": named, "contentChanges": [change]});
                Self::Says(json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}))
            }
            5..=7 => {
                let params = json!({"textDocument": named, "position": place(u)?, "range": range(u)?, "context": {"diagnostics": []}});
                Self::Says(json!({"jsonrpc": "2.0", "id": 1, "method": u.choose(&METHODS)?, "params": params}))
            }
            8 => Self::Sends(u.arbitrary()?),
            9 => Self::Reads,
            _ => Self::Waits,
        })
    }
}

libfuzzer_sys::fuzz_target!(|input: (u8, Vec<Step>)| {
    let (encoding, steps) = input;
    let encoding = ["utf-8", "utf-16", "utf-32"][usize::from(encoding % 3)];
    let capabilities = json!({"general": {"positionEncodings": [encoding]}});
    let mut server = Server::new(Bare);
    let hello = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize",
        "params": {"processId": null, "rootUri": "file:///newsroom", "capabilities": capabilities}});
    server.receive(hello.to_string().as_bytes());
    let (mut asked, mut answered) = (1, 0);
    let mut done = Vec::new();
    for step in steps.into_iter().take(24) {
        match step {
            Step::Says(message) => {
                asked += usize::from(message.get("id").is_some());
                server.receive(message.to_string().as_bytes());
            }
            Step::Sends(bytes) => {
                server.receive(&bytes);
            }
            Step::Reads => done.extend(server.next_job().map(Job::run)),
            Step::Waits => {
                for finished in done.drain(..) {
                    server.finish(finished);
                }
                while server.work() {}
            }
        }
    }
    for finished in done {
        server.finish(finished);
    }
    while server.work() {}
    for message in server.take() {
        let (result, error) = (message.get("result").is_some(), message.get("error").is_some());
        assert!(message.get("method").is_some() || result != error, "{message}");
        // What was no message is answered too, without a number, and what was sent as it came may have had one.
        answered += usize::from(message.get("method").is_none() && message["id"].is_number());
        for shown in message["params"]["diagnostics"].as_array().into_iter().flatten() {
            let at = |end: &str| (shown["range"][end]["line"].as_u64(), shown["range"][end]["character"].as_u64());
            assert!(at("start") < at("end"), "{shown}");
        }
    }
    assert!(answered >= asked, "{asked} asked, {answered} answered");
});
