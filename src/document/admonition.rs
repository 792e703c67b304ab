//! Opening lines of `MkDocs` admonitions, folded blocks and tabs (`!!! note "Title"`, `??? tip`, `=== "Tab"`).
//!
//! The title is prose; the rest of the line is not. The indented lines below it read like those of a list item.

use super::masked::{MaskScan, MaskedSpan, ProseReplacement};
use crate::text::{Span, lines};
use memchr::memmem;
use std::ops::Range;

/// The marks that begin an opening line. All have the same length.
const MARKS: [&str; 3] = ["!!!", "???", "==="];

/// The list marker that the Markdown parser sees in place of a mark. With its four characters, lines indented by four
/// blanks belong to the list item.
const LIST_MARKER: &str = "-   ";

/// Finds the opening lines from `start` on and masks everything in them but the title.
pub(super) fn find_admonitions(text: &str, start: usize, mask_scan: &mut MaskScan<'_>) {
    for mark in MARKS {
        for at in memmem::find_iter(&text.as_bytes()[start..], mark).map(|at| start + at) {
            let before = text[start..at].trim_end_matches([' ', '\t']);
            if before.is_empty() || before.ends_with(['\n', '\r']) {
                mask_opening(text, at, mask_scan);
            }
        }
    }
    mask_scan.disguises.sort_unstable();
}

/// Masks the line that starts with the mark at `at`, if it is an opening line.
fn mask_opening(text: &str, at: usize, mask_scan: &mut MaskScan<'_>) {
    let Some((_, line)) = lines(text, at).next() else { return };
    let line = line.trim_end();
    let Some(title) = title_range(line) else { return };
    mask_scan.disguises.push((at, LIST_MARKER));
    let mut mask = |part: Range<usize>| {
        let span = Span::new(at + part.start, at + part.end);
        mask_scan.masked_spans.push(MaskedSpan { span, replacement: ProseReplacement::Break });
    };
    mask(0..title.start);
    if title.end < line.len() {
        mask(title.end..line.len());
    }
}

/// The range of the title in an opening line; empty at the end of the line if there is no title.
fn title_range(line: &str) -> Option<Range<usize>> {
    let is_tab = line.starts_with('=');
    let after = line[MARKS[0].len()..].trim_start_matches('+');
    let (kind, title) = match after.split_once('"') {
        Some((kind, title)) if title.ends_with('"') => (kind, line.len() - title.len()..line.len() - 1),
        Some(_) => return None,
        None => (after, line.len()..line.len()),
    };
    let is_kind_byte =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b' ');
    let is_kind =
        kind.starts_with([' ', '\t']) && kind.trim().bytes().all(is_kind_byte) && kind.trim().is_empty() == is_tab;
    (is_kind && !(is_tab && title.is_empty())).then_some(title)
}
