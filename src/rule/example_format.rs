//! How a rule's file is laid out: the rule above, its examples below, `[[…]]` around what a bad example must find.
//!
//! The build script includes this file too, so a rule without examples fails the build with the same words as a load.

use std::ops::Range;
use toml::{Table, Value};

/// How many bad and how many good examples a built-in rule needs: fewer hardly show where its edge runs.
pub(crate) const EXAMPLES_NEEDED: usize = 3;

/// What is amiss in a rule's file.
#[derive(Debug)]
pub(crate) struct FormatFault {
    /// The key it is about.
    pub(crate) key: String,
    /// What is amiss, in lower case.
    pub(crate) message: String,
    /// Bytes of the file.
    pub(crate) span: Range<usize>,
}

/// The byte where a rule's examples start; the file is whole: its examples parse, there are `needed` bad and good ones, and
/// they are marked.
pub(crate) fn check(text: &str, needed: usize) -> Result<usize, FormatFault> {
    let start = examples_start(text);
    let tail: Table = text[start..].parse().map_err(|error: toml::de::Error| {
        let span = error.span().map_or(start..text.len(), |span| start + span.start..start + span.end);
        FormatFault { key: "examples".to_owned(), message: error.message().to_owned(), span }
    })?;
    if let Some(key) = tail.keys().find(|key| !matches!(key.as_str(), "bad" | "good")) {
        let message = "must be above the examples: below them only [[bad]] and [[good]] are allowed".to_owned();
        return Err(FormatFault { key: key.clone(), message, span: start..text.len() });
    }
    for (key, wants_mark) in [("bad", true), ("good", false)] {
        let fault = |message: String| FormatFault { key: key.to_owned(), message, span: start..text.len() };
        let examples = tail.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if examples.len() < needed {
            let found = examples.len();
            return Err(fault(format!("has {found} examples; a rule needs at least {needed}")));
        }
        for (number, example) in (1..).zip(examples) {
            let Some(text) = example.get("text").and_then(Value::as_str) else {
                return Err(fault(format!("example {number} has no `text`")));
            };
            let has_mark = mark(text).is_some_and(|mark| !mark.is_empty());
            if has_mark != wants_mark {
                let message =
                    if wants_mark { "needs [[…]] around the words to report" } else { "must not have [[…]]" };
                return Err(fault(format!("example {number} {message}")));
            }
        }
    }
    Ok(start)
}

/// The text between the first `[[` and its `]]`, as bytes of `text`.
///
/// Of three closing brackets the last two are the mark's, so that a marked Markdown link stays whole.
pub(crate) fn mark(text: &str) -> Option<Range<usize>> {
    let start = text.find("[[")? + 2;
    let mut end = start + text[start..].find("]]")?;
    while text[end + 2..].starts_with(']') {
        end += 1;
    }
    Some(start..end)
}

/// The byte where the first line that opens an example starts; the end of the text when none does.
fn examples_start(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if matches!(line.trim_end(), "[[bad]]" | "[[good]]") {
            break;
        }
        at += line.len();
    }
    at
}
