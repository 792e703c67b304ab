//! The window around a cue in which a source or a content is searched for: candidate edges, and the features of edges and spans.

use super::edge_prefilter;
use super::edges::{Edge, EdgeKind, EdgeSide, HINTS, SpanKind};
use super::facts::{Fact, ParagraphFacts};
use super::templates::{EdgeTemplate, NoSpanTemplate, SpanTemplate, Template};
use std::ops::Range;

/// A cue in its paragraph, and the part that is searched for. Positions count from the paragraph's first token.
#[derive(Clone, Debug)]
pub struct Window<'a> {
    pub(super) facts: &'a ParagraphFacts,
    /// The index of the cue's sentence in the paragraph.
    pub(super) sentence: usize,
    pub(super) cue: Range<usize>,
    /// The cue's head: its last verb, or its last word if it has no verb.
    pub(super) head: Fact,
    /// Spans for this part that frames and simple searches propose.
    pub(super) hints: [Option<Range<usize>>; HINTS],
    /// The source, if content is searched for.
    pub(super) source: Option<Range<usize>>,
    /// Whether content was found on the other side of the cue.
    pub(super) content_on_other_side: bool,
    pub(super) part: SpanKind,
}

/// Maximum distance of an edge from its cue inside the sentence, in tokens.
const MAX_DISTANCE: usize = 60;
/// Maximum length of a source, in tokens.
const MAX_SOURCE_LENGTH: usize = 60;
/// Maximum distance of the far edge of a content from its cue, in sentences.
const MAX_SENTENCES: usize = 8;

/// The bucket of a number of tokens, from 0 to 11. Buckets for larger numbers are wider.
fn bucket(n: usize) -> u32 {
    const BUCKETS: [u8; 42] = {
        let mut buckets = [11; 42];
        let mut n = 0;
        while n < 41 {
            buckets[n] = match n {
                0..=5 => n as u8,
                6..=7 => 6,
                8..=10 => 7,
                11..=15 => 8,
                16..=25 => 9,
                _ => 10,
            };
            n += 1;
        }
        buckets
    };
    BUCKETS[n.min(41)].into()
}

/// The start or the end of each hint.
#[derive(Debug)]
pub(super) struct HintEdges {
    /// The position of each hint's edge; `usize::MAX` if there is no such hint.
    edges: [usize; HINTS],
    /// Two bits per hint, of which the higher is set if the hint exists.
    present: u32,
}

impl Window<'_> {
    /// The facts of the token `d` after `at`; empty facts outside the paragraph.
    fn fact(&self, at: usize, d: isize) -> &Fact {
        self.facts.tokens.get(at.wrapping_add_signed(d)).unwrap_or(&Fact::NOTHING)
    }

    /// Whether a span may begin or end with this token: it must not be a mark.
    fn may_be_edge(&self, at: usize) -> bool {
        !self.facts.tokens[at].is_mark()
    }

    /// Calls `see` with each position where the part may begin, or after whose last token it may end.
    pub fn edge_positions(&self, side: EdgeSide, mut see: impl FnMut(usize)) {
        let sentence_range = self.facts.sentences[self.sentence].clone();
        let end_offset = usize::from(side == EdgeSide::End);
        let near = sentence_range.start.max(self.cue.start.saturating_sub(MAX_DISTANCE))
            ..sentence_range.end.min(self.cue.end + MAX_DISTANCE);
        let edges = |range: Range<usize>| range.filter(|&at| self.may_be_edge(at)).map(move |at| at + end_offset);
        let edge = |sentence: &Range<usize>| if side == EdgeSide::End { sentence.end } else { sentence.start };
        // The number of sentences before and after the cue's own sentence in which content may begin or end.
        let (left, right) = if side == EdgeSide::End { (2, MAX_SENTENCES) } else { (MAX_SENTENCES, 2) };
        match self.part {
            SpanKind::Source => {
                edges(near.start..self.cue.start).for_each(&mut see);
                edges(self.cue.end..near.end).for_each(see);
            }
            SpanKind::Left => {
                let before = &self.facts.trimmed[self.sentence.saturating_sub(left)..self.sentence];
                before.iter().map(edge).for_each(&mut see);
                edges(near.start..self.cue.start).for_each(see);
            }
            SpanKind::Right => {
                edges(self.cue.end..near.end).for_each(&mut see);
                if side == EdgeSide::End && near.end < sentence_range.end {
                    see(self.facts.trimmed[self.sentence].end);
                }
                self.facts.trimmed.iter().skip(self.sentence + 1).take(right).map(edge).for_each(see);
            }
        }
    }

    /// Whether the part can be the span from `start` to `end`: it must not overlap the cue or the source, nor be too long.
    #[must_use]
    pub fn fits(&self, start: usize, end: usize) -> bool {
        start < end
            && (end <= self.cue.start || start >= self.cue.end)
            && self.source.as_ref().is_none_or(|source| end <= source.start || start >= source.end)
            && (self.part != SpanKind::Source || end - start <= MAX_SOURCE_LENGTH)
    }

    /// The capped counts of the tokens between an edge and the cue, and how many tokens there are.
    fn between(&self, at: usize) -> (u32, usize) {
        let range = if at <= self.cue.start { at..self.cue.start } else { self.cue.end..at };
        (self.facts.capped_counts(range.clone()), range.len())
    }

    /// The edge at a position, described relative to the cue and the hints.
    #[must_use]
    pub fn edge_at(&self, side: EdgeSide, at: usize) -> Edge {
        self.edge_with_hints(side, at, &self.hint_edges(side))
    }

    /// Like [`Self::edge_at`], with precomputed hint edges.
    pub(super) fn edge_with_hints(&self, side: EdgeSide, at: usize, hints: &HintEdges) -> Edge {
        let (between, distance) = self.between(at);
        let agree = hints.edges.iter().enumerate().fold(0, |mask, (n, &hint)| mask | u32::from(at == hint) << (2 * n));
        Edge {
            at: at as u32,
            side,
            hint: (agree | hints.present) as u8,
            right: at >= self.cue.end,
            between: between as u8,
            distance: bucket(distance) as u8,
        }
    }

    /// The start or the end of each hint.
    pub(super) fn hint_edges(&self, side: EdgeSide) -> HintEdges {
        let edge = |hint: &Range<usize>| if side == EdgeSide::End { hint.end } else { hint.start };
        let edges = self.hints.each_ref().map(|hint| hint.as_ref().map_or(usize::MAX, edge));
        HintEdges { edges, present: self.hint_mask(|_| false) }
    }

    /// The tags of the tokens left and right of a position.
    pub(super) fn tags_around(&self, at: usize) -> [u8; 2] {
        [self.fact(at, -1).tag, self.fact(at, 0).tag]
    }

    /// The indices of the edge prefilter's weights that an edge adds up.
    #[must_use]
    pub fn edge_prefilter_indices(&self, edge: &Edge) -> [usize; 5] {
        let kind = EdgeKind { part: self.part, side: edge.side };
        edge_prefilter::weight_indices(kind, edge, self.head.frame, self.tags_around(edge.at()))
    }

    /// The coarse features of an edge. Training selects edges by them before it computes the other features. The decoder uses all
    /// features together.
    pub fn coarse_features(&self, edge: &Edge, see: impl FnMut(Template, u32)) {
        use EdgeTemplate as T;
        let [hint, right, between, distance] = edge.feature_values();
        let [before, after] = self.tags_around(edge.at()).map(u32::from);
        let mut emit = self.edge_hasher(edge, see);
        emit(T::Hints, hint, right);
        emit(T::Distance, right, distance);
        emit(T::Between, between, right);
        emit(T::TagPair, before << 8 | after, right);
    }

    /// All other features of an edge. Training drops features at random in this order, so changing the order changes the model.
    pub fn fine_features(&self, edge: &Edge, see: impl FnMut(Template, u32)) {
        use EdgeTemplate as T;
        let (at, [hint, right, between, distance]) = (edge.at(), edge.feature_values());
        let head = &self.head;
        let (l1, l2) = (self.fact(at, -1), self.fact(at, -2));
        let (r1, r2, r3) = (self.fact(at, 0), self.fact(at, 1), self.fact(at, 2));
        let t = |f: &Fact| u32::from(f.tag);
        let sentence_range = &self.facts.sentences[self.sentence];
        let position = u32::from(at == sentence_range.start)
            | u32::from(at + 1 >= sentence_range.end) << 1
            | u32::from(sentence_range.contains(&at)) << 2;
        let mut emit = self.edge_hasher(edge, see);
        emit(T::HintsAndHeadLemma, hint, head.lemma);
        emit(T::HintsAndTags, hint << 8 | t(l1), t(r1));
        emit(T::TagAfter, t(r1), right);
        emit(T::WordAfter, r1.word, right);
        emit(T::WordBeforeAndTag, l1.word, t(r1) << 1 | right);
        emit(T::DistanceAndTags, distance << 8 | t(l1), right << 8 | t(r1));
        emit(T::Quoted, u32::from(l1.quoted) | u32::from(r1.quoted) << 1, right << 8 | t(l1));
        emit(T::HintsAndFrame, hint, head.frame_group());
        emit(T::DistanceAndHeadTag, distance, t(head) << 1 | right);
        emit(T::BetweenAndHeadTag, between, t(head) << 1 | right);
        emit(T::TagBefore, t(l1), right);
        emit(T::TwoTagsBeforeAndTagAfter, t(l2) << 16 | t(l1) << 8 | t(r1), right);
        emit(T::TagBeforeAndTwoTagsAfter, t(l1) << 16 | t(r1) << 8 | t(r2), right);
        emit(T::ThreeTagsAfter, t(r1) << 16 | t(r2) << 8 | t(r3), right);
        emit(T::WordBefore, l1.word, right);
        emit(T::WordAfterAndTag, r1.word, t(l1) << 1 | right);
        emit(T::BetweenAndTags, between, right << 16 | t(l1) << 8 | t(r1));
        emit(T::HeadLemmaAndDistance, head.lemma, right << 4 | distance);
        emit(T::Roles, u32::from(l1.role) | u32::from(r1.role) << 2, right);
        emit(T::Frames, u32::from(l1.frame > 0) | u32::from(r1.frame > 0) << 1, right);
        emit(T::Position, position, right);
    }

    /// Wraps `see` so that it takes an edge template and the observed values, and computes the hash.
    fn edge_hasher(&self, edge: &Edge, mut see: impl FnMut(Template, u32)) -> impl FnMut(EdgeTemplate, u32, u32) {
        let kind = EdgeKind { part: self.part, side: edge.side };
        move |template, a, b| {
            let template = Template::Edge(kind, template);
            see(template, template.hash(a, b));
        }
    }

    /// Two bits per hint, lowest first: the hint exists and `agrees` holds for it; the hint exists.
    fn hint_mask(&self, agrees: impl Fn(&Range<usize>) -> bool) -> u32 {
        self.hints.iter().enumerate().fold(0, |mask, (n, hint)| {
            let agrees = hint.as_ref().is_some_and(&agrees);
            mask | u32::from(agrees) << (2 * n) | u32::from(hint.is_some()) << (2 * n + 1)
        })
    }

    /// The features of the span from `start` to `end` as a whole.
    pub fn pair_features(&self, start: usize, end: usize, mut see: impl FnMut(Template, u32)) {
        use SpanTemplate as T;
        let head = &self.head;
        let t = |f: &Fact| u32::from(f.tag);
        let right = u32::from(start >= self.cue.end);
        let length = bucket(end - start);
        let gap = bucket(if right == 1 { start - self.cue.end } else { self.cue.start - end });
        let same = self.hint_mask(|hint| *hint == (start..end));
        let [commas, quotes, verbs, frames] = self.facts.count(start..end);
        let inside = commas.min(3) | verbs.min(3) << 2 | quotes.min(3) << 4 | frames.min(2) << 6;
        let (first, last) = (&self.facts.tokens[start], &self.facts.tokens[end - 1]);
        let (before, after) = (self.fact(start, -1), self.fact(end, 0));
        let mut emit = |template, a, b| {
            let template = Template::Span(self.part, template);
            see(template, template.hash(a, b));
        };
        emit(T::Hints, same, right);
        emit(T::HintsAndHeadLemma, same, head.lemma);
        emit(T::HintsAndFrame, same, head.frame_group());
        emit(T::Length, length, right);
        emit(T::LengthAndHeadLemma, length, head.lemma);
        emit(T::LengthAndGap, length << 8 | gap, right);
        emit(T::GapAndHeadLemma, gap, head.lemma);
        emit(T::GapAndLastTag, gap << 8 | t(last), right);
        emit(T::Inside, inside, right);
        emit(T::InsideAndFirstTag, inside, t(first) << 8 | right);
        emit(T::FirstAndLastTag, t(first) << 8 | t(last), right);
        emit(T::TagsAround, t(before) << 8 | t(after), right);
        emit(T::TagsAroundAndEnds, t(before) << 8 | t(after), t(first) << 8 | t(last));
        emit(
            T::Quoted,
            u32::from(first.quoted)
                | u32::from(last.quoted) << 1
                | u32::from(before.is_quote()) << 2
                | u32::from(after.is_quote()) << 3,
            right,
        );
        emit(T::FirstWordAndLength, first.word, length << 1 | right);
        emit(T::LastWord, last.word, right);
        let sentence_range = &self.facts.sentences[self.sentence];
        emit(
            T::PositionAndInside,
            u32::from(start == sentence_range.start)
                | u32::from(end + 1 >= sentence_range.end) << 1
                | u32::from(start < sentence_range.start) << 2
                | u32::from(end > sentence_range.end) << 3,
            inside,
        );
    }

    /// The features of having no span for this part.
    pub fn no_span_features(&self, mut see: impl FnMut(Template, u32)) {
        use NoSpanTemplate as T;
        let head = &self.head;
        let (l1, l2) = (self.fact(self.cue.start, -1), self.fact(self.cue.start, -2));
        let (r1, r2) = (self.fact(self.cue.end, 0), self.fact(self.cue.end, 1));
        let t = |f: &Fact| u32::from(f.tag);
        let present = self.hints.iter().enumerate().fold(0, |mask, (n, hint)| mask | u32::from(hint.is_some()) << n);
        let first = &self.facts.tokens[self.cue.start];
        let sentence_range = &self.facts.sentences[self.sentence];
        let mut emit = |template, a, b| {
            let template = Template::NoSpan(self.part, template);
            see(template, template.hash(a, b));
        };
        emit(T::Bias, 0, 0);
        emit(T::HintsAndFrame, present, head.frame_group());
        emit(T::HintsAndHeadLemma, present, head.lemma);
        emit(T::HeadLemma, head.lemma, t(head));
        emit(T::CueTags, t(first) << 8 | t(head), 0);
        emit(T::TagBefore, t(l1), t(head));
        emit(T::TagAfter, t(r1), t(head));
        emit(T::TagsBefore, t(l1) << 8 | t(l2), t(head));
        emit(T::TagsAfter, t(r1) << 8 | t(r2), t(head));
        emit(T::TagsAround, t(l1) << 8 | t(r1), t(head));
        emit(T::FirstWord, first.word, t(l1));
        emit(
            T::Position,
            u32::from(self.cue.start == sentence_range.start) | u32::from(self.cue.end + 1 >= sentence_range.end) << 1,
            t(l1),
        );
        emit(
            T::Room,
            bucket(self.cue.start - sentence_range.start),
            bucket(sentence_range.end - self.cue.end.min(sentence_range.end)),
        );
        emit(T::LastWord, self.facts.tokens[self.cue.end - 1].word, t(r1));
        emit(T::Quoted, u32::from(first.quoted), t(head));
        let source = match &self.source {
            None => 0,
            Some(range) if range.end <= self.cue.start => 1 + bucket(self.cue.start - range.end),
            Some(range) => 20 + bucket(sentence_range.end - range.end.min(sentence_range.end)),
        };
        emit(T::Source, source, u32::from(self.content_on_other_side));
        emit(T::SourceAndHeadTag, source, t(head) << 1 | u32::from(self.content_on_other_side));
        emit(T::HeadLemmaAndSides, head.lemma, u32::from(self.content_on_other_side) | u32::from(source > 19) << 1);
        emit(T::HintsAndSource, present, u32::from(self.content_on_other_side) | source << 1);
        let quote = self.facts.count(sentence_range.start..self.cue.start)[1] > 0;
        let later = self.facts.count(self.cue.end..sentence_range.end.max(self.cue.end))[1] > 0;
        emit(
            T::Quotes,
            u32::from(quote) | u32::from(later) << 1 | u32::from(self.content_on_other_side) << 2,
            t(l1) << 8 | t(r1),
        );
    }
}
