//! The public API, which the crate root re-exports. Everything else in this crate may change in any version.

mod analysis;
mod builder;
mod draft;
mod error;
mod linter;
mod lru_cache;
mod paths;
mod ready;

pub use analysis::{Analysis, Attribution, FixedDraft, Passage, Sourcing, Speaker};
pub use builder::LinterBuilder;
pub use draft::Draft;
pub use error::{ConfigFault, Error};
pub use linter::Linter;
