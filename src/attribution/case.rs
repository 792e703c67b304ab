//! The patterns of words that frames recognise, and how sure each is by itself: `rules/frames.tsv`, with the precision that was
//! measured for each, compiled by `build/frames.rs`.

include!(concat!(env!("OUT_DIR"), "/frames.rs"));
