//! Parses plain text: paragraphs between blank lines, without markup.

use super::BlockKind;
use super::chars::Markup;
use super::mask::MaskedDraft;
use super::prose::Prose;

/// Parses a draft from `start` on.
pub(super) fn read<'m>(masked: &'m MaskedDraft, start: usize) -> Prose<'m> {
    let mut prose = Prose::new(&masked.masked_spans, &masked.shown, masked.text.len() - start);
    let mut at = start;
    // The end of the previous line's text, if that line belongs to the same paragraph.
    let mut last = None;
    for line in masked.text[start..].split_inclusive(['\n', '\r']) {
        let text = line.trim_ascii_start();
        let from = at + line.len() - text.len();
        let text = text.trim_ascii_end();
        at += line.len();
        if text.is_empty() {
            // `split_inclusive` cuts `\r\n` in two; its `\n` is not a separate line.
            if line != "\n" || !masked.text[..at].ends_with("\r\n") {
                prose.end();
                last = None;
            }
            continue;
        }
        match last {
            Some(last) => prose.soft_break(last..from),
            None => prose.begin(BlockKind::Paragraph, from),
        }
        prose.text(text, from, Markup::Read);
        last = Some(from + text.len());
    }
    prose.end();
    prose
}
