//! The cases of frames, each with how sure it is by itself. `build/frames.rs` generates the enum `FrameCase` from
//! `rules/frames.tsv`, which also has the measured precision of each case.

include!(concat!(env!("OUT_DIR"), "/frames.rs"));
