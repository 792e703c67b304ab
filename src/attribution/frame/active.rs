//! Matches frames of a verb with its subject: "X said that S", "S, X said", "X told Y S".

use super::{Frame, FrameMatch, FrameMatcher, attribution_kind};
use crate::attribution::Content;
use crate::attribution::case::FrameCase;
use crate::language::{Class, Form, List, TokenKind, Verb};
use crate::text::{TokenIdx, TokenRange};
use smallvec::smallvec;

impl FrameMatcher<'_> {
    /// Adds the match of a verb at `at`, if there is one, and returns the next position to look at.
    pub(super) fn match_verb(&mut self, at: TokenIdx, verb_end: TokenIdx, verb: &Verb, form: Form) -> TokenIdx {
        let tokens = self.tokens;
        let group = self.verb_group(at, verb_end);
        let passive = matches!(form, Form::Past | Form::Participle) && group.iter().any(|t| tokens.is(t, Class::BE));
        if passive || self.reduced_passive(at, verb_end, verb, form) {
            self.passive(group, at, verb);
        } else if form == Form::Ing && !group.iter().any(|t| tokens.is(t, Class::BE)) {
            self.participle(at, verb_end, verb);
        } else if !self.is_noun_here(at, group, verb, form) {
            self.active(group, at, verb, form);
        } else if tokens.is(at, Class::STATEMENT_NOUN) {
            self.nominal(at);
        }
        at + 1
    }

    /// The verb group: the verb with the auxiliaries and adverbs before it.
    fn verb_group(&self, at: TokenIdx, verb_end: TokenIdx) -> TokenRange {
        let tokens = self.tokens;
        let mut start = at;
        let mut first_auxiliary = at;
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
                first_auxiliary = before;
            } else if tokens.adverb(before) && !tokens.temporal(before)
                || tokens.is(before, Class::NEGATION) && !tokens.is(before, Class::DETERMINER)
            {
                start = before;
            } else {
                break;
            }
        }
        // Adverbs belong to the group if they are between auxiliary and verb, or directly before a verb without auxiliary
        // (“also said”).
        let start = if first_auxiliary < at { first_auxiliary } else { start };
        start.until(verb_end)
    }

    /// Whether the word is a noun here: “the report”, “of claims”, “a call”.
    fn is_noun_here(&self, at: TokenIdx, group: TokenRange, verb: &Verb, form: Form) -> bool {
        let tokens = self.tokens;
        if at > self.sentence.start && tokens.is(at - 1, Class::TO) {
            let before = at.saturating_sub(2).max(self.sentence.start);
            return !tokens.is(before, Class::ASPECT);
        }
        if group.start < at && group.iter().any(|t| t < at && tokens.auxiliary(t)) {
            return false;
        }
        if at == self.sentence.start {
            return true;
        }
        let before = at - 1;
        // "Lighthouse Reports": the last word of an outlet's name.
        if tokens.language.matches_in(before.until(at + 1)).any(|m| m.list == List::OUTLET && m.tokens.contains(at)) {
            return true;
        }
        // "media reports", "the police report": the last word of a phrase in the list of sources.
        let in_list = tokens
            .language
            .matches_in(before.until(at + 1))
            .any(|m| m.list == List::SOURCE && m.tokens == before.until(at + 1));
        if tokens.kind(before) == TokenKind::Apostrophe || in_list {
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

    /// Adds the match of an active verb: "X said that S", "S, X said", "X told Y S", "S, said X".
    fn active(&mut self, group: TokenRange, head: TokenIdx, verb: &Verb, form: Form) {
        let found = self.inverted(group, head, verb, form).or_else(|| self.with_subject(group, head, verb, form));
        self.found.extend(found);
    }

    /// The match of a verb whose subject comes before it.
    fn with_subject(&self, group: TokenRange, head: TokenIdx, verb: &Verb, form: Form) -> Option<FrameMatch> {
        let tokens = self.tokens;
        let floor = self.clause_floor(group.start);
        let source = self.shared_subject(group.start).or_else(|| tokens.subject_before(group.start, floor))?;
        // "because of court orders that allowed": after “of”, “orders” is a noun.
        let after_of = source.start > floor && tokens.is(source.start - 1, Class::OF);
        if verb.noun && matches!(form, Form::Base | Form::Third) && after_of {
            return None;
        }
        if !group.iter().any(|t| tokens.auxiliary(t)) && tokens.disagrees_in_number(source, form) {
            return None;
        }
        let (cue_end, addressee) = self.addressee(group.end, head, verb);
        let after = addressee.as_ref().map_or(cue_end, |range| range.end);
        let (content, frame, case) = if let Some(content) = self.content_before_subject(source, after, verb) {
            (content, Frame::SaidAfter, FrameCase::SaidAfter)
        } else {
            let content = self.content_after_verb(after, addressee.is_some())?;
            let case = self.leading_case(verb, head, &content)?;
            (content, if addressee.is_some() { Frame::Told } else { Frame::SaidThat }, case)
        };
        Some(FrameMatch {
            source: Some(source),
            cue: group.start.until(cue_end),
            head,
            content,
            addressee,
            frame,
            kind: attribution_kind(verb),
            confidence: case.confidence(),
            form: 0,
        })
    }

    /// The content of “S, X said.”: the words before the subject, if the clause ends after the verb.
    fn content_before_subject(&self, source: TokenRange, after: TokenIdx, verb: &Verb) -> Option<Content> {
        let closed = source.start > self.sentence.start && self.closes_content(source.start - 1);
        if !(closed && (verb.takes_quote || verb.takes_that) && self.ends_clause(after)) {
            return None;
        }
        let mut content = self.content_before(source.start);
        content.extend(self.quotation_after(after));
        (!content.is_empty()).then_some(content)
    }

    /// The content of “X said that S”: the words after the verb, or the next paragraph if there are none. If there is neither,
    /// the content is empty with an addressee, and `None` without one.
    fn content_after_verb(&self, after: TokenIdx, has_addressee: bool) -> Option<Content> {
        let mut content = self.content_after(after);
        if content.is_empty() {
            content = self.next_paragraph(after);
        }
        (has_addressee || !content.is_empty()).then_some(content)
    }

    /// The subject that a verb after “and” or a similar word shares with the verb before it: “X denied it and said that”.
    pub(in crate::attribution) fn shared_subject(&self, at: TokenIdx) -> Option<TokenRange> {
        let tokens = self.tokens;
        if at <= self.sentence.start || !tokens.is(at - 1, Class::SEQUEL) {
            return None;
        }
        let before = self
            .found
            .last()
            .filter(|r| matches!(r.frame, Frame::SaidThat | Frame::Told | Frame::SaidBy | Frame::SaidAfter));
        before.and_then(|r| r.source).or_else(|| {
            let verb =
                self.sentence.start.until(at).iter().find(|&t| !tokens.token(t).quoted() && tokens.finite(t, at))?;
            tokens.subject_before(verb, self.sentence.start)
        })
    }

    /// The next paragraph, if it is the content of “It points out:” or “He told the paper:” at the end of a paragraph.
    fn next_paragraph(&self, after: TokenIdx) -> Content {
        let tokens = self.tokens;
        let rest = after.until(self.paragraph.end);
        // Most verbs have words after them, so most searches end at the first word.
        if !rest
            .iter()
            .all(|at| !tokens.word(at) || tokens.temporal(at) || tokens.is(at, Class::PREPOSITION | Class::DETERMINER))
        {
            return Content::new();
        }
        let colon = rest.iter().any(|at| tokens.kind(at) == TokenKind::Colon);
        let own = tokens.language.paragraph_at(self.paragraph.start);
        let Some(next) = tokens.language.paragraphs.get(own + 1) else {
            return Content::new();
        };
        // A very long paragraph is read in parts, and this is not the last part.
        if tokens.language.paragraphs[own].tokens.end > self.paragraph.end {
            return Content::new();
        }
        let quoted = tokens.language.tokens.get(next.start.index()).is_some_and(|t| t.kind() == TokenKind::QuoteOpen);
        if !(colon || quoted) || next.tokens.is_empty() {
            return Content::new();
        }
        if quoted {
            let number = tokens.language.quotation_at(next.start);
            return number.map(|n| tokens.language.quotations[n].tokens).into_iter().collect();
        }
        smallvec![tokens.trim(next.tokens)]
    }
}
