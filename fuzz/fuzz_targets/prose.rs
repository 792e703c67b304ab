//! Drafts of words and marks that rules look for: their findings have a place, and line ends change none.
#![no_main]

use bylint::document::Format;
use bylint_fuzz::{Draft, lint};

libfuzzer_sys::fuzz_target!(|draft: Draft| {
    let unix = draft.0.replace('\r', "");
    let dos = unix.replace('\n', "\r\n");
    let seen = |text: String| -> Vec<(String, String)> {
        let linted = lint(text.into_bytes(), Format::Markdown);
        let words = |span| linted.source.slice(span).replace('\r', "");
        linted.outcome.findings.iter().map(|finding| (finding.rule.to_string(), words(finding.span))).collect()
    };
    assert_eq!(seen(unix), seen(dos));
});
