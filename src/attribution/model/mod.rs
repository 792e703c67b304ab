//! A linear model of attribution: which words attribute, and where source and content begin and end.
//!
//! The frames propose, the model decides: it reads every sentence with the frames' readings among its features, finds cues
//! that no frame knows, and points at the edges of source and content. It was trained by `examples/train` and is all
//! integers, so that every machine reads alike. It knows neither rules nor newsrooms.
//!
//! What is public here is what training needs. The weights belong to the features: whoever changes a list, a frame or a
//! feature trains again (`docs/models.md`).

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
