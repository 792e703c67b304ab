//! The parts of a document: blocks, inlines, ignore comments and front matter.

use super::{chars, mask};
use crate::date::Date;
use crate::text::{ProseRange, Span};
use std::sync::Arc;

/// A unit of prose: a paragraph, a heading, a table cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Paragraph, heading, table cell and so on.
    pub kind: BlockKind,
    /// Byte range of [`Document::prose`](super::Document::prose), never empty.
    pub prose: ProseRange,
    /// The span of the source that the block was made from, including markup.
    pub span: Span,
    /// Number of block quotes around the block.
    pub quote_depth: u8,
    /// Number of lists around the block.
    pub list_depth: u8,
}

/// The kind of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading of this level (1 to 6). A short line between blank lines, without markup, has level 0.
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
    /// Link, emphasis and so on.
    pub kind: InlineKind,
    /// Byte range of [`Document::prose`](super::Document::prose); may be empty for an image or footnote mark.
    pub prose: ProseRange,
}

/// The kind of an inline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// A link and its target. A link over several blocks has an inline in each.
    Link(Arc<str>),
    /// A URL or email address in the text: `https://…`, `www.…`, `desk@example.com`.
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

/// A character or tag that makes readers see other words than those in the prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HiddenText {
    /// A character after which text is shown in another order than it is stored.
    Turn(char),
    /// A tag that changes the order in the same way: `<bdo dir="rtl">`.
    TurnTag,
    /// A letter or symbol inside a word that is drawn as a blank.
    Blank(char),
}

/// An ignore comment: `<!-- bylint-ignore RULE until 2027-03-01 by NAME: reason -->`, `{/* … */}` in MDX. The date and
/// the name are optional.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The part of the draft that the directive applies to.
    pub scope: DirectiveScope,
    /// The span of the comment, including its delimiters.
    pub span: Span,
    /// Rules or families as written, each with its span.
    pub rules: Vec<(String, Span)>,
    /// The last day on which the directive applies; `None` if it has no end.
    pub until: Option<Until>,
    /// The name of the person who decided, if given.
    pub by: Option<String>,
    /// The words after the colon, trimmed; empty when they have no letter or digit.
    pub reason: String,
    /// Why the directive has no effect; independent of the rules that it names.
    pub fault: Option<DirectiveFault>,
    /// Whether the directive is an entry of the front matter instead of a comment.
    pub in_front_matter: bool,
}

/// Why an ignore comment has no effect. Each variant holds the first word of the comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DirectiveFault {
    /// The word is not the name of a directive.
    UnknownDirective(String),
    /// The comment ends a range that was not started.
    NothingToEnd(String),
}

/// The last day of an ignore, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until {
    /// The last day on which the ignore applies; `None` if the text is not a date.
    pub date: Option<Date>,
    /// The span of the date in the source.
    pub span: Span,
}

/// The part of a draft that an ignore comment applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveScope {
    /// `bylint-ignore`: the span of the block around the comment, or of the next block; empty if no block follows.
    Block(Span),
    /// From `bylint-ignore-start` to `bylint-ignore-end`, or else to the end of the draft.
    Range(Span),
    /// `bylint-ignore-file`: the whole draft.
    File,
}

/// The keys of front matter that rules and settings use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The whole block, including its fences; empty if there is none.
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
    /// Every key whose value is a text or a list of texts, with the texts as written.
    pub fields: Vec<(String, Vec<String>)>,
    /// `bylint.ignore`: suppressions for the whole draft, in the form of directives with the scope `File`.
    pub ignores: Vec<Directive>,
    /// `bylint.facts`: settled facts, which need no source.
    pub facts: Vec<String>,
    /// The span and kind of the first fault, if the front matter or a part of it could not be read.
    pub broken: Option<(Span, FrontMatterFault)>,
}

/// Why front matter, or a part of it, could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrontMatterFault {
    /// Invalid YAML, TOML or JSON, or a value of the wrong type under `bylint`; with the parser's message.
    Unreadable(String),
    /// An unknown key under `bylint`.
    UnknownKey(String),
    /// `bylint.facts` contains keys where statements are expected.
    FactsWithKeys,
}

impl InlineKind {
    /// A link to `target`, without line breaks and tabs (as browsers read it) and without the placeholders of shortcodes.
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

    /// Whether the inline is a link or a URL.
    #[must_use]
    pub fn is_link(&self) -> bool {
        matches!(self, Self::Link(_) | Self::Url)
    }
}
