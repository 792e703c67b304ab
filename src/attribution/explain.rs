//! Says what each relation was read by: the frame that fits, and what the model saw in its cue.

use super::model::{Feature, Model, Paragraph, ParagraphFacts};
use super::{Attributions, Frame};
use crate::document::Document;
use crate::language::{Language, Lexicon, Tokens};

/// What a relation was read by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    /// The frame that fits and how sure its form of words is by itself, in percent; `None` where only the model saw it.
    pub frame: Option<(Frame, u8)>,
    /// Its source is a pronoun: "she", "who".
    pub pronoun: bool,
    /// What weighed most with the model in the word of the cue that carries its sense, the heaviest first.
    pub features: Vec<Feature>,
}

/// How many features are told of a relation.
const STRONGEST: usize = 5;

impl Attributions {
    /// Why each of the relations was read, in their order. The draft and the word lists are those that were read.
    #[must_use]
    pub fn explain(&self, document: &Document, language: &Language, lexicon: &Lexicon) -> Vec<Because> {
        let cursor = Tokens::new(document, language, lexicon);
        let model = Model::builtin();
        let mut paragraph = None;
        let mut explained = Vec::with_capacity(self.relations.len());
        for relation in &self.relations {
            let number = language.paragraph_at(relation.at.head);
            // Relations stand in the order of the draft, so each paragraph is read once.
            if paragraph.as_ref().is_none_or(|(read, _)| *read != number) {
                paragraph =
                    Some((number, Paragraph::read(cursor, &language.paragraphs[number], ParagraphFacts::default())));
            }
            let opens = relation.at.head == relation.at.cue.start;
            let features =
                paragraph.iter().flat_map(|(_, p)| p.top_features(&model, relation.at.head, opens, STRONGEST));
            explained.push(Because {
                frame: (relation.form > 0).then_some((relation.frame, relation.form)),
                pronoun: cursor.is_pronoun(&relation.at.core),
                features: features.collect(),
            });
        }
        explained
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::Newsroom;
    use crate::document::Format;
    use crate::text::Source;

    #[test]
    fn a_relation_is_explained_by_its_own_paragraph() {
        let explain = |draft: &str| -> Vec<Vec<String>> {
            let document = Document::parse(&Source::new("draft.md", draft.as_bytes().to_vec()), Format::Markdown);
            let lexicon = Lexicon::builtin().finish();
            let language = Language::read(&document, &lexicon);
            let read = Attributions::read(&document, &language, &lexicon, &Newsroom::default());
            let because = read.explain(&document, &language, &lexicon);
            because.iter().map(|why| why.features.iter().map(|feature| format!("{feature:?}")).collect()).collect()
        };
        let (first, second) = ("Ada Brook said the bridge was unsafe.", "The mayor denied that it would close.");
        let both = explain(&format!("{first}\n\n{second}\n"));
        assert_eq!(both, [explain(first), explain(second)].concat());
        assert!(both.len() == 2 && both.iter().all(|why| !why.is_empty()), "{both:?}");
    }
}
