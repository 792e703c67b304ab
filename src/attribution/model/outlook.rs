//! The weights of a glance at an edge, laid out by what it asks instead of by hashes: four look-ups in a few kilobytes, where the
//! hashes of its features would lie anywhere in half a megabyte. The sums are the same.

use super::facts::TAGS;
use super::weights::Model;
use super::window::{DISTANCES, Edge, Sort, glance};

/// What a glance at an edge adds up.
#[derive(Debug)]
pub(super) struct Outlook {
    places: [[Places; 2]; Sort::COUNT],
    /// A weight for the kinds of word left and right of an edge: a row for each on the left.
    kinds: Vec<[i8; TAGS]>,
    /// Which rows are filled: few drafts ask for all.
    known: Vec<bool>,
}

/// What weighs where an edge stands, on one side of its cue.
#[derive(Clone, Copy, Debug)]
struct Places {
    hint: [i8; 1 << 8],
    distance: [i8; DISTANCES],
    between: [i8; 1 << 7],
}

impl Outlook {
    pub(super) fn new(model: &Model<'_>) -> Self {
        let rows = Sort::COUNT * 2 * TAGS;
        Self {
            places: Sort::all().map(|sort| [0, 1].map(|right| Places::new(model, sort, right))),
            kinds: vec![[0; TAGS]; rows],
            known: vec![false; rows],
        }
    }

    /// The score of an edge at a glance.
    pub(super) fn score(&mut self, model: &Model<'_>, sort: Sort, edge: &Edge, [before, after]: [u8; 2]) -> i32 {
        let right = usize::from(edge.right);
        let places = &self.places[sort.number()][right];
        let row = (sort.number() * 2 + right) * TAGS + usize::from(before);
        let kinds = &mut self.kinds[row];
        if !self.known[row] {
            self.known[row] = true;
            for (after, weight) in (0u32..).zip(kinds.iter_mut()) {
                *weight = model.part(sort.hash(glance::KINDS, u32::from(before) << 8 | after, edge.right.into()));
            }
        }
        i32::from(places.hint[usize::from(edge.hint)])
            + i32::from(places.distance[usize::from(edge.distance)])
            + i32::from(places.between[usize::from(edge.between)])
            + i32::from(kinds[usize::from(after)])
    }
}

impl Places {
    fn new(model: &Model<'_>, sort: Sort, right: u32) -> Self {
        Self {
            hint: each(|hint| model.part(sort.hash(glance::HINT, hint, right))),
            distance: each(|distance| model.part(sort.hash(glance::DISTANCE, right, distance))),
            between: each(|between| model.part(sort.hash(glance::BETWEEN, between, right))),
        }
    }
}

fn each<const N: usize>(weight: impl Fn(u32) -> i8) -> [i8; N] {
    std::array::from_fn(|at| weight(at as u32))
}

#[cfg(test)]
mod tests {
    use super::super::paragraph::{Known, Paragraph};
    use super::super::reading::Reading;
    use super::super::window::{Part, Side};
    use super::*;
    use crate::document::{Document, Format};
    use crate::language::{Language, Lexicon};
    use crate::text::Source;

    #[test]
    fn a_glance_weighs_what_its_features_weigh() {
        let source = Source::new("a.md", include_str!("../../../fixtures/red-lines.md").into());
        let document = Document::parse(&source, Format::Markdown);
        let lexicon = Lexicon::builtin().finish();
        let language = Language::read(&document, &lexicon);
        let model = Model::builtin();
        let mut reading = Reading::new(model);
        let mut outlook = Outlook::new(&model);
        let mut edges = 0;
        for paragraph in Paragraph::all(&document, &language, &lexicon) {
            for sentence in 0..paragraph.sentences().len() {
                for cue in paragraph.cues(&mut reading, sentence) {
                    for Sort { part, side } in Sort::all() {
                        let window = paragraph.window(sentence, cue.tokens.clone(), part, &Known::default());
                        window.places(side, |at| {
                            let edge = window.edge_at(side, at);
                            let mut sum = 0;
                            window.glance(&edge, |_, hash| sum += i32::from(model.part(hash)));
                            assert_eq!(outlook.score(&model, Sort { part, side }, &edge, window.kinds(at)), sum);
                            edges += 1;
                        });
                    }
                }
            }
        }
        assert!(edges > 1000, "{edges}");
        assert_eq!(Sort { part: Part::Right, side: Side::End }.number() + 1, Sort::COUNT);
    }
}
