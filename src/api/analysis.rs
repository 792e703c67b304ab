//! What was read and found in one draft.

use super::ready::Ready;
use super::{Draft, Error};
use crate::analysis;
use crate::attribution::{self, DOUBTFUL};
use crate::diagnostic::{Applicability, Finding};
use crate::document::Document;
use crate::engine::Outcome;
use crate::fix::{self, FixOptions, Linted};
use crate::sourcing;
use crate::text::{Position, Source, Span};
use serde::Serialize;
use std::ops::Range;
use std::sync::Arc;

/// A draft with its findings, attributions and speakers, read once.
///
/// ```
/// let linter = bylint::Linter::builder().build()?;
/// let text = "“The gate is shut,” Ada Brook, the harbour master, said.\n\nThe bridge is closed, TASS reported.\n";
/// let analysis = linter.analyze(&bylint::Draft::markdown("story.md", text), None)?;
/// let speakers = analysis.speakers();
/// assert_eq!(speakers[0].name, "Ada Brook");
/// let attributions = analysis.attributions();
/// assert_eq!(&text[attributions[1].cue.range()], "reported");
/// assert_eq!(attributions[1].speaker, Some(1));
/// assert_eq!(analysis.sourcing().passages.len(), 2);
/// # Ok::<(), bylint::Error>(())
/// ```
#[derive(Debug)]
pub struct Analysis {
    draft: Draft,
    source: Source,
    document: Document,
    read: analysis::DraftAnalysis,
    outcome: Outcome,
    ready: Arc<Ready>,
}

/// Who said what: a source, the words that attribute, and what is attributed. Places are bytes of the draft's text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Attribution {
    /// The words that name the source; `None` if there are none ("it is believed").
    pub source: Option<Span>,
    /// The words that attribute: "said", "according to".
    pub cue: Span,
    /// What is attributed, in one or more parts.
    pub content: Vec<Span>,
    /// What kind of attribution it is.
    pub kind: attribution::AttributionKind,
    /// What kind of source it is.
    pub class: attribution::SourceClass,
    /// How the words reached the newsroom.
    pub route: attribution::Route,
    /// The outlet or document they came through.
    pub outlet: Option<String>,
    /// Who speaks, as an index into [`Analysis::speakers`]; `None` if nobody does, or it is unclear who.
    pub speaker: Option<usize>,
    /// How sure bylint is, from 0 to 1, in hundredths.
    pub confidence: f64,
}

/// Somebody, or something, whom the draft quotes or cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Speaker {
    /// The fullest name or description in the draft.
    pub name: String,
    /// What kind of source it is.
    pub class: attribution::SourceClass,
    /// How most of their words reached the newsroom.
    pub route: attribution::Route,
    /// The outlet they came through.
    pub outlet: Option<String>,
    /// Number of statements.
    pub statements: u32,
    /// Words inside quotation marks.
    pub quoted_words: u32,
    /// The first mention.
    pub first: Span,
}

/// The copy of a draft by its sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Sourcing {
    /// All words of the story's own text, in order: no heading, caption, credit or table, and no dateline.
    pub passages: Vec<Passage>,
    /// Paragraphs of copy.
    pub paragraphs: usize,
}

/// A stretch of copy with one source, or with none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Passage {
    /// Where it is.
    pub span: Span,
    /// What kind of source it has.
    pub tier: sourcing::SourceTier,
    /// Who, as an index into [`Analysis::speakers`].
    pub speaker: Option<usize>,
    /// Somebody speaks, but it is unclear who.
    pub unclear: bool,
    /// Number of words.
    pub words: usize,
}

/// A draft with fixes applied.
#[derive(Debug)]
#[non_exhaustive]
pub struct FixedDraft {
    /// The draft as it is now.
    pub draft: Draft,
    /// Number of findings that were fixed.
    pub fixed: usize,
}

impl Analysis {
    pub(super) fn new(draft: &Draft, source: Source, document: Document, ready: Arc<Ready>) -> Self {
        let read = ready.engine.analyze_by(&document, &ready.prepared);
        let outcome = ready.engine.lint_analyzed(&source, &document, &read, &ready.prepared);
        Self { draft: draft.clone(), source, document, read, outcome, ready }
    }

    /// The findings, by place and then by rule.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.outcome.findings
    }

    /// The findings that a suppression in the draft covers.
    #[must_use]
    pub fn suppressed(&self) -> &[Finding] {
        &self.outcome.suppressed
    }

    /// The language of a draft that is not in English; then nothing else was read.
    #[must_use]
    pub fn not_english(&self) -> Option<&str> {
        self.outcome.not_read.as_deref()
    }

    /// Everyone whom the draft quotes or cites, by first mention.
    #[must_use]
    pub fn speakers(&self) -> Vec<Speaker> {
        let speaker = |speaker: &attribution::SpeakerRecord| Speaker {
            name: speaker.name.clone(),
            class: speaker.class,
            route: speaker.route,
            outlet: speaker.outlet.clone(),
            statements: speaker.statements,
            quoted_words: speaker.quoted_words,
            first: self.span(speaker.first.clone()),
        };
        self.read.attributions.speaking().iter().map(speaker).collect()
    }

    /// The attributions of a confidence of at least 0.35, sorted by their cue.
    #[must_use]
    pub fn attributions(&self) -> Vec<Attribution> {
        let (language, attributions) = (&self.read.language, &self.read.attributions);
        let likely = attributions.attributions.iter().filter(|attribution| attribution.confidence >= DOUBTFUL);
        likely
            .map(|attribution| Attribution {
                source: attribution.source(language).map(|source| self.span(source)),
                cue: self.span(attribution.cue(language)),
                content: attribution.content(language).map(|content| self.span(content)).collect(),
                kind: attribution.kind,
                class: attributions.class_of(attribution),
                route: attribution.route,
                outlet: attribution.outlet().map(str::to_owned),
                speaker: attributions.speaker_of(attribution),
                confidence: f64::from(attribution.confidence) / 100.0,
            })
            .collect()
    }

    /// The source of each passage of the copy.
    #[must_use]
    pub fn sourcing(&self) -> Sourcing {
        let report = self.ready.engine.sourcing(&self.document, &self.read);
        let passage = |span: &sourcing::AttributedSpan| Passage {
            span: self.span(span.prose.clone()),
            tier: span.tier,
            speaker: span.speaker,
            unclear: span.unclear,
            words: span.words,
        };
        Sourcing { passages: report.spans.iter().map(passage).collect(), paragraphs: report.paragraphs }
    }

    /// The draft's text in UTF-8, in which all spans are.
    #[must_use]
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// Line and column of a place in the text.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.source.position(offset)
    }

    /// Applies fixes up to this applicability, until none is left. Fixes that overlap are left out, and those after which the draft
    /// would not read the same apart from the words that they change.
    ///
    /// ```
    /// let linter = bylint::Linter::builder().build()?;
    /// let draft = bylint::Draft::markdown("story.md", "The the gate was shut, Ada Brook said.\n");
    /// let fixed = linter.analyze(&draft, None)?.fix(bylint::Applicability::Safe)?;
    /// assert_eq!(fixed.draft.bytes(), b"The gate was shut, Ada Brook said.\n");
    /// # Ok::<(), bylint::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the fixes of house rules never come to an end: what one writes, another reports.
    pub fn fix(&self, up_to: Applicability) -> Result<FixedDraft, Error> {
        let lint = |bytes: Vec<u8>| {
            let source = Source::new(self.draft.name(), bytes);
            let document = Document::parse(&source, self.draft.format());
            let outcome = self.ready.engine.lint_by(&source, &document, &self.ready.prepared);
            Linted { source, document, outcome }
        };
        let options = FixOptions { up_to, format: self.draft.format(), wanted: |_: &Finding| true };
        let fixed = fix::fix(self.draft.bytes().to_vec(), lint, &options)?;
        Ok(FixedDraft { draft: self.draft.with_bytes(fixed.bytes), fixed: fixed.count })
    }

    fn span(&self, prose: Range<u32>) -> Span {
        self.document.span(prose)
    }
}
