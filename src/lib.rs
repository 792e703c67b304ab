//! bylint finds statements in news drafts that lack a clear source.
//!
//! A draft's road: bytes → [`text::Source`] → [`document::Document`] → [`analysis::Analysis`] →
//! [`diagnostic::Finding`]s. A module imports only those above it in the table of `docs/ARCHITECTURE.md`.
//!
//! ```
//! use bylint::document::{Document, Format};
//! use bylint::engine::{Context, Linter};
//! use bylint::rule::RuleSet;
//! use bylint::text::Source;
//!
//! let linter = Linter::new(RuleSet::builtin());
//! let text = "“The gate is shut,” Ada Brook said.\n\nThe bridge is closed, sources said.\n";
//! let source = Source::new("draft.md", text.into());
//! let document = Document::parse(&source, Format::Markdown);
//! let context = linter.prepare(Context { language: Some("en".into()), ..Context::default() });
//!
//! // A draft is read once, for rules and for whoever asks who says what.
//! let analysis = linter.analyze_by(&document, &context);
//! let outcome = linter.lint_analyzed(&source, &document, &analysis, &context);
//! let found = &outcome.findings[0];
//! assert_eq!(&*found.rule, "anonymous-source");
//! assert_eq!(&text[found.span.range()], "sources");
//!
//! let speakers = analysis.attributions.speaking();
//! assert_eq!(speakers[0].name, "Ada Brook");
//! assert_eq!(linter.sourcing(&document, &analysis).paragraphs, 2);
//! ```

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
mod learn;
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

/// What `examples/train` needs of the model's inside. It may change in any version.
#[doc(hidden)]
pub mod unstable {
    /// The model of attribution.
    pub mod model {
        pub use crate::attribution::model::*;
    }
    /// Linear models over hashed features.
    pub mod learn {
        pub use crate::learn::*;
    }
}
