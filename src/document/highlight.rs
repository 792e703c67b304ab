//! Marks around highlighted or inserted words in some dialects of Markdown: `==x==`, `++x++`.

use super::masked::{MaskedSpan, ProseReplacement};
use crate::text::Span;
use memchr::memmem;

/// Masks the marks, so that only the words between them are prose.
pub(super) fn mask_highlights(text: &str, start: usize, masked_spans: &mut Vec<MaskedSpan>) {
    for mark in ["==", "++"] {
        mask_pairs(text, start, mark, masked_spans);
    }
}

fn mask_pairs(text: &str, start: usize, mark: &str, masked_spans: &mut Vec<MaskedSpan>) {
    let bytes = text.as_bytes();
    let mut open: Option<usize> = None;
    let mut end = start;
    for at in memmem::find_iter(&bytes[start..], mark).map(|i| start + i) {
        let is_longer_run =
            bytes[..at].last() == mark.as_bytes().first() || bytes.get(at + 2) == mark.as_bytes().first();
        if at < end || is_longer_run {
            continue;
        }
        end = at + mark.len();
        let before = text[..at].chars().next_back();
        let after = text[end..].chars().next();
        let is_boundary = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !"/?&=+-#%".contains(c));
        let touches_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let is_same_paragraph = |from: usize| !text[from..at].contains("\n\n") && !text[from..at].contains("\n\r\n");
        if let Some(from) = open.take_if(|_| touches_word(before) && is_boundary(after)) {
            let marks = [from, at]
                .map(|at| MaskedSpan { span: Span::new(at, at + mark.len()), replacement: ProseReplacement::Nothing });
            masked_spans.extend(marks.into_iter().filter(|_| is_same_paragraph(from)));
        } else if is_boundary(before) && touches_word(after) {
            open = Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::mask;

    #[test]
    fn only_pairs_of_marks_around_words_are_removed() {
        for (text, expected) in [
            ("==Critics== said ++it++.", "Critics said it."),
            ("(==a b\nc==)", "(a b\nc)"),
            ("C++ and C++, a == b == c", "C++ and C++, a == b == c"),
            ("https://a.b/?c==d== and ==e", "https://a.b/?c==d== and ==e"),
            ("==a\n\nb==", "==a\n\nb=="),
            ("One\n===\n\nTwo\n==", "One\n===\n\nTwo\n=="),
        ] {
            let masked = mask::markdown(text, 0);
            assert_eq!(masked.text.replace(mask::PLACEHOLDER, ""), expected);
        }
    }
}
