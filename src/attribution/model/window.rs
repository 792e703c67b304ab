//! Where a source or a content begins and ends: candidates around a cue, each scored by its edges and as a whole.

use super::edge_prefilter;
use super::edges::{Edge, EdgeKind, EdgeSide, HINTS, SpanKind};
use super::facts::{Fact, ParagraphFacts};
use super::templates::{EdgeTemplate, NoSpanTemplate, SpanTemplate, Template};
use std::ops::Range;

/// A cue in its paragraph, and the part that is looked for. Positions count from the paragraph's first token.
#[derive(Clone, Debug)]
pub struct Window<'a> {
    pub(super) seen: &'a ParagraphFacts,
    /// The cue's sentence.
    pub(super) sentence: usize,
    pub(super) cue: Range<usize>,
    /// The cue's word that carries its sense.
    pub(super) head: Fact,
    /// What the frames say.
    pub(super) hints: [Option<Range<usize>>; HINTS],
    /// The source, when its content is looked for.
    pub(super) taken: Option<Range<usize>>,
    /// Whether content was found on the other side.
    pub(super) other: bool,
    pub(super) part: SpanKind,
}

/// How far a part may lie from its cue inside the sentence, in tokens.
const REACH: usize = 60;
/// Longest source, in tokens.
const LONGEST: usize = 60;
/// How many sentences a content may lie from its cue.
const SENTENCES: usize = 8;

/// The step that a number of tokens falls into; steps grow with the number.
fn bucket(n: usize) -> u32 {
    const STEPS: [u8; 42] = {
        let mut steps = [11; 42];
        let mut n = 0;
        while n < 41 {
            steps[n] = match n {
                0..=5 => n as u8,
                6..=7 => 6,
                8..=10 => 7,
                11..=15 => 8,
                16..=25 => 9,
                _ => 10,
            };
            n += 1;
        }
        steps
    };
    STEPS[n.min(41)].into()
}

/// The edges of hints: where each of them lies, if there is one, and which there are.
#[derive(Debug)]
pub(super) struct HintEdges {
    edges: [usize; HINTS],
    present: u32,
}

impl Window<'_> {
    /// A token near another, or nothing outside the paragraph.
    fn fact(&self, at: usize, d: isize) -> &Fact {
        self.seen.facts.get(at.wrapping_add_signed(d)).unwrap_or(&Fact::NOTHING)
    }

    /// Commas, stops and quotation marks begin and end nothing.
    fn open(&self, at: usize) -> bool {
        !self.seen.facts[at].is_mark()
    }

    /// The places where the part may begin, or behind which it may end.
    pub fn places(&self, side: EdgeSide, mut see: impl FnMut(usize)) {
        let own = self.seen.sentences[self.sentence].clone();
        let behind = usize::from(side == EdgeSide::End);
        let near = own.start.max(self.cue.start.saturating_sub(REACH))..own.end.min(self.cue.end + REACH);
        let edges = |range: Range<usize>| range.filter(|&at| self.open(at)).map(move |at| at + behind);
        let edge = |sentence: &Range<usize>| if side == EdgeSide::End { sentence.end } else { sentence.start };
        // How many sentences a content may begin or end off.
        let (left, right) = if side == EdgeSide::End { (2, SENTENCES) } else { (SENTENCES, 2) };
        match self.part {
            SpanKind::Source => {
                edges(near.start..self.cue.start).for_each(&mut see);
                edges(self.cue.end..near.end).for_each(see);
            }
            SpanKind::Left => {
                let before = &self.seen.trimmed[self.sentence.saturating_sub(left)..self.sentence];
                before.iter().map(edge).for_each(&mut see);
                edges(near.start..self.cue.start).for_each(see);
            }
            SpanKind::Right => {
                edges(self.cue.end..near.end).for_each(&mut see);
                if side == EdgeSide::End && near.end < own.end {
                    see(self.seen.trimmed[self.sentence].end);
                }
                self.seen.trimmed.iter().skip(self.sentence + 1).take(right).map(edge).for_each(see);
            }
        }
    }

    /// Whether a start and an end can go together.
    #[must_use]
    pub fn fits(&self, start: usize, end: usize) -> bool {
        start < end
            && (end <= self.cue.start || start >= self.cue.end)
            && self.taken.as_ref().is_none_or(|taken| end <= taken.start || start >= taken.end)
            && (self.part != SpanKind::Source || end - start <= LONGEST)
    }

    /// What stands between an edge and the cue, and how many tokens that is.
    fn between(&self, at: usize) -> (u32, usize) {
        let range = if at <= self.cue.start { at..self.cue.start } else { self.cue.end..at };
        (self.seen.few(range.clone()), range.len())
    }

    /// What an edge is to the cue and to the hints.
    #[must_use]
    pub fn edge_at(&self, side: EdgeSide, at: usize) -> Edge {
        self.edge(side, at, &self.hints_of(side))
    }

    /// The same, with the hints of its side at hand.
    pub(super) fn edge(&self, side: EdgeSide, at: usize, hints: &HintEdges) -> Edge {
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

    /// The edges that the hints have on a side.
    pub(super) fn hints_of(&self, side: EdgeSide) -> HintEdges {
        let edge = |hint: &Range<usize>| if side == EdgeSide::End { hint.end } else { hint.start };
        let edges = self.hints.each_ref().map(|hint| hint.as_ref().map_or(usize::MAX, edge));
        HintEdges { edges, present: self.hinted(|_| false) }
    }

    /// The kinds of word left and right of a place.
    pub(super) fn kinds(&self, at: usize) -> [u8; 2] {
        [self.fact(at, -1).tag, self.fact(at, 0).tag]
    }

    /// The weights of the edge prefilter that an edge adds up.
    #[must_use]
    pub fn edge_prefilter_places(&self, edge: &Edge) -> [usize; 5] {
        let kind = EdgeKind { part: self.part, side: edge.side };
        edge_prefilter::all(kind, edge, self.head.frame, self.kinds(edge.at()))
    }

    /// The features by which training chooses the edges that it looks at more closely; the model at work adds them to the others.
    pub fn coarse_features(&self, edge: &Edge, see: impl FnMut(Template, u32)) {
        use EdgeTemplate as T;
        let [hint, right, between, distance] = edge.seen();
        let [before, behind] = self.kinds(edge.at()).map(u32::from);
        let mut put = self.of_edge(edge, see);
        put(T::Hints, hint, right);
        put(T::Distance, right, distance);
        put(T::Between, between, right);
        put(T::TagPair, before << 8 | behind, right);
    }

    /// All other features of an edge. Their order decides which of them training leaves out at random.
    pub fn fine_features(&self, edge: &Edge, see: impl FnMut(Template, u32)) {
        use EdgeTemplate as T;
        let (at, [hint, right, between, distance]) = (edge.at(), edge.seen());
        let head = &self.head;
        let (l1, l2) = (self.fact(at, -1), self.fact(at, -2));
        let (r1, r2, r3) = (self.fact(at, 0), self.fact(at, 1), self.fact(at, 2));
        let t = |f: &Fact| u32::from(f.tag);
        let own = &self.seen.sentences[self.sentence];
        let place = u32::from(at == own.start) | u32::from(at + 1 >= own.end) << 1 | u32::from(own.contains(&at)) << 2;
        let mut put = self.of_edge(edge, see);
        put(T::HintsAndHeadLemma, hint, head.lemma);
        put(T::HintsAndTags, hint << 8 | t(l1), t(r1));
        put(T::TagBehind, t(r1), right);
        put(T::WordBehind, r1.word, right);
        put(T::WordBeforeAndTag, l1.word, t(r1) << 1 | right);
        put(T::DistanceAndTags, distance << 8 | t(l1), right << 8 | t(r1));
        put(T::Quoted, u32::from(l1.quoted) | u32::from(r1.quoted) << 1, right << 8 | t(l1));
        put(T::HintsAndFrame, hint, head.frame_group());
        put(T::DistanceAndHeadTag, distance, t(head) << 1 | right);
        put(T::BetweenAndHeadTag, between, t(head) << 1 | right);
        put(T::TagBefore, t(l1), right);
        put(T::TagsBefore, t(l2) << 16 | t(l1) << 8 | t(r1), right);
        put(T::TagsAround, t(l1) << 16 | t(r1) << 8 | t(r2), right);
        put(T::TagsBehind, t(r1) << 16 | t(r2) << 8 | t(r3), right);
        put(T::WordBefore, l1.word, right);
        put(T::WordBehindAndTag, r1.word, t(l1) << 1 | right);
        put(T::BetweenAndTags, between, right << 16 | t(l1) << 8 | t(r1));
        put(T::HeadLemmaAndDistance, head.lemma, right << 4 | distance);
        put(T::Roles, u32::from(l1.role) | u32::from(r1.role) << 2, right);
        put(T::Frames, u32::from(l1.frame > 0) | u32::from(r1.frame > 0) << 1, right);
        put(T::Position, place, right);
    }

    /// Gives features of an edge their hashes.
    fn of_edge(&self, edge: &Edge, mut see: impl FnMut(Template, u32)) -> impl FnMut(EdgeTemplate, u32, u32) {
        let kind = EdgeKind { part: self.part, side: edge.side };
        move |template, a, b| {
            let template = Template::Edge(kind, template);
            see(template, template.hash(a, b));
        }
    }

    /// Which hints agree, two bits each: it agrees; there is one.
    fn hinted(&self, agrees: impl Fn(&Range<usize>) -> bool) -> u32 {
        self.hints.iter().enumerate().fold(0, |mask, (n, hint)| {
            let agrees = hint.as_ref().is_some_and(&agrees);
            mask | u32::from(agrees) << (2 * n) | u32::from(hint.is_some()) << (2 * n + 1)
        })
    }

    /// The features of a whole.
    pub fn pair_features(&self, start: usize, end: usize, mut see: impl FnMut(Template, u32)) {
        use SpanTemplate as T;
        let head = &self.head;
        let t = |f: &Fact| u32::from(f.tag);
        let right = u32::from(start >= self.cue.end);
        let length = bucket(end - start);
        let gap = bucket(if right == 1 { start - self.cue.end } else { self.cue.start - end });
        let same = self.hinted(|hint| *hint == (start..end));
        let [commas, quotes, verbs, frames] = self.seen.count(start..end);
        let inside = commas.min(3) | verbs.min(3) << 2 | quotes.min(3) << 4 | frames.min(2) << 6;
        let (first, last) = (&self.seen.facts[start], &self.seen.facts[end - 1]);
        let (before, after) = (self.fact(start, -1), self.fact(end, 0));
        let mut put = |template, a, b| {
            let template = Template::Span(self.part, template);
            see(template, template.hash(a, b));
        };
        put(T::Hints, same, right);
        put(T::HintsAndHeadLemma, same, head.lemma);
        put(T::HintsAndFrame, same, head.frame_group());
        put(T::Length, length, right);
        put(T::LengthAndHeadLemma, length, head.lemma);
        put(T::LengthAndGap, length << 8 | gap, right);
        put(T::GapAndHeadLemma, gap, head.lemma);
        put(T::GapAndLastTag, gap << 8 | t(last), right);
        put(T::Inside, inside, right);
        put(T::InsideAndFirstTag, inside, t(first) << 8 | right);
        put(T::FirstAndLastTag, t(first) << 8 | t(last), right);
        put(T::TagsAround, t(before) << 8 | t(after), right);
        put(T::TagsAroundAndEnds, t(before) << 8 | t(after), t(first) << 8 | t(last));
        put(
            T::Quoted,
            u32::from(first.quoted)
                | u32::from(last.quoted) << 1
                | u32::from(before.is_quote()) << 2
                | u32::from(after.is_quote()) << 3,
            right,
        );
        put(T::FirstWordAndLength, first.word, length << 1 | right);
        put(T::LastWord, last.word, right);
        let own = &self.seen.sentences[self.sentence];
        put(
            T::PositionAndInside,
            u32::from(start == own.start)
                | u32::from(end + 1 >= own.end) << 1
                | u32::from(start < own.start) << 2
                | u32::from(end > own.end) << 3,
            inside,
        );
    }

    /// The features of there being none.
    pub fn none_features(&self, mut see: impl FnMut(Template, u32)) {
        use NoSpanTemplate as T;
        let head = &self.head;
        let (l1, l2) = (self.fact(self.cue.start, -1), self.fact(self.cue.start, -2));
        let (r1, r2) = (self.fact(self.cue.end, 0), self.fact(self.cue.end, 1));
        let t = |f: &Fact| u32::from(f.tag);
        let present = self.hints.iter().enumerate().fold(0, |mask, (n, hint)| mask | u32::from(hint.is_some()) << n);
        let first = &self.seen.facts[self.cue.start];
        let own = &self.seen.sentences[self.sentence];
        let mut put = |template, a, b| {
            let template = Template::NoSpan(self.part, template);
            see(template, template.hash(a, b));
        };
        put(T::Bias, 0, 0);
        put(T::HintsAndFrame, present, head.frame_group());
        put(T::HintsAndHeadLemma, present, head.lemma);
        put(T::HeadLemma, head.lemma, t(head));
        put(T::CueTags, t(first) << 8 | t(head), 0);
        put(T::TagBefore, t(l1), t(head));
        put(T::TagBehind, t(r1), t(head));
        put(T::TagsBefore, t(l1) << 8 | t(l2), t(head));
        put(T::TagsBehind, t(r1) << 8 | t(r2), t(head));
        put(T::TagsAround, t(l1) << 8 | t(r1), t(head));
        put(T::FirstWord, first.word, t(l1));
        put(T::Position, u32::from(self.cue.start == own.start) | u32::from(self.cue.end + 1 >= own.end) << 1, t(l1));
        put(T::Room, bucket(self.cue.start - own.start), bucket(own.end - self.cue.end.min(own.end)));
        put(T::LastWord, self.seen.facts[self.cue.end - 1].word, t(r1));
        put(T::Quoted, u32::from(first.quoted), t(head));
        let source = match &self.taken {
            None => 0,
            Some(taken) if taken.end <= self.cue.start => 1 + bucket(self.cue.start - taken.end),
            Some(taken) => 20 + bucket(own.end - taken.end.min(own.end)),
        };
        put(T::Source, source, u32::from(self.other));
        put(T::SourceAndHeadTag, source, t(head) << 1 | u32::from(self.other));
        put(T::HeadLemmaAndSides, head.lemma, u32::from(self.other) | u32::from(source > 19) << 1);
        put(T::HintsAndSource, present, u32::from(self.other) | source << 1);
        let quote = self.seen.count(own.start..self.cue.start)[1] > 0;
        let later = self.seen.count(self.cue.end..own.end.max(self.cue.end))[1] > 0;
        put(T::Quotes, u32::from(quote) | u32::from(later) << 1 | u32::from(self.other) << 2, t(l1) << 8 | t(r1));
    }
}
