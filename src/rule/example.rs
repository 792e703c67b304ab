//! A rule's examples: they test the rule, and `bylint explain` shows them.

use super::example_format;
use crate::text::Span;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// The examples of one rule.
#[derive(Debug, Clone)]
pub struct Examples {
    /// Texts in which the rule must find something.
    pub bad: Vec<Example>,
    /// Texts in which the rule must find nothing.
    pub good: Vec<Example>,
}

/// A text in which a rule must find something, or nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Example {
    /// The draft in Markdown. In a bad example, `[[…]]` encloses the words that the rule must mark.
    pub text: String,
    /// The draft after the first fix, if the finding must have one.
    pub fix: Option<String>,
    /// Other rules, of the levels sentence and paragraph, that find something in the text.
    #[serde(default)]
    pub also: Vec<String>,
    /// The names of the newsroom itself in this example.
    #[serde(default)]
    pub own_outlets: Vec<String>,
    /// Outlets whose copy the newsroom may run as its own.
    #[serde(default)]
    pub partners: Vec<String>,
    /// The encoding of the draft's file.
    #[serde(default)]
    pub encoding: ExampleEncoding,
    /// The bytes of the example in the rule's file.
    #[serde(skip)]
    pub place: Span,
}

/// The encoding of an example's file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExampleEncoding {
    /// UTF-8, as it should be.
    #[default]
    Utf8,
    /// One byte per character, up to U+00FF: old editors save it.
    Latin1,
}

impl Examples {
    /// Parses `text`, the part of a rule's file that begins at the byte `start` of the file.
    pub(super) fn parse(text: &str, start: usize) -> Result<Self, toml::de::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct ParsedExamples {
            #[serde(default)]
            bad: Vec<Spanned<Example>>,
            #[serde(default)]
            good: Vec<Spanned<Example>>,
        }
        let with_spans = |examples: Vec<Spanned<Example>>| {
            let with_span = |example: Spanned<Example>| {
                let place = example.span();
                let place = Span::new(start + place.start, start + place.end);
                Example { place, ..example.into_inner() }
            };
            examples.into_iter().map(with_span).collect()
        };
        let ParsedExamples { bad, good } = toml::from_str(text)?;
        Ok(Self { bad: with_spans(bad), good: with_spans(good) })
    }
}

impl Example {
    /// The draft without its marks, and the bytes of it that were between them.
    #[must_use]
    pub fn marked(&self) -> (String, Option<Range<usize>>) {
        let Some(mark) = example_format::mark(&self.text) else { return (self.text.clone(), None) };
        let text = [&self.text[..mark.start - 2], &self.text[mark.clone()], &self.text[mark.end + 2..]].concat();
        (text, Some(mark.start - 2..mark.end - 2))
    }

    /// The bytes of the draft's file, and the range of those that were between the marks.
    #[must_use]
    pub fn bytes(&self) -> (Vec<u8>, Option<Range<usize>>) {
        let (text, mark) = self.marked();
        match self.encoding {
            ExampleEncoding::Utf8 => (text.into_bytes(), mark),
            ExampleEncoding::Latin1 => {
                let count = |end: usize| text[..end].chars().count();
                let mark = mark.map(|mark| count(mark.start)..count(mark.end));
                (text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(), mark)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(text: &str, encoding: ExampleEncoding) -> Example {
        let (fix, also, own_outlets, partners) = (None, Vec::new(), Vec::new(), Vec::new());
        Example { text: text.to_owned(), fix, also, own_outlets, partners, encoding, place: Span::default() }
    }

    #[test]
    fn marked_removes_marks_and_returns_their_range() {
        let marked = |text| example(text, ExampleEncoding::Utf8).marked();
        assert_eq!(marked("Tell [[“us”]] more."), ("Tell “us” more.".to_owned(), Some(5..13)));
        assert_eq!(marked("[[A [link]]](b) and [[c]]."), ("A [link](b) and [[c]].".to_owned(), Some(0..8)));
        assert_eq!(marked("No [mark](x)."), ("No [mark](x).".to_owned(), None));
        assert_eq!(marked("An [[open mark."), ("An [[open mark.".to_owned(), None));
    }

    #[test]
    fn latin1_example_has_one_byte_per_character() {
        let (bytes, mark) = example("Café [[Zoë]]", ExampleEncoding::Latin1).bytes();
        assert_eq!((bytes.as_slice(), mark), (&b"Caf\xe9 Zo\xeb"[..], Some(5..8)));
    }
}
