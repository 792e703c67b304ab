//! Explains why the model took a word for a cue: lists the word's features with the largest weights.

use super::cues::TokenFeatures;
use super::paragraph::ParagraphFeatures;
use super::templates::CueTemplate;
use super::weights::Model;
use crate::language::last_letters;
use crate::text::{TemplatePiece, TokenIdx, TokenRange, template_pieces};

/// A feature of a word, with its weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The description of the feature, with the words of the draft filled in.
    pub seen: String,
    /// The weight in the model's own unit: above zero for a cue, below zero against one.
    pub weight: i32,
}

/// Text shown for a word outside the sentence.
const NO_WORD: &str = "(none)";

impl ParagraphFeatures<'_> {
    /// The `count` features of a word with the largest weights, largest first. Empty for a token outside the paragraph's
    /// sentences. `opens` says whether the word is the first of its cue.
    #[must_use]
    pub fn top_features(&self, model: &Model<'_>, token: TokenIdx, opens: bool, count: usize) -> Vec<Feature> {
        let Some(local) = token.distance_from(self.tokens.start).map(|at| at as usize) else { return Vec::new() };
        let Some(sentence) = self.facts.sentences.iter().find(|s| s.contains(&local)) else { return Vec::new() };
        let around = (self.tokens.start + sentence.start as u32).until(self.tokens.start + sentence.end as u32);
        let mut features: Vec<Feature> = Vec::new();
        let facts = &self.facts.tokens[sentence.clone()];
        let at = local - sentence.start;
        TokenFeatures::at(facts, at).features(|template, hash| {
            // The bias is the same everywhere, so it explains nothing.
            if template == CueTemplate::Bias {
                return;
            }
            let seen = self.fill_in(template.describe(), token, around);
            let weight = model.cue_weight(hash, opens);
            match features.iter_mut().find(|feature| feature.seen == seen) {
                Some(known) => known.weight += weight,
                None => features.push(Feature { seen, weight }),
            }
        });
        features.retain(|feature| feature.weight != 0);
        features.sort_by_key(|feature| std::cmp::Reverse(feature.weight.abs()));
        features.truncate(count);
        features
    }

    /// Fills in the placeholders of a description for a token; words outside the sentence are shown as [`NO_WORD`].
    fn fill_in(&self, template: &str, token: TokenIdx, sentence: TokenRange) -> String {
        let v = self.cursor;
        let near = |d: i32| {
            token
                .get()
                .checked_add_signed(d)
                .map(TokenIdx::new)
                .filter(|&at| sentence.contains(at))
                .map_or(NO_WORD, |at| v.text(at))
        };
        let filled = |piece| match piece {
            TemplatePiece::Text(text) => text,
            TemplatePiece::Placeholder("lemma") => v.verb(token).map_or(v.text(token), |(verb, _)| verb.lemma),
            TemplatePiece::Placeholder("ending") => last_letters(v.text(token)),
            TemplatePiece::Placeholder(number) => near(number.parse().unwrap_or_default()),
        };
        template_pieces(template).map(filled).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::test_draft::TestDraft;

    #[test]
    fn features_are_described_with_the_words_of_the_draft() {
        let draft = TestDraft::read("Ada Brook said on Friday that the crane was old.");
        let paragraphs = draft.paragraphs();
        let model = Model::builtin();
        let all = paragraphs[0].top_features(&model, TokenIdx::new(2), true, 99);
        let said = all.iter().find(|f| f.seen == "“said”");
        assert!(said.is_some_and(|f| f.weight > 0), "{all:?}");
        assert!(all.is_sorted_by_key(|f| std::cmp::Reverse(f.weight.abs())));
        assert!(all.iter().all(|f| !f.seen.contains(['{', '}'])), "{all:?}");
        assert_eq!(paragraphs[0].top_features(&model, TokenIdx::new(2), true, 3), all[..3]);
        for (template, text) in [
            ("“{0}”, a form of “{lemma}” in -{ending}", "“said”, a form of “say” in -aid"),
            ("“{-2} {-1} … {1} {2}”", "“Ada Brook … on Friday”"),
        ] {
            assert_eq!(paragraphs[0].fill_in(template, TokenIdx::new(2), TokenRange::from(0..11)), text);
        }
        assert_eq!(paragraphs[0].fill_in("{-1} {0}", TokenIdx::ZERO, TokenRange::from(0..11)), "(none) Ada");
        assert_eq!(paragraphs[0].top_features(&model, TokenIdx::new(99), true, 3), []);
    }

    #[test]
    fn a_word_has_one_feature_per_template() {
        let draft = TestDraft::read("Ada said so.");
        let paragraphs = draft.paragraphs();
        let mut seen = Vec::new();
        paragraphs[0].cue_features(0, 1, |template, _| seen.push(template));
        assert_eq!(seen, CueTemplate::ALL);
    }
}
