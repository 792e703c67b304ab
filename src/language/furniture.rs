//! What surrounds a story: datelines, credit lines, captions, links to other stories. None of it is linted as copy.

use super::lexicon::{Class, Lexicon};
use super::token::{Token, TokenKind};
use crate::document::{Block, BlockKind, Document, InlineKind};
use std::ops::Range;

/// What a block is in a news draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The story's own text.
    Copy,
    /// A headline or sub-heading.
    Heading,
    /// A caption or an image's alternative text.
    Caption,
    /// A credit line: "(Image: AP)".
    Credit,
    /// A line that is nothing but a link.
    Navigation,
    /// A table's cell.
    Cell,
}

/// Longest credit line, in tokens.
const CREDIT_TOKENS: usize = 16;

pub(super) fn role(document: &Document, block: &Block, tokens: &[Token], lexicon: &Lexicon) -> Role {
    match block.kind {
        BlockKind::Heading(_) => Role::Heading,
        BlockKind::Caption | BlockKind::Alt => Role::Caption,
        BlockKind::Cell => Role::Cell,
        BlockKind::Paragraph | BlockKind::Footnote => {
            if credit(&document.prose, tokens, lexicon) {
                Role::Credit
            } else if all_link(document, block) {
                Role::Navigation
            } else if captioned(&document.prose, tokens, lexicon) {
                Role::Caption
            } else {
                Role::Copy
            }
        }
    }
}

/// A short line that opens with a credit word and a colon, a slash or "by": "(Image: AP)", "Photo by Ana Ruiz/AFP".
fn credit(prose: &str, tokens: &[Token], lexicon: &Lexicon) -> bool {
    if tokens.len() > CREDIT_TOKENS {
        return false;
    }
    let mut words =
        tokens.iter().filter(|t| !matches!(t.kind(), TokenKind::Open | TokenKind::Object | TokenKind::Break));
    let opens = words.next().is_some_and(|t| lexicon.classes(t.word()).contains(Class::CREDIT));
    opens
        && words.take(2).any(|t| {
            t.kind() == TokenKind::Colon || matches!(t.text(prose), "/" | "by" | "By" | "courtesy" | "via" | "credit")
        })
}

/// Longest caption with its credit, in tokens.
const CAPTION_TOKENS: usize = 80;

/// "A man walks past shelters. (Ana Ruiz/AFP)": a short paragraph that ends with a photographer's credit in brackets.
fn captioned(prose: &str, tokens: &[Token], lexicon: &Lexicon) -> bool {
    let Some((last, rest)) = tokens.split_last() else { return false };
    if last.kind() != TokenKind::Close || tokens.len() > CAPTION_TOKENS {
        return false;
    }
    let Some(open) = rest.iter().rposition(|token| token.kind() == TokenKind::Open) else { return false };
    let credit = &rest[open + 1..];
    let owned =
        credit.iter().any(|token| token.text(prose) == "/" || lexicon.classes(token.word()).contains(Class::CREDIT));
    let words = || credit.iter().filter(|token| token.kind() == TokenKind::Word);
    let small =
        |token: &Token| lexicon.classes(token.word()).intersects(Class::PREPOSITION | Class::BY | Class::CREDIT);
    open > 0
        && credit.len() <= CREDIT_TOKENS
        && owned
        && words().count() >= 2
        && words().all(|t| t.capital() || small(t))
}

fn all_link(document: &Document, block: &Block) -> bool {
    let from = document.inlines.partition_point(|i| i.prose.start < block.prose.start);
    document.inlines[from..]
        .iter()
        .take_while(|i| i.prose.start < block.prose.end)
        .filter(|i| matches!(i.kind, InlineKind::Link(_)))
        .any(|i| i.prose.end - i.prose.start + 8 >= block.prose.end - block.prose.start)
}

/// Among so many first paragraphs "SYDNEY: The minister" is a dateline; further down it may be who speaks.
pub(super) const EARLY: usize = 4;
/// Longest dateline before its colon, in tokens: "NEW DELHI/AGRA:".
const DATELINE_TOKENS: u32 = 4;

/// The longest marker of an item, in tokens: "10/12".
const MARKER_TOKENS: u32 = 4;

/// The first token behind what numbers or labels a paragraph: "1/", "12:05", "(a)", "[Updated]".
pub(super) fn marker_end(prose: &str, tokens: &[Token], block: Range<u32>) -> u32 {
    let kind = |at: u32| block.contains(&at).then(|| tokens[at as usize].kind());
    // What follows begins the sentence; "[They] were" does not.
    let opens = |at: u32| {
        let quote = kind(at) == Some(TokenKind::QuoteOpen);
        block.contains(&at) && (quote || kind(at) == Some(TokenKind::Word) && tokens[at as usize].capital())
    };
    let start = block.start;
    let labels = matches!(kind(start + 1), Some(TokenKind::Word | TokenKind::Number));
    if kind(start) == Some(TokenKind::Open) && labels && kind(start + 2) == Some(TokenKind::Close) && opens(start + 3) {
        return start + 3;
    }
    let numbers = |at: &u32| matches!(kind(*at), Some(TokenKind::Number | TokenKind::Symbol));
    let end = start + (start..start + MARKER_TOKENS).take_while(numbers).count() as u32;
    if end == start || kind(start) != Some(TokenKind::Number) || !opens(end) {
        return start;
    }
    let text = &prose[tokens[start as usize].start as usize..tokens[end as usize - 1].end() as usize];
    let marks = text.contains(['/', ':', '.']) && text.chars().all(|c| c.is_ascii_digit() || "/:.".contains(c));
    if marks { end } else { start }
}

/// The first token after a dateline: capitals at the head of a paragraph, up to a dash or a colon behind an agency, or up to
/// a colon alone at the head of a story.
pub(super) fn dateline_end(prose: &str, tokens: &[Token], block: Range<u32>, lexicon: &Lexicon, early: bool) -> u32 {
    let Some(first) = tokens[block.start as usize..block.end as usize].first() else { return block.start };
    if !first.all_caps() {
        return block.start;
    }
    let mut bracket = false;
    let mut place = early && !lexicon.classes(first.word()).contains(Class::LABEL);
    for at in block.clone().take(16) {
        let token = tokens[at as usize];
        let ends_place = token.kind() == TokenKind::Colon && at > block.start && at <= block.start + DATELINE_TOKENS;
        if place && ends_place && tokens.get(at as usize + 1).is_some_and(|next| next.capital()) {
            return at + 1;
        }
        place &= token.all_caps() || token.kind() == TokenKind::Symbol;
        match token.kind() {
            TokenKind::Dash => return at + 1,
            TokenKind::Colon if bracket => return at + 1,
            TokenKind::Open => bracket = true,
            TokenKind::Close | TokenKind::Comma | TokenKind::Number | TokenKind::Stop | TokenKind::Symbol => {}
            TokenKind::Word if token.capital() || bracket || token.text(prose) == "of" => {}
            _ => return block.start,
        }
    }
    block.start
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};
    use crate::language::{Language, Lexicon};
    use crate::text::Source;

    #[test]
    fn a_town_before_a_colon_is_a_dateline_at_the_head_of_a_story_alone() {
        let lexicon = Lexicon::builtin().finish();
        for (before, town) in [(0, "SYDNEY:"), (3, "SYDNEY:"), (4, ""), (9, "")] {
            let draft = "The gate was shut.\n\n".repeat(before) + "SYDNEY: The minister has left.\n";
            let document = Document::parse(&Source::new("a.md", draft.into_bytes()), Format::Markdown);
            let language = Language::read(&document, &lexicon);
            let last = language.paragraphs.last().expect("there is one");
            assert_eq!(document.text(language.prose(last.tokens.start..last.start)), town, "behind {before}");
        }
    }
}
