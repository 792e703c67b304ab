//! The scheduling of jobs: chooses the next one, receives results, and cancels jobs.

use super::job::{Finished, Job, Product, Task};
use super::message::{self, ResponseError};
use super::open_draft::OpenDraft;
use super::pull::unchanged;
use super::request::{DraftRequest, PendingRequest, Request};
use super::{Server, Workspace};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The work of the next job.
enum NextWork<'a> {
    /// Lint the draft with this URI.
    Lint(&'a str),
    /// Answer the pending request with this index.
    Answer(usize),
}

impl<W: Workspace> Server<W> {
    /// The next job. The caller runs it and passes its result to [`Server::finish`]. The job with the smallest text comes first,
    /// workspace diagnostics come last.
    pub fn next_job(&mut self) -> Option<Job<W>> {
        self.next_job_up_to(usize::MAX)
    }

    /// The next job if its text has at most `most` bytes.
    pub fn next_job_up_to(&mut self, most: usize) -> Option<Job<W>> {
        let number = self.jobs + 1;
        let (size, work) = self.next_work()?;
        if size > most {
            return None;
        }
        let job = match work {
            NextWork::Lint(uri) => {
                let uri = uri.to_owned();
                let draft = self.drafts.get_mut(&uri)?;
                let task = Task::Lint { open: draft.open.clone(), with_diagnostics: !self.session.editor.pulls };
                let (job, handle) = Job::new(number, task, self.session.clone());
                draft.lint_job = Some(handle);
                job
            }
            NextWork::Answer(at) => {
                let task = self.answer_task(&self.pending[at].request)?;
                let (job, handle) = Job::new(number, task, self.session.clone());
                self.pending[at].job = Some(handle);
                job
            }
        };
        self.jobs = number;
        Some(job)
    }

    /// Receives the result of a job. Ignores it if the job has been cancelled.
    pub fn finish(&mut self, finished: Finished) {
        let Finished { number, product } = finished;
        match product {
            Ok(Product::Linted { linted, diagnostics }) => {
                let has_job =
                    |draft: &&mut OpenDraft| draft.lint_job.as_ref().is_some_and(|handle| handle.number == number);
                let Some(draft) = self.drafts.values_mut().find(has_job) else { return };
                draft.lint_job = None;
                draft.linted = Some(linted.clone());
                let open = draft.open.clone();
                if let Some(config_failure) = &linted.config_failure {
                    self.publish_config_errors(config_failure);
                }
                if let Some(diagnostics) = diagnostics {
                    self.publish(&open, &diagnostics);
                }
            }
            Ok(Product::Answer(answer, config_failures)) => {
                let has_job =
                    |pending: &PendingRequest| pending.job.as_ref().is_some_and(|handle| handle.number == number);
                let Some(at) = self.pending.iter().position(has_job) else { return };
                let pending = self.pending.remove(at);
                for config_failure in &config_failures {
                    self.publish_config_errors(config_failure);
                }
                self.out.push(message::response(&pending.id, Ok(answer)));
            }
            // A job is cancelled only when the server drops its handle, so nothing waits for the result.
            Err(_cancelled) => {}
        }
    }

    /// Runs the next job on this thread. Returns whether there was one.
    pub fn work(&mut self) -> bool {
        let Some(job) = self.next_job() else { return false };
        self.finish(job.run());
        true
    }

    /// The answer to a request if it needs no job.
    pub(super) fn immediate_answer(&self, request: &Request) -> Option<Result<Value, ResponseError>> {
        let Request::OneDraft(request) = request else { return None };
        if matches!(**request, DraftRequest::Hints(_)) && !self.session.editor.hints {
            return Some(Ok(json!([])));
        }
        let Some(draft) = self.drafts.get(request.uri()) else {
            return Some(Err(ResponseError::new(ResponseError::INVALID_PARAMS, "the draft is not open")));
        };
        let DraftRequest::Diagnostics(params) = &**request else { return None };
        let previous_id = params.previous_result_id.as_deref()?;
        (previous_id == draft.open.result_id(self.session.generation)).then(|| Ok(unchanged(previous_id)))
    }

    /// Answers requests about an outdated text with an error, and cancels their jobs.
    pub(super) fn fail_requests_about(&mut self, uri: &str) {
        let draft = self.drafts.get(uri);
        let path = draft.and_then(|draft| draft.open.path.as_deref());
        let is_config = path.is_some_and(|path| self.session.workspace.is_watched(path));
        self.fail_requests(|request| request.is_about(uri, is_config).then(|| request.outdated_error()));
    }

    /// Answers the requests for which `why` returns an error with that error, and cancels their jobs.
    pub(super) fn fail_requests(&mut self, why: impl Fn(&Request) -> Option<ResponseError>) {
        for pending in std::mem::take(&mut self.pending) {
            match why(&pending.request) {
                Some(error) => self.out.push(message::response(&pending.id, Err(error))),
                None => self.pending.push(pending),
            }
        }
    }

    /// Answers a request that the editor has cancelled, and cancels its job. Also cancels the lint job of its draft, unless it is
    /// needed for other requests or for publishing.
    pub(super) fn cancel(&mut self, id: &Value) {
        let Some(at) = self.pending.iter().position(|pending| pending.id == *id) else { return };
        let PendingRequest { request, .. } = self.pending.remove(at);
        self.out.push(message::response(id, Err(ResponseError::new(ResponseError::CANCELLED, "cancelled"))));
        if let Some(uri) = request.uri()
            && self.session.editor.pulls
            && self.pending.iter().all(|pending| pending.request.uri() != Some(uri))
            && let Some(draft) = self.drafts.get_mut(uri)
        {
            draft.lint_job = None;
        }
    }

    /// The work of the next job, with the size of its text in bytes.
    fn next_work(&self) -> Option<(usize, NextWork<'_>)> {
        let requested: BTreeSet<&str> = self.pending.iter().filter_map(|pending| pending.request.uri()).collect();
        let wanted = |uri: &str| !self.session.editor.pulls || requested.contains(uri);
        let unread = self.drafts.iter().filter(|(uri, draft)| draft.is_unread() && wanted(uri));
        let lint_jobs = unread.map(|(uri, draft)| (draft.open.bytes().len(), NextWork::Lint(uri)));
        let waiting = self.pending.iter().enumerate().filter(|(_, pending)| pending.job.is_none());
        let answer_jobs =
            waiting.filter_map(|(at, pending)| Some((self.linted_size(&pending.request)?, NextWork::Answer(at))));
        answer_jobs.chain(lint_jobs).min_by_key(|(size, _)| *size)
    }

    /// The size in bytes of the text that a request is about; `None` if the text has not been linted. Largest for workspace
    /// diagnostics.
    fn linted_size(&self, request: &Request) -> Option<usize> {
        let Request::OneDraft(request) = request else { return Some(usize::MAX) };
        let draft = self.drafts.get(request.uri())?;
        draft.linted.as_ref().map(|_| draft.open.bytes().len())
    }

    /// The task that answers a request; `None` if its draft has not been linted.
    fn answer_task(&self, request: &Request) -> Option<Task> {
        match request {
            Request::AllDiagnostics(params) => {
                let open = self.drafts.values().map(|draft| (draft.open.clone(), draft.linted.clone())).collect();
                Some(Task::LintAll { params: params.clone(), open })
            }
            Request::OneDraft(request) => {
                let draft = self.drafts.get(request.uri())?;
                let (open, linted) = (draft.open.clone(), draft.linted.clone()?);
                let texts = self.drafts.values().map(|draft| draft.open.clone()).collect();
                Some(Task::Answer { request: request.clone(), open, linted, texts })
            }
        }
    }
}
