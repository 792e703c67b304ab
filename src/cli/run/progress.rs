//! How far a long run is: a line on the terminal that is gone when the run is over. Nothing of it is ever in a report.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};
use std::sync::Once;
use std::time::{Duration, Instant};

/// A run that takes no longer than this is not worth a line.
const PATIENCE: Duration = Duration::from_secs(1);

const LOOKS: &str = "{bar:30} {pos} of {len} drafts";

/// How many drafts of a run were read.
pub(crate) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    /// Done when the line is shown; never where nobody would see it.
    shown: Option<Once>,
}

impl Progress {
    /// Of this many drafts; `seen` says whether there is somebody who would see it and not have it in the way.
    pub(crate) fn new(drafts: usize, seen: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(drafts as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template(LOOKS).expect("the looks are ours and can be read");
        let bar = bar.with_style(style).with_finish(ProgressFinish::AndClear);
        Self { bar, begun: Instant::now(), shown: seen.then(Once::new) }
    }

    /// One more was read.
    pub(crate) fn step(&self) {
        self.bar.inc(1);
        if let Some(shown) = self.shown.as_ref().filter(|_| self.begun.elapsed() >= PATIENCE) {
            // Hidden where standard error is no terminal, or one that cannot move its cursor.
            shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
    }

    /// Whether a line may stand on the terminal now.
    pub(crate) fn is_shown(&self) -> bool {
        self.shown.as_ref().is_some_and(Once::is_completed)
    }

    /// Does something while no line stands on the terminal.
    pub(crate) fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// Takes the line away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
