//! Finds the content of a cue: to its right, to its left, or in the next sentence.

use super::Content;
use super::case::FrameCase;
use super::frame::{Frame, FrameMatcher};
use crate::language::{Class, Form, Grammar, TokenKind, Verb, VerbClass};
use crate::text::{TokenIdx, TokenRange};
use smallvec::smallvec;

/// Maximum distance from a verb to the quotation or “that” that belongs to it, in tokens.
const NEARBY: u32 = 14;

impl FrameMatcher<'_> {
    /// The content to the right of the cue: a clause, a quotation, or both. It ends with the sentence or before another cue.
    pub(super) fn content_after(&self, mut at: TokenIdx) -> Content {
        let tokens = self.tokens;
        let end = self.sentence.end;
        if let Some(that) = self.that_after(self.after_aside(at)) {
            at = that;
        }
        while at < end
            && (matches!(tokens.kind(at), TokenKind::Comma | TokenKind::Colon)
                || tokens.temporal(at)
                || tokens.is(at, Class::TIME_OPENER) && at + 1 < end && tokens.temporal(at + 1))
        {
            at += 1;
        }
        if at >= end || tokens.stop(at) {
            // "X said:" with the quotation in the next sentence of the paragraph.
            return self.quotation_after(at);
        }
        if tokens.kind(at) == TokenKind::QuoteOpen {
            return self.quoted_content(at, end);
        }
        let stop = self.content_stop(at, end);
        let range = tokens.trim(at.until(stop));
        if range.is_empty() { Content::new() } else { smallvec![range] }
    }

    /// The position of the “that” after an aside between commas: “reported, citing two engineers, that”; `at` if there is none.
    fn after_aside(&self, at: TokenIdx) -> TokenIdx {
        let tokens = self.tokens;
        let end = self.sentence.end;
        let aside = at + 1 < end && tokens.kind(at) == TokenKind::Comma && tokens.form(at + 1) == Some(Form::Ing);
        let close =
            (at + 1).until(end.min(at + 14)).iter().find(|&t| tokens.kind(t) == TokenKind::Comma).filter(|_| aside);
        close.filter(|&comma| comma + 1 < end && tokens.is(comma + 1, Class::THAT)).map_or(at, |comma| comma + 1)
    }

    /// The position of the “that” with which content starts: “claims in the video that”, “claimed falsely before the vote that”.
    fn that_after(&self, at: TokenIdx) -> Option<TokenIdx> {
        let tokens = self.tokens;
        let end = self.sentence.end;
        if at < end && tokens.is(at, Class::THAT) {
            return Some(at);
        }
        if at >= end || !(tokens.is(at, Class::PREPOSITION) || tokens.adverb(at) || tokens.temporal(at)) {
            return None;
        }
        let clause =
            at.until(end.min(at + 10)).iter().take_while(|&t| tokens.word(t) || tokens.kind(t) == TokenKind::Number);
        clause.take_while(|&t| !tokens.finite(t, end)).find(|&t| tokens.is(t, Class::THAT) && t > at)
    }

    /// The end of content: before a clause with its own cue, such as “, adding that” or “, and Smith said”, or before a
    /// semicolon.
    fn content_stop(&self, from: TokenIdx, end: TokenIdx) -> TokenIdx {
        let tokens = self.tokens;
        let mut at = from;
        while at < end {
            if tokens.kind(at) == TokenKind::Comma && at + 1 < end && !tokens.token(at).quoted() {
                let next = at + 1;
                let participle =
                    tokens.verb(next).is_some_and(|(_, form)| form == Form::Ing) && !tokens.token(next).capital();
                if participle || tokens.is(next, Class::ACCORDING) {
                    return at;
                }
                if tokens.is(next, Class::SEQUEL)
                    && (next + 1).until(end.min(next + 6)).iter().any(|t| self.is_speech_verb(t))
                {
                    return at;
                }
            }
            if tokens.kind(at) == TokenKind::Semicolon || at > from && tokens.is(at, Class::ACCORDING) {
                return at;
            }
            at += 1;
        }
        end
    }

    /// Whether an unquoted word is a finite verb that takes a quotation.
    fn is_speech_verb(&self, at: TokenIdx) -> bool {
        let tokens = self.tokens;
        !tokens.token(at).quoted()
            && tokens.verb(at).is_some_and(|(verb, form)| matches!(form, Form::Past | Form::Third) && verb.takes_quote)
    }

    /// The content that starts with a quotation: the quotation and the words after it in the sentence. Only the quotation if it
    /// goes on to the end of the sentence, or if a comma or another attribution follows it.
    fn quoted_content(&self, at: TokenIdx, end: TokenIdx) -> Content {
        let tokens = self.tokens;
        let Some(number) = tokens.language.quotation_at(at) else { return Content::new() };
        let close = tokens.language.quotations[number].tokens.end;
        if close >= end {
            return smallvec![at.until(close)];
        }
        let stop = self.content_stop(close, end);
        // Words after a quoted phrase are content too, but another attribution is not.
        if close.until(stop).iter().any(|t| self.is_speech_verb(t)) || tokens.kind(close) == TokenKind::Comma {
            return smallvec![at.until(close)];
        }
        let range = tokens.trim(at.until(stop.max(close)));
        smallvec![range.start.until(range.end.max(close))]
    }

    /// A quotation that opens right after the attribution, in this sentence or in the next one of the paragraph.
    pub(super) fn quotation_after(&self, mut at: TokenIdx) -> Content {
        let tokens = self.tokens;
        let limit = self.paragraph.end;
        let mut steps = 0;
        while at < limit && tokens.kind(at) != TokenKind::QuoteOpen {
            let passes = matches!(
                tokens.kind(at),
                TokenKind::Stop | TokenKind::Comma | TokenKind::Colon | TokenKind::Break | TokenKind::QuoteClose
            ) || at < self.sentence.end && steps < 12;
            if !passes
                || at >= self.sentence.end && !matches!(tokens.kind(at), TokenKind::Break | TokenKind::QuoteClose)
            {
                return Content::new();
            }
            at += 1;
            steps += 1;
        }
        if at >= limit {
            return Content::new();
        }
        let Some(number) = tokens.language.quotation_at(at) else { return Content::new() };
        let range = tokens.language.quotations[number].tokens;
        // A quotation followed by its own attribution belongs to that one.
        let has_own_cue = range
            .end
            .until(limit.min(range.end + 6))
            .iter()
            .any(|t| self.is_speech_verb(t) && t < tokens.sentence(range.end.min(limit - 1)).end);
        if range.start != at || has_own_cue { Content::new() } else { smallvec![range] }
    }

    /// The content to the left of the attribution that begins at `at`.
    pub(super) fn content_before(&self, at: TokenIdx) -> Content {
        let tokens = self.tokens;
        let mut end = at;
        while end > self.paragraph.start && matches!(tokens.kind(end - 1), TokenKind::Comma | TokenKind::Dash) {
            end -= 1;
        }
        let mut start = self.sentence.start;
        if end > self.paragraph.start
            && tokens.token(end - 1).quoted()
            && let Some(number) = tokens.language.quotation_at(end - 1)
        {
            let quotation = &tokens.language.quotations[number];
            // A quotation of several sentences, or one at the start of the sentence, belongs to the content as a whole.
            start = start.min(quotation.tokens.start);
            if quotation.tokens.start < self.sentence.start {
                start = quotation.tokens.start;
            }
        }
        // Leave out an earlier attribution of the sentence and its content.
        if let Some(last) = self.found.last()
            && last.frame != Frame::Participle
        {
            let done = last.content.iter().map(|c| c.end).chain([last.cue.end]).max().unwrap_or(start);
            if done > start && done < end {
                start = done;
            }
        }
        let range = tokens.trim(start.until(end.max(start)));
        if range.is_empty() { Content::new() } else { smallvec![range] }
    }

    /// The case of a cue that comes before its content. It depends on the sense of the verb and on what follows: "that", a
    /// quotation, a clause or an object. The first case that fits is used. `None` if the verb does not attribute here.
    pub(super) fn leading_case(&self, verb: &Verb, head: TokenIdx, content: &[TokenRange]) -> Option<FrameCase> {
        let tokens = self.tokens;
        let Some(first) = content.first() else { return Some(FrameCase::AddresseeOnly) };
        let nearby = first.start <= head + NEARBY;
        let plain = !verb.literal && !verb.noun;
        let is = |class: VerbClass| verb.class == class;
        if nearby && tokens.kind(first.start) == TokenKind::QuoteOpen && (verb.takes_quote || verb.takes_that) {
            return Some(FrameCase::Quotation);
        }
        if nearby && tokens.is(first.start, Class::THAT) && verb.takes_that {
            return Some(FrameCase::ThatClause);
        }
        if verb.takes_that && self.is_clause(verb, *first) {
            return Some(if plain { FrameCase::Clause } else { FrameCase::ClauseOtherSense });
        }
        let judges = [VerbClass::Denying, VerbClass::Attacking, VerbClass::Evaluating].into_iter().any(is);
        Some(match () {
            () if verb.grammar.contains(Grammar::BARE) => FrameCase::BareVerb,
            () if self.has_as_saying(first.start, first.end) => FrameCase::AsSaying,
            () if verb.grammar.contains(Grammar::NEWS) && tokens.form(head) != Some(Form::Base) => FrameCase::NewsVerb,
            () if verb.lemma.contains(' ') && verb.takes_object && !verb.literal => FrameCase::VerbPhrase,
            () if is(VerbClass::Refuting) => FrameCase::RefutingVerb,
            () if is(VerbClass::Urging) && verb.takes_object && !verb.noun => FrameCase::UrgingVerb,
            () if is(VerbClass::Admitting) => FrameCase::AdmittingVerb,
            () if verb.takes_object && !verb.literal => FrameCase::Object,
            () if judges => FrameCase::ObjectOfSpeechAct,
            () if plain => FrameCase::PlainVerb,
            () if verb.takes_object => FrameCase::ObjectLiteral,
            () => return None,
        })
    }

    /// Whether content is a clause: it begins with "that", with an infinitive after a verb of thinking, with a question word,
    /// or with a subject and its verb.
    fn is_clause(&self, verb: &Verb, content: TokenRange) -> bool {
        let tokens = self.tokens;
        let first = content.start;
        let infinitive = matches!(verb.class, VerbClass::Doubting | VerbClass::Thinking | VerbClass::Wishing);
        tokens.is(first, Class::THAT)
            || infinitive && tokens.is(first, Class::TO)
            || tokens.is(first, Class::WH)
            || self.clause_follows(first, content.end)
    }

    /// Whether “as” and a participle or a quotation follow within six tokens: “as saying”, “as “unwilling””.
    fn has_as_saying(&self, from: TokenIdx, end: TokenIdx) -> bool {
        let tokens = self.tokens;
        from.until(end.min(from + 6)).iter().any(|at| {
            let next = at + 1;
            tokens.is(at, Class::AS)
                && next < end
                && (tokens.kind(next) == TokenKind::QuoteOpen
                    || tokens.verb(next).is_some_and(|(_, form)| form == Form::Ing))
        })
    }

    /// Whether a clause follows: a subject and a finite verb.
    fn clause_follows(&self, from: TokenIdx, end: TokenIdx) -> bool {
        let tokens = self.tokens;
        tokens.opens_noun_phrase(from) && (from + 1).until(end.min(from + 14)).iter().any(|t| tokens.verbal(t))
    }
}
