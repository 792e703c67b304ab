//! What the configurations of a run share, so that each file is read once: many directories may use the same pack
//! or dictionary. Also the limits on all of them together, since a pull request may contain any number of
//! configurations.

use bylint::cache::Fingerprint;
use bylint::config::RuleSettings;
use bylint::engine::{Engine, Prepared};
use bylint::rule::RuleSet;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Limit on the bytes of configurations, lists and dictionaries in one run; a file counts for each configuration
/// that uses it.
const MOST_BYTES: u64 = 64 << 20;

/// Different settings of rules that are held, at most: each needs rules of its own, which take over a megabyte.
pub(crate) const MOST_LINTERS: usize = 100;

/// Different settings of all kinds that are held, at most.
pub(crate) const MOST_PREPARED: usize = 1000;

/// What the configurations of a run have in common.
#[derive(Debug, Default)]
pub(crate) struct Common {
    read: AtomicU64,
    kept: Mutex<CommonCache>,
}

#[derive(Debug, Default)]
struct CommonCache {
    /// The built-in rules with those of packs, by the folders of these in their order.
    rules: HashMap<Vec<PathBuf>, RuleSet>,
    linters: HashMap<(Vec<PathBuf>, RuleSettings), Arc<Engine>>,
    prepared: HashMap<Fingerprint, Arc<Prepared>>,
    dictionaries: HashMap<PathBuf, Arc<str>>,
}

impl Common {
    fn kept(&self) -> MutexGuard<'_, CommonCache> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts bytes of a configuration.
    ///
    /// # Errors
    /// If the run has read too many.
    pub(crate) fn count(&self, bytes: usize) -> anyhow::Result<()> {
        let all = self.read.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64;
        anyhow::ensure!(
            all <= MOST_BYTES,
            "the configuration files of this run are larger than {} MiB in total",
            MOST_BYTES >> 20
        );
        Ok(())
    }

    /// The rules of these packs, if they have been read.
    pub(crate) fn rules(&self, packs: &[PathBuf]) -> Option<RuleSet> {
        self.kept().rules.get(packs).cloned()
    }

    pub(crate) fn keep_rules(&self, packs: Vec<PathBuf>, rules: &RuleSet) {
        self.kept().rules.insert(packs, rules.clone());
    }

    /// The text of a dictionary, when it was read before.
    pub(crate) fn dictionary(&self, path: &Path) -> Option<Arc<str>> {
        self.kept().dictionaries.get(path).cloned()
    }

    pub(crate) fn keep_dictionary(&self, path: PathBuf, text: &Arc<str>) {
        self.kept().dictionaries.insert(path, text.clone());
    }

    /// Ready to run the rules of these packs with these settings. Very many are not held: what one draft needs beyond that is made for
    /// it alone, so that nothing depends on which draft comes first.
    ///
    /// # Errors
    /// Those of `make`.
    pub(crate) fn linter(
        &self,
        packs: &[PathBuf],
        values: RuleSettings,
        make: impl FnOnce() -> anyhow::Result<Engine>,
    ) -> anyhow::Result<Arc<Engine>> {
        let key = (packs.to_owned(), values);
        if let Some(linter) = self.kept().linters.get(&key) {
            return Ok(linter.clone());
        }
        let linter = Arc::new(make()?);
        let mut kept = self.kept();
        if kept.linters.len() < MOST_LINTERS {
            Ok(kept.linters.entry(key).or_insert(linter).clone())
        } else {
            Ok(linter)
        }
    }

    /// What stands for this sum; made when it is the first.
    pub(crate) fn prepared(&self, sum: Fingerprint, make: impl FnOnce() -> Prepared) -> Arc<Prepared> {
        if let Some(prepared) = self.kept().prepared.get(&sum) {
            return prepared.clone();
        }
        let prepared = Arc::new(make());
        let mut kept = self.kept();
        if kept.prepared.len() < MOST_PREPARED {
            kept.prepared.entry(sum).or_insert(prepared).clone()
        } else {
            prepared
        }
    }
}
