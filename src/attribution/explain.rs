//! Explains why each attribution was found: the frame that matches, and the model's features with the largest weights.

use super::model::{Feature, Model, ParagraphFacts, ParagraphFeatures};
use super::{Attributions, Frame};
use crate::document::Document;
use crate::language::{Language, Lexicon, Tokens};

/// Why an attribution was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    /// The frame, and how sure its pattern is by itself in percent; `None` if only the model found the attribution.
    pub frame: Option<(Frame, u8)>,
    /// Whether the source is a pronoun: “she”, “who”.
    pub pronoun: bool,
    /// The features of the cue's main word with the largest weights, largest first.
    pub features: Vec<Feature>,
}

/// The number of features that are shown per attribution.
const SHOWN_FEATURES: usize = 5;

impl Attributions {
    /// Explains each attribution, in their order. Pass the document, language and lexicon that the attributions were read from.
    #[must_use]
    pub fn explain(&self, document: &Document, language: &Language, lexicon: &Lexicon) -> Vec<Because> {
        let tokens = Tokens::new(document, language, lexicon);
        let model = Model::builtin();
        let mut paragraph = None;
        let mut explained = Vec::with_capacity(self.attributions.len());
        for attribution in &self.attributions {
            let number = language.paragraph_at(attribution.at.head);
            // Attributions are in the order of the draft, so each paragraph is read once.
            if paragraph.as_ref().is_none_or(|(read, _)| *read != number) {
                paragraph = Some((
                    number,
                    ParagraphFeatures::read(tokens, &language.paragraphs[number], ParagraphFacts::default()),
                ));
            }
            let opens = attribution.at.head == attribution.at.cue.start;
            let features =
                paragraph.iter().flat_map(|(_, p)| p.top_features(&model, attribution.at.head, opens, SHOWN_FEATURES));
            explained.push(Because {
                frame: (attribution.form > 0).then_some((attribution.frame, attribution.form)),
                pronoun: tokens.is_pronoun(attribution.at.core),
                features: features.collect(),
            });
        }
        explained
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::test_draft::TestDraft;

    #[test]
    fn an_attribution_is_explained_by_its_own_paragraph() {
        let explain = |draft: &str| -> Vec<Vec<String>> {
            let draft = TestDraft::read(draft);
            let because = draft.attributions().explain(&draft.document, &draft.language, draft.lexicon);
            because.iter().map(|why| why.features.iter().map(|feature| format!("{feature:?}")).collect()).collect()
        };
        let (first, second) = ("Ada Brook said the bridge was unsafe.", "The mayor denied that it would close.");
        let both = explain(&format!("{first}\n\n{second}\n"));
        assert_eq!(both, [explain(first), explain(second)].concat());
        assert!(both.len() == 2 && both.iter().all(|why| !why.is_empty()), "{both:?}");
    }
}
