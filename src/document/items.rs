//! What a document is made of: blocks, inlines, ignore comments and front matter.

use super::{chars, mask};
use crate::date::Date;
use crate::text::Span;
use std::ops::Range;
use std::sync::Arc;

/// A unit of prose: a paragraph, a heading, a table cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its kind.
    pub kind: BlockKind,
    /// Bytes of [`Document::prose`](super::Document::prose), never empty.
    pub prose: Range<u32>,
    /// The source that it was made from, including markup.
    pub span: Span,
    /// Number of block quotes around it.
    pub quote_depth: u8,
    /// Number of lists around it.
    pub list_depth: u8,
}

/// The kind of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading of this level (1 to 6); a bare short line between blanks is level 0.
    Heading(u8),
    /// A paragraph, in or outside a list or block quote.
    Paragraph,
    /// A table cell.
    Cell,
    /// A figure's caption.
    Caption,
    /// An image's alternative text.
    Alt,
    /// A footnote's text.
    Footnote,
}

/// A range of prose with markup inside a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Its kind.
    pub kind: InlineKind,
    /// Bytes of [`Document::prose`](super::Document::prose); may be empty for an image or footnote mark.
    pub prose: Range<u32>,
}

/// The kind of an inline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// A link and its target. A link over several blocks has an inline in each.
    Link(Arc<str>),
    /// An address written out: `https://…`, `www.…`, `desk@example.com`.
    Url,
    /// Emphasis (`*x*`, `<em>`, `<i>`).
    Emphasis,
    /// Strong emphasis (`**x**`, `<strong>`, `<b>`).
    Strong,
    /// Code: one U+FFFC in the prose.
    Code,
    /// A shortcode or other markup: one U+FFFC in the prose.
    Gap,
    /// A reference to a footnote.
    FootnoteMark,
}

/// A character or tag that makes readers see other words than the prose has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HiddenText {
    /// A character after which text is shown in another order.
    Turn(char),
    /// A tag that does the same: `<bdo dir="rtl">`.
    TurnTag,
    /// A letter or symbol that is drawn as a blank, within a word.
    Blank(char),
}

/// An ignore comment: `<!-- bylint-ignore RULE until 2027-03-01 by NAME: reason -->`, `{/* … */}` in MDX. The date and
/// the name are optional.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// What it applies to.
    pub scope: DirectiveScope,
    /// The comment, including its marks.
    pub span: Span,
    /// Rules or families as written, each with its place.
    pub rules: Vec<(String, Span)>,
    /// The last day on which it applies; `None` if it has no end.
    pub until: Option<Until>,
    /// Who decided, if it says so.
    pub by: Option<String>,
    /// The words after the colon, trimmed; empty when they have no letter or digit.
    pub reason: String,
    /// Why it has no effect, whatever it names.
    pub fault: Option<DirectiveFault>,
    /// Whether it is an entry of the front matter, not a comment.
    pub in_front_matter: bool,
}

/// Why an ignore comment has no effect; each with the first word of the comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DirectiveFault {
    /// The word is not a directive.
    UnknownDirective(String),
    /// It ends a range that was not started.
    NothingToEnd(String),
}

/// The end of an ignore, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until {
    /// The last day on which the ignore applies; `None` if the text is not a date.
    pub date: Option<Date>,
    /// Its place.
    pub span: Span,
}

/// What an ignore comment applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveScope {
    /// `bylint-ignore`: the next block, or the block around it, as a span of the source; empty if no block follows.
    Block(Span),
    /// From `bylint-ignore-start` to `bylint-ignore-end`, or to the end of the draft.
    Range(Span),
    /// `bylint-ignore-file`.
    File,
}

/// The keys of front matter that rules and settings use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The whole block with its fences; empty if there is none.
    pub span: Span,
    /// `title` (or `headline`).
    pub title: Option<String>,
    /// `description` (or `summary`, `excerpt`, `subtitle`).
    pub description: Option<String>,
    /// `author`, `authors`, `byline`: names as written.
    pub authors: Vec<String>,
    /// `tags`, `keywords`, `categories`, `topics`, `people`, `places`: what the draft is about, as written.
    pub subjects: Vec<String>,
    /// `publisher` (or `site_name`, `source`, `outlet`).
    pub publisher: Option<String>,
    /// `bylint.language`, else `language` (or `lang`, `locale`).
    pub language: Option<String>,
    /// `date` (or `published`, `pubDate`), as written.
    pub date: Option<String>,
    /// `type` (or `layout`).
    pub kind: Option<String>,
    /// Every key that holds text or a list of texts, with its texts, as written.
    pub fields: Vec<(String, Vec<String>)>,
    /// `bylint.ignore`: suppressions for the whole draft, as comments for the whole file.
    pub ignores: Vec<Directive>,
    /// Settled facts, which need no source: `facts` under the key `bylint`.
    pub facts: Vec<String>,
    /// Why it, or a part of it, could not be read, and where.
    pub broken: Option<(Span, FrontMatterFault)>,
}

/// Why front matter, or a part of it, could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrontMatterFault {
    /// Invalid YAML, TOML or JSON, or a key under `bylint` of the wrong type; with the reason.
    Unreadable(String),
    /// A key under `bylint` that bylint does not know.
    UnknownKey(String),
    /// `facts` under `bylint` has keys where statements are expected.
    FactsWithKeys,
}

impl InlineKind {
    /// A link to this address, as a browser reads it: without line breaks, and here without shortcodes.
    pub(super) fn link(target: &str) -> Self {
        let target = target.trim();
        let is_clean = chars::find_any(target.as_bytes(), 0, [b'\n', b'\r', b'\t', mask::PLACEHOLDER as u8]).is_none();
        Self::Link(if is_clean {
            target.into()
        } else {
            target.replace(['\n', '\r', '\t', mask::PLACEHOLDER], "").into()
        })
    }

    pub(super) fn is_emphasis(&self) -> bool {
        *self == Self::Emphasis
    }

    pub(super) fn is_strong(&self) -> bool {
        *self == Self::Strong
    }

    /// Whether it leads somewhere.
    #[must_use]
    pub fn is_link(&self) -> bool {
        matches!(self, Self::Link(_) | Self::Url)
    }
}
