//! Reads the directories of rule packs. Parses the TOML files, ignores all other files, and runs nothing.

use super::paths::display_path;
use super::paths::read_setting;
use anyhow::Context as _;
use bylint::config::{self, FileFaults};
use bylint::rule::{Rule, RuleSet};
use bylint::text::Source;
use ignore::WalkBuilder;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The rules of a directory and its subdirectories, each with the text of its file, sorted by path.
#[derive(Debug, Default)]
pub(crate) struct Pack {
    pub(crate) rules: Vec<(Arc<Rule>, Source)>,
    /// The TOML files that are not valid rules.
    pub(crate) invalid_files: Vec<FileFaults>,
}

impl Pack {
    /// Reads the rules of a directory, and adds them to `rules`.
    ///
    /// # Errors
    /// If the directory or a file in it cannot be read.
    pub(crate) fn read(directory: &Path, rules: &mut RuleSet) -> anyhow::Result<Self> {
        let mut pack = Self::default();
        for path in files(directory)? {
            let name = display_path(&path);
            let source = Source::new(name.clone(), read_setting(&path).with_context(|| name)?);
            let family = path.parent().and_then(Path::file_name).and_then(OsStr::to_str).unwrap_or_default();
            let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
            match config::add_rule(family, stem, &source, rules) {
                Ok(rule) => pack.rules.push((rule, source)),
                Err(error) => pack.invalid_files.push(FileFaults { source, errors: vec![error] }),
            }
        }
        Ok(pack)
    }
}

/// All TOML files in a directory and below, sorted by path. Hidden files are skipped.
pub(crate) fn files(directory: &Path) -> anyhow::Result<Vec<PathBuf>> {
    // Canonical, because the name of the directory is the family of its rules.
    let directory = fs::canonicalize(directory).with_context(|| display_path(directory))?;
    anyhow::ensure!(directory.is_dir(), "not a directory: {}", display_path(&directory));
    let mut files = Vec::new();
    let walk = WalkBuilder::new(&directory).standard_filters(false).hidden(true).sort_by_file_path(Path::cmp).build();
    for entry in walk {
        let path = entry?.into_path();
        if path.extension().is_some_and(|end| end == "toml") && path.is_file() {
            // Errors show lines of the file, so it must belong to the pack.
            let inside = fs::canonicalize(&path).is_ok_and(|file| file.starts_with(&directory));
            anyhow::ensure!(inside, "{} links to a file outside the directory", display_path(&path));
            files.push(path);
        }
    }
    Ok(files)
}
