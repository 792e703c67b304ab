//! Shows the sources of a draft: on hover, as document symbols, as a code lens above the headline, and as inlay hints after
//! paragraphs.

use super::request_params::{PositionParams, RangeParams};
use super::text::EditorPosition;
use super::view::RequestContext;
use super::{DraftSettings, Workspace};
use crate::analysis::DraftAnalysis;
use crate::attribution::{LIKELY, Route, SpeakerRecord, TokenAttribution};
use crate::cancel::Cancelled;
use crate::document::BlockKind;
use crate::language::Language;
use crate::report;
use crate::sourcing::{AttributedSpan, SourcingReport};
use crate::text::{ProseRange, Span};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The most characters of a statement in a symbol.
const MAX_STATEMENT_CHARS: usize = 60;

/// The analysis of a draft, with its sourcing.
struct SourcedAnalysis<'a> {
    settings: &'a DraftSettings,
    analysis: &'a DraftAnalysis,
    sourcing: &'a SourcingReport,
}

impl<W: Workspace> RequestContext<'_, W> {
    /// The source of the passage at a position, and the pages of the rules of its findings.
    pub(super) fn hover(&self, params: &PositionParams) -> Value {
        let Some(analyzed) = self.analyzed() else { return Value::Null };
        let text = &self.open.text;
        let at = text.offset(params.position);
        let covers = |span: Span| span.start <= at && at < span.end;
        let mut parts = Vec::new();
        let mut range = None;
        for finding in self.linted.findings().filter(|finding| covers(finding.span)) {
            range = range.or(Some(finding.span));
            parts.extend(analyzed.settings.linter.rules().get(&finding.rule).map(report::rules_page::page));
        }
        let passages = analyzed.sourcing.spans.iter();
        let mut passages = passages.map(|passage| (passage, self.linted.document.span(passage.prose)));
        if let Some((passage, span)) = passages.find(|(_, span)| covers(*span)) {
            range = range.or(Some(span));
            parts.insert(0, self.passage_markdown(analyzed.analysis, passage));
        }
        let Some(range) = range else { return Value::Null };
        let parts = parts.join("\n\n---\n\n");
        let value = report::lines(&parts, report::Colors::Removed);
        json!({"contents": {"kind": "markdown", "value": value}, "range": text.range(range)})
    }

    /// The document symbols: the speakers, with their statements if the editor supports nested symbols.
    pub(super) fn symbols(&self) -> Result<Value, Cancelled> {
        let Some(SourcedAnalysis { analysis, .. }) = self.analyzed() else { return Ok(json!([])) };
        let (uri, text) = (&self.open.uri, &self.open.text);
        let speakers = analysis.attributions.speaking();
        let mut attributions_by_speaker = vec![Vec::new(); speakers.len()];
        for attribution in analysis.attributions.attributions.iter().filter(|it| it.confidence >= LIKELY) {
            if let Some(number) = analysis.attributions.speaker_of(attribution) {
                attributions_by_speaker[number].push(attribution);
            }
        }
        let mut symbols_json = Vec::new();
        for (speaker, attributions) in speakers.iter().zip(attributions_by_speaker) {
            self.cancel.check()?;
            let first = text.range(self.linted.document.span(speaker.first));
            if self.session.editor.nests_symbols {
                let statements: Vec<Value> =
                    attributions.into_iter().filter_map(|attribution| self.statement(analysis, attribution)).collect();
                symbols_json.push(json!({
                    "name": report::one_line(&speaker.name), "detail": outlet_suffix(speaker), "kind": 19,
                    "range": first, "selectionRange": first, "children": statements,
                }));
            } else {
                let location = json!({"uri": uri, "range": first});
                symbols_json.push(json!({"name": report::one_line(&speaker.name), "kind": 19, "location": location}));
            }
        }
        Ok(Value::Array(symbols_json))
    }

    /// The code lens above the headline, with the numbers of statements, named people and direct speakers.
    pub(super) fn lens(&self) -> Value {
        let Some(SourcedAnalysis { analysis, .. }) = self.analyzed() else { return json!([]) };
        let speakers = analysis.attributions.speaking();
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
    pub(super) fn hints(&self, params: &RangeParams) -> Result<Value, Cancelled> {
        let Some(SourcedAnalysis { analysis, sourcing, .. }) = self.analyzed() else { return Ok(json!([])) };
        let text = &self.open.text;
        let requested = text.span(params.range);
        let mut hints = Vec::new();
        for block in self.linted.document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph) {
            self.cancel.check()?;
            let end = self.linted.document.span(block.prose).end;
            if end < requested.start || requested.end < end {
                continue;
            }
            // Passages are in the order of the prose, each within one block.
            let first = sourcing.spans.partition_point(|passage| passage.prose.start < block.prose.start);
            let passages = sourcing.spans[first..].iter().take_while(|passage| passage.prose.end <= block.prose.end);
            let spoken = passages.filter(|passage| passage.speaker.is_some());
            let longest = spoken.max_by_key(|passage| (passage.words, std::cmp::Reverse(passage.prose.start)));
            let speaker = longest.and_then(|passage| analysis.attributions.speaking().get(passage.speaker?));
            if let Some(speaker) = speaker {
                let label = format!("{}{}", report::one_line(&speaker.name), outlet_suffix(speaker));
                hints.push(json!({"position": text.position(end), "label": label, "paddingLeft": true}));
            }
        }
        Ok(Value::Array(hints))
    }

    /// The analysis with the sourcing report; `None` if the draft has no settings.
    fn analyzed(&self) -> Option<SourcedAnalysis<'_>> {
        let (settings, analysis) = (self.linted.settings.as_deref()?, self.linted.analysis.as_ref()?);
        Some(SourcedAnalysis {
            settings,
            analysis,
            sourcing: settings.linter.sourcing(&self.linted.document, analysis),
        })
    }

    /// The source of a passage in Markdown: "**Anselm Krail**, through TASS; source named in line 3; confidence 0.94".
    fn passage_markdown(&self, analysis: &DraftAnalysis, passage: &AttributedSpan) -> String {
        let DraftAnalysis { language, attributions, .. } = analysis;
        let kind = report::tier_description(passage.tier);
        let speaker = passage.speaker.and_then(|number| Some((number, attributions.speaking().get(number)?)));
        let Some((number, speaker)) = speaker else {
            let likely_speaker = passage.probably.and_then(|number| attributions.speaking().get(number));
            return match likely_speaker {
                Some(speaker) => {
                    format!("bylint is not sure who says this: probably {}.\n\n{kind}.", escape_markdown(&speaker.name))
                }
                None if passage.unclear => format!("bylint is not sure who says this.\n\n{kind}."),
                None => format!("{kind}."),
            };
        };
        let has_speaker = |attribution: &&TokenAttribution| attributions.speaker_of(attribution) == Some(number);
        let own_attributions = || attributions.attributions.iter().filter(has_speaker);
        let in_passage = own_attributions().find(|it| parts(it, language).any(|part| part.overlaps(passage.prose)));
        let is_earlier = |it: &&TokenAttribution| it.cue(language).start < passage.prose.start;
        let mut words = format!("**{}**{}", escape_markdown(&speaker.name), outlet_suffix(speaker));
        if let Some(attribution) = in_passage.or_else(|| own_attributions().rfind(is_earlier)) {
            if in_passage.is_none() {
                let cue = self.linted.document.span(attribution.cue(language));
                let line = self.linted.source.position(cue.start).line;
                let _ = write!(words, "; source named in line {line}");
            }
            let _ = write!(words, "; confidence {:.2}", f64::from(attribution.confidence) / 100.0);
        }
        format!("{words}\n\n{kind}.")
    }

    /// The symbol of a statement; `None` if it has no visible words.
    fn statement(&self, analysis: &DraftAnalysis, attribution: &TokenAttribution) -> Option<Value> {
        let parts = || parts(attribution, &analysis.language);
        let all = parts().map(|range| range.start).min()?.until(parts().map(|range| range.end).max()?);
        let words = report::one_line(self.linted.document.text(all)).into_owned();
        let name = match words.char_indices().nth(MAX_STATEMENT_CHARS) {
            Some((cut, _)) => words[..cut].trim_end().to_owned() + "…",
            None => words,
        };
        let range = self.open.text.range(self.linted.document.span(all));
        (!name.trim().is_empty()).then(|| json!({"name": name, "kind": 15, "range": range, "selectionRange": range}))
    }
}

/// The content, the cue and the source of an attribution, as ranges of prose.
fn parts(attribution: &TokenAttribution, language: &Language) -> impl Iterator<Item = ProseRange> {
    attribution.content(language).chain([attribution.cue(language)]).chain(attribution.source(language))
}

/// The outlet of a speaker who was quoted through one: ", through TASS"; otherwise empty.
fn outlet_suffix(speaker: &SpeakerRecord) -> String {
    match (&speaker.outlet, speaker.route) {
        (Some(outlet), Route::Outlet) if *outlet != speaker.name => format!(", through {}", escape_markdown(outlet)),
        _ => String::new(),
    }
}

/// Escapes words of a draft for Markdown.
fn escape_markdown(words: &str) -> String {
    let is_markup = |c: char| c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '\'' | '-');
    report::one_line(words).chars().flat_map(|c| is_markup(c).then_some('\\').into_iter().chain([c])).collect()
}
