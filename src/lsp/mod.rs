//! The language server. Speaks the Language Server Protocol 3.17.
//!
//! [`Server`] is a state machine: it receives messages, and returns a [`Job`] for each text to lint and each request to answer.
//! The caller transports messages, runs threads and supplies files through a [`Workspace`]. Findings are those of
//! [`Engine::lint`](crate::engine::Engine::lint) with the same configuration as on the command line.
//!
//! A [`Job`] contains everything it needs: the text at that time, the request, and the [`Workspace`]. It has no reference to
//! the server, so any thread can run it. After a change of configuration the server uses a new workspace. Jobs in progress
//! keep the old one, and their results are discarded.
//!
//! The server cancels work whose result is no longer needed. It sets a flag, which the library checks at bounded intervals:
//!
//! - When a text is edited or closed, or its configuration changes, the text is outdated. Requests about it are answered with
//!   `ContentModified`, pulled diagnostics with `ServerCancelled`. Workspace diagnostics depend on every open text.
//! - When the editor cancels a request, the request is answered with `RequestCancelled` at once. The lint job of its draft
//!   continues if other requests need it.
//! - When the session shuts down, open requests are answered with `RequestCancelled`.
//!
//! The server uses a result only if it still has the number of the job, so it never shows outdated results. The caller should
//! pass on all messages that have arrived before it requests a job: then many edits in a row need only one lint job. The
//! smallest text is linted first.
//!
//! Messages are JSON values, with a few structs for incoming ones. A crate with the types of the protocol would be the largest
//! dependency, and crates with an event loop end the session at the first broken header.

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
use crate::engine::{Engine, Prepared};
use crate::text::Source;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Access to configurations and drafts. Jobs use it on any thread; the server itself calls only methods that open no file.
pub trait Workspace: Send + Sync {
    /// The settings of a draft with this front matter; `None` if it is excluded. A buffer without a file counts
    /// as a draft in its folder.
    ///
    /// # Errors
    /// If the configuration of the draft cannot be used.
    fn settings_for(
        &self,
        draft: DraftLocation<'_>,
        front_matter: &FrontMatter,
    ) -> Result<Option<Arc<DraftSettings>>, Refused>;

    /// The drafts in these folders and below, each once.
    fn drafts(&self, folders: &[PathBuf]) -> Vec<PathBuf>;

    /// The configuration to edit for a draft: the nearest one or, if there is none, a new one in its open
    /// folder or at the top of its repository.
    fn config_path(&self, draft: DraftLocation<'_>, folders: &[PathBuf]) -> PathBuf;

    /// Reads a draft or a configuration file.
    ///
    /// # Errors
    /// If it cannot be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Whether a change to this file may change the settings of a draft. Opens no file.
    fn is_watched(&self, path: &Path) -> bool;

    /// A workspace for the same files with an empty cache: it will read configurations and rules again. Opens no file.
    #[must_use]
    fn reloaded(&self) -> Self;
}

/// The location of a draft.
#[derive(Clone, Copy, Debug)]
pub enum DraftLocation<'a> {
    /// The path of the file, which may not exist yet.
    File(&'a Path),
    /// A buffer without a file, in this open folder.
    Buffer(&'a Path),
}

/// The settings of a draft.
#[derive(Debug)]
pub struct DraftSettings {
    /// The linter, with house rules.
    pub linter: Arc<Engine>,
    /// The context for the linter.
    pub context: Arc<Prepared>,
    /// The least severity that is shown.
    pub min_severity: Severity,
}

/// The errors of a configuration or a rule file that cannot be used.
#[derive(Debug, Default)]
pub struct Refused {
    /// The error on one line.
    pub message: String,
    /// The files with their errors.
    pub files: Vec<(PathBuf, Source, Vec<ConfigError>)>,
}

/// The format of a draft: by its extension, as in `check`; for a buffer without a file, by the editor's language
/// id.
#[must_use]
pub fn format(path: Option<&Path>, language: &str) -> Format {
    let ending = path.map(|path| path.extension().and_then(|end| end.to_str()).unwrap_or_default());
    match ending.unwrap_or(language).to_ascii_lowercase().as_str() {
        "mdx" => Format::Mdx,
        "txt" => Format::Plain,
        // Language ids; as extensions they mean nothing.
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
