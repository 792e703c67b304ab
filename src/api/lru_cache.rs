//! A cache of a few values that take long to make, for many threads.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keeps the values that were used last. Its lock is never held while a value is made, so that a thread that makes one does not
/// stop threads whose value is there.
#[derive(Debug)]
pub(super) struct LruCache<K, V> {
    max_entries: usize,
    /// The least recently used entry first. Keys are compared one by one: making a value takes much longer.
    entries: Mutex<VecDeque<(K, V)>>,
}

impl<K: PartialEq, V: Clone> LruCache<K, V> {
    /// Creates an empty cache that keeps `max_entries` values.
    pub(super) fn new(max_entries: usize) -> Self {
        Self { max_entries, entries: Mutex::default() }
    }

    /// Returns the value of a key. If it is not cached, `make` makes it. Threads that need the same new value at the same time may
    /// each make it; all get the one that was made first.
    ///
    /// # Errors
    /// The error of `make`.
    pub(super) fn get_or_make<E>(&self, key: K, make: impl FnOnce(&K) -> Result<V, E>) -> Result<V, E> {
        if let Some(value) = use_entry(&mut self.entries(), &key) {
            return Ok(value);
        }
        let value = make(&key)?;
        let mut entries = self.entries();
        if let Some(first) = use_entry(&mut entries, &key) {
            return Ok(first);
        }
        if entries.len() >= self.max_entries {
            entries.pop_front();
        }
        entries.push_back((key, value.clone()));
        Ok(value)
    }

    /// Returns the value of any key for which `matches` is true. This does not count as use.
    pub(super) fn find(&self, matches: impl Fn(&K) -> bool) -> Option<V> {
        self.entries().iter().find(|(key, _)| matches(key)).map(|(_, value)| value.clone())
    }

    fn entries(&self) -> MutexGuard<'_, VecDeque<(K, V)>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the value of a key, and makes its entry the most recently used.
fn use_entry<K: PartialEq, V: Clone>(entries: &mut VecDeque<(K, V)>, key: &K) -> Option<V> {
    let at = entries.iter().position(|(other, _)| other == key)?;
    let entry = entries.remove(at)?;
    let value = entry.1.clone();
    entries.push_back(entry);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, mpsc};
    use std::thread;
    use std::time::Duration;

    #[test]
    fn the_value_that_was_not_used_for_longest_is_dropped() {
        let cache = LruCache::new(2);
        let is_made = |key: char| {
            let mut is_made = false;
            let value: Result<_, ()> = cache.get_or_make(key, |&key| {
                is_made = true;
                Ok(key)
            });
            assert_eq!(value, Ok(key));
            is_made
        };
        let made: Vec<bool> = ['a', 'b', 'a', 'c', 'a', 'c', 'b'].map(is_made).to_vec();
        assert_eq!(made, [true, true, false, true, false, false, true]);
    }

    #[test]
    fn a_value_that_is_there_is_found_while_another_is_made() {
        let cache = Arc::new(LruCache::new(2));
        let value = |key, make: fn() -> Result<&'static str, ()>| cache.get_or_make(key, |_| make());
        assert_eq!(value(1, || Ok("one")), Ok("one"));
        let made = cache.get_or_make(2, |_| {
            let (sender, receiver) = mpsc::channel();
            let cache = cache.clone();
            thread::spawn(move || sender.send(cache.get_or_make(1, |_| Err("it is there"))));
            receiver.recv_timeout(Duration::from_secs(60)).map_err(|_| "the other thread waits").flatten()
        });
        assert_eq!(made, Ok("one"));
    }

    #[test]
    fn a_value_that_two_threads_make_is_shared() {
        let cache = LruCache::new(2);
        let outer: Result<_, ()> = cache.get_or_make("key", |_| {
            assert_eq!(cache.get_or_make("key", |_| Ok::<_, ()>("first")), Ok("first"));
            Ok("second")
        });
        assert_eq!(outer, Ok("first"));
    }
}
