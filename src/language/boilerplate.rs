//! What surrounds a story: datelines, credit lines, captions, links to other stories. None of it is linted as copy.

use super::lexicon::{Class, Lexicon};
use super::token::{Token, TokenKind};
use crate::document::{Block, BlockKind, Document, InlineKind};
use crate::wordlist::WordList;
use std::ops::Range;
use std::sync::LazyLock;

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

/// What may follow the first word of a credit line, as it is written: "by" in "Photo by Ana Ruiz".
static CREDIT_JOINERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let list = WordList::get("credit-words").expect("the list is in rules/lexicon");
    list.rows(["word", "class"]).filter(|[_, class]| *class == "joiner").map(|[word, _]| word).collect()
});

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
            let text = t.text(prose);
            t.kind() == TokenKind::Colon || text == "/" || CREDIT_JOINERS.contains(&text)
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

/// The first token of what a paragraph says: behind the marker of an item, or behind a dateline.
pub(super) fn start(prose: &str, tokens: &[Token], block: Range<u32>, lexicon: &Lexicon, early: bool) -> u32 {
    let end = marker_end(prose, &tokens[block.start as usize..block.end as usize], lexicon);
    if end > 0 { block.start + end as u32 } else { dateline_end(tokens, block, lexicon, early) }
}

/// Longest label in brackets at the head of an item, in tokens: "[UPDATE 3, 12:05]".
const LABEL_TOKENS: usize = 5;

/// The tokens of a marker at the head of an item, before a word with a capital: "1/", "2/7", "(a)", "12:05", "[Updated]".
fn marker_end(prose: &str, tokens: &[Token], lexicon: &Lexicon) -> usize {
    let Some(first) = tokens.first() else { return 0 };
    let glued = |at: usize, mark: &str| tokens.get(at).is_some_and(|t| !t.space_before() && t.text(prose) == mark);
    let end = match first.kind() {
        TokenKind::Number if glued(1, "/") || glued(1, ")") => 2,
        TokenKind::Number if numbers_an_item(first.text(prose)) => {
            let zone = |t: &Token| t.all_caps() || lexicon.classes(t.word()).contains(Class::HALF_OF_DAY);
            1 + usize::from(tokens.get(1).is_some_and(zone))
        }
        TokenKind::Word if first.width() == 1 && glued(1, ")") => 2,
        TokenKind::Open => {
            let close = tokens.iter().take(LABEL_TOKENS + 2).position(|t| t.kind() == TokenKind::Close);
            // "(CNN)" is no number: round brackets hold one, square ones any label.
            let numbers = |close: &usize| {
                let inside = tokens.get(1).filter(|_| *close == 2);
                first.text(prose) == "[" || inside.is_some_and(|t| t.width() <= 4 && !t.capital())
            };
            close.filter(numbers).map_or(0, |close| close + 1)
        }
        _ => return 0,
    };
    let set_off = |t: &Token| matches!(t.kind(), TokenKind::Dash | TokenKind::Colon) || t.text(prose) == "|";
    let end = end + usize::from(tokens.get(end).is_some_and(set_off));
    let begins = tokens.get(end).is_some_and(|t| t.space_before() && t.kind() == TokenKind::Word && t.capital());
    if begins { end } else { 0 }
}

/// "12:05", "14.20", "9.15pm", "2/7": an hour with its minutes, or an item and how many there are.
fn numbers_an_item(number: &str) -> bool {
    let number = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let Some((before, after)) = number.split_once([':', '.', '/']) else { return false };
    let few = |digits: &str| matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
    few(before) && few(after) && (after.len() == 2 || number.contains('/'))
}

/// The first token after a dateline: capitals at the head of a paragraph, up to a dash or a colon behind an agency, or up to
/// a colon alone at the head of a story.
fn dateline_end(tokens: &[Token], block: Range<u32>, lexicon: &Lexicon, early: bool) -> u32 {
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
            TokenKind::Word if token.capital() || bracket || lexicon.classes(token.word()).contains(Class::OF) => {}
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
    fn what_numbers_an_item_is_no_part_of_what_it_says() {
        let lexicon = Lexicon::builtin();
        for (head, marker) in [
            ("1/ Local media", "1/"),
            ("2/7 Two men", "2/7"),
            ("(a) Local media", "(a)"),
            ("iv) Local media", ""),
            ("b) Local media", "b)"),
            ("3) Local media", "3)"),
            ("[UPDATE 3] Critics", "[UPDATE 3]"),
            ("12:05 Critics", "12:05"),
            ("9.15 p.m.: Critics", "9.15 p.m.:"),
            ("14.20 GMT – Critics", "14.20 GMT –"),
            ("9.15pm Critics", "9.15pm"),
            ("[He] said", ""),
            ("(iv) Critics", "(iv)"),
            ("(12) Critics", "(12)"),
            ("(CNN) Critics", ""),
            ("12 Angry Men", ""),
            ("1.5 Million people", ""),
            ("1990 Critics", ""),
            ("(He said so. Nobody knew it then.) Critics", ""),
        ] {
            let document = Document::parse(&Source::new("a.txt", format!("{head} left.").into()), Format::Plain);
            let language = Language::read(&document, &lexicon);
            let paragraph = &language.paragraphs[0];
            assert_eq!(document.text(language.prose(paragraph.tokens.start..paragraph.start)), marker, "{head}");
        }
    }

    #[test]
    fn a_town_before_a_colon_is_a_dateline_at_the_head_of_a_story_alone() {
        let lexicon = Lexicon::builtin();
        for (before, town) in [(0, "SYDNEY:"), (3, "SYDNEY:"), (4, ""), (9, "")] {
            let draft = "The gate was shut.\n\n".repeat(before) + "SYDNEY: The minister has left.\n";
            let document = Document::parse(&Source::new("a.md", draft.into_bytes()), Format::Markdown);
            let language = Language::read(&document, &lexicon);
            let last = language.paragraphs.last().expect("there is one");
            assert_eq!(document.text(language.prose(last.tokens.start..last.start)), town, "behind {before}");
        }
    }
}
