//! Shows the sources of a draft: on hover, as document symbols, as a code lens above the headline, and as inlay hints after
//! paragraphs.

use super::request_params::{PositionParams, RangeParams};
use super::text::EditorPosition;
use super::view::View;
use super::{DraftSettings, Workspace};
use crate::analysis::DraftAnalysis;
use crate::attribution::{LIKELY, Route, SpeakerRecord, TokenAttribution};
use crate::cancel::Cancelled;
use crate::document::BlockKind;
use crate::language::Language;
use crate::report;
use crate::sourcing::{AttributedSpan, SourcingReport};
use crate::text::Span;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::ops::Range;

/// The most characters of a statement in a symbol.
const LONGEST: usize = 60;

/// The analysis of a draft, with its sourcing.
struct AnalyzedSources<'a> {
    settings: &'a DraftSettings,
    read: &'a DraftAnalysis,
    sourcing: &'a SourcingReport,
}

impl<D: Workspace> View<'_, D> {
    /// The source of the passage at a position, and the pages of the rules of its findings.
    pub(super) fn hover(&self, asked: &PositionParams) -> Value {
        let Some(analyzed) = self.analyzed() else { return Value::Null };
        let text = &self.open.text;
        let at = text.offset(asked.position);
        let under = |span: Span| span.start <= at && at < span.end;
        let mut parts = Vec::new();
        let mut range = None;
        for finding in self.linted.findings().filter(|finding| under(finding.span)) {
            range = range.or(Some(finding.span));
            parts.extend(analyzed.settings.linter.rules().get(&finding.rule).map(report::rules_page::page));
        }
        let passages = analyzed.sourcing.spans.iter();
        let mut passages = passages.map(|passage| (passage, self.linted.document.span(passage.prose.clone())));
        if let Some((passage, span)) = passages.find(|(_, span)| under(*span)) {
            range = range.or(Some(span));
            parts.insert(0, self.behind(analyzed.read, passage));
        }
        let Some(range) = range else { return Value::Null };
        let parts = parts.join("\n\n---\n\n");
        let value = report::lines(&parts, report::Colors::Removed);
        json!({"contents": {"kind": "markdown", "value": value}, "range": text.range(range)})
    }

    /// The document symbols: the speakers, with their statements if the editor supports nested symbols.
    pub(super) fn symbols(&self) -> Result<Value, Cancelled> {
        let Some(AnalyzedSources { read, .. }) = self.analyzed() else { return Ok(json!([])) };
        let (uri, text) = (&self.open.uri, &self.open.text);
        let mut list = Vec::new();
        for (number, speaker) in read.attributions.speaking().iter().enumerate() {
            self.cancel.check()?;
            let said = read.attributions.attributions.iter();
            let said = said.filter(|it| read.attributions.speaker_of(it) == Some(number) && it.confidence >= LIKELY);
            let statements: Vec<Value> = said.filter_map(|relation| self.statement(read, relation)).collect();
            let first = text.range(self.linted.document.span(speaker.first.clone()));
            if self.session.editor.nests_symbols {
                list.push(json!({
                    "name": report::one_line(&speaker.name), "detail": through(speaker), "kind": 19,
                    "range": first, "selectionRange": first, "children": statements,
                }));
            } else {
                let location = json!({"uri": uri, "range": first});
                list.push(json!({"name": report::one_line(&speaker.name), "kind": 19, "location": location}));
            }
        }
        Ok(Value::Array(list))
    }

    /// The code lens above the headline, with the numbers of statements, named people and direct speakers.
    pub(super) fn lens(&self) -> Value {
        let Some(AnalyzedSources { read, .. }) = self.analyzed() else { return json!([]) };
        let speakers = read.attributions.speaking();
        let statements: u32 = speakers.iter().map(|speaker| speaker.statements).sum();
        let report::Shares { named, firsthand, .. } = report::Shares::of(speakers);
        let statements = report::counted(statements as usize, "statement");
        let title = format!("{statements}, {}, {firsthand} direct", report::people_with_names(named));
        let document = &self.linted.document;
        // Only the first block can be the headline. With a title in front matter, the lens is at the top.
        let first = document.blocks.first().filter(|_| document.front_matter.title.is_none());
        let headline = first.filter(|block| matches!(block.kind, BlockKind::Heading(_)));
        let line = self.open.text.position(headline.map_or(0, |block| block.span.start)).line;
        let start = EditorPosition { line, character: 0 };
        json!([{"range": {"start": start, "end": start}, "command": {"title": title, "command": ""}}])
    }

    /// The inlay hints: at the end of each paragraph, the speaker with the longest passage.
    pub(super) fn hints(&self, asked: &RangeParams) -> Result<Value, Cancelled> {
        let Some(AnalyzedSources { read, sourcing, .. }) = self.analyzed() else { return Ok(json!([])) };
        let text = &self.open.text;
        let wanted = text.span(asked.range);
        let mut hints = Vec::new();
        for block in self.linted.document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph) {
            self.cancel.check()?;
            let end = self.linted.document.span(block.prose.clone()).end;
            let inside = |passage: &&AttributedSpan| {
                block.prose.start <= passage.prose.start && passage.prose.end <= block.prose.end
            };
            let passages = sourcing.spans.iter().filter(inside).filter(|passage| passage.speaker.is_some());
            let most = passages.max_by_key(|passage| (passage.words, std::cmp::Reverse(passage.prose.start)));
            let speaker = most.and_then(|passage| read.attributions.speaking().get(passage.speaker?));
            if let Some(speaker) = speaker.filter(|_| wanted.start <= end && end <= wanted.end) {
                let label = format!("{}{}", report::one_line(&speaker.name), through(speaker));
                hints.push(json!({"position": text.position(end), "label": label, "paddingLeft": true}));
            }
        }
        Ok(Value::Array(hints))
    }

    /// The analysis and the sourcing; `None` if the draft has no settings.
    fn analyzed(&self) -> Option<AnalyzedSources<'_>> {
        let (settings, read) = (self.linted.settings.as_deref()?, self.linted.analysis.as_ref()?);
        Some(AnalyzedSources { settings, read, sourcing: settings.linter.sourcing(&self.linted.document, read) })
    }

    /// The source of a passage in Markdown: "**Anselm Krail**, through TASS; source named in line 3; confidence 0.94".
    fn behind(&self, read: &DraftAnalysis, passage: &AttributedSpan) -> String {
        let DraftAnalysis { language, attributions, .. } = read;
        let kind = report::in_words(passage.tier);
        let speaker = passage.speaker.and_then(|number| Some((number, attributions.speaking().get(number)?)));
        let Some((number, speaker)) = speaker else {
            let probably = passage.probably.and_then(|number| attributions.speaking().get(number));
            return match probably {
                Some(speaker) => {
                    format!("bylint is not sure who says this: probably {}.\n\n{kind}.", plain(&speaker.name))
                }
                None if passage.unclear => format!("bylint is not sure who says this.\n\n{kind}."),
                None => format!("{kind}."),
            };
        };
        let meets = |range: Range<u32>| range.start < passage.prose.end && passage.prose.start < range.end;
        let speaks = |relation: &&TokenAttribution| attributions.speaker_of(relation) == Some(number);
        let theirs = || attributions.attributions.iter().filter(speaks);
        let said = theirs().find(|it| parts(it, language).any(meets));
        let before = |it: &&TokenAttribution| it.cue(language).start < passage.prose.start;
        let mut words = format!("**{}**{}", plain(&speaker.name), through(speaker));
        if let Some(relation) = said.or_else(|| theirs().rfind(before)) {
            if said.is_none() {
                let cue = self.linted.document.span(relation.cue(language));
                let line = self.linted.source.position(cue.start).line;
                let _ = write!(words, "; source named in line {line}");
            }
            let _ = write!(words, "; confidence {:.2}", f64::from(relation.confidence) / 100.0);
        }
        format!("{words}\n\n{kind}.")
    }

    /// The symbol of a statement; `None` if it has no visible words.
    fn statement(&self, read: &DraftAnalysis, relation: &TokenAttribution) -> Option<Value> {
        let parts = || parts(relation, &read.language);
        let all = parts().map(|range| range.start).min()?..parts().map(|range| range.end).max()?;
        let words = report::one_line(self.linted.document.text(all.clone())).into_owned();
        let shown = match words.char_indices().nth(LONGEST) {
            Some((cut, _)) => words[..cut].trim_end().to_owned() + "…",
            None => words,
        };
        let range = self.open.text.range(self.linted.document.span(all));
        (!shown.trim().is_empty()).then(|| json!({"name": shown, "kind": 15, "range": range, "selectionRange": range}))
    }
}

/// The content, the cue and the source of an attribution, as ranges of prose.
fn parts(relation: &TokenAttribution, language: &Language) -> impl Iterator<Item = Range<u32>> {
    relation.content(language).chain([relation.cue(language)]).chain(relation.source(language))
}

/// The outlet of a speaker who was quoted through one: ", through TASS"; otherwise empty.
fn through(speaker: &SpeakerRecord) -> String {
    match (&speaker.outlet, speaker.route) {
        (Some(outlet), Route::Outlet) if *outlet != speaker.name => format!(", through {}", plain(outlet)),
        _ => String::new(),
    }
}

/// Escapes words of a draft for Markdown.
fn plain(words: &str) -> String {
    let marks = |c: char| c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '\'' | '-');
    report::one_line(words).chars().flat_map(|c| marks(c).then_some('\\').into_iter().chain([c])).collect()
}
