//! Fixing a draft ends, and fixing it again changes nothing.
#![no_main]

use bylint::diagnostic::Applicability;
use bylint::document::Format;
use bylint::fix::{FixOptions, fix};
use bylint_fuzz::{Draft, lint};

libfuzzer_sys::fuzz_target!(|draft: Draft| {
    let options = FixOptions { up_to: Applicability::Suggestion, format: Format::Markdown, wanted: |_: &_| true };
    let lint = |bytes| lint(bytes, Format::Markdown);
    let bytes = draft.0.into_bytes();
    if let Ok(Some(fixed)) = fix(&bytes, &lint(bytes.clone()), lint, &options) {
        let again = fix(&fixed.bytes, &fixed.linted, lint, &options).expect("what has come to an end stays there");
        assert!(again.is_none(), "fixed again: {}", String::from_utf8_lossy(&fixed.bytes));
    }
});
