//! Parses plain text: paragraphs between blank lines, without markup.

use super::BlockKind;
use super::chars::Markup;
use super::mask::MaskedDraft;
use super::prose::ProseBuilder;

/// Parses a draft from `start` on.
pub(super) fn parse<'m>(masked: &'m MaskedDraft, start: usize) -> ProseBuilder<'m> {
    let mut prose = ProseBuilder::new(&masked.masked_spans, &masked.shown, masked.text.len() - start);
    let mut at = start;
    // The end of the previous line's text, if that line belongs to the same paragraph.
    let mut previous_end = None;
    for line in masked.text[start..].split_inclusive(['\n', '\r']) {
        let text = line.trim_ascii_start();
        let from = at + line.len() - text.len();
        let text = text.trim_ascii_end();
        at += line.len();
        if text.is_empty() {
            // `split_inclusive` cuts `\r\n` in two; its `\n` is not a separate line.
            if line != "\n" || !masked.text[..at].ends_with("\r\n") {
                prose.end_block();
                previous_end = None;
            }
            continue;
        }
        match previous_end {
            Some(previous_end) => prose.push_soft_break(previous_end..from),
            None => prose.begin_block(BlockKind::Paragraph, from),
        }
        prose.push_text(text, from, Markup::Decoded);
        previous_end = Some(from + text.len());
    }
    prose.end_block();
    prose
}
