//! The server's jobs: what is handed out and when, which results count, and what is answered meanwhile.
//!
//! The tests use no threads or clocks: a job is “out” if the test has taken it and has not run it yet.

use super::{DRAFT, code};
use bylint::config::Config;
use bylint::diagnostic::Severity;
use bylint::document::FrontMatter;
use bylint::engine::{Context, Engine};
use bylint::lsp::{DraftLocation, DraftSettings, Flow, Job, Refused, Server, Workspace};
use bylint::rule::RuleSet;
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

static HELD: LazyLock<Arc<DraftSettings>> = LazyLock::new(|| {
    let rules = RuleSet::builtin();
    let context = Context { enabled: Some(Config::default().enabled(&rules)), ..Context::default() };
    let linter = Engine::new(rules).expect("its rules have few phrases");
    let context = Arc::new(linter.prepare(context));
    Arc::new(DraftSettings { linter: Arc::new(linter), context, min_severity: Severity::Info })
});

const SMALL: &str = "file:///small.md";
const LARGE: &str = "file:///large.md";
/// The maximum size that the smallest worker of the command takes.
const LIGHT: usize = 64 << 10;

/// A workspace with the built-in rules for every draft. It counts the drafts that were read.
#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Workspace for Counting {
    fn settings_for(&self, _: DraftLocation<'_>, _: &FrontMatter) -> Result<Option<Arc<DraftSettings>>, Refused> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(Some(HELD.clone()))
    }

    fn drafts(&self, _: &[PathBuf]) -> Vec<PathBuf> {
        vec!["/unopened.md".into()]
    }

    fn config_path(&self, _: DraftLocation<'_>, _: &[PathBuf]) -> PathBuf {
        "/bylint.toml".into()
    }

    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Ok(DRAFT.into())
    }

    fn is_watched(&self, path: &Path) -> bool {
        path.ends_with("bylint.toml")
    }

    fn reloaded(&self) -> Self {
        self.clone()
    }
}

struct Session {
    server: Server<Counting>,
    read: Arc<AtomicUsize>,
}

impl Session {
    /// A server whose editor gets findings pushed.
    fn pushing() -> Self {
        Self::new(&json!({}))
    }

    /// A server whose editor requests findings.
    fn pulling() -> Self {
        Self::new(&json!({"textDocument": {"diagnostic": {}}}))
    }

    fn new(capabilities: &Value) -> Self {
        let desk = Counting::default();
        let mut session = Self { read: desk.0.clone(), server: Server::new(desk) };
        session.ask("start", "initialize", &json!({"capabilities": capabilities}));
        assert_eq!(session.answered(), ["start"]);
        session
    }

    fn receive(&mut self, message: &Value) -> Flow {
        self.server.receive(message.to_string().as_bytes())
    }

    fn tell(&mut self, method: &str, params: &Value) {
        assert_eq!(self.receive(&json!({"method": method, "params": params})), Flow::Go);
    }

    fn ask(&mut self, id: &str, method: &str, params: &Value) {
        assert_eq!(self.receive(&json!({"id": id, "method": method, "params": params})), Flow::Go);
    }

    /// Sends a request about the first position of a draft.
    fn ask_about(&mut self, id: &str, method: &str, uri: &str) {
        let start = json!({"line": 0, "character": 0});
        let range = json!({"start": start, "end": start});
        self.ask(id, method, &json!({"textDocument": {"uri": uri}, "position": start, "range": range}));
    }

    fn open(&mut self, uri: &str, text: &str) {
        let item = json!({"uri": uri, "languageId": "markdown", "version": 0, "text": text});
        self.tell("textDocument/didOpen", &json!({"textDocument": item}));
    }

    fn change(&mut self, uri: &str, version: i64, text: &str) {
        let named = json!({"uri": uri, "version": version});
        self.tell("textDocument/didChange", &json!({"textDocument": named, "contentChanges": [{"text": text}]}));
    }

    fn cancel(&mut self, id: &str) {
        self.tell("$/cancelRequest", &json!({"id": id}));
    }

    /// Takes a job, which is out from now on.
    fn job(&mut self) -> Job<Counting> {
        self.server.next_job().expect("there is something to do")
    }

    /// Runs a job; returns the messages sent when it is done.
    fn finish(&mut self, job: Job<Counting>) -> Vec<Value> {
        self.server.finish(job.run());
        self.server.take()
    }

    /// Runs all jobs that are not out; returns the messages sent.
    fn work(&mut self) -> Vec<Value> {
        while self.server.work() {}
        self.server.take()
    }

    /// The ids of the requests answered now, in order.
    fn answered(&mut self) -> Vec<String> {
        let name = |message: &Value| message["id"].as_str().map(str::to_owned);
        self.server.take().iter().filter_map(name).collect()
    }

    /// The number of drafts read, without those abandoned at their start.
    fn read(&self) -> usize {
        self.read.load(Ordering::Relaxed)
    }
}

fn large() -> String {
    DRAFT.repeat(LIGHT / DRAFT.len() + 1)
}

/// The drafts and versions whose findings are in some messages.
fn shown(messages: &[Value]) -> Vec<(&str, i64)> {
    let published = messages.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics");
    let of = |message: &'_ Value| message["params"]["version"].as_i64();
    published
        .map(|message| (message["params"]["uri"].as_str().expect("an address"), of(message).unwrap_or(-1)))
        .collect()
}

/// The errors in some messages, each with its request.
fn errors(messages: &[Value]) -> Vec<(&str, i64)> {
    let answers = messages.iter().filter(|message| message.get("error").is_some());
    answers.map(|answer| (answer["id"].as_str().expect("a number of ours"), code(answer))).collect()
}

#[test]
fn other_drafts_are_read_and_answered_while_a_large_one_is_read() {
    let mut session = Session::pushing();
    session.open(LARGE, &large());
    let reads_large = session.job();
    session.open(SMALL, DRAFT);
    session.ask_about("hover", "textDocument/hover", SMALL);
    session.ask_about("waits", "textDocument/hover", LARGE);
    let sent = session.work();
    assert_eq!(shown(&sent), [(SMALL, 0)]);
    let answer = sent.iter().find(|message| message["id"] == "hover").expect("it is answered");
    assert!(answer["result"]["contents"]["value"].is_string(), "{answer}");
    assert!(sent.iter().all(|message| message["id"] != "waits"), "{sent:?}");
    // When the large draft has been read, its findings are shown, and requests that waited for it are answered without
    // reading it again.
    assert_eq!(shown(&session.finish(reads_large)), [(LARGE, 0)]);
    session.work().iter().find(|message| message["id"] == "waits").expect("it is answered");
    assert_eq!(session.read(), 2);
}

#[test]
fn the_smallest_text_is_read_first_and_small_workers_skip_large_ones() {
    let mut session = Session::pushing();
    session.open("file:///a.md", &large());
    session.open("file:///b.md", &DRAFT.repeat(3));
    session.open("file:///c.md", DRAFT);
    session.ask("all", "workspace/diagnostic", &json!({}));
    let mut order = Vec::new();
    while let Some(job) = session.server.next_job_up_to(LIGHT) {
        let sent = session.finish(job);
        order.extend(shown(&sent).iter().map(|(uri, _)| (*uri).to_owned()));
    }
    assert_eq!(order, ["file:///c.md", "file:///b.md"]);
    let job = session.job();
    assert_eq!(shown(&session.finish(job)), [("file:///a.md", 0)]);
    // The job for all drafts comes last.
    let job = session.job();
    assert_eq!(session.finish(job)[0]["id"], "all");
    assert!(session.server.next_job().is_none());
}

#[test]
fn shutdown_is_answered_while_a_draft_is_read() {
    let mut session = Session::pushing();
    session.open(SMALL, DRAFT);
    session.ask_about("hover", "textDocument/hover", SMALL);
    session.ask("all", "workspace/diagnostic", &json!({}));
    let (reads, reads_all) = (session.job(), session.job());
    session.ask("end", "shutdown", &Value::Null);
    let sent = session.server.take();
    assert_eq!(errors(&sent), [("hover", -32800), ("all", -32800)]);
    assert_eq!((&sent[2]["id"], &sent[2]["result"]), (&json!("end"), &Value::Null));
    // The job that was out is abandoned and returns nothing, and no more jobs are handed out.
    for job in [reads, reads_all] {
        assert_eq!(session.finish(job), [] as [Value; 0]);
    }
    assert_eq!(session.read(), 0);
    assert!(session.server.next_job().is_none());
    assert_eq!(session.receive(&json!({"method": "exit"})), Flow::End { orderly: true });
}

#[test]
fn exit_answers_open_requests_without_waiting() {
    let mut session = Session::pushing();
    session.open(SMALL, DRAFT);
    session.ask_about("hover", "textDocument/hover", SMALL);
    let reads = session.job();
    assert_eq!(session.receive(&json!({"method": "exit"})), Flow::End { orderly: false });
    assert_eq!(errors(&session.server.take()), [("hover", -32800)]);
    assert_eq!(session.finish(reads), [] as [Value; 0]);
    assert_eq!(session.read(), 0);
}

#[test]
fn results_for_an_old_text_are_never_shown() {
    let mut session = Session::pushing();
    session.open(SMALL, DRAFT);
    session.ask_about("before", "textDocument/hover", SMALL);
    let reads_old = session.job();
    session.change(SMALL, 1, "It rained.\n");
    // The request is answered at once with an error, because its text has changed.
    assert_eq!(errors(&session.server.take()), [("before", -32801)]);
    assert_eq!(session.finish(reads_old), [] as [Value; 0]);
    let sent = session.work();
    assert_eq!(shown(&sent), [(SMALL, 1)]);
    assert_eq!(sent[0]["params"]["diagnostics"], json!([]));
    assert_eq!(session.read(), 1);
}

#[test]
fn a_result_is_not_shown_if_an_edit_came_after_its_job() {
    let mut session = Session::pushing();
    session.open(SMALL, DRAFT);
    let done = session.job().run();
    session.change(SMALL, 1, "It rained.\n");
    session.server.finish(done);
    assert_eq!(session.server.take(), [] as [Value; 0]);
    assert_eq!(shown(&session.work()), [(SMALL, 1)]);
}

#[test]
fn a_response_for_an_old_text_is_not_sent() {
    let mut session = Session::pushing();
    session.open(SMALL, DRAFT);
    session.open(LARGE, DRAFT);
    session.work();
    session.ask_about("small", "textDocument/hover", SMALL);
    session.ask_about("other", "textDocument/hover", LARGE);
    let (one, other) = (session.job(), session.job());
    session.change(SMALL, 1, "It rained.\n");
    assert_eq!(errors(&session.server.take()), [("small", -32801)]);
    assert_eq!(session.finish(one), [] as [Value; 0]);
    // The text of the other draft has not changed.
    let sent = session.finish(other);
    assert!(sent[0]["id"] == "other" && sent[0].get("result").is_some(), "{sent:?}");
}

#[test]
fn the_editor_is_told_to_request_diagnostics_again() {
    for change in ["edit", "close", "configuration"] {
        let mut session = Session::pulling();
        session.open(SMALL, DRAFT);
        session.ask_about("one", "textDocument/diagnostic", SMALL);
        session.ask_about("hover", "textDocument/hover", SMALL);
        session.ask("all", "workspace/diagnostic", &json!({}));
        let jobs = [session.job(), session.job()];
        match change {
            "edit" => session.change(SMALL, 1, "It rained.\n"),
            "close" => session.tell("textDocument/didClose", &json!({"textDocument": {"uri": SMALL}})),
            _ => {
                let changed = json!({"changes": [{"uri": "file:///bylint.toml", "type": 2}]});
                session.tell("workspace/didChangeWatchedFiles", &changed);
            }
        }
        let sent = session.server.take();
        assert_eq!(errors(&sent), [("one", -32802), ("hover", -32801), ("all", -32802)], "{change}");
        for answer in [&sent[0], &sent[2]] {
            assert_eq!(answer["error"]["data"], json!({"retriggerRequest": true}), "{change}");
        }
        assert!(sent[1]["error"].get("data").is_none(), "{change}");
        for job in jobs {
            assert_eq!(session.finish(job), [] as [Value; 0], "{change}");
        }
        assert_eq!((session.work(), session.read()), (Vec::new(), 0), "{change}");
    }
}

#[test]
fn actions_use_the_open_text_of_the_configuration() {
    let mut session = Session::pushing();
    session.open(SMALL, DRAFT);
    session.open("file:///bylint.toml", "");
    session.work();
    session.ask_about("actions", "textDocument/codeAction", SMALL);
    session.ask_about("hover", "textDocument/hover", SMALL);
    session.change("file:///bylint.toml", 1, "[newsroom]\n");
    assert_eq!(errors(&session.server.take()), [("actions", -32801)]);
    assert_eq!(session.work().iter().filter(|message| message["id"] == "hover").count(), 1);
}

#[test]
fn cancelling_a_request_cancels_an_analysis_that_no_other_needs() {
    let mut session = Session::pulling();
    session.open(SMALL, DRAFT);
    session.ask_about("one", "textDocument/diagnostic", SMALL);
    let reads = session.job();
    session.cancel("one");
    assert_eq!(errors(&session.server.take()), [("one", -32800)]);
    assert_eq!(session.finish(reads), [] as [Value; 0]);
    assert!(session.server.next_job().is_none());
    assert_eq!(session.read(), 0);
    // A new request reads the draft again.
    session.ask_about("again", "textDocument/diagnostic", SMALL);
    assert!(!session.work()[0]["result"]["items"].as_array().expect("a list").is_empty());
}

#[test]
fn an_analysis_that_others_need_survives_a_cancelled_request() {
    let mut session = Session::pulling();
    session.open(SMALL, DRAFT);
    session.ask_about("one", "textDocument/hover", SMALL);
    session.ask_about("two", "textDocument/diagnostic", SMALL);
    let reads = session.job();
    session.cancel("one");
    assert_eq!(errors(&session.server.take()), [("one", -32800)]);
    session.finish(reads);
    let sent = session.work();
    assert_eq!(sent.len(), 1);
    assert!(!sent[0]["result"]["items"].as_array().expect("a list").is_empty());
    assert_eq!(session.read(), 1);

    let mut session = Session::pushing();
    session.open(SMALL, DRAFT);
    session.ask_about("one", "textDocument/hover", SMALL);
    let reads = session.job();
    session.cancel("one");
    assert_eq!(errors(&session.server.take()), [("one", -32800)]);
    assert_eq!(shown(&session.finish(reads)), [(SMALL, 0)]);
}

#[test]
fn a_response_can_be_cancelled_while_it_is_made() {
    let mut session = Session::pulling();
    session.open(SMALL, DRAFT);
    session.ask("all", "workspace/diagnostic", &json!({}));
    let reads_all = session.job();
    session.cancel("all");
    assert_eq!(errors(&session.server.take()), [("all", -32800)]);
    assert_eq!(session.finish(reads_all), [] as [Value; 0]);
    assert_eq!(session.read(), 0);
}

#[test]
fn many_edits_in_a_row_cost_one_analysis() {
    let mut session = Session::pushing();
    session.open(SMALL, DRAFT);
    for (version, lines) in (1..=50).zip(1..) {
        session.change(SMALL, version, &format!("{}{DRAFT}", "\n".repeat(lines)));
    }
    assert_eq!(shown(&session.work()), [(SMALL, 50)]);
    assert_eq!(session.read(), 1);
}

#[test]
fn a_draft_closed_during_its_analysis_shows_nothing() {
    let mut session = Session::pushing();
    session.open(SMALL, DRAFT);
    let reads = session.job();
    session.tell("textDocument/didClose", &json!({"textDocument": {"uri": SMALL}}));
    let sent = session.server.take();
    assert_eq!((shown(&sent), &sent[0]["params"]["diagnostics"]), (vec![(SMALL, -1)], &json!([])));
    // Opened again, the draft has another text. The result for the first text does not count.
    session.open(SMALL, "It rained.\n");
    assert_eq!(session.finish(reads), [] as [Value; 0]);
    assert_eq!(session.work()[0]["params"]["diagnostics"], json!([]));
}
