//! Writes files: reports, baselines, fixed drafts, cache entries. All files are written here: in one step, and never
//! through a link that leads out of a repository ([`crate::cli::run::inputs::tree`]).

use crate::cli::config::paths::is_draft_name;
use crate::cli::run::inputs::tree::{self, BadPath};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::{NamedTempFile, PersistError};

/// Prefix, suffix and number of random characters in the name of a temporary file.
const PREFIX: &str = ".bylint-";
const SUFFIX: &str = ".tmp";
const RANDOM_LENGTH: usize = 10;

/// Where a report goes.
pub(crate) enum Destination {
    /// A device or pipe, which is written to directly.
    Stream(File),
    /// A file, which is replaced when the report is complete.
    File(Replacement),
}

impl Destination {
    /// Opens the file that a path leads to.
    ///
    /// # Errors
    /// If a link leads out of its repository, or if the file cannot be written.
    pub(crate) fn open(path: &Path) -> Result<Self, BadPath> {
        let target = tree::resolve(path)?;
        remove_leftovers(parent(&target));
        let permissions = match fs::metadata(&target) {
            Ok(metadata) if !metadata.is_file() => return Ok(Self::Stream(File::options().write(true).open(target)?)),
            Ok(metadata) => Some(metadata.permissions()),
            Err(_) => None,
        };
        Ok(Self::File(Replacement::new(target, permissions)?))
    }
}

/// A temporary file that replaces its target when it is complete. Until then, readers of the target see the old text.
pub(crate) struct Replacement {
    /// The temporary file; `None` once it has been committed or dropped.
    temporary: Option<BufWriter<NamedTempFile>>,
    target: PathBuf,
}

impl Replacement {
    /// Creates the temporary file next to its target; `target` is a path without links.
    pub(crate) fn new(target: PathBuf, permissions: Option<Permissions>) -> io::Result<Self> {
        let directory = parent(&target).to_owned();
        Self::in_directory(&directory, target, permissions)
    }

    /// Creates the temporary file in another directory of the same file system.
    pub(crate) fn in_directory(
        directory: &Path,
        target: PathBuf,
        permissions: Option<Permissions>,
    ) -> io::Result<Self> {
        let temporary = create_temporary(directory)?;
        if let Some(permissions) = permissions {
            temporary.as_file().set_permissions(permissions)?;
        }
        Ok(Self { temporary: Some(BufWriter::new(temporary)), target })
    }

    /// Replaces the target.
    pub(crate) fn commit(self) -> io::Result<()> {
        self.persist_with(|temporary, target| temporary.persist(target))
    }

    /// Creates the target, unless it exists by now.
    ///
    /// # Errors
    /// If the target exists; it stays.
    pub(crate) fn commit_new(self) -> io::Result<()> {
        self.persist_with(|temporary, target| temporary.persist_noclobber(target))
    }

    /// Flushes the temporary file, and moves it to the target with `persist`.
    fn persist_with(
        mut self,
        persist: impl FnOnce(NamedTempFile, &Path) -> Result<File, PersistError>,
    ) -> io::Result<()> {
        self.flush()?;
        let mut temporary_files = temporary_files();
        let Some(temporary) = self.temporary.take() else { return Ok(()) };
        let (temporary, _) = temporary.into_parts();
        let path = temporary.path().to_owned();
        let result = persist(temporary, &self.target);
        temporary_files.remove(&path);
        result.map(drop).map_err(|error| error.error)
    }

    /// Makes the file readable only for the user.
    #[cfg(unix)]
    pub(crate) fn make_private(&mut self) -> io::Result<()> {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        self.file().map_or(Ok(()), |file| file.set_permissions(mode))
    }

    /// Does nothing: without Unix modes, the directory decides who can read the file.
    #[cfg(not(unix))]
    pub(crate) fn make_private(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// The temporary file, unless it has been committed.
    fn file(&self) -> Option<&File> {
        self.temporary.as_ref().map(|temporary| temporary.get_ref().as_file())
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.temporary.as_mut().map_or(Ok(bytes.len()), |temporary| temporary.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temporary.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        let mut temporary_files = temporary_files();
        if let Some(temporary) = self.temporary.take() {
            // Discards the buffered bytes instead of flushing them: the file is removed.
            let (temporary, _) = temporary.into_parts();
            temporary_files.remove(temporary.path());
        }
    }
}

/// Writes a whole file.
///
/// # Errors
/// As [`Destination::open`], or if the file cannot be written.
pub(crate) fn write_file(path: &Path, text: &[u8]) -> Result<(), BadPath> {
    match Destination::open(path)? {
        Destination::Stream(mut stream) => stream.write_all(text)?,
        Destination::File(mut replacement) => {
            replacement.write_all(text)?;
            replacement.commit()?;
        }
    }
    Ok(())
}

/// Appends to a file, and creates it if it does not exist.
pub(crate) fn append(path: &Path, text: &[u8]) -> Result<(), BadPath> {
    let target = tree::resolve(path)?;
    Ok(File::options().append(true).create(true).open(target)?.write_all(text)?)
}

/// Creates a file that must not exist yet.
pub(crate) fn create(path: &Path, text: &[u8]) -> Result<(), BadPath> {
    // A link exists, whatever its target.
    Ok(File::create_new(path)?.write_all(text)?)
}

/// Why a draft was not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteSkipped {
    #[error("it was changed while bylint was running")]
    Changed,
    #[error("it is read-only")]
    ReadOnly,
    #[error("it has a hard link, which would keep the old text")]
    HardLink,
    #[error("it is a symbolic link to a file that is not a draft")]
    NotADraft,
    #[error("cannot keep its extended attribute `{0}`: {1}")]
    Attribute(String, io::Error),
    #[error(transparent)]
    BadPath(#[from] BadPath),
}

impl From<io::Error> for WriteSkipped {
    fn from(error: io::Error) -> Self {
        Self::BadPath(error.into())
    }
}

/// Replaces the text of a draft. Mode, owner and extended attributes stay, and a link stays a link.
///
/// The new text is complete on the disk before it replaces the old one, so the file always has one or the other.
///
/// # Errors
/// If the draft cannot or should not be written; it stays as it is.
pub(crate) fn rewrite(path: &Path, before: &[u8], after: &[u8]) -> Result<(), WriteSkipped> {
    let target = tree::resolve(path)?;
    if fs::symlink_metadata(path)?.is_symlink() && !is_draft_name(&target) {
        return Err(WriteSkipped::NotADraft);
    }
    let metadata = fs::metadata(&target)?;
    if metadata.permissions().readonly() {
        return Err(WriteSkipped::ReadOnly);
    }
    if link_count(&metadata) > 1 {
        return Err(WriteSkipped::HardLink);
    }
    let mut replacement = Replacement::new(target.clone(), Some(metadata.permissions()))?;
    replacement.write_all(after)?;
    replacement.flush()?;
    if let Some(file) = replacement.file() {
        keep_owner(file, &metadata)?;
        keep_attributes(file, &target)?;
        file.sync_all()?;
    }
    // As late as possible. A change between this check and the next line is lost; only a lock that all editors
    // know would prevent that.
    if fs::read(&target)? != before {
        return Err(WriteSkipped::Changed);
    }
    Ok(replacement.commit()?)
}

/// Removes temporary files of runs that were killed. Files of active runs are locked and stay.
pub(crate) fn remove_leftovers(directory: &Path) {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| is_temporary(&entry.file_name().to_string_lossy())) {
        let path = entry.path();
        let file = entry.file_type().ok().filter(fs::FileType::is_file);
        let file = file.and_then(|_| File::options().read(true).write(true).open(&path).ok());
        // Stays locked until it is removed, so that no other run uses it meanwhile.
        if let Some(_locked) = file.filter(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Whether a file name is that of a temporary file.
pub(crate) fn is_temporary(name: &str) -> bool {
    let random = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    random
        .is_some_and(|random| random.len() == RANDOM_LENGTH && random.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The directory of a path; `.` for a bare file name.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The temporary files of this process. They are removed when a signal ends the process.
static TEMPORARY_FILES: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn temporary_files() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    TEMPORARY_FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Creates a temporary file in this directory, and locks it.
fn create_temporary(directory: &Path) -> io::Result<NamedTempFile> {
    super::signals::clean_up_on_exit(remove_all_temporary_files);
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM_LENGTH);
    // The error of tempfile would name the temporary file, which the user does not know.
    let os_error_code = Cell::new(None);
    let open = |path: &Path| {
        let file = fs::File::options().read(true).write(true).create_new(true).open(path);
        file.inspect_err(|error| os_error_code.set(error.raw_os_error()))
    };
    loop {
        let mut temporary_files = temporary_files();
        let temporary = builder
            .make_in(directory, open)
            .map_err(|error| os_error_code.get().map_or(error, io::Error::from_raw_os_error))?;
        let locked = temporary.as_file().try_lock();
        // Another run may have removed it as a leftover before it was locked.
        let is_removed_or_locked = matches!(locked, Err(fs::TryLockError::WouldBlock))
            || temporary.as_file().metadata().is_ok_and(|metadata| link_count(&metadata) == 0);
        if !is_removed_or_locked {
            temporary_files.insert(temporary.path().to_owned());
            return Ok(temporary);
        }
    }
}

/// Removes all temporary files. No new one is created until the returned lock is dropped.
fn remove_all_temporary_files() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    let mut temporary_files = temporary_files();
    for path in std::mem::take(&mut *temporary_files) {
        // It may have been removed already.
        let _ = fs::remove_file(path);
    }
    temporary_files
}

#[cfg(unix)]
fn link_count(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn link_count(_: &fs::Metadata) -> u64 {
    1
}

/// Gives the new file to the owner of the old one. Then sets its mode again, since `fchown` may change it.
#[cfg(unix)]
fn keep_owner(file: &File, metadata: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) != (metadata.uid(), metadata.gid()) {
        fchown(file, Some(metadata.uid()), Some(metadata.gid()))?;
        file.set_permissions(metadata.permissions())?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// Copies extended attributes, including access lists.
#[cfg(unix)]
fn keep_attributes(file: &File, old: &Path) -> Result<(), WriteSkipped> {
    use xattr::FileExt as _;
    // Fails if the file system has no attributes.
    let Ok(names) = xattr::list(old) else { return Ok(()) };
    for name in names {
        let value = xattr::get(old, &name)?;
        let Some(value) = value.filter(|value| file.get_xattr(&name).ok().flatten().as_ref() != Some(value)) else {
            continue;
        };
        let shown = name.to_string_lossy();
        // Only the system can set these attributes, so a failure is ignored.
        let is_system_attribute = shown.starts_with("security.") || shown.starts_with("com.apple.");
        match file.set_xattr(&name, &value) {
            Err(error) if !is_system_attribute => return Err(WriteSkipped::Attribute(shown.into_owned(), error)),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_attributes(_: &File, _: &Path) -> Result<(), WriteSkipped> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused_rewrite(before: &[u8], prepare: impl FnOnce(&Path)) -> String {
        let directory = tempfile::tempdir().expect("a folder");
        let path = directory.path().join("a.md");
        fs::write(&path, "old").expect("a file");
        prepare(&path);
        let error = rewrite(&path, before, b"new").expect_err("it is left alone").to_string();
        assert_ne!(fs::read(&path).expect("it is there"), b"new");
        let leftovers = fs::read_dir(directory.path()).expect("a folder").filter_map(Result::ok);
        let leftovers: Vec<_> =
            leftovers.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX)).collect();
        assert!(leftovers.is_empty(), "{leftovers:?}");
        error
    }

    #[test]
    fn changed_file_is_not_rewritten() {
        let change = |path: &Path| fs::write(path, "newer").expect("it can be written");
        assert_eq!(refused_rewrite(b"old", change), "it was changed while bylint was running");
    }

    #[cfg(unix)]
    #[test]
    fn file_with_hard_link_is_not_rewritten() {
        let link = |path: &Path| fs::hard_link(path, path.with_extension("txt")).expect("a link");
        assert!(refused_rewrite(b"old", link).contains("hard link"));
    }

    #[test]
    fn read_only_file_is_not_rewritten() {
        let lock = |path: &Path| {
            let mut mode = fs::metadata(path).expect("it is there").permissions();
            mode.set_readonly(true);
            fs::set_permissions(path, mode).expect("its mode can be set");
        };
        assert_eq!(refused_rewrite(b"old", lock), "it is read-only");
    }

    #[cfg(unix)]
    #[test]
    fn rewrite_keeps_mode_and_links() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().expect("a folder");
        let (path, link) = (directory.path().join("a.md"), directory.path().join("link.md"));
        fs::write(&path, "old").expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("its mode can be set");
        std::os::unix::fs::symlink("a.md", &link).expect("a link");
        rewrite(&link, b"old", b"new").expect("it is written");
        assert_eq!(fs::read(&path).expect("it is there"), b"new");
        assert_eq!(fs::read_link(&link).expect("it is a link"), Path::new("a.md"));
        assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o640);
    }
}
