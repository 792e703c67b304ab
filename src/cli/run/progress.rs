//! Shows the progress of a long run in a line on the terminal. The line disappears at the end, and is never part of a
//! report.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};
use std::sync::Once;
use std::time::{Duration, Instant};

/// Shorter runs show no progress.
const SHOW_AFTER: Duration = Duration::from_secs(1);

const TEMPLATE: &str = "{bar:30} {pos} of {len} drafts";

/// The number of drafts that have been read.
pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
    /// Completed once the line is shown; `None` if it must not be shown.
    shown: Option<Once>,
}

impl Progress {
    /// Starts to count up to this many drafts; `may_show` says whether the line may be shown.
    pub(crate) fn new(drafts: usize, may_show: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(drafts as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template(TEMPLATE).expect("the looks are ours and can be read");
        let bar = bar.with_style(style).with_finish(ProgressFinish::AndClear);
        Self { bar, started: Instant::now(), shown: may_show.then(Once::new) }
    }

    /// Counts a draft.
    pub(crate) fn step(&self) {
        self.bar.inc(1);
        if let Some(shown) = self.shown.as_ref().filter(|_| self.started.elapsed() >= SHOW_AFTER) {
            // indicatif hides the line if standard error is not a terminal, or cannot move the cursor.
            shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
    }

    /// Whether the line is on the terminal, or another thread may show it at any moment.
    pub(crate) fn may_be_shown(&self) -> bool {
        self.shown.is_some()
    }

    /// Runs `work` while the line is hidden.
    pub(crate) fn while_hidden<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// Removes the line.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
