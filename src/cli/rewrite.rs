//! Puts a changed draft in the place of the old one: in one step, or not at all.

use super::output::beside;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Why a draft was left as it is.
#[derive(Debug, thiserror::Error)]
pub(super) enum LeftAlone {
    #[error("it was changed meanwhile")]
    Changed,
    #[error("it may not be written to")]
    ReadOnly,
    #[error("it has a second name (a hard link), which would keep the old text")]
    Linked,
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Writes `after` in the place of `before`.
///
/// The new text stands whole on the disk, beside the draft and with its mode, before it takes the draft's place: whoever
/// reads the file, and whenever the run is cut off, it has the old text or the new one. A link stays a link.
pub(super) fn rewrite(path: &Path, before: &[u8], after: &[u8]) -> Result<(), LeftAlone> {
    let target = fs::canonicalize(path)?;
    let there = fs::metadata(&target)?;
    if there.permissions().readonly() {
        return Err(LeftAlone::ReadOnly);
    }
    if names(&there) > 1 {
        return Err(LeftAlone::Linked);
    }
    let mut temporary = beside(&target, Some(there.permissions()))?;
    temporary.write_all(after)?;
    let temporary = temporary.into_inner().map_err(io::IntoInnerError::into_error)?;
    own(temporary.as_file(), &there)?;
    temporary.as_file().sync_all()?;
    // As late as can be. What is written between this look and the next line is lost; nothing can be done about that
    // without a lock that every editor would have to know of.
    if fs::read(&target)? != before {
        return Err(LeftAlone::Changed);
    }
    temporary.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(unix)]
fn names(there: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(there)
}

#[cfg(not(unix))]
fn names(_: &fs::Metadata) -> u64 {
    1
}

/// Gives the new file to whom the old one belongs, where it is somebody else's, and the mode back that this takes away.
#[cfg(unix)]
fn own(file: &fs::File, there: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) != (there.uid(), there.gid()) {
        fchown(file, Some(there.uid()), Some(there.gid()))?;
        file.set_permissions(there.permissions())?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn own(_: &fs::File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_alone(before: &[u8], prepare: impl FnOnce(&Path)) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "old").expect("a file");
        prepare(&path);
        let error = rewrite(&path, before, b"new").expect_err("it is left alone").to_string();
        assert_ne!(fs::read(&path).expect("it is there"), b"new");
        let others = fs::read_dir(folder.path()).expect("a folder").filter_map(Result::ok);
        let others: Vec<_> =
            others.filter(|entry| entry.file_name().to_string_lossy().starts_with(".bylint")).collect();
        assert!(others.is_empty(), "{others:?}");
        error
    }

    #[test]
    fn a_file_that_was_changed_meanwhile_is_left_alone() {
        let change = |path: &Path| fs::write(path, "newer").expect("it can be written");
        assert_eq!(left_alone(b"old", change), "it was changed meanwhile");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_with_two_names_is_left_alone() {
        let link = |path: &Path| fs::hard_link(path, path.with_extension("txt")).expect("a link");
        assert!(left_alone(b"old", link).contains("hard link"));
    }

    #[test]
    fn a_file_that_may_not_be_written_is_left_alone() {
        let lock = |path: &Path| {
            let mut mode = fs::metadata(path).expect("it is there").permissions();
            mode.set_readonly(true);
            fs::set_permissions(path, mode).expect("its mode can be set");
        };
        assert_eq!(left_alone(b"old", lock), "it may not be written to");
    }

    #[cfg(unix)]
    #[test]
    fn mode_and_links_are_kept() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("a.md"), folder.path().join("link.md"));
        fs::write(&path, "old").expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("its mode can be set");
        std::os::unix::fs::symlink("a.md", &link).expect("a link");
        rewrite(&link, b"old", b"new").expect("it is written");
        assert_eq!(fs::read(&path).expect("it is there"), b"new");
        assert_eq!(fs::read_link(&link).expect("it is a link"), Path::new("a.md"));
        assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o640);
    }
}
