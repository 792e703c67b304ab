//! The quotation map: which words are quoted, and which marks do not fit.
//!
//! Each block is read on its own, so one odd mark turns no other paragraph inside out. Marks that may be apostrophes are
//! quotation marks only when a partner stands in the same block.

use super::lexicon::{Class, Lexicon};
use super::token::{Token, TokenKind};
use crate::wordlist::WordList;
use std::ops::Range;
use std::sync::LazyLock;

/// Words between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Tokens, marks included.
    pub tokens: Range<u32>,
    /// A whole sentence, part of one, or a term.
    pub kind: QuotationKind,
    /// 1 for an outer quotation, more for one inside another.
    pub depth: u8,
    /// What is odd about its marks.
    pub fault: Option<MarkFault>,
    /// It goes on in the next paragraph, which opens with a mark of its own.
    pub continues: bool,
    /// The block it stands in.
    pub block: u32,
    /// Number of words.
    pub words: u32,
}

/// What a quotation holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotationKind {
    /// One sentence or more.
    Sentence,
    /// Some words of a sentence.
    Phrase,
    /// One word or two: a term, a nickname, a scare quote.
    Term,
}

/// What is odd about a quotation's marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkFault {
    /// Opened and not closed.
    Unclosed,
    /// Closed and not opened.
    Unopened,
    /// Opened by one kind of mark and closed by another.
    Mismatched,
}

impl Quotation {
    /// The token of the mark that an editor would change.
    #[must_use]
    pub fn faulty_mark(&self) -> Option<u32> {
        Some(match self.fault? {
            MarkFault::Unclosed | MarkFault::Unopened => self.tokens.start,
            MarkFault::Mismatched => self.tokens.end - 1,
        })
    }
}

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
    fn of(text: &str) -> Self {
        match text {
            "“" | "„" | "‟" | "«" | "‹" | "``" | "「" | "『" | "〝" => Self::Opening,
            "”" | "»" | "›" | "」" | "』" | "〞" | "〟" => Self::Closing,
            "'" | "`" | "ʼ" | "＇" => Self::Single,
            "‘" | "‚" | "‛" => Self::SingleOpening,
            "’" => Self::SingleClosing,
            _ => Self::Straight,
        }
    }

    fn single(self) -> bool {
        matches!(self, Self::Single | Self::SingleOpening | Self::SingleClosing)
    }
}

struct OpenQuotation {
    token: u32,
    mark: QuoteMark,
}

/// A block as the map needs it.
pub(super) struct BlockTokens {
    pub(super) tokens: Range<u32>,
    /// Whether a quotation may run on into the next block.
    pub(super) runs_on: bool,
}

/// Settles every quotation mark: tokens of kind `Quote` become opening, closing or apostrophe.
pub(super) fn map(prose: &str, tokens: &mut [Token], blocks: &[BlockTokens], lexicon: &Lexicon) -> Vec<Quotation> {
    let mut quotations: Vec<Quotation> = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        if !tokens[as_range(&block.tokens)].iter().any(|t| t.kind() == TokenKind::Quote) {
            continue;
        }
        let next = blocks.get(number + 1).filter(|_| block.runs_on).and_then(|b| tokens.get(b.tokens.start as usize));
        let next = next.filter(|t| t.kind() == TokenKind::Quote).map(|t| QuoteMark::of(t.text(prose)));
        let next_opens = next.filter(|mark| !matches!(mark, QuoteMark::Closing | QuoteMark::SingleClosing));
        let mut map = QuotationMap {
            prose,
            tokens,
            lexicon,
            block: block.tokens.clone(),
            number: number as u32,
            stack: Vec::new(),
            found: &mut quotations,
            closing: block.tokens.start,
        };
        let before = map.found.len();
        map.read(next_opens);
        // No two begin at one mark.
        quotations[before..].sort_unstable_by_key(|quotation| quotation.tokens.start);
        for quotation in &quotations[before..] {
            for token in &mut tokens[as_range(&quotation.tokens)] {
                token.set_quoted();
            }
        }
    }
    quotations
}

fn as_range(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

struct QuotationMap<'a> {
    prose: &'a str,
    tokens: &'a mut [Token],
    lexicon: &'a Lexicon,
    block: Range<u32>,
    number: u32,
    stack: Vec<OpenQuotation>,
    /// In the order in which they end.
    found: &'a mut Vec<Quotation>,
    /// The closing mark that was looked for last, or the block's end.
    closing: u32,
}

/// How far ahead a closing mark shows that a quotation opens inside another one, in tokens.
const NESTED: u32 = 400;

impl QuotationMap<'_> {
    fn read(&mut self, next_opens: Option<QuoteMark>) {
        // Closers of single quotations that are still ahead, so that a lone ‘ or ' is an apostrophe without a second look.
        let mut ahead = (self.block.start..self.block.end).filter(|&at| self.single_closer(at)).count();
        for at in self.block.clone() {
            if self.tokens[at as usize].kind() != TokenKind::Quote {
                continue;
            }
            let mark = QuoteMark::of(self.tokens[at as usize].text(self.prose));
            if mark.single() {
                if self.single_closer(at) {
                    ahead -= 1;
                }
                // At a paragraph's head, a mark that the next paragraph repeats opens a quotation that runs on.
                let runs_on = at == self.block.start && next_opens.is_some_and(QuoteMark::single);
                self.single(at, mark, ahead, runs_on);
            } else {
                self.double(at, mark);
            }
        }
        self.end(next_opens);
    }

    fn double(&mut self, at: u32, mark: QuoteMark) {
        let (opens, closes) = (self.can_open(at), self.can_close(at));
        let open = self.stack.iter().rposition(|o| !o.mark.single());
        if self.measures(at, open.is_some()) || self.points(at, open) {
            self.tokens[at as usize].set_kind(TokenKind::Symbol);
            return;
        }
        match (mark, open) {
            (QuoteMark::Opening, Some(open)) => {
                let nested = self.stack[open].mark == QuoteMark::Straight && opens && self.closing_ahead(at);
                if closes && !opens {
                    self.close(open, at, Some(MarkFault::Mismatched));
                } else {
                    if !nested {
                        self.give_up(open, at);
                    }
                    self.open(at, mark);
                }
            }
            (QuoteMark::Opening, None) if closes && !opens => self.unopened(at),
            (QuoteMark::Opening, None) => self.open(at, mark),
            (_, Some(open)) => {
                let straight = mark == QuoteMark::Straight;
                if straight && opens && !closes {
                    self.give_up(open, at);
                    self.open(at, mark);
                } else {
                    let curly = self.stack[open].mark != QuoteMark::Straight;
                    let fault = (straight == curly).then_some(MarkFault::Mismatched);
                    self.close(open, at, fault);
                }
            }
            (QuoteMark::Straight, None) if opens || !closes => self.open(at, mark),
            // A closing mark that opens (”my Irish heritage.”) is a slip of the keyboard; the quotation is still one.
            (_, None) if opens && !closes => self.open(at, mark),
            (_, None) => self.unopened(at),
        }
    }

    /// Whether a mark is one of inches: `6'2"`, `a 12” pizza`, `7″`. Inside a quotation it is when another mark closes that.
    fn measures(&self, at: u32, inside: bool) -> bool {
        let token = self.tokens[at as usize];
        let tight_number = |at: u32| {
            at > self.block.start && !self.tokens[at as usize].space_before() && {
                let before = self.tokens[at as usize - 1];
                before.kind() == TokenKind::Number
            }
        };
        if !tight_number(at) || QuoteMark::of(token.text(self.prose)) == QuoteMark::Opening {
            return false;
        }
        if inside {
            return self.next_double_closes(at);
        }
        let feet = at >= self.block.start + 3 && {
            let [mark, number] = [at - 2, at - 1];
            let single = matches!(self.tokens[mark as usize].text(self.prose), "'" | "’" | "′");
            single && !self.tokens[number as usize].space_before() && tight_number(mark)
        };
        let straight = QuoteMark::of(token.text(self.prose)) == QuoteMark::Straight;
        straight
            || feet
            || self.after(at).is_some_and(|t| t.space_before() && t.kind() == TokenKind::Word && !t.capital())
    }

    /// Whether the next mark of this kind closes a quotation and opens none.
    fn next_double_closes(&self, at: u32) -> bool {
        let double = |at: &u32| {
            let token = self.tokens[*at as usize];
            token.kind() == TokenKind::Quote && !QuoteMark::of(token.text(self.prose)).single()
        };
        let next = (at + 1..self.block.end).find(double);
        next.is_some_and(|next| {
            let closing = QuoteMark::of(self.tokens[next as usize].text(self.prose)) == QuoteMark::Closing;
            self.can_close(next) && (closing || !self.can_open(next))
        })
    }

    /// Whether a mark is an arrow: `READ MORE »`, `« Back`, `Home » News`. A blank parts it from the words, and it has no partner.
    fn points(&mut self, at: u32, open: Option<usize>) -> bool {
        let token = self.tokens[at as usize];
        let apart = token.space_before() || at == self.block.start;
        match token.text(self.prose) {
            "»" | "›" => {
                let partner = |open: usize| {
                    let text = self.tokens[self.stack[open].token as usize].text(self.prose);
                    matches!(text, "«" | "‹")
                };
                apart && !self.can_open(at) && !open.is_some_and(partner)
            }
            "«" | "‹" => {
                let after = self.after(at).is_none_or(Token::space_before);
                apart && after && !self.closing_ahead(at)
            }
            _ => false,
        }
    }

    fn single(&mut self, at: u32, mark: QuoteMark, closers_ahead: usize, runs_on: bool) {
        let open = self.stack.last().filter(|o| o.mark.single()).map(|_| self.stack.len() - 1);
        let closes = self.can_close(at) && mark != QuoteMark::SingleOpening;
        let feet = |t: Option<Token>| t.is_some_and(|t| t.kind() == TokenKind::Number);
        if feet(self.before(at)) && feet(self.after(at).filter(|t| !t.space_before())) {
            self.tokens[at as usize].set_kind(TokenKind::Apostrophe);
            return;
        }
        if let Some(open) = open
            && closes
            && !(self.possessive(at) && closers_ahead > 0)
        {
            return self.close(open, at, None);
        }
        let opens = self.can_open(at) && !self.can_close(at) && mark != QuoteMark::SingleClosing;
        if opens
            && (closers_ahead > 0 || runs_on)
            && !self.elision(at)
            && (open.is_none() || mark == QuoteMark::SingleOpening)
        {
            if open.is_some() {
                let opened = self.stack.pop().expect("a single quotation is open");
                self.tokens[opened.token as usize].set_kind(TokenKind::Apostrophe);
            }
            return self.open(at, mark);
        }
        self.tokens[at as usize].set_kind(TokenKind::Apostrophe);
    }

    fn end(&mut self, next_opens: Option<QuoteMark>) {
        while let Some(opened) = self.stack.pop() {
            let single = opened.mark.single();
            let next_opens = next_opens.is_some_and(|next| next.single() == single);
            if single && !(next_opens && opened.token == self.block.start) {
                self.tokens[opened.token as usize].set_kind(TokenKind::Apostrophe);
                continue;
            }
            let outer = self.stack.is_empty() || !single && self.stack.iter().all(|o| o.mark.single());
            let continues = next_opens && outer;
            let end = self.block.end;
            self.push(opened.token, end, (!continues).then_some(MarkFault::Unclosed), continues);
        }
    }

    fn open(&mut self, at: u32, mark: QuoteMark) {
        self.tokens[at as usize].set_kind(TokenKind::QuoteOpen);
        self.stack.push(OpenQuotation { token: at, mark });
    }

    fn unopened(&mut self, at: u32) {
        self.tokens[at as usize].set_kind(TokenKind::QuoteClose);
        self.push(at, at + 1, Some(MarkFault::Unopened), false);
    }

    /// Closes the quotation at this depth of the stack; single marks opened inside it were apostrophes.
    fn close(&mut self, depth: usize, at: u32, fault: Option<MarkFault>) {
        while self.stack.len() > depth + 1 {
            let inner = self.stack.pop().expect("the stack is deeper than the quotation");
            self.tokens[inner.token as usize].set_kind(TokenKind::Apostrophe);
        }
        let opened = self.stack.pop().expect("the quotation is on the stack");
        self.tokens[at as usize].set_kind(TokenKind::QuoteClose);
        self.push(opened.token, at + 1, fault, false);
    }

    /// A new quotation opens while this one was never closed: it ends with its sentence.
    fn give_up(&mut self, depth: usize, at: u32) {
        while self.stack.len() > depth + 1 {
            let inner = self.stack.pop().expect("the stack is deeper than the quotation");
            self.tokens[inner.token as usize].set_kind(TokenKind::Apostrophe);
        }
        let opened = self.stack.pop().expect("the quotation is on the stack");
        let stop = (opened.token..at)
            .find(|&t| matches!(self.tokens[t as usize].kind(), TokenKind::Stop | TokenKind::Exclaim));
        self.push(opened.token, stop.map_or(at, |t| t + 1), Some(MarkFault::Unclosed), false);
    }

    fn push(&mut self, start: u32, end: u32, fault: Option<MarkFault>, continues: bool) {
        let inside = &self.tokens[start as usize + 1..(end as usize).max(start as usize + 1)];
        let words = inside.iter().filter(|t| t.wordlike()).count() as u32;
        let capital =
            inside.iter().find(|t| t.wordlike()).is_some_and(|t| t.capital() || t.kind() == TokenKind::Number);
        let last = inside.iter().rev().find(|t| t.kind() != TokenKind::QuoteClose && t.kind() != TokenKind::Quote);
        let ends = last.is_some_and(|t| {
            matches!(
                t.kind(),
                TokenKind::Stop | TokenKind::Comma | TokenKind::Exclaim | TokenKind::Ellipsis | TokenKind::Dash
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
        self.found.push(Quotation { tokens: start..end, kind, depth, fault, continues, block: self.number, words });
    }

    fn before(&self, at: u32) -> Option<Token> {
        (at > self.block.start).then(|| self.tokens[at as usize - 1])
    }

    fn after(&self, at: u32) -> Option<Token> {
        (at + 1 < self.block.end).then(|| self.tokens[at as usize + 1])
    }

    /// White space, a dash, an opening bracket or another opening mark stands before it, and something right after it.
    fn can_open(&self, at: u32) -> bool {
        let before = self.before(at);
        let free = self.tokens[at as usize].space_before()
            || before.is_none_or(|t| {
                matches!(t.kind(), TokenKind::Open | TokenKind::Dash | TokenKind::QuoteOpen | TokenKind::Break)
            });
        free && self
            .after(at)
            .is_some_and(|t| !t.space_before() && !matches!(t.kind(), TokenKind::Comma | TokenKind::Stop))
    }

    /// Something stands right before it, and no word right after it.
    fn can_close(&self, at: u32) -> bool {
        let tight = !self.tokens[at as usize].space_before()
            && self
                .before(at)
                .is_some_and(|t| !matches!(t.kind(), TokenKind::Open | TokenKind::Break | TokenKind::QuoteOpen));
        let dash = self.before(at).is_some_and(|t| t.kind() == TokenKind::Dash);
        tight && !(dash && self.after(at).is_some_and(|t| !t.space_before() && t.wordlike()))
    }

    fn single_closer(&self, at: u32) -> bool {
        let token = self.tokens[at as usize];
        token.kind() == TokenKind::Quote
            && matches!(QuoteMark::of(token.text(self.prose)), QuoteMark::Single | QuoteMark::SingleClosing)
            && self.can_close(at)
            && self.after(at).is_none_or(|t| t.space_before() || !t.wordlike())
    }

    /// Whether a closing mark follows soon. Marks are asked about in their order, so each token is looked at once.
    fn closing_ahead(&mut self, at: u32) -> bool {
        if self.closing <= at {
            let closes = |token: &Token| {
                token.kind() == TokenKind::Quote && QuoteMark::of(token.text(self.prose)) == QuoteMark::Closing
            };
            let ahead = &self.tokens[at as usize + 1..self.block.end as usize];
            self.closing = ahead.iter().position(closes).map_or(self.block.end, |place| at + 1 + place as u32);
        }
        self.closing < self.block.end && self.closing - at <= NESTED
    }

    /// `players' union`: the word before ends in s, a word follows.
    fn possessive(&self, at: u32) -> bool {
        let ends_in_s =
            self.before(at).is_some_and(|t| t.kind() == TokenKind::Word && t.text(self.prose).ends_with(['s', 'S']));
        ends_in_s && self.after(at).is_some_and(|t| t.space_before() && t.kind() == TokenKind::Word && !self.reports(t))
    }

    /// A word that no possessor stands before: the mark closes a quotation.
    fn reports(&self, token: Token) -> bool {
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

    /// `'90s`, `'em`: letters left out at a word's start.
    fn elision(&self, at: u32) -> bool {
        self.after(at).is_some_and(|after| after.kind() == TokenKind::Number || is_elision(after.text(self.prose)))
    }
}

/// Words whose first letters are left out, and whether that is so with a capital, too.
static ELISIONS: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    let list = WordList::get("elisions").expect("the list is in rules/lexicon");
    list.rows(["word", "capital"]).map(|[word, capital]| (word, capital == "yes")).collect()
});

/// Whether a word is what is left of another whose first letters are left out: `'em`, `'Tis`. With a capital, only those that
/// are no words of their own.
pub(super) fn is_elision(word: &str) -> bool {
    ELISIONS.iter().any(|&(elided, capital)| elided == word || capital && elided.eq_ignore_ascii_case(word))
}
