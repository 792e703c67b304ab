//! The error type of the public API.

use crate::config::{ContradictorySettings, InvalidConfig, TooManyPatterns};
use crate::fix::FixError;
use crate::rule::{PhraseBudgetExceeded, UnknownRule};
use crate::text::Span;
use serde::Serialize;
use std::fmt;

/// The error when a configuration or a rule pack is invalid, or when fixes never end.
///
/// ```
/// let error = bylint::Linter::builder().config_str("bylint.toml", "[rules]\nprofil = 'light'\n").build().unwrap_err();
/// let fault = &error.faults()[0];
/// assert_eq!((fault.file.as_str(), fault.line, fault.column), ("bylint.toml", 2, 1));
/// assert_eq!(&"[rules]\nprofil = 'light'\n"[fault.span.unwrap().range()], "profil");
/// assert!(error.to_string().starts_with("bylint.toml:2:1: unknown key `profil`"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Error {
    faults: Vec<ConfigFault>,
}

/// A fault, with its place in one of the files that the builder was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ConfigFault {
    /// The file's name; empty if no single file is at fault.
    pub file: String,
    /// The line, from 1; 0 if the fault has no place.
    pub line: usize,
    /// The column in Unicode scalar values, from 1; 0 if the fault has no place.
    pub column: usize,
    /// The place in the file's text, in bytes.
    pub span: Option<Span>,
    /// What is wrong, and what was probably meant.
    pub message: String,
}

impl Error {
    /// Returns the faults, grouped by file; never empty.
    #[must_use]
    pub fn faults(&self) -> &[ConfigFault] {
        &self.faults
    }

    pub(super) fn without_place(message: String) -> Self {
        Self { faults: vec![ConfigFault { file: String::new(), line: 0, column: 0, span: None, message }] }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, fault) in self.faults.iter().enumerate() {
            let line_break = if number > 0 { "\n" } else { "" };
            write!(f, "{line_break}{fault}")?;
        }
        Ok(())
    }
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.span {
            Some(_) => write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl From<InvalidConfig> for Error {
    fn from(invalid: InvalidConfig) -> Self {
        let faults = invalid.0.iter().flat_map(|file| file.errors.iter().map(move |error| (&file.source, error)));
        let faults = faults.map(|(source, error)| {
            let position = source.position(error.span.start);
            ConfigFault {
                file: source.name().to_owned(),
                line: position.line,
                column: position.column,
                span: Some(error.span),
                message: error.message.clone(),
            }
        });
        Self { faults: faults.collect() }
    }
}

impl From<TooManyPatterns> for Error {
    fn from(error: TooManyPatterns) -> Self {
        Self::without_place(error.to_string())
    }
}

impl From<ContradictorySettings> for Error {
    fn from(error: ContradictorySettings) -> Self {
        Self::without_place(error.to_string())
    }
}

impl From<PhraseBudgetExceeded> for Error {
    fn from(error: PhraseBudgetExceeded) -> Self {
        Self::without_place(error.to_string())
    }
}

impl From<UnknownRule> for Error {
    fn from(error: UnknownRule) -> Self {
        Self::without_place(error.to_string())
    }
}

impl From<FixError> for Error {
    fn from(error: FixError) -> Self {
        Self::without_place(error.to_string())
    }
}
