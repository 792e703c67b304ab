//! The frames of attribution: "X said that S", "S, X said", "said X", "according to X", "X told Y", "saying …".
//!
//! A frame gives a relation's source, cue and content as ranges of tokens, and how sure the form is.

use super::case::FrameCase;
use super::{AttributionKind, Content};
use crate::language::{Class, Form, List, Role, TokenKind, Tokens, Verb, VerbClass};
use smallvec::smallvec;
use std::ops::Range;

/// The form of words in which an attribution stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// X said that S
    SaidThat,
    /// S, X said
    SaidAfter,
    /// S, said X
    SaidBy,
    /// X told Y S
    Told,
    /// X: S
    Colon,
    /// According to X, S
    AccordingTo,
    /// …, saying S
    Participle,
    /// was told by X, quoted by X
    PassiveBy,
    /// It is believed that S; is said to
    Passive,
    /// reportedly S
    Hedge,
    /// X's claim that S
    Nominal,
}

/// A relation as ranges of tokens.
#[derive(Clone, Debug)]
pub(super) struct FrameMatch {
    pub(super) source: Option<Range<u32>>,
    pub(super) cue: Range<u32>,
    /// The word of the cue that carries its sense.
    pub(super) head: u32,
    pub(super) content: Content,
    /// To whom it was said: "told X".
    pub(super) addressee: Option<Range<u32>>,
    pub(super) frame: Frame,
    pub(super) kind: AttributionKind,
    pub(super) confidence: u8,
    /// The confidence that the frame gave, once the model has given its own.
    pub(super) form: u8,
}

/// Finds the relations of one sentence.
pub(super) struct FrameMatcher<'a> {
    pub(super) tokens: Tokens<'a>,
    pub(super) sentence: Range<u32>,
    /// The paragraph's tokens; quotations may run beyond the sentence.
    pub(super) paragraph: Range<u32>,
    pub(super) found: Vec<FrameMatch>,
}

/// A word that may begin a frame has one of these; all verbs of the attribution list are cues or heads.
const SIGNALS: Class =
    Class::ACCORDING.union(Class::PER).union(Class::CUE).union(Class::VERB_HEAD).union(Class::STATEMENT_NOUN);

impl FrameMatcher<'_> {
    pub(super) fn read(&mut self, role: Role) {
        if role == Role::Heading || self.sentence.start == self.paragraph.start {
            self.heading();
        }
        let mut at = self.sentence.start;
        while at < self.sentence.end {
            let next = self.at(at);
            at = next.max(at + 1);
        }
        self.leading_participles();
    }

    fn at(&mut self, at: u32) -> u32 {
        let tokens = self.tokens;
        // Most words begin no frame.
        if !tokens.is(at, SIGNALS) || !tokens.word(at) || tokens.token(at).quoted() {
            return at + 1;
        }
        if tokens.is(at, Class::ACCORDING) || tokens.is(at, Class::PER) && !tokens.token(at).capital() {
            return self.according(at);
        }
        if let Some((verb, form, end)) = tokens.verb_at(at) {
            return self.verb(at, end, verb, form);
        }
        if tokens.is(at, Class::STATEMENT_NOUN) {
            self.nominal(at);
        }
        at + 1
    }

    /// "Poll: voters are tired", "Trump: 'No'": a name before a colon at the head of a paragraph.
    fn heading(&mut self) {
        let tokens = self.tokens;
        let colon = (self.sentence.start..self.sentence.end.min(self.sentence.start + 8))
            .find(|&at| tokens.kind(at) == TokenKind::Colon);
        let Some(colon) = colon else { return };
        let name = self.sentence.start..colon;
        let named = !name.is_empty()
            && name.clone().all(|at| {
                tokens.capital(at) || tokens.is(at, Class::NAME_JOINER) || tokens.kind(at) == TokenKind::Symbol
            })
            && tokens.capital(name.start);
        let speaks = colon + 1 < self.sentence.end
            && (tokens.kind(colon + 1) == TokenKind::QuoteOpen || tokens.capital(colon + 1));
        let label = tokens.is(name.start, Class::LABEL);
        if named && speaks && !label && name.len() <= 4 {
            let content = tokens.trim(colon + 1..self.sentence.end);
            self.found.push(FrameMatch {
                source: Some(name),
                cue: colon..colon + 1,
                head: colon,
                content: smallvec![content],
                addressee: None,
                frame: Frame::Colon,
                kind: AttributionKind::Speech,
                confidence: FrameCase::ColonHeading.confidence(),
                form: 0,
            });
        }
    }

    fn according(&mut self, at: u32) -> u32 {
        let tokens = self.tokens;
        let end = self.sentence.end;
        let (cue, after) = if tokens.is(at, Class::ACCORDING) && at + 1 < end && tokens.is(at + 1, Class::TO) {
            (at..at + 2, at + 2)
        } else if tokens.is(at, Class::PER)
            && at > self.sentence.start
            && tokens.is(at - 1, Class::AS)
            && !tokens.is((at + 1).min(end - 1), Class::GENERAL)
        {
            (at - 1..at + 1, at + 1)
        } else if tokens.is(at, Class::PER) && at > self.sentence.start && self.names_after(at) {
            (at..at + 1, at + 1)
        } else {
            return at + 1;
        };
        // "according to tracking service X": a participle may stand before the noun.
        let behind = || tokens.phrase_after(after + 1, end).filter(|_| tokens.form(after) == Some(Form::Ing));
        let source = tokens.phrase_after(after, end).or_else(|| behind().map(|phrase| after..phrase.end));
        let Some(source) = source else { return after };
        let leads = (self.sentence.start..cue.start)
            .all(|t| !tokens.word(t) || tokens.adverb(t) || tokens.is(t, Class::COORDINATOR))
            || cue.start > self.sentence.start && tokens.kind(cue.start - 1) == TokenKind::QuoteOpen;
        let content = if leads {
            self.content_after(source.end)
        } else {
            let before = self.content_before(cue.start);
            if before.is_empty() { self.content_after(source.end) } else { before }
        };
        let next = source.end;
        self.found.push(FrameMatch {
            source: Some(source),
            cue: cue.clone(),
            head: cue.start,
            content,
            addressee: None,
            frame: Frame::AccordingTo,
            kind: AttributionKind::Speech,
            confidence: FrameCase::AccordingTo.confidence(),
            form: 0,
        });
        next
    }

    /// ", per the Old Farmer's Almanac": behind a comma, with a name; "five dollars, per head" has none.
    fn names_after(&self, per: u32) -> bool {
        let tokens = self.tokens;
        let name = per + 1 + u32::from(per + 1 < self.sentence.end && tokens.is(per + 1, Class::DEFINITE));
        tokens.kind(per - 1) == TokenKind::Comma
            && name < self.sentence.end
            && tokens.capital(name)
            && !tokens.temporal(name)
    }

    fn verb(&mut self, at: u32, verb_end: u32, verb: &Verb, form: Form) -> u32 {
        let tokens = self.tokens;
        let group = self.group(at, verb_end);
        let passive = matches!(form, Form::Past | Form::Participle) && group.clone().any(|t| tokens.is(t, Class::BE));
        if passive || self.reduced_passive(at, verb_end, verb, form) {
            self.passive(&group, at, verb);
        } else if form == Form::Ing && !group.clone().any(|t| tokens.is(t, Class::BE)) {
            self.participle(at, verb_end, verb);
        } else if !self.noun_here(at, &group, verb, form) {
            self.active(&group, at, verb, form);
        } else if tokens.is(at, Class::STATEMENT_NOUN) {
            self.nominal(at);
        }
        at + 1
    }

    /// The verb with its auxiliaries and adverbs.
    fn group(&self, at: u32, verb_end: u32) -> Range<u32> {
        let tokens = self.tokens;
        let mut start = at;
        let mut aux = at;
        while start > self.sentence.start {
            let before = start - 1;
            if !tokens.word(before) || tokens.token(before).quoted() {
                break;
            }
            let infinitive =
                before > self.sentence.start && tokens.is(before, Class::TO) && tokens.is(before - 1, Class::ASPECT);
            if tokens.auxiliary(before)
                || infinitive
                || tokens.is(before, Class::ASPECT) && start < at && tokens.is(start, Class::TO)
            {
                start = before;
                aux = before;
            } else if tokens.adverb(before) && !tokens.temporal(before)
                || tokens.is(before, Class::NEGATION) && !tokens.is(before, Class::DETERMINER)
            {
                start = before;
            } else {
                break;
            }
        }
        // Adverbs count when they stand between auxiliary and verb, or directly before a bare verb ("also said").
        let start = if aux < at { aux } else { start };
        start..verb_end
    }

    /// "the report", "of claims", "a call": the word is a noun here.
    fn noun_here(&self, at: u32, group: &Range<u32>, verb: &Verb, form: Form) -> bool {
        let tokens = self.tokens;
        if at > self.sentence.start && tokens.is(at - 1, Class::TO) {
            let before = at.saturating_sub(2).max(self.sentence.start);
            return !tokens.is(before, Class::ASPECT);
        }
        if group.start < at && group.clone().any(|t| t < at && tokens.auxiliary(t)) {
            return false;
        }
        if at == self.sentence.start {
            return true;
        }
        let before = at - 1;
        // "Lighthouse Reports": the last word of an outlet's name.
        if tokens.language.matches_in(before..at + 1).any(|m| m.list == List::OUTLET && m.tokens.contains(&at)) {
            return true;
        }
        // "media reports", "the police report": the noun of a listed phrase.
        let listed =
            tokens.language.matches_in(before..at + 1).any(|m| m.list == List::SOURCE && m.tokens == (before..at + 1));
        if tokens.kind(before) == TokenKind::Apostrophe || listed {
            return true;
        }
        // "Project Larkfield": part of a name.
        if verb.noun && form == Form::Base && tokens.capital(at) {
            return true;
        }
        if tokens.is(before, Class::DETERMINER | Class::POSSESSIVE | Class::CLITIC)
            && !tokens.is(before, Class::PRONOUN | Class::RELATIVE)
        {
            return true;
        }
        if tokens.is(before, Class::PREPOSITION) && !tokens.temporal(before) {
            return true;
        }
        verb.noun
            && matches!(form, Form::Base | Form::Third)
            && at + 1 < self.sentence.end
            && tokens.is(at + 1, Class::PREPOSITION)
            && !tokens.is(at + 1, Class::TO)
            && !tokens.is(before, Class::PRONOUN)
            && !tokens.capital(before)
            && !tokens.adverb(before)
    }

    /// "X said that S", "S, X said", "X told Y S", "S, said X".
    fn active(&mut self, group: &Range<u32>, head: u32, verb: &Verb, form: Form) {
        let relation = self.inverted(group, head, verb, form).or_else(|| self.with_subject(group, head, verb, form));
        self.found.extend(relation);
    }

    /// A verb with its subject before it.
    fn with_subject(&self, group: &Range<u32>, head: u32, verb: &Verb, form: Form) -> Option<FrameMatch> {
        let tokens = self.tokens;
        let floor = self.clause_floor(group.start);
        let source = self.shared_subject(group.start).or_else(|| tokens.subject_before(group.start, floor))?;
        // "because of court orders that allowed": the object of a preposition orders nothing.
        let object = source.start > floor && tokens.is(source.start - 1, Class::OF);
        if verb.noun && matches!(form, Form::Base | Form::Third) && object {
            return None;
        }
        if !group.clone().any(|t| tokens.auxiliary(t)) && tokens.disagree(&source, form) {
            return None;
        }
        let (cue_end, addressee) = self.addressee(group.end, head, verb);
        let after = addressee.as_ref().map_or(cue_end, |range| range.end);
        let (content, frame, case) = if let Some(content) = self.said_before(&source, after, verb) {
            (content, Frame::SaidAfter, FrameCase::SaidAfter)
        } else {
            let content = self.said_behind(after, addressee.is_some())?;
            let case = self.leading_case(verb, head, &content)?;
            (content, if addressee.is_some() { Frame::Told } else { Frame::SaidThat }, case)
        };
        Some(FrameMatch {
            source: Some(source),
            cue: group.start..cue_end,
            head,
            content,
            addressee,
            frame,
            kind: kind_of(verb),
            confidence: case.confidence(),
            form: 0,
        })
    }

    /// "S, X said.": what stands before the subject, when the clause ends behind the verb.
    fn said_before(&self, source: &Range<u32>, after: u32, verb: &Verb) -> Option<Content> {
        let closed = source.start > self.sentence.start && self.closes_content(source.start - 1);
        if !(closed && (verb.takes_quote || verb.takes_that) && self.ends_clause(after)) {
            return None;
        }
        let mut content = self.content_before(source.start);
        content.extend(self.quotation_after(after));
        (!content.is_empty()).then_some(content)
    }

    /// "X said that S": what stands behind the verb, else in the next paragraph; nothing, when X at least told somebody.
    fn said_behind(&self, after: u32, told: bool) -> Option<Content> {
        let mut content = self.content_after(after);
        if content.is_empty() {
            content = self.next_paragraph(after);
        }
        (told || !content.is_empty()).then_some(content)
    }

    /// "X denied it and said that": a verb behind "and" has the subject of the verb before it.
    pub(super) fn shared_subject(&self, at: u32) -> Option<Range<u32>> {
        let tokens = self.tokens;
        if at <= self.sentence.start || !tokens.is(at - 1, Class::SEQUEL) {
            return None;
        }
        let before = self
            .found
            .last()
            .filter(|r| matches!(r.frame, Frame::SaidThat | Frame::Told | Frame::SaidBy | Frame::SaidAfter));
        before.and_then(|r| r.source.clone()).or_else(|| {
            let verb = (self.sentence.start..at).find(|&t| !tokens.token(t).quoted() && tokens.finite(t, at))?;
            tokens.subject_before(verb, self.sentence.start)
        })
    }

    /// "It points out:", "He told the paper:" at a paragraph's end: what is said is the next paragraph.
    fn next_paragraph(&self, after: u32) -> Content {
        let tokens = self.tokens;
        let rest = after..self.paragraph.end;
        // Most verbs have words behind them, so that the rest of the paragraph is looked through for its last one only.
        if !rest
            .clone()
            .all(|at| !tokens.word(at) || tokens.temporal(at) || tokens.is(at, Class::PREPOSITION | Class::DETERMINER))
        {
            return Content::new();
        }
        let colon = rest.clone().any(|at| tokens.kind(at) == TokenKind::Colon);
        let own = tokens.language.paragraph_at(self.paragraph.start);
        let Some(next) = tokens.language.paragraphs.get(own + 1) else {
            return Content::new();
        };
        // A very long paragraph is read in pieces.
        if tokens.language.paragraphs[own].tokens.end > self.paragraph.end {
            return Content::new();
        }
        let quoted = tokens.language.tokens.get(next.start as usize).is_some_and(|t| t.kind() == TokenKind::QuoteOpen);
        if !(colon || quoted) || next.tokens.is_empty() {
            return Content::new();
        }
        if quoted {
            let number = tokens.language.quotation_at(next.start);
            return number.map(|n| tokens.language.quotations[n].tokens.clone()).into_iter().collect();
        }
        smallvec![tokens.trim(next.tokens.clone())]
    }

    /// Where this clause may begin: after the last stop, colon, semicolon, dash or closing quotation.
    pub(super) fn clause_floor(&self, from: u32) -> u32 {
        let tokens = self.tokens;
        (self.sentence.start..from)
            .rev()
            .find(|&t| {
                matches!(
                    tokens.kind(t),
                    TokenKind::Colon | TokenKind::Semicolon | TokenKind::Dash | TokenKind::Stop | TokenKind::Exclaim
                )
            })
            .map_or(self.sentence.start, |t| t + 1)
    }

    pub(super) fn closes_content(&self, at: u32) -> bool {
        matches!(self.tokens.kind(at), TokenKind::Comma | TokenKind::QuoteClose | TokenKind::Dash)
    }

    /// Whether the clause is over: a stop, a comma, a new quotation, or only words of time and place follow.
    pub(super) fn ends_clause(&self, mut at: u32) -> bool {
        let tokens = self.tokens;
        let end = self.sentence.end;
        let mut steps = 0;
        while at < end && steps < 12 {
            match tokens.kind(at) {
                TokenKind::Stop
                | TokenKind::Comma
                | TokenKind::Exclaim
                | TokenKind::Break
                | TokenKind::QuoteOpen
                | TokenKind::Semicolon
                | TokenKind::Close
                | TokenKind::Dash => {
                    return true;
                }
                TokenKind::Word if tokens.is(at, Class::THAT) || tokens.auxiliary(at) => return false,
                TokenKind::Word
                    if steps == 0
                        && !(tokens.is(at, Class::PREPOSITION | Class::SUBORDINATOR)
                            || tokens.temporal(at)
                            || tokens.adverb(at)
                            || tokens.is(at, Class::TIME_OPENER | Class::DEMONSTRATIVE)
                            || tokens.form(at) == Some(Form::Ing)) =>
                {
                    return false;
                }
                TokenKind::Word if tokens.finite(at, end) => return false,
                TokenKind::Colon => return false,
                _ => {}
            }
            at += 1;
            steps += 1;
        }
        true
    }
}

pub(super) fn kind_of(verb: &Verb) -> AttributionKind {
    match verb.class {
        VerbClass::Thinking => AttributionKind::Thought,
        VerbClass::Wishing => AttributionKind::Wish,
        VerbClass::Document => AttributionKind::Document,
        _ => AttributionKind::Speech,
    }
}
