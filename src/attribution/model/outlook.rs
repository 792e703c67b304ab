//! The weights of a glance at an edge, laid out by what it asks instead of by hashes: four look-ups in a few kilobytes, where the
//! hashes of its features would lie anywhere in half a megabyte. The sums are the same.

use super::facts::TAGS;
use super::weights::Model;
use super::window::{DISTANCES, Edge, Sort, glance};

/// What glances at edges add up.
#[derive(Debug)]
pub(super) struct Outlook {
    sorts: [[Places; 2]; Sort::COUNT],
}

/// What an edge's hints can be: of four, whether each is there, and agrees.
const HINTS: usize = 1 << 8;
/// What can stand between an edge and its cue, as it is counted there.
const BETWEEN: usize = 1 << 7;

/// What weighs where an edge stands, and between which kinds of word, on one side of its cue.
#[derive(Debug)]
struct Places {
    hint: [i8; HINTS],
    distance: [i8; DISTANCES],
    between: [i8; BETWEEN],
    /// A row for each kind of word left of the edge.
    kinds: Box<[[i8; TAGS]; TAGS]>,
    /// Which rows are filled: few drafts ask for all.
    known: [bool; TAGS],
}

impl Outlook {
    pub(super) fn new(model: &Model<'_>) -> Self {
        Self { sorts: Sort::ALL.map(|sort| [0, 1].map(|right| Places::new(model, sort, right))) }
    }

    /// Glances at edges of a sort.
    pub(super) fn at<'a>(&'a mut self, model: &'a Model<'a>, sort: Sort) -> Glances<'a> {
        Glances { model, sort, sides: &mut self.sorts[sort.number()] }
    }
}

/// Glances at edges of one sort.
pub(super) struct Glances<'a> {
    model: &'a Model<'a>,
    sort: Sort,
    sides: &'a mut [Places; 2],
}

impl Glances<'_> {
    /// The score of an edge between two kinds of word.
    pub(super) fn score(&mut self, edge: &Edge, [before, after]: [u8; 2]) -> i32 {
        let places = &mut self.sides[usize::from(edge.right)];
        let (row, column) = (usize::from(before) % TAGS, usize::from(after) % TAGS);
        if !places.known[row] {
            places.fill(self.model, self.sort, row, edge.right);
        }
        i32::from(places.hint[usize::from(edge.hint)])
            + i32::from(places.distance[usize::from(edge.distance)])
            + i32::from(places.between[usize::from(edge.between) % BETWEEN])
            + i32::from(places.kinds[row][column])
    }
}

impl Places {
    fn new(model: &Model<'_>, sort: Sort, right: u32) -> Self {
        Self {
            hint: each(|hint| model.part(sort.hash(glance::HINT, hint, right))),
            distance: each(|distance| model.part(sort.hash(glance::DISTANCE, right, distance))),
            between: each(|between| model.part(sort.hash(glance::BETWEEN, between, right))),
            kinds: Box::new([[0; TAGS]; TAGS]),
            known: [false; TAGS],
        }
    }

    #[cold]
    fn fill(&mut self, model: &Model<'_>, sort: Sort, row: usize, right: bool) {
        self.known[row] = true;
        let before = (row as u32) << 8;
        self.kinds[row] = each(|after| model.part(sort.hash(glance::KINDS, before | after, right.into())));
    }
}

fn each<const N: usize>(weight: impl Fn(u32) -> i8) -> [i8; N] {
    std::array::from_fn(|at| weight(at as u32))
}

#[cfg(test)]
mod tests {
    use super::super::paragraph::{Known, Paragraph};
    use super::super::reading::Reading;
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
                    for Sort { part, side } in Sort::ALL {
                        let window = paragraph.window(sentence, cue.tokens.clone(), part, &Known::default());
                        window.places(side, |at| {
                            let edge = window.edge_at(side, at);
                            let mut sum = 0;
                            window.glance(&edge, |_, hash| sum += i32::from(model.part(hash)));
                            assert_eq!(outlook.at(&model, Sort { part, side }).score(&edge, window.kinds(at)), sum);
                            edges += 1;
                        });
                    }
                }
            }
        }
        assert!(edges > 1000, "{edges}");
        assert_eq!(Sort::ALL.map(Sort::number), [0, 1, 2, 3, 4, 5]);
    }
}
