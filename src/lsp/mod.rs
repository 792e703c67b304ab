//! The language server: what an editor sends, and what it is told. Speaks the Language Server Protocol 3.17.
//!
//! [`Server`] is a value that messages are handed to, and that hands out a [`Job`] for each text to be read and each request
//! to be answered. Reading messages, files, threads and clocks are the caller's, who lends a [`Workspace`]. Findings are
//! those of [`Linter::lint`](crate::engine::Linter::lint), under the same configuration as the command's.

mod actions;
mod config_actions;
pub mod frame;
mod job;
mod message;
mod open_draft;
mod outline;
mod pull;
mod push;
mod request;
mod request_params;
mod schedule;
mod server;
mod session;
mod session_params;
pub mod text;
pub mod uri;
mod view;

pub use job::{Finished, Job};
pub use server::{Flow, Server};

use crate::config::ConfigError;
use crate::diagnostic::Severity;
use crate::document::{Format, FrontMatter};
use crate::engine::{Linter, Prepared};
use crate::text::Source;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files around the drafts. Jobs use it on any thread; the server itself asks only what can be told without a file.
pub trait Workspace: Send + Sync {
    /// What holds for a draft with this front matter; `None` where it is to be left alone. A buffer that is no file is taken
    /// as one of the folder.
    ///
    /// # Errors
    /// When its configuration cannot be used.
    fn settings_for(
        &self,
        draft: DraftLocation<'_>,
        front_matter: &FrontMatter,
    ) -> Result<Option<Arc<DraftSettings>>, Refused>;

    /// The drafts in some folders and below, each once.
    fn drafts(&self, folders: &[PathBuf]) -> Vec<PathBuf>;

    /// The file with the newsroom's choices for a draft: the nearest configuration, or where one would hold, of these open
    /// folders or of its repository.
    fn config_path(&self, draft: DraftLocation<'_>, folders: &[PathBuf]) -> PathBuf;

    /// The bytes of a draft, or of a file that decides what holds for one.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Whether a change of this file may change what holds for a draft. Opens no file.
    fn is_watched(&self, path: &Path) -> bool;

    /// One that has read nothing of configurations and rules yet. Opens no file.
    #[must_use]
    fn reloaded(&self) -> Self;
}

/// Where a draft stands.
#[derive(Clone, Copy, Debug)]
pub enum DraftLocation<'a> {
    /// In this file, whether or not it was written yet.
    File(&'a Path),
    /// In a buffer without a file, while this folder is open.
    Buffer(&'a Path),
}

/// What holds for a draft.
#[derive(Debug)]
pub struct DraftSettings {
    /// With the rules of the house.
    pub linter: Arc<Linter>,
    /// For the engine.
    pub context: Arc<Prepared>,
    /// The least severity to be shown.
    pub min_severity: Severity,
}

/// A configuration, or a rule's file, that cannot be used.
#[derive(Debug, Default)]
pub struct Refused {
    /// What is wrong, in a line.
    pub message: String,
    /// The files with the faults in them.
    pub files: Vec<(PathBuf, Source, Vec<ConfigError>)>,
}

/// How a draft is read: by its file's ending, as `check` does; a buffer without a file by what the editor calls its language.
#[must_use]
pub fn format(path: Option<&Path>, language: &str) -> Format {
    let ending = path.map(|path| path.extension().and_then(|end| end.to_str()).unwrap_or_default());
    match ending.unwrap_or(language).to_ascii_lowercase().as_str() {
        "mdx" => Format::Mdx,
        "txt" => Format::Plain,
        // Names of languages; as endings they say nothing.
        "text" | "plaintext" => {
            if path.is_none() {
                Format::Plain
            } else {
                Format::Markdown
            }
        }
        _ => Format::Markdown,
    }
}
