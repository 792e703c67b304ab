//! A paragraph with everything that the model's features need: facts about its tokens and the frames' matches.

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
use crate::text::TokenRange;
use std::ops::Range;

/// A paragraph with the facts about its tokens and the frames' matches. Positions count from its first token.
#[derive(Debug)]
pub struct ParagraphFeatures<'a> {
    /// All tokens of the draft.
    pub(super) cursor: Tokens<'a>,
    /// The paragraph's tokens in the draft.
    pub(super) tokens: TokenRange,
    pub(in crate::attribution) facts: ParagraphFacts,
    /// The frames' matches, per sentence.
    pub(super) frame_matches: Vec<Vec<FrameMatch>>,
}

impl<'a> ParagraphFeatures<'a> {
    /// All paragraphs of a draft that may contain attributions: copy and headings.
    #[must_use]
    pub fn all(document: &'a Document, language: &'a Language, lexicon: &'a Lexicon) -> Vec<Self> {
        let cursor = Tokens::new(document, language, lexicon);
        let copy = language.paragraphs.iter().filter(|p| matches!(p.role, Role::Copy | Role::Heading));
        copy.map(|p| Self::read(cursor, p, ParagraphFacts::default())).collect()
    }

    /// Reads a paragraph. `facts` may be the facts of another paragraph: they are removed, and their memory is reused.
    pub(in crate::attribution) fn read(
        cursor: Tokens<'a>,
        paragraph: &language::Paragraph,
        mut facts: ParagraphFacts,
    ) -> Self {
        let tokens = paragraph.tokens;
        facts.clear();
        facts.tokens.reserve(tokens.len());
        let mut frame_matches = Vec::with_capacity(paragraph.sentences.len());
        let mut done = tokens.start;
        for number in paragraph.sentences {
            let mut sentence = cursor.language.sentences[number.index()];
            sentence.start = sentence.start.max(paragraph.start);
            if sentence.is_empty() {
                continue;
            }
            let mut matcher = FrameMatcher { tokens: cursor, sentence, paragraph: tokens, found: Vec::new() };
            matcher.match_all(paragraph.role);
            // Tokens outside sentences (a dateline, a break) have facts too, so that positions count from the paragraph's start.
            facts::read_facts(cursor, done.until(sentence.start), &mut facts.tokens);
            facts::read_facts(cursor, sentence, &mut facts.tokens);
            done = sentence.end;
            facts.sentences.push((sentence.start - tokens.start) as usize..(sentence.end - tokens.start) as usize);
            frame_matches.push(matcher.found);
        }
        facts::read_facts(cursor, done.until(tokens.end), &mut facts.tokens);
        for found in &frame_matches {
            facts::mark_frame_matches(found, tokens.start, &mut facts.tokens);
        }
        facts.finish();
        Self { cursor, tokens, facts, frame_matches }
    }

    /// The paragraph's tokens in the draft.
    #[must_use]
    pub fn tokens(&self) -> TokenRange {
        self.tokens
    }

    /// The paragraph's sentences, without datelines.
    #[must_use]
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.facts.sentences
    }

    /// The cues of a sentence, positions counted from the paragraph's first token.
    #[must_use]
    pub fn cues(&self, decoder: &mut Decoder<'_>, sentence: usize) -> Vec<LabelledSpan> {
        let range = self.facts.sentences[sentence].clone();
        let facts = &self.facts.tokens[range.clone()];
        let mut found = decoder.cues(facts);
        for cue in &mut found {
            cue.tokens = cue.tokens.start + range.start..cue.tokens.end + range.start;
        }
        found
    }

    /// Passes each feature of a token to `see`: its template and its hash.
    pub fn cue_features(&self, sentence: usize, at: usize, see: impl FnMut(CueTemplate, u32)) {
        let range = self.facts.sentences[sentence].clone();
        let facts = &self.facts.tokens[range.clone()];
        TokenFeatures::at(facts, at - range.start).features(see);
    }

    /// The hashes of the prefilter's features of a token; empty for a mark.
    #[must_use]
    pub fn prefilter_features(&self, sentence: usize, at: usize) -> Vec<u32> {
        let range = self.facts.sentences[sentence].clone();
        let token = CuePrefilter::new(&self.facts.tokens[range.clone()], at - range.start);
        token.map_or_else(Vec::new, |token| token.hashes().to_vec())
    }

    /// Whether the prefilter allows a token of a sentence to begin a cue.
    #[must_use]
    pub fn may_begin(&self, model: &Model<'_>, sentence: usize, at: usize) -> bool {
        let range = self.facts.sentences[sentence].clone();
        model.may_begin(&self.facts.tokens[range.clone()], at - range.start)
    }

    /// The range without the marks at its ends, cut to the paragraph; `None` if nothing is left.
    #[must_use]
    pub fn trim(&self, range: Range<usize>) -> Option<Range<usize>> {
        self.facts.trim(range)
    }

    /// The head of a cue: its last verb, or its last word if it has no verb.
    fn head(&self, cue: &Range<usize>) -> Fact {
        let verb = cue.clone().rev().find(|&at| self.facts.tokens[at].verb > 0);
        self.facts.tokens[verb.unwrap_or(cue.end - 1)]
    }

    /// A frame matcher for a sentence, without matches.
    pub(super) fn frame_matcher(&self, sentence: usize) -> FrameMatcher<'a> {
        let sentence_range = &self.facts.sentences[sentence];
        let base = self.tokens.start;
        FrameMatcher {
            tokens: self.cursor,
            sentence: (base + sentence_range.start as u32).until(base + sentence_range.end as u32),
            paragraph: self.tokens,
            found: Vec::new(),
        }
    }

    /// Converts a range of the draft's tokens to positions in the paragraph, without the marks at its ends; `None` if nothing
    /// is left.
    pub(super) fn to_paragraph(&self, range: TokenRange) -> Option<Range<usize>> {
        let start = range.start.distance_from(self.tokens.start)? as usize;
        let end = range.end.distance_from(self.tokens.start)? as usize;
        self.trim(start..end)
    }

    /// The window in which a part of the attribution with this cue is searched for, with the hints for that part.
    #[must_use]
    pub fn window(&self, sentence: usize, cue: Range<usize>, part: SpanKind, known: &KnownSpans) -> Window<'_> {
        let base = self.tokens.start;
        let (from, to) = (base + cue.start as u32, base + cue.end as u32);
        let sentence_range = &self.facts.sentences[sentence];
        let matcher = self.frame_matcher(sentence);
        let framed = self.frame_matches[sentence].iter().find(|r| r.cue.start < to && from < r.cue.end);
        let local = |range: Option<TokenRange>| range.and_then(|range| self.to_paragraph(range));
        let framed_content = |side: &dyn Fn(TokenRange) -> bool| {
            local(framed.and_then(|r| r.content.iter().copied().find(|&content| side(content))))
        };
        let source = known.source.as_ref();
        let hints = match part {
            SpanKind::Source => [
                local(framed.and_then(|r| r.source)),
                local(self.cursor.subject_before(from, matcher.clause_floor(from))),
                local(self.cursor.phrase_after(to, matcher.sentence.end)),
                known.previous.clone(),
            ],
            SpanKind::Left => {
                let end = source.filter(|s| s.end <= cue.start).map_or(cue.start, |s| s.start);
                [
                    framed_content(&|content| content.end <= from),
                    local(matcher.content_before(base + end as u32).first().copied()),
                    self.trim(sentence_range.start..end),
                    None,
                ]
            }
            SpanKind::Right => {
                let start = source.filter(|s| s.start >= cue.end).map_or(cue.end, |s| s.end);
                let after = base + start as u32;
                [
                    framed_content(&|content| content.start >= to),
                    local(matcher.content_after(after).first().copied()),
                    local(matcher.quotation_after(after).first().copied()),
                    self.trim(start..sentence_range.end),
                ]
            }
        };
        Window {
            facts: &self.facts,
            sentence,
            head: self.head(&cue),
            cue,
            hints,
            source: known.source.clone(),
            content_on_other_side: known.content_on_other_side,
            part,
        }
    }
}

/// The spans of an attribution that are already known when another part is searched for.
#[derive(Clone, Debug, Default)]
pub struct KnownSpans {
    /// The source of the previous attribution in the same sentence.
    pub previous: Option<Range<usize>>,
    /// The source, if content is searched for.
    pub source: Option<Range<usize>>,
    /// Whether content was found on the other side of the cue.
    pub content_on_other_side: bool,
}
