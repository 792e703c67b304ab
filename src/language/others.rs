//! Which words of a draft are, or may be, somebody else's.
//!
//! They are told from one place: markup that sets them apart ([`Document::quoted`]), the quotation map, and a cautious reading of
//! the quotation marks. Where a mark does not fit, all that it could enclose is somebody's.

use super::marks::{self, Ends};
use super::quotation::MarkFault;
use super::{Language, Quotation};
use crate::document::{Block, BlockKind, Document};
use crate::text::Span;
use std::ops::Range;

/// The stretches of a draft's source that are, or may be, somebody else's words.
#[derive(Clone, Debug, Default)]
pub struct OthersWords {
    /// In order and apart from each other.
    spans: Vec<Span>,
}

impl OthersWords {
    /// Those of a draft.
    #[must_use]
    pub fn of(document: &Document, language: &Language) -> Self {
        let mut spans = document.quoted.clone();
        let mapped = language.quotations.iter().map(|quotation| inside(language, quotation));
        spans.extend(mapped.filter(|tokens| !tokens.is_empty()).map(|tokens| document.span(language.prose(tokens))));
        let [mut text, mut notes] = [Running::default(), Running::default()];
        for (number, block) in document.blocks.iter().enumerate() {
            let mut alone = Running::default();
            let running = match block.kind {
                BlockKind::Alt => &mut alone,
                BlockKind::Footnote => &mut notes,
                _ => &mut text,
            };
            let enclosed = marks::read(document, &block.prose, running.since.map(|since| since.is_some()));
            spans.extend(enclosed.ranges.into_iter().map(|prose| document.span(prose)));
            spans.extend(running.step(&document.blocks, number, enclosed.ends));
            if opens_speech(document.text(block.prose.clone())) {
                spans.push(block.span);
            }
        }
        let mut others = Self { spans: Span::joined(spans) };
        let marks = language.quotations.iter().filter_map(|quotation| others.lone_mark(document, language, quotation));
        let lone: Vec<Span> = marks.collect();
        if !lone.is_empty() {
            others.spans = Span::joined([others.spans, lone].concat());
        }
        others
    }

    /// The mark of a quotation whose other mark stands among others' words: who changed it alone would part the two.
    fn lone_mark(&self, document: &Document, language: &Language, quotation: &Quotation) -> Option<Span> {
        let marks = [quotation.tokens.start, quotation.tokens.end - 1];
        let [first, last] = marks.map(|mark| document.span(language.tokens[mark as usize].range()));
        match (self.overlap(first), self.overlap(last)) {
            (true, false) => Some(last),
            (false, true) => Some(first),
            _ => None,
        }
    }

    /// In order and apart from each other.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Whether a stretch of the source shares a byte with them.
    #[must_use]
    pub fn overlap(&self, span: Span) -> bool {
        let near = self.spans.partition_point(|theirs| theirs.end <= span.start);
        self.spans.get(near).is_some_and(|theirs| theirs.overlaps(span))
    }
}

/// The tokens between the marks of a quotation; where a mark is missing, all that may stand between.
fn inside(language: &Language, quotation: &Quotation) -> Range<u32> {
    let block = &language.paragraphs[quotation.block as usize].tokens;
    let tokens = quotation.tokens.start + 1..quotation.tokens.end;
    match quotation.fault {
        Some(MarkFault::Unopened) => block.start..quotation.tokens.start,
        Some(MarkFault::Unclosed) => tokens.start..block.end,
        _ if quotation.continues => tokens,
        _ => tokens.start..(tokens.end - 1).max(tokens.start),
    }
}

/// Whether a paragraph opens with a mark that makes a quotation of all of it: `>`, which quotes a letter where no Markdown reads
/// it (in plain text, or escaped), or the dash of a dialogue.
fn opens_speech(prose: &str) -> bool {
    prose.starts_with(['>', '＞', '―', '—', '–'])
}

/// Quotations that run over several blocks.
#[derive(Debug, Default)]
struct Running {
    /// For each family of marks, the block in which one was opened that no mark has closed yet.
    since: [Option<usize>; 2],
}

impl Running {
    /// Goes on to a block; gives the blocks before it that a quotation closed in it runs through, without a mark of their own.
    fn step(&mut self, blocks: &[Block], number: usize, ends: [Ends; 2]) -> Vec<Span> {
        let mut through = Vec::new();
        for (since, ends) in self.since.iter_mut().zip(ends) {
            if let Some(first) = since.take_if(|_| ends.closes) {
                let (from, to) = (blocks[first].span.end, blocks[number].span.start);
                through.push(Span::new(from, to.max(from)));
            }
            // Each paragraph of a quotation opens with a mark of its own, and the last is closed.
            if ends.begins
                && let Some(first) = since.take()
            {
                // A line that was taken for a heading may be a part of it.
                let bare = |block: &&Block| block.kind == BlockKind::Heading(0);
                let between = blocks.get(first + 1..number).unwrap_or_default();
                through.extend(between.iter().take_while(bare).map(|block| block.span));
            }
            if ends.opens {
                since.get_or_insert(number);
            }
        }
        through
    }
}
