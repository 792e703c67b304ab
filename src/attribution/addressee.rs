//! The addressee of an attribution: “told reporters”, “told the Sun on Friday”, “speaking to the paper”, “in an
//! interview with the Sun”.

use super::frame::FrameMatcher;
use crate::language::{Class, Form, Grammar, TokenKind, Tokens, Verb};
use std::ops::Range;

/// How many tokens before “interview” its preposition may be: “in an exclusive interview”.
const REACH: u32 = 4;

impl Tokens<'_> {
    /// The settings of speech in a sentence: “Speaking to the Sun, X said”, “X said in an interview with the Sun”. For
    /// each, the range from its first word to the end of the addressee, and the addressee.
    pub(super) fn settings(&self, sentence: Range<u32>) -> impl Iterator<Item = (Range<u32>, Range<u32>)> {
        sentence.clone().filter_map(move |at| {
            let start = self.setting_start(&sentence, at)?;
            let to = at + 1 + u32::from(at + 1 < sentence.end && self.adverb(at + 1));
            let preposition = to < sentence.end && self.is(to, Class::PREPOSITION);
            let phrase = preposition.then(|| self.phrase_after(to + 1, sentence.end)).flatten()?;
            Some((start..phrase.end, phrase))
        })
    }

    /// Where a setting starts: at “Speaking” if it opens a clause, or at the preposition before “interview”.
    fn setting_start(&self, sentence: &Range<u32>, at: u32) -> Option<u32> {
        if !self.is(at, Class::EXCHANGE) || self.token(at).quoted() {
            return None;
        }
        if self.form(at) == Some(Form::Ing) {
            let opens = at == sentence.start || !self.word(at - 1) || self.is(at - 1, Class::PARTICIPLE_OPENER);
            return opens.then_some(at);
        }
        let near = at.saturating_sub(REACH).max(sentence.start)..at;
        near.rev().find(|&before| self.is(before, Class::PREPOSITION))
    }
}

impl FrameMatcher<'_> {
    /// Where the cue ends, and the addressee, after a verb that ends before `after`.
    pub(super) fn addressee(&self, after: u32, head: u32, verb: &Verb) -> (u32, Option<Range<u32>>) {
        if verb.grammar.contains(Grammar::SPEAKS_TO) {
            return self.spoken_to(after);
        }
        let told = verb.grammar.contains(Grammar::HEARER) && self.tokens.verb(head).is_some();
        (after, if told { self.told(after) } else { None })
    }

    /// "spoke to", "speaking exclusively to"
    fn spoken_to(&self, after: u32) -> (u32, Option<Range<u32>>) {
        let tokens = self.tokens;
        let end = self.sentence.end;
        let to = after + u32::from(after < end && tokens.adverb(after));
        let addressee = if to < end && tokens.is(to, Class::HEARER) { tokens.phrase_after(to + 1, end) } else { None };
        (addressee.as_ref().map_or(after, |_| to + 1), addressee)
    }

    /// The object of tell, inform, remind.
    fn told(&self, after: u32) -> Option<Range<u32>> {
        let tokens = self.tokens;
        let end = self.sentence.end;
        if after >= end || tokens.is(after, Class::THAT) || !tokens.word(after) {
            return None;
        }
        if tokens.is(after, Class::PERSONAL | Class::OBJECT_PRONOUN) {
            return Some(after..after + 1);
        }
        // “That” or a mark within reach ends the addressee; without one, the name or noun does.
        let mark = (after..end.min(after + 14)).find(|&t| {
            tokens.is(t, Class::THAT)
                || matches!(
                    tokens.kind(t),
                    TokenKind::Colon | TokenKind::QuoteOpen | TokenKind::Comma | TokenKind::Stop
                )
        });
        let opens = tokens.capital(after) || tokens.opens_noun_phrase(after);
        let stop = (after + 1..mark.unwrap_or(end)).find(|&at| !self.names_hearer(at));
        (opens && mark != Some(after)).then(|| after..stop.or(mark).unwrap_or(end))
    }

    /// Whether a word continues the addressee: a name, a word that joins names, or a noun after its article.
    fn names_hearer(&self, at: u32) -> bool {
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
