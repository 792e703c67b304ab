//! The quotation map: which words are quoted, and which marks have no partner.
//!
//! Each block is read by itself, so that a missing mark cannot affect other paragraphs. A mark that may be an apostrophe is a
//! quotation mark only if its partner is in the same block.

use super::lexicon::{Class, Lexicon};
use super::token::{Token, TokenKind};
use crate::text::{TokenIdx, TokenRange};
use crate::wordlist::WordList;
use std::sync::LazyLock;

/// A quotation: words between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The tokens of the quotation, marks included.
    pub tokens: TokenRange,
    /// A whole sentence, part of one, or a term.
    pub kind: QuotationKind,
    /// The nesting depth: 1 for an outer quotation, more for one inside another.
    pub depth: u8,
    /// The fault of its marks, if they have one.
    pub fault: Option<MarkFault>,
    /// Whether it continues in the next paragraph, which opens with a mark of its own.
    pub continues: bool,
    /// The index of its block.
    pub block: u32,
    /// The number of its words.
    pub words: u32,
}

/// The kind of text in a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotationKind {
    /// At least one whole sentence.
    Sentence,
    /// Part of a sentence.
    Phrase,
    /// At most two words: a term, a nickname, scare quotes.
    Term,
}

/// A fault of a quotation's marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkFault {
    /// Opened but not closed.
    Unclosed,
    /// Closed but not opened.
    Unopened,
    /// Opened by one kind of mark and closed by another.
    Mismatched,
}

impl Quotation {
    /// The token of the mark that has to be corrected.
    #[must_use]
    pub fn faulty_mark(&self) -> Option<TokenIdx> {
        Some(match self.fault? {
            MarkFault::Unclosed | MarkFault::Unopened => self.tokens.start,
            MarkFault::Mismatched => self.tokens.end - 1,
        })
    }
}

/// The kind of a quotation mark by its character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum QuoteMark {
    /// `"`, `''`
    Straight,
    /// `“`, `„`, `«`
    Opening,
    /// `”`, `»`
    Closing,
    /// `'`
    Single,
    /// `‘`
    SingleOpening,
    /// `’`
    SingleClosing,
}

impl QuoteMark {
    fn from_text(text: &str) -> Self {
        match text {
            "“" | "„" | "‟" | "«" | "‹" | "``" | "「" | "『" | "〝" => Self::Opening,
            "”" | "»" | "›" | "」" | "』" | "〞" | "〟" => Self::Closing,
            "'" | "`" | "ʼ" | "＇" => Self::Single,
            "‘" | "‚" | "‛" => Self::SingleOpening,
            "’" => Self::SingleClosing,
            _ => Self::Straight,
        }
    }

    fn is_single(self) -> bool {
        matches!(self, Self::Single | Self::SingleOpening | Self::SingleClosing)
    }
}

/// A quotation that has been opened but not closed yet: its opening mark.
struct OpenQuotation {
    token: TokenIdx,
    mark: QuoteMark,
}

/// The tokens of a block, and whether its quotations may continue in the next one.
pub(super) struct BlockTokens {
    pub(super) tokens: TokenRange,
    /// Whether a quotation may continue in the next block.
    pub(super) runs_on: bool,
}

/// Finds the quotations of all blocks. Each token of kind `Quote` becomes an opening mark, a closing mark, an apostrophe or a
/// symbol.
pub(super) fn map_quotations(
    prose: &str,
    tokens: &mut [Token],
    blocks: &[BlockTokens],
    lexicon: &Lexicon,
) -> Vec<Quotation> {
    let mut quotations: Vec<Quotation> = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        if !tokens[block.tokens.range()].iter().any(|t| t.kind() == TokenKind::Quote) {
            continue;
        }
        let next = blocks.get(number + 1).filter(|_| block.runs_on).and_then(|b| tokens.get(b.tokens.start.index()));
        let next = next.filter(|t| t.kind() == TokenKind::Quote).map(|t| QuoteMark::from_text(t.text(prose)));
        let next_opens = next.filter(|mark| !matches!(mark, QuoteMark::Closing | QuoteMark::SingleClosing));
        let mut map = QuotationMap {
            prose,
            tokens,
            lexicon,
            block: block.tokens,
            number: number as u32,
            stack: Vec::new(),
            found: &mut quotations,
            next_closing: block.tokens.start,
        };
        let before = map.found.len();
        map.read_block(next_opens);
        // The order is deterministic, as no two quotations begin at the same mark.
        quotations[before..].sort_unstable_by_key(|quotation| quotation.tokens.start);
        for quotation in &quotations[before..] {
            for token in &mut tokens[quotation.tokens.range()] {
                token.set_quoted();
            }
        }
    }
    quotations
}

/// The state of reading the quotation marks of one block.
struct QuotationMap<'a> {
    prose: &'a str,
    tokens: &'a mut [Token],
    lexicon: &'a Lexicon,
    /// The tokens of the block.
    block: TokenRange,
    /// The index of the block.
    number: u32,
    /// The quotations that are open, outermost first.
    stack: Vec<OpenQuotation>,
    /// The quotations found so far, in the order in which they end.
    found: &'a mut Vec<Quotation>,
    /// The result of the last search of [`Self::closing_ahead`]: a closing mark, or the end of the block.
    next_closing: TokenIdx,
}

/// The greatest distance in tokens of a closing mark that shows that a quotation opens inside another one.
const NESTED_WITHIN: u32 = 400;

impl QuotationMap<'_> {
    /// Reads all marks of the block. `next_opens` is the mark with which the next block continues a quotation.
    fn read_block(&mut self, next_opens: Option<QuoteMark>) {
        // The number of closing marks of single quotations that are still ahead. If it is 0, a ‘ or ' is an apostrophe.
        let mut closers_ahead = self.block.iter().filter(|&at| self.can_close_single(at)).count();
        for at in self.block {
            if self.tokens[at.index()].kind() != TokenKind::Quote {
                continue;
            }
            let mark = QuoteMark::from_text(self.tokens[at.index()].text(self.prose));
            if mark.is_single() {
                if self.can_close_single(at) {
                    closers_ahead -= 1;
                }
                // If a paragraph and the next one begin with the same mark, the quotation continues in the next one.
                let runs_on = at == self.block.start && next_opens.is_some_and(QuoteMark::is_single);
                self.read_single(at, mark, closers_ahead, runs_on);
            } else {
                self.read_double(at, mark);
            }
        }
        self.end_block(next_opens);
    }

    /// Reads a double mark, which opens or closes a quotation, or is a symbol (inches, an arrow).
    fn read_double(&mut self, at: TokenIdx, mark: QuoteMark) {
        let (opens, closes) = (self.can_open(at), self.can_close(at));
        let open = self.stack.iter().rposition(|o| !o.mark.is_single());
        if self.is_inch_mark(at, open.is_some()) || self.is_arrow(at, open) {
            self.tokens[at.index()].set_kind(TokenKind::Symbol);
            return;
        }
        match (mark, open) {
            (QuoteMark::Opening, Some(open)) => {
                let nested = self.stack[open].mark == QuoteMark::Straight && opens && self.closing_ahead(at);
                if closes && !opens {
                    self.close(open, at, Some(MarkFault::Mismatched));
                } else {
                    if !nested {
                        self.end_unclosed(open, at);
                    }
                    self.open(at, mark);
                }
            }
            (QuoteMark::Opening, None) if closes && !opens => self.push_unopened(at),
            (QuoteMark::Opening, None) => self.open(at, mark),
            (_, Some(open)) => {
                let straight = mark == QuoteMark::Straight;
                if straight && opens && !closes {
                    self.end_unclosed(open, at);
                    self.open(at, mark);
                } else {
                    let curly = self.stack[open].mark != QuoteMark::Straight;
                    let fault = (straight == curly).then_some(MarkFault::Mismatched);
                    self.close(open, at, fault);
                }
            }
            (QuoteMark::Straight, None) if opens || !closes => self.open(at, mark),
            // A closing mark in the place of an opening one (”my Irish heritage.”) is a typing mistake, but opens a quotation.
            (_, None) if opens && !closes => self.open(at, mark),
            (_, None) => self.push_unopened(at),
        }
    }

    /// Whether a mark is an inch sign: `6'2"`, `a 12” pizza`, `7″`. Inside a quotation, it is one if a later mark closes the
    /// quotation.
    fn is_inch_mark(&self, at: TokenIdx, inside: bool) -> bool {
        let token = self.tokens[at.index()];
        let tight_number = |at: TokenIdx| {
            at > self.block.start && !self.tokens[at.index()].space_before() && {
                let before = self.tokens[at.index() - 1];
                before.kind() == TokenKind::Number
            }
        };
        if !tight_number(at) || QuoteMark::from_text(token.text(self.prose)) == QuoteMark::Opening {
            return false;
        }
        if inside {
            return self.next_double_closes(at);
        }
        let feet = at >= self.block.start + 3 && {
            let [mark, number] = [at - 2, at - 1];
            let single = matches!(self.tokens[mark.index()].text(self.prose), "'" | "’" | "′");
            single && !self.tokens[number.index()].space_before() && tight_number(mark)
        };
        let straight = QuoteMark::from_text(token.text(self.prose)) == QuoteMark::Straight;
        straight
            || feet
            || self.token_after(at).is_some_and(|t| t.space_before() && t.kind() == TokenKind::Word && !t.capital())
    }

    /// Whether the next double mark can only close a quotation.
    fn next_double_closes(&self, at: TokenIdx) -> bool {
        let double = |at: &TokenIdx| {
            let token = self.tokens[at.index()];
            token.kind() == TokenKind::Quote && !QuoteMark::from_text(token.text(self.prose)).is_single()
        };
        let next = (at + 1).until(self.block.end).iter().find(double);
        next.is_some_and(|next| {
            let closing = QuoteMark::from_text(self.tokens[next.index()].text(self.prose)) == QuoteMark::Closing;
            self.can_close(next) && (closing || !self.can_open(next))
        })
    }

    /// Whether a mark is an arrow: `READ MORE »`, `« Back`, `Home » News`. An arrow has a space beside it and no partner.
    fn is_arrow(&mut self, at: TokenIdx, open: Option<usize>) -> bool {
        let token = self.tokens[at.index()];
        let has_space_before = token.space_before() || at == self.block.start;
        match token.text(self.prose) {
            "»" | "›" => {
                let partner = |open: usize| {
                    let text = self.tokens[self.stack[open].token.index()].text(self.prose);
                    matches!(text, "«" | "‹")
                };
                has_space_before && !self.can_open(at) && !open.is_some_and(partner)
            }
            "«" | "‹" => {
                let after = self.token_after(at).is_none_or(Token::space_before);
                has_space_before && after && !self.closing_ahead(at)
            }
            _ => false,
        }
    }

    /// Reads a single mark, which opens or closes a quotation, or is an apostrophe.
    fn read_single(&mut self, at: TokenIdx, mark: QuoteMark, closers_ahead: usize, runs_on: bool) {
        let open = self.stack.last().filter(|o| o.mark.is_single()).map(|_| self.stack.len() - 1);
        let closes = self.can_close(at) && mark != QuoteMark::SingleOpening;
        let feet = |t: Option<Token>| t.is_some_and(|t| t.kind() == TokenKind::Number);
        if feet(self.token_before(at)) && feet(self.token_after(at).filter(|t| !t.space_before())) {
            self.tokens[at.index()].set_kind(TokenKind::Apostrophe);
            return;
        }
        if let Some(open) = open
            && closes
            && !(self.is_possessive(at) && closers_ahead > 0)
        {
            return self.close(open, at, None);
        }
        let opens = self.can_open(at) && !self.can_close(at) && mark != QuoteMark::SingleClosing;
        if opens
            && (closers_ahead > 0 || runs_on)
            && !self.marks_elision(at)
            && (open.is_none() || mark == QuoteMark::SingleOpening)
        {
            if open.is_some() {
                let opened = self.stack.pop().expect("a single quotation is open");
                self.tokens[opened.token.index()].set_kind(TokenKind::Apostrophe);
            }
            return self.open(at, mark);
        }
        self.tokens[at.index()].set_kind(TokenKind::Apostrophe);
    }

    /// Ends the quotations that are still open at the end of the block.
    fn end_block(&mut self, next_opens: Option<QuoteMark>) {
        while let Some(opened) = self.stack.pop() {
            let single = opened.mark.is_single();
            let next_opens = next_opens.is_some_and(|next| next.is_single() == single);
            if single && !(next_opens && opened.token == self.block.start) {
                self.tokens[opened.token.index()].set_kind(TokenKind::Apostrophe);
                continue;
            }
            let outer = self.stack.is_empty() || !single && self.stack.iter().all(|o| o.mark.is_single());
            let continues = next_opens && outer;
            let end = self.block.end;
            self.push(opened.token, end, (!continues).then_some(MarkFault::Unclosed), continues);
        }
    }

    fn open(&mut self, at: TokenIdx, mark: QuoteMark) {
        self.tokens[at.index()].set_kind(TokenKind::QuoteOpen);
        self.stack.push(OpenQuotation { token: at, mark });
    }

    /// Adds a quotation that consists of a closing mark only.
    fn push_unopened(&mut self, at: TokenIdx) {
        self.tokens[at.index()].set_kind(TokenKind::QuoteClose);
        self.push(at, at + 1, Some(MarkFault::Unopened), false);
    }

    /// Closes the quotation at this depth of the stack. Single marks that are still open inside it become apostrophes.
    fn close(&mut self, depth: usize, at: TokenIdx, fault: Option<MarkFault>) {
        while self.stack.len() > depth + 1 {
            let inner = self.stack.pop().expect("the stack is deeper than the quotation");
            self.tokens[inner.token.index()].set_kind(TokenKind::Apostrophe);
        }
        let opened = self.stack.pop().expect("the quotation is on the stack");
        self.tokens[at.index()].set_kind(TokenKind::QuoteClose);
        self.push(opened.token, at + 1, fault, false);
    }

    /// Ends a quotation that was never closed, as a new one opens at `at`. It ends after its first sentence,
    /// or before the new quotation if that comes first.
    fn end_unclosed(&mut self, depth: usize, at: TokenIdx) {
        while self.stack.len() > depth + 1 {
            let inner = self.stack.pop().expect("the stack is deeper than the quotation");
            self.tokens[inner.token.index()].set_kind(TokenKind::Apostrophe);
        }
        let opened = self.stack.pop().expect("the quotation is on the stack");
        let stop = opened
            .token
            .until(at)
            .iter()
            .find(|&t| matches!(self.tokens[t.index()].kind(), TokenKind::Stop | TokenKind::QuestionOrExclamation));
        self.push(opened.token, stop.map_or(at, |t| t + 1), Some(MarkFault::Unclosed), false);
    }

    /// Adds a quotation with its kind and number of words.
    fn push(&mut self, start: TokenIdx, end: TokenIdx, fault: Option<MarkFault>, continues: bool) {
        let inside = &self.tokens[start.index() + 1..end.index().max(start.index() + 1)];
        let words = inside.iter().filter(|t| t.wordlike()).count() as u32;
        let capital =
            inside.iter().find(|t| t.wordlike()).is_some_and(|t| t.capital() || t.kind() == TokenKind::Number);
        let last = inside.iter().rev().find(|t| t.kind() != TokenKind::QuoteClose && t.kind() != TokenKind::Quote);
        let ends = last.is_some_and(|t| {
            matches!(
                t.kind(),
                TokenKind::Stop
                    | TokenKind::Comma
                    | TokenKind::QuestionOrExclamation
                    | TokenKind::Ellipsis
                    | TokenKind::Dash
            )
        });
        let kind = if capital && ends || continues || words > 12 {
            QuotationKind::Sentence
        } else if words <= 2 {
            QuotationKind::Term
        } else {
            QuotationKind::Phrase
        };
        let depth = self.stack.len() as u8 + 1;
        self.found.push(Quotation {
            tokens: start.until(end),
            kind,
            depth,
            fault,
            continues,
            block: self.number,
            words,
        });
    }

    fn token_before(&self, at: TokenIdx) -> Option<Token> {
        (at > self.block.start).then(|| self.tokens[at.index() - 1])
    }

    fn token_after(&self, at: TokenIdx) -> Option<Token> {
        (at + 1 < self.block.end).then(|| self.tokens[at.index() + 1])
    }

    /// Whether a mark can open a quotation: white space, a dash, an opening bracket or another opening mark is before it, and
    /// text follows directly.
    fn can_open(&self, at: TokenIdx) -> bool {
        let before = self.token_before(at);
        let free = self.tokens[at.index()].space_before()
            || before.is_none_or(|t| {
                matches!(t.kind(), TokenKind::Open | TokenKind::Dash | TokenKind::QuoteOpen | TokenKind::Break)
            });
        free && self
            .token_after(at)
            .is_some_and(|t| !t.space_before() && !matches!(t.kind(), TokenKind::Comma | TokenKind::Stop))
    }

    /// Whether a mark can close a quotation: text is directly before it. After a dash, no word may follow directly.
    fn can_close(&self, at: TokenIdx) -> bool {
        let tight = !self.tokens[at.index()].space_before()
            && self
                .token_before(at)
                .is_some_and(|t| !matches!(t.kind(), TokenKind::Open | TokenKind::Break | TokenKind::QuoteOpen));
        let dash = self.token_before(at).is_some_and(|t| t.kind() == TokenKind::Dash);
        tight && !(dash && self.token_after(at).is_some_and(|t| !t.space_before() && t.wordlike()))
    }

    /// Whether a mark may close a quotation in single marks.
    fn can_close_single(&self, at: TokenIdx) -> bool {
        let token = self.tokens[at.index()];
        token.kind() == TokenKind::Quote
            && matches!(QuoteMark::from_text(token.text(self.prose)), QuoteMark::Single | QuoteMark::SingleClosing)
            && self.can_close(at)
            && self.token_after(at).is_none_or(|t| t.space_before() || !t.wordlike())
    }

    /// Whether a closing mark follows within [`NESTED_WITHIN`] tokens. As this is called for marks in their order, the search
    /// looks at each token only once.
    fn closing_ahead(&mut self, at: TokenIdx) -> bool {
        if self.next_closing <= at {
            let closes = |token: &Token| {
                token.kind() == TokenKind::Quote && QuoteMark::from_text(token.text(self.prose)) == QuoteMark::Closing
            };
            let ahead = &self.tokens[at.index() + 1..self.block.end.index()];
            self.next_closing = ahead.iter().position(closes).map_or(self.block.end, |place| at + 1 + place as u32);
        }
        self.next_closing < self.block.end && self.next_closing - at <= NESTED_WITHIN
    }

    /// Whether a mark may be a possessive apostrophe, as in `players' union`: the word before ends in s, and a word follows.
    fn is_possessive(&self, at: TokenIdx) -> bool {
        let ends_in_s = self
            .token_before(at)
            .is_some_and(|t| t.kind() == TokenKind::Word && t.text(self.prose).ends_with(['s', 'S']));
        ends_in_s
            && self
                .token_after(at)
                .is_some_and(|t| t.space_before() && t.kind() == TokenKind::Word && !self.cannot_follow_possessor(t))
    }

    /// Whether a word cannot follow a possessor, so that the mark before it closes a quotation.
    fn cannot_follow_possessor(&self, token: Token) -> bool {
        let function = Class::COORDINATOR
            | Class::PREPOSITION
            | Class::SUBORDINATOR
            | Class::DETERMINER
            | Class::BE
            | Class::HAVE
            | Class::DO
            | Class::MODAL;
        self.lexicon.classes(token.word()).intersects(Class::CUE | Class::PERSONAL | function)
    }

    /// Whether a mark replaces omitted letters at the start of a word: `'90s`, `'em`.
    fn marks_elision(&self, at: TokenIdx) -> bool {
        self.token_after(at)
            .is_some_and(|after| after.kind() == TokenKind::Number || is_elision(after.text(self.prose)))
    }
}

/// Words without their first letters ("em" for "them"), and whether they also occur with a capital.
static ELISIONS: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    let list = WordList::get("elisions").expect("the list is in rules/lexicon");
    list.rows(["word", "capital"]).map(|[word, capital]| (word, capital == "yes")).collect()
});

/// Whether a word is the rest of a longer word without its first letters: `'em`, `'Tis`. With a capital, only listed words count
/// that have no other meaning.
pub(super) fn is_elision(word: &str) -> bool {
    ELISIONS.iter().any(|&(elided, capital)| elided == word || capital && elided.eq_ignore_ascii_case(word))
}
