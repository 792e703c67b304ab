//! The files that decide which settings apply to drafts. `bylint check --watch` and the language server watch them.

use super::load;
use super::packs;
use super::paths::{self, NAMES, configuration};
use crate::cli::run::inputs::tree;
use bylint::config::{self, References};
use std::fs;
use std::path::{Path, PathBuf};

/// The files that decide which settings apply in a directory: the configurations in it and above it, and all files that
/// these refer to. Includes files that do not exist.
pub(crate) fn of_directory(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for above in directory.ancestors() {
        let is_last = configuration(above).is_some() || tree::is_top(above);
        // All names, so that a new configuration is noticed.
        for name in NAMES {
            add_configuration(above.join(name), &mut files);
        }
        if is_last {
            break;
        }
    }
    files
}

/// A configuration and all files that it refers to.
pub(crate) fn of_configuration(path: PathBuf) -> Vec<PathBuf> {
    let mut files = Vec::new();
    add_configuration(path, &mut files);
    files
}

/// Adds a configuration, the files that it extends, and the rules, dictionaries and lists that these name.
fn add_configuration(path: PathBuf, files: &mut Vec<PathBuf>) {
    // Most directories have no configuration: this check is enough for them.
    if fs::symlink_metadata(&path).is_err() {
        files.push(path);
        return;
    }
    if files.contains(&path) {
        return;
    }
    let text = tree::resolve(&path).ok().and_then(|path| String::from_utf8(paths::read_setting(&path).ok()?).ok());
    let directory = path.parent().map(Path::to_owned).unwrap_or_default();
    let root = load::repository_or_parent(&path);
    files.push(path);
    let Some(text) = text else { return };
    let References { extends, packs, word_files } = config::references(&text);
    // The loader refuses all files outside of the repository, so they need not be watched.
    let inside = |name: &str| Some(directory.join(name)).filter(|path| tree::resolve_inside(&root, path).is_ok());
    for pack in packs.iter().filter_map(|(pack, _)| inside(pack)) {
        files.extend(packs::files(&pack).unwrap_or_default());
        files.push(pack);
    }
    files.extend(word_files.iter().filter_map(|(file, _)| inside(file)));
    for other in extends.iter().filter_map(|(other, _)| inside(other)) {
        add_configuration(other, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::config::paths::NAME;

    #[test]
    fn dependencies_are_inside_the_repository() {
        let directory = tempfile::tempdir().expect("a folder can be made");
        // A temporary folder may be reached through a link.
        let directory = fs::canonicalize(directory.path()).expect("it is there");
        let [repository, outside] = ["r", "outside"].map(|name| directory.join(name));
        for (path, text) in [
            (outside.join("a.toml"), "extends = 'more.toml'\n"),
            (outside.join("words.txt"), "zorgle\n"),
            (repository.join(".git/HEAD"), ""),
            (repository.join("own.txt"), "zorgle\n"),
            (
                repository.join(NAME),
                "extends = ['../outside/a.toml']\nrules.packs = ['../outside', 'rules', '/']\n\
                 language.dictionary = ['../outside/words.txt', 'own.txt']\n\
                 newsroom.partners = [{ file = '../outside/words.txt' }, { file = 'partners.txt' }]\n",
            ),
        ] {
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
            fs::write(path, text).expect("it can be written");
        }
        let files = of_directory(&repository);
        for name in ["own.txt", "partners.txt", "rules"] {
            assert!(files.contains(&repository.join(name)), "{name}");
        }
        assert!(files.iter().all(|path| path.starts_with(&repository)), "{files:?}");
    }
}
