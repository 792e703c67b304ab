//! Fixing a draft ends, and fixing it again changes nothing.
#![no_main]

use bylint::diagnostic::Applicability;
use bylint::document::Format;
use bylint::fix::{FixOptions, fix};
use bylint_fuzz::{Draft, lint};

libfuzzer_sys::fuzz_target!(|draft: Draft| {
    let options = FixOptions { up_to: Applicability::Suggestion, format: Format::Markdown, wanted: |_: &_| true };
    let read = |bytes| lint(bytes, Format::Markdown);
    if let Ok(fixed) = fix(draft.0.into_bytes(), read, &options) {
        let again = fix(fixed.bytes.clone(), read, &options).expect("what has come to an end stays there");
        assert_eq!((again.count, again.bytes), (0, fixed.bytes));
    }
});
