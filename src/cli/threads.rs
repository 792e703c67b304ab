//! Many drafts at a time, in order, without holding more than a few of their reports.

use super::output::Output;
use anyhow::Context as _;
use rayon::prelude::*;
use std::num::NonZero;
use std::thread;

/// How many items a thread works through before what they gave is taken: a report in memory is small, and the more
/// there are the less a thread waits for the others.
const WINDOW: usize = 32;

/// The stack of a worker in bytes: a draft may nest quotes, lists and tags as deep as it likes.
const STACK: usize = 16 << 20;

/// Does some work on every item, on as many threads, and takes what came of it in the order of the items. `output` shows how
/// far it is, and is lent to whoever takes.
pub(super) fn in_order<I: Sync, T: Send>(
    items: &[I],
    threads: Option<u16>,
    output: &mut Output,
    work: impl Fn(&I) -> T + Sync,
    mut take: impl FnMut(&I, T, &mut Output) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let threads =
        threads.map(usize::from).or_else(|| thread::available_parallelism().ok().map(NonZero::get)).unwrap_or(1);
    let threads = threads.min(items.len()).max(1);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build();
    let pool = pool.context("cannot start threads")?;
    let progress = output.begin(items.len());
    let work = |item: &I| {
        let done = work(item);
        progress.step();
        done
    };
    for window in items.chunks(threads * WINDOW) {
        let done: Vec<T> = pool.install(|| window.par_iter().with_max_len(1).map(&work).collect());
        for (item, result) in window.iter().zip(done) {
            take(item, result, output)?;
        }
        // Whoever reads along is not kept waiting for a full buffer.
        output.flush()?;
    }
    progress.end();
    Ok(())
}
