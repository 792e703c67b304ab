//! Headings without markup: separate short lines that do not read like sentences.

use super::{Block, BlockKind, Document, InlineKind};

/// Maximum length of a heading, in words; subheads in news seldom have more than eight.
const MAX_WORDS: usize = 12;
/// Maximum length of a heading, in characters.
const MAX_CHARS: usize = 90;

/// Turns paragraphs that are headings into headings of level 0.
pub(super) fn mark_bare_headings(document: &mut Document, source: &str) {
    let is_paragraph: Vec<bool> = document.blocks.iter().map(|block| block.kind == BlockKind::Paragraph).collect();
    let precedes_paragraph = |i: usize| {
        let rest = document.blocks[i + 1..].iter().zip(&is_paragraph[i + 1..]);
        rest.clone().find(|(block, _)| block.kind != BlockKind::Alt).is_some_and(|(_, &is_paragraph)| is_paragraph)
    };
    let headings: Vec<usize> = (0..document.blocks.len())
        .filter(|&i| is_paragraph[i] && is_bare_heading(document, &document.blocks[i], source) && precedes_paragraph(i))
        .collect();
    for i in headings {
        document.blocks[i].kind = BlockKind::Heading(0);
    }
}

fn is_bare_heading(document: &Document, block: &Block, source: &str) -> bool {
    let text = document.text(block.prose);
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else { return false };
    block.list_depth == 0
        && block.quote_depth == 0
        && text.len() <= MAX_CHARS * char::MAX.len_utf8()
        && (first.is_uppercase() || first.is_numeric() || "\"'“‘«".contains(first))
        && !".?!:;,…\"'”’»)]}".contains(last)
        && text.chars().count() <= MAX_CHARS
        && text.split_whitespace().count() <= MAX_WORDS
        && !source[document.span(block.prose).range()].contains(['\n', '\r'])
        && !text.contains('\n')
        && !starts_with_quoted_sentence(text)
        && !is_only_a_link(document, block)
}

/// Whether a line begins with a complete quoted sentence; the rest then probably names the speaker.
fn starts_with_quoted_sentence(text: &str) -> bool {
    let Some(quoted) = text.strip_prefix(['"', '“']) else { return false };
    let close = quoted.find(['"', '”']);
    close.is_some_and(|close| quoted[..close].ends_with(['.', '?', '!', ',']))
}

/// Whether a block consists of one link. Such a line is usually not a heading of the next paragraph.
fn is_only_a_link(document: &Document, block: &Block) -> bool {
    let first = document.inlines.partition_point(|inline| inline.prose.start < block.prose.start);
    let at_start = document.inlines[first..].iter().take_while(|inline| inline.prose.start == block.prose.start);
    at_start.into_iter().any(|inline| {
        matches!(inline.kind, InlineKind::Link(_) | InlineKind::Url) && inline.prose.end == block.prose.end
    })
}
