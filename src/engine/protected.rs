//! What no program may change in a draft: other people's words, code, addresses, front matter, and markup. A fix that touches any
//! of it is one to make by hand.

use crate::diagnostic::{Applicability, Edit, Finding};
use crate::document::{Document, InlineKind};
use crate::language::{Language, OthersWords};
use crate::text::{Source, Span};

/// Marks the fixes that touch what is protected as ones to make by hand.
pub(super) fn mark(source: &Source, document: &Document, language: &Language, findings: &mut [Finding]) {
    if findings.iter().all(|finding| finding.fixes.is_empty()) {
        return;
    }
    let edits = findings.iter().flat_map(|finding| &finding.fixes).flat_map(|fix| &fix.edits);
    // An insertion touches what stands on both sides of it.
    let around = |span: Span| Span::new(span.start.saturating_sub(1), span.end + 1);
    let places = Span::joined(edits.map(|edit| around(edit.span)).collect());
    let protected = ProtectedSpans::of(source, document, language, &places);
    for fix in findings.iter_mut().flat_map(|finding| &mut finding.fixes) {
        if !fix.edits.iter().all(|edit| protected.allow(edit)) {
            fix.applicability = Applicability::Manual;
        }
    }
}

/// Stretches of the source that stay as they are.
struct ProtectedSpans {
    /// Where the draft's own text starts: after the byte order mark and the front matter.
    start: usize,
    /// In order, apart from each other.
    spans: Vec<Span>,
    /// What is prose, in the same way: an edit that reaches over its end would take half of an emphasis or a link along.
    prose: Vec<Span>,
}

impl ProtectedSpans {
    /// Those of a draft, at least those that these places touch.
    fn of(source: &Source, document: &Document, language: &Language, places: &[Span]) -> Self {
        let mut spans = OthersWords::of(document, language).spans().to_vec();
        spans.extend_from_slice(source.invalid());
        spans.extend_from_slice(&document.values);
        let inlines = document.inlines.iter();
        let no_words =
            inlines.filter(|inline| matches!(inline.kind, InlineKind::Code | InlineKind::Gap | InlineKind::Url));
        spans.extend(no_words.map(|inline| document.span(inline.prose.clone())));
        spans.extend(document.literals(places).into_iter().map(|literal| document.span(literal)));
        let start = source.start().max(document.front_matter.span.end);
        Self { start, spans: Span::joined(spans), prose: document.sources() }
    }

    fn allow(&self, edit: &Edit) -> bool {
        let span = edit.span;
        let near = self.spans.partition_point(|kept| kept.end < span.start);
        // Whatever is inserted at the edge of a quotation would be a part of it.
        let touches = |kept: &Span| kept.overlaps(span) || span.is_empty() && kept.start <= span.start;
        let free = !self.spans[near..].iter().take(2).any(touches);
        let around = self.prose.partition_point(|prose| prose.end < span.end);
        let whole = self.prose.get(around).is_some_and(|prose| prose.contains(span));
        // New lines would have to be those of the file, and could begin a list.
        span.start >= self.start && free && whole && !edit.text.contains(char::is_control)
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
            // Whichever is struck leaves an emphasis or a link with nothing in it.
            ("It was *the* *the* best day, Brook said.", Manual),
            ("It was *the* [the](https://example.com) best day, Brook said.", Manual),
            ("“It was the the best day,” Brook said.", Manual),
            ("Brook said it was ‘the the’ best day.", Manual),
            ("“Yes,” said Brook of the the day, “and no.”", Safe),
            // A mark is missing: who knows where their words end?
            ("“It was the best day. It was the the worst, Brook said.", Manual),
            ("It was the the best day,” Brook said.", Manual),
            // It goes on in the next paragraph.
            ("“It was the the best day.\n\n“Never,” Brook said.", Manual),
            ("> It was the the best day.", Manual),
            // Addresses and formulas that nothing marks as such.
            ("See tel:the the.example/the now.", Manual),
            ("It was $the the$ best day, Brook said.", Manual),
            ("It was the the $5 day, Brook said, at $6.", Safe),
            ("- > It was the\n  > the best day.", Manual),
            // What a shortcode is given is not the draft's to change.
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
