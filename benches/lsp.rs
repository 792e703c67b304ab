//! How long an edit takes until its findings are there: a stream of edits as somebody types them, in drafts of 1,000 and of
//! 20,000 words.

use bylint::config::Config;
use bylint::diagnostic::Severity;
use bylint::document::FrontMatter;
use bylint::engine::{Context, Engine};
use bylint::lsp::{DraftLocation, DraftSettings, Refused, Server, Workspace};
use bylint::rule::RuleSet;
use divan::Bencher;
use serde_json::{Value, json};
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn main() {
    divan::main();
}

/// What the typist writes, over and over, a character an edit, and strikes again.
const TYPED: &str = " Critics say the mill, according to TASS, had closed on Monday.";

const URI: &str = "untitled:draft";

/// The built-in rules for every draft, and no files.
struct Builtin(Arc<DraftSettings>);

impl Workspace for Builtin {
    fn settings_for(&self, _: DraftLocation<'_>, _: &FrontMatter) -> Result<Option<Arc<DraftSettings>>, Refused> {
        Ok(Some(self.0.clone()))
    }

    fn drafts(&self, _: &[PathBuf]) -> Vec<PathBuf> {
        Vec::new()
    }

    fn config_path(&self, _: DraftLocation<'_>, _: &[PathBuf]) -> PathBuf {
        PathBuf::new()
    }

    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn is_watched(&self, _: &Path) -> bool {
        false
    }

    fn reloaded(&self) -> Self {
        Self(self.0.clone())
    }
}

/// A session in which the first edits of the stream may be made.
struct Session {
    server: Server<Builtin>,
    version: i64,
    typed: usize,
}

impl Session {
    fn new(words: usize) -> Self {
        let rules = RuleSet::builtin();
        let context = Context { enabled: Some(Config::default().enabled(&rules)), ..Context::default() };
        let linter = Engine::new(rules).expect("its rules have few phrases");
        let context = Arc::new(linter.prepare(context));
        let held = DraftSettings { linter: Arc::new(linter), context, min_severity: Severity::Info };
        let mut session = Self { server: Server::new(Builtin(Arc::new(held))), version: 0, typed: 0 };
        session.receive(&json!({"id": 0, "method": "initialize", "params": {"capabilities": {}}}));
        session.finish();
        let story = include_str!("../fixtures/red-lines.md");
        // The story without its front matter, as often as it takes.
        let story = story.rsplit("\n---\n").next().unwrap_or(story);
        let copy: Vec<&str> = story.split_inclusive(char::is_whitespace).cycle().take(words).collect();
        let text = format!("Typed here:\n\n{}", copy.concat());
        let item = json!({"uri": URI, "languageId": "markdown", "version": 0, "text": text});
        session.receive(&json!({"method": "textDocument/didOpen", "params": {"textDocument": item}}));
        session.finish();
        session
    }

    /// Types one character, or strikes what was typed, and waits for the findings.
    fn edit(&mut self) {
        self.version += 1;
        let (end, text) = match TYPED.get(self.typed..=self.typed) {
            Some(next) => (11 + self.typed, next),
            None => (11, ""),
        };
        let start = json!({"line": 0, "character": end});
        let until = if text.is_empty() { json!({"line": 0, "character": 11 + self.typed}) } else { start.clone() };
        self.typed = if text.is_empty() { 0 } else { self.typed + 1 };
        let change = json!({"range": {"start": start, "end": until}, "text": text});
        let named = json!({"uri": URI, "version": self.version});
        let params = json!({"textDocument": named, "contentChanges": [change]});
        self.receive(&json!({"method": "textDocument/didChange", "params": params}));
        self.finish();
    }

    fn receive(&mut self, message: &Value) {
        self.server.receive(message.to_string().as_bytes());
    }

    fn finish(&mut self) {
        while self.server.work() {}
        black_box(self.server.take());
    }
}

/// One edit of the stream, over 2,000 of them.
#[divan::bench(args = [1_000, 20_000], sample_count = 2_000, sample_size = 1, max_time = 60)]
fn edit(bencher: Bencher<'_, '_>, words: usize) {
    let mut session = Session::new(words);
    bencher.bench_local(|| session.edit());
}
