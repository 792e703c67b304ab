//! A piece of work that a [`Server`](super::Server) hands out: it reads a draft, or answers a request.

use super::around::{HandedOut, Surroundings};
use super::asked::PullAll;
use super::draft::{OpenText, Seen};
use super::pull::Report;
use super::request::DraftRequest;
use super::view::View;
use super::{Desk, Refused};
use crate::cancel::{Cancel, Cancelled};
use serde_json::Value;
use std::sync::Arc;

/// Work that takes time, as a value: any thread can run it, and none has to.
///
/// Its server hears of it through [`Server::finish`](super::Server::finish), and hands it out once.
#[derive(Debug)]
#[must_use = "nobody else does this work"]
pub struct Job<D> {
    number: u64,
    cancel: Cancel,
    around: Surroundings<D>,
    task: Task,
}

/// What came of a job.
#[derive(Debug)]
#[must_use = "the server waits for it"]
pub struct Finished {
    pub(super) number: u64,
    pub(super) product: Result<Product, Cancelled>,
}

/// What a job has to do.
#[derive(Debug)]
pub(super) enum Task {
    /// Read a draft; list its findings, where they are to be sent by themselves.
    Read { open: Arc<OpenText>, lists: bool },
    /// Answer a request about a draft that was read.
    Answer { request: Arc<DraftRequest>, open: Arc<OpenText>, seen: Arc<Seen>, texts: Vec<Arc<OpenText>> },
    /// List the findings of all drafts: those that are open, with what is known of them, and those in the open folders.
    ReadAll { asked: Arc<PullAll>, open: Vec<(Arc<OpenText>, Option<Arc<Seen>>)> },
}

#[derive(Debug)]
pub(super) enum Product {
    Read {
        seen: Arc<Seen>,
        diagnostics: Option<Vec<Value>>,
    },
    /// The answer, and configurations that could not be used.
    Answer(Value, Vec<Refused>),
}

impl<D: Desk> Job<D> {
    /// A job, and what its server keeps of it.
    pub(super) fn new(number: u64, task: Task, around: Surroundings<D>) -> (Self, HandedOut) {
        let cancel = Cancel::new();
        (Self { number, cancel: cancel.clone(), around, task }, HandedOut { number, cancel })
    }

    /// Does the work. Ends soon after nobody waits for it any more.
    pub fn run(self) -> Finished {
        Finished { number: self.number, product: self.product() }
    }

    fn product(&self) -> Result<Product, Cancelled> {
        self.cancel.check()?;
        let (around, cancel) = (&self.around, &self.cancel);
        match &self.task {
            Task::Read { open, lists } => {
                let seen = open.read(around, cancel)?;
                let page = around.editor.rules_page.as_deref();
                let diagnostics = lists.then(|| seen.diagnostics(&open.uri, &open.text, page));
                Ok(Product::Read { seen: Arc::new(seen), diagnostics })
            }
            Task::Answer { request, open, seen, texts } => {
                let answer = View { open, seen, texts, around, cancel }.answer(request)?;
                Ok(Product::Answer(answer, Vec::new()))
            }
            Task::ReadAll { asked, open } => {
                let (answer, refused) = Report::new(around, cancel).of_all(asked, open)?;
                Ok(Product::Answer(answer, refused))
            }
        }
    }
}

impl<D: Desk> View<'_, D> {
    fn answer(&self, request: &DraftRequest) -> Result<Value, Cancelled> {
        match request {
            DraftRequest::Diagnostics(_) => Ok(self.diagnostics()),
            DraftRequest::Hover(asked) => Ok(self.hover(asked)),
            DraftRequest::Symbols(_) => self.symbols(),
            DraftRequest::Lens(_) => Ok(self.lens()),
            DraftRequest::Hints(asked) => self.hints(asked),
            DraftRequest::Actions(asked) => self.actions(asked),
        }
    }
}
