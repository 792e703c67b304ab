//! The secret that signs cache entries, so that nobody else can add entries.

use crate::cli::config::paths;
use crate::cli::run::atomic_write::{Replacement, remove_leftovers};
use crate::cli::run::inputs::tree;
use etcetera::BaseStrategy as _;
use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The environment variable that holds the secret that jobs share.
pub(super) const KEY_VARIABLE: &str = "BYLINT_CACHE_KEY";

/// Minimum length of that secret, in bytes.
const MIN_SECRET_BYTES: usize = 16;

/// The directory of bylint in the cache directory of the user; `None` if there is no such directory.
pub(super) fn own_directory() -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?.cache_dir();
    tree::resolve(&base.join("bylint")).ok()
}

/// The secret that signs entries: the one that jobs share, or else the key of this user on this machine. `None` if
/// there is no key, or if the authors of drafts could write it.
///
/// # Errors
/// If the secret that jobs share is too short.
pub(super) fn signing_secret(root: Option<&Path>) -> anyhow::Result<Option<[u8; blake3::KEY_LEN]>> {
    if let Some(secret) = env::var_os(KEY_VARIABLE).filter(|secret| !secret.is_empty()) {
        let secret = secret.as_encoded_bytes();
        anyhow::ensure!(
            secret.len() >= MIN_SECRET_BYTES,
            "{KEY_VARIABLE} is shorter than {MIN_SECRET_BYTES} bytes; generate one with `openssl rand -hex 32`"
        );
        return Ok(Some(blake3::derive_key("bylint cache entries 2026", secret)));
    }
    let Some(directory) = own_directory() else { return Ok(None) };
    // If the home directory is the repository of the drafts, their authors could write the key.
    let working_directory = env::current_dir().and_then(fs::canonicalize).ok();
    let repositories = [root, working_directory.as_deref()].into_iter().flatten().filter_map(tree::repository);
    let is_exposed = repositories.into_iter().chain(root).any(|top| directory.starts_with(top));
    // Without a key nothing is cached.
    Ok(if is_exposed { None } else { own_key(&directory).ok() })
}

/// Reads the key of the user; creates it if it does not exist.
fn own_key(directory: &Path) -> io::Result<[u8; blake3::KEY_LEN]> {
    let path = directory.join("key");
    let read = || {
        let key = paths::read_setting(&path)?;
        <[u8; blake3::KEY_LEN]>::try_from(key).map_err(|_| io::Error::other("not a key"))
    };
    read().or_else(|_| {
        let mut key = [0; blake3::KEY_LEN];
        getrandom::fill(&mut key).map_err(io::Error::other)?;
        fs::create_dir_all(directory)?;
        remove_leftovers(directory);
        let mut file = Replacement::new(path.clone(), None)?;
        file.make_private()?;
        file.write_all(&key)?;
        // If several runs create a key at the same time, all use the first.
        let _ = file.commit_new();
        read()
    })
}
