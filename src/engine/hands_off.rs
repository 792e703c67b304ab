//! What no program may change in a draft: what stands in a quotation, in code, in an address, in front matter, and markup. A fix
//! that touches any of it is one to make by hand.

use crate::diagnostic::{Applicability, Edit, Finding};
use crate::document::{Document, InlineKind};
use crate::language::Language;
use crate::text::{Source, Span};

/// Marks the fixes that touch other people's words, code, addresses or markup as ones to make by hand.
pub(super) fn mark(source: &Source, document: &Document, language: &Language, findings: &mut [Finding]) {
    if findings.iter().all(|finding| finding.fixes.is_empty()) {
        return;
    }
    let kept = Kept::of(source, document, language);
    for fix in findings.iter_mut().flat_map(|finding| &mut finding.fixes) {
        if !fix.edits.iter().all(|edit| kept.allows(edit)) {
            fix.applicability = Applicability::Manual;
        }
    }
}

/// Stretches of the source that stay as they are.
struct Kept {
    /// Where the draft's own text starts: after the byte order mark and the front matter.
    start: usize,
    /// In order, apart from each other.
    spans: Vec<Span>,
    /// What is prose, in the same way: an edit that reaches over its end would take half of an emphasis or a link along.
    prose: Vec<Span>,
}

impl Kept {
    fn of(source: &Source, document: &Document, language: &Language) -> Self {
        let mut spans: Vec<Span> = source.invalid().to_vec();
        let theirs = language.of_others(document).into_iter().map(|tokens| language.prose(tokens));
        let inlines = document.inlines.iter();
        let others =
            inlines.filter(|inline| matches!(inline.kind, InlineKind::Code | InlineKind::Gap | InlineKind::Url));
        let prose = theirs.chain(others.map(|inline| inline.prose.clone()));
        spans.extend(prose.map(|prose| document.span(prose)));
        let start = source.start().max(document.front_matter.span.end);
        Self { start, spans: Span::joined(spans), prose: document.sources() }
    }

    fn allows(&self, edit: &Edit) -> bool {
        let near = self.spans.partition_point(|span| span.end <= edit.span.start);
        let free = self.spans.get(near).is_none_or(|span| !span.overlaps(edit.span));
        let around = self.prose.partition_point(|span| span.end < edit.span.end);
        let whole = self.prose.get(around).is_some_and(|span| span.contains(edit.span));
        // New lines would have to be those of the file, and could begin a list.
        edit.span.start >= self.start && free && whole && !edit.text.contains(char::is_control)
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Applicability::{Manual, Safe};
    use crate::document::{Document, Format};
    use crate::engine::{Context, Linter};
    use crate::rule::RuleSet;
    use crate::text::Source;

    #[test]
    fn fixes_in_other_peoples_words_are_made_by_hand() {
        let linter = Linter::new(RuleSet::builtin());
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
            ("- > It was the\n  > the best day.", Manual),
        ] {
            let source = Source::new("a.md", text.into());
            let document = Document::parse(&source, Format::Markdown);
            let outcome = linter.lint(&source, &document, &Context::default());
            let found = outcome.findings.iter().find(|finding| &*finding.rule == "doubled-word").expect(text);
            assert_eq!(found.fixes[0].applicability, applicability, "{text}");
        }
    }
}
