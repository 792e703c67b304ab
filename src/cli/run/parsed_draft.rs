//! A draft that is parsed only when its document is needed: if the outcome is cached, nothing is parsed.

use crate::cli::config::resolve::Settings;
use crate::cli::run::inputs::draft::DraftInput;
use bylint::analysis::DraftAnalysis;
use bylint::document::{Document, Format};
use bylint::engine::Outcome;
use bylint::fix::Linted;
use bylint::text::Source;
use std::cell::OnceCell;
use std::sync::Arc;

/// The text of a draft, and its document after the first use.
pub(crate) struct ParsedDraft {
    pub(crate) source: Source,
    format: Format,
    /// Whether the draft is a file. The outcome of standard input is not cached.
    is_file: bool,
    document: OnceCell<Document>,
}

impl ParsedDraft {
    /// Approximate size in bytes: the text, its prose and the source map.
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

    /// Wraps a draft that has been parsed.
    pub(crate) fn from_parsed(draft: &DraftInput, source: Source, document: Document) -> Self {
        Self { source, format: draft.format(), is_file: draft.is_file(), document: OnceCell::from(document) }
    }

    /// Wraps a draft for a command that shows its content.
    ///
    /// # Errors
    /// If the file is not text.
    pub(crate) fn readable(draft: &DraftInput, bytes: Vec<u8>) -> anyhow::Result<Self> {
        let parsed = Self::new(draft, bytes);
        match parsed.source.not_text() {
            Some(reason) => anyhow::bail!("the file {reason}: save it as UTF-8"),
            None => Ok(parsed),
        }
    }

    /// Parses the draft on the first call.
    pub(crate) fn document(&self) -> &Document {
        self.document.get_or_init(|| Document::parse(&self.source, self.format))
    }

    /// The settings of the draft. `path_settings` are the settings that its path decides; front matter may change them.
    pub(crate) fn settings(&self, path_settings: &Arc<Settings>) -> anyhow::Result<Arc<Settings>> {
        path_settings.for_front_matter(|| &self.document().front_matter)
    }

    /// Lints the draft, or takes the outcome from the cache.
    pub(crate) fn lint(&self, settings: &Settings) -> Outcome {
        self.lint_cached(settings, || settings.linter.lint_prepared(&self.source, self.document(), &settings.context))
    }

    /// Lints a draft that has been analyzed, or takes the outcome from the cache.
    pub(crate) fn lint_analyzed(&self, analysis: &DraftAnalysis, settings: &Settings) -> Outcome {
        let (linter, context) = (&settings.linter, &settings.context);
        self.lint_cached(settings, || linter.lint_analyzed(&self.source, self.document(), analysis, context))
    }

    /// Takes the outcome from the cache, or calls `lint` and caches its outcome. Standard input is always linted.
    fn lint_cached(&self, settings: &Settings, lint: impl Fn() -> Outcome) -> Outcome {
        match settings.cache.as_ref().filter(|_| self.is_file) {
            Some(cache) => {
                let lint = || (self.document(), lint());
                cache.lint(&settings.linter, &settings.context, settings.fingerprint, &self.source, self.format, lint)
            }
            None => lint(),
        }
    }

    /// Combines the draft with the outcome of linting it.
    pub(crate) fn into_linted(self, outcome: Outcome) -> Linted {
        self.document();
        let document = self.document.into_inner().expect("it was just taken apart");
        Linted { source: self.source, document, outcome }
    }
}
