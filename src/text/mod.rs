//! The bytes of a draft, and places in them; typed indices of what is read in it. Knows nothing of Markdown.

mod columns;
mod hash;
mod index;
mod source;
mod template;
mod unseen;
mod uri;

#[cfg(feature = "lsp")]
pub(crate) use columns::ColumnIndex;
pub use columns::ColumnUnit;
pub(crate) use hash::{fnv1a, fnv1a_extend};
pub use index::{
    IndexIter, IndexRange, ProseOffset, ProseRange, SentenceIdx, SentenceRange, TokenIdx, TokenRange, TypedIndex,
};
pub use source::{Encoding, NotText, Position, Source, SourceColumns};
pub(crate) use template::{TemplatePiece, template_pieces};
pub(crate) use unseen::shows_nothing;
pub(crate) use uri::push_encoded_path;

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Returns the lines of a text from byte `start` on, each with its line break and the byte at which it starts. A line ends with a
/// line feed, a carriage return, or both in this order.
pub(crate) fn lines(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        let len = end + usize::from(rest[..end].ends_with('\r') && rest[end..].starts_with('\n'));
        at += len;
        Some((at - len, &rest[..len]))
    })
}

/// A place in a draft: a half-open range of bytes into its text in UTF-8.
///
/// A span never cuts a character, and never reaches past the end of its file.
///
/// ```
/// let span = bylint::Span::new(4, 8);
/// assert_eq!(&"The gate"[span.range()], "gate");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span ends before it starts: {start}..{end}");
        Self { start, end }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two spans share a byte. An empty span overlaps one that it is strictly inside of.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` is completely inside this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Sorts spans and merges those that touch or overlap. Empty spans are dropped.
    #[must_use]
    pub fn joined(mut spans: Vec<Self>) -> Vec<Self> {
        spans.retain(|span| !span.is_empty());
        spans.sort_unstable();
        spans.dedup_by(|next, last| {
            let touches = next.start <= last.end;
            last.end = if touches { last.end.max(next.end) } else { last.end };
            touches
        });
        spans
    }

    /// Converts the span to a range, for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// Converts a word to lower case; borrows it if it has only ASCII lower-case letters, as most words do.
pub(crate) fn lower(word: &str) -> Cow<'_, str> {
    let is_lower = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}
