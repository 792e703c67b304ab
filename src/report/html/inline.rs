//! Writes the words of one block: shaded by source tier, with marked findings, emphasis and links.

use super::Page;
use super::escape::{EscapedText, web_address};
use crate::diagnostic::Severity;
use crate::document::InlineKind;
use crate::report::one_line;
use crate::report::sourcing_view::tier_names;
use crate::sourcing::{AttributedSpan, SourceTier};
use crate::text::{ProseOffset, ProseRange};
use std::fmt::Write as _;

/// The most characters that are shown of code or other markup in a sentence.
const MAX_CODE_CHARS: usize = 40;

/// The placeholder in prose for code and other markup.
const MARKUP_PLACEHOLDER: char = '\u{fffc}';

/// The start or end of a passage, a finding or an inline element. The order of the variants is the order at one position.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum InlineEdge {
    FindingEnds(usize),
    LinkEnds(usize),
    EmphasisEnds,
    StrongEnds,
    PassageEnds(usize),
    PassageStarts(usize),
    StrongStarts,
    EmphasisStarts,
    LinkStarts,
    FindingStarts(usize),
}

/// The numbers of elements and findings that are open at a position.
#[derive(Default)]
struct OpenMarkup {
    emphasis: usize,
    strong: usize,
    links: usize,
    /// By severity, the least severe first.
    findings: [usize; 3],
}

impl Page<'_> {
    /// Writes the words of a block.
    pub(super) fn write_words(&self, out: &mut String, block: usize) {
        let prose = self.view.document.blocks[block].prose;
        let mut edges = self.edges(block);
        edges.sort_unstable();
        let mut open_markup = OpenMarkup::default();
        let mut at = prose.start;
        for (place, edge) in edges {
            self.write_piece(out, at.until(place), &open_markup);
            at = at.max(place);
            self.write_edge(out, edge, &mut open_markup);
        }
        self.write_piece(out, at.until(prose.end), &open_markup);
    }

    /// The edges in a block, with their positions.
    fn edges(&self, block: usize) -> Vec<(ProseOffset, InlineEdge)> {
        let document = self.view.document;
        let prose = document.blocks[block].prose;
        let clip = |range: ProseRange| range.start.max(prose.start).until(range.end.min(prose.end));
        let mut edges = Vec::new();
        for (number, passage) in self.passages(prose) {
            edges.push((passage.prose.start, InlineEdge::PassageStarts(number)));
            edges.push((passage.prose.end, InlineEdge::PassageEnds(number)));
        }
        for (number, note) in self.margin.notes(self.margin.beside(&(block..block + 1))) {
            if let Some((_, words)) = &note.place {
                edges.push((words.start, InlineEdge::FindingStarts(number)));
                edges.push((words.end, InlineEdge::FindingEnds(number)));
            }
        }
        let from = document.inlines.partition_point(|inline| inline.prose.start < prose.start);
        let inlines =
            document.inlines[from..].iter().zip(from..).take_while(|(inline, _)| inline.prose.start < prose.end);
        for (inline, number) in inlines {
            let range = clip(inline.prose);
            let (starts, ends) = match inline.kind {
                InlineKind::Emphasis => (InlineEdge::EmphasisStarts, InlineEdge::EmphasisEnds),
                InlineKind::Strong => (InlineEdge::StrongStarts, InlineEdge::StrongEnds),
                InlineKind::Link(_) | InlineKind::Url => (InlineEdge::LinkStarts, InlineEdge::LinkEnds(number)),
                InlineKind::Code | InlineKind::Gap | InlineKind::FootnoteMark => continue,
            };
            if !range.is_empty() {
                edges.extend([(range.start, starts), (range.end, ends)]);
            }
        }
        edges
    }

    /// The passages in a range of prose, with their numbers.
    fn passages(&self, prose: ProseRange) -> impl Iterator<Item = (usize, &AttributedSpan)> {
        let passages = &self.view.sourcing.spans;
        let from = passages.partition_point(|passage| passage.prose.end <= prose.start);
        let end = prose.end;
        passages[from..]
            .iter()
            .zip(from..)
            .take_while(move |(passage, _)| passage.prose.start < end)
            .map(|(p, n)| (n, p))
    }

    /// Writes an edge, and updates the open markup.
    fn write_edge(&self, out: &mut String, edge: InlineEdge, open_markup: &mut OpenMarkup) {
        match edge {
            InlineEdge::PassageStarts(number) => {
                let key = tier_names(self.view.sourcing.spans[number].tier).key;
                let _ = write!(out, "<span class=\"p {key}\">");
            }
            InlineEdge::PassageEnds(number) => {
                out.push_str("</span>");
                self.write_source(out, &self.view.sourcing.spans[number]);
            }
            InlineEdge::FindingStarts(number) => open_markup.findings[self.severity(number) as usize] += 1,
            InlineEdge::FindingEnds(number) => {
                let severity = self.severity(number);
                open_markup.findings[severity as usize] -= 1;
                let (page, shown) = (self.number, number + 1);
                let _ = write!(
                    out,
                    "<a class=\"num {}\" id=\"d{page}-m{shown}\" href=\"#d{page}-f{shown}\"><span class=\"vh\"> finding \
                     </span>{shown}</a>",
                    severity.as_str()
                );
            }
            InlineEdge::EmphasisStarts => open_markup.emphasis += 1,
            InlineEdge::EmphasisEnds => open_markup.emphasis -= 1,
            InlineEdge::StrongStarts => open_markup.strong += 1,
            InlineEdge::StrongEnds => open_markup.strong -= 1,
            InlineEdge::LinkStarts => open_markup.links += 1,
            InlineEdge::LinkEnds(number) => {
                open_markup.links -= 1;
                self.write_link(out, number);
            }
        }
    }

    /// The severity of the finding of a note.
    fn severity(&self, note: usize) -> Severity {
        self.margin.notes(note..note + 1).next().map_or(Severity::Info, |(_, note)| note.finding.severity)
    }

    /// Writes the source after a passage: the number of the speaker, with a description for screen readers.
    fn write_source(&self, out: &mut String, passage: &AttributedSpan) {
        let names = tier_names(passage.tier);
        let speaker = passage.speaker.and_then(|number| Some((number, self.view.attributions.speaking().get(number)?)));
        let _ = match speaker {
            Some((number, speaker)) if passage.tier != SourceTier::Nobody => write!(
                out,
                "<a class=\"who {}\" href=\"#d{page}-s{number}\" title=\"{name}, {1}\"><span class=\"vh\"> ({name}, {1}: speaker \
                 </span>S{shown}<span class=\"vh\">)</span></a>",
                names.key,
                names.short,
                page = self.number,
                name = EscapedText(one_line(&speaker.name)),
                shown = number + 1
            ),
            None if passage.unclear => {
                let probably = passage.probably.and_then(|number| self.view.attributions.speaking().get(number));
                let probably = probably.map(|speaker| format!(": probably {}", EscapedText(one_line(&speaker.name))));
                write!(
                    out,
                    "<a class=\"who {0}\" href=\"#d{page}-unclear\" title=\"bylint is not sure who says this{probably}\"><span \
                     class=\"vh\"> ({1}: </span>unclear<span class=\"vh\"> who says this{probably})</span></a>",
                    names.key,
                    names.short,
                    page = self.number,
                    probably = probably.unwrap_or_default()
                )
            }
            _ => write!(out, "<span class=\"vh\"> ({})</span>", names.short),
        };
    }

    /// Writes an arrow after a link, which leads to the address of the link.
    fn write_link(&self, out: &mut String, inline: usize) {
        let document = self.view.document;
        let inline = &document.inlines[inline];
        let InlineKind::Link(address) = &inline.kind else { return };
        let Some(address) = web_address(address) else { return };
        let host = address.split_once("://").map_or(address, |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or(host);
        let _ = write!(
            out,
            "<a class=\"out\" href=\"{}\" rel=\"noreferrer noopener nofollow\" title=\"{1}\"><span class=\"vh\"> (link to {1}) \
             </span>↗</a>",
            EscapedText(address),
            EscapedText(one_line(host))
        );
    }

    /// Writes text between two edges, with the markup that is open there.
    fn write_piece(&self, out: &mut String, prose: ProseRange, open_markup: &OpenMarkup) {
        if prose.start >= prose.end {
            return;
        }
        let severity = [Severity::Error, Severity::Warning, Severity::Info];
        let mark = severity.into_iter().find(|severity| open_markup.findings[*severity as usize] > 0);
        let mut open: Vec<&str> = Vec::new();
        if let Some(severity) = mark {
            let _ = write!(out, "<mark class=\"{}\">", severity.as_str());
            open.push("</mark>");
        }
        for (count, start, end) in [
            (open_markup.strong, "<strong>", "</strong>"),
            (open_markup.emphasis, "<em>", "</em>"),
            (open_markup.links, "<span class=\"link\">", "</span>"),
        ] {
            if count > 0 {
                out.push_str(start);
                open.push(end);
            }
        }
        self.write_text(out, prose);
        open.iter().rev().for_each(|end| out.push_str(end));
    }

    /// Writes text with its hard breaks; code and other markup as in the draft.
    fn write_text(&self, out: &mut String, prose: ProseRange) {
        let document = self.view.document;
        let mut rest = document.text(prose);
        let mut at = prose.start;
        while let Some(stop) = rest.find(['\n', MARKUP_PLACEHOLDER]) {
            let _ = write!(out, "{}", EscapedText(&rest[..stop]));
            let here = at + stop as u32;
            let width = rest[stop..].chars().next().map_or(1, char::len_utf8);
            if rest[stop..].starts_with('\n') {
                out.push_str("<br>");
            } else {
                let source = self.view.source.slice(document.span(here.until(here + width as u32)));
                let code = source.trim_matches('`');
                let cut = code.char_indices().nth(MAX_CODE_CHARS);
                let shown = cut.map_or_else(|| code.to_owned(), |(end, _)| code[..end].to_owned() + "…");
                let _ = write!(out, "<code>{}</code>", EscapedText(shown));
            }
            at = here + width as u32;
            rest = &rest[stop + width..];
        }
        let _ = write!(out, "{}", EscapedText(rest));
    }
}
