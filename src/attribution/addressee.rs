//! Finds the addressee of an attribution: “told reporters”, “told the Sun on Friday”, “speaking to the paper”, “in an interview
//! with the Sun”.

use super::frame::FrameMatcher;
use crate::language::{Class, Form, Grammar, TokenKind, Tokens, Verb};
use crate::text::{TokenIdx, TokenRange};

/// Maximum distance from “interview” back to its preposition, in tokens: “in an exclusive interview”.
const MAX_PREPOSITION_DISTANCE: u32 = 4;

impl Tokens<'_> {
    /// The phrases of a sentence that say to whom somebody spoke: “Speaking to the Sun, X said”, “X said in an interview with
    /// the Sun”. Returns each phrase, up to the end of the addressee, with the addressee.
    pub(super) fn interview_phrases(&self, sentence: TokenRange) -> impl Iterator<Item = (TokenRange, TokenRange)> {
        sentence.iter().filter_map(move |at| {
            let start = self.interview_phrase_start(sentence, at)?;
            let to = at + 1 + u32::from(at + 1 < sentence.end && self.adverb(at + 1));
            let preposition = to < sentence.end && self.is(to, Class::PREPOSITION);
            let phrase = preposition.then(|| self.phrase_after(to + 1, sentence.end)).flatten()?;
            Some((start.until(phrase.end), phrase))
        })
    }

    /// The start of such a phrase: “Speaking” if it opens a clause, or the preposition before “interview”.
    fn interview_phrase_start(&self, sentence: TokenRange, at: TokenIdx) -> Option<TokenIdx> {
        if !self.is(at, Class::EXCHANGE) || self.token(at).quoted() {
            return None;
        }
        if self.form(at) == Some(Form::Ing) {
            let opens = at == sentence.start || !self.word(at - 1) || self.is(at - 1, Class::PARTICIPLE_OPENER);
            return opens.then_some(at);
        }
        let near = at.saturating_sub(MAX_PREPOSITION_DISTANCE).max(sentence.start).until(at);
        near.iter().rev().find(|&before| self.is(before, Class::PREPOSITION))
    }
}

impl FrameMatcher<'_> {
    /// The end of the cue, and the addressee if there is one, for a verb whose words end before `after`.
    pub(super) fn addressee(&self, after: TokenIdx, head: TokenIdx, verb: &Verb) -> (TokenIdx, Option<TokenRange>) {
        if verb.grammar.contains(Grammar::SPEAKS_TO) {
            return self.addressee_after_to(after);
        }
        let takes_hearer = verb.grammar.contains(Grammar::HEARER) && self.tokens.verb(head).is_some();
        (after, if takes_hearer { self.object_addressee(after) } else { None })
    }

    /// The end of the cue and the addressee after a verb such as “spoke”: "spoke to", "speaking exclusively to".
    fn addressee_after_to(&self, after: TokenIdx) -> (TokenIdx, Option<TokenRange>) {
        let tokens = self.tokens;
        let end = self.sentence.end;
        let to = after + u32::from(after < end && tokens.adverb(after));
        let addressee = if to < end && tokens.is(to, Class::HEARER) { tokens.phrase_after(to + 1, end) } else { None };
        (addressee.as_ref().map_or(after, |_| to + 1), addressee)
    }

    /// The object of “tell”, “inform” or “remind”, which is the addressee.
    fn object_addressee(&self, after: TokenIdx) -> Option<TokenRange> {
        let tokens = self.tokens;
        let end = self.sentence.end;
        if after >= end || tokens.is(after, Class::THAT) || !tokens.word(after) {
            return None;
        }
        if tokens.is(after, Class::PERSONAL | Class::OBJECT_PRONOUN) {
            return Some(after.until(after + 1));
        }
        // “That” or a mark within 14 tokens ends the addressee. It also ends where a word can no longer belong to it.
        let mark = after.until(end.min(after + 14)).iter().find(|&t| {
            tokens.is(t, Class::THAT)
                || matches!(
                    tokens.kind(t),
                    TokenKind::Colon | TokenKind::QuoteOpen | TokenKind::Comma | TokenKind::Stop
                )
        });
        let opens = tokens.capital(after) || tokens.opens_noun_phrase(after);
        let stop = (after + 1).until(mark.unwrap_or(end)).iter().find(|&at| !self.continues_addressee(at));
        (opens && mark != Some(after)).then(|| after.until(stop.or(mark).unwrap_or(end)))
    }

    /// Whether a word continues the addressee: a name, a word that joins names, or a noun after its article.
    fn continues_addressee(&self, at: TokenIdx) -> bool {
        let tokens = self.tokens;
        if tokens.capital(at) {
            return !tokens.is(at, Class::PRONOUN | Class::DETERMINER);
        }
        tokens.is(at, Class::OF | Class::AND)
            || tokens.kind(at) == TokenKind::Symbol
            || tokens.possessive(at)
            || tokens.is(at, Class::OUTLET_WORD)
            || tokens.word(at)
                && !tokens.is(at, Class::PERSONAL | Class::DETERMINER | Class::POSSESSIVE | Class::PREPOSITION)
                && tokens.is(at - 1, Class::DETERMINER | Class::POSSESSIVE | Class::NATIONALITY | Class::CLITIC)
    }
}
