//! Whatever was done to what is kept of a draft: it is refused, or what is told of the draft has its places in it.
#![no_main]

use bylint::cache::{CacheKey, Fingerprint, decode_outcome, encode_outcome};
use bylint::document::Format;
use bylint_fuzz::{CONTEXT, Draft, LINTER, lint};

libfuzzer_sys::fuzz_target!(|input: (Draft, Vec<(u16, u8)>, bool)| {
    let (draft, changes, sealed) = input;
    let linted = lint(draft.0.into_bytes(), Format::Markdown);
    let (source, document, outcome) = (&linted.source, &linted.document, &linted.outcome);
    let key = CacheKey::new(Fingerprint::new(&CONTEXT, None, std::iter::empty()), source, Format::Markdown);
    let kept = encode_outcome(key, document, None, outcome);
    let again = decode_outcome(&kept, key, source, LINTER.rules(), None).expect("what was kept is whole");
    assert_eq!(format!("{again:?}"), format!("{outcome:?}"));

    let text = String::from_utf8(kept).expect("it is text");
    let (head, body) = text.split_once('\n').expect("it has a head");
    let mut body = body.as_bytes().to_vec();
    for (at, byte) in changes {
        let at = usize::from(at) % body.len();
        // Numbers stay numbers, so that more of what is changed can still be read.
        body[at] = if body[at].is_ascii_digit() { b'0' + byte % 10 } else { byte };
    }
    // Whoever writes it can write a sum, too.
    let head = if sealed {
        format!("{} {}", &head[..head.rfind(' ').expect("a sum")], blake3::hash(&body).to_hex())
    } else {
        head.to_owned()
    };
    let Some(told) = decode_outcome(&[head.as_bytes(), b"\n", &body].concat(), key, source, LINTER.rules(), None)
    else {
        return;
    };
    for finding in told.findings.iter().chain(&told.suppressed) {
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in [finding.span].into_iter().chain(finding.labels.iter().map(|label| label.span)).chain(edits) {
            assert!(source.text().get(span.range()).is_some(), "{span:?} is no place");
        }
    }
});
