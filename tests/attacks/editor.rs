//! Attacks on the language server: in a hostile repository, a session neither hangs nor reads anything outside the
//! repository.

use crate::harness::{FAULTY, Scene, wait_for};
use bylint::lsp::frame::{self, Frames, MessageFrame};
use serde_json::{Value, json};
use std::fs;
use std::io::Write as _;
use std::process::{Child, ChildStdin, Stdio};

const SECRET: &str = "s3cr3t-0427";

/// A server process and the editor's end of the connection.
struct Session<'s> {
    scene: &'s Scene,
    server: Child,
    input: ChildStdin,
    asked: u64,
}

impl<'s> Session<'s> {
    fn new(scene: &'s Scene) -> Self {
        let mut server = scene.start_with(Stdio::piped(), "r", "lsp");
        let input = server.stdin.take().expect("the input is piped");
        let mut session = Self { scene, server, input, asked: 0 };
        let root = bylint::lsp::uri::from_path(&scene.path("r"));
        let begun = session.ask("initialize", &json!({"processId": null, "rootUri": root, "capabilities": {}}));
        assert!(begun["capabilities"].is_object(), "{begun}");
        session.tell("initialized", &json!({}));
        session
    }

    fn tell(&mut self, method: &str, params: &Value) {
        let message = json!({"jsonrpc": "2.0", "method": method, "params": params});
        frame::write(&mut self.input, &message).expect("the server reads");
    }

    /// Sends a request and waits for its result.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let message = json!({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params});
        frame::write(&mut self.input, &message).expect("the server reads");
        let answer = || {
            let is_it = |message: &Value| message["id"] == self.asked && message.get("method").is_none();
            self.heard().into_iter().find(is_it)
        };
        wait_for(&format!("an answer to {method}"), || answer().is_some());
        answer().expect("it has come")["result"].take()
    }

    fn open(&mut self, draft: &str) -> String {
        let uri = bylint::lsp::uri::from_path(&self.scene.path("r").join(draft));
        let item = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": FAULTY});
        self.tell("textDocument/didOpen", &json!({"textDocument": item}));
        uri
    }

    /// The number of findings shown for each draft in the folder.
    fn findings(&mut self) -> Vec<usize> {
        let reports = self.ask("workspace/diagnostic", &json!({"previousResultIds": []}));
        let reports = reports["items"].as_array().unwrap_or_else(|| panic!("no list: {reports}")).iter();
        reports.map(|report| report["items"].as_array().map_or(0, Vec::len)).collect()
    }

    /// All complete messages received so far.
    fn heard(&self) -> Vec<Value> {
        let bytes = fs::read(self.scene.path("tmp/out")).expect("a file");
        let mut frames = Frames::new(&bytes[..]);
        let next = || match frames.read().expect("a slice can be read")? {
            MessageFrame::Body(body) => Some(serde_json::from_slice(&body).expect("JSON")),
            MessageFrame::Broken(why) => panic!("the server wrote what is no message: {why}"),
        };
        std::iter::from_fn(next).collect()
    }

    /// Shuts the session down and returns everything that the server logged.
    fn end(mut self) -> String {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        let run = self.scene.end("lsp", &mut self.server);
        assert_eq!(run.code, 0, "{}", run.printed());
        run.printed()
    }
}

impl Drop for Session<'_> {
    /// Kills a server that hangs. If it has already ended, there is nothing to kill.
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn a_session_does_not_wait_for_pipes() {
    for (name, shown) in [
        (".gitignore", &[1, 1][..]),
        (".ignore", &[1, 1]),
        ("desk/.gitignore", &[1, 1]),
        ("desk/c.md", &[1, 1]),
        // Without its settings, the rules of the newsroom are unknown. So no rule runs, and the editor shows why.
        ("bylint.toml", &[0, 0]),
        ("desk/bylint.toml", &[1, 0]),
    ] {
        let scene = Scene::repository(&[("a.md", FAULTY), ("desk/b.md", FAULTY)]);
        scene.pipe(&format!("r/{name}"));
        let mut session = Session::new(&scene);
        let uri = session.open("desk/b.md");
        assert_eq!(session.findings(), shown, "{name}");
        let outline = session.ask("textDocument/documentSymbol", &json!({"textDocument": {"uri": uri}}));
        assert!(outline.is_array(), "{name}: {outline}");
        let said = session.end();
        assert_eq!(said.contains(": not a file"), name.ends_with("bylint.toml"), "{name}: {said}");
    }
}

#[test]
fn a_session_ignores_links_out_of_the_repository() {
    for (name, text, shown) in [
        (".gitignore", "*.md\n", 1),
        (".ignore", "*.md\n", 1),
        ("bylint.toml", "exclude = ['*']\n", 0),
        ("bylint.toml", &format!("{SECRET} = 1\n"), 0),
    ] {
        for target in ["../outside", "/dev/zero", "/proc/self/environ", "../none"] {
            let scene = Scene::repository(&[("a.md", FAULTY)]).with("TOKEN", SECRET);
            scene.write("outside", text);
            scene.link(target, &format!("r/{name}"));
            let mut session = Session::new(&scene);
            assert_eq!(session.findings(), [shown], "{name} -> {target}");
            let said = session.end();
            assert_eq!(
                said.contains("bylint.toml: a symbolic link leads out of"),
                shown == 0,
                "{name} -> {target}: {said}"
            );
            assert!(!said.contains(SECRET), "{name} -> {target}: {said}");
        }
    }
}

/// The next message is read even if the headers before it contradict each other.
#[test]
fn contradictory_lengths_do_not_swallow_messages() {
    for lengths in [&[2, 3][..], &[3, 2], &[2, 2, 900], &[900, 2]] {
        let scene = Scene::repository(&[("a.md", FAULTY)]);
        let mut session = Session::new(&scene);
        for length in lengths {
            write!(session.input, "Content-Length: {length}\r\n").expect("the server reads");
        }
        write!(session.input, "\r\n{{}}").expect("the server reads");
        assert_eq!(session.findings(), [1], "{lengths:?}");
        assert!(session.end().contains("two different Content-Length headers"), "{lengths:?}");
    }
}
