//! Recognises the parts around a story: datelines, credit lines, captions, links to other stories. They are not linted as copy.

use super::lexicon::{Class, Lexicon};
use super::token::{Token, TokenKind};
use crate::document::{Block, BlockKind, Document, InlineKind};
use crate::text::{TokenIdx, TokenRange};
use crate::wordlist::WordList;
use std::sync::LazyLock;

/// The part that a block plays in a news draft.
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
    /// A line that consists of a link.
    Navigation,
    /// A cell of a table.
    Cell,
}

/// Words that may follow the first word of a credit line, in exactly this case: "by" in "Photo by Ana Ruiz".
static CREDIT_JOINERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let list = WordList::get("credit-words").expect("the list is in rules/lexicon");
    list.rows(["word", "class"]).filter(|[_, class]| *class == "joiner").map(|[word, _]| word).collect()
});

/// The maximum length of a credit line, in tokens.
const MAX_CREDIT_TOKENS: usize = 16;

/// Determines the role of a block.
pub(super) fn role(document: &Document, block: &Block, tokens: &[Token], lexicon: &Lexicon) -> Role {
    match block.kind {
        BlockKind::Heading(_) => Role::Heading,
        BlockKind::Caption | BlockKind::Alt => Role::Caption,
        BlockKind::Cell => Role::Cell,
        BlockKind::Paragraph | BlockKind::Footnote => {
            if is_credit_line(&document.prose, tokens, lexicon) {
                Role::Credit
            } else if is_link(document, block) {
                Role::Navigation
            } else if is_caption(&document.prose, tokens, lexicon) {
                Role::Caption
            } else {
                Role::Copy
            }
        }
    }
}

/// Whether a line is a credit: it is short and opens with a credit word and a colon, a slash or "by", as in "(Image: AP)" and
/// "Photo by Ana Ruiz/AFP".
fn is_credit_line(prose: &str, tokens: &[Token], lexicon: &Lexicon) -> bool {
    if tokens.len() > MAX_CREDIT_TOKENS {
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

/// The maximum length of a caption with its credit, in tokens.
const MAX_CAPTION_TOKENS: usize = 80;

/// Whether a paragraph is a caption: it is short and ends with a photographer's credit in brackets, as in "A man walks past
/// shelters. (Ana Ruiz/AFP)".
fn is_caption(prose: &str, tokens: &[Token], lexicon: &Lexicon) -> bool {
    let Some((last, rest)) = tokens.split_last() else { return false };
    if last.kind() != TokenKind::Close || tokens.len() > MAX_CAPTION_TOKENS {
        return false;
    }
    let Some(open) = rest.iter().rposition(|token| token.kind() == TokenKind::Open) else { return false };
    let credit = &rest[open + 1..];
    let has_credit_sign =
        credit.iter().any(|token| token.text(prose) == "/" || lexicon.classes(token.word()).contains(Class::CREDIT));
    let words = || credit.iter().filter(|token| token.kind() == TokenKind::Word);
    let is_joiner =
        |token: &Token| lexicon.classes(token.word()).intersects(Class::PREPOSITION | Class::BY | Class::CREDIT);
    open > 0
        && credit.len() <= MAX_CREDIT_TOKENS
        && has_credit_sign
        && words().count() >= 2
        && words().all(|t| t.capital() || is_joiner(t))
}

/// Whether a link covers a block but for at most eight bytes.
fn is_link(document: &Document, block: &Block) -> bool {
    let from = document.inlines.partition_point(|i| i.prose.start < block.prose.start);
    document.inlines[from..]
        .iter()
        .take_while(|i| i.prose.start < block.prose.end)
        .filter(|i| matches!(i.kind, InlineKind::Link(_)))
        .any(|i| i.prose.end - i.prose.start + 8 >= block.prose.end - block.prose.start)
}

/// In this many first paragraphs, "SYDNEY: The minister" is a dateline. Further down, the word before the colon may be a speaker.
pub(super) const EARLY_PARAGRAPHS: usize = 4;
/// The maximum length in tokens of a dateline before its colon: "NEW DELHI/AGRA:".
const MAX_DATELINE_TOKENS: u32 = 4;

/// The first token of a paragraph's text: after the marker of an item, or after a dateline.
pub(super) fn text_start(prose: &str, tokens: &[Token], block: TokenRange, lexicon: &Lexicon, early: bool) -> TokenIdx {
    let end = marker_end(prose, &tokens[block.range()], lexicon);
    if end > 0 { block.start + end as u32 } else { dateline_end(tokens, block, lexicon, early) }
}

/// The maximum length in tokens of a label in brackets at the head of an item: "[UPDATE 3, 12:05]".
const MAX_LABEL_TOKENS: usize = 5;

/// The number of tokens in the marker at the head of an item, if a capitalised word follows: "1/", "2/7", "(a)", "12:05",
/// "[Updated]". 0 if there is no marker.
fn marker_end(prose: &str, tokens: &[Token], lexicon: &Lexicon) -> usize {
    let Some(first) = tokens.first() else { return 0 };
    let follows_directly =
        |at: usize, mark: &str| tokens.get(at).is_some_and(|t| !t.space_before() && t.text(prose) == mark);
    let end = match first.kind() {
        TokenKind::Number if follows_directly(1, "/") || follows_directly(1, ")") => 2,
        TokenKind::Number if is_time_or_item_number(first.text(prose)) => {
            let zone = |t: &Token| t.all_caps() || lexicon.classes(t.word()).contains(Class::HALF_OF_DAY);
            1 + usize::from(tokens.get(1).is_some_and(zone))
        }
        TokenKind::Word if first.width() == 1 && follows_directly(1, ")") => 2,
        TokenKind::Open => {
            let close = tokens.iter().take(MAX_LABEL_TOKENS + 2).position(|t| t.kind() == TokenKind::Close);
            // Round brackets may only enclose a number or a letter: "(CNN)" is not a marker. Square ones may enclose any label.
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

/// Whether a number is a time of day or an item's number with the total: "12:05", "14.20", "9.15pm", "2/7".
fn is_time_or_item_number(number: &str) -> bool {
    let number = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let Some((before, after)) = number.split_once([':', '.', '/']) else { return false };
    let few = |digits: &str| matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
    few(before) && few(after) && (after.len() == 2 || number.contains('/'))
}

/// The first token after a dateline. A dateline consists of capitals at the head of a paragraph, and ends with a dash or with a
/// colon after an agency in brackets. At the beginning of a story, a colon alone also ends it.
fn dateline_end(tokens: &[Token], block: TokenRange, lexicon: &Lexicon, early: bool) -> TokenIdx {
    let Some(first) = tokens[block.range()].first() else { return block.start };
    if !first.all_caps() {
        return block.start;
    }
    let mut bracket = false;
    let mut place = early && !lexicon.classes(first.word()).contains(Class::LABEL);
    for at in block.iter().take(16) {
        let token = tokens[at.index()];
        let ends_place =
            token.kind() == TokenKind::Colon && at > block.start && at <= block.start + MAX_DATELINE_TOKENS;
        if place && ends_place && tokens.get(at.index() + 1).is_some_and(|next| next.capital()) {
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
    fn paragraph_starts_after_the_marker_of_an_item() {
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
            assert_eq!(document.text(language.prose(paragraph.tokens.start.until(paragraph.start))), marker, "{head}");
        }
    }

    #[test]
    fn town_before_a_colon_is_a_dateline_only_in_early_paragraphs() {
        let lexicon = Lexicon::builtin();
        for (before, town) in [(0, "SYDNEY:"), (3, "SYDNEY:"), (4, ""), (9, "")] {
            let draft = "The gate was shut.\n\n".repeat(before) + "SYDNEY: The minister has left.\n";
            let document = Document::parse(&Source::new("a.md", draft.into_bytes()), Format::Markdown);
            let language = Language::read(&document, &lexicon);
            let last = language.paragraphs.last().expect("there is one");
            assert_eq!(
                document.text(language.prose(last.tokens.start.until(last.start))),
                town,
                "after {before} paragraphs"
            );
        }
    }
}
