//! Finds the words of a draft that are, or may be, somebody else's.
//!
//! This module combines four signs: markup for quotations ([`Document::quoted`]), the turns of interviews, the quotation map,
//! and a cautious reading of the quotation marks. If a mark has no partner, all that it could enclose counts as others' words.

use super::marks::{self, CrossBlockMarks, OpensUnclosed};
use super::quotation::MarkFault;
use super::{Language, Quotation, turns};
use crate::document::{Block, BlockKind, Document};
use crate::text::{Span, TokenRange};

/// The spans of a draft's source that are, or may be, somebody else's words.
#[derive(Clone, Debug, Default)]
pub struct OthersWords {
    /// Sorted and disjoint.
    spans: Vec<Span>,
}

impl OthersWords {
    /// Finds others' words in a draft.
    #[must_use]
    pub fn of(document: &Document, language: &Language) -> Self {
        let mut spans = document.quoted.clone();
        spans.extend(turns::find(document));
        let mapped = language.quotations.iter().map(|quotation| quoted_tokens(language, quotation));
        spans.extend(mapped.filter(|tokens| !tokens.is_empty()).map(|tokens| document.span(language.prose(tokens))));
        let [mut text, mut notes] = [OpenAcrossBlocks::default(), OpenAcrossBlocks::default()];
        for (number, block) in document.blocks.iter().enumerate() {
            let mut alt_text = OpenAcrossBlocks::default();
            let running = match block.kind {
                BlockKind::Alt => &mut alt_text,
                BlockKind::Footnote => &mut notes,
                _ => &mut text,
            };
            let enclosed =
                marks::read_marks(document, block.prose, running.opened_in.map(|opened_in| opened_in.is_some()));
            spans.extend(enclosed.ranges.into_iter().map(|prose| document.span(prose)));
            spans.extend(running.advance(&document.blocks, number, enclosed.cross_block));
            spans.extend(alt_text.perhaps_opened_in.into_iter().flatten().map(|_| block.span));
            if opens_speech(document.text(block.prose)) {
                spans.push(block.span);
            }
        }
        spans.extend(
            [text, notes]
                .into_iter()
                .flat_map(|running| running.perhaps_opened_in)
                .flatten()
                .map(|block| document.blocks[block].span),
        );
        let mut others = Self { spans: Span::joined(spans) };
        let marks = language.quotations.iter().filter_map(|quotation| others.lone_mark(document, language, quotation));
        let lone: Vec<Span> = marks.collect();
        if !lone.is_empty() {
            others.spans = Span::joined([others.spans, lone].concat());
        }
        others
    }

    /// The mark of a quotation that lies outside others' words while its other mark lies inside. Changing it alone would leave
    /// the two marks unmatched.
    fn lone_mark(&self, document: &Document, language: &Language, quotation: &Quotation) -> Option<Span> {
        let marks = [quotation.tokens.start, quotation.tokens.end - 1];
        let [first, last] = marks.map(|mark| document.span(language.tokens[mark.index()].range()));
        match (self.overlap(first), self.overlap(last)) {
            (true, false) => Some(last),
            (false, true) => Some(first),
            _ => None,
        }
    }

    /// The spans, sorted and disjoint.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Whether a span of the source shares a byte with others' words.
    #[must_use]
    pub fn overlap(&self, span: Span) -> bool {
        let near = self.spans.partition_point(|theirs| theirs.end <= span.start);
        self.spans.get(near).is_some_and(|theirs| theirs.overlaps(span))
    }
}

/// The tokens between the marks of a quotation. If a mark is missing, the tokens up to the start or the end of the block.
fn quoted_tokens(language: &Language, quotation: &Quotation) -> TokenRange {
    let block = &language.paragraphs[quotation.block as usize].tokens;
    let tokens = (quotation.tokens.start + 1).until(quotation.tokens.end);
    match quotation.fault {
        Some(MarkFault::Unopened) => block.start.until(quotation.tokens.start),
        Some(MarkFault::Unclosed) => tokens.start.until(block.end),
        _ if quotation.continues => tokens,
        _ => tokens.start.until((tokens.end - 1).max(tokens.start)),
    }
}

/// Whether a paragraph opens with a mark that makes all of it a quotation: `>`, as in a quoted e-mail (in plain text, or escaped
/// in Markdown), or the dash of a dialogue.
fn opens_speech(prose: &str) -> bool {
    prose.starts_with(['>', '＞', '―', '—', '–'])
}

/// The state of quotations that run over several blocks.
#[derive(Debug, Default)]
struct OpenAcrossBlocks {
    /// For each family of marks, the block in which a quotation was opened that no mark has closed yet.
    opened_in: [Option<usize>; 2],
    /// For each family, the previous block, if the mark that opened a quotation there may in fact be a closing mark.
    perhaps_opened_in: [Option<usize>; 2],
}

impl OpenAcrossBlocks {
    /// Advances to block `number`. Returns the spans of earlier blocks that have no mark of their own, but may lie inside a
    /// quotation that is closed in this block or continues in it.
    fn advance(&mut self, blocks: &[Block], number: usize, ends: [CrossBlockMarks; 2]) -> Vec<Span> {
        let mut through = Vec::new();
        let is_heading = matches!(blocks[number].kind, BlockKind::Heading(_));
        for ((opened_in, perhaps_opened_in), ends) in
            self.opened_in.iter_mut().zip(&mut self.perhaps_opened_in).zip(ends)
        {
            // If the quotation continues, the next paragraph opens with a mark of its own.
            if let Some(block) = perhaps_opened_in.take().filter(|_| !ends.begins) {
                through.push(blocks[block].span);
            }
            *perhaps_opened_in = (ends.opens == OpensUnclosed::Perhaps).then_some(number);
            // Each paragraph of a quotation opens with a mark of its own, and the last one ends with a closing mark. A paragraph
            // between two of them may lack its mark.
            if let Some(first) = opened_in.take_if(|_| ends.closes || ends.begins)
                && (ends.closes || !is_heading)
            {
                let (from, to) = (blocks[first].span.end, blocks[number].span.start);
                through.push(Span::new(from, to.max(from)));
            }
            if ends.opens != OpensUnclosed::No {
                opened_in.get_or_insert(number);
            }
        }
        through
    }
}
