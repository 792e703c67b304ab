//! The `bylint` command.
fn main() {}
