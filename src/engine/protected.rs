//! The parts of a draft that bylint does not change by itself: other people's words, code, addresses, front matter and markup.
//! A fix that touches one of them has to be made by hand.

use crate::diagnostic::{Applicability, Edit, Finding};
use crate::document::{Document, InlineKind};
use crate::language::{Language, OthersWords};
use crate::text::{Source, Span};

/// Makes [`Applicability::Manual`] of every fix that touches a protected part.
pub(super) fn make_manual(source: &Source, document: &Document, language: &Language, findings: &mut [Finding]) {
    if findings.iter().all(|finding| finding.fixes.is_empty()) {
        return;
    }
    let edits = findings.iter().flat_map(|finding| &finding.fixes).flat_map(|fix| &fix.edits);
    // An insertion touches the bytes before and after it.
    let with_neighbours = |span: Span| Span::new(span.start.saturating_sub(1), span.end + 1);
    let places = Span::joined(edits.map(|edit| with_neighbours(edit.span)).collect());
    let protected = ProtectedSpans::new(source, document, language, &places);
    for fix in findings.iter_mut().flat_map(|finding| &mut finding.fixes) {
        if !fix.edits.iter().all(|edit| protected.allows(edit)) {
            fix.applicability = Applicability::Manual;
        }
    }
}

/// The protected parts of a draft, as spans of its source.
struct ProtectedSpans {
    /// Where the draft's own text starts: after the byte order mark and the front matter.
    start: usize,
    /// The protected spans, sorted and disjoint.
    spans: Vec<Span>,
    /// The spans of prose, sorted and disjoint. An edit that crosses the end of one would cut an emphasis or a link in two.
    prose: Vec<Span>,
}

impl ProtectedSpans {
    /// Collects the protected spans of a draft. Literals without markup, such as formulas, are searched only in the blocks
    /// that `places` touch.
    fn new(source: &Source, document: &Document, language: &Language, places: &[Span]) -> Self {
        let mut spans = OthersWords::of(document, language).spans().to_vec();
        spans.extend_from_slice(source.invalid());
        spans.extend_from_slice(&document.values);
        let inlines = document.inlines.iter();
        let not_words =
            inlines.filter(|inline| matches!(inline.kind, InlineKind::Code | InlineKind::Gap | InlineKind::Url));
        spans.extend(not_words.map(|inline| document.span(inline.prose)));
        spans.extend(document.literals(places).into_iter().map(|literal| document.span(literal)));
        let start = source.start().max(document.front_matter.span.end);
        Self { start, spans: Span::joined(spans), prose: document.sources() }
    }

    /// Whether an edit leaves all protected parts as they are.
    fn allows(&self, edit: &Edit) -> bool {
        let span = edit.span;
        let first_near = self.spans.partition_point(|protected| protected.end < span.start);
        // Text that is inserted at the edge of a quotation would become part of it.
        let touches = |protected: &Span| protected.overlaps(span) || span.is_empty() && protected.start <= span.start;
        let is_unprotected = !self.spans[first_near..].iter().take(2).any(touches);
        let first = self.prose.partition_point(|prose| prose.end < span.end);
        let is_in_one_span = self.prose.get(first).is_some_and(|prose| prose.contains(span));
        // A line break would have to be the file's own kind, and could begin a list.
        span.start >= self.start && is_unprotected && is_in_one_span && !edit.text.contains(char::is_control)
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Applicability::{Manual, Safe};
    use crate::document::{Document, Format};
    use crate::engine::{Context, Engine};
    use crate::text::Source;

    #[test]
    fn fixes_in_other_peoples_words_are_made_by_hand() {
        let linter = Engine::builtin();
        for (text, applicability) in [
            ("It was the the best day, Brook said.", Safe),
            ("It was [the the](https://example.com/the) best day, Brook said.", Safe),
            ("It was *the* the best day, Brook said.", Safe),
            ("It was the *the* best day, Brook said.", Safe),
            ("It was the\n*the* best day, Brook said.", Safe),
            ("- It was *the*\n  the best day, Brook said.", Safe),
            // Deleting either word would leave an empty emphasis or link.
            ("It was *the* *the* best day, Brook said.", Manual),
            ("It was *the* [the](https://example.com) best day, Brook said.", Manual),
            ("“It was the the best day,” Brook said.", Manual),
            ("Brook said it was ‘the the’ best day.", Manual),
            ("“Yes,” said Brook of the the day, “and no.”", Safe),
            // A quotation mark is missing, so it is unclear where the quotation ends.
            ("“It was the best day. It was the the worst, Brook said.", Manual),
            ("It was the the best day,” Brook said.", Manual),
            // The quotation continues in the next paragraph.
            ("“It was the the best day.\n\n“Never,” Brook said.", Manual),
            ("> It was the the best day.", Manual),
            // Addresses and formulas without markup.
            ("See tel:the the.example/the now.", Manual),
            ("It was $the the$ best day, Brook said.", Manual),
            ("It was the the $5 day, Brook said, at $6.", Safe),
            ("- > It was the\n  > the best day.", Manual),
            // The arguments of a shortcode are protected.
            ("{{< figure src=\"a.jpg\" caption=\"It was the the best day\" >}}", Manual),
            ("{{< card caption=\"It was the the best day\" >}}Come.{{< /card >}}", Manual),
        ] {
            let source = Source::new("a.md", text.into());
            let document = Document::parse(&source, Format::Markdown);
            let outcome = linter.lint(&source, &document, &Context::default());
            let found = outcome.findings.iter().find(|finding| &*finding.rule == "doubled-word").expect(text);
            assert_eq!(found.fixes[0].applicability, applicability, "{text}");
        }
    }
}
