//! Finds the turns of an interview or transcript: paragraphs that begin with the speaker's name and a colon.
//!
//! A turn is recognised by its form: it begins with a name in bold or in capitals, or with `Q` or `A`. A single such paragraph
//! may be a dateline or a label, so two must follow each other.

use crate::document::{Block, BlockKind, Document, Inline, InlineKind};
use crate::text::Span;

/// The bounds of a speaker's name: it is shorter than this many bytes, and has at most this many words.
const LONGEST_NAME: (usize, usize) = (60, 6);

/// Finds the spans of interviews in the source, each from its first turn to its last.
pub(super) fn find(document: &Document) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut strong = document.inlines.iter().filter(|inline| inline.kind == InlineKind::Strong).peekable();
    // The block at which an interview starts, whether it has two turns in a row, and the block of its last turn.
    let mut run: Option<(usize, bool, usize)> = None;
    let text = document.blocks.iter().enumerate().filter(|(_, block)| block.kind != BlockKind::Alt);
    for (number, block) in text {
        while strong.next_if(|inline| inline.prose.start < block.prose.start).is_some() {}
        let bold = strong.peek().filter(|inline| inline.prose.start == block.prose.start).copied();
        let is_text = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(0));
        if is_text && begins_with_speaker(document, block, bold) {
            run = Some(match run {
                Some((first, true, _)) => (first, true, number),
                Some((_, false, last)) if last + 1 == number => (last, true, number),
                _ => (number, false, number),
            });
        } else if !is_text {
            push_run(document, run.take(), &mut spans);
        }
    }
    push_run(document, run, &mut spans);
    spans
}

/// Adds the span of a run of turns that has ended, if it has two turns in a row.
fn push_run(document: &Document, run: Option<(usize, bool, usize)>, spans: &mut Vec<Span>) {
    if let Some((first, true, last)) = run {
        let start = document.blocks[first].span.start;
        spans.push(Span::new(start, document.blocks[last].span.end.max(start)));
    }
}

/// Whether a paragraph begins with the name of a speaker. `bold` is the bold text at its head.
fn begins_with_speaker(document: &Document, block: &Block, bold: Option<&Inline>) -> bool {
    let text = document.text(block.prose);
    if ["Q", "A"].iter().any(|who| text.strip_prefix(who).is_some_and(|rest| rest.starts_with([':', '.']))) {
        return true;
    }
    // Fast path: most paragraphs begin with a word whose second letter is in lower case.
    if bold.is_none() && text.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    let Some(name) = text.bytes().take(LONGEST_NAME.0).position(|byte| byte == b':').map(|end| &text[..end]) else {
        return false;
    };
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let is_name = name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= LONGEST_NAME.1;
    // `**Brook:** …` and `**Brook**: …`
    let in_bold = bold.is_some_and(|bold| (bold.prose.end - bold.prose.start) as usize >= name.trim_end().len());
    is_name && (in_bold || letters().count() > 1 && !letters().any(char::is_lowercase))
}
