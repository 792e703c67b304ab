//! A draft as its reader sees it: blocks of prose, each prose byte mapped to its place in the file.
//!
//! Knows Markdown, front matter, HTML, shortcodes and ignore comments; knows neither rules nor English.

use crate::text::{Source, Span};

/// How a draft's file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown with tables, footnotes, HTML, and Hugo or Liquid shortcodes.
    Markdown,
    /// Markdown with JSX, whose tags, expressions, imports and exports are not prose.
    Mdx,
    /// Plain paragraphs between blank lines.
    Plain,
}

/// A draft taken apart.
#[derive(Debug)]
pub struct Document {
    /// The prose of all blocks, one after the other, each followed by "\n\n". Soft line breaks and NBSP are spaces, hard
    /// breaks are "\n", entities are decoded, zero-width characters are left out; code, shortcodes and images inside a
    /// sentence are one U+FFFC.
    pub prose: String,
    /// In the order of the draft; their prose ranges do not overlap.
    pub blocks: Vec<Block>,
    /// Links, emphasis and the like, by start.
    pub inlines: Vec<Inline>,
    /// `bylint-…` comments, in the order of the draft.
    pub directives: Vec<Directive>,
    /// What stands above the text.
    pub front_matter: FrontMatter,
    pieces: Vec<Piece>,
}

/// A stretch of prose that reads as one: a paragraph, a heading, a table cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Bytes of [`Document::prose`], never empty.
    pub prose: std::ops::Range<u32>,
    /// The source it was made from, markup included.
    pub span: Span,
    /// How many block quotes it stands in.
    pub quote_depth: u8,
    /// How many lists it stands in.
    pub list_depth: u8,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading of this level (1 to 6); a bare short line between blanks is level 0.
    Heading(u8),
    /// A paragraph, in or outside a list or block quote.
    Paragraph,
    /// A table's cell.
    Cell,
    /// A figure's caption.
    Caption,
    /// An image's alternative text.
    Alt,
    /// A footnote's text.
    Footnote,
}

/// A stretch of prose with a role of its own inside a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Bytes of [`Document::prose`]; may be empty for an image or footnote mark.
    pub prose: std::ops::Range<u32>,
}

/// What an inline stretch is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// A link and where it leads.
    Link(String),
    /// Emphasis (`*x*`, `<em>`, `<i>`).
    Emphasis,
    /// Strong emphasis (`**x**`, `<strong>`, `<b>`).
    Strong,
    /// Code: one U+FFFC in the prose.
    Code,
    /// A shortcode or other markup: one U+FFFC in the prose.
    Gap,
    /// A web or e-mail address that stands in the prose.
    Url,
    /// A reference to a footnote.
    FootnoteMark,
}

/// An ignore comment: `<!-- bylint-ignore RULE: reason -->`, `{/* … */}` in MDX.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// What it covers.
    pub scope: DirectiveScope,
    /// The comment, marks included.
    pub span: Span,
    /// Rules or families as written, each with its place.
    pub rules: Vec<(String, Span)>,
    /// The words after the colon, trimmed; empty when there are none.
    pub reason: String,
}

/// What an ignore comment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveScope {
    /// `bylint-ignore`: the next block, or the block it stands in; as a span of the source, empty when no block follows.
    Block(Span),
    /// From `bylint-ignore-start` to `bylint-ignore-end`, or to the end of the draft.
    Range(Span),
    /// `bylint-ignore-file`.
    File,
}

/// The keys of front matter that rules and settings use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The whole block with its fences; empty when there is none.
    pub span: Span,
    /// `title` (or `headline`).
    pub title: Option<String>,
    /// `description` (or `summary`, `excerpt`, `subtitle`).
    pub description: Option<String>,
    /// `author`, `authors`, `byline`: names as written.
    pub authors: Vec<String>,
    /// `publisher` (or `site_name`, `source`, `outlet`).
    pub publisher: Option<String>,
    /// `language` (or `lang`, `locale`).
    pub language: Option<String>,
    /// `date` (or `published`, `pubDate`), as written.
    pub date: Option<String>,
    /// `type` (or `layout`).
    pub kind: Option<String>,
    /// Why it could not be read, and where.
    pub broken: Option<(Span, String)>,
}

/// A run of prose bytes and the source bytes they came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    prose: u32,
    source: u32,
    /// Length in the source where it differs from the length in the prose (an entity, a line break with its indent).
    whole: Option<u32>,
}

impl Document {
    /// Takes a draft apart. Never fails: whatever cannot be read is left out or said in `front_matter.broken`.
    #[must_use]
    pub fn parse(_source: &Source, _format: Format) -> Self {
        Self {
            prose: String::new(),
            blocks: Vec::new(),
            inlines: Vec::new(),
            directives: Vec::new(),
            front_matter: FrontMatter::default(),
            pieces: Vec::new(),
        }
    }

    /// The source span of a stretch of prose: from the source of its first character to that of its last.
    #[must_use]
    pub fn span(&self, _prose: std::ops::Range<u32>) -> Span {
        Span::default()
    }
}
