//! Buffers of the model that one linter keeps for all its drafts.

use super::model::{Decoder, Model};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Decoders of the shipped model that no draft uses at the moment. Their buffers are reused from draft to draft, which changes no
/// result; there are never more of them than drafts that were read at the same time.
#[derive(Debug, Default)]
pub(crate) struct ScratchPool(Mutex<Vec<Decoder<'static>>>);

impl ScratchPool {
    /// Runs some work with a decoder of the pool, or with a new one if all are in use.
    pub(super) fn with_decoder<T>(&self, work: impl FnOnce(&mut Decoder<'static>) -> T) -> T {
        let free = self.lock().pop();
        let mut decoder = free.unwrap_or_else(|| Decoder::new(Model::builtin()));
        let result = work(&mut decoder);
        self.lock().push(decoder);
        result
    }

    /// The list is whole whatever happened to another thread, so a poisoned lock is as good as another.
    fn lock(&self) -> MutexGuard<'_, Vec<Decoder<'static>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_goes_back_to_the_pool_and_two_at_once_are_two() {
        let pool = ScratchPool::default();
        pool.with_decoder(|_| pool.with_decoder(|_| assert!(pool.lock().is_empty())));
        assert_eq!(pool.lock().len(), 2);
        pool.with_decoder(|_| assert_eq!(pool.lock().len(), 1));
        assert_eq!(pool.lock().len(), 2);
    }
}
