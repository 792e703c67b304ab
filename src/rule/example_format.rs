//! Checks the layout of a rule's file: first the rule, then its examples, with `[[…]]` around the words that a bad example
//! marks.
//!
//! The build script includes this file, too. So the build fails on a rule without examples, with the same message as when
//! the rule is loaded.

use std::ops::Range;
use toml::{Table, Value};

/// How many bad and how many good examples a built-in rule needs. With fewer, it is hard to see what the rule covers.
pub(crate) const EXAMPLES_NEEDED: usize = 3;

/// What is wrong in a rule's file.
#[derive(Debug)]
pub(crate) struct FormatFault {
    /// The key that is wrong.
    pub(crate) key: String,
    /// What is wrong; begins in lower case.
    pub(crate) message: String,
    /// The bytes of the file that are wrong.
    pub(crate) span: Range<usize>,
}

/// Checks that the examples parse, that there are at least `needed` bad and good ones, and that only bad ones have marks.
/// Returns the byte at which the examples start.
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

/// The bytes of the text between the first `[[` and its `]]`.
///
/// Of three closing brackets, the last two are the mark's, so that a marked Markdown link stays whole.
pub(crate) fn mark(text: &str) -> Option<Range<usize>> {
    let start = text.find("[[")? + 2;
    let mut end = start + text[start..].find("]]")?;
    while text[end + 2..].starts_with(']') {
        end += 1;
    }
    Some(start..end)
}

/// The byte at which the first example's line starts; the end of the text without examples.
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
