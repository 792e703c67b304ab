//! Matches frames of participles, passives and nouns. The source of a participle is the subject of the sentence, that of a
//! passive its agent, and that of a noun its possessor.

use super::case::FrameCase;
use super::frame::{Frame, FrameMatch, FrameMatcher, attribution_kind};
use super::{AttributionKind, Content};
use crate::language::{Class, Form, Grammar, TokenKind, Verb, VerbClass};
use crate::text::{TokenIdx, TokenRange};

impl FrameMatcher<'_> {
    /// Sets the source of participles at the start of a sentence: the subject of the main clause, as in “Stating that S1, X
    /// added S2”.
    pub(super) fn leading_participles(&mut self) {
        for number in 0..self.found.len() {
            if self.found[number].frame != Frame::Participle || self.found[number].source.is_some() {
                continue;
            }
            let head = self.found[number].head;
            let next = self.found[number + 1..]
                .iter()
                .find(|r| r.source.is_some() && matches!(r.frame, Frame::SaidThat | Frame::Told | Frame::SaidAfter));
            let source =
                next.map(|r| (r.source, r.cue.start)).or_else(|| Some((self.main_subject(head), self.sentence.end)));
            let Some((Some(source), _)) = source else { continue };
            // The content ends where the main clause begins.
            if let Some(content) = self.found[number].content.last_mut()
                && source.start > content.start
                && source.start < content.end
            {
                content.end = source.start;
            }
            let tokens = self.tokens;
            for content in &mut self.found[number].content {
                *content = tokens.trim(*content);
            }
            self.found[number].source = Some(source);
        }
    }

    /// Adds the match of a passive: “was quoted by X”, “is believed to”.
    pub(super) fn passive(&mut self, group: TokenRange, head: TokenIdx, verb: &Verb) {
        let tokens = self.tokens;
        let end = self.sentence.end;
        let after = group.end;
        if after < end && tokens.is(after, Class::BY) {
            if let Some(source) = tokens.phrase_after(after + 1, end) {
                let next = source.end;
                let subject = tokens.subject_before(group.start, self.clause_floor(group.start));
                let mut content: Content = subject.into_iter().collect();
                content.extend(self.content_after(next));
                self.found.push(FrameMatch {
                    source: Some(source),
                    cue: group.start.until(after + 1),
                    head,
                    content,
                    addressee: None,
                    frame: Frame::PassiveBy,
                    kind: attribution_kind(verb),
                    confidence: FrameCase::PassiveBy.confidence(),
                    form: 0,
                });
            }
            return;
        }
        let reporting = matches!(
            verb.class,
            VerbClass::Neutral
                | VerbClass::NeutralAnnounce
                | VerbClass::NeutralLegal
                | VerbClass::Thinking
                | VerbClass::Doubting
                | VerbClass::Factive
                | VerbClass::Hinting
        );
        let opens = after < end && tokens.is(after, Class::TO | Class::AS | Class::THAT);
        if reporting && opens && !verb.grammar.contains(Grammar::PASSIVE_HEARER) {
            let subject = tokens.subject_before(group.start, self.clause_floor(group.start));
            let mut content: Content = subject.filter(|s| !tokens.is(s.start, Class::NEUTER)).into_iter().collect();
            content.extend(self.content_after(after));
            self.found.push(FrameMatch {
                source: None,
                cue: group,
                head,
                content,
                addressee: None,
                frame: Frame::Passive,
                kind: AttributionKind::Agentless,
                confidence: FrameCase::Passive.confidence(),
                form: 0,
            });
        }
    }

    /// Whether a participle after a noun is a passive without an auxiliary: “quoted by the agency”, “extracts said to be from”.
    pub(super) fn reduced_passive(&self, at: TokenIdx, end: TokenIdx, verb: &Verb, form: Form) -> bool {
        let tokens = self.tokens;
        if !matches!(form, Form::Past | Form::Participle) || end >= self.sentence.end || at == self.sentence.start {
            return false;
        }
        let by = tokens.is(end, Class::BY) && verb.grammar.contains(Grammar::PUBLISHED);
        let to = tokens.is(end, Class::TO)
            && end + 1 < self.sentence.end
            && tokens.is(end + 1, Class::BE | Class::HAVE)
            && verb.takes_that
            && !matches!(verb.class, VerbClass::Doubting | VerbClass::Wishing)
            && !tokens.capital(at - 1)
            && !tokens.is(at - 1, Class::PERSONAL | Class::RELATIVE);
        by || to
    }

    /// Adds the match of a participle: ", saying that S"; "Speaking to Y, X said". The source is the subject of the sentence.
    /// At the start of a sentence, [`Self::leading_participles`] sets it later.
    pub(super) fn participle(&mut self, at: TokenIdx, verb_end: TokenIdx, verb: &Verb) {
        let tokens = self.tokens;
        let opens = at == self.sentence.start
            || matches!(tokens.kind(at - 1), TokenKind::Comma | TokenKind::QuoteClose | TokenKind::Dash)
            || tokens.is(at - 1, Class::PARTICIPLE_OPENER);
        if !opens {
            return;
        }
        let (cue_end, addressee) = self.addressee(verb_end, at, verb);
        let after = addressee.as_ref().map_or(cue_end, |range| range.end);
        let content = self.content_after(after);
        if content.is_empty() {
            return;
        }
        let Some(case) = self.leading_case(verb, at, &content) else { return };
        let leads = at <= self.sentence.start + 1;
        let source =
            if leads { None } else { self.found.iter().rev().find_map(|r| r.source).or_else(|| self.main_subject(at)) };
        self.found.push(FrameMatch {
            source,
            cue: at.until(cue_end),
            head: at,
            content,
            addressee,
            frame: Frame::Participle,
            kind: attribution_kind(verb),
            confidence: case.confidence().min(FrameCase::ParticipleLimit.confidence()),
            form: 0,
        });
    }

    /// The subject of the main clause: the noun phrase before the first finite verb, not counting the verb at `not_at`. After a
    /// participle at the start of the sentence, the main clause begins after the next comma.
    fn main_subject(&self, not_at: TokenIdx) -> Option<TokenRange> {
        let tokens = self.tokens;
        let from = if not_at <= self.sentence.start + 1 {
            not_at.until(self.sentence.end).iter().find(|&t| tokens.kind(t) == TokenKind::Comma)? + 1
        } else {
            self.sentence.start
        };
        let verb = from
            .until(self.sentence.end)
            .iter()
            .find(|&t| !tokens.token(t).quoted() && t != not_at && tokens.finite(t, self.sentence.end))?;
        tokens.subject_before(verb, from)
    }

    /// Adds the match of a noun: "Cole's claim that", "his view that", "the allegation that", "claims by Cole that".
    pub(super) fn nominal(&mut self, at: TokenIdx) {
        let tokens = self.tokens;
        let end = self.sentence.end;
        if at + 1 >= end || at == self.sentence.start {
            return;
        }
        // "allegations by officials that"
        let by = tokens.is(at + 1, Class::BY).then(|| tokens.phrase_after(at + 2, end)).flatten();
        let after = by.as_ref().map_or(at + 1, |source| source.end);
        if after >= end || !tokens.is(after, Class::THAT) {
            return;
        }
        let source = by.or_else(|| self.possessor(at));
        let content = self.content_after(after);
        if content.is_empty() {
            return;
        }
        self.found.push(FrameMatch {
            source,
            cue: at.until(at + 1),
            head: at,
            content,
            addressee: None,
            frame: Frame::Nominal,
            kind: AttributionKind::Speech,
            confidence: FrameCase::Nominal.confidence(),
            form: 0,
        });
    }

    /// The possessor of a noun, at most four tokens before it: “his”, “Cole's”.
    fn possessor(&self, noun: TokenIdx) -> Option<TokenRange> {
        let tokens = self.tokens;
        let from = noun.saturating_sub(4).max(self.sentence.start);
        for at in from.until(noun).iter().rev() {
            if tokens.is(at, Class::POSSESSIVE) && !tokens.is(at, Class::RELATIVE) {
                return Some(at.until(at + 1));
            }
            if tokens.possessive(at) {
                return tokens.subject_before(at, self.clause_floor(at));
            }
        }
        None
    }
}
