//! bylint finds statements in news drafts that lack a clear source.
//!
//! [`Linter::builder`] takes a configuration as text, and [`Linter::analyze`] takes a draft. The [`Analysis`] has the places to
//! check ([`Analysis::findings`]), the people and bodies that are quoted or cited ([`Analysis::speakers`],
//! [`Analysis::attributions`]), the source of each passage ([`Analysis::sourcing`]), and the draft with its fixes applied
//! ([`Analysis::fix`]). The library reads no files, has no clock and starts no threads. [`configuration`] has
//! the keys of a configuration and of rule files.
//!
//! Features: `lsp`, the language server's sessions; `cli`, the command with its dependencies. Both are on by default; a program
//! that lints drafts needs neither (`default-features = false`).
//!
//! ```
//! use bylint::{Draft, Linter, Severity};
//!
//! let linter = Linter::builder().config_str("bylint.toml", "[newsroom]\nown-outlets = ['The Gazette']\n").build()?;
//! let text = "“The gate is shut,” Ada Brook said.\n\nThe bridge is closed, sources said.\n";
//! let analysis = linter.analyze(&Draft::markdown("story.md", text), None)?;
//!
//! let finding = &analysis.findings()[0];
//! assert_eq!(&*finding.rule, "anonymous-source");
//! assert_eq!(finding.severity, Severity::Error);
//! assert_eq!(&text[finding.span.range()], "sources");
//! assert_eq!(analysis.position(finding.span.start).line, 3);
//! assert_eq!(analysis.speakers()[0].name, "Ada Brook");
//! # Ok::<(), bylint::Error>(())
//! ```

mod api;

pub use api::{
    Analysis, Attribution, ConfigFault, Draft, Error, FixedDraft, Linter, LinterBuilder, Passage, Sourcing, Speaker,
};
pub use attribution::{AttributionKind, Route, SourceClass};
pub use date::{Date, InvalidDate};
pub use diagnostic::{Applicability, Confidence, Edit, Finding, Fix, Label, Severity};
pub use sourcing::SourceTier;
pub use text::{Position, Span};

#[allow(clippy::doc_markdown, reason = "it is a page for people, too")]
#[doc = include_str!("../docs/configuration.md")]
pub mod configuration {}

// Internal modules. They are public only for the command, the tests and the trainer of this package, and may change in any
// version. A module imports only from those above it in the table of docs/ARCHITECTURE.md.
#[doc(hidden)]
pub mod analysis;
#[doc(hidden)]
pub mod attribution;
#[doc(hidden)]
pub mod baseline;
#[doc(hidden)]
pub mod cache;
#[doc(hidden)]
pub mod cancel;
#[doc(hidden)]
pub mod config;
#[doc(hidden)]
pub mod date;
#[doc(hidden)]
pub mod diagnostic;
#[doc(hidden)]
pub mod document;
#[doc(hidden)]
pub mod engine;
#[doc(hidden)]
pub mod fix;
#[doc(hidden)]
pub mod language;
mod learn;
#[cfg(feature = "lsp")]
#[doc(hidden)]
pub mod lsp;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod rule;
#[doc(hidden)]
pub mod rule_tests;
#[doc(hidden)]
pub mod sourcing;
#[doc(hidden)]
pub mod spelling;
mod statements;
#[doc(hidden)]
pub mod text;
mod toml_error;
#[doc(hidden)]
pub mod wordlist;

/// The parts of the model that `examples/train` needs. They may change in any version.
#[doc(hidden)]
pub mod unstable {
    /// The attribution model.
    pub mod model {
        pub use crate::attribution::model::*;
    }
    /// Linear models over hashed features.
    pub mod learn {
        pub use crate::learn::*;
    }
}
