//! A paragraph as the model sees it: facts of its tokens, the frames' readings, and windows around cues.

use super::cues::TokenFeatures;
use super::decoder::Decoder;
use super::edges::SpanKind;
use super::facts::{self, Fact, ParagraphFacts};
use super::prefilter::CuePrefilter;
use super::templates::CueTemplate;
use super::weights::Model;
use super::window::Window;
use crate::attribution::frame::{FrameMatch, FrameMatcher};
use crate::document::Document;
use crate::language::{self, Language, Lexicon, Role, Tokens};
use crate::learn::LabelledSpan;
use std::ops::Range;

/// A paragraph as the model sees it. Positions count from its first token.
#[derive(Debug)]
pub struct ParagraphFeatures<'a> {
    pub(super) cursor: Tokens<'a>,
    pub(super) tokens: Range<u32>,
    pub(in crate::attribution) seen: ParagraphFacts,
    /// What the frames found, sentence by sentence.
    pub(super) found: Vec<Vec<FrameMatch>>,
}

impl<'a> ParagraphFeatures<'a> {
    /// All paragraphs of a draft that may attribute.
    #[must_use]
    pub fn all(document: &'a Document, language: &'a Language, lexicon: &'a Lexicon) -> Vec<Self> {
        let cursor = Tokens::new(document, language, lexicon);
        let copy = language.paragraphs.iter().filter(|p| matches!(p.role, Role::Copy | Role::Heading));
        copy.map(|p| Self::read(cursor, p, ParagraphFacts::default())).collect()
    }

    /// Reads a paragraph; what was seen of another leaves it room.
    pub(in crate::attribution) fn read(
        cursor: Tokens<'a>,
        paragraph: &language::Paragraph,
        mut seen: ParagraphFacts,
    ) -> Self {
        let tokens = paragraph.tokens.clone();
        seen.clear();
        seen.facts.reserve(tokens.len());
        let mut found = Vec::with_capacity(paragraph.sentences.len());
        let mut done = tokens.start;
        for number in paragraph.sentences.clone() {
            let mut sentence = cursor.language.sentences[number as usize].clone();
            sentence.start = sentence.start.max(paragraph.start);
            if sentence.is_empty() {
                continue;
            }
            let mut reader = FrameMatcher {
                tokens: cursor,
                sentence: sentence.clone(),
                paragraph: tokens.clone(),
                found: Vec::new(),
            };
            reader.read(paragraph.role);
            // What no sentence holds (a dateline, a break) is seen as well, so that places are those of the paragraph.
            facts::read(cursor, done..sentence.start, &mut seen.facts);
            facts::read(cursor, sentence.clone(), &mut seen.facts);
            done = sentence.end;
            seen.sentences.push((sentence.start - tokens.start) as usize..(sentence.end - tokens.start) as usize);
            found.push(reader.found);
        }
        facts::read(cursor, done..tokens.end, &mut seen.facts);
        for found in &found {
            facts::mark(found, tokens.start, &mut seen.facts);
        }
        seen.finish();
        Self { cursor, tokens, seen, found }
    }

    /// Its tokens in the draft.
    #[must_use]
    pub fn tokens(&self) -> Range<u32> {
        self.tokens.clone()
    }

    /// Its sentences, without datelines.
    #[must_use]
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.seen.sentences
    }

    /// The cues of a sentence, positions counted from the paragraph's first token.
    #[must_use]
    pub fn cues(&self, decoder: &mut Decoder<'_>, sentence: usize) -> Vec<LabelledSpan> {
        let range = self.seen.sentences[sentence].clone();
        let facts = &self.seen.facts[range.clone()];
        let mut found = decoder.cues(facts);
        for cue in &mut found {
            cue.tokens = cue.tokens.start + range.start..cue.tokens.end + range.start;
        }
        found
    }

    /// The features of one token of a sentence.
    pub fn cue_features(&self, sentence: usize, at: usize, see: impl FnMut(CueTemplate, u32)) {
        let range = self.seen.sentences[sentence].clone();
        let facts = &self.seen.facts[range.clone()];
        TokenFeatures::at(facts, at - range.start).features(see);
    }

    /// The hashes of the prefilter's features of a token of a sentence; a mark has none.
    #[must_use]
    pub fn prefilter_features(&self, sentence: usize, at: usize) -> Vec<u32> {
        let range = self.seen.sentences[sentence].clone();
        let token = CuePrefilter::new(&self.seen.facts[range.clone()], at - range.start);
        token.map_or_else(Vec::new, |token| token.hashes().to_vec())
    }

    /// Whether a token of a sentence may begin a cue, by the prefilter.
    #[must_use]
    pub fn may_begin(&self, model: &Model<'_>, sentence: usize, at: usize) -> bool {
        let range = self.seen.sentences[sentence].clone();
        model.may_begin(&self.seen.facts[range.clone()], at - range.start)
    }

    /// The range without the marks at its ends; `None` when nothing is left or it lies outside the paragraph.
    #[must_use]
    pub fn trim(&self, range: Range<usize>) -> Option<Range<usize>> {
        self.seen.trim(range)
    }

    /// The cue's last verb, else its last word.
    fn head(&self, cue: &Range<usize>) -> Fact {
        let verb = cue.clone().rev().find(|&at| self.seen.facts[at].verb > 0);
        self.seen.facts[verb.unwrap_or(cue.end - 1)]
    }

    /// Reads a sentence anew, with nothing found yet.
    pub(super) fn reader(&self, sentence: usize) -> FrameMatcher<'a> {
        let own = &self.seen.sentences[sentence];
        let base = self.tokens.start;
        FrameMatcher {
            tokens: self.cursor,
            sentence: own.start as u32 + base..own.end as u32 + base,
            paragraph: self.tokens.clone(),
            found: Vec::new(),
        }
    }

    pub(super) fn local(&self, range: Range<u32>) -> Option<Range<usize>> {
        let start = range.start.checked_sub(self.tokens.start)? as usize;
        let end = range.end.checked_sub(self.tokens.start)? as usize;
        self.trim(start..end)
    }

    /// Where a part of the relation with this cue is looked for.
    #[must_use]
    pub fn window(&self, sentence: usize, cue: Range<usize>, part: SpanKind, known: &KnownSpans) -> Window<'_> {
        let base = self.tokens.start;
        let (from, to) = (cue.start as u32 + base, cue.end as u32 + base);
        let own = &self.seen.sentences[sentence];
        let reader = self.reader(sentence);
        let framed = self.found[sentence].iter().find(|r| r.cue.start < to && from < r.cue.end);
        let local = |range: Option<Range<u32>>| range.and_then(|range| self.local(range));
        let framed_content = |side: &dyn Fn(&Range<u32>) -> bool| {
            local(framed.and_then(|r| r.content.iter().find(|content| side(content)).cloned()))
        };
        let source = known.source.as_ref();
        let hints = match part {
            SpanKind::Source => [
                local(framed.and_then(|r| r.source.clone())),
                local(self.cursor.subject_before(from, reader.clause_floor(from))),
                local(self.cursor.phrase_after(to, reader.sentence.end)),
                known.previous.clone(),
            ],
            SpanKind::Left => {
                let end = source.filter(|s| s.end <= cue.start).map_or(cue.start, |s| s.start);
                [
                    framed_content(&|content| content.end <= from),
                    local(reader.content_before(base + end as u32).first().cloned()),
                    self.trim(own.start..end),
                    None,
                ]
            }
            SpanKind::Right => {
                let start = source.filter(|s| s.start >= cue.end).map_or(cue.end, |s| s.end);
                let after = base + start as u32;
                [
                    framed_content(&|content| content.start >= to),
                    local(reader.content_after(after).first().cloned()),
                    local(reader.quotation_after(after).first().cloned()),
                    self.trim(start..own.end),
                ]
            }
        };
        Window {
            seen: &self.seen,
            sentence,
            head: self.head(&cue),
            cue,
            hints,
            taken: known.source.clone(),
            other: known.other,
            part,
        }
    }
}

/// What is known of a relation when one of its parts is looked for.
#[derive(Clone, Debug, Default)]
pub struct KnownSpans {
    /// The source of the relation before, in the same sentence.
    pub previous: Option<Range<usize>>,
    /// The source, when its content is looked for.
    pub source: Option<Range<usize>>,
    /// Whether content was found on the other side.
    pub other: bool,
}
