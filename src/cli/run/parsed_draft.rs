//! One draft as it was read: taken apart only when somebody asks, because what is known of it from an earlier run may do.

use crate::cli::config::resolve::Settings;
use crate::cli::run::inputs::draft::DraftInput;
use bylint::analysis::Analysis;
use bylint::document::{Document, Format};
use bylint::engine::Outcome;
use bylint::fix::Linted;
use bylint::text::Source;
use std::cell::OnceCell;
use std::sync::Arc;

/// A draft's text.
pub(crate) struct ParsedDraft {
    pub(crate) source: Source,
    format: Format,
    /// Whether what is found in it may be kept; what came on standard input may be anything.
    is_file: bool,
    document: OnceCell<Document>,
}

impl ParsedDraft {
    /// About how many bytes it takes: the text, its prose, and where that stands.
    pub(crate) fn size(&self) -> usize {
        self.source.text().len() * 3
    }

    pub(crate) fn new(draft: &DraftInput, bytes: Vec<u8>) -> Self {
        Self {
            source: Source::new(draft.name(), bytes),
            format: draft.format(),
            is_file: draft.is_file(),
            document: OnceCell::new(),
        }
    }

    /// A draft that was taken apart already.
    pub(crate) fn of(draft: &DraftInput, source: Source, document: Document) -> Self {
        Self { source, format: draft.format(), is_file: draft.is_file(), document: OnceCell::from(document) }
    }

    /// The same, for commands that show what a draft says.
    ///
    /// # Errors
    /// When the file is no text.
    pub(crate) fn readable(draft: &DraftInput, bytes: Vec<u8>) -> anyhow::Result<Self> {
        let parsed = Self::new(draft, bytes);
        match parsed.source.not_text() {
            Some(reason) => anyhow::bail!("the file {reason}: save it as UTF-8"),
            None => Ok(parsed),
        }
    }

    /// The draft, taken apart.
    pub(crate) fn document(&self) -> &Document {
        self.document.get_or_init(|| Document::parse(&self.source, self.format))
    }

    /// What holds for it, its front matter being known.
    pub(crate) fn settings(&self, by_place: &Arc<Settings>) -> anyhow::Result<Arc<Settings>> {
        by_place.of(|| &self.document().front_matter)
    }

    /// What is found in it: in this run or in one before.
    pub(crate) fn lint(&self, settings: &Settings) -> Outcome {
        self.cached(settings, || settings.linter.lint_by(&self.source, self.document(), &settings.context))
    }

    /// The same where the draft was read already.
    pub(crate) fn lint_analyzed(&self, analysis: &Analysis, settings: &Settings) -> Outcome {
        let (linter, context) = (&settings.linter, &settings.context);
        self.cached(settings, || linter.lint_analyzed(&self.source, self.document(), analysis, context))
    }

    fn cached(&self, settings: &Settings, lint: impl Fn() -> Outcome) -> Outcome {
        match settings.cache.as_ref().filter(|_| self.is_file) {
            Some(cache) => {
                let lint = || (self.document(), lint());
                cache.lint(&settings.linter, &settings.context, settings.sum, &self.source, self.format, lint)
            }
            None => lint(),
        }
    }

    /// The same with all that was found out of it.
    pub(crate) fn linted(self, outcome: Outcome) -> Linted {
        self.document();
        let document = self.document.into_inner().expect("it was just taken apart");
        Linted { source: self.source, document, outcome }
    }
}
