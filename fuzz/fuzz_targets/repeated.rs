//! The work of reading a draft grows with the draft and no faster, whatever it repeats.
#![no_main]

use allocation_counter::measure;
use arbitrary::{Arbitrary, Result, Unstructured};
use bylint::cancel::Cancel;
use bylint::document::{Document, Format};
use bylint::engine::Prepared;
use bylint::text::Source;
use bylint_fuzz::{CONTEXT, Draft, LINTER};
use std::sync::LazyLock;

static PREPARED: LazyLock<Prepared> = LazyLock::new(|| LINTER.prepare(CONTEXT.clone()));

/// What is repeated, and what stands around it.
#[derive(Debug)]
struct Repeated {
    before: String,
    unit: String,
    behind: String,
    /// How often it stands in the shorter of two drafts.
    times: usize,
    format: Format,
}

/// Bytes of the shorter draft, about. With fewer, what a draft costs in any case would hide how the rest grows.
const SHORTER: usize = 2_000;

/// How many times the shorter draft the longer one has.
const FACTOR: usize = 4;

impl<'a> Arbitrary<'a> for Repeated {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let format = *u.choose(&[Format::Markdown, Format::Mdx, Format::Plain])?;
        let before = piece(u)?;
        let behind = piece(u)?;
        let times = u.int_in_range(1..=8)?;
        let mut unit = piece(u)?;
        if unit.is_empty() {
            unit = "a".to_owned();
        }
        Ok(Self { times: times * (SHORTER / unit.len()).max(1), before, unit, behind, format })
    }
}

/// A short text: any, or words and marks that are looked for.
fn piece(u: &mut Unstructured) -> Result<String> {
    let length = u.int_in_range(0..=40)?.min(u.len());
    let bytes = u.bytes(length)?;
    if u.ratio(1, 2)? {
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    Ok(Draft::arbitrary(&mut Unstructured::new(bytes))?.0)
}

/// Work that can be counted: bytes and pieces of memory, and how often it was asked whether anybody waits for the result.
fn work(repeated: &Repeated, times: usize) -> [u64; 3] {
    let text = [&*repeated.before, &repeated.unit.repeat(times), &repeated.behind].concat();
    let cancel = Cancel::new();
    let allocated = measure(|| {
        let source = Source::new("draft", text.into_bytes());
        let document = Document::parse_unless_cancelled(&source, repeated.format, &cancel).expect("nobody cancels it");
        let outcome = LINTER.lint_unless_cancelled(&source, &document, &PREPARED, &cancel);
        outcome.expect("nobody cancels it");
        let read = LINTER.analyze_unless_cancelled(&document, &PREPARED, &cancel).expect("nobody cancels it");
        let _ = LINTER.sourcing(&document, &read);
    });
    [allocated.bytes_total, allocated.count_total, cancel.asked() as u64]
}

libfuzzer_sys::fuzz_target!(|repeated: Repeated| {
    // What is remembered of the words for all drafts is made first.
    work(&repeated, repeated.times);
    let shorter = work(&repeated, repeated.times);
    let longer = work(&repeated, FACTOR * repeated.times);
    for ((kind, shorter), longer) in ["bytes", "pieces", "questions"].into_iter().zip(shorter).zip(longer) {
        // Lists that double may be half empty, so that four times the draft may take eight times; what is quadratic takes sixteen.
        assert!(longer < 9 * shorter + 1_000, "{shorter} {kind}, then {longer}: {repeated:?}");
    }
});
