//! How tests run the command that was just built.

use std::path::Path;
use std::process::Command;

/// The command, which keeps its cache and its key below the build directory and not with the user.
pub(crate) fn bylint() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bylint"));
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
    // The first is asked on Unix, the second on Windows.
    command.env("XDG_CACHE_HOME", &cache).env("LOCALAPPDATA", &cache).env_remove("BYLINT_CACHE_KEY");
    command
}
