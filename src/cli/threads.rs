//! Many drafts at a time, in order, without holding more than a few of their reports.

use super::files::Draft;
use super::output::Output;
use anyhow::Context as _;
use rayon::prelude::*;
use std::num::NonZero;
use std::thread;

/// How many items a thread works through before what they gave is taken: a report in memory is small, and the more
/// there are the less a thread waits for the others.
const WINDOW: usize = 32;

/// How many bytes of drafts a thread works through before that, but for the last of them: the report on a large draft may be longer than
/// the draft.
const BYTES: u64 = 2 << 20;

/// The stack of a worker in bytes: a draft may nest quotes, lists and tags as deep as it likes.
const STACK: usize = 16 << 20;

/// Does some work on every item, on as many threads, and takes what came of it in the order of the items, each of which is about a
/// draft. `output` shows how far it is, and is lent to whoever takes.
pub(super) fn in_order<I: Sync, T: Send>(
    items: &[I],
    draft: impl Fn(&I) -> &Draft,
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
    let mut left = items;
    while !left.is_empty() {
        let (window, behind) = left.split_at(window(left, threads, |item| draft(item).size()));
        left = behind;
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

/// How many of the items, one at least, are done before what they gave is taken.
fn window<I>(items: &[I], threads: usize, size: impl Fn(&I) -> u64) -> usize {
    let mut room = threads as u64 * BYTES;
    let fits = |item: &&I| {
        let fits = room > 0;
        room = room.saturating_sub(size(item));
        fits
    };
    items.iter().take(threads * WINDOW).take_while(fits).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_has_so_many_drafts_or_so_many_bytes() {
        let of = |sizes: &[u64], threads| window(sizes, threads, |&size| size);
        assert_eq!(of(&[1000; 100], 2), 2 * WINDOW);
        assert_eq!(of(&[1000; 3], 2), 3);
        assert_eq!(of(&[BYTES; 100], 2), 2);
        assert_eq!(of(&[BYTES / 2 + 1; 100], 2), 4);
        assert_eq!(of(&[u64::MAX, 1, 1], 8), 1);
    }
}
