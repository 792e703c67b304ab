//! A unit of work of a [`Server`](super::Server): reads a draft, or answers a request.

use super::open_draft::{LintedDraft, OpenText};
use super::pull::DiagnosticReport;
use super::request::DraftRequest;
use super::request_params::WorkspaceDiagnosticParams;
use super::session::{JobHandle, SessionContext};
use super::view::RequestContext;
use super::{Refused, Workspace};
use crate::cancel::{Cancel, Cancelled};
use serde_json::Value;
use std::sync::Arc;

/// A unit of work that any thread can run.
///
/// The caller passes its result to [`Server::finish`](super::Server::finish).
#[derive(Debug)]
#[must_use = "nobody else does this work"]
pub struct Job<W> {
    number: u64,
    cancel: Cancel,
    session: SessionContext<W>,
    task: Task,
}

/// The result of a job.
#[derive(Debug)]
#[must_use = "the server waits for it"]
pub struct Finished {
    pub(super) number: u64,
    pub(super) product: Result<Product, Cancelled>,
}

/// The work of a job.
#[derive(Debug)]
pub(super) enum Task {
    /// Lints a draft. `with_diagnostics`: also makes the list of its findings, to publish it.
    Lint { open: Arc<OpenText>, with_diagnostics: bool },
    /// Answers a request about a draft that has been linted.
    Answer { request: Arc<DraftRequest>, open: Arc<OpenText>, linted: Arc<LintedDraft>, texts: Vec<Arc<OpenText>> },
    /// Lists the findings of all drafts: of the open ones, which are linted if necessary, and of those in the open folders.
    LintAll { params: Arc<WorkspaceDiagnosticParams>, open: Vec<(Arc<OpenText>, Option<Arc<LintedDraft>>)> },
}

/// The product of a job that was not cancelled.
#[derive(Debug)]
pub(super) enum Product {
    /// The linted draft and, if requested, its findings.
    Linted { linted: Arc<LintedDraft>, diagnostics: Option<Vec<Value>> },
    /// The answer, and the configurations that cannot be used.
    Answer(Value, Vec<Refused>),
}

impl<W: Workspace> Job<W> {
    /// Creates a job, and the handle with which the server can cancel it.
    pub(super) fn new(number: u64, task: Task, session: SessionContext<W>) -> (Self, JobHandle) {
        let cancel = Cancel::new();
        (Self { number, cancel: cancel.clone(), session, task }, JobHandle { number, cancel })
    }

    /// Does the work. Returns soon after the job is cancelled.
    pub fn run(self) -> Finished {
        Finished { number: self.number, product: self.product() }
    }

    /// Does the work.
    fn product(&self) -> Result<Product, Cancelled> {
        self.cancel.check()?;
        let (session, cancel) = (&self.session, &self.cancel);
        match &self.task {
            Task::Lint { open, with_diagnostics } => {
                let linted = open.lint(session, cancel)?;
                let page = session.editor.rules_page.as_deref();
                let diagnostics = with_diagnostics.then(|| linted.diagnostics(&open.uri, &open.text, page));
                Ok(Product::Linted { linted: Arc::new(linted), diagnostics })
            }
            Task::Answer { request, open, linted, texts } => {
                let answer = RequestContext { open, linted, texts, session, cancel }.answer(request)?;
                Ok(Product::Answer(answer, Vec::new()))
            }
            Task::LintAll { params, open } => {
                let (answer, config_failures) = DiagnosticReport::new(session, cancel).build(params, open)?;
                Ok(Product::Answer(answer, config_failures))
            }
        }
    }
}

impl<W: Workspace> RequestContext<'_, W> {
    /// The result for a request.
    fn answer(&self, request: &DraftRequest) -> Result<Value, Cancelled> {
        match request {
            DraftRequest::Diagnostics(_) => Ok(self.diagnostics()),
            DraftRequest::Hover(params) => Ok(self.hover(params)),
            DraftRequest::Symbols(_) => self.symbols(),
            DraftRequest::Lens(_) => Ok(self.lens()),
            DraftRequest::Hints(params) => self.hints(params),
            DraftRequest::Actions(params) => self.actions(params),
        }
    }
}
