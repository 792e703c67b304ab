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
const RESULT_BATCH: usize = 32;

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
        let _end_on_panic = EndOnPanic(&queue);
        while let Some(index) = queue.next() {
            let item = &items[index];
            let Some(draft_bytes) = queue.wait_for_room(index, draft(item).estimated_bytes()) else { return };
            let result = work(item);
            progress.step();
            queue.hand_over(index, draft_bytes, result);
        }
    };
    thread::scope(|scope| {
        // Ends the workers too if this scope ends early.
        let _end_on_drop = EndOnDrop(&queue);
        let mut last_flush = Instant::now();
        for _ in 0..threads.min(items.len()) {
            thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, worker)
                .context("cannot start threads")?;
        }
        for (index, item) in items.iter().enumerate() {
            let Some((bytes, result)) = queue.take(index, || output.flush())? else { break };
            take(item, result, output)?;
            queue.release(bytes);
            if last_flush.elapsed() >= FLUSH_INTERVAL {
                output.flush()?;
                last_flush = Instant::now();
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
    result_ready: Condvar,
}

/// The part of a queue that a mutex protects.
struct QueueState<T> {
    /// The number of the next item without a worker.
    next: usize,
    /// The number of the next item to be read.
    next_to_begin: usize,
    /// Approximate bytes of the drafts that are being read.
    reading_bytes: usize,
    /// The number of the next item whose result is to be taken.
    next_to_take: usize,
    /// Finished results by the number of the item, with their size in bytes.
    results: BTreeMap<usize, (usize, T)>,
    /// Approximate bytes of the finished results, including the one that is being taken.
    waiting_bytes: usize,
    /// Number of workers that wait for room.
    waiting_workers: usize,
    has_ended: bool,
}

impl<T> QueueState<T> {
    /// Whether a draft of this size may be read now.
    fn has_room(&self, draft_bytes: usize) -> bool {
        let held_bytes = self.reading_bytes.saturating_add(self.waiting_bytes);
        held_bytes == 0 || self.waiting_bytes <= QUEUE_BUDGET && held_bytes.saturating_add(draft_bytes) <= MEMORY_BUDGET
    }
}

impl<T> Queue<T> {
    fn new(items: usize) -> Self {
        let (next, next_to_begin, next_to_take, reading_bytes, waiting_bytes, waiting_workers) = (0, 0, 0, 0, 0, 0);
        let state = QueueState {
            next,
            next_to_begin,
            reading_bytes,
            next_to_take,
            results: BTreeMap::new(),
            waiting_bytes,
            waiting_workers,
            has_ended: false,
        };
        Self { items, state: Mutex::new(state), room: Condvar::new(), result_ready: Condvar::new() }
    }

    /// Whether to take results now rather than wait for more.
    fn should_take(&self, state: &QueueState<T>) -> bool {
        let is_due =
            state.results.len() >= RESULT_BATCH || state.waiting_bytes > QUEUE_BUDGET || state.waiting_workers > 0;
        (is_due || state.next_to_take + state.results.len() == self.items)
            && state.results.contains_key(&state.next_to_take)
    }

    fn state(&self) -> MutexGuard<'_, QueueState<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the run: wakes all waiting threads, which then stop.
    fn end(&self) {
        self.state().has_ended = true;
        self.room.notify_all();
        self.result_ready.notify_all();
    }
}

impl<T: ApproximateSize> Queue<T> {
    /// Assigns an item to a worker; `None` if there are no more.
    fn next(&self) -> Option<usize> {
        let mut state = self.state();
        let index = state.next;
        state.next += 1;
        (index < self.items && !state.has_ended).then_some(index)
    }

    /// Waits until a draft of this size may be read; `None` if the run has ended. Drafts are begun in order, so that an
    /// earlier draft never waits for a later one.
    fn wait_for_room(&self, index: usize, draft_bytes: u64) -> Option<usize> {
        let draft_bytes = usize::try_from(draft_bytes).unwrap_or(usize::MAX);
        let mut state = self.state();
        while !state.has_ended && (state.next_to_begin != index || !state.has_room(draft_bytes)) {
            state.waiting_workers += 1;
            // Taking a result makes room.
            self.result_ready.notify_one();
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.waiting_workers -= 1;
        }
        state.next_to_begin += 1;
        state.reading_bytes = state.reading_bytes.saturating_add(draft_bytes);
        self.wake_workers(&state);
        (!state.has_ended).then_some(draft_bytes)
    }

    /// Stores the result of a draft that was counted with `draft_bytes` bytes.
    fn hand_over(&self, index: usize, draft_bytes: usize, result: T) {
        let bytes = size_of::<T>() + result.approximate_size();
        let mut state = self.state();
        state.reading_bytes -= draft_bytes;
        state.waiting_bytes = state.waiting_bytes.saturating_add(bytes);
        state.results.insert(index, (bytes, result));
        if self.should_take(&state) {
            self.result_ready.notify_one();
        }
        self.wake_workers(&state);
    }

    /// Wakes the workers that wait for room.
    fn wake_workers(&self, state: &QueueState<T>) {
        if state.waiting_workers > 0 {
            self.room.notify_all();
        }
    }

    /// Waits for the result of the next item, and calls `idle` at intervals while waiting; `None` if a worker panicked.
    fn take(&self, index: usize, mut idle: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<Option<(usize, T)>> {
        loop {
            let mut state = self.state();
            if !state.results.contains_key(&index) {
                let must_wait = |state: &mut QueueState<T>| !state.has_ended && !self.should_take(state);
                let wait_result = self.result_ready.wait_timeout_while(state, FLUSH_INTERVAL, must_wait);
                state = wait_result.unwrap_or_else(PoisonError::into_inner).0;
            }
            let result = state.results.remove(&index);
            if result.is_some() || state.has_ended {
                return Ok(result);
            }
            drop(state);
            idle()?;
        }
    }

    /// Releases the bytes of the result that was taken last.
    fn release(&self, bytes: usize) {
        let mut state = self.state();
        state.next_to_take += 1;
        state.waiting_bytes -= bytes;
        self.wake_workers(&state);
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

    /// Runs items whose drafts need `draft_bytes` and whose results need `result_size`. Returns the largest number of bytes
    /// that were being read at a time, and that were held at a time.
    fn run(draft_bytes: usize, result_size: usize, items: usize, threads: usize) -> (usize, usize) {
        let queue = Queue::new(items);
        let (reading_bytes, held_bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let record_peaks = || {
            let state = queue.state();
            reading_bytes.fetch_max(state.reading_bytes, Ordering::Relaxed);
            held_bytes.fetch_max(state.reading_bytes.saturating_add(state.waiting_bytes), Ordering::Relaxed);
        };
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(index) = queue.next() {
                        let draft_bytes = queue.wait_for_room(index, draft_bytes as u64).expect("nobody panics");
                        record_peaks();
                        queue.hand_over(index, draft_bytes, result_size);
                        record_peaks();
                    }
                });
            }
            for index in 0..items {
                let (bytes, result) = queue.take(index, || Ok(())).expect("nothing fails").expect("nobody panics");
                assert_eq!(result, result_size);
                queue.release(bytes);
            }
        });
        let end = queue.state();
        assert_eq!((end.reading_bytes, end.waiting_bytes, end.results.len()), (0, 0, 0));
        drop(end);
        (reading_bytes.into_inner(), held_bytes.into_inner())
    }

    #[test]
    fn memory_stays_within_budget_on_many_threads() {
        let (max_reading, held_bytes) = run(MEMORY_BUDGET / 4, QUEUE_BUDGET / 8, 200, 16);
        assert!(
            max_reading <= MEMORY_BUDGET && held_bytes <= MEMORY_BUDGET + 16 * QUEUE_BUDGET / 7,
            "{max_reading} {held_bytes}"
        );
        // A larger draft is read alone.
        let (max_reading, held_bytes) = run(MEMORY_BUDGET + 1, 2 * MEMORY_BUDGET, 20, 4);
        // The result may have been taken before `record_peaks` was called.
        assert!(
            max_reading == MEMORY_BUDGET + 1
                && (max_reading..=2 * MEMORY_BUDGET + size_of::<usize>()).contains(&held_bytes),
            "{max_reading} {held_bytes}"
        );
        assert_eq!(run(usize::MAX, 1, 3, 2), (usize::MAX, usize::MAX));
        assert_eq!(run(1, 1, 0, 2), (0, 0));
    }

    #[test]
    fn ended_queue_blocks_no_thread() {
        let queue = Queue::<usize>::new(2);
        assert_eq!(queue.next(), Some(0));
        drop(EndOnDrop(&queue));
        assert_eq!(queue.take(0, || Ok(())).expect("nothing fails"), None);
        assert_eq!(queue.wait_for_room(0, 1), None);
        assert_eq!(queue.next(), None);
    }
}
