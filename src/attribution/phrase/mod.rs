//! Finds where noun phrases begin and end, with their appositives, relative clauses and places.

mod subject;

use crate::language::{Class, Form, List, TokenKind, Tokens};
use crate::text::{TokenIdx, TokenRange};

/// Maximum length of a noun phrase, in tokens. Longer ones are rare, and the bound keeps the time linear in long sentences.
const MAX_PHRASE: u32 = 60;

impl Tokens<'_> {
    /// The opening bracket for a closing one, at most 16 tokens before it.
    fn opening_bracket(&self, close: TokenIdx, floor: TokenIdx) -> Option<TokenIdx> {
        let from = close.saturating_sub(16).max(floor);
        from.until(close).iter().rev().find(|&at| self.kind(at) == TokenKind::Open)
    }

    /// The noun phrase that starts at `start` and ends before `ceiling`: its core, then appositives and relative clauses.
    /// `None` if no noun phrase starts there.
    pub(super) fn phrase_after(&self, start: TokenIdx, ceiling: TokenIdx) -> Option<TokenRange> {
        let ceiling = ceiling.min(start + MAX_PHRASE);
        if start >= ceiling || !self.opens_noun_phrase(start) {
            return None;
        }
        if self.is(start, Class::PERSONAL) {
            return Some(start.until(start + 1));
        }
        let mut end = self.core_end(start, ceiling);
        while end + 1 < ceiling && self.kind(end) == TokenKind::Comma && self.continues_name(end + 1, ceiling) {
            let next = self.segment_end(end + 1, ceiling);
            end = next;
        }
        Some(start.until(end))
    }

    /// Whether the word is “a” or “an”.
    fn indefinite_article(&self, at: TokenIdx) -> bool {
        self.is(at, Class::INDEFINITE) && self.text(at).len() <= 2
    }

    /// The source without a noun that belongs to the clause before it. It applies to a plural after “a” and a noun: the source of
    /// “(charged under) a law experts (said was old)” is “experts”.
    pub(super) fn without_noun_before(&self, source: TokenRange) -> TokenRange {
        let last = source.end - 1;
        let group = self.language.matches_in(last.until(source.end)).any(|m| m.list == List::SOURCE);
        let inside =
            |at: &TokenIdx| self.word(*at) && !self.is(*at, Class::PREPOSITION | Class::OF | Class::COORDINATOR);
        let article =
            source.start.until(last).iter().rev().take(4).take_while(inside).find(|&at| self.indefinite_article(at));
        match article {
            Some(article) if group && article + 1 < last && self.text(last).ends_with('s') => last.until(source.end),
            _ => source,
        }
    }

    /// The source without a phrase that a preposition opens at the start of the sentence: the source of “In the town, 32
    /// percent said” is “32 percent”.
    pub(super) fn without_opening_phrase(&self, source: TokenRange) -> TokenRange {
        let opens = source.start > TokenIdx::ZERO
            && self.sentence(source.start).start == source.start - 1
            && self.is(source.start - 1, Class::PREPOSITION);
        let mut commas = source.iter().filter(|&at| self.kind(at) == TokenKind::Comma);
        match (opens, commas.next(), commas.next()) {
            // "Ada Brook, 32," has her age between commas.
            (true, Some(comma), None) if comma + 2 < source.end && self.kind(comma + 1) == TokenKind::Number => {
                (comma + 1).until(source.end)
            }
            _ => source,
        }
    }

    /// The source with the name before a bracket, if it starts inside that bracket: “Ada Brook (D., Marsh) said”.
    pub(super) fn with_name_before_bracket(&self, source: TokenRange) -> TokenRange {
        let inside = |at: TokenIdx| self.kind(at) == TokenKind::Close;
        let Some(close) = source.iter().find(|&at| inside(at) || self.kind(at) == TokenKind::Open) else {
            return source;
        };
        let sentence = self.sentence(source.start).start;
        let open = if inside(close) { self.opening_bracket(close, sentence) } else { None };
        let before = open.and_then(|open| self.subject_before(open, sentence));
        before.map_or(source, |before| before.start.until(source.end))
    }

    /// The end of a noun phrase without its appositives.
    pub(super) fn core_end(&self, start: TokenIdx, ceiling: TokenIdx) -> TokenIdx {
        let mut at = start;
        while at < ceiling {
            match self.kind(at) {
                TokenKind::Number
                | TokenKind::Symbol
                | TokenKind::Apostrophe
                | TokenKind::Object
                | TokenKind::Address => {}
                TokenKind::Open => {
                    let Some(close) =
                        at.until((at + 16).min(ceiling)).iter().find(|&t| self.kind(t) == TokenKind::Close)
                    else {
                        break;
                    };
                    at = close;
                }
                TokenKind::Word => {
                    if at > start && self.ends_phrase(at, ceiling) {
                        break;
                    }
                }
                _ => break,
            }
            at += 1;
        }
        at
    }

    /// Whether a noun phrase that began earlier ends before this word.
    fn ends_phrase(&self, at: TokenIdx, ceiling: TokenIdx) -> bool {
        if self.is(at, Class::WHO) {
            return false;
        }
        if self.is(at, Class::PREPOSITION) {
            let place = at + 1 < ceiling && self.opens_noun_phrase(at + 1) && !self.temporal(at + 1);
            let placing = self.is(at, Class::PLACING);
            return !(place && placing);
        }
        let and = self.is(at, Class::COORDINATOR);
        if and {
            return !(at + 1 < ceiling && self.opens_noun_phrase(at + 1) && !self.is(at + 1, Class::PERSONAL));
        }
        let after_who = self.is(at - 1, Class::RELATIVE);
        self.is(at, Class::PERSONAL | Class::OBJECT_PRONOUN)
            || self.is(at, Class::SUBORDINATOR)
            || self.temporal(at) && !self.is(at - 1, Class::PREPOSITION | Class::DETERMINER)
            || self.adverb(at)
            || self.finite(at, ceiling) && !after_who
    }

    /// Whether the words after a comma still describe the name before it.
    fn continues_name(&self, at: TokenIdx, ceiling: TokenIdx) -> bool {
        if self.form(at) == Some(Form::Ing) && !self.token(at).capital() || self.adverb(at) {
            return false;
        }
        let segment = at.until(self.segment_end(at, ceiling));
        if !self.is(at, Class::RELATIVE) && segment.iter().any(|t| self.verbal(t)) {
            return false;
        }
        self.kind(at) == TokenKind::Number
            || self.is(at, Class::DETERMINER | Class::POSSESSIVE | Class::NUMBER_WORD | Class::TITLE)
            || self.is(at, Class::RELATIVE) && !self.is(at, Class::SUBORDINATOR)
            || self.is(at, Class::ORIGIN)
            || self.opens_noun_phrase(at)
                && !self.is(at, Class::PRONOUN)
                && !at.until(ceiling.min(at + 8)).iter().any(|t| self.finite(t, ceiling))
    }

    /// The position of the next mark that ends a part of a phrase: a comma, quotation mark, stop, colon, semicolon or dash.
    fn segment_end(&self, start: TokenIdx, ceiling: TokenIdx) -> TokenIdx {
        start
            .until(ceiling)
            .iter()
            .find(|&at| {
                matches!(
                    self.kind(at),
                    TokenKind::Comma
                        | TokenKind::QuoteOpen
                        | TokenKind::QuoteClose
                        | TokenKind::Stop
                        | TokenKind::QuestionOrExclamation
                        | TokenKind::Colon
                        | TokenKind::Semicolon
                        | TokenKind::Dash
                        | TokenKind::Break
                )
            })
            .unwrap_or(ceiling)
    }
}
