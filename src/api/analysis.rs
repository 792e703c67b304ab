//! The results for one draft: findings, attributions, speakers, sourcing and fixes.

use super::ready::ReadySettings;
use super::{Draft, Error};
use crate::analysis;
use crate::attribution::{self, DOUBTFUL};
use crate::diagnostic::{Applicability, Finding};
use crate::document::Document;
use crate::fix::{self, FixOptions, Fixed, Linted};
use crate::sourcing;
use crate::text::{Position, ProseRange, Source, Span};
use serde::Serialize;
use std::sync::Arc;

/// A draft with its findings, attributions and speakers.
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
    linted: Linted,
    inner: analysis::DraftAnalysis,
    ready: Arc<ReadySettings>,
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
    /// The kind of attribution.
    pub kind: attribution::AttributionKind,
    /// The class of the source.
    pub class: attribution::SourceClass,
    /// How the words reached the newsroom.
    pub route: attribution::Route,
    /// The outlet or document through which they came.
    pub outlet: Option<String>,
    /// The speaker, as an index into [`Analysis::speakers`]; `None` if there is none, or if it is unclear who speaks.
    pub speaker: Option<usize>,
    /// The confidence, from 0 to 1 in steps of 0.01.
    pub confidence: f64,
}

/// A person, body or document that the draft quotes or cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Speaker {
    /// The fullest name or description in the draft.
    pub name: String,
    /// The class of the source.
    pub class: attribution::SourceClass,
    /// How most of the speaker's words reached the newsroom.
    pub route: attribution::Route,
    /// The outlet through which they came.
    pub outlet: Option<String>,
    /// The number of statements.
    pub statements: u32,
    /// The number of words inside quotation marks.
    pub quoted_words: u32,
    /// The place of the first mention.
    pub first: Span,
}

/// The copy of a draft, divided by source.
///
/// ```
/// let linter = bylint::Linter::builder().build()?;
/// let text = "The gate is shut, Ada Brook said. It had rained.\n\nTASS reported that the wall would fall.\n";
/// let analysis = linter.analyze(&bylint::Draft::markdown("a.md", text), None)?;
/// let last = &analysis.sourcing().passages[1];
/// assert_eq!(last.tier, bylint::SourceTier::Outlet);
/// assert_eq!(last.speaker.map(|speaker| analysis.speakers()[speaker].name.clone()), Some("TASS".to_owned()));
/// # Ok::<(), bylint::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Sourcing {
    /// The passages, in order. Together they hold all words of the copy: everything except headings, captions, credits, tables
    /// and datelines.
    pub passages: Vec<Passage>,
    /// The number of paragraphs of copy.
    pub paragraphs: usize,
}

/// A passage of copy that has one source, or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Passage {
    /// The place of the passage.
    pub span: Span,
    /// The kind of source.
    pub tier: sourcing::SourceTier,
    /// The speaker, as an index into [`Analysis::speakers`].
    pub speaker: Option<usize>,
    /// Whether somebody speaks, but it is unclear who.
    pub unclear: bool,
    /// The number of words.
    pub words: usize,
}

/// A draft with fixes applied.
#[derive(Debug)]
#[non_exhaustive]
pub struct FixedDraft {
    /// The changed draft, in the encoding of the original.
    pub draft: Draft,
    /// The number of findings that were fixed.
    pub fixed: usize,
    text: String,
}

impl FixedDraft {
    /// Returns the changed text in UTF-8.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Analysis {
    pub(super) fn new(draft: &Draft, source: Source, document: Document, ready: Arc<ReadySettings>) -> Self {
        let inner = ready.engine.analyze_prepared(&document, &ready.prepared);
        let outcome = ready.engine.lint_analyzed(&source, &document, &inner, &ready.prepared);
        Self { draft: draft.clone(), linted: Linted { source, document, outcome }, inner, ready }
    }

    /// Returns the findings, sorted by place, then by rule.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.linted.outcome.findings
    }

    /// Returns the findings that a suppression in the draft covers.
    #[must_use]
    pub fn suppressed(&self) -> &[Finding] {
        &self.linted.outcome.suppressed
    }

    /// Returns the language of a draft that is not in English: an English name such as “German” if bylint recognised it, or the
    /// tag that the draft or the configuration gives. Such a draft has no attributions, and one finding that says so. A draft
    /// of a sentence or two is too short to recognise; `language: en` in its front matter settles the matter.
    #[must_use]
    pub fn not_english(&self) -> Option<&str> {
        self.linted.outcome.not_english.as_deref()
    }

    /// Returns everyone whom the draft quotes or cites, sorted by first mention.
    #[must_use]
    pub fn speakers(&self) -> Vec<Speaker> {
        let speaker = |speaker: &attribution::SpeakerRecord| Speaker {
            name: speaker.name.clone(),
            class: speaker.class,
            route: speaker.route,
            outlet: speaker.outlet.clone(),
            statements: speaker.statements,
            quoted_words: speaker.quoted_words,
            first: self.span(speaker.first),
        };
        self.inner.attributions.speaking().iter().map(speaker).collect()
    }

    /// Returns the attributions with a confidence of at least 0.35, sorted by cue.
    #[must_use]
    pub fn attributions(&self) -> Vec<Attribution> {
        let (language, attributions) = (&self.inner.language, &self.inner.attributions);
        let likely = attributions.attributions.iter().filter(|attribution| attribution.confidence >= DOUBTFUL);
        let mut found: Vec<Attribution> = likely
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
            .collect();
        found.sort_by_key(|attribution| attribution.cue);
        found
    }

    /// Returns the source of each passage of the copy.
    #[must_use]
    pub fn sourcing(&self) -> Sourcing {
        let report = self.ready.engine.sourcing(&self.linted.document, &self.inner);
        let passage = |span: &sourcing::AttributedSpan| Passage {
            span: self.span(span.prose),
            tier: span.tier,
            speaker: span.speaker,
            unclear: span.unclear,
            words: span.words,
        };
        Sourcing { passages: report.spans.iter().map(passage).collect(), paragraphs: report.paragraphs }
    }

    /// Returns the draft's text in UTF-8. All spans are byte offsets into it, not into the bytes of a draft in UTF-16. A byte
    /// that is not UTF-8 is the control character U+001A here, so that offsets hold.
    #[must_use]
    pub fn text(&self) -> &str {
        self.linted.source.text()
    }

    /// Returns the line and column of a byte offset into the text, such as the start of a finding's span; past the end, those of
    /// the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.linted.source.position(offset)
    }

    /// Applies fixes up to this applicability and analyzes the draft again, until none is left. Skips fixes that overlap, and
    /// fixes that would change more than the words that they replace, such as the markup around them. Fixes that are
    /// [`Applicability::Manual`] are never applied: they change somebody else's words.
    ///
    /// ```
    /// let linter = bylint::Linter::builder().build()?;
    /// let draft = bylint::Draft::markdown("story.md", "The the gate was shut, Ada Brook said.\n");
    /// let fixed = linter.analyze(&draft, None)?.fix(bylint::Applicability::Safe)?;
    /// assert_eq!((fixed.text(), fixed.fixed), ("The gate was shut, Ada Brook said.\n", 1));
    /// # Ok::<(), bylint::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the fixes of house rules never end, because the result of one fix is reported by another rule; when a draft to be
    /// fixed is UTF-16 with characters that cannot be decoded, so that it could not be written as it was.
    pub fn fix(&self, up_to: Applicability) -> Result<FixedDraft, Error> {
        let lint = |bytes: Vec<u8>| self.ready.lint(self.draft.name(), bytes, self.draft.format());
        let up_to = up_to.min(Applicability::Suggestion);
        let options = FixOptions { up_to, format: self.draft.format(), wanted: |_: &Finding| true };
        let fixed = fix::fix(self.draft.bytes(), &self.linted, lint, &options)?;
        Ok(match fixed {
            Some(Fixed { bytes, linted, count }) => {
                FixedDraft { draft: self.draft.with_bytes(bytes), fixed: count, text: linted.source.text().to_owned() }
            }
            None => FixedDraft { draft: self.draft.clone(), fixed: 0, text: self.text().to_owned() },
        })
    }

    fn span(&self, prose: ProseRange) -> Span {
        self.linted.document.span(prose)
    }
}
