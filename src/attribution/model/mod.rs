//! A linear model of attribution: decides which words attribute, and where source and content begin and end.
//!
//! Frames propose attributions and the model decides. It uses the frames' matches as features, finds cues that match no frame,
//! and locates the edges of source and content. `examples/train` trains it. All its arithmetic is on integers, so that every
//! machine gives the same result. It does not depend on rules or on the newsroom's configuration.
//!
//! The items are public because training needs them. The weights depend on the features: after a change to a word list, a frame
//! or a feature, train the model again (`docs/models.md`).

mod assemble;
mod cues;
mod decoder;
mod edge_prefilter;
mod edges;
mod explain;
mod facts;
mod paragraph;
mod prefilter;
mod spans;
mod templates;
mod weights;
mod window;

pub(super) use facts::ParagraphFacts;

pub use decoder::Decoder;
pub use edge_prefilter::EDGE_PREFILTER_WEIGHTS;
pub use edges::{Edge, EdgeKind, EdgeSide, SpanKind};
pub use explain::Feature;
pub use paragraph::{KnownSpans, ParagraphFeatures};
pub use templates::{CueTemplate, EdgeTemplate, NoSpanTemplate, PrefilterTemplate, SpanTemplate, Template};
pub use weights::{BITS, CALIBRATION_POINTS, MAGIC, Model, PREFILTER_BITS};
pub use window::Window;
