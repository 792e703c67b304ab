//! Paths that are compared, never opened.

use std::path::{Component, Path, PathBuf};

/// Removes each `.` from a path, and each `..` together with the part before it. A `..` with no part before it stays.
pub(super) fn normalize(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if normalized.file_name().is_some() => drop(normalized.pop()),
            part => normalized.push(part),
        }
    }
    normalized
}

/// Returns the path of a draft relative to the directory of the configuration; `None` if the draft is outside it.
pub(super) fn below_config(name: &str) -> Option<PathBuf> {
    let path = normalize(Path::new(name));
    (path.is_relative() && !path.starts_with("..")).then_some(path)
}
