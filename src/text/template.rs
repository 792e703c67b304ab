//! Message templates: text with placeholders in braces, as in "“{text}” is repeated".

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TemplatePiece<'t> {
    /// Literal text.
    Text(&'t str),
    /// The name between two braces.
    Placeholder(&'t str),
}

/// Splits a template into its pieces, in order. Texts are never empty. A brace that is never closed is part of a text.
pub(crate) fn template_pieces(template: &str) -> impl Iterator<Item = TemplatePiece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        let placeholder = rest.find('{').and_then(|open| Some((open, &rest[open + 1..], rest[open + 1..].find('}')?)));
        let piece = match placeholder {
            Some((0, name, close)) => {
                rest = &name[close + 1..];
                return Some(TemplatePiece::Placeholder(&name[..close]));
            }
            Some((open, ..)) => open,
            None => rest.len(),
        };
        let text;
        (text, rest) = rest.split_at(piece);
        (!text.is_empty()).then_some(TemplatePiece::Text(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_split_into_text_and_placeholders() {
        use TemplatePiece::{Placeholder as P, Text as T};
        for (template, expected) in [
            ("", vec![]),
            ("No source", vec![T("No source")]),
            ("“{text}” is {cue}", vec![T("“"), P("text"), T("” is "), P("cue")]),
            ("{a}{b}", vec![P("a"), P("b")]),
            ("{} } {a{b} {open", vec![P(""), T(" } "), P("a{b"), T(" {open")]),
        ] {
            assert_eq!(template_pieces(template).collect::<Vec<_>>(), expected, "{template}");
        }
    }
}
