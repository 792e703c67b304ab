//! The notes in the margin beside each block: one for each finding.

use super::Page;
use super::escape::EscapedText;
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::text::ProseRange;
use std::fmt::Write as _;
use std::ops::Range;

/// The most labels of a finding that are shown.
const MAX_LABELS: usize = 3;

/// The number of blocks before a finding that are searched for its block. The alternative text of an image, for example, is
/// a block after the paragraph with the image.
const MAX_BLOCKS_BACK: usize = 64;

/// The notes of a draft, by block.
pub(super) struct Margin<'a> {
    /// In the order of the blocks; notes without a block come first.
    notes: Vec<Note<'a>>,
}

/// A finding and its place on the page.
pub(super) struct Note<'a> {
    pub(super) finding: &'a Finding,
    /// The block in which it starts, and its words there; `None` if it is not in a block.
    pub(super) place: Option<(usize, ProseRange)>,
}

impl<'a> Margin<'a> {
    pub(super) fn new(document: &Document, findings: &[&'a Finding]) -> Self {
        let mut notes: Vec<Note<'a>> =
            findings.iter().map(|&finding| Note { finding, place: locate(document, finding) }).collect();
        notes.sort_by_key(|note| note.place.as_ref().map(|(block, words)| (*block, words.start, words.end)));
        Self { notes }
    }

    /// The numbers of the notes without a block: they are about the draft as a whole.
    pub(super) fn about_all(&self) -> Range<usize> {
        0..self.notes.partition_point(|note| note.place.is_none())
    }

    /// The numbers of the notes beside these blocks.
    pub(super) fn beside(&self, blocks: &Range<usize>) -> Range<usize> {
        let before = |block: usize| {
            self.notes.partition_point(|note| note.place.as_ref().is_none_or(|(place, _)| *place < block))
        };
        before(blocks.start)..before(blocks.end)
    }

    /// The notes with these numbers, from 0.
    pub(super) fn notes(&self, numbers: Range<usize>) -> impl Iterator<Item = (usize, &Note<'a>)> {
        let start = numbers.start;
        self.notes[numbers].iter().enumerate().map(move |(at, note)| (start + at, note))
    }
}

impl Page<'_> {
    /// Writes the notes with these numbers as a list.
    pub(super) fn write_notes(&self, out: &mut String, numbers: Range<usize>) {
        if numbers.is_empty() {
            return;
        }
        out.push_str("<ol class=\"notes\">");
        for (number, note) in self.margin.notes(numbers) {
            let finding = note.finding;
            let (page, shown, severity) = (self.number, number + 1, finding.severity.as_str());
            let _ = write!(out, "<li id=\"d{page}-f{shown}\" class=\"{severity}\">");
            let _ = match note.place {
                Some(_) => write!(
                    out,
                    "<a class=\"num {severity}\" href=\"#d{page}-m{shown}\"><span class=\"vh\">Back to the text of finding \
                     </span>{shown}</a> "
                ),
                None => write!(out, "<span class=\"num {severity}\">{shown}</span> "),
            };
            let _ = write!(out, "<b>{severity}:</b> {}", EscapedText(super::super::one_line(&finding.message)));
            for label in finding.labels.iter().take(MAX_LABELS) {
                let words = self.view.source.slice(label.span);
                let line = self.view.source.position(label.span.start).line;
                let _ = write!(out, "<span class=\"also\">{}: ", EscapedText(super::super::one_line(&label.text)));
                // A single punctuation mark in quotation marks would be illegible.
                if words.contains(char::is_alphanumeric) {
                    let _ = write!(out, "“{}”, ", EscapedText(shorten(words)));
                }
                let _ = write!(out, "line {line}</span>");
            }
            let _ = write!(out, " <code>{}</code></li>", EscapedText(super::super::one_line(&finding.rule)));
        }
        out.push_str("</ol>");
    }
}

/// Words of the draft, cut to fit the margin.
fn shorten(words: &str) -> String {
    const MAX_CHARS: usize = 60;
    // Collapsing blanks shortens the text, so start with more than is shown. Words after a very long run of blanks are left out.
    let start = words.char_indices().nth(4 * MAX_CHARS).map_or(words, |(end, _)| &words[..end]);
    let words = start.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(MAX_CHARS) {
        Some((cut, _)) => words[..cut].trim_end().to_owned() + "…",
        None => words,
    }
}

/// The block in which a finding starts, and its words there; `None` if it is not in a block.
fn locate(document: &Document, finding: &Finding) -> Option<(usize, ProseRange)> {
    let after = document.blocks.partition_point(|block| block.span.start <= finding.span.start);
    (after.saturating_sub(MAX_BLOCKS_BACK)..after).rev().find_map(|block| {
        let words = document.prose_in(block, finding.span);
        (!words.is_empty()).then_some((block, words))
    })
}
