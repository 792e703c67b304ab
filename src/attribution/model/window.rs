//! Where a source or a content begins and ends: candidates around a cue, each scored by its edges and as a whole.

use super::cues::numbered;
use super::facts::{Fact, Seen};
use std::ops::Range;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Who says it.
    Source,
    /// What is said, left of the cue.
    Left,
    /// What is said, right of the cue.
    Right,
}

/// How many readings by frames a window takes as hints.
pub(super) const HINTS: usize = 4;

/// A cue in its paragraph, and the part that is looked for. Positions count from the paragraph's first token.
#[derive(Clone, Debug)]
pub struct Window<'a> {
    pub(super) seen: &'a Seen,
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
    pub(super) part: Part,
}

/// How far a part may lie from its cue inside the sentence, in tokens.
const REACH: usize = 60;
/// Longest source, in tokens.
const LONGEST: usize = 60;
/// How many sentences a content may lie from its cue.
const SENTENCES: usize = 8;

/// Numbers of tokens in steps that grow.
fn bucket(n: usize) -> u32 {
    match n {
        0..=5 => n as u32,
        6..=7 => 6,
        8..=10 => 7,
        11..=15 => 8,
        16..=25 => 9,
        26..=40 => 10,
        _ => 11,
    }
}

impl Window<'_> {
    fn fact(&self, at: usize, d: isize) -> Fact {
        at.checked_add_signed(d).and_then(|i| self.seen.facts.get(i)).copied().unwrap_or_default()
    }

    /// Commas, stops and quotation marks begin and end nothing.
    fn edge(&self, at: usize) -> bool {
        !self.seen.facts[at].is_mark()
    }

    /// The places where the part may begin.
    pub fn starts(&self, mut see: impl FnMut(usize)) {
        let own = self.seen.sentences[self.sentence].clone();
        match self.part {
            Part::Source => {
                let range = own.start.max(self.cue.start.saturating_sub(REACH))..own.end.min(self.cue.end + REACH);
                range.filter(|&at| !self.cue.contains(&at) && self.edge(at)).for_each(see);
            }
            Part::Left => {
                for other in &self.seen.trimmed[self.sentence.saturating_sub(SENTENCES)..self.sentence] {
                    see(other.start);
                }
                let range = own.start.max(self.cue.start.saturating_sub(REACH))..self.cue.start;
                range.filter(|&at| self.edge(at)).for_each(see);
            }
            Part::Right => {
                let range = self.cue.end..own.end.min(self.cue.end + REACH);
                range.filter(|&at| self.edge(at)).for_each(&mut see);
                for other in self.seen.trimmed.iter().skip(self.sentence + 1).take(2) {
                    see(other.start);
                }
            }
        }
    }

    /// The places behind which the part may end.
    pub fn ends(&self, mut see: impl FnMut(usize)) {
        let own = self.seen.sentences[self.sentence].clone();
        match self.part {
            Part::Source => {
                let range = own.start.max(self.cue.start.saturating_sub(REACH))..own.end.min(self.cue.end + REACH);
                range.filter(|&at| !self.cue.contains(&at) && self.edge(at)).for_each(|at| see(at + 1));
            }
            Part::Left => {
                for other in &self.seen.trimmed[self.sentence.saturating_sub(2)..self.sentence] {
                    see(other.end);
                }
                let range = own.start.max(self.cue.start.saturating_sub(REACH))..self.cue.start;
                range.filter(|&at| self.edge(at)).for_each(|at| see(at + 1));
            }
            Part::Right => {
                let far = own.end.min(self.cue.end + REACH);
                (self.cue.end..far).filter(|&at| self.edge(at)).for_each(|at| see(at + 1));
                if far < own.end {
                    see(self.seen.trimmed[self.sentence].end);
                }
                for other in self.seen.trimmed.iter().skip(self.sentence + 1).take(SENTENCES) {
                    see(other.end);
                }
            }
        }
    }

    /// Whether a start and an end can go together.
    #[must_use]
    pub fn fits(&self, start: usize, end: usize) -> bool {
        start < end
            && (end <= self.cue.start || start >= self.cue.end)
            && self.taken.as_ref().is_none_or(|taken| end <= taken.start || start >= taken.end)
            && (self.part != Part::Source || end - start <= LONGEST)
    }

    /// What stands between an edge and the cue, and how many tokens that is.
    fn between(&self, at: usize) -> (u32, usize) {
        let range = if at <= self.cue.start { at..self.cue.start } else { self.cue.end..at };
        let [commas, quotes, verbs, frames] = self.seen.count(range.clone());
        (commas.min(3) | quotes.min(3) << 2 | verbs.min(3) << 4 | frames.min(1) << 6, range.len())
    }

    /// A first look at an edge: `at` is the token right of it.
    fn glance(&self, at: usize, hint: u32, base: u32, mut see: impl FnMut(u32, u32)) {
        let right = u32::from(at >= self.cue.end);
        let (between, distance) = self.between(at);
        let (before, after) = (u32::from(self.fact(at, -1).tag), u32::from(self.fact(at, 0).tag));
        let mut put = numbered(base + 40 * self.part as u32, &mut see);
        put(hint, right);
        put(right, bucket(distance));
        put(between, right);
        put(before << 8 | after, right);
    }

    /// All else that is seen there.
    fn look(&self, at: usize, hint: u32, base: u32, mut see: impl FnMut(u32, u32)) {
        let head = self.head;
        let (l1, l2) = (self.fact(at, -1), self.fact(at, -2));
        let (r1, r2, r3) = (self.fact(at, 0), self.fact(at, 1), self.fact(at, 2));
        let t = |f: Fact| u32::from(f.tag);
        let right = u32::from(at >= self.cue.end);
        let (between, distance) = self.between(at);
        let distance = bucket(distance);
        let own = &self.seen.sentences[self.sentence];
        let mut put = numbered(base + 40 * self.part as u32 + 4, &mut see);
        put(hint, u32::from(head.frame >> 4));
        put(hint, head.lemma);
        put(hint << 8 | t(l1), t(r1));
        put(distance, t(head) << 1 | right);
        put(between, t(head) << 1 | right);
        put(t(l1), right);
        put(t(r1), right);
        put(t(l2) << 16 | t(l1) << 8 | t(r1), right);
        put(t(l1) << 16 | t(r1) << 8 | t(r2), right);
        put(t(r1) << 16 | t(r2) << 8 | t(r3), right);
        put(l1.word, right);
        put(r1.word, right);
        put(l1.word, t(r1) << 1 | right);
        put(r1.word, t(l1) << 1 | right);
        put(distance << 8 | t(l1), right << 8 | t(r1));
        put(between, right << 16 | t(l1) << 8 | t(r1));
        put(head.lemma, right << 4 | distance);
        put(u32::from(l1.role) | u32::from(r1.role) << 2, right);
        put(u32::from(l1.quoted) | u32::from(r1.quoted) << 1, right << 8 | t(l1));
        put(u32::from(l1.frame > 0) | u32::from(r1.frame > 0) << 1, right);
        put(u32::from(at == own.start) | u32::from(at + 1 >= own.end) << 1 | u32::from(own.contains(&at)) << 2, right);
    }

    /// Which hints agree with an edge, two bits each: it agrees; there is one.
    fn agree(&self, edge: impl Fn(&Range<usize>) -> bool) -> u32 {
        self.hints.iter().enumerate().fold(0, |mask, (n, hint)| {
            let agrees = hint.as_ref().is_some_and(&edge);
            mask | u32::from(agrees) << (2 * n) | u32::from(hint.is_some()) << (2 * n + 1)
        })
    }

    /// The features of a start at a first look.
    pub fn start_glance(&self, at: usize, see: impl FnMut(u32, u32)) {
        self.glance(at, self.agree(|hint| hint.start == at), 1000, see);
    }

    /// The other features of a start.
    pub fn start_look(&self, at: usize, see: impl FnMut(u32, u32)) {
        self.look(at, self.agree(|hint| hint.start == at), 1000, see);
    }

    /// The features of an end at a first look.
    pub fn end_glance(&self, at: usize, see: impl FnMut(u32, u32)) {
        self.glance(at, self.agree(|hint| hint.end == at), 2000, see);
    }

    /// The other features of an end.
    pub fn end_look(&self, at: usize, see: impl FnMut(u32, u32)) {
        self.look(at, self.agree(|hint| hint.end == at), 2000, see);
    }

    /// The features of a whole.
    pub fn pair_features(&self, start: usize, end: usize, mut see: impl FnMut(u32, u32)) {
        let head = self.head;
        let t = |f: Fact| u32::from(f.tag);
        let right = u32::from(start >= self.cue.end);
        let length = bucket(end - start);
        let gap = bucket(if right == 1 { start - self.cue.end } else { self.cue.start - end });
        let same = self.agree(|hint| *hint == (start..end));
        let [commas, quotes, verbs, frames] = self.seen.count(start..end);
        let inside = commas.min(3) | verbs.min(3) << 2 | quotes.min(3) << 4 | frames.min(2) << 6;
        let (first, last) = (self.seen.facts[start], self.seen.facts[end - 1]);
        let (before, after) = (self.fact(start, -1), self.fact(end, 0));
        let mut put = numbered(3000 + 40 * self.part as u32, &mut see);
        put(same, right);
        put(same, head.lemma);
        put(same, u32::from(head.frame >> 4));
        put(length, right);
        put(length, head.lemma);
        put(length << 8 | gap, right);
        put(gap, head.lemma);
        put(gap << 8 | t(last), right);
        put(inside, right);
        put(inside, t(first) << 8 | right);
        put(t(first) << 8 | t(last), right);
        put(t(before) << 8 | t(after), right);
        put(t(before) << 8 | t(after), t(first) << 8 | t(last));
        put(
            u32::from(first.quoted)
                | u32::from(last.quoted) << 1
                | u32::from(before.is_quote()) << 2
                | u32::from(after.is_quote()) << 3,
            right,
        );
        put(first.word, length << 1 | right);
        put(last.word, right);
        let own = &self.seen.sentences[self.sentence];
        put(
            u32::from(start == own.start)
                | u32::from(end + 1 >= own.end) << 1
                | u32::from(start < own.start) << 2
                | u32::from(end > own.end) << 3,
            inside,
        );
    }

    /// The features of there being none.
    pub fn none_features(&self, mut see: impl FnMut(u32, u32)) {
        let head = self.head;
        let (l1, l2) = (self.fact(self.cue.start, -1), self.fact(self.cue.start, -2));
        let (r1, r2) = (self.fact(self.cue.end, 0), self.fact(self.cue.end, 1));
        let t = |f: Fact| u32::from(f.tag);
        let present = self.hints.iter().enumerate().fold(0, |mask, (n, hint)| mask | u32::from(hint.is_some()) << n);
        let first = self.seen.facts[self.cue.start];
        let own = &self.seen.sentences[self.sentence];
        let mut put = numbered(4000 + 40 * self.part as u32, &mut see);
        put(0, 0);
        put(present, u32::from(head.frame >> 4));
        put(present, head.lemma);
        put(head.lemma, t(head));
        put(t(first) << 8 | t(head), 0);
        put(t(l1), t(head));
        put(t(r1), t(head));
        put(t(l1) << 8 | t(l2), t(head));
        put(t(r1) << 8 | t(r2), t(head));
        put(t(l1) << 8 | t(r1), t(head));
        put(first.word, t(l1));
        put(u32::from(self.cue.start == own.start) | u32::from(self.cue.end + 1 >= own.end) << 1, t(l1));
        put(bucket(self.cue.start - own.start), bucket(own.end - self.cue.end.min(own.end)));
        put(self.seen.facts[self.cue.end - 1].word, t(r1));
        put(u32::from(first.quoted), t(head));
        let source = match &self.taken {
            None => 0,
            Some(taken) if taken.end <= self.cue.start => 1 + bucket(self.cue.start - taken.end),
            Some(taken) => 20 + bucket(own.end - taken.end.min(own.end)),
        };
        put(source, u32::from(self.other));
        put(source, t(head) << 1 | u32::from(self.other));
        put(head.lemma, u32::from(self.other) | u32::from(source > 19) << 1);
        put(present, u32::from(self.other) | source << 1);
        let quote = self.seen.count(own.start..self.cue.start)[1] > 0;
        let later = self.seen.count(self.cue.end..own.end.max(self.cue.end))[1] > 0;
        put(u32::from(quote) | u32::from(later) << 1 | u32::from(self.other) << 2, t(l1) << 8 | t(r1));
    }
}
