//! The destination of a report: the terminal, a pipe, or a file. Only this module prints.

use super::atomic_write::{Destination, Replacement};
use super::progress::Progress;
use crate::cli::args::ColorMode;
use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use bylint::report::{self, Colors, Human, lines};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Width of a line if the output is not a terminal.
const DEFAULT_WIDTH: usize = 100;

/// A report being written. If the pipe is closed, the rest of the report is dropped without an error.
pub(crate) struct Output {
    sink: OutputSink,
    closed: bool,
    terminal: bool,
    human: Human,
    /// Whether progress may be shown.
    progress_allowed: bool,
    progress: Arc<Progress>,
}

/// The destination that an output writes to.
enum OutputSink {
    Stdout(BufWriter<AutoStream<StdoutLock<'static>>>),
    /// A device or pipe.
    Stream(File),
    /// A file at this path. It is replaced when the report is complete, so that nobody reads half a report.
    File(Box<Replacement>, PathBuf),
}

impl Output {
    /// Writes to standard output.
    pub(crate) fn stdout(color: ColorMode) -> Self {
        let stdout = io::stdout().lock();
        let terminal = stdout.is_terminal();
        let human = Human { color: use_color(color, &stdout), width: line_width(terminal) };
        // Without colours, the report contains no colour codes. So nothing is filtered out of it: a filter would damage
        // JSON.
        let stream = if human.color { AutoStream::always(stdout) } else { AutoStream::always_ansi(stdout) };
        Self::new(OutputSink::Stdout(BufWriter::new(stream)), terminal, human)
    }

    /// Writes to the file that `--output` names; to standard output if there is none or it is `-`.
    pub(crate) fn to(path: Option<&Path>, color: ColorMode) -> anyhow::Result<Self> {
        match path {
            Some(path) if path.as_os_str() != "-" => Self::file(path),
            _ => Ok(Self::stdout(color)),
        }
    }

    /// Writes to a file, without colours.
    fn file(path: &Path) -> anyhow::Result<Self> {
        let destination = Destination::open(path).with_context(|| format!("cannot write `{}`", path.display()))?;
        let sink = match destination {
            Destination::Stream(file) => OutputSink::Stream(file),
            Destination::File(replacement) => OutputSink::File(Box::new(replacement), path.to_owned()),
        };
        Ok(Self::new(sink, false, Human { color: false, width: DEFAULT_WIDTH }))
    }

    fn new(sink: OutputSink, terminal: bool, human: Human) -> Self {
        Self {
            sink,
            closed: false,
            terminal,
            human,
            progress_allowed: false,
            progress: Arc::new(Progress::new(0, false)),
        }
    }

    /// Allows the progress to be shown on the terminal. From then on, only whole lines may be written there.
    pub(crate) fn allow_progress(&mut self) {
        self.progress_allowed = true;
    }

    /// Begins a run over this many drafts. Shows no progress if the report goes through a pipe: the reader at
    /// its other end may use the terminal.
    pub(crate) fn begin(&mut self, drafts: usize) -> Arc<Progress> {
        let may_show = match &self.sink {
            OutputSink::Stdout(_) => self.terminal,
            OutputSink::Stream(_) => false,
            OutputSink::File(..) => true,
        };
        self.progress = Arc::new(Progress::new(drafts, may_show && self.progress_allowed));
        self.progress.clone()
    }

    /// How findings are shown to people.
    pub(crate) fn human(&self) -> Human {
        self.human
    }

    /// Whether the output is a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Writes whole lines for people; each is sanitized.
    pub(crate) fn print_lines(&mut self, text: impl AsRef<str>) -> anyhow::Result<()> {
        let colors = self.human.colors();
        self.write(lines(text.as_ref(), colors).as_bytes())
    }

    /// Writes a part of a report that its format has sanitized.
    pub(crate) fn write(&mut self, text: impl AsRef<[u8]>) -> anyhow::Result<()> {
        let text = text.as_ref();
        if self.terminal && !text.is_empty() && self.progress.may_be_shown() {
            return self.progress.clone().while_hidden(|| {
                self.write_to_sink(text)?;
                self.flush()
            });
        }
        self.write_to_sink(text)
    }

    /// Writes a part of the report piece by piece.
    pub(crate) fn piece_writer(&mut self) -> impl Write {
        PieceWriter(self)
    }

    /// Writes to the sink, without hiding the progress line.
    fn write_to_sink(&mut self, text: &[u8]) -> anyhow::Result<()> {
        self.ignoring_closed_pipe(|sink| match sink {
            OutputSink::Stdout(stream) => stream.write_all(text),
            OutputSink::Stream(file) => file.write_all(text),
            OutputSink::File(replacement, _) => replacement.write_all(text),
        })
    }

    /// Clears the terminal, if the output is one.
    pub(crate) fn clear(mut self) -> anyhow::Result<()> {
        if self.terminal {
            self.write_to_sink(b"\x1b[2J\x1b[3J\x1b[H")?;
        }
        self.finish()
    }

    /// Flushes what has been written.
    pub(crate) fn flush(&mut self) -> anyhow::Result<()> {
        self.ignoring_closed_pipe(|sink| match sink {
            OutputSink::Stdout(stream) => stream.flush(),
            OutputSink::Stream(_) | OutputSink::File(..) => Ok(()),
        })
    }

    /// Flushes the report, and then prints on standard error.
    pub(crate) fn print_to_stderr(&mut self, text: &str) -> anyhow::Result<()> {
        self.progress.clone().while_hidden(|| {
            self.flush()?;
            print_to_stderr(text, Colors::Removed);
            Ok(())
        })
    }

    /// Completes the report. A file gets its new content only now.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        self.flush()?;
        if let OutputSink::File(replacement, path) = self.sink {
            replacement.commit().with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        Ok(())
    }

    /// Drops a report if no draft was read. Its file stays as it was, or is not created.
    pub(crate) fn discard(mut self) -> anyhow::Result<()> {
        self.flush()?;
        if let OutputSink::File(_, path) = &self.sink {
            let path = report::path(&path.display().to_string()).into_owned();
            self.print_to_stderr(&format!("note: nothing was read, so `{path}` was not written\n"))?;
        }
        Ok(())
    }

    /// Writes to the sink, and treats a closed pipe as success.
    fn ignoring_closed_pipe(&mut self, write: impl FnOnce(&mut OutputSink) -> io::Result<()>) -> anyhow::Result<()> {
        if self.closed {
            return Ok(());
        }
        match write(&mut self.sink) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            other => other.context("cannot write the report"),
        }
    }
}

/// Writes to an output piece by piece.
struct PieceWriter<'o>(&'o mut Output);

impl Write for PieceWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes whole lines to standard error, sanitized as in [`Output::print_lines`]. Ignores write errors: standard error may
/// be closed.
pub(crate) fn print_to_stderr(text: &str, colors: Colors) {
    let _ = io::stderr().lock().write_all(lines(text, colors).as_bytes());
}

/// The style of errors on standard error.
pub(crate) fn stderr_style(color: ColorMode) -> Human {
    let stderr = io::stderr();
    Human { color: use_color(color, &stderr), width: line_width(stderr.is_terminal()) }
}

/// Whether to use colours on a stream.
fn use_color(when: ColorMode, stream: &impl anstream::stream::RawStream) -> bool {
    match when {
        ColorMode::Always => true,
        ColorMode::Never => false,
        ColorMode::Auto => AutoStream::choice(stream) != ColorChoice::Never,
    }
}

/// The width for text, in columns. It depends on the terminal; without a terminal, it is [`DEFAULT_WIDTH`].
fn line_width(terminal: bool) -> usize {
    let columns = if terminal { terminal_size::terminal_size() } else { None };
    // Leaves room for line numbers and the border.
    columns.map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0).saturating_sub(12).clamp(40, 160))
}
