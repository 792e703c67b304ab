//! A pool of decoders, whose buffers a linter reuses for all its drafts.

use super::model::{Decoder, Model};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Decoders of the shipped model that are not in use. Their buffers are reused from draft to draft, which does not change any
/// result. There are at most as many decoders as drafts that were read at the same time.
#[derive(Debug, Default)]
pub(crate) struct ScratchPool(Mutex<Vec<Decoder<'static>>>);

impl ScratchPool {
    /// Runs `work` with a decoder from the pool, or with a new one if all are in use.
    pub(super) fn with_decoder<T>(&self, work: impl FnOnce(&mut Decoder<'static>) -> T) -> T {
        let free = self.lock().pop();
        let mut decoder = free.unwrap_or_else(|| Decoder::new(Model::builtin()));
        let result = work(&mut decoder);
        self.lock().push(decoder);
        result
    }

    /// Locks the list. A poisoned lock is used as well: a panic cannot leave the list in an invalid state.
    fn lock(&self) -> MutexGuard<'_, Vec<Decoder<'static>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoders_return_to_the_pool_and_concurrent_work_uses_different_ones() {
        let pool = ScratchPool::default();
        pool.with_decoder(|_| pool.with_decoder(|_| assert!(pool.lock().is_empty())));
        assert_eq!(pool.lock().len(), 2);
        pool.with_decoder(|_| assert_eq!(pool.lock().len(), 1));
        assert_eq!(pool.lock().len(), 2);
    }
}
