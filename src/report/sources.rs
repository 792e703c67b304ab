//! The speakers and attributions of a draft: a table for people, and version 1 of the schema in `docs/json.md` for programs.

use super::explained::BecauseJson;
use super::json::{self, PositionJson};
use super::sanitize::{one_line, path};
use super::sourcing_view::{OutletCounts, Shares, SourcingView, route};
use super::{table, terms};
use crate::analysis::{DraftAnalysis, OtherLanguage};
use crate::attribution::{
    AttributionKind, Because, DOUBTFUL, Route, SourceClass, SpeakerRecord, TokenAttribution, UnclearStatements,
};
use crate::document::Document;
use crate::text::{ProseRange, Source, Span};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

pub use super::terms::{class_hints, route_hints};

/// The name in the table for statements whose speaker is unclear.
pub(super) const UNCLEAR: &str = "(speaker unclear)";

/// The most columns of a name or an outlet in the table.
const MAX_NAME_WIDTH: usize = 40;

/// The text after the last file. The text before the first is [`json::HEAD`], that between files [`json::BETWEEN`].
pub const TAIL: &str = "\n]}\n";

/// One draft with its attributions and speakers, for programs. Explanations are included for the attributions that have one
/// in `explained`, which is empty or parallel to the attributions.
#[must_use]
pub fn file<'r>(source: &Source, document: &Document, analysis: &'r DraftAnalysis, explained: &'r [Because]) -> String {
    let DraftAnalysis { language, attributions, .. } = analysis;
    let span = |range: ProseRange| document.span(range);
    let attribution_json = |(number, attribution): (usize, &'r TokenAttribution)| AttributionJson {
        source: attribution.source(language).map(span),
        cue: span(attribution.cue(language)),
        content: attribution.content(language).map(span).collect(),
        kind: attribution.kind,
        class: attributions.class_of(attribution),
        route: attribution.route,
        outlet: attribution.outlet(),
        speaker: attributions.speaker_of(attribution),
        confidence: f64::from(attribution.confidence) / 100.0,
        because: explained.get(number).map(|because| BecauseJson::new(document, analysis, attribution, because)),
    };
    let speaker_json = |speaker: &SpeakerRecord| SpeakerJson {
        name: speaker.name.clone(),
        class: speaker.class,
        route: speaker.route,
        outlet: speaker.outlet.clone(),
        statements: speaker.statements,
        quoted_words: speaker.quoted_words,
        first: PositionJson::new(source, document.span(speaker.first)),
    };
    json::to_json(&FileJson {
        path: source.name(),
        not_read: None,
        attributions: attributions
            .attributions
            .iter()
            .enumerate()
            .filter(|(_, r)| r.confidence >= DOUBTFUL)
            .map(attribution_json)
            .collect(),
        speakers: attributions.speaking().iter().map(speaker_json).collect(),
        shares: Shares::of(attributions.speaking()),
    })
}

/// The entry for a draft that was not analysed because it is in this language, for programs.
#[must_use]
pub fn unread_file(name: &str, language: &str) -> String {
    let (attributions, speakers) = (Vec::new(), Vec::new());
    json::to_json(&FileJson { path: name, not_read: Some(language), attributions, speakers, shares: Shares::of(&[]) })
}

/// The entry for a draft that was not analysed because it is in this language, for people.
#[must_use]
pub fn unread(name: &str, language: &OtherLanguage) -> String {
    format!("{}\n  {}.\n", path(name), skipped_message(language))
}

/// The message that a draft was not analysed because it is in this language.
pub(super) fn skipped_message(language: &OtherLanguage) -> String {
    let why = match language {
        OtherLanguage::Detected(name) => format!("this draft seems to be in {}", path(name)),
        OtherLanguage::Declared(tag) => format!("the language is set to “{}”", path(tag)),
    };
    format!("Not read: {why}; bylint reads only English")
}

/// The speakers of one draft as a table, and below it the shares and the verdict in words; for people.
#[must_use]
pub fn table(view: &SourcingView<'_>) -> String {
    let SourcingView { source, attributions, .. } = view;
    let mut text = format!("{}\n", path(source.name()));
    if attributions.speaking().is_empty() && attributions.unclear.is_none() {
        return text + "  Nobody is quoted or cited.\n";
    }
    let head = ["speaker", "class", "route", "statements", "quoted words", "first line"].map(Cow::Borrowed);
    let mut rows = vec![head];
    let speakers = attributions.speaking().iter().zip(view.outlet_counts());
    rows.extend(speakers.map(|(speaker, outlet_counts)| row(view, speaker, &outlet_counts)));
    rows.extend(attributions.unclear.iter().map(|unclear| unclear_row(view, unclear)));
    for line in table::lines(&rows, 3) {
        let _ = writeln!(text, "  {line}");
    }
    let below = [view.speaker_summary(), view.word_summary(), Some(view.verdict()), view.longest_run()];
    for line in below.into_iter().flatten() {
        let _ = writeln!(text, "  {line}");
    }
    text
}

#[derive(Serialize)]
struct FileJson<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_read: Option<&'a str>,
    attributions: Vec<AttributionJson<'a>>,
    speakers: Vec<SpeakerJson>,
    shares: Shares,
}

#[derive(Serialize)]
struct AttributionJson<'a> {
    source: Option<Span>,
    cue: Span,
    content: Vec<Span>,
    kind: AttributionKind,
    class: SourceClass,
    route: Route,
    outlet: Option<&'a str>,
    speaker: Option<usize>,
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<BecauseJson<'a>>,
}

#[derive(Serialize)]
struct SpeakerJson {
    name: String,
    class: SourceClass,
    route: Route,
    outlet: Option<String>,
    statements: u32,
    quoted_words: u32,
    first: PositionJson,
}

/// The row of a speaker.
fn row<'a>(view: &SourcingView<'_>, speaker: &'a SpeakerRecord, outlet_counts: &OutletCounts<'_>) -> [Cow<'a, str>; 6] {
    [
        shorten_name(&speaker.name),
        Cow::Borrowed(terms::class_term(speaker.class).word),
        Cow::Owned(route(speaker, outlet_counts, shorten_name)),
        Cow::Owned(speaker.statements.to_string()),
        Cow::Owned(speaker.quoted_words.to_string()),
        Cow::Owned(view.line(speaker.first).to_string()),
    ]
}

/// The row for statements whose speaker is unclear.
fn unclear_row<'a>(view: &SourcingView<'_>, unclear: &UnclearStatements) -> [Cow<'a, str>; 6] {
    [
        Cow::Borrowed(UNCLEAR),
        Cow::Borrowed(terms::class_term(SourceClass::Unknown).word),
        Cow::Borrowed(terms::route_term(Route::Unknown).word),
        Cow::Owned(unclear.statements.to_string()),
        Cow::Owned(unclear.quoted_words.to_string()),
        Cow::Owned(view.line(unclear.first).to_string()),
    ]
}

/// A name on one line, cut to [`MAX_NAME_WIDTH`] columns.
fn shorten_name(name: &str) -> Cow<'_, str> {
    let name = one_line(name);
    if name.width() <= MAX_NAME_WIDTH {
        return name;
    }
    let mut shorter = String::new();
    for c in name.chars() {
        if shorter.width() + 3 > MAX_NAME_WIDTH {
            break;
        }
        shorter.push(c);
    }
    Cow::Owned(shorter.trim_end().to_owned() + "…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{AttributionParts, Attributions, Frame, Voice};
    use crate::attribution::{Newsroom, NewsroomNames, ScratchPool};
    use crate::cancel::uncancelled;
    use crate::document::Format;
    use crate::language::Lexicon;
    use crate::sourcing::SourcingReport;
    use crate::text::{TokenIdx, TokenRange};
    use smallvec::smallvec;
    use std::num::NonZero;

    fn sample_attributions() -> Attributions {
        let attribution = TokenAttribution {
            kind: AttributionKind::Agentless,
            class: SourceClass::VagueGroup,
            route: Route::Unknown,
            outlet_info: None,
            speaker_number: NonZero::new(1),
            confidence: 87,
            form: 90,
            nested: false,
            voice: Voice::Clear,
            frame: Frame::Hedge,
            own: false,
            state: false,
            addressee: None,
            at: AttributionParts {
                source: None,
                core: TokenRange::default(),
                cue: TokenRange::default(),
                head: TokenIdx::ZERO,
                content: smallvec![TokenRange::default(); 2],
            },
        };
        let speaker = |name: &str, class, route, outlet: Option<&str>, statements, quoted_words| SpeakerRecord {
            name: name.to_owned(),
            class,
            route,
            outlet: outlet.map(str::to_owned),
            statements,
            quoted_words,
            first: ProseRange::default(),
        };
        let speakers = vec![
            speaker("Zoë Ørsted", SourceClass::NamedPerson, Route::Firsthand, None, 12, 143),
            speaker(
                &"people who \u{1b}know ".repeat(9),
                SourceClass::VagueGroup,
                Route::Outlet,
                Some("Port\nNews"),
                1,
                0,
            ),
            speaker("漢字", SourceClass::NamedPerson, Route::Unknown, None, 2, 7),
        ];
        let mut attributions = Attributions::default();
        (attributions.speaking, attributions.attributions, attributions.speakers) =
            (speakers.len(), vec![attribution], speakers);
        attributions
    }

    #[test]
    fn table_lists_speakers_and_shares() {
        let source = Source::new("drafts/a\u{7}.md", b"A draft.".to_vec());
        let document = Document::parse(&source, Format::Markdown);
        assert_eq!(
            table(&SourcingView {
                source: &source,
                document: &document,
                attributions: &sample_attributions(),
                sourcing: &SourcingReport::default()
            }),
            "\
drafts/a␇.md
  speaker                                  class         route               statements  quoted words  first line
  Zoë Ørsted                               named person  direct                      12           143           1
  people who ␛know people who ␛know peop…  vague group   outlet (Port News)           1             0           1
  漢字                                     named person  unknown                      2             7           1
  3 speakers: 2 people with names (67%), 1 direct, with no outlet or document mentioned (33%).
  The draft has no paragraphs.
"
        );
        let mut attributions = Attributions::default();
        attributions.unclear =
            Some(UnclearStatements { statements: 4, quoted_words: 21, first: ProseRange::from(2..7) });
        assert_eq!(
            table(&SourcingView {
                source: &source,
                document: &document,
                attributions: &attributions,
                sourcing: &SourcingReport::default()
            }),
            "\
drafts/a␇.md
  speaker            class    route    statements  quoted words  first line
  (speaker unclear)  unknown  unknown           4            21           1
  The draft has no paragraphs.
"
        );
        let nobody = Attributions::default();
        let view = SourcingView {
            source: &source,
            document: &document,
            attributions: &nobody,
            sourcing: &SourcingReport::default(),
        };
        assert_eq!(table(&view), "drafts/a␇.md\n  Nobody is quoted or cited.\n");
    }

    #[test]
    fn json_has_attributions_and_speakers() {
        let source = Source::new("a.md", Vec::new());
        let document = Document::parse(&source, Format::Markdown);
        let (lexicon, newsroom_names) = (Lexicon::builtin(), NewsroomNames::new(&Newsroom::default()));
        let attributions = sample_attributions();
        let mut analysis = uncancelled(|cancel| {
            DraftAnalysis::analyze(&document, &lexicon, &newsroom_names, &ScratchPool::default(), None, cancel)
        });
        analysis.attributions = attributions;
        analysis.attributions.speakers.truncate(1);
        analysis.attributions.speaking = 1;
        let expected = r#"{"path":"a.md","attributions":[{"source":null,"cue":{"start":0,"end":0},"content":[{"start":0,"end":0},{"start":0,"end":0}],"kind":"agentless","class":"vague-group","route":"unknown","outlet":null,"speaker":0,"confidence":0.87}],"speakers":[{"name":"Zoë Ørsted","class":"named-person","route":"firsthand","outlet":null,"statements":12,"quoted_words":143,"first":{"start":0,"end":0,"line":1,"column":1,"end_line":1,"end_column":1}}],"shares":{"speakers":1,"named":1,"firsthand":1}}"#;
        assert_eq!(file(&source, &document, &analysis, &[]), expected);
    }
}
