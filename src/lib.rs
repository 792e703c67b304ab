//! bylint finds statements in news drafts that lack a clear source.
//!
//! A draft's road: bytes → [`text::Source`] → [`document::Document`] → [`attribution::Attributions`] →
//! [`diagnostic::Finding`]s. A module imports only those above it in the table of `docs/ARCHITECTURE.md`.

pub mod analysis;
pub mod attribution;
pub mod baseline;
pub mod cache;
pub mod cancel;
mod check;
pub mod config;
pub mod date;
pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod fix;
pub mod language;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod report;
pub mod rule;
pub mod sourcing;
pub mod spelling;
mod statements;
pub mod text;
mod toml_error;
pub mod trial;
pub mod wordlist;
