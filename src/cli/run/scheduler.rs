//! Processes many drafts on several threads, returns the results in order, and limits the memory in use.

use super::output::Output;
use crate::cli::run::inputs::draft::DraftInput;
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Memory budget in bytes for all drafts in flight: parsing, plus results not yet reported. A larger draft is read
/// while no other is in flight.
const MEMORY_BUDGET: usize = 45_000_000;

/// Memory budget in bytes for results that wait to be reported. Above it, no further draft is begun.
const QUEUE_BUDGET: usize = 8_000_000;

/// Number of small results that are handed over together: waking the writer for each draft costs more than writing.
const BATCH: usize = 32;

/// Stack size of a worker in bytes. It is large because quotes, lists and tags of a draft may be nested deeply.
pub(crate) const STACK_BYTES: usize = 16 << 20;

/// Output is flushed at least this often.
const FLUSH_INTERVAL: Duration = Duration::from_millis(50);

/// Approximate size of a finding with its text, in bytes.
pub(crate) const FINDING_BYTES: usize = 256;

/// The size of a result, which counts while the result waits to be reported.
pub(crate) trait ApproximateSize: Send {
    /// Approximate size in bytes of the memory that the value owns, without the value itself.
    fn approximate_size(&self) -> usize;
}

impl ApproximateSize for String {
    fn approximate_size(&self) -> usize {
        self.len()
    }
}

impl<T: ApproximateSize> ApproximateSize for Vec<T> {
    fn approximate_size(&self) -> usize {
        self.iter().map(|part| size_of::<T>() + part.approximate_size()).sum()
    }
}

impl<T: ApproximateSize> ApproximateSize for anyhow::Result<T> {
    fn approximate_size(&self) -> usize {
        self.as_ref().map_or(0, T::approximate_size)
    }
}

/// Calls `work` with every item on several threads, and `take` with the results in the order of the items. `draft`
/// returns the draft of an item. `output` shows the progress and is lent to `take`.
pub(crate) fn for_each_in_order<I: Sync, T: ApproximateSize>(
    items: &[I],
    draft: impl Fn(&I) -> &DraftInput + Sync,
    threads: Option<u16>,
    output: &mut Output,
    work: impl Fn(&I) -> T + Sync,
    mut take: impl FnMut(&I, T, &mut Output) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let threads =
        threads.map(usize::from).or_else(|| thread::available_parallelism().ok().map(NonZero::get)).unwrap_or(1);
    let progress = output.begin(items.len());
    let queue = Queue::new(items.len());
    let worker = || {
        let _gone = EndOnPanic(&queue);
        while let Some(at) = queue.next() {
            let item = &items[at];
            let Some(takes) = queue.wait_for_room(at, draft(item).takes()) else { return };
            let done = work(item);
            progress.step();
            queue.hand_over(at, takes, done);
        }
    };
    thread::scope(|scope| {
        // Ends the workers too if this scope ends early.
        let _ended = EndOnDrop(&queue);
        let mut shown = Instant::now();
        for _ in 0..threads.min(items.len()) {
            thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, worker)
                .context("cannot start threads")?;
        }
        for (at, item) in items.iter().enumerate() {
            let Some((bytes, done)) = queue.take(at, || output.flush())? else { break };
            take(item, done, output)?;
            queue.release(bytes);
            if shown.elapsed() >= FLUSH_INTERVAL {
                output.flush()?;
                shown = Instant::now();
            }
        }
        output.flush()
    })?;
    progress.end();
    Ok(())
}

/// The state that the threads of a run share.
struct Queue<T> {
    /// Number of items.
    items: usize,
    state: Mutex<QueueState<T>>,
    /// Signals workers that wait for room.
    room: Condvar,
    /// Signals the thread that waits for results.
    done: Condvar,
}

struct QueueState<T> {
    /// The number of the next item without a worker.
    next: usize,
    /// The number of the next item to be read.
    begun: usize,
    /// Approximate bytes of the drafts that are being read.
    reading: usize,
    /// The number of the next item whose result is to be taken.
    taken: usize,
    /// Finished results by the number of the item, with their size in bytes.
    done: BTreeMap<usize, (usize, T)>,
    /// Approximate bytes of the finished results, including the one that is being taken.
    waiting: usize,
    /// Number of workers that wait for room.
    workers: usize,
    ended: bool,
}

impl<T> QueueState<T> {
    /// Whether a draft of this size may be read now.
    fn has_room(&self, takes: usize) -> bool {
        let held = self.reading.saturating_add(self.waiting);
        held == 0 || self.waiting <= QUEUE_BUDGET && held.saturating_add(takes) <= MEMORY_BUDGET
    }
}

impl<T> Queue<T> {
    fn new(items: usize) -> Self {
        let (next, begun, taken, reading, waiting, workers) = (0, 0, 0, 0, 0, 0);
        let state = QueueState { next, begun, reading, taken, done: BTreeMap::new(), waiting, workers, ended: false };
        Self { items, state: Mutex::new(state), room: Condvar::new(), done: Condvar::new() }
    }

    /// Whether to take results now rather than wait for more.
    fn is_ripe(&self, state: &QueueState<T>) -> bool {
        let many = state.done.len() >= BATCH || state.waiting > QUEUE_BUDGET || state.workers > 0;
        (many || state.taken + state.done.len() == self.items) && state.done.contains_key(&state.taken)
    }

    fn state(&self) -> MutexGuard<'_, QueueState<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self) {
        self.state().ended = true;
        self.room.notify_all();
        self.done.notify_all();
    }
}

impl<T: ApproximateSize> Queue<T> {
    /// Assigns an item to a worker; `None` if there are no more.
    fn next(&self) -> Option<usize> {
        let mut state = self.state();
        let at = state.next;
        state.next += 1;
        (at < self.items && !state.ended).then_some(at)
    }

    /// Waits until a draft of this size may be read; `None` if the run has ended. Drafts are begun in order, so that an
    /// earlier draft never waits for a later one.
    fn wait_for_room(&self, at: usize, takes: u64) -> Option<usize> {
        let takes = usize::try_from(takes).unwrap_or(usize::MAX);
        let mut state = self.state();
        while !state.ended && (state.begun != at || !state.has_room(takes)) {
            state.workers += 1;
            // Taking a result makes room.
            self.done.notify_one();
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.workers -= 1;
        }
        state.begun += 1;
        state.reading = state.reading.saturating_add(takes);
        self.tell_workers(&state);
        (!state.ended).then_some(takes)
    }

    /// Stores the result of a draft that was counted with `takes` bytes.
    fn hand_over(&self, at: usize, takes: usize, done: T) {
        let bytes = size_of::<T>() + done.approximate_size();
        let mut state = self.state();
        state.reading -= takes;
        state.waiting = state.waiting.saturating_add(bytes);
        state.done.insert(at, (bytes, done));
        if self.is_ripe(&state) {
            self.done.notify_one();
        }
        self.tell_workers(&state);
    }

    fn tell_workers(&self, state: &QueueState<T>) {
        if state.workers > 0 {
            self.room.notify_all();
        }
    }

    /// Waits for the result of the next item, and calls `idle` at intervals while waiting; `None` if a worker panicked.
    fn take(&self, at: usize, mut idle: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<Option<(usize, T)>> {
        loop {
            let mut state = self.state();
            if !state.done.contains_key(&at) {
                let waits = |state: &mut QueueState<T>| !state.ended && !self.is_ripe(state);
                let waited = self.done.wait_timeout_while(state, FLUSH_INTERVAL, waits);
                state = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
            let done = state.done.remove(&at);
            if done.is_some() || state.ended {
                return Ok(done);
            }
            drop(state);
            idle()?;
        }
    }

    /// Releases the bytes of the result that was taken last.
    fn release(&self, bytes: usize) {
        let mut state = self.state();
        state.taken += 1;
        state.waiting -= bytes;
        self.tell_workers(&state);
    }
}

/// Ends the run for all threads when it is dropped.
struct EndOnDrop<'q, T>(&'q Queue<T>);

impl<T> Drop for EndOnDrop<'_, T> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Ends the run if it is dropped by a panic, so that no thread waits for a dead worker.
struct EndOnPanic<'q, T>(&'q Queue<T>);

impl<T> Drop for EndOnPanic<'_, T> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    impl ApproximateSize for usize {
        fn approximate_size(&self) -> usize {
            *self
        }
    }

    /// Runs drafts that need `takes` bytes and have results of `done` bytes. Returns the largest number of bytes that were
    /// being read at a time, and that were held at a time.
    fn run(takes: usize, done: usize, items: usize, threads: usize) -> (usize, usize) {
        let queue = Queue::new(items);
        let (reading, held) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let look = || {
            let state = queue.state();
            reading.fetch_max(state.reading, Ordering::Relaxed);
            held.fetch_max(state.reading.saturating_add(state.waiting), Ordering::Relaxed);
        };
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(at) = queue.next() {
                        let takes = queue.wait_for_room(at, takes as u64).expect("nobody panics");
                        look();
                        queue.hand_over(at, takes, done);
                        look();
                    }
                });
            }
            for at in 0..items {
                let (bytes, came) = queue.take(at, || Ok(())).expect("nothing fails").expect("nobody panics");
                assert_eq!(came, done);
                queue.release(bytes);
            }
        });
        let end = queue.state();
        assert_eq!((end.reading, end.waiting, end.done.len()), (0, 0, 0));
        drop(end);
        (reading.into_inner(), held.into_inner())
    }

    #[test]
    fn so_much_is_held_at_a_time_however_many_threads_there_are() {
        let (read, held) = run(MEMORY_BUDGET / 4, QUEUE_BUDGET / 8, 200, 16);
        assert!(read <= MEMORY_BUDGET && held <= MEMORY_BUDGET + 16 * QUEUE_BUDGET / 7, "{read} {held}");
        // A larger draft is read alone.
        let (read, held) = run(MEMORY_BUDGET + 1, 2 * MEMORY_BUDGET, 20, 4);
        // The result may have been taken before `look` was called.
        assert!(
            read == MEMORY_BUDGET + 1 && (read..=2 * MEMORY_BUDGET + size_of::<usize>()).contains(&held),
            "{read} {held}"
        );
        assert_eq!(run(usize::MAX, 1, 3, 2), (usize::MAX, usize::MAX));
        assert_eq!(run(1, 1, 0, 2), (0, 0));
    }

    #[test]
    fn nobody_waits_for_a_worker_that_is_gone() {
        let queue = Queue::<usize>::new(2);
        assert_eq!(queue.next(), Some(0));
        drop(EndOnDrop(&queue));
        assert_eq!(queue.take(0, || Ok(())).expect("nothing fails"), None);
        assert_eq!(queue.wait_for_room(0, 1), None);
        assert_eq!(queue.next(), None);
    }
}
