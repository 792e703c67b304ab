//! Holds a listing of what was read against the one that is kept beside this file.

use std::path::Path;

/// Holds a listing against what is kept under its name, or keeps it where `BYLINT_RECORD` is set.
pub(crate) fn hold(name: &str, listing: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readings").join(name);
    if std::env::var_os("BYLINT_RECORD").is_some() {
        std::fs::write(&path, listing).expect("the listing can be written");
    }
    let kept = std::fs::read_to_string(&path).expect("the listing is there");
    let differs = kept.lines().zip(listing.lines()).position(|(kept, read)| kept != read);
    let line = differs.unwrap_or_else(|| kept.lines().count().min(listing.lines().count()));
    assert!(
        kept == listing,
        "{name}, line {}:\n  kept: {}\n  read: {}\nBYLINT_RECORD=1 writes it anew",
        line + 1,
        kept.lines().nth(line).unwrap_or("nothing"),
        listing.lines().nth(line).unwrap_or("nothing"),
    );
}
