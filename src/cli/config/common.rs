//! Data that all configurations of a run share, so that each file is read once: many directories may use the same
//! pack or dictionary. Also the limits on all configurations together, since a pull request may contain any number
//! of them.

use bylint::cache::Fingerprint;
use bylint::config::RuleSettings;
use bylint::engine::{Engine, Prepared};
use bylint::rule::RuleSet;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Limit on the bytes of configurations, lists and dictionaries in one run. A file counts once for each
/// configuration that uses it.
const MAX_CONFIG_BYTES: u64 = 64 << 20;

/// Limit on cached engines, one for each different set of rule settings: the rules of each take over a megabyte. The
/// overrides of a run may not need more engines than this.
pub(crate) const MAX_LINTERS: usize = 100;

/// Limit on cached [`Prepared`] settings, one for each fingerprint.
pub(crate) const MAX_PREPARED: usize = 1000;

/// Caches and counters that all configurations of a run share.
#[derive(Debug, Default)]
pub(crate) struct SharedConfigData {
    /// Bytes of configurations that have been read so far.
    bytes_read: AtomicU64,
    maps: Mutex<CacheMaps>,
}

/// The cached values.
#[derive(Debug, Default)]
struct CacheMaps {
    /// The built-in rules and the rules of packs, by the directories of the packs in their order.
    rules: HashMap<Vec<PathBuf>, RuleSet>,
    linters: HashMap<(Vec<PathBuf>, RuleSettings), Arc<Engine>>,
    prepared: HashMap<Fingerprint, Arc<Prepared>>,
    dictionaries: HashMap<PathBuf, Arc<str>>,
}

impl SharedConfigData {
    fn maps(&self) -> MutexGuard<'_, CacheMaps> {
        self.maps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the size of a file to the total of the run.
    ///
    /// # Errors
    /// If the total is above the limit.
    pub(crate) fn count(&self, bytes: usize) -> anyhow::Result<()> {
        let total = self.bytes_read.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64;
        anyhow::ensure!(
            total <= MAX_CONFIG_BYTES,
            "the configuration files of this run are larger than {} MiB in total",
            MAX_CONFIG_BYTES >> 20
        );
        Ok(())
    }

    /// The built-in rules and the rules of these packs, if the packs have been read.
    pub(crate) fn rules(&self, packs: &[PathBuf]) -> Option<RuleSet> {
        self.maps().rules.get(packs).cloned()
    }

    /// Caches the rules of packs.
    pub(crate) fn store_rules(&self, packs: Vec<PathBuf>, rules: &RuleSet) {
        self.maps().rules.insert(packs, rules.clone());
    }

    /// The text of a dictionary, if it has been read.
    pub(crate) fn dictionary(&self, path: &Path) -> Option<Arc<str>> {
        self.maps().dictionaries.get(path).cloned()
    }

    /// Caches the text of a dictionary.
    pub(crate) fn store_dictionary(&self, path: PathBuf, text: &Arc<str>) {
        self.maps().dictionaries.insert(path, text.clone());
    }

    /// The engine for the rules of these packs with these settings. Calls `make` if it is not cached. When the cache is
    /// full, a new engine is returned without being cached, so the result never depends on the order of the drafts.
    ///
    /// # Errors
    /// If `make` fails.
    pub(crate) fn linter(
        &self,
        packs: &[PathBuf],
        settings: RuleSettings,
        make: impl FnOnce() -> anyhow::Result<Engine>,
    ) -> anyhow::Result<Arc<Engine>> {
        let key = (packs.to_owned(), settings);
        if let Some(linter) = self.maps().linters.get(&key) {
            return Ok(linter.clone());
        }
        let linter = Arc::new(make()?);
        let mut maps = self.maps();
        if maps.linters.len() < MAX_LINTERS {
            Ok(maps.linters.entry(key).or_insert(linter).clone())
        } else {
            Ok(linter)
        }
    }

    /// The prepared settings with this fingerprint. Calls `make` if they are not cached.
    pub(crate) fn prepared(&self, fingerprint: Fingerprint, make: impl FnOnce() -> Prepared) -> Arc<Prepared> {
        if let Some(prepared) = self.maps().prepared.get(&fingerprint) {
            return prepared.clone();
        }
        let prepared = Arc::new(make());
        let mut maps = self.maps();
        if maps.prepared.len() < MAX_PREPARED {
            maps.prepared.entry(fingerprint).or_insert(prepared).clone()
        } else {
            prepared
        }
    }
}
