//! Plain text: paragraphs between blank lines, and no markup.

use super::BlockKind;
use super::chars::Markup;
use super::mask::MaskedDraft;
use super::prose::Prose;

/// Reads a draft from `start` on.
pub(super) fn read<'m>(masked: &'m MaskedDraft, start: usize) -> Prose<'m> {
    let mut prose = Prose::new(&masked.masked_spans, &masked.shown, masked.text.len() - start);
    let mut at = start;
    // The end of the text of the line before, within a paragraph.
    let mut last = None;
    for line in masked.text[start..].split_inclusive(['\n', '\r']) {
        let text = line.trim_ascii_start();
        let from = at + line.len() - text.len();
        let text = text.trim_ascii_end();
        at += line.len();
        if text.is_empty() {
            // The `\n` of a `\r\n` is not a separate line.
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
