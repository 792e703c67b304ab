//! Writes the words of one block: shaded by source tier, with marked findings, emphasis and links.

use super::Page;
use super::escape::{Text, web};
use crate::diagnostic::Severity;
use crate::document::InlineKind;
use crate::report::one_line;
use crate::report::sourcing_view::named;
use crate::sourcing::{AttributedSpan, SourceTier};
use std::fmt::Write as _;
use std::ops::Range;

/// The most characters that are shown of code or other markup in a sentence.
const LONGEST_CODE: usize = 40;

/// The placeholder in prose for code and other markup.
const OBJECT: char = '\u{fffc}';

/// The start or end of a passage, a finding or an inline element. The order of the variants is the order at one position.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum PassageEdge {
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
struct Around {
    emphasis: usize,
    strong: usize,
    links: usize,
    /// By severity, the least severe first.
    findings: [usize; 3],
}

impl Page<'_> {
    /// Writes the words of a block.
    pub(super) fn words(&self, out: &mut String, block: usize) {
        let prose = self.view.document.blocks[block].prose.clone();
        let mut edges = self.edges(block);
        edges.sort_unstable();
        let mut around = Around::default();
        let mut at = prose.start;
        for (place, edge) in edges {
            self.piece(out, at..place, &around);
            at = at.max(place);
            self.edge(out, edge, &mut around);
        }
        self.piece(out, at..prose.end, &around);
    }

    fn edges(&self, block: usize) -> Vec<(u32, PassageEdge)> {
        let document = self.view.document;
        let prose = document.blocks[block].prose.clone();
        let clip = |range: &Range<u32>| range.start.max(prose.start)..range.end.min(prose.end);
        let mut edges = Vec::new();
        for (number, passage) in self.passages(&prose) {
            edges.push((passage.prose.start, PassageEdge::PassageStarts(number)));
            edges.push((passage.prose.end, PassageEdge::PassageEnds(number)));
        }
        for (number, note) in self.margin.notes(self.margin.beside(&(block..block + 1))) {
            if let Some((_, words)) = &note.place {
                edges.push((words.start, PassageEdge::FindingStarts(number)));
                edges.push((words.end, PassageEdge::FindingEnds(number)));
            }
        }
        let from = document.inlines.partition_point(|inline| inline.prose.start < prose.start);
        let inside =
            document.inlines[from..].iter().zip(from..).take_while(|(inline, _)| inline.prose.start < prose.end);
        for (inline, number) in inside {
            let range = clip(&inline.prose);
            let (starts, ends) = match inline.kind {
                InlineKind::Emphasis => (PassageEdge::EmphasisStarts, PassageEdge::EmphasisEnds),
                InlineKind::Strong => (PassageEdge::StrongStarts, PassageEdge::StrongEnds),
                InlineKind::Link(_) | InlineKind::Url => (PassageEdge::LinkStarts, PassageEdge::LinkEnds(number)),
                InlineKind::Code | InlineKind::Gap | InlineKind::FootnoteMark => continue,
            };
            if !range.is_empty() {
                edges.extend([(range.start, starts), (range.end, ends)]);
            }
        }
        edges
    }

    fn passages(&self, prose: &Range<u32>) -> impl Iterator<Item = (usize, &AttributedSpan)> {
        let passages = &self.view.sourcing.spans;
        let from = passages.partition_point(|passage| passage.prose.end <= prose.start);
        let end = prose.end;
        passages[from..]
            .iter()
            .zip(from..)
            .take_while(move |(passage, _)| passage.prose.start < end)
            .map(|(p, n)| (n, p))
    }

    fn edge(&self, out: &mut String, edge: PassageEdge, around: &mut Around) {
        match edge {
            PassageEdge::PassageStarts(number) => {
                let key = named(self.view.sourcing.spans[number].tier).key;
                let _ = write!(out, "<span class=\"p {key}\">");
            }
            PassageEdge::PassageEnds(number) => {
                out.push_str("</span>");
                self.who(out, &self.view.sourcing.spans[number]);
            }
            PassageEdge::FindingStarts(number) => around.findings[self.severity(number) as usize] += 1,
            PassageEdge::FindingEnds(number) => {
                let severity = self.severity(number);
                around.findings[severity as usize] -= 1;
                let (page, shown) = (self.number, number + 1);
                let _ = write!(
                    out,
                    "<a class=\"num {}\" id=\"d{page}-m{shown}\" href=\"#d{page}-f{shown}\"><span class=\"vh\"> finding \
                     </span>{shown}</a>",
                    severity.as_str()
                );
            }
            PassageEdge::EmphasisStarts => around.emphasis += 1,
            PassageEdge::EmphasisEnds => around.emphasis -= 1,
            PassageEdge::StrongStarts => around.strong += 1,
            PassageEdge::StrongEnds => around.strong -= 1,
            PassageEdge::LinkStarts => around.links += 1,
            PassageEdge::LinkEnds(number) => {
                around.links -= 1;
                self.leads_to(out, number);
            }
        }
    }

    fn severity(&self, note: usize) -> Severity {
        self.margin.notes(note..note + 1).next().map_or(Severity::Info, |(_, note)| note.finding.severity)
    }

    /// Writes the source after a passage: the number of the speaker, with a description for screen readers.
    fn who(&self, out: &mut String, passage: &AttributedSpan) {
        let behind = named(passage.tier);
        let speaker = passage.speaker.and_then(|number| Some((number, self.view.attributions.speaking().get(number)?)));
        let _ = match speaker {
            Some((number, speaker)) if passage.tier != SourceTier::Nobody => write!(
                out,
                "<a class=\"who {}\" href=\"#d{page}-s{number}\" title=\"{name}, {1}\"><span class=\"vh\"> ({name}, {1}: speaker \
                 </span>S{shown}<span class=\"vh\">)</span></a>",
                behind.key,
                behind.short,
                page = self.number,
                name = Text(one_line(&speaker.name)),
                shown = number + 1
            ),
            None if passage.unclear => {
                let probably = passage.probably.and_then(|number| self.view.attributions.speaking().get(number));
                let probably = probably.map(|speaker| format!(": probably {}", Text(one_line(&speaker.name))));
                write!(
                    out,
                    "<a class=\"who {0}\" href=\"#d{page}-unclear\" title=\"bylint is not sure who says this{probably}\"><span \
                     class=\"vh\"> ({1}: </span>unclear<span class=\"vh\"> who says this{probably})</span></a>",
                    behind.key,
                    behind.short,
                    page = self.number,
                    probably = probably.unwrap_or_default()
                )
            }
            _ => write!(out, "<span class=\"vh\"> ({})</span>", behind.short),
        };
    }

    /// Writes an arrow after a link, which leads to the address of the link.
    fn leads_to(&self, out: &mut String, inline: usize) {
        let document = self.view.document;
        let inline = &document.inlines[inline];
        let InlineKind::Link(address) = &inline.kind else { return };
        let Some(address) = web(address) else { return };
        let host = address.split_once("://").map_or(address, |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or(host);
        let _ = write!(
            out,
            "<a class=\"out\" href=\"{}\" rel=\"noreferrer noopener nofollow\" title=\"{1}\"><span class=\"vh\"> (link to {1}) \
             </span>↗</a>",
            Text(address),
            Text(one_line(host))
        );
    }

    /// Writes text between two edges, with the markup that is open there.
    fn piece(&self, out: &mut String, prose: Range<u32>, around: &Around) {
        if prose.start >= prose.end {
            return;
        }
        let severity = [Severity::Error, Severity::Warning, Severity::Info];
        let mark = severity.into_iter().find(|severity| around.findings[*severity as usize] > 0);
        let mut open: Vec<&str> = Vec::new();
        if let Some(severity) = mark {
            let _ = write!(out, "<mark class=\"{}\">", severity.as_str());
            open.push("</mark>");
        }
        for (holds, start, end) in [
            (around.strong, "<strong>", "</strong>"),
            (around.emphasis, "<em>", "</em>"),
            (around.links, "<span class=\"link\">", "</span>"),
        ] {
            if holds > 0 {
                out.push_str(start);
                open.push(end);
            }
        }
        self.plain(out, prose);
        open.iter().rev().for_each(|end| out.push_str(end));
    }

    /// Writes text with its hard breaks; code and other markup as in the draft.
    fn plain(&self, out: &mut String, prose: Range<u32>) {
        let document = self.view.document;
        let mut rest = document.text(prose.clone());
        let mut at = prose.start;
        while let Some(stop) = rest.find(['\n', OBJECT]) {
            let _ = write!(out, "{}", Text(&rest[..stop]));
            let here = at + stop as u32;
            let width = rest[stop..].chars().next().map_or(1, char::len_utf8);
            if rest[stop..].starts_with('\n') {
                out.push_str("<br>");
            } else {
                let source = self.view.source.slice(document.span(here..here + width as u32));
                let code = source.trim_matches('`');
                let cut = code.char_indices().nth(LONGEST_CODE);
                let shown = cut.map_or_else(|| code.to_owned(), |(end, _)| code[..end].to_owned() + "…");
                let _ = write!(out, "<code>{}</code>", Text(shown));
            }
            at = here + width as u32;
            rest = &rest[stop + width..];
        }
        let _ = write!(out, "{}", Text(rest));
    }
}
