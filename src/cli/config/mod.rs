//! Configurations and baselines: finds and reads the files that decide which settings apply to a draft.

pub(crate) mod baselines;
pub(crate) mod common;
pub(crate) mod dependencies;
pub(crate) mod discover;
pub(crate) mod error;
pub(crate) mod load;
pub(crate) mod packs;
pub(crate) mod paths;
pub(crate) mod resolve;
