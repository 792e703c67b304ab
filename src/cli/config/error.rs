//! Configurations that cannot be used, and how that is said.

use super::paths::{canonical, to_slash};
use crate::cli::run::inputs::tree;
use bylint::config::ConfigError;
use bylint::report::{self, Human};
use bylint::text::Source;
use std::path::Path;

/// A file that cannot be used: its text, and what is wrong with it.
#[derive(Debug)]
pub(crate) struct FileDiagnostics {
    pub(crate) source: Source,
    pub(crate) errors: Vec<ConfigError>,
}

/// A configuration, or rules of the house that it names, cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("invalid configuration")]
pub(crate) struct InvalidConfig(pub(crate) Vec<FileDiagnostics>);

impl FileDiagnostics {
    /// The faults, each in its line.
    pub(crate) fn show(&self, human: &Human) -> String {
        let mut text = Vec::new();
        for error in &self.errors {
            human.config_error(&mut text, &self.source, error);
        }
        String::from_utf8_lossy(&text).into_owned()
    }
}

impl InvalidConfig {
    pub(crate) fn new(bad: Vec<FileDiagnostics>) -> Self {
        Self(bad)
    }

    /// The faults of all files as annotations on GitHub.
    pub(crate) fn annotations(&self) -> String {
        let faults = self.0.iter().flat_map(|bad| bad.errors.iter().map(move |error| (&bad.source, error)));
        let fault = |(source, error): (&Source, &ConfigError)| {
            let name = name_from_the_top(source.name());
            report::github_failure(&error.message, Some((&name, source.position(error.span.start).line)))
        };
        faults.map(fault).collect()
    }

    /// The faults of all files, each in its line.
    pub(crate) fn show(&self, human: &Human) -> String {
        self.0.iter().map(|bad| bad.show(human)).collect()
    }
}

/// The path of a settings file from the top of its repository; as it is called outside of one.
fn name_from_the_top(name: &str) -> String {
    let path = canonical(Path::new(name)).ok();
    let below = path.as_deref().and_then(|path| path.strip_prefix(tree::repository(path.parent()?)?).ok());
    below.map_or_else(|| name.to_owned(), to_slash)
}
