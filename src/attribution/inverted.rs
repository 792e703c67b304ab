//! The frame in which the subject follows the verb: “S, said X”.

use super::case::FrameCase;
use super::frame::{Frame, FrameMatch, FrameMatcher, attribution_kind};
use crate::language::{Class, Form, TokenKind, Verb};
use crate::text::{TokenIdx, TokenRange};

impl FrameMatcher<'_> {
    /// Matches “"…", said X” and “S, says X, who …”.
    pub(super) fn inverted(&self, group: TokenRange, head: TokenIdx, verb: &Verb, form: Form) -> Option<FrameMatch> {
        let tokens = self.tokens;
        let end = self.sentence.end;
        let after = group.end;
        if !verb.takes_quote
            || group.start == self.sentence.start && !self.quotation_ends_at(group.start)
            || matches!(form, Form::Ing | Form::Base)
        {
            return None;
        }
        let before_quote = self.quotation_ends_at(group.start);
        if !before_quote && !self.closes_content(group.start - 1) {
            return None;
        }
        let source = tokens.phrase_after(after, end)?;
        if tokens.is(after, Class::THAT | Class::SUBORDINATOR) {
            return None;
        }
        // "The law, in force since May, allowed officials to search homes": “officials” is the object.
        let infinitive = |at: TokenIdx| {
            tokens.is(at, Class::TO)
                && at + 1 < end
                && (tokens.adverb(at + 1) || tokens.form(at + 1) == Some(Form::Base))
        };
        if !before_quote && source.start.until(end.min(source.end + 1)).iter().any(infinitive) {
            return None;
        }
        // A comma may also come before “said” in a list of verbs. So without a quotation, the clause must end after the source.
        if !before_quote && !self.ends_clause(source.end) {
            return None;
        }
        let mut content = self.content_before(group.start);
        content.extend(self.quotation_after(source.end));
        if content.is_empty() {
            return None;
        }
        Some(FrameMatch {
            source: Some(source),
            cue: group,
            head,
            content,
            addressee: None,
            frame: Frame::SaidBy,
            kind: attribution_kind(verb),
            confidence: FrameCase::SaidBy.confidence(),
            form: 0,
        })
    }

    /// Whether a closing quotation mark is right before `at`.
    fn quotation_ends_at(&self, at: TokenIdx) -> bool {
        at > self.paragraph.start && self.tokens.kind(at - 1) == TokenKind::QuoteClose
    }
}
