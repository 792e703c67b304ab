//! `bylint lsp`: the streams and threads of the language server. The protocol is in `bylint::lsp`, the access to files in
//! `workspace`.
//!
//! One thread splits standard input into messages, some run jobs, and one checks whether configurations have changed and
//! whether the editor still runs. The main thread owns the server and waits only for messages of the others.

use super::workspace::{FileStamps, WorkspaceFiles};
use crate::cli::Exit;
use crate::cli::run::output::print_to_stderr;
use crate::cli::run::scheduler::STACK_BYTES;
use anyhow::Context as _;
use bylint::lsp::frame::{self, Frames, MessageFrame};
use bylint::lsp::{Finished, Flow, Job, Server};
use bylint::report;
use bylint::report::Colors;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

/// Interval between checks whether the parent process still runs and whether configurations have changed.
const CHECK_INTERVAL: Duration = Duration::from_secs(1);

/// Limit on queued messages. An editor that sends more has to wait.
const MAX_QUEUED_MESSAGES: usize = 256;

/// For each worker, the limit on the size of the texts that it takes, in bytes. One worker takes no large texts, so that
/// small texts never wait for large ones.
const WORKER_TEXT_LIMITS: [usize; 3] = [64 << 10, usize::MAX, usize::MAX];

/// A message to the thread that owns the server.
enum ServerEvent {
    /// The editor has sent a message.
    Frame(MessageFrame),
    /// The editor disconnected, or its process ended.
    Abandoned,
    /// A worker has finished a job.
    Finished { worker: usize, finished: Finished },
    /// A file that decides settings has changed.
    Changed,
    /// A worker panicked.
    WorkerPanicked,
}

/// A thread that runs one job after the other.
struct Worker {
    jobs: Sender<Job<WorkspaceFiles>>,
    idle: bool,
}

/// A request to check whether the editor runs and whether settings have changed.
struct FileCheck {
    parent: Option<u32>,
    drafts: Vec<PathBuf>,
}

/// Runs `bylint lsp`: starts the threads, and serves until the session ends.
pub(crate) fn run() -> anyhow::Result<Exit> {
    let (send, events) = mpsc::sync_channel(MAX_QUEUED_MESSAGES);
    let stamps = Arc::new(FileStamps::default());
    let mut workers = Vec::new();
    for number in 0..WORKER_TEXT_LIMITS.len() {
        workers.push(start_worker(number, send.clone())?);
    }
    let checks = start_file_checks(stamps.clone(), send.clone())?;
    start_thread("editor", move || read_messages(&send))?;
    serve(Server::new(WorkspaceFiles::new(stamps)), &events, &mut workers, &checks)
}

/// Runs until the session ends. The other threads end with the process.
fn serve(
    mut server: Server<WorkspaceFiles>,
    events: &Receiver<ServerEvent>,
    workers: &mut [Worker],
    checks: &SyncSender<FileCheck>,
) -> anyhow::Result<Exit> {
    let mut next_check = Instant::now() + CHECK_INTERVAL;
    loop {
        let first_event = match events.recv_timeout(next_check.saturating_duration_since(Instant::now())) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return Ok(Exit::Abandoned),
        };
        // Receives all messages before it takes results or assigns jobs. So no result of an outdated text is shown, and
        // many edits in a row cost one analysis.
        let mut results = Vec::new();
        for event in first_event.into_iter().chain(events.try_iter().take(MAX_QUEUED_MESSAGES)) {
            match event {
                ServerEvent::Frame(frame) => {
                    if let Some(exit) = receive(&mut server, frame) {
                        return Ok(exit);
                    }
                }
                ServerEvent::Finished { worker, finished } => {
                    workers[worker].idle = true;
                    results.push(finished);
                }
                ServerEvent::Changed => server.reload(),
                ServerEvent::Abandoned => {
                    // The editor may have closed only one of the streams.
                    let _ = send(&mut server);
                    return Ok(Exit::Abandoned);
                }
                ServerEvent::WorkerPanicked => anyhow::bail!("a thread of the language server has panicked"),
            }
        }
        for finished in results {
            server.finish(finished);
        }
        if send(&mut server).is_err() {
            return Ok(Exit::Abandoned);
        }
        assign_jobs(&mut server, workers);
        if Instant::now() >= next_check {
            let drafts = server.open().map(Path::to_owned).collect();
            // Skipped while the last check is still running.
            let _ = checks.try_send(FileCheck { parent: server.parent(), drafts });
            next_check = Instant::now() + CHECK_INTERVAL;
        }
    }
}

/// Passes a message to the server. Returns the exit code if the message ends the session.
fn receive(server: &mut Server<WorkspaceFiles>, frame: MessageFrame) -> Option<Exit> {
    match frame {
        MessageFrame::Broken(why) => server.unreadable(why),
        MessageFrame::Body(body) => {
            if let Flow::End { orderly } = server.receive(&body) {
                // Ignores write errors: the session ends anyway.
                let _ = send(server);
                return Some(if orderly { Exit::Clean } else { Exit::Abandoned });
            }
        }
    }
    None
}

/// Sends the messages that the server has produced. Also prints log messages on standard error.
fn send(server: &mut Server<WorkspaceFiles>) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    server.take().iter().try_for_each(|message| {
        if message["method"] == "window/logMessage" {
            let text = message["params"]["message"].as_str().unwrap_or_default();
            print_to_stderr(&format!("bylint lsp: {}\n", report::one_line(text)), Colors::Removed);
        }
        frame::write(&mut stdout, message)
    })
}

/// Gives a job to each idle worker, as long as there are jobs.
fn assign_jobs(server: &mut Server<WorkspaceFiles>, workers: &mut [Worker]) {
    for (worker, max_bytes) in workers.iter_mut().zip(WORKER_TEXT_LIMITS) {
        if worker.idle
            && let Some(job) = server.next_job_up_to(max_bytes)
        {
            // Sending fails only after a panic of the worker, which sends an event.
            worker.idle = worker.jobs.send(job).is_err();
        }
    }
}

/// Splits standard input into messages until it ends.
fn read_messages(events: &SyncSender<ServerEvent>) {
    let mut frames = Frames::new(io::stdin().lock());
    while let Ok(Some(frame)) = frames.read() {
        if events.send(ServerEvent::Frame(frame)).is_err() {
            return;
        }
    }
    let _ = events.send(ServerEvent::Abandoned);
}

/// Starts a thread that runs jobs and sends an event after each.
fn start_worker(number: usize, events: SyncSender<ServerEvent>) -> anyhow::Result<Worker> {
    let (jobs, queue) = mpsc::channel::<Job<WorkspaceFiles>>();
    start_thread("reader", move || {
        let _report_panic = ReportPanic(&events);
        for job in queue {
            if events.send(ServerEvent::Finished { worker: number, finished: job.run() }).is_err() {
                return;
            }
        }
    })?;
    Ok(Worker { jobs, idle: true })
}

/// Starts the thread that checks files and processes: these checks may be slow.
fn start_file_checks(
    stamps: Arc<FileStamps>,
    events: SyncSender<ServerEvent>,
) -> anyhow::Result<SyncSender<FileCheck>> {
    let (send, checks) = mpsc::sync_channel::<FileCheck>(1);
    start_thread("files", move || {
        for FileCheck { parent, drafts } in checks {
            let parent_has_ended = parent.is_some_and(|process| !is_running(process));
            let event = if parent_has_ended {
                Some(ServerEvent::Abandoned)
            } else {
                stamps.changed(&drafts).then_some(ServerEvent::Changed)
            };
            if event.is_some_and(|event| events.send(event).is_err()) {
                return;
            }
        }
    })?;
    Ok(send)
}

/// Starts a thread with enough stack to parse drafts.
fn start_thread(name: &str, work: impl FnOnce() + Send + 'static) -> anyhow::Result<()> {
    let thread = thread::Builder::new().name(name.to_owned()).stack_size(STACK_BYTES);
    thread.spawn(work).map(drop).context("cannot start threads")
}

/// Ends the session if it is dropped by a panic. Otherwise the editor would wait for ever.
struct ReportPanic<'e>(&'e SyncSender<ServerEvent>);

impl Drop for ReportPanic<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.0.send(ServerEvent::WorkerPanicked);
        }
    }
}

/// Whether a process runs. Returns `true` if this is unknown: the end of standard input also ends the session.
fn is_running(process: u32) -> bool {
    if cfg!(target_os = "linux") {
        // A zombie process has ended, but is still listed.
        let stat = fs::read_to_string(format!("/proc/{process}/stat"));
        return stat.is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| !rest.trim_start().starts_with('Z')));
    }
    if cfg!(unix) {
        let kill_output = std::process::Command::new("kill").args(["-0", &process.to_string()]).output();
        return kill_output.is_ok_and(|output| output.status.success());
    }
    true
}
