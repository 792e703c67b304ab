//! A model with its buffers, which serve one sentence after another. They change no score.

use super::cues::{TokenContext, TokenFeatures};
use super::edges::ScoredEdges;
use super::facts::Fact;
use super::templates::CueTemplate;
use super::weights::Model;
use crate::learn::{BEGIN, LabelledSpan, NEG_INF, ViterbiDecoder};

/// Number of features of a word; a mark has fewer.
const FEATURES: usize = CueTemplate::ALL.len();
/// How far a cue may fall behind there being none before it is given up: further back, hardly any cue of the training articles
/// came back.
const PRUNE_MARGIN: i32 = 200;

/// A model with its buffers.
#[derive(Debug)]
pub struct Decoder<'m> {
    pub(super) model: Model<'m>,
    /// Places where a part of a window may begin or end.
    pub(super) places: Vec<usize>,
    /// The starts and the ends of a window.
    pub(super) edges: [ScoredEdges; 2],
    /// Which tokens of a sentence may begin a cue.
    looked_at: Vec<bool>,
    around: Vec<TokenContext>,
    viterbi: ViterbiDecoder,
}

impl<'m> Decoder<'m> {
    /// A model with empty lists.
    #[must_use]
    pub fn new(model: Model<'m>) -> Self {
        Self {
            model,
            places: Vec::new(),
            edges: Default::default(),
            looked_at: Vec::new(),
            around: Vec::new(),
            viterbi: ViterbiDecoder::default(),
        }
    }

    /// The cues of a sentence.
    pub(super) fn cues(&mut self, facts: &[Fact]) -> Vec<LabelledSpan> {
        let Self { model, looked_at, around, viterbi, .. } = self;
        looked_at.clear();
        looked_at.extend((0..facts.len()).map(|at| model.may_begin(facts, at)));
        if !looked_at.contains(&true) {
            return Vec::new();
        }
        TokenContext::all(facts, around);
        let look = |at: usize| {
            // All hashes first: the weights come from memory side by side if nothing is computed in between.
            let (mut hashes, mut seen) = ([0; FEATURES], 0);
            TokenFeatures::with_context(facts, around[at], at).features(|_, hash| {
                hashes[seen] = hash;
                seen += 1;
            });
            let mut scores = model.start();
            let mut add = |&hash: &u32| model.add(hash, &mut scores);
            // A word has all features, and a loop of fixed length is faster.
            if seen == FEATURES {
                hashes.iter().for_each(&mut add);
            } else {
                hashes[..seen].iter().for_each(&mut add);
            }
            if !looked_at[at] {
                scores[BEGIN] = NEG_INF;
            }
            scores
        };
        viterbi.decode(facts.len(), &model.transitions, PRUNE_MARGIN, |at, may_go_on| {
            (may_go_on || looked_at[at]).then(|| look(at))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::paragraph::ParagraphFeatures;
    use super::*;
    use crate::document::{Document, Format};
    use crate::language::{Language, Lexicon};
    use crate::text::Source;

    #[test]
    fn what_is_kept_changes_no_relation() {
        let red_lines = include_str!("../../../fixtures/red-lines.md");
        let source = Source::new("a.md", red_lines.repeat(2).into_bytes());
        let document = Document::parse(&source, Format::Markdown);
        let lexicon = Lexicon::builtin();
        let language = Language::read(&document, &lexicon);
        let model = Model::builtin();
        let mut decoder = Decoder::new(model);
        let mut found = 0;
        for paragraph in ParagraphFeatures::all(&document, &language, &lexicon) {
            for sentence in 0..paragraph.sentences().len() {
                let relations = paragraph.relations(&mut decoder, sentence);
                let anew = paragraph.relations(&mut Decoder::new(model), sentence);
                assert_eq!(format!("{relations:?}"), format!("{anew:?}"));
                found += relations.len();
            }
        }
        assert!(found > 20, "{found}");
    }

    #[test]
    fn the_prefilter_leaves_out_most_words_and_no_verb_of_saying() {
        let source = Source::new("a.txt", "The ministry said the levy on old boats would rise in May.".into());
        let document = Document::parse(&source, Format::Plain);
        let lexicon = Lexicon::builtin();
        let language = Language::read(&document, &lexicon);
        let model = Model::builtin();
        let paragraphs = ParagraphFeatures::all(&document, &language, &lexicon);
        let tokens = paragraphs[0].sentences()[0].clone();
        let looked_at: Vec<_> = tokens.filter(|&at| paragraphs[0].may_begin(&model, 0, at)).collect();
        assert!(looked_at.contains(&2) && looked_at.len() <= 4, "{looked_at:?}");
    }
}
