//! From cues to attributions: finds the source and content of each cue, and adds what only a matching frame can tell.

use super::decoder::Decoder;
use super::edges::SpanKind;
use super::paragraph::{KnownSpans, ParagraphFeatures};
use crate::attribution::frame::{Frame, FrameMatch, attribution_kind};
use crate::attribution::{AttributionKind, Content, DOUBTFUL};
use crate::language::TokenKind;
use crate::text::{TokenIdx, TokenRange};
use smallvec::SmallVec;
use std::ops::Range;

impl ParagraphFeatures<'_> {
    /// The attributions of a sentence: the model's cues with their source and content, then the frames' matches that the model
    /// did not find, with a low confidence.
    pub(in crate::attribution) fn find_matches(&self, decoder: &mut Decoder<'_>, sentence: usize) -> Vec<FrameMatch> {
        let frame_matches = &self.frame_matches[sentence];
        let mut previous = None;
        let mut found = Vec::new();
        for cue in self.cues(decoder, sentence) {
            let tokens = self.to_draft(&cue.tokens);
            let frame = frame_matches.iter().find(|r| r.cue.overlaps(tokens));
            let mut known = KnownSpans { previous: previous.clone(), source: None, content_on_other_side: false };
            let agentless = frame.is_some_and(|frame| frame.source.is_none());
            let source = decoder
                .best_span(&self.window(sentence, cue.tokens.clone(), SpanKind::Source, &known))
                .if_likelier_than_none();
            // The source of "according to" always begins right after it.
            let framed_source =
                frame.filter(|f| f.frame == Frame::AccordingTo).and_then(|f| self.to_paragraph(f.source?));
            let source = match framed_source {
                Some(behind) if source.as_ref().is_none_or(|source| source.start != behind.start) => Some(behind),
                _ => source.filter(|_| !agentless),
            };
            known.source.clone_from(&source);
            let content = self.content(decoder, sentence, &cue.tokens, known, frame);
            let confidence = decoder.model.confidence(cue.margin);
            let source_tokens = source.as_ref().map(|s| self.to_draft(s));
            found.push(self.build_match(sentence, frame, tokens, source_tokens, content, confidence));
            previous = source.or(previous);
        }
        // Add the frames' matches that the model did not find.
        for frame in frame_matches {
            if !found.iter().any(|r: &FrameMatch| r.cue.overlaps(frame.cue)) {
                found.push(FrameMatch {
                    confidence: decoder.model.frame_only_confidence(),
                    form: frame.confidence,
                    ..frame.clone()
                });
            }
        }
        found
    }

    /// The content on both sides of a cue, with quotation marks. If neither side has a likely one, the likelier side is used.
    fn content(
        &self,
        decoder: &mut Decoder<'_>,
        sentence: usize,
        cue: &Range<usize>,
        mut known: KnownSpans,
        frame: Option<&FrameMatch>,
    ) -> Content {
        let right = decoder.best_span(&self.window(sentence, cue.clone(), SpanKind::Right, &known));
        known.content_on_other_side = right.if_likelier_than_none().is_some();
        let left = decoder.best_span(&self.window(sentence, cue.clone(), SpanKind::Left, &known));
        let mut content: SmallVec<[_; 2]> =
            [left.if_likelier_than_none(), right.if_likelier_than_none()].into_iter().flatten().collect();
        if content.is_empty() {
            // "It points out:" at the end of a paragraph: the content is the next paragraph.
            let next = frame.filter(|r| r.content.first().is_some_and(|c| c.start >= self.tokens.end));
            if let Some(frame) = next {
                return frame.content.clone();
            }
            // Every cue needs content: take the likelier side.
            content.extend(if left.margin > right.margin { left.best } else { right.best });
        }
        content.iter().map(|c| self.with_quotation_marks(self.to_draft(c))).collect()
    }

    /// Converts positions in the paragraph to tokens of the draft.
    fn to_draft(&self, range: &Range<usize>) -> TokenRange {
        (self.tokens.start + range.start as u32).until(self.tokens.start + range.end as u32)
    }

    /// Extends a content span to the quotation marks around it.
    fn with_quotation_marks(&self, mut range: TokenRange) -> TokenRange {
        let v = self.cursor;
        if range.start > self.tokens.start && v.kind(range.start - 1) == TokenKind::QuoteOpen {
            range.start -= 1;
        }
        let stop = |at: TokenIdx| matches!(v.kind(at), TokenKind::Stop | TokenKind::Comma);
        let close = if range.end < self.tokens.end && stop(range.end) { range.end + 1 } else { range.end };
        if close < self.tokens.end && v.kind(close) == TokenKind::QuoteClose {
            range.end = close + 1;
        }
        range
    }

    /// Builds a match from a cue and its spans. The matching frame, if any, gives the frame, the kind and the head.
    fn build_match(
        &self,
        sentence: usize,
        frame: Option<&FrameMatch>,
        cue: TokenRange,
        source: Option<TokenRange>,
        content: Content,
        confidence: u8,
    ) -> FrameMatch {
        let v = self.cursor;
        let verb_in_cue = || cue.iter().rev().find(|&at| v.verb(at).is_some()).unwrap_or(cue.end - 1);
        let head = frame.map(|f| f.head).filter(|head| cue.contains(*head)).unwrap_or_else(verb_in_cue);
        let verb = v.verb(head).map(|(verb, _)| verb);
        let addressee = verb.and_then(|verb| self.frame_matcher(sentence).addressee(head + 1, head, verb).1);
        let plain = |frame: &Frame| matches!(frame, Frame::SaidThat | Frame::SaidAfter | Frame::SaidBy | Frame::Told);
        let form = frame.map(|f| f.frame).filter(|form| !plain(form)).unwrap_or_else(|| match (&source, &addressee) {
            (None, _) => Frame::Passive,
            (Some(source), _) if source.start >= cue.end => Frame::SaidBy,
            _ if content.first().is_some_and(|content| content.end <= cue.start) => Frame::SaidAfter,
            (_, Some(_)) => Frame::Told,
            _ if verb.is_none() => Frame::Nominal,
            _ => Frame::SaidThat,
        });
        let kind = match (frame, verb) {
            _ if source.is_none() => AttributionKind::Agentless,
            (Some(frame), _) if frame.kind != AttributionKind::Agentless => frame.kind,
            (_, Some(verb)) => attribution_kind(verb),
            _ => AttributionKind::Stance,
        };
        let frame_confidence = frame.map_or(0, |frame| frame.confidence);
        let adjacent_source = source.as_ref().filter(|s| cue.len() == 1 && s.end == cue.start);
        let is_noun =
            adjacent_source.zip(v.form(head)).is_some_and(|(source, form)| v.disagrees_in_number(*source, form));
        let confidence = if is_noun { DOUBTFUL.min(confidence) } else { confidence };
        FrameMatch { source, cue, head, content, addressee, frame: form, kind, confidence, form: frame_confidence }
    }
}
