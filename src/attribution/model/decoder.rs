//! A model with buffers that are reused from sentence to sentence.

use super::cues::{TokenContext, TokenFeatures};
use super::edges::ScoredEdges;
use super::facts::Fact;
use super::templates::CueTemplate;
use super::weights::Model;
use crate::learn::{BEGIN, LabelledSpan, NEG_INF, ViterbiDecoder};

/// The number of features of a word; a mark has fewer.
const WORD_FEATURES: usize = CueTemplate::ALL.len();
/// A cue is not continued once its score is this much below that of no cue. In the training articles, hardly any cue recovered
/// from a greater distance.
const PRUNE_MARGIN: i32 = 200;

/// A model with reusable buffers. The buffers do not change any score.
#[derive(Debug)]
pub struct Decoder<'m> {
    pub(super) model: Model<'m>,
    /// Positions where the part of a window may begin or end.
    pub(super) places: Vec<usize>,
    /// The starts and the ends of a window, with their scores.
    pub(super) edges: [ScoredEdges; 2],
    /// For each token of a sentence, whether it may begin a cue.
    may_begin: Vec<bool>,
    around: Vec<TokenContext>,
    viterbi: ViterbiDecoder,
}

impl<'m> Decoder<'m> {
    /// A model with empty buffers.
    #[must_use]
    pub fn new(model: Model<'m>) -> Self {
        Self {
            model,
            places: Vec::new(),
            edges: Default::default(),
            may_begin: Vec::new(),
            around: Vec::new(),
            viterbi: ViterbiDecoder::default(),
        }
    }

    /// The cues of a sentence, as ranges of `facts`.
    pub(super) fn cues(&mut self, facts: &[Fact]) -> Vec<LabelledSpan> {
        let Self { model, may_begin, around, viterbi, .. } = self;
        may_begin.clear();
        may_begin.extend((0..facts.len()).map(|at| model.may_begin(facts, at)));
        if !may_begin.contains(&true) {
            return Vec::new();
        }
        TokenContext::all(facts, around);
        let label_scores = |at: usize| {
            // Compute all hashes first: then the processor loads the weights in parallel.
            let (mut hashes, mut count) = ([0; WORD_FEATURES], 0);
            TokenFeatures::with_context(facts, around[at], at).features(|_, hash| {
                hashes[count] = hash;
                count += 1;
            });
            let mut scores = model.initial_scores();
            let mut add = |&hash: &u32| model.add_cue_weights(hash, &mut scores);
            // A word has all features. A loop of fixed length is faster.
            if count == WORD_FEATURES {
                hashes.iter().for_each(&mut add);
            } else {
                hashes[..count].iter().for_each(&mut add);
            }
            if !may_begin[at] {
                scores[BEGIN] = NEG_INF;
            }
            scores
        };
        viterbi.decode(facts.len(), &model.transitions, PRUNE_MARGIN, |at, may_go_on| {
            (may_go_on || may_begin[at]).then(|| label_scores(at))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::test_draft::TestDraft;

    #[test]
    fn reused_buffers_do_not_change_results() {
        let red_lines = include_str!("../../../fixtures/red-lines.md");
        let draft = TestDraft::read(&red_lines.repeat(2));
        let model = Model::builtin();
        let mut decoder = Decoder::new(model);
        let mut found = 0;
        for paragraph in draft.paragraphs() {
            for sentence in 0..paragraph.sentences().len() {
                let matches = paragraph.find_matches(&mut decoder, sentence);
                let fresh = paragraph.find_matches(&mut Decoder::new(model), sentence);
                assert_eq!(format!("{matches:?}"), format!("{fresh:?}"));
                found += matches.len();
            }
        }
        assert!(found > 20, "{found}");
    }

    #[test]
    fn the_prefilter_drops_most_words_but_not_a_verb_of_saying() {
        let draft = TestDraft::read("The ministry said the levy on old boats would rise in May.");
        let model = Model::builtin();
        let paragraphs = draft.paragraphs();
        let tokens = paragraphs[0].sentences()[0].clone();
        let may_begin: Vec<_> = tokens.filter(|&at| paragraphs[0].may_begin(&model, 0, at)).collect();
        assert!(may_begin.contains(&2) && may_begin.len() <= 4, "{may_begin:?}");
    }
}
