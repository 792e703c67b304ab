//! Who was spoken to: "told reporters", "told the Sun on Friday", "speaking to the paper".

use super::frame::Reader;
use crate::language::{Class, Grammar, TokenKind, Verb};
use std::ops::Range;

impl Reader<'_> {
    /// The one spoken to, behind a verb that ends before `after`, and where the cue ends.
    pub(super) fn venue(&self, after: u32, head: u32, verb: &Verb) -> (u32, Option<Range<u32>>) {
        if verb.grammar.contains(Grammar::SPEAKS_TO) {
            return self.spoken_to(after);
        }
        let told = verb.grammar.contains(Grammar::HEARER) && self.view.verb(head).is_some();
        (after, if told { self.told(after) } else { None })
    }

    /// "spoke to", "speaking exclusively to"
    fn spoken_to(&self, after: u32) -> (u32, Option<Range<u32>>) {
        let v = self.view;
        let end = self.sentence.end;
        let to = after + u32::from(after < end && v.adverb(after));
        let venue = if to < end && v.is(to, Class::HEARER) { v.phrase_after(to + 1, end) } else { None };
        (venue.as_ref().map_or(after, |_| to + 1), venue)
    }

    /// The object of tell, inform, remind.
    fn told(&self, after: u32) -> Option<Range<u32>> {
        let v = self.view;
        let end = self.sentence.end;
        if after >= end || v.is(after, Class::THAT) || !v.word(after) {
            return None;
        }
        if v.is(after, Class::PERSONAL | Class::OBJECT_PRONOUN) {
            return Some(after..after + 1);
        }
        // A mark of content in reach bounds the one told; without one, the name or noun itself does.
        let mark = (after..end.min(after + 14)).find(|&t| {
            v.is(t, Class::THAT)
                || matches!(v.kind(t), TokenKind::Colon | TokenKind::QuoteOpen | TokenKind::Comma | TokenKind::Stop)
        });
        let opens = v.capital(after) || v.opens_noun_phrase(after);
        let stop = (after + 1..mark.unwrap_or(end)).find(|&at| !self.names_hearer(at));
        (opens && mark != Some(after)).then(|| after..stop.or(mark).unwrap_or(end))
    }

    /// Whether a word goes on with the phrase before it: a name, what joins names, a noun behind its article.
    fn names_hearer(&self, at: u32) -> bool {
        let v = self.view;
        if v.capital(at) {
            return !v.is(at, Class::PRONOUN | Class::DETERMINER);
        }
        v.is(at, Class::OF | Class::AND)
            || v.kind(at) == TokenKind::Symbol
            || v.possessive(at)
            || v.word(at)
                && !v.is(at, Class::PERSONAL | Class::DETERMINER | Class::POSSESSIVE | Class::PREPOSITION)
                && v.is(at - 1, Class::DETERMINER | Class::POSSESSIVE | Class::NATIONALITY | Class::CLITIC)
    }
}
