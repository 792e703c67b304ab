//! Whether anybody still waits for what is being read. Knows no threads and no clocks: who raises the flag, and when, is the caller's.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A flag that tells a reading to end. Its clones are the same flag.
///
/// What takes one asks it at bounded intervals, and gives [`Cancelled`] soon after it was raised. A raised flag stays raised.
#[derive(Clone, Debug)]
pub struct Cancel(Option<Arc<Flag>>);

#[derive(Debug, Default)]
struct Flag {
    raised: AtomicBool,
    asked: AtomicUsize,
}

/// Nobody waits for the result any more, so there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}

impl Cancel {
    /// A flag that nobody can raise.
    pub const NEVER: Self = Self(None);

    /// A flag that is not raised yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Some(Arc::default()))
    }

    /// Raises the flag.
    pub fn cancel(&self) {
        if let Some(flag) = &self.0 {
            flag.raised.store(true, Ordering::Relaxed);
        }
    }

    /// Whether it was raised.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.as_ref().is_some_and(|flag| {
            flag.asked.fetch_add(1, Ordering::Relaxed);
            flag.raised.load(Ordering::Relaxed)
        })
    }

    /// The same as an error.
    ///
    /// # Errors
    /// When it was raised.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// How often it was asked. Since it is asked at bounded intervals, the number is a measure of the work.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.0.as_ref().map_or(0, |flag| flag.asked.load(Ordering::Relaxed))
    }
}

/// What comes of a reading that nobody can cancel.
pub(crate) fn uncancelled<T>(read: impl FnOnce(&Cancel) -> Result<T, Cancelled>) -> T {
    read(&Cancel::NEVER).expect("nobody can raise this flag")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_are_one_flag() {
        let flag = Cancel::new();
        let other = flag.clone();
        assert_eq!(flag.check(), Ok(()));
        other.cancel();
        assert_eq!(flag.check(), Err(Cancelled));
        assert!(!Cancel::new().is_cancelled());
        assert_eq!((flag.asked(), other.asked(), Cancel::new().asked()), (2, 2, 0));
    }

    #[test]
    fn one_that_nobody_can_raise_stays_down() {
        Cancel::NEVER.cancel();
        assert!(!Cancel::NEVER.is_cancelled());
    }
}
