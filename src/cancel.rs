//! Cancelling an analysis before its end. Knows no threads and no clocks: the caller decides when to raise the flag.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A flag that tells an analysis to stop. Clones share the flag.
///
/// A function that takes one checks it at bounded intervals, and returns [`Cancelled`] soon after it was raised. A raised flag
/// stays raised.
#[derive(Clone, Debug)]
pub struct Cancel(Option<Arc<Flag>>);

#[derive(Debug, Default)]
struct Flag {
    raised: AtomicBool,
    checks: AtomicUsize,
}

/// The error of a function that stopped because its flag was raised.
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

    /// Whether the flag was raised.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.as_ref().is_some_and(|flag| {
            flag.checks.fetch_add(1, Ordering::Relaxed);
            flag.raised.load(Ordering::Relaxed)
        })
    }

    /// Returns an error if the flag was raised.
    ///
    /// # Errors
    /// When the flag was raised.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// Returns how often the flag was checked. Because it is checked at bounded intervals, the number measures the work.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.0.as_ref().map_or(0, |flag| flag.checks.load(Ordering::Relaxed))
    }
}

/// Runs a function with a flag that nobody can raise, and returns its result.
pub(crate) fn uncancelled<T>(read: impl FnOnce(&Cancel) -> Result<T, Cancelled>) -> T {
    read(&Cancel::NEVER).expect("nobody can raise this flag")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_the_flag() {
        let flag = Cancel::new();
        let other = flag.clone();
        assert_eq!(flag.check(), Ok(()));
        other.cancel();
        assert_eq!(flag.check(), Err(Cancelled));
        assert!(!Cancel::new().is_cancelled());
        assert_eq!((flag.asked(), other.asked(), Cancel::new().asked()), (2, 2, 0));
    }

    #[test]
    fn never_cannot_be_raised() {
        Cancel::NEVER.cancel();
        assert!(!Cancel::NEVER.is_cancelled());
    }
}
