//! Compiles the built-in word lists into the binary.

use std::env;
use std::path::Path;

#[path = "build/spelling.rs"]
mod spelling;

fn main() {
    let out_dir = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    spelling::build(Path::new(&out_dir));
}
