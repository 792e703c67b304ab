//! A parsed draft, for the tests of attribution.

use super::model::ParagraphFeatures;
use super::{Attributions, Newsroom};
use crate::document::{Document, Format};
use crate::language::{Language, Lexicon, Tokens};
use crate::text::Source;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::builtin);

/// A draft in Markdown with the analysis of its language.
pub(super) struct TestDraft {
    pub(super) document: Document,
    pub(super) language: Language,
    pub(super) lexicon: &'static Lexicon,
}

impl TestDraft {
    pub(super) fn read(text: &str) -> Self {
        let document = Document::parse(&Source::new("draft.md", text.into()), Format::Markdown);
        let language = Language::read(&document, &LEXICON);
        Self { document, language, lexicon: &LEXICON }
    }

    pub(super) fn tokens(&self) -> Tokens<'_> {
        Tokens::new(&self.document, &self.language, self.lexicon)
    }

    pub(super) fn paragraphs(&self) -> Vec<ParagraphFeatures<'_>> {
        ParagraphFeatures::all(&self.document, &self.language, self.lexicon)
    }

    /// The attributions for a newsroom without names of its own.
    pub(super) fn attributions(&self) -> Attributions {
        Attributions::read(&self.document, &self.language, self.lexicon, &Newsroom::default())
    }
}
