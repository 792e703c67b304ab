//! Many drafts at a time, in order, without holding more than a few of them or of their reports.

use super::output::Output;
use crate::cli::run::inputs::draft::DraftInput;
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// So many bytes may be held of drafts, however many threads there are: what reading takes, and what came of it until it is taken. A
/// draft that takes more is read while nothing else is held.
const MEMORY_BUDGET: usize = 45_000_000;

/// So many bytes of what came of drafts may wait to be taken before another is begun.
const QUEUE_BUDGET: usize = 8_000_000;

/// What came of so many drafts is taken at a time, where it takes little: a thread that is woken for each costs more than the taking.
const BATCH: usize = 32;

/// The stack of a worker in bytes: a draft may nest quotes, lists and tags as deep as it likes.
pub(crate) const STACK_BYTES: usize = 16 << 20;

/// Whoever reads along waits about as long for what was written.
const FLUSH_INTERVAL: Duration = Duration::from_millis(50);

/// About what a finding takes with its words, in bytes.
pub(crate) const FINDING_BYTES: usize = 256;

/// What came of a draft, and waits until it is the next to be told.
pub(crate) trait ApproximateSize: Send {
    /// About how many bytes it takes beside itself.
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

/// Does some work on every item, on as many threads, and takes what came of it in the order of the items, each of which is about a
/// draft. `output` shows how far it is, and is lent to whoever takes.
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
        // However this ends, the workers do as well.
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

/// What the threads of a run tell each other.
struct Queue<T> {
    /// How many items there are.
    items: usize,
    state: Mutex<QueueState<T>>,
    /// Something changed that a worker may wait for.
    room: Condvar,
    /// Something changed that the taker may wait for.
    done: Condvar,
}

struct QueueState<T> {
    /// The next item that no worker has.
    next: usize,
    /// The next whose draft is read.
    begun: usize,
    /// About how many bytes are held of drafts that are being read.
    reading: usize,
    /// The next that is taken.
    taken: usize,
    /// What came of items, by their number, with the bytes that it takes.
    done: BTreeMap<usize, (usize, T)>,
    /// About how many bytes are held of that, and of what is just being taken.
    waiting: usize,
    /// How many workers wait for room.
    workers: usize,
    ended: bool,
}

impl<T> QueueState<T> {
    /// Whether a draft that takes so much may be read beside what is held.
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

    /// Whether it is time to take what came of drafts.
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
    /// The number of an item that is this worker's from now on; `None` when there are no more.
    fn next(&self) -> Option<usize> {
        let mut state = self.state();
        let at = state.next;
        state.next += 1;
        (at < self.items && !state.ended).then_some(at)
    }

    /// Waits until a draft that takes so many bytes may be read; `None` when none is to be read any more. The first in the order that is
    /// not read yet is the first to be, so that all before it end without it.
    fn wait_for_room(&self, at: usize, takes: u64) -> Option<usize> {
        let takes = usize::try_from(takes).unwrap_or(usize::MAX);
        let mut state = self.state();
        while !state.ended && (state.begun != at || !state.has_room(takes)) {
            state.workers += 1;
            // What is there may be taken, so that there is room.
            self.done.notify_one();
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.workers -= 1;
        }
        state.begun += 1;
        state.reading = state.reading.saturating_add(takes);
        self.tell_workers(&state);
        (!state.ended).then_some(takes)
    }

    /// Hands over what came of a draft that was taken to hold so much.
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

    /// Waits for what came of an item, the next to be taken, and calls `idle` while that takes long; `None` where it never comes, since a
    /// worker panicked.
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

    /// Says that what was taken last, of so many bytes, is gone.
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

/// The same when it is dropped by a panic: nobody is to wait for a worker that is gone.
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

    /// Hands on what comes of drafts that take so much; how much was held of what was read, and of all, at most.
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
        // What takes more is read while nothing else is held.
        let (read, held) = run(MEMORY_BUDGET + 1, 2 * MEMORY_BUDGET, 20, 4);
        // What came of it may have been taken before anybody looked.
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
