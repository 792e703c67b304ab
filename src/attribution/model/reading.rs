//! A model at work: what it has seen together before, it does not look up again.
//!
//! Most of what a token shows, it shows many times: its word with the frame's reading of it, the kinds of word around it. The
//! weights of such a group are summed once and remembered under all that decides them, so that what is remembered never
//! changes a score.

use super::cues::{Around, BEGINS, INSIDE, NEIGHBOURS, Scores, Sight};
use super::facts::Fact;
use super::point::Edges;
use super::weights::Model;

/// A model with what a thread remembers of it.
#[derive(Debug)]
pub struct Reading<'m> {
    pub(super) model: Model<'m>,
    /// The starts and the ends of a window, kept from one to the next.
    pub(super) edges: [Edges; 2],
    pub(super) edge_places: Memory<u64>,
    /// Places of weights to fetch, kept from sentence to sentence.
    hashes: Vec<u32>,
    words: Memory<[u32; 4]>,
    places: Memory<u64>,
    before: Memory<u64>,
    behind: Memory<u64>,
}

impl<'m> Reading<'m> {
    /// A model that has seen nothing yet.
    #[must_use]
    pub fn new(model: Model<'m>) -> Self {
        Self {
            model,
            edges: Default::default(),
            edge_places: Memory::new(4096, u64::MAX),
            hashes: Vec::new(),
            words: Memory::new(4096, [u32::MAX; 4]),
            places: Memory::new(1024, u64::MAX),
            before: Memory::new(2048, u64::MAX),
            behind: Memory::new(2048, u64::MAX),
        }
    }

    /// The scores of the labels of a sentence's tokens.
    ///
    /// All places of weights come first, then the weights: so a processor fetches many of them side by side.
    pub(super) fn scores(&mut self, facts: &[Fact]) -> Vec<Scores> {
        self.hashes.clear();
        let mut scores = Vec::with_capacity(facts.len());
        for (at, around) in Around::all(facts).into_iter().enumerate() {
            let sight = Sight::of(facts, around, at);
            if sight.is_mark() {
                let mut mark = self.model.start();
                sight.of_mark(|_, hash| self.model.add(hash, &mut mark));
                scores.push(mark);
                continue;
            }
            sight.of_neighbours(|_, hash| self.hashes.push(hash));
            scores.push(self.remembered(&sight));
        }
        let words = scores.iter_mut().zip(facts).filter(|(_, fact)| !fact.is_mark());
        for ((scores, _), hashes) in words.zip(self.hashes.chunks_exact(NEIGHBOURS)) {
            for &hash in hashes {
                self.model.add(hash, scores);
            }
        }
        scores
    }

    /// What the groups of features that are often seen again make of a token.
    fn remembered(&mut self, sight: &Sight) -> Scores {
        let model = self.model;
        let mut scores = model.start();
        let [word, lemma, _, rest] = sight.word_key();
        let at = word ^ lemma.rotate_left(16) ^ rest;
        let (place, before, behind) = (sight.place_key(), sight.kinds_before_key(), sight.kinds_behind_key());
        let mut add = |[begins, inside]: [i32; 2]| {
            scores[BEGINS] += begins;
            scores[INSIDE] += inside;
        };
        add(self.words.of(at.into(), sight.word_key(), || model.sum(|see| sight.of_word(see))));
        add(self.places.of(place, place, || model.sum(|see| sight.of_place(see))));
        add(self.before.of(before, before, || model.sum(|see| sight.of_kinds_before(see))));
        add(self.behind.of(behind, behind, || model.sum(|see| sight.of_kinds_behind(see))));
        scores
    }
}

/// Sums of weights under what decides them; of two that fall on one place, the later stays.
#[derive(Debug)]
pub(super) struct Memory<K> {
    places: Box<[(K, [i16; 2])]>,
}

impl<K: Copy + PartialEq> Memory<K> {
    /// `size` is a power of two, `none` a key that nothing has.
    fn new(size: usize, none: K) -> Self {
        Self { places: vec![(none, [0; 2]); size].into_boxed_slice() }
    }

    /// The sums under a key, which lies at a place that `at` decides.
    pub(super) fn of(&mut self, at: u64, key: K, sum_up: impl FnOnce() -> [i32; 2]) -> [i32; 2] {
        let mixed = at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let place = mixed as usize & (self.places.len() - 1);
        let remembered = &mut self.places[place];
        if remembered.0 != key {
            // A group has eight weights at most, each of a byte.
            let [first, second] = sum_up();
            *remembered = (key, [first as i16, second as i16]);
        }
        let [first, second] = remembered.1;
        [first.into(), second.into()]
    }
}

#[cfg(test)]
mod tests {
    use super::super::paragraph::Paragraph;
    use super::*;
    use crate::document::{Document, Format};
    use crate::language::{Language, Lexicon};
    use crate::text::Source;

    /// A draft long enough that places of the memory are taken by one group after another.
    #[test]
    fn what_is_remembered_changes_no_score() {
        let red_lines = include_str!("../../../fixtures/red-lines.md");
        let source = Source::new("a.md", red_lines.repeat(2).into_bytes());
        let document = Document::parse(&source, Format::Markdown);
        let lexicon = Lexicon::builtin().finish();
        let language = Language::read(&document, &lexicon);
        let model = Model::builtin();
        let mut reading = Reading::new(model);
        for paragraph in Paragraph::all(&document, &language, &lexicon) {
            for sentence in &paragraph.seen.sentences {
                let facts = &paragraph.seen.facts[sentence.clone()];
                let anew: Vec<Scores> = Around::all(facts)
                    .into_iter()
                    .enumerate()
                    .map(|(at, around)| {
                        let mut scores = model.start();
                        Sight::of(facts, around, at).features(|_, hash| model.add(hash, &mut scores));
                        scores
                    })
                    .collect();
                assert_eq!(reading.scores(facts), anew);
            }
        }
    }
}
