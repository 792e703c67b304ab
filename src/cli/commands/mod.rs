//! One file for each command, each with a `run` that returns the exit code.

pub(crate) mod audit;
pub(crate) mod baseline;
pub(crate) mod check;
pub(crate) mod config;
pub(crate) mod init;
pub(crate) mod lsp;
pub(crate) mod rules;
pub(crate) mod shell;
pub(crate) mod sources;
pub(crate) mod test;
pub(crate) mod words;
mod workspace;
