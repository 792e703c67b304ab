//! What a run over drafts needs, whatever the command: finding and reading drafts, threads, output, the cache, writing files.

pub(crate) mod atomic_write;
pub(crate) mod cache_dir;
pub(crate) mod filter;
pub(crate) mod inputs;
pub(crate) mod output;
pub(crate) mod over_drafts;
pub(crate) mod parsed_draft;
pub(crate) mod progress;
pub(crate) mod scheduler;
pub(crate) mod signals;
