//! A linear model of attribution: which words attribute, and where source and content begin and end.
//!
//! The frames propose, the model decides: it reads every sentence with the frames' readings among its features, finds cues
//! that no frame knows, and points at the edges of source and content. It was trained by `examples/train` and is all
//! integers, so that every machine reads alike. It knows neither rules nor newsrooms.
//!
//! What is public here is what training needs. The weights belong to the features: whoever changes a list, a frame or a
//! feature trains again (`docs/models.md`).

mod cues;
mod edges;
mod explain;
mod facts;
mod glance;
mod outlook;
mod paragraph;
mod point;
mod reading;
mod relate;
mod weights;
mod window;

pub(super) use facts::Seen;

pub use cues::Cue;
pub use edges::{Edge, Part, Side};
pub use explain::Feature;
pub use outlook::OUTLOOK;
pub use paragraph::{Known, Paragraph};
pub use reading::Reading;
pub use weights::{BITS, GLANCE_BITS, KNOTS, MAGIC, Model};
pub use window::Window;
