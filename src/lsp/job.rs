//! A piece of work that a [`Server`](super::Server) hands out: it reads a draft, or answers a request.

use super::open_draft::{LintedDraft, OpenText};
use super::pull::DiagnosticReport;
use super::request::DraftRequest;
use super::request_params::WorkspaceDiagnosticParams;
use super::session::{HandedOut, SessionContext};
use super::view::View;
use super::{Refused, Workspace};
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
    session: SessionContext<D>,
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
    Answer { request: Arc<DraftRequest>, open: Arc<OpenText>, linted: Arc<LintedDraft>, texts: Vec<Arc<OpenText>> },
    /// List the findings of all drafts: those that are open, with what is known of them, and those in the open folders.
    ReadAll { asked: Arc<WorkspaceDiagnosticParams>, open: Vec<(Arc<OpenText>, Option<Arc<LintedDraft>>)> },
}

#[derive(Debug)]
pub(super) enum Product {
    Read {
        linted: Arc<LintedDraft>,
        diagnostics: Option<Vec<Value>>,
    },
    /// The answer, and configurations that could not be used.
    Answer(Value, Vec<Refused>),
}

impl<D: Workspace> Job<D> {
    /// A job, and what its server keeps of it.
    pub(super) fn new(number: u64, task: Task, session: SessionContext<D>) -> (Self, HandedOut) {
        let cancel = Cancel::new();
        (Self { number, cancel: cancel.clone(), session, task }, HandedOut { number, cancel })
    }

    /// Does the work. Ends soon after nobody waits for it any more.
    pub fn run(self) -> Finished {
        Finished { number: self.number, product: self.product() }
    }

    fn product(&self) -> Result<Product, Cancelled> {
        self.cancel.check()?;
        let (session, cancel) = (&self.session, &self.cancel);
        match &self.task {
            Task::Read { open, lists } => {
                let linted = open.read(session, cancel)?;
                let page = session.editor.rules_page.as_deref();
                let diagnostics = lists.then(|| linted.diagnostics(&open.uri, &open.text, page));
                Ok(Product::Read { linted: Arc::new(linted), diagnostics })
            }
            Task::Answer { request, open, linted, texts } => {
                let answer = View { open, linted, texts, session, cancel }.answer(request)?;
                Ok(Product::Answer(answer, Vec::new()))
            }
            Task::ReadAll { asked, open } => {
                let (answer, refused) = DiagnosticReport::new(session, cancel).of_all(asked, open)?;
                Ok(Product::Answer(answer, refused))
            }
        }
    }
}

impl<D: Workspace> View<'_, D> {
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
