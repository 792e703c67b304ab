//! Formats the errors in configurations.

use super::paths::{canonical, to_slash};
use crate::cli::run::inputs::tree;
use bylint::config::{ConfigError, FileFaults, InvalidConfig};
use bylint::report::{self, Human};
use bylint::text::Source;
use std::path::Path;

/// The errors in a file, each with the line that it is in.
pub(crate) fn show(file: &FileFaults, human: &Human) -> String {
    let mut text = Vec::new();
    for error in &file.errors {
        human.config_error(&mut text, &file.source, error);
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// The errors in all files, each with the line that it is in.
pub(crate) fn show_all(invalid: &InvalidConfig, human: &Human) -> String {
    invalid.0.iter().map(|file| show(file, human)).collect()
}

/// The errors in all files, as annotations on GitHub.
pub(crate) fn annotations(invalid: &InvalidConfig) -> String {
    let faults = invalid.0.iter().flat_map(|file| file.errors.iter().map(move |error| (&file.source, error)));
    let fault = |(source, error): (&Source, &ConfigError)| {
        let name = repo_relative_name(source.name());
        report::github_failure(&error.message, Some((&name, source.position(error.span.start).line)))
    };
    faults.map(fault).collect()
}

/// The path of a settings file relative to the top of its repository; outside of a repository, its name unchanged.
fn repo_relative_name(name: &str) -> String {
    let path = canonical(Path::new(name)).ok();
    let below = path.as_deref().and_then(|path| path.strip_prefix(tree::repository(path.parent()?)?).ok());
    below.map_or_else(|| name.to_owned(), to_slash)
}
