//! Writes the blocks of a draft as readers will see them (headings, lists, block quotes and tables), with notes in the margin.

use super::Page;
use crate::document::{Block, BlockKind};
use crate::text::Span;
use std::fmt::Write as _;
use std::ops::Range;

/// The deepest level at which lists and block quotes are indented; deeper ones stay at this level to fit the page.
const MAX_DEPTH: u8 = 4;

/// The heading level of a line that looks like a heading but has no markup.
const UNMARKED_HEADING_LEVEL: u8 = 2;

/// The lists and block quotes that are open.
#[derive(Default)]
struct OpenNesting {
    quotes: u8,
    lists: u8,
}

/// Writes all blocks of the draft.
pub(super) fn write_blocks(out: &mut String, page: &Page<'_>) {
    let blocks = &page.view.document.blocks;
    let mut nest = OpenNesting::default();
    let mut open_levels = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let block = &blocks[at];
        let cells = blocks[at..].iter().take_while(|block| block.kind == BlockKind::Cell).count();
        let end = at + cells.max(1);
        let marker = marker(page, block);
        nest.change(out, block, marker.is_some());
        out.push_str("<div class=\"row\">");
        if cells > 0 {
            write_table(out, page, at..end);
        } else {
            write_block(out, page, at, marker, &mut open_levels);
        }
        page.write_notes(out, page.margin.beside(&(at..end)));
        out.push_str("</div>\n");
        at = end;
    }
    nest.close(out);
}

impl OpenNesting {
    /// Closes and opens lists and block quotes, so that this block follows the previous one. `item`: the block starts a list
    /// item.
    fn change(&mut self, out: &mut String, block: &Block, item: bool) {
        let (quotes, lists) = (block.quote_depth.min(MAX_DEPTH), block.list_depth.min(MAX_DEPTH));
        if quotes != self.quotes {
            self.close(out);
            (0..quotes).for_each(|_| out.push_str("<blockquote>\n"));
            self.quotes = quotes;
        }
        while self.lists > lists {
            out.push_str("</li></ul>\n");
            self.lists -= 1;
        }
        if lists > 0 && self.lists == lists && item {
            out.push_str("</li><li>\n");
        }
        while self.lists < lists {
            out.push_str("<ul role=\"list\"><li>\n");
            self.lists += 1;
        }
    }

    /// Closes all lists and block quotes.
    fn close(&mut self, out: &mut String) {
        (0..self.lists).for_each(|_| out.push_str("</li></ul>\n"));
        (0..self.quotes).for_each(|_| out.push_str("</blockquote>\n"));
        *self = Self::default();
    }
}

/// Writes a block that does not belong to a table.
fn write_block(out: &mut String, page: &Page<'_>, at: usize, marker: Option<&str>, open_levels: &mut Vec<u8>) {
    let kind = page.view.document.blocks[at].kind;
    let (tag, class, label) = match kind {
        BlockKind::Heading(level) => (heading_tag(level, open_levels), "", ""),
        BlockKind::Paragraph => ("p", "", ""),
        BlockKind::Cell => ("p", "cell", ""),
        BlockKind::Caption => ("p", "aside", "Caption: "),
        BlockKind::Alt => ("p", "aside", "Image: "),
        BlockKind::Footnote => ("p", "aside", "Footnote: "),
    };
    let _ = if class.is_empty() { write!(out, "<{tag}>") } else { write!(out, "<{tag} class=\"{class}\">") };
    if !label.is_empty() {
        let _ = write!(out, "<span class=\"label\">{label}</span>");
    }
    if let Some(marker) = marker {
        let _ = write!(out, "<span class=\"marker\">{marker}</span> ");
    }
    page.write_words(out, at);
    let _ = write!(out, "</{tag}>");
}

/// The tag of a heading of the draft. The page itself uses `h1` and `h2`, so these begin at `h3`, and no level is skipped.
fn heading_tag(level: u8, open_levels: &mut Vec<u8>) -> &'static str {
    let level = if level == 0 { UNMARKED_HEADING_LEVEL } else { level };
    while open_levels.last().is_some_and(|&above| above >= level) {
        open_levels.pop();
    }
    open_levels.push(level);
    ["h3", "h4", "h5", "h6"][open_levels.len().min(4) - 1]
}

/// The marker if the block starts a list item: a bullet, or the number in the draft.
fn marker<'a>(page: &Page<'a>, block: &Block) -> Option<&'a str> {
    let source = page.view.source;
    let words = page.view.document.span(block.prose);
    if block.list_depth == 0 {
        return None;
    }
    let line = source.line(source.position(words.start).line);
    let before = source.slice(Span::new(line.start.min(words.start), words.start));
    before.split_whitespace().rev().find_map(|word| {
        let number = word.strip_suffix(['.', ')']).filter(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        match word {
            "-" | "*" | "+" => Some("•"),
            // In Markdown, the number of a list item has at most nine digits.
            _ => number.filter(|number| number.len() < 10).map(|_| word),
        }
    })
}

/// Writes a table, with a row for each line of the draft.
fn write_table(out: &mut String, page: &Page<'_>, cells: Range<usize>) {
    let line = |cell: usize| {
        let start = page.view.document.span(page.view.document.blocks[cell].prose).start;
        page.view.source.position(start).line
    };
    out.push_str("<div class=\"scroll\" role=\"region\" aria-label=\"Table in the draft\" tabindex=\"0\"><table>");
    let mut at = cells.start;
    let mut tag = "th";
    while at < cells.end {
        let row = line(at);
        out.push_str("<tr>");
        let mut filled = 0;
        while at < cells.end && line(at) == row {
            // Empty cells are not blocks.
            let column = column(page, at).unwrap_or(filled);
            while filled < column {
                let _ = write!(out, "<{tag}></{tag}>");
                filled += 1;
            }
            let _ = write!(out, "<{tag}>");
            page.write_words(out, at);
            let _ = write!(out, "</{tag}>");
            filled += 1;
            at += 1;
        }
        out.push_str("</tr>");
        tag = "td";
    }
    out.push_str("</table></div>");
}

/// The column of a cell in a pipe table, from 0; `None` if it is unknown.
fn column(page: &Page<'_>, cell: usize) -> Option<usize> {
    /// Limits on the columns and on the bytes before a cell. In a wider table, cells are placed in their order.
    const MAX_COLUMNS: usize = 64;
    const MAX_BYTES_BEFORE: usize = 1 << 14;
    let source = page.view.source;
    let words = page.view.document.span(page.view.document.blocks[cell].prose);
    let line = source.line(source.position(words.start).line);
    let before = source.slice(Span::new(line.start.min(words.start), words.start)).trim_start();
    if before.len() > MAX_BYTES_BEFORE {
        return None;
    }
    let pipes = before.bytes().zip(std::iter::once(b' ').chain(before.bytes()));
    let pipes = pipes.filter(|&(byte, escape)| byte == b'|' && escape != b'\\').take(MAX_COLUMNS + 1).count();
    let column = if before.starts_with('|') { pipes.checked_sub(1)? } else { pipes };
    (pipes > 0 && pipes <= MAX_COLUMNS).then_some(column)
}
