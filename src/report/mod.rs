//! How findings, speakers and rules are shown: one file a format, each from its own structs to text.
//!
//! Reports are made as text in memory, so that they can be made on many threads and printed in order; printing is
//! `cli`'s. Nothing here knows the engine or the terminal.

mod excerpt;
pub mod explained;
pub mod html;
mod human;
pub mod json;
pub mod markdown;
pub mod rules;
pub mod rules_page;
mod short;
pub mod sources;
mod standing;
mod tally;
mod visible;

pub use human::Human;
pub use short::short;
pub use standing::{Standing, in_words};
pub use tally::{Counts, Tally};
pub use visible::{one_line, path};
